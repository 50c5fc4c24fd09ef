/**
 * Sessions from a text in CSV.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { dateOf } from "./date_text.ts";
import { DAY_US } from "../time/civil_date.ts";
import { StampReader } from "../time/time_stamp.ts";
import type { BreakHours } from "./session_clock.ts";
import type { PlacedRow } from "./session_row.ts";

/** Names of the columns by role, in small letters; calendar libraries of Python write some of them so. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  date: ["date", "session", ""],
  open: ["open", "market_open"],
  close: ["close", "market_close"],
  breaks: ["breaks"],
  breakStart: ["break_start"],
  breakEnd: ["break_end"],
};

/** Texts of a cell without a value. */
const EMPTY: readonly string[] = ["", "nat", "nan", "null", "none", "-"];

/**
 * Returns the rows of a text in CSV, with commas, semicolons or tabs between cells.
 *
 * @param text The text, with a header.
 * @param what The calendar, for messages.
 * @throws {RangeError} If a column or a cell is missing.
 */
export function rowsOfCsv(text: string, what: string): PlacedRow[] {
  const lines = text.split(/\r\n|\r|\n/), header = lines[0]!.replace(/^\uFEFF/, "");
  const delimiter = ["\t", ";", ","].find((sign) => header.includes(sign)) ?? ",";
  const cellsOf = (line: string): string[] =>
    line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  const names = cellsOf(header).map((name) => name.toLowerCase());
  const columnOf = (role: string): number => names.findIndex((name) => COLUMNS[role]!.includes(name));
  for (const role of ["date", "open", "close"]) {
    if (columnOf(role) >= 0) continue;
    throw new RangeError(
      `Cannot find the column "${role}" of ${what}: its first line is ${
        inspected(header)
      }; name the columns date, open, ` +
        "close and breaks",
    );
  }
  return lines.slice(1).flatMap((line, at): PlacedRow[] => {
    if (line.trim() === "") return [];
    const place = `line ${at + 2} of ${what}`, cells = cellsOf(line);
    const cell = (role: string): string => {
      const column = columnOf(role), value = column < 0 ? "" : cells[column] ?? "";
      return EMPTY.includes(value.toLowerCase()) ? "" : value;
    };
    for (const role of ["date", "open", "close"]) {
      if (cell(role) === "") throw new RangeError(`Cannot use ${place}: it has no ${role}`);
    }
    const date = plainDate(cell("date")),
      breaks = breaksOf(cell("breaks"), cell("breakStart"), cell("breakEnd"), place);
    return [{ place, row: { date, open: cell("open"), close: cell("close"), breaks } }];
  });
}

/** Returns a date in the form of the rows; a text that is none stays as it is, so that the check can name it. */
function plainDate(text: string): string {
  const reader = new StampReader(), wallUs = reader.readText(text);
  const isDate = reader.form === "date" || (reader.form === "local" && wallUs % DAY_US === 0);
  return isDate && Number.isFinite(wallUs) ? dateOf(wallUs / DAY_US) : text;
}

function breaksOf(list: string, start: string, end: string, place: string): BreakHours[] {
  if (start !== "" || end !== "") {
    if (start === "" || end === "") throw new RangeError(`Cannot use ${place}: its break has a begin or an end alone`);
    return [[start, end]];
  }
  return list === "" ? [] : list.split(/\s+/).map((span): BreakHours => {
    const [from, to, ...rest] = span.split("-");
    if (from === undefined || to === undefined || rest.length > 0) {
      throw new RangeError(`Cannot use ${inspected(span)} as a break of ${place}: write 12:00-13:00`);
    }
    return [from, to];
  });
}
