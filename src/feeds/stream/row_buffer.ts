/**
 * Rows that have come and make no whole block yet, in columns.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import type { BarItem } from "./bar_stream.ts";

/** Columns of rows by their names, as `ct.bars` takes them. */
export type RowColumns = Readonly<Record<string, readonly unknown[] | Float64Array>>;

/** Keeps rows in the columns of the first one. */
export class RowBuffer {
  /** Number of rows. */
  length = 0;
  readonly #feed: string;
  #names: readonly string[] | undefined;
  #columns: unknown[][] = [];
  /** The last row that was taken, which the next block begins behind. */
  #before: readonly unknown[] | undefined;
  /** Number of rows that were taken so far. */
  taken = 0;

  /** Makes an empty buffer; messages name the feed. */
  constructor(feed: string) {
    this.#feed = feed;
  }

  /** True once rows have been taken, so that the next block has the row before it first. */
  get hasBefore(): boolean {
    return this.#before !== undefined;
  }

  /**
   * Adds a bar.
   *
   * @throws {TypeError} If it has a column that the first one has not. What it lacks, its column refuses.
   */
  addBar(bar: Readonly<Record<string, unknown>>): void {
    const names = this.#names ?? this.#begin(namesOf(bar)), columns = this.#columns;
    let told = 0;
    for (const name in bar) if (bar[name] !== undefined) told++;
    if (told > names.length) this.#checkNames(bar, names);
    for (let at = 0; at < names.length; at++) columns[at]!.push(bar[names[at]!]);
    this.length++;
  }

  /**
   * Adds rows of a block.
   *
   * @throws {TypeError} If it has other columns than the rows before it.
   * @throws {RangeError} If its columns differ in length.
   */
  addRows(block: Readonly<Record<string, ArrayLike<unknown>>>, from: number, until: number): void {
    const names = this.#names ?? this.#begin(namesOf(block)), columns = this.#columns;
    for (let at = 0; at < names.length; at++) {
      const column = columns[at]!, values = block[names[at]!]!;
      for (let row = from; row < until; row++) column.push(values[row]);
    }
    this.length += until - from;
  }

  /** Checks the columns of a block, and returns the number of its rows. */
  rowsOf(block: Readonly<Record<string, ArrayLike<unknown>>>): number {
    const names = namesOf(block), known = this.#names ?? names, place = this.taken + this.length;
    const other = names.find((name) => !known.includes(name)) ?? known.find((name) => !names.includes(name));
    if (other !== undefined) {
      throw new TypeError(
        `Cannot read the block at row ${place} of feed "${this.#feed}": column ${inspected(other)} is ${
          names.includes(other) ? "new" : "missing"
        }, and the first block has ${known.join(", ")}; pass the same columns in every block`,
      );
    }
    const [first, ...others] = names, rows = block[first!]!.length;
    const uneven = others.find((name) => block[name]!.length !== rows);
    if (uneven === undefined) return rows;
    throw new RangeError(
      `Cannot read the block at row ${place} of feed "${this.#feed}": column "${uneven}" has ${
        block[uneven]!.length
      } entries, and "${first}" ${rows}; pass columns of one length`,
    );
  }

  /** Takes all rows, with the row before them first if there is one. */
  take(): RowColumns {
    const names = this.#names ?? [], columns = this.#columns;
    const all = this.#before === undefined ? columns : columns.map((column, at) => [this.#before![at], ...column]);
    if (this.length > 0) this.#before = columns.map((column) => column[column.length - 1]);
    this.taken += this.length;
    this.length = 0;
    this.#columns = names.map(() => []);
    return Object.fromEntries(names.map((name, at) => [name, all[at]!]));
  }

  #checkNames(bar: Readonly<Record<string, unknown>>, known: readonly string[]): void {
    const other = namesOf(bar).find((name) => !known.includes(name));
    throw new TypeError(
      `Cannot read bar ${this.taken + this.length} of feed "${this.#feed}": column ${
        inspected(other)
      } is new, and the ` +
        `first bar has ${known.join(", ")}; pass the same columns in every bar`,
    );
  }

  #begin(names: readonly string[]): readonly string[] {
    this.#names = names;
    this.#columns = names.map(() => []);
    return names;
  }
}

/** Returns the names of what an object has, inherited ones too; undefined stands for what is not there. */
function namesOf(object: Readonly<Record<string, unknown>>): string[] {
  const names: string[] = [];
  for (const name in object) if (object[name] !== undefined) names.push(name);
  return names;
}

/** Returns whether a part of a source is a block of columns and not one bar. */
export function isBlock(item: BarItem): item is BarItem & Readonly<Record<string, ArrayLike<unknown>>> {
  for (const name in item) {
    const value: unknown = (item as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) continue;
    return Array.isArray(value) || ArrayBuffer.isView(value);
  }
  return false;
}
