/**
 * The columns of a date and of a time of day, where their names do not show that they belong together. The cells of the
 * first rows do.
 *
 * @module
 */

import { type ClockDigits, clockOfDigits, clockText, settleClockDigits } from "../time/clock_digits.ts";
import { DAY_US } from "../time/civil_date.ts";
import { StampReader } from "../time/time_stamp.ts";
import type { ColumnPlan } from "./column_plan.ts";
import { CellScanner } from "./parse_cells.ts";
import { type RowsPlace, spanColumn } from "./rows_place.ts";
import { listOfTexts, shortText } from "./short_text.ts";

/** The columns of the time. */
export interface ClockColumns {
  /** The columns of the file. */
  readonly plan: ColumnPlan;
  /** What times of day are that are digits alone. */
  readonly clockDigits: ClockDigits | undefined;
}

const CLOCK = /^\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?[AaPp]\.?[Mm]\.?)?$/;
/** A time of day in digits alone. */
const CLOCK_DIGITS = /^\d{1,6}$/;
/** Names without which eight digits are a volume or another number. */
const DATE_NAME = /date|day|datum|fecha|yyyymmdd/i;

/**
 * Finds a date for a column with times of day alone, and a time of day for dates that repeat.
 *
 * @param place The rows.
 * @param isGiven True if the user named the columns of the time.
 * @returns The columns.
 * @throws {RangeError} If several columns may be the date, or digits can be read in two ways.
 */
export function settleClockColumn(place: RowsPlace, isGiven: boolean): ClockColumns {
  const plan = isGiven || place.plan.date !== -1 ? place.plan : pairedPlan(place);
  if (plan.date === -1) return { plan, clockDigits: undefined };
  const paired = { ...place, plan }, name = shortText(plan.names[plan.time]!);
  const digits = settleClockDigits(textsOfColumn(paired, plan.time), name, place.source);
  if (digits === undefined) return { plan, clockDigits: undefined };
  const { kind, example } = digits, time = clockText(clockOfDigits(example, kind));
  const note = kind === "seconds"
    ? `Column ${name} counts seconds since midnight: ${example} is read as ${time}`
    : `Times of day in column ${name} have lost their first zeros: ${example} is read as ${time}`;
  return { plan: { ...plan, notes: [...plan.notes, note] }, clockDigits: kind };
}

/**
 * Returns the texts of a column.
 *
 * @param place The rows.
 * @param column Index of the column.
 */
export function* textsOfColumn({ bytes, delimiter, start }: RowsPlace, column: number): Generator<string> {
  const scanner = new CellScanner(bytes, delimiter);
  for (let position = start; position < bytes.length; position = scanner.rowEnd(position) + 1) {
    if (spanColumn(scanner, bytes, position, column)) yield scanner.text();
  }
}

function pairedPlan(place: RowsPlace): ColumnPlan {
  const { plan } = place, { names, time } = plan, [first, second] = textsOfColumn(place, time);
  if (first === undefined) return plan;
  const used = new Set([
    plan.open,
    plan.high,
    plan.low,
    plan.close,
    plan.volume,
    plan.adjustedClose,
    plan.symbol,
    time,
  ]);
  const others = names.keys().filter((column) => !used.has(column)).map((column) => ({
    column,
    cell: firstText(place, column),
  })).toArray();
  const isClock = CLOCK.test(first) || CLOCK_DIGITS.test(first);
  if (isClock) {
    const dates = others.filter(({ column, cell }) => isDate(cell, names[column]!));
    if (dates.length > 1) {
      const found = listOfTexts(dates.map(({ column }) => names[column]!));
      throw new RangeError(
        `Cannot tell which column of ${place.source} is the date of the times of day in column ${
          shortText(names[time]!)
        }: there are ${found}; say which is meant with columns: { date: "...", time: ${shortText(names[time]!)} }`,
      );
    }
    return dates.length === 0 ? plan : paired(plan, dates[0]!.column, time);
  }
  // A time of day elsewhere, or beside the dates of several instruments, may be that of the last trade.
  const clock = others.find(({ column, cell }) => column === time + 1 && CLOCK.test(cell));
  const repeats = first === second && plan.symbol === -1 && isDate(first, "date");
  return repeats && clock !== undefined ? paired(plan, time, clock.column) : plan;
}

function paired(plan: ColumnPlan, date: number, time: number): ColumnPlan {
  const [day, clock] = [date, time].map((column) => shortText(plan.names[column]!));
  const isAbout = (note: string): boolean =>
    [day, clock].some((name) => note === `Column ${name} is a second time and is not used`);
  return {
    ...plan,
    date,
    time,
    extra: plan.extra.filter((column) => column !== date && column !== time),
    notes: [
      ...plan.notes.filter((note) => !isAbout(note)),
      `Column ${day} is read as the date of the times of day in column ${clock}`,
    ],
  };
}

function firstText(place: RowsPlace, column: number): string {
  for (const text of textsOfColumn(place, column)) return text;
  return "";
}

function isDate(cell: string, name: string): boolean {
  if (/^\d+$/.test(cell) && !DATE_NAME.test(name)) return false;
  return ["mdy", "dmy"].some((order) => {
    const reader = new StampReader(order as "mdy" | "dmy"), stamp = reader.readText(cell);
    return !Number.isNaN(stamp) && (reader.form === "date" || (reader.form === "local" && stamp % DAY_US === 0));
  });
}
