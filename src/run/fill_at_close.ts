/**
 * Fills at the close of the deciding bar: options that do not go with them, and the note that they are optimistic.
 *
 * @module
 */

import type { InstrumentSpec } from "../broker/instrument_spec.ts";
import {
  INSTRUMENT_LATENCY_BARS,
  INSTRUMENT_SLIPPAGE_IMPACT,
  INSTRUMENT_VOLUME_LIMIT_NUMERATOR,
} from "../contract/contract.gen.ts";
import type { AccountEvents } from "./account_events.ts";

/** Options whose fills ask for the volume of their bar, with their lanes. */
const OPTIONS_BY_VOLUME: readonly (readonly [option: string, lane: number])[] = [
  ["volumeLimit", INSTRUMENT_VOLUME_LIMIT_NUMERATOR],
  ["slippageImpact", INSTRUMENT_SLIPPAGE_IMPACT],
];

/**
 * Returns the note of a run whose market orders fill at the close on which they were decided.
 *
 * @throws {RangeError} If an order would come later than that close, or would have to wait for the volume of a bar while
 * something else comes ahead of that bar.
 */
export function noteOnFillAtClose(specs: readonly InstrumentSpec[], events: AccountEvents | undefined): string {
  const late = specs.find(({ lanes }) => lanes[INSTRUMENT_LATENCY_BARS] !== 0);
  if (late !== undefined) {
    throw new RangeError(
      `Cannot use latencyBars of feed "${late.name}" with fill "close": an order that comes later misses that close; ` +
        "pass one of them",
    );
  }
  const ahead = events?.aheadOfBars;
  for (const { name, lanes } of ahead === undefined ? [] : specs) {
    const asking = OPTIONS_BY_VOLUME.find(([, lane]) => lanes[lane] !== 0);
    if (asking === undefined) continue;
    throw new RangeError(
      `Cannot use ${
        asking[0]
      } of feed "${name}" with fill "close" and ${ahead}: such a fill needs the volume of the next ` +
        `bar, and the events of ${ahead} come ahead of that bar; leave one of the three out`,
    );
  }
  return "Market orders fill at the close on which they were decided (fill): this is optimistic, as nobody trades at a " +
    "close that is known";
}
