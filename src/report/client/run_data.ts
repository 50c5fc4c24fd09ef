/**
 * The data of a page, decoded: columns are read when they are first used.
 *
 * @module
 */

import { TimeZone } from "../../feeds/time/time_zone.ts";
import { formatAmount, formatFixed, formatPercent } from "../../records/number_format.ts";
import { type ColumnPlan, readColumn } from "../column_code.ts";
import { plainMoment } from "../plain_moment.ts";
import type { CellKind, TableColumnPlan, TablePlan } from "../payload.ts";

/** Reads columns, each once. */
export class Columns {
  readonly #bytes: Uint8Array;
  readonly #read = new Map<ColumnPlan, Float64Array>();

  /** Keeps the bytes of all columns. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Returns the values of a column. */
  of(plan: ColumnPlan): Float64Array {
    let values = this.#read.get(plan);
    if (values === undefined) this.#read.set(plan, values = readColumn(plan, this.#bytes));
    return values;
  }
}

/** The clock of a zone, by which moments are told. */
export class WallClock {
  readonly #zone: TimeZone;
  readonly #dated: boolean;

  /** Makes the clock of a zone; dated ones tell dates alone. */
  constructor(zone: string, dated: boolean) {
    this.#zone = new TimeZone(zone);
    this.#dated = dated;
  }

  /** True if moments are told by their dates. */
  get dated(): boolean {
    return this.#dated;
  }

  /** Returns a moment as text. */
  text(timeUs: number): string {
    return Number.isNaN(timeUs) ? "" : plainMoment(timeUs, this.#zone, this.#dated);
  }

  /** Returns the seconds of the clock, from which a chart makes its labels; a date's are within it. */
  seconds(timeUs: number): number {
    return Math.floor((this.#zone.wallTimeUs(timeUs) - (this.#dated ? 1 : 0)) / 1_000_000);
  }
}

/** One table, by column and row. */
export class TableData {
  /** The plan of the table. */
  readonly plan: TablePlan;
  readonly #columns: Columns;
  readonly #byKey: ReadonlyMap<string, TableColumnPlan>;

  /** Keeps a table. */
  constructor(plan: TablePlan, columns: Columns) {
    this.plan = plan;
    this.#columns = columns;
    this.#byKey = new Map(plan.columns.map((column) => [column.key, column]));
  }

  /** Number of rows. */
  get count(): number {
    return this.plan.count;
  }

  /** Returns the number of a cell; NaN where there is none. */
  number(key: string, row: number): number {
    return this.#columns.of(this.#byKey.get(key)!.plan)[row]!;
  }

  /** Returns the numbers of a column. */
  numbers(key: string): Float64Array {
    return this.#columns.of(this.#byKey.get(key)!.plan);
  }

  /** Returns the text of a cell of texts. */
  text(key: string, row: number): string {
    return this.#byKey.get(key)!.texts![this.number(key, row)] ?? "";
  }
}

/** Returns the text of a number by its meaning. */
export function cellText(kind: Exclude<CellKind, "text" | "time">, value: number, decimals: number): string {
  if (Number.isNaN(value)) return "";
  switch (kind) {
    case "price":
      return formatFixed(value, decimals);
    case "money":
      return formatAmount(value);
    case "percent":
      return formatPercent(value);
    case "size":
      return sizeText(value);
    default:
      return formatFixed(value, 0);
  }
}

/** Returns a size with six digits at least and no zeros at its end. */
export function sizeText(value: number): string {
  const size = Math.abs(value), decimals = size >= 1 || size === 0 ? 4 : 5 - Math.floor(Math.log10(size));
  const text = formatFixed(value, Math.min(12, decimals));
  return text.includes(".") && !text.includes("e") ? text.replace(/\.?0+$/, "") : text;
}
