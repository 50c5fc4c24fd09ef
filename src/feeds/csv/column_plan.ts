/**
 * The columns of a file: found by the names that common sources use, or named by the user.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { takenOptions } from "../../options.ts";
import {
  type ColumnRole,
  columnsOfRoles,
  isKnownName,
  lastTradeNote,
  normalizedName,
  type TwoColumns,
  volumeNote,
} from "../column_names.ts";
import { listOfTexts, shortText } from "./short_text.ts";

/**
 * Columns by role (`{ close: "Settle" }`: the name in the file for each role that is not found automatically). For a file
 * without a header: the names of all columns by position, where an empty name leaves a column out. `{ symbol: "" }`
 * says that no column names instruments, so that all rows are one series; `{ volume: "" }` and `{ adjustedClose: "" }`
 * say that no column has these.
 */
export type ColumnNames = Readonly<Partial<Record<ColumnRole, string>>> | readonly string[];

/** Indices of the columns of a bar; -1 for a column that the file lacks. */
export interface ColumnPlan {
  /** Names of all columns, as written in the file. */
  readonly names: readonly string[];
  /** The column of the whole time stamp, or of the time of day if the file has a column `date`. */
  readonly time: number;
  /** The column of the day, if the time of day has a separate column. */
  readonly date: number;
  /** The column of the first price. */
  readonly open: number;
  /** The column of the highest price. */
  readonly high: number;
  /** The column of the lowest price. */
  readonly low: number;
  /** The column of the last price. */
  readonly close: number;
  /** The column of the volume. */
  readonly volume: number;
  /** The close adjusted for splits and dividends. */
  readonly adjustedClose: number;
  /** The column that names the instrument of each row. */
  readonly symbol: number;
  /** Further columns, each a line of its own if it holds numbers. */
  readonly extra: readonly number[];
  /** Decisions, in sentences. */
  readonly notes: readonly string[];
}

const REQUIRED = ["time", "open", "high", "low", "close"] as const;
/** Roles that a file need not have, and that an empty name leaves out. */
const OPTIONAL = ["volume", "adjustedClose", "symbol"] as const;
const ROLES = [
  "time",
  "date",
  "open",
  "high",
  "low",
  "close",
  "volume",
  "adjustedClose",
  "symbol",
] as const satisfies readonly ColumnRole[];

/**
 * Finds the columns of a bar.
 *
 * @param names The names in the header, or those given by position.
 * @param mapping Names by role; they have priority over automatic names.
 * @param source The file, for messages.
 * @returns The indices of all columns.
 * @throws {RangeError} If a required column is missing or occurs twice, or a mapped column does not exist.
 */
export function planColumns(
  names: readonly string[],
  mapping: Readonly<Partial<Record<ColumnRole, string>>>,
  source: string,
): ColumnPlan {
  const mapped: Partial<Record<ColumnRole, number>> = {};
  for (const role of Object.keys(mapping) as ColumnRole[]) {
    const isNone = mapping[role] === "" && (OPTIONAL as readonly ColumnRole[]).includes(role);
    mapped[role] = isNone ? -1 : mappedColumn(role, mapping[role]!, names, source);
  }
  const found = columnsOfRoles(names, mapped);
  if ("columns" in found) throw twoColumnsError(found, names, source);
  const other = ROLES.find((role) => role !== "symbol" && found[role] === found.symbol && found.symbol !== -1);
  if (other !== undefined) {
    throw new RangeError(
      `Cannot use column ${
        shortText(names[found.symbol]!)
      } of ${source} for its symbols and as its ${other}: name two columns`,
    );
  }

  const missing = REQUIRED.filter((role) => found[role] === -1);
  if (missing.length > 0) {
    const remedy = missing.map((role) => `${role}: "..."`).join(", ");
    throw new RangeError(
      `Cannot find the column${missing.length > 1 ? "s" : ""} ${missing.join(", ")} in ${source}: its columns are ${
        listOfTexts(names)
      }; say which is meant with columns: { ${remedy} }`,
    );
  }

  const notes: string[] = [], extra: number[] = [], taken = new Set(Object.values(found));
  const closeNote = mapping.close === undefined ? lastTradeNote(names[found.close]!) : undefined;
  const countedNote = mapping.volume === undefined ? volumeNote(names, found.volume) : undefined;
  for (const note of [closeNote, countedNote]) if (note !== undefined) notes.push(note);
  for (const [column, name] of names.entries()) {
    if (taken.has(column) || name === "") continue;
    if (isKnownName("time", name) && normalizedName(name).length > 2) {
      notes.push(`Column ${shortText(name)} is a second time and is not used`);
    } else extra.push(column);
  }
  return { names, ...found, extra, notes };
}

/**
 * Returns the option `columns`, each name read once.
 *
 * @param columns Names by role or by position.
 * @returns The names in the same form.
 * @throws {TypeError} If the option has neither form.
 */
export function takenColumnNames(columns: ColumnNames): ColumnNames {
  // A hole of an array is undefined here, so that it is refused too.
  const taken: ColumnNames = Array.isArray(columns) ? Array.from(columns) : takenOptions(columns, ROLES, {
    noObject: (shown) =>
      `Cannot use columns ${shown}: pass names by role, { close: "Settle" }, or by position, ["time", "open"]`,
    unknown: (name) => `Cannot map column "${name}": the columns of a bar are ${ROLES.join(", ")}`,
  });
  for (const [key, name] of Array.isArray(taken) ? taken.entries() : Object.entries(taken)) {
    if (typeof name !== "string") {
      throw new TypeError(`Cannot use ${inspected(name)} as the name of column ${key}: pass a text`);
    }
  }
  return taken;
}

function mappedColumn(role: ColumnRole, wanted: string, names: readonly string[], source: string): number {
  const exact = names.indexOf(wanted), normalized = normalizedName(wanted);
  const column = exact === -1 ? names.findIndex((name) => normalizedName(name) === normalized) : exact;
  if (column !== -1) return column;
  throw new RangeError(
    `Cannot find the column ${shortText(wanted)}, which was given for ${role}, in ${source}: its columns are ${
      listOfTexts(names)
    }`,
  );
}

function twoColumnsError({ role, columns }: TwoColumns, names: readonly string[], source: string): RangeError {
  const [first, second] = columns.map((column) => shortText(names[column]!)), [one, other] = columns;
  // Two columns with the very same name cannot be told apart by it.
  const remedy = names[one] === names[other]
    ? 'name the columns by position with columns: ["time", "open", ...]'
    : `pass columns: { ${role}: ${first} } or columns: { ${role}: ${second} }`;
  return new RangeError(
    `Cannot tell which column of ${source} is the ${role}: ${first} is column ${one + 1} and ${second} column ${
      other + 1
    }; ${remedy}`,
  );
}
