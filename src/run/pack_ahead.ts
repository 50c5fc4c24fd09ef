/**
 * Packing the bars of runs that are to come, and taking over what another thread packed for them.
 *
 * @module
 */

import { adoptPacked, type PackedTogether, packTogether } from "../broker/pack.ts";
import type { Bars } from "../feeds/bars.ts";
import type { Params, StrategyClass } from "../strategy/strategy.ts";
import type { BacktestOptions } from "./backtest_options.ts";
import { settle } from "./prepare.ts";

/**
 * Packs the bars of runs that are to come, cut where the options cut them and joined where there are several feeds, so that
 * no run does.
 *
 * @throws {TypeError} If an option is unknown or of the wrong type.
 * @throws {RangeError} If an option or the data cannot be used.
 */
export function packAhead<P extends Params>(
  strategyClass: StrategyClass<P>,
  feeds: Bars | Readonly<Record<string, Bars>>,
  options: BacktestOptions<P>,
): PackedTogether {
  const { sources, specs } = settle(strategyClass, feeds, options);
  return packTogether(sources, specs);
}

/** Takes over what {@linkcode packAhead} gave another thread for the same feeds and options. */
export function adoptAhead<P extends Params>(
  strategyClass: StrategyClass<P>,
  feeds: Bars | Readonly<Record<string, Bars>>,
  options: BacktestOptions<P>,
  packed: PackedTogether,
): void {
  const { sources } = settle(strategyClass, feeds, options);
  adoptPacked(sources.map(({ columns }) => columns), packed);
}
