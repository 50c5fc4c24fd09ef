/**
 * The average of the last values by weights of one's own.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { describeOperand, type Line } from "../../lines/line.ts";
import { WeightedSum } from "../average/weighted_sum.ts";
import { optionsOf } from "../call.ts";
import { type AnyIndicator, makeLines } from "../define_indicator.ts";
import { exactSum } from "../../feeds/exact_sum.ts";

/** Options of {@linkcode weightedAverage}. */
export interface WeightedAverageOptions {
  /** The number that the weighted sum is multiplied by; one over the sum of the weights by default. */
  readonly factor?: number;
}

/**
 * Makes the weighted average of the last values by weights of one's own, one a bar.
 *
 * The sum is exactly rounded, so the result does not depend on values before the window.
 *
 * Formula: factor * sum(w(i) * x(n - 1 - i)) for the n weights w(0), of the oldest value, to w(n - 1), of the newest one;
 * factor = 1 / sum(w(i)). Minimum period: that of the line plus `weights.length - 1`. {@linkcode wma}, {@linkcode trima}
 * and {@linkcode alma} are such averages.
 *
 * @param line The line to average.
 * @param weights The weights from the oldest value to the newest: at least one number.
 * @param options The factor.
 * @returns The average, in the units of the line.
 * @throws {TypeError} If `line` is not a line, or `weights` no array.
 * @throws {RangeError} If there is no weight, a number is not finite, or the weights add up to 0 and there is no factor.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Weighted extends ct.Strategy.with({}) {
 *   average = ct.weightedAverage(this.data.close, [1, 2, 3, 2]);
 *
 *   override next(): void {
 *     if (this.data.close.now > this.average.now) this.buy();
 *   }
 * }
 * ```
 */
export function weightedAverage(line: Line, weights: readonly number[], options: WeightedAverageOptions = {}): Line {
  const taken = optionsOf("weightedAverage", arguments, ["line", "weights"], options, ["factor"]);
  if (!Array.isArray(weights)) {
    throw new TypeError(
      `Cannot compute weightedAverage with weights ${
        inspected(weights, 0)
      }: pass an array of numbers, such as [1, 2, 3]`,
    );
  }
  const kept = Float64Array.from(weights), odd = weights.findIndex((weight) => !Number.isFinite(weight));
  if (odd >= 0 || weights.length === 0) {
    const problem = odd >= 0 ? `with weight ${inspected(weights[odd], 0)} at index ${odd}` : "without a weight";
    throw new RangeError(`Cannot compute weightedAverage ${problem}: pass finite numbers, such as [1, 2, 3]`);
  }
  const total = exactSum(kept), { factor = 1 / total } = taken;
  if (!Number.isFinite(factor)) {
    const problem = taken.factor === undefined ? `weights that add up to ${total}` : `factor ${inspected(factor, 0)}`;
    throw new RangeError(`Cannot compute weightedAverage with ${problem}: pass a finite number as { factor }`);
  }
  const parts = {
    name: "weightedAverage",
    inputs: ["line"],
    minPeriod: kept.length,
    memory: "window",
    update: () => {
      const sum = new WeightedSum(kept);
      return (value: number) => factor * sum.update(value);
    },
    formula: "factor * (w(0) * x(n - 1) + ... + w(n - 1) * x(0))",
    plot: "price",
  } as unknown as AnyIndicator<Readonly<Record<never, never>>>;
  const shown = taken.factor === undefined ? "" : `, ${factor}`;
  return makeLines(
    parts,
    `weightedAverage(${describeOperand(line)}, [${kept.join(", ")}]${shown})`,
    [line],
    {},
    false,
  ) as Line;
}
