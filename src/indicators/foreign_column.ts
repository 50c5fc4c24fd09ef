/**
 * The column form of an indicator that is not of this package.
 *
 * @module
 */

import type { Segment } from "../lines/column.ts";

/**
 * Returns a form that computes a segment on copies, which are taken away when it is done.
 *
 * The columns of a feed are those of every later run over the same bars: code that wrote to them would change prices that
 * others read. Code that keeps one could read the values of later bars in `next()`; what it has kept is empty instead.
 */
export function onCopies(column: (segment: Segment) => void): (segment: Segment) => void {
  return ({ inputs, outputs, from, until }) => {
    const given = inputs.map((values) => values.slice(from, until));
    const made = outputs.map(() => new Float64Array(until - from));
    try {
      column({ inputs: Object.freeze([...given]), outputs: Object.freeze([...made]), from: 0, until: until - from });
      for (let k = 0; k < made.length; k++) outputs[k]!.set(made[k]!, from);
    } finally {
      for (const values of [...given, ...made]) values.buffer.transfer();
    }
  };
}
