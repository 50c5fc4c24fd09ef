/**
 * Options of a session's broker.
 *
 * @module
 */

import type { Commission } from "../broker/commission_terms.ts";
import { inspected } from "../host.ts";
import { SessionError } from "../journal/session_error.ts";
import { takenOptions } from "../options.ts";
import type { Mode } from "./exchange_options.ts";
import { type RiskLimits, takenRiskLimits } from "./risk_limits.ts";

/** Options of a broker. */
export interface BrokerOptions {
  /** Mode of the broker; in this version `"paper"` alone. Default: that of the session. */
  readonly mode?: Mode;
  /** Cash at the start, in the account's currency. Default: 10,000. */
  readonly cash?: number;
  /** Commission of each fill. Default: none. */
  readonly commission?: Commission;
  /** Slippage of market orders, a fraction of the price. Default: 0. */
  readonly slippage?: number;
  /** Limits behind which the run stops entries or is killed. Default: none. */
  readonly risk?: RiskLimits;
}

const OPTIONS = ["mode", "cash", "commission", "slippage", "risk"] as const;

/** Options of a broker, checked. */
export interface TakenBrokerOptions {
  /** Mode. */
  readonly mode: Mode;
  /** Terms of the account, as a backtest has them. */
  readonly terms: Pick<BrokerOptions, "cash" | "commission" | "slippage">;
  /** Limits of the run. */
  readonly risk: RiskLimits;
}

/**
 * Returns the options of a broker, each read once.
 *
 * @throws {SessionError} UNSUPPORTED if the mode is another one than `"paper"`.
 */
export function takenBrokerOptions(given: BrokerOptions, modeOfSession: Mode): TakenBrokerOptions {
  const { mode = modeOfSession, risk, ...terms } = takenOptions(given, OPTIONS, {
    noObject: (shown) => `Cannot make a broker with ${shown}: pass an object, such as { cash: 10_000 }`,
    unknown: (name) => `Cannot use option ${inspected(name)} of a broker: there are ${OPTIONS.join(", ")}`,
  });
  if (mode !== "paper") {
    throw new SessionError(
      "UNSUPPORTED",
      `Cannot make a broker of mode ${inspected(mode, 0)}: this version trades on paper; pass mode: "paper"`,
    );
  }
  return { mode, terms, risk: takenRiskLimits(risk) };
}
