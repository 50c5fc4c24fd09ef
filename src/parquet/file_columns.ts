/**
 * The columns of a bar in a file that another program wrote.
 *
 * @module
 */

import { type ColumnRole, columnsOfRoles, normalizedName } from "../feeds/column_names.ts";
import { type ColumnPlan, planColumns } from "../feeds/csv/column_plan.ts";
import { listOfTexts, shortText } from "../feeds/csv/short_text.ts";
import type { ColumnForm, ColumnKind } from "./column_form.ts";
import type { ParquetFile } from "./parquet_file.ts";
import type { ParquetColumns } from "./parquet_options.ts";

/** The columns of a bar. */
export interface FileColumns {
  /** The columns by index, as the rest of the readers has them. */
  readonly plan: ColumnPlan;
  /** The form of each column of the plan. */
  readonly forms: readonly ColumnForm[];
  /** Further columns of numbers or truth values. */
  readonly extra: readonly ColumnForm[];
  /** Columns of texts that are not used. */
  readonly texts: readonly ColumnForm[];
  /** Decisions, in sentences. */
  readonly notes: readonly string[];
}

/** Names that pandas gives to an index without one. */
const INDEX_NAME = /^__index_level_\d+__$/;
/** Names that pandas makes of columns with two levels: `('Close', 'AAPL')`. */
const STACKED_NAME = /^\('([^']*)', '([^']*)'\)$/;
const WHOLE_STAMPS: readonly ColumnKind[] = ["moment", "local", "date"];
const PRICES = ["open", "high", "low", "close", "volume", "adjustedClose"] as const satisfies readonly ColumnRole[];

/**
 * Finds the columns of a bar.
 *
 * @param file The file.
 * @param given Names of columns by role.
 * @param symbol The selected instrument, if given.
 * @throws {RangeError} If a column is missing, occurs twice, or holds something else than it should.
 */
export function columnsOf(file: ParquetFile, given: ParquetColumns, symbol: string | undefined): FileColumns {
  const { source } = file, { forms, names, notes } = namedColumns(file, given, symbol);
  const mapping = withTime(forms, names, given, notes), plan = planColumns(names, mapping, source);
  checkForms(source, forms, plan);
  const used = new Set([plan.time, plan.date, plan.symbol, ...PRICES.map((role) => plan[role])]);
  const rest = forms.filter((_, column) => !used.has(column) && plan.extra.includes(column))
    .filter(({ name }) => !INDEX_NAME.test(name));
  const isNumeric = ({ kind }: ColumnForm): boolean => kind === "number" || kind === "truth";
  const useless = rest.filter((form) => !isNumeric(form) && form.kind !== "text").map(({ name }) => shortText(name));
  if (useless.length > 0) {
    notes.push(`${useless.length === 1 ? "Column" : "Columns"} ${useless.join(", ")} hold no numbers and are not used`);
  }
  const adjusted = forms[plan.adjustedClose];
  return {
    plan,
    forms,
    extra: forms.filter((form) => form === adjusted || (rest.includes(form) && isNumeric(form))),
    texts: rest.filter(({ kind }) => kind === "text"),
    notes: [...notes, ...plan.notes],
  };
}

interface NamedColumns {
  readonly forms: readonly ColumnForm[];
  /** The names by which roles are looked for. */
  readonly names: readonly string[];
  readonly notes: string[];
}

/** Returns the columns by their names, or by the first level of them if they have two: a price, and an instrument. */
function namedColumns({ source, forms }: ParquetFile, given: ParquetColumns, symbol: string | undefined): NamedColumns {
  const all = forms.map(({ name }) => name), stacked = all.map((name) => STACKED_NAME.exec(name));
  const symbols = new Set(stacked.flatMap((match) => match === null || match[2] === "" ? [] : [match[2]!]));
  const isMapped = Object.values(given).some((name) => STACKED_NAME.test(name));
  if (symbols.size === 0 || isMapped) return { forms, names: all, notes: [] };
  const chosen = symbol ?? [...symbols][0]!;
  if (symbol === undefined ? symbols.size > 1 : !symbols.has(symbol)) {
    throw new RangeError(
      `Cannot read ${source}: its columns are those of ${symbols.size} instruments, ${listOfTexts([...symbols])}; ` +
        `pass symbol to select one of them`,
    );
  }
  const kept = forms.flatMap((form, column) => {
    const match = stacked[column];
    if (match === null || match === undefined) return [{ form, name: form.name }];
    return match[2] === chosen || match[2] === "" ? [{ form, name: match[1]! }] : [];
  });
  return {
    forms: kept.map(({ form }) => form),
    names: kept.map(({ name }) => name),
    notes: [`The names of the columns have two levels, of which one names the symbol ${shortText(chosen)}`],
  };
}

/** Returns the names by role, with that of the time if its name is none that is known. */
function withTime(
  forms: readonly ColumnForm[],
  names: readonly string[],
  given: ParquetColumns,
  notes: string[],
): ParquetColumns {
  if (given.time !== undefined) return given;
  // A column "time" beside a column "date" has the time of day in texts; here its type tells.
  const whole = forms.findIndex(({ kind }, column) =>
    WHOLE_STAMPS.includes(kind) && kind !== "date" && normalizedName(names[column]!) === "time"
  );
  if (whole !== -1) return { ...given, time: names[whole]! };
  const found = columnsOfRoles(names, {});
  if ("columns" in found || found.time !== -1) return given;
  const index = forms.findIndex(({ name, kind }) =>
    INDEX_NAME.test(name) && (WHOLE_STAMPS.includes(kind) || kind === "text")
  );
  if (index !== -1) return { ...given, time: names[index]! };
  const stamps = names.filter((_, column) => WHOLE_STAMPS.includes(forms[column]!.kind));
  if (stamps.length !== 1) return given;
  notes.push(`Column ${shortText(stamps[0]!)} is read as the time, as it alone holds times`);
  return { ...given, time: stamps[0]! };
}

/** Checks that prices are numbers and times are times. */
function checkForms(source: string, forms: readonly ColumnForm[], plan: ColumnPlan): void {
  for (const role of PRICES) {
    const form = forms[plan[role]];
    if (form === undefined || form.kind === "number") continue;
    const remedy = form.kind === "text" ? `, as df["${form.name}"].astype("float64") does in pandas` : "";
    throw wrongForm(source, form, role, `write it as a plain column of numbers (DOUBLE)${remedy}`);
  }
  const time = forms[plan.time]!, date = forms[plan.date];
  const fits = date === undefined
    ? [...WHOLE_STAMPS, "text", "number"].includes(time.kind)
    : date.kind === "text" && time.kind === "text" || date.kind === "date" && time.kind === "clock";
  if (fits) return;
  if (date === undefined) {
    throw wrongForm(
      source,
      time,
      "time",
      `write it as TIMESTAMP or DATE, or name another with columns: { time: "..." }`,
    );
  }
  throw wrongForm(
    source,
    time,
    `time of day beside the dates of column "${date.name}"`,
    `say which column has the whole time with columns: { time: "..." }`,
  );
}

function wrongForm(source: string, { name, holds }: ColumnForm, role: string, remedy: string): RangeError {
  return new RangeError(`Cannot use the column "${name}" of ${source} as ${role}: it holds ${holds}; ${remedy}`);
}
