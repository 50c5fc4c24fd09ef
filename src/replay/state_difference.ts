/**
 * Two snapshots side by side: only the fields that differ.
 *
 * @module
 */

import { describeSnapshot, type SnapshotField } from "./describe_snapshot.ts";

/** A field that two states do not have in common. */
export interface StateDifference {
  /** Where it is, as in `orders[17].state`. */
  readonly path: string;
  /** The number of the first state; undefined where it has no such field. */
  readonly first: number | undefined;
  /** The number of the second state; undefined where it has no such field. */
  readonly second: number | undefined;
}

/**
 * Lists the fields in which two snapshots differ, bit by bit, so that 0 is not -0: those of the first in its order, then
 * those that only the second has.
 *
 * @throws {RangeError} If one of them is no snapshot.
 */
export function stateDifferences(first: Uint8Array, second: Uint8Array): StateDifference[] {
  const ours = describeSnapshot(first), theirs = describeSnapshot(second);
  const others = new Map(theirs.map((field) => [field.path, field])), known = new Set(ours.map((field) => field.path));
  const differences: StateDifference[] = [];
  for (const { path, value } of ours) {
    const other = others.get(path)?.value;
    if (other === undefined || !sameBits(value, other)) differences.push({ path, first: value, second: other });
  }
  return [...differences, ...theirs.filter((field) => !known.has(field.path)).map(missing)];
}

function missing({ path, value }: SnapshotField): StateDifference {
  return { path, first: undefined, second: value };
}

const scratch = new Float64Array(2);
const words = new Uint32Array(scratch.buffer);

/** Whether two numbers have the same bits, those of a NaN included. */
function sameBits(first: number, second: number): boolean {
  scratch[0] = first;
  scratch[1] = second;
  return words[0] === words[2] && words[1] === words[3];
}
