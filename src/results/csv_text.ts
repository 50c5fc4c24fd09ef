/**
 * Rows and curves of a result as CSV.
 *
 * The form is RFC 4180 with line feeds: a header, a row a line, and quotes around a text that has a comma, a quote or a
 * line break in it, where a quote is written twice. A number is the shortest text that reads back as the same double, a
 * null is an empty cell, and an empty text is two quotes. No value is changed, also not a text that a spreadsheet would
 * take for a formula.
 *
 * @module
 */

import type { AskedOrder } from "../broker/result_rows.ts";
import { ASKED_NAMES, type ColumnKind, ROW_COLUMNS } from "./row_columns.ts";

/** The tables that `toCsv` writes. */
export type CsvTable = "trades" | "orders" | "fills" | "refusals" | "equity";

/** The tables whose rows are rows of the result. */
export const CSV_ROWS: readonly Exclude<CsvTable, "equity">[] = ["trades", "orders", "fills", "refusals"];

/** The columns of the table of equity. */
const EQUITY_COLUMNS: readonly string[] = ["bar", "time", "timeUs", "equity", "cash", "drawdown"];

/** Returns the first line of a table, with its line feed. */
export function csvHeader(table: CsvTable): string {
  return table === "equity" ? csvText(EQUITY_COLUMNS, []) : csvOfRows(ROW_COLUMNS[table], []);
}

/** A value of a cell. */
export type CsvCell = string | number | boolean | null;

/** Returns a table as CSV, with a line feed behind every line. */
export function csvText(names: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  const lines = [names.map(cellText).join(",")];
  for (const row of rows) lines.push(row.map(cellText).join(","));
  return `${lines.join("\n")}\n`;
}

/** Returns rows as CSV by their columns; what an order was asked for with is a column for each value. */
export function csvOfRows(columns: Readonly<Record<string, ColumnKind>>, rows: readonly object[]): string {
  const names = Object.keys(columns);
  const header = names.flatMap((name) => columns[name] === "asked" ? ASKED_NAMES.map(askedName) : [name]);
  const cells = rows.map((row) =>
    names.flatMap((name) => {
      const value = (row as Readonly<Record<string, unknown>>)[name];
      return columns[name] === "asked"
        ? ASKED_NAMES.map((each) => (value as AskedOrder)[each] ?? null)
        : [value as CsvCell];
    })
  );
  return csvText(header, cells);
}

function askedName(name: string): string {
  return `asked${name[0]!.toUpperCase()}${name.slice(1)}`;
}

function cellText(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return `${cell}`;
  return cell === "" || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
