/**
 * `ct.prove`: the laws, loaded when they are asked for, so that importing the package does not load them.
 *
 * @module
 */

import type { Feed } from "../feeds/feed.ts";
import type { Params, StrategyClass } from "../strategy/strategy.ts";
import type { StrategyModule } from "./strategy/process_runner.ts";
import type { ProofReport } from "./prove.ts";
import type { ProveOptions } from "./strategy/tried_run.ts";

/**
 * Tries every law that applies to a strategy over one feed, or several by name: both engines, repeated, driven
 * otherwise, replayed, resumed, rewritten in what must not matter, and without the bars after each of many cut points.
 *
 * @param strategy A class, or the module that exports it: a module runs in processes that may neither read files nor use
 * the net.
 * @param feeds A feed, or feeds by name.
 * @param options Those of `backtest`, and how much to try.
 * @returns The report of each law: held, failed with the smallest case, or not applicable with the reason.
 * @throws {RangeError} If an option or the data cannot be used.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class BuysDips extends ct.Strategy.with({ period: 20 }) {
 *   average = ct.sma(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.data.close.now < this.average.now) this.buy({ size: 1 });
 *   }
 * }
 *
 * const proof = await ct.prove(BuysDips, await ct.csv("fixtures/prices/aapl.csv"), { cuts: 4 });
 * console.log(proof.verdict, ct.formatProof(proof)); // held
 * ```
 */
export async function prove<P extends Params>(
  strategy: StrategyClass<P> | StrategyModule,
  feeds: Feed | Readonly<Record<string, Feed>>,
  options: ProveOptions<P> = {},
): Promise<ProofReport> {
  const laws = await import("./prove.ts");
  return await laws.prove(strategy, feeds, options);
}
