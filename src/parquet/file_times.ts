/**
 * The times of the rows of a file that another program wrote.
 *
 * @module
 */

import { shortText } from "../feeds/csv/short_text.ts";
import type { StampFacts } from "../feeds/bar_ends.ts";
import { DAY_US, HOUR_US, MINUTE_US } from "../feeds/time/civil_date.ts";
import { type DateOrder, settleDateOrder } from "../feeds/time/date_order.ts";
import { type StampForm, StampReader, type TimeFault } from "../feeds/time/time_stamp.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { writtenZone } from "./arrow_zone.ts";
import type { ColumnForm } from "./column_form.ts";
import type { FileColumns } from "./file_columns.ts";
import type { ParquetFile } from "./parquet_file.ts";

/** The times of rows. */
export interface FileTimes {
  /** Stamps in their form; NaN where there is none. */
  readonly stamps: Float64Array;
  /** Their form. */
  readonly form: StampForm;
  /** What was found beside the stamps. */
  readonly facts: StampFacts | undefined;
  /** The zone that the file names for its times; undefined for none, and for UTC, which is that of nobody. */
  readonly timeZone: TimeZone | undefined;
  /** Returns why a row has no stamp. */
  readonly problem: (row: number) => TimeFault;
}

/** A zone that is an offset from UTC. */
const OFFSET = /^([+-])(\d{2}):?(\d{2})$/;

/**
 * Reads the times.
 *
 * @throws {RangeError} If a column cannot be read, or day and month cannot be told in its texts.
 */
export async function timesOf(
  file: ParquetFile,
  { plan, forms }: FileColumns,
  dateOrder: DateOrder | undefined,
): Promise<FileTimes> {
  const time = forms[plan.time]!, date = forms[plan.date];
  if (time.kind === "text") return await textTimes(file, time, date, dateOrder);
  const { values: stamps, nulls } = await file.numbers(time);
  const problem = (row: number): TimeFault => ({
    reason: nulls?.[row] === 1 ? "the time is null" : `the time ${stamps[row]} is no finite number`,
  });
  if (date !== undefined) {
    const days = await file.numbers(date);
    for (let row = 0; row < stamps.length; row++) stamps[row]! += days.values[row]!;
    return {
      stamps,
      form: "local",
      facts: undefined,
      timeZone: undefined,
      problem: () => ({ reason: "the date or time is null" }),
    };
  }
  const form = time.kind === "moment" ? "instant" : time.kind === "number" ? "epoch" : time.kind as "local" | "date";
  const written = form === "instant" ? writtenZone(file.texts, time.name) : undefined;
  return { stamps, form, problem, ...zoneFacts(written, stamps) };
}

function zoneFacts(written: string | undefined, stamps: Float64Array): Pick<FileTimes, "facts" | "timeZone"> {
  const offset = written === undefined ? null : OFFSET.exec(written);
  if (offset !== null) {
    const [, sign, hours, minutes] = offset;
    const offsetUs = (Number(hours) * HOUR_US + Number(minutes) * MINUTE_US) * (sign === "-" ? -1 : 1);
    const good = stamps.filter((stamp) => !Number.isNaN(stamp)), firstUs = good[0] ?? 0, lastUs = good.at(-1) ?? 0;
    const isMidnight = good.every((stamp) => (stamp + offsetUs) % DAY_US === 0);
    const facts = { offsets: [{ offsetUs, firstUs, lastUs }], hasPlace: true, isMidnight };
    return { facts, timeZone: undefined };
  }
  if (written === undefined || /^(?:UTC|Etc\/UTC|GMT|Z)$/i.test(written)) {
    return { facts: undefined, timeZone: undefined };
  }
  try {
    return { facts: undefined, timeZone: new TimeZone(written) };
  } catch {
    // A name that this machine does not know; the moments are right without it.
    return { facts: undefined, timeZone: undefined };
  }
}

async function textTimes(
  file: ParquetFile,
  time: ColumnForm,
  date: ColumnForm | undefined,
  dateOrder: DateOrder | undefined,
): Promise<FileTimes> {
  const texts = (await file.textsOf(time)).map(trimmed);
  const days = date === undefined ? undefined : (await file.textsOf(date)).map(trimmed);
  const order = dateOrder ?? settleDateOrder(days ?? texts, shortText((date ?? time).name), file.source);
  const reader = new StampReader(order), problems = new Map<number, TimeFault>(), missing = "the time is missing";
  const stamps = new Float64Array(texts.length);
  for (let row = 0; row < stamps.length; row++) {
    stamps[row] = days === undefined ? reader.readText(texts[row]!) : reader.readDateAndClock(days[row]!, texts[row]!);
    if (Number.isNaN(stamps[row]!)) problems.set(row, texts[row] === "" ? { reason: missing } : reader.fault);
  }
  const problem = (row: number): TimeFault => problems.get(row) ?? { reason: missing };
  return { stamps, form: reader.form ?? "date", facts: reader, timeZone: undefined, problem };
}

function trimmed(text: string | null): string {
  return text === null ? "" : text.trim();
}
