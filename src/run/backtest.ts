/**
 * `backtest`: runs a strategy over finished bars.
 *
 * @module
 */

import type { Bars } from "../feeds/bars.ts";
import type { Params, StrategyClass, StrategyOf } from "../strategy/strategy.ts";
import type { Result } from "../results/result.ts";
import type { BacktestOptions } from "./backtest_options.ts";
import { Run } from "./run.ts";

/**
 * Runs a strategy over one feed, or several by name.
 *
 * @param strategy A class that extends {@linkcode Strategy}.
 * @param feeds A feed, or feeds by their names in the strategy.
 * @param options Account, costs, engine; see {@linkcode BacktestOptions}.
 * @returns The result; equal for equal input on either engine. Its `strategy` has the type of the class.
 * @throws {TypeError} If an option is unknown or of the wrong type, or `feeds` is a promise without its `await`.
 * @throws {RangeError} If an option or the data cannot be used.
 * @throws {StrategyError} If the strategy throws; it names strategy, bar and time.
 * @throws {CheckpointError} If a checkpoint cannot be made or resumed; it names the field.
 * @throws {FileError} If the file of a checkpoint cannot be written; it names the file.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class BuyAndHold extends ct.Strategy.with({}) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy();
 *   }
 * }
 *
 * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03"], open: [10, 11], high: [11, 12], low: [9, 10], close: [11, 12] });
 * const result = ct.backtest(BuyAndHold, feed, { cash: 1000 });
 * console.log(result.stats.finalEquity);
 * ```
 */
export function backtest<
  P extends Params,
  F extends string,
  Class extends StrategyClass<P, F> = StrategyClass<P, F>,
>(
  strategy: Class & StrategyClass<P, F>,
  feeds: Bars | Readonly<Record<NoInfer<F>, Bars>>,
  options: BacktestOptions<P> = {},
): Result<StrategyOf<Class>> {
  using run = new Run(strategy, feeds, options);
  run.checkSpan();
  return run.execute() as Result<StrategyOf<Class>>;
}
