/**
 * Exchanges of ccxt as venues of sessions: market data of some 70 exchanges with streams. The library itself, 68 MB, is
 * loaded when a session opens.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { takenOptions } from "../options.ts";
import type { VenueFactory } from "../venue/venue.ts";
import { CcxtVenue } from "./ccxt_venue.ts";
import { type CcxtLibrary, loadCcxt } from "./library.ts";

export { CCXT_VERSION, type CcxtBar, type CcxtExchange, type CcxtLibrary, type CcxtMarket } from "./library.ts";
export type * from "../venue/venue.ts";

/** Options of {@linkcode ccxt}. */
export interface CcxtOptions {
  /** Settings that ccxt itself takes, such as `{ timeout: 5000 }`. Default: none. */
  readonly config?: Readonly<Record<string, unknown>>;
  /**
   * Address such as `"127.0.0.1:8080"` to which every host of the exchange is turned: a venue in its shape, as the fake
   * one is in that of Binance. Default: the exchange itself.
   */
  readonly address?: string;
  /** The library, where another version is wanted. Default: that of {@linkcode CCXT_VERSION}, from npm. */
  readonly library?: CcxtLibrary;
}

const OPTIONS = ["config", "address", "library"] as const;

/**
 * Returns the factory of an exchange of ccxt, for `ct.exchange`. Nothing is loaded or asked before a session opens. A
 * session needs the permissions `--allow-net` of the exchange's hosts and `--allow-env=WS_NO_BUFFER_UTIL`.
 *
 * A history is asked for page by page, whatever the exchange gives of one. Where it answers with no bar at all, it is asked
 * a hundred bars on, ten times in a row at most; then the history ends.
 *
 * @param id Id of the exchange in ccxt, such as `"binance"`.
 * @param options Settings of the library; see {@linkcode CcxtOptions}.
 * @throws {TypeError} If the id is none, or an option is unknown.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 * import { ccxt } from "@cracktrader/cracktrader/ccxt";
 *
 * await using session = ct.exchange(ccxt("binance"), { mode: "paper" });
 * assertEquals(session.name, "binance");
 * ```
 */
export function ccxt(id: string, options: CcxtOptions = {}): VenueFactory {
  if (typeof id !== "string" || !/^[a-z0-9]+$/.test(id)) {
    throw new TypeError(`Cannot use exchange ${inspected(id, 0)} of ccxt: pass its id, such as "binance"`);
  }
  const { config = {}, address, library } = takenOptions(options, OPTIONS, {
    noObject: (shown) => `Cannot use options ${shown} of ccxt: pass an object, such as { config: { timeout: 5000 } }`,
    unknown: (name) => `Cannot use option ${inspected(name)} of ccxt: there are ${OPTIONS.join(", ")}`,
  });
  const load = library === undefined ? loadCcxt : (): Promise<CcxtLibrary> => Promise.resolve(library);
  return {
    name: id,
    create: ({ instrumentType }) =>
      new CcxtVenue({
        id,
        load,
        address,
        config: { ...config, options: optionsOf(id, instrumentType, config, address) },
      }),
  };
}

/** Returns the options of the exchange in ccxt: the kind of instruments, and nothing that would ask for an account. */
function optionsOf(
  id: string,
  instrumentType: "spot" | "swap" | "future",
  { options: given }: Readonly<Record<string, unknown>>,
  address: string | undefined,
): object {
  const isBinance = id.startsWith("binance");
  return {
    defaultType: instrumentType,
    ...(isBinance ? { fetchCurrencies: false, fetchMargins: false } : {}),
    // A venue in the shape of the spot market has no other one.
    ...(isBinance && address !== undefined ? { fetchMarkets: { types: ["spot"] } } : {}),
    ...(given as object | undefined),
  };
}
