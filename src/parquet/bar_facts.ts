/**
 * The facts of bars beside their columns, as `writeParquet` puts them into a file: a text in JSON under the name
 * `cracktrader`.
 *
 * @module
 */

import type { SessionTable } from "../feeds/calendar/session_table.ts";
import type { FeedData, FeedStamp } from "../feeds/feed_data.ts";
import { isOptions } from "../options.ts";

/** Name of the text in a file. */
export const FACTS_KEY = "cracktrader";
/** Version of its form. */
const FORMAT = 1;

/** The facts of bars. */
export interface BarFacts
  extends
    Pick<FeedData, "name" | "timeframeUs" | "stamp" | "timeZone" | "decimals" | "adjusted" | "trade" | "notes">,
    Partial<Pick<FeedData, "instrument" | "resampledFrom" | "sessions">> {
  /** Names of the further columns, and the columns of the file that have them. */
  readonly extra: readonly (readonly [name: string, column: string])[];
}

const STAMPS: readonly FeedStamp[] = ["open", "close", "date", "unknown"];

/** Returns the facts as a text. */
export function factsText({ sessions, ...facts }: BarFacts): string {
  return JSON.stringify({
    format: FORMAT,
    ...facts,
    ...(sessions === undefined ? {} : { sessions: mapColumns(sessions, (column) => Array.from(column)) }),
  });
}

/**
 * Reads the facts from a text.
 *
 * @returns The facts, or the fault as the end of a sentence.
 */
export function readFacts(text: string): BarFacts | string {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return "it is no JSON";
  }
  if (!isOptions(read)) return "it is no object";
  const { format, sessions, ...facts } = read as Readonly<Record<string, unknown>>;
  if (typeof format === "number" && format > FORMAT) {
    return `its form is ${format}, of a later version of this package than this one`;
  }
  const checks: Readonly<Record<string, boolean>> = {
    format: format === FORMAT,
    ...Object.fromEntries(
      ["name", "timeZone"].map((name) => [name, typeof facts[name] === "string" && facts[name] !== ""]),
    ),
    ...Object.fromEntries(["adjusted", "trade"].map((name) => [name, typeof facts[name] === "boolean"])),
    ...Object.fromEntries(
      ["instrument", "resampledFrom"].map((name) => [name, ["string", "undefined"].includes(typeof facts[name])]),
    ),
    timeframeUs: Number.isSafeInteger(facts["timeframeUs"]) && facts["timeframeUs"] as number > 0,
    decimals: Number.isInteger(facts["decimals"]) && Math.abs((facts["decimals"] as number) - 6) <= 6,
    stamp: STAMPS.includes(facts["stamp"] as FeedStamp),
    notes: isListOf(facts["notes"], (note) => typeof note === "string"),
    extra: isListOf(facts["extra"], (pair) => isListOf(pair, (text) => typeof text === "string") && pair.length === 2),
    sessions: sessions === undefined || isSessions(sessions),
  };
  const fault = Object.keys(checks).find((name) => !checks[name]);
  if (fault !== undefined) return `its ${fault} is none`;
  const columns = sessions as Readonly<Record<string, unknown>> | undefined;
  return {
    ...facts as unknown as BarFacts,
    ...(columns === undefined ? {} : {
      sessions: mapColumns(columns, (column) => Float64Array.from(column as number[])) as unknown as SessionTable,
    }),
  };
}

const SESSION_COLUMNS = ["day", "openUs", "closeUs", "breakStartUs", "breakEndUs"] as const;

function mapColumns<Table extends object>(
  table: Table,
  change: (column: ArrayLike<number>) => unknown,
): Record<string, unknown> {
  const columns = table as Readonly<Record<string, ArrayLike<number>>>;
  return { ...table, ...Object.fromEntries(SESSION_COLUMNS.map((name) => [name, change(columns[name]!)])) };
}

function isSessions(sessions: unknown): boolean {
  if (!isOptions(sessions)) return false;
  const table = sessions as Readonly<Record<string, unknown>>, [day, open, close, start, end] = SESSION_COLUMNS;
  const isColumn = (name: string, like: string): boolean =>
    isListOf(table[name], (value) => typeof value === "number") &&
    (table[name] as unknown[]).length === (table[like] as unknown[] | undefined)?.length;
  return (table["calendar"] === null || typeof table["calendar"] === "string") &&
    typeof table["timeZone"] === "string" && [day, open, close].every((name) => isColumn(name, day)) &&
    [start, end].every((name) => isColumn(name, start));
}

function isListOf(value: unknown, isOne: (item: unknown) => boolean): value is unknown[] {
  return Array.isArray(value) && value.every(isOne);
}
