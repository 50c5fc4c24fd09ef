/**
 * `optimize`: a search over the parameters of a strategy.
 *
 * @module
 */

import type { Bars } from "../feeds/bars.ts";
import type { FeedLines } from "../lines/feed_lines.ts";
import { isOptions } from "../options.ts";
import type { Signals } from "../signals/signals.ts";
import type { Params, StrategyClass } from "../strategy/strategy.ts";
import type { Found } from "./found.ts";
import { InProcess } from "./in_process.ts";
import { search } from "./search.ts";
import { checkedSearch, noModule, type OptimizeOptions } from "./search_options.ts";
import { studyOf } from "./study.ts";
import { type ModuleSubject, type SearchFeeds, type SignalsSubject, subjectOf } from "./subject.ts";

/**
 * Searches the parameters of a strategy for those with the best figure. Each trial is a run as {@linkcode backtest} makes
 * it, and equals it by its chain. A trial that fails is a row with its error.
 *
 * @param strategy A class that extends {@linkcode Strategy}.
 * @param feeds A feed, or feeds by their names in the strategy.
 * @param options Values to try, the figure to rank by, account, costs; see {@linkcode OptimizeOptions}.
 * @returns The rows of all trials, and the best one.
 * @throws {TypeError} If an option is unknown or of the wrong type.
 * @throws {RangeError} If an option, a value to try or the data cannot be used, or there is no figure of a name.
 * @throws {FileError} If the file of `resume` or of the ledger cannot be used.
 *
 * @example The best crossover of two averages
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class SmaCross extends ct.Strategy.with({ fast: 10, slow: 30 }) {
 *   cross = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 *
 * const feed = await ct.sample("aapl");
 * const found = await ct.optimize(SmaCross, feed, {
 *   params: { fast: ct.range(5, 15, 5), slow: [20, 50] }, where: (p) => p.fast < p.slow, commission: 0.001,
 * });
 * const { params, chain } = found.best!;
 * assertEquals(ct.backtest(SmaCross, feed, { params, commission: 0.001 }).chain, chain);
 * ```
 */
export function optimize<P extends Params, F extends string, T extends Partial<P>>(
  strategy: StrategyClass<P, F>,
  feeds: Bars | Readonly<Record<NoInfer<F>, Bars>>,
  options: OptimizeOptions<P, T>,
): Promise<Found<T>>;
/**
 * Searches the parameters of signals over one feed.
 *
 * @param signals A function that makes signals of the lines of the feed and of parameters.
 * @param feed A feed.
 * @param options Values to try, the figure to rank by, account, costs.
 * @returns The rows of all trials, and the best one.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const signals = ({ close }: ct.FeedLines, { fast, slow }: { fast: number; slow: number }) => {
 *   const cross = ct.crossover(ct.sma(close, fast), ct.sma(close, slow));
 *   return { entries: cross.above(0), exits: cross.below(0) };
 * };
 * const params = { fast: ct.range(5, 15, 5), slow: [20, 50] };
 * const found = await ct.optimize({ signals }, await ct.sample("aapl"), { params, objective: "returnFraction" });
 * assertEquals(found.rows().length, 6);
 * ```
 */
export function optimize<T extends Params>(
  signals: SignalsSubject<NoInfer<T>>,
  feed: Bars,
  options: OptimizeOptions<T, T>,
): Promise<Found<T>>;
/**
 * Searches the parameters of signals over several feeds.
 *
 * @param signals A function that makes signals by the names of feeds, of their lines by name and of parameters.
 * @param feeds Feeds by name.
 * @param options Values to try, the figure to rank by, account, costs.
 * @returns The rows of all trials, and the best one.
 */
export function optimize<F extends string, T extends Params>(
  signals: SignalsSubject<NoInfer<T>, Readonly<Record<F, FeedLines>>, Readonly<Partial<Record<F, Signals>>>>,
  feeds: Readonly<Record<F, Bars>>,
  options: OptimizeOptions<T, T>,
): Promise<Found<T>>;
/**
 * Searches the parameters of a strategy in workers, each a thread of its own, which share the prices.
 *
 * @param module The module that exports the strategy, or signals with parameters.
 * @param feeds A feed, or feeds by their names in the strategy.
 * @param options Values to try, the figure to rank by, account, costs, the number of workers.
 * @returns The rows of all trials, in the same order for any number of workers, and the best one.
 * @throws {TypeError} If the module is the main module of this program, which each worker would run.
 */
export function optimize<T extends Params>(
  module: ModuleSubject,
  feeds: Bars | Readonly<Record<string, Bars>>,
  options: OptimizeOptions<T, T>,
): Promise<Found<T>>;
export async function optimize(given: unknown, feeds: SearchFeeds, options: unknown): Promise<Found> {
  const checked = checkedSearch("optimize", options);
  if (isOptions(given) && "module" in given) {
    const { optimizeModule } = await import("./worker_pool.ts");
    return await optimizeModule(given as ModuleSubject, feeds, checked);
  }
  const subject = subjectOf(given);
  if (checked.executor !== undefined) throw noModule(`search ${subject.name}`, checked.executor);
  if (checked.workers !== undefined && checked.workers > 0) {
    throw new RangeError(
      `Cannot search ${subject.name} with ${checked.workers} workers: a worker cannot be given a class or a function; ` +
        `pass { module: new URL("./my_strategy.ts", import.meta.url), name: "${subject.name}" }, or workers: 0`,
    );
  }
  const study = studyOf(subject, undefined, feeds, checked);
  await using executor = new InProcess(study);
  return await search(study, executor);
}
