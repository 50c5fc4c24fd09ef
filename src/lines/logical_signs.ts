/**
 * The bytes of comparisons and of rules that are made of them.
 *
 * @module
 */

import type { Column, MakeSigns } from "./column.ts";
import { operate, operateOn, type Operator } from "./operator.ts";
import { NO_VALUE, signsOf, valueOfSign } from "./signs.ts";
import { meanOf, sidesOfMeans } from "./window_mean.ts";

/** Operators whose values are 0 and 1 alone. */
const LOGICAL: readonly Operator[] = [">", "<", ">=", "<=", "==", "and", "or"];

/**
 * Returns how the bytes of an operation between two columns are made: of means from the sums of their prices, else from
 * bytes. Undefined for an operation with other values.
 */
export function signsOfTwo(operator: Operator): MakeSigns | undefined {
  if (!LOGICAL.includes(operator)) return undefined;
  const isComparison = operator !== "and" && operator !== "or";
  return ({ inputs, first, length, withoutColumns }) => {
    const [left, right] = inputs as [Column, Column], a = meanOf(left), b = meanOf(right);
    if (isComparison && a !== undefined && b !== undefined) {
      const sides = new Int8Array(length).fill(NO_VALUE, 0, first);
      if (!sidesOfMeans(a, b, first, sides)) return undefined;
      return mapped(sides, first, (side) => operate(operator, side, 0));
    }
    if (withoutColumns) return undefined;
    const x = signsOf(left)?.values(), y = signsOf(right)?.values();
    if (x === undefined || y === undefined) return undefined;
    const out = new Int8Array(length).fill(NO_VALUE, 0, first);
    for (let i = first; i < length; i++) out[i] = operate(operator, valueOfSign(x[i]!), valueOfSign(y[i]!));
    return out;
  };
}

/** Returns how the bytes of an operation of a column and a number are made, from the bytes of the column. */
export function signsWith(operator: Operator, right: number): MakeSigns | undefined {
  return LOGICAL.includes(operator) ? signsOfOne((value) => operate(operator, value, right)) : undefined;
}

/** How the bytes of `not` are made. */
export const signsOfNot: MakeSigns = signsOfOne((value) => operateOn("not", value));

function signsOfOne(valueOf: (value: number) => number): MakeSigns {
  return ({ inputs, first, withoutColumns }) => {
    if (withoutColumns) return undefined;
    const signs = signsOf(inputs[0]!)?.values();
    return signs === undefined ? undefined : mapped(signs, first, valueOf);
  };
}

/** Returns bytes with a value for each byte from one bar on, and none before it. */
function mapped(signs: Int8Array, first: number, valueOf: (value: number) => number): Int8Array {
  const out = new Int8Array(signs.length).fill(NO_VALUE, 0, first);
  // By the byte as an unsigned one: 0, 1, 255 for -1, and 128 for none.
  const values = new Int8Array(256);
  for (const sign of [-1, 0, 1, NO_VALUE]) values[sign & 255] = valueOf(valueOfSign(sign));
  for (let i = first; i < out.length; i++) out[i] = values[signs[i]! & 255]!;
  return out;
}
