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
  /** Id of the instrument that the field belongs to; only for fields of instruments and orders. */
  readonly instrument?: number;
}

/**
 * Returns the fields in which two snapshots differ, bit by bit, so that 0 differs from -0. The fields of the first come
 * in its order, then those that only the second has.
 *
 * @throws {RangeError} If one of the byte arrays is no snapshot.
 */
export function stateDifferences(first: Uint8Array, second: Uint8Array): StateDifference[] {
  const ours = describeSnapshot(first), theirs = describeSnapshot(second);
  const others = new Map(theirs.map((field) => [field.path, field])),
    known = new Map(ours.map((field) => [field.path, field]));
  const differences: StateDifference[] = [];
  const add = (path: string, first: number | undefined, second: number | undefined): void => {
    const instrument = instrumentOf(path, known) ?? instrumentOf(path, others);
    differences.push({ path, first, second, ...(instrument === undefined ? {} : { instrument }) });
  };
  for (const { path, value } of ours) {
    const other = others.get(path)?.value;
    if (other === undefined || !sameBits(value, other)) add(path, value, other);
  }
  for (const { path, value } of theirs) if (!known.has(path)) add(path, undefined, value);
  return differences;
}

/** Returns the id of the instrument to which a field belongs: by its path, or by that of its order. */
function instrumentOf(path: string, fields: ReadonlyMap<string, SnapshotField>): number | undefined {
  const place = /^(?:config\.)?(instruments|orders)\[(\d+)\]\./.exec(path);
  if (place === null) return undefined;
  return place[1] === "instruments" ? Number(place[2]) : fields.get(`orders[${place[2]}].instrument`)?.value;
}

const scratch = new Float64Array(2);
const words = new Uint32Array(scratch.buffer);

/** Returns whether two numbers have the same bits; a NaN is compared by its bits too. */
function sameBits(first: number, second: number): boolean {
  scratch[0] = first;
  scratch[1] = second;
  return words[0] === words[2] && words[1] === words[3];
}
