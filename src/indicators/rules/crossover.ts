/**
 * Crossings of two lines.
 *
 * @module
 */

import { deriveLine, describeOperand, type Line } from "../../lines/line.ts";
import type { MakeSigns } from "../../lines/column.ts";
import { NO_VALUE } from "../../lines/signs.ts";
import { meanOf, sidesOfMeans } from "../../lines/window_mean.ts";
import { checkCall } from "../call.ts";

/**
 * Makes the line of crossings of two lines, or of a line and a level: 1 at the bar where `a` moves above `b`, -1 where
 * it moves below, else 0. {@linkcode crossedAbove} and {@linkcode crossedBelow} tell one direction by 1 and 0.
 *
 * Bars with equal values are skipped: only the last side of `a` counts. So a line that touches the other and turns back
 * does not cross. A line that rests on the other and goes on crosses at the bar where it leaves. Nothing crosses at a bar
 * where a line has no value (NaN), nor at the one behind it.
 *
 * Formula: side = the last difference a - b that is not zero, up to the bar before (the very first difference counts
 * even if it is zero); 1 if side < 0 and a > b; -1 if side > 0 and a < b; else 0. This is backtrader's CrossOver.
 * Minimum period: the larger of both lines' plus 1.
 *
 * @param a The line that crosses.
 * @param b The line or the level that is crossed.
 * @returns A line of 1, -1 and 0.
 * @throws {TypeError} If `a` is not a line, or `b` neither a line nor a number.
 * @throws {RangeError} If `b` is NaN or the lines are of different runs.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class SmaCross extends ct.Strategy.with({ fast: 10, slow: 30 }) {
 *   cross = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function crossover(a: Line, b: Line | number): Line {
  checkCall("crossover", arguments, ["a", "b"]);
  return crossings("crossover", a, b, (side) => side);
}

/**
 * Makes the line that is 1 at the bar where `a` moves above `b`, else 0: {@linkcode crossover} in one direction.
 *
 * @param a The line that crosses.
 * @param b The line or the level that is crossed.
 * @returns A line of 1 and 0.
 * @throws {TypeError} If `a` is not a line, or `b` neither a line nor a number.
 * @throws {RangeError} If `b` is NaN or the lines are of different runs.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Breakout extends ct.Strategy.with({ period: 50 }) {
 *   up = ct.crossedAbove(this.data.close, ct.sma(this.data.close, this.params.period));
 *
 *   override next(): void {
 *     if (this.up.now) this.buy();
 *   }
 * }
 * ```
 */
export function crossedAbove(a: Line, b: Line | number): Line {
  checkCall("crossedAbove", arguments, ["a", "b"]);
  return crossings("crossedAbove", a, b, (side) => side > 0 ? 1 : 0);
}

/**
 * Makes the line that is 1 at the bar where `a` moves below `b`, else 0: {@linkcode crossover} in the other direction.
 *
 * @param a The line that crosses.
 * @param b The line or the level that is crossed.
 * @returns A line of 1 and 0.
 * @throws {TypeError} If `a` is not a line, or `b` neither a line nor a number.
 * @throws {RangeError} If `b` is NaN or the lines are of different runs.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Exit extends ct.Strategy.with({ period: 50 }) {
 *   down = ct.crossedBelow(this.data.close, ct.sma(this.data.close, this.params.period));
 *
 *   override next(): void {
 *     if (this.down.now) this.close();
 *   }
 * }
 * ```
 */
export function crossedBelow(a: Line, b: Line | number): Line {
  checkCall("crossedBelow", arguments, ["a", "b"]);
  return crossings("crossedBelow", a, b, (side) => side < 0 ? 1 : 0);
}

function crossings(indicator: string, a: Line, b: Line | number, valueOf: (side: number) => number): Line {
  const name = `${indicator}(${describeOperand(a)}, ${describeOperand(b)})`;
  if (Number.isNaN(b)) throw new RangeError(`Cannot make line "${name}": NaN is not a level that can be crossed`);
  const level = typeof b === "number" ? b : undefined;
  return deriveLine({
    name,
    inputs: typeof b === "number" ? [a] : [a, b],
    minPeriod: 2,
    memory: "unbounded",
    start: () => {
      const kernel = new CrossingKernel();
      return level === undefined
        ? (left, right) => valueOf(kernel.update(left!, right!))
        : (left) => valueOf(kernel.update(left!, level));
    },
    fill: ({ inputs, outputs, from, until }) => {
      const kernel = new CrossingKernel(), [left, right] = inputs, [output] = outputs;
      for (let i = from; i < until; i++) output![i] = valueOf(kernel.update(left![i]!, level ?? right![i]!));
    },
    signs: signsOf(level, valueOf),
  });
}

/** Returns how the bytes of crossings are made: from sums on the grid of the prices, else from the lines. */
function signsOf(level: number | undefined, valueOf: (side: number) => number): MakeSigns {
  return ({ inputs, first, length, withoutColumns }) => {
    const [left, right] = inputs, a = meanOf(left!), b = right === undefined ? undefined : meanOf(right);
    if (withoutColumns && (a === undefined || b === undefined)) return undefined;
    const out = new Int8Array(length), values = [-1, 0, 1].map(valueOf);
    out.fill(NO_VALUE, 0, first + 1);
    if (a !== undefined && b !== undefined && sidesOfMeans(a, b, first, out)) {
      let memory = out[first]!;
      out[first] = NO_VALUE;
      // By the change of the side: only one from -1 to 1, or back, is a crossing.
      const crossed = Int8Array.of(values[0]!, 0, 0, 0, values[2]!);
      for (let i = first + 1; i < length; i++) {
        const side = out[i]!;
        if (side === 0) continue;
        out[i] = crossed[side - memory + 2]!;
        memory = side;
      }
      return out;
    }
    if (withoutColumns) return undefined;
    // Where lines have holes, the crossings begin anew behind each of them.
    for (const input of inputs) {
      input.extend(length - 1);
      if (input.holeFrom(first) < length) return undefined;
    }
    const kernel = new CrossingKernel(), { values: x } = left!, y = right?.values;
    for (let i = first; i < length; i++) out[i] = valueOf(kernel.update(x[i]!, level ?? y![i]!));
    out[first] = NO_VALUE;
    return out;
  };
}

/** {@linkcode crossover} one bar at a time. */
class CrossingKernel {
  /** Last side of `a`: 1 above, -1 below, 0 for none, after an initial equality. */
  #memory = 0;

  /** Adds the values of a bar and returns 1, -1 or 0. */
  update(a: number, b: number): number {
    const side = a > b ? 1 : a < b ? -1 : 0, before = this.#memory;
    // A difference of zero keeps the memory; that of two equal infinities is none.
    if (side !== 0 || a - b !== 0) this.#memory = side;
    return side * before < 0 ? side : 0;
  }
}
