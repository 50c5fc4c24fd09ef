/**
 * `run`: runs a strategy over feeds that may wait.
 *
 * @module
 */

import type { Result } from "../../results/result.ts";
import type { Params, StrategyClass, StrategyOf } from "../../strategy/strategy.ts";
import { checkStrategyClass } from "../strategy_class.ts";
import { runOverBlocks } from "./block_run.ts";
import { type RunFeed, takenFeeds } from "./run_feeds.ts";
import { type RunOptions, takenRunOptions } from "./run_options.ts";

/**
 * Runs a strategy over feeds that may wait: sources that give one bar or one block after the other, and bars in memory. It
 * reads a source only as far as it needs, and keeps no bars but the last ones, so that a source may be longer than the
 * memory. The result is that of {@linkcode backtest} over the same bars with the same terms: same orders, fills and
 * figures, same chain.
 *
 * Terms that are not given, such as the unit of prices, come from the first {@linkcode RunOptions.blockBars} bars of a feed,
 * and a note of the result tells them. A later price off that grid is an error.
 *
 * @param strategy A class that extends {@linkcode Strategy}.
 * @param feeds A feed, or feeds by their names in the strategy.
 * @param options Those of a backtest, and of reading, memory and rows; see {@linkcode RunOptions}.
 * @returns The result, when all sources have ended.
 * @throws {TypeError} If an option or a feed is of the wrong kind, or a part of a source is no bar.
 * @throws {RangeError} If an option or a bar cannot be used; it names the feed, the row and the value.
 * @throws {StrategyError} If the strategy throws; it names strategy, bar and time.
 * @throws The reason of the signal if it ends the run, and whatever a source throws. In each case the sources are ended.
 *
 * @example Bars from a generator
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Dips extends ct.Strategy.with({ period: 3 }) {
 *   average = ct.sma(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.position.size === 0 && this.data.close.now < this.average.now) this.buy({ size: 1 });
 *     else if (this.data.close.now > this.average.now) this.close();
 *   }
 * }
 *
 * async function* bars() {
 *   for (const [day, close] of [10, 11, 9, 12, 13, 8].entries()) {
 *     yield { time: `2024-01-0${day + 1}`, open: close, high: close + 1, low: close - 1, close };
 *   }
 * }
 *
 * const result = await ct.run(Dips, bars(), { cash: 1000 });
 * assertEquals(result.fills.map(({ side, price }) => [side, price]), [["buy", 12], ["sell", 13]]);
 * ```
 */
export async function run<
  P extends Params,
  F extends string,
  Class extends StrategyClass<P, F> = StrategyClass<P, F>,
>(
  strategy: Class & StrategyClass<P, F>,
  feeds: RunFeed | Readonly<Record<NoInfer<F>, RunFeed>>,
  options: RunOptions<P> = {},
): Promise<Result<StrategyOf<Class>>> {
  checkStrategyClass(strategy);
  const taken = takenRunOptions(options), named = takenFeeds(feeds);
  return await runOverBlocks(strategy, named, taken) as Result<StrategyOf<Class>>;
}
