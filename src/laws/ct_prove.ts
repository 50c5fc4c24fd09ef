/**
 * `ct.prove`, which loads the laws when it is called, so that importing the package does not load them.
 *
 * @module
 */

import type { Bars } from "../feeds/bars.ts";
import type { Params, StrategyClass } from "../strategy/strategy.ts";
import type { StrategyModule } from "./process/process_runner.ts";
import type { ProofReport } from "./prove.ts";
import type { ProveOptions } from "./strategy/tried_run.ts";

/**
 * Checks every law that applies to a strategy over one feed, or several by name. The run is made on both engines,
 * repeated, driven in other ways, replayed from its log and resumed from checkpoints. It is also rewritten in ways that
 * must not matter, and made without the bars after each of many cut points.
 *
 * @param strategy A class, or the module that exports it. A module runs in processes that get code and bars and have no
 * permission.
 * @param feeds A feed, or feeds by name.
 * @param options Options of `backtest`, and the number of cases.
 * @returns A report for each law: held, failed with the smallest case, or not applicable with the reason.
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
  feeds: Bars | Readonly<Record<string, Bars>>,
  options: ProveOptions<P> = {},
): Promise<ProofReport> {
  const laws = await import("./prove.ts");
  return await laws.prove(strategy, feeds, options);
}
