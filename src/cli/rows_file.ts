/**
 * Rows of funding, dividends and splits on a command line: a file of them, or the name of a column of the feed.
 *
 * @module
 */

import { numberOf } from "./flags.ts";
import { UsageError } from "./usage_error.ts";

/**
 * Returns the rows of a file whose name ends in `.csv`; any other text is the name of a column of the feed. The file has a
 * line of names, which are `when` and `value` in any order, and a row in each other line.
 *
 * @param place Flag, for messages.
 * @param when Name of the column of dates or times.
 * @param value Name of the column of numbers.
 * @throws {UsageError} If the file cannot be read, or has other columns, or a number is none.
 */
export function rowsOf(text: string, place: string, when: string, value: string): unknown {
  if (!text.endsWith(".csv")) return text;
  const [head, ...lines] = readText(text, place).split(/\r?\n/).filter((line) => line.trim() !== "");
  const names = (head ?? "").replace(/^\ufeff/, "").split(",").map((name) => name.trim().toLowerCase());
  const at = names.indexOf(when), valueAt = names.indexOf(value);
  if (at < 0 || valueAt < 0 || names.length !== 2) {
    throw new UsageError(
      `Cannot use ${text} as ${place}: write ${when},${value} in its first line, and a row in each other`,
    );
  }
  return lines.map((line, index) => {
    const cells = line.split(",").map((cell) => cell.trim()), number = cells[valueAt] ?? "";
    if (cells.length !== 2) {
      throw new UsageError(`Cannot use line ${index + 2} of ${text} as ${place}: it has ${cells.length} cells, not 2`);
    }
    const isRatio = value === "ratio" && /[:/]/.test(number);
    return {
      [when]: cells[at]!,
      [value]: isRatio ? number : numberOf(number, `${place}, line ${index + 2} of ${text}`),
    };
  });
}

function readText(path: string, place: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw new UsageError(`Cannot use ${path} as ${place}: ${error instanceof Error ? error.message : error}`);
  }
}
