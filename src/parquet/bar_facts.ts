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
export interface BarFacts extends Omit<FeedData, "length" | "columns" | "extra"> {
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
  const isText = (value: unknown): boolean => typeof value === "string", isOptionalText = optional(isText);
  const isTruth = (value: unknown): boolean => typeof value === "boolean";
  const checks: Readonly<Record<string, boolean>> = {
    format: format === FORMAT,
    name: isText(facts["name"]) && facts["name"] !== "",
    timeZone: isText(facts["timeZone"]),
    timeframeUs: Number.isSafeInteger(facts["timeframeUs"]) && facts["timeframeUs"] as number > 0,
    decimals: Number.isInteger(facts["decimals"]) && Math.abs((facts["decimals"] as number) - 6) <= 6,
    stamp: STAMPS.includes(facts["stamp"] as FeedStamp),
    adjusted: isTruth(facts["adjusted"]),
    trade: isTruth(facts["trade"]),
    notes: isListOf(facts["notes"], isText),
    extra: isListOf(facts["extra"], (pair) => isListOf(pair, isText) && pair.length === 2),
    instrument: isOptionalText(facts["instrument"]),
    resampledFrom: isOptionalText(facts["resampledFrom"]),
    growing: optional((value) => value === true)(facts["growing"]),
    anyPrices: optional((value) => value === true)(facts["anyPrices"]),
    counted: optional(isTruth)(facts["counted"]),
    previousEndUs: optional(Number.isSafeInteger)(facts["previousEndUs"]),
    sessions: optional(isSessions)(sessions),
  };
  // A fact that is not known here would be one of a later version.
  const unknown = Object.keys(facts).find((name) => !Object.hasOwn(checks, name));
  if (unknown !== undefined) return `its ${unknown} is not known to this version of the package`;
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

/** Returns a check that a missing value passes too. */
function optional(isOne: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === undefined || isOne(value);
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
