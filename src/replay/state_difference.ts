/**
 * Compares two snapshots and lists only the fields that differ.
 *
 * @module
 */

import { describeSnapshot, type SnapshotField } from "./describe_snapshot.ts";

/** A field that differs between two states. */
export interface StateDifference {
  /** Path of the field, such as `orders[17].state`. */
  readonly path: string;
  /** The number in the first state; undefined if that state lacks the field. */
  readonly first: number | undefined;
  /** The number in the second state; undefined if that state lacks the field. */
  readonly second: number | undefined;
}

/**
 * Returns the fields in which two snapshots differ, bit by bit, so that 0 differs from -0. The fields of the first come
 * in its order, then those that only the second has.
 *
 * @throws {RangeError} If one of the byte arrays is no snapshot.
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

/** Returns whether two numbers have the same bits; a NaN is compared by its bits too. */
function sameBits(first: number, second: number): boolean {
  scratch[0] = first;
  scratch[1] = second;
  return words[0] === words[2] && words[1] === words[3];
}
