/**
 * The rows of src/indicators/indicators.md: for each function what it computes, and how exactly.
 *
 * @module
 */

const PAGE = new URL("../../src/indicators/indicators.md", import.meta.url);
const COLUMNS: readonly string[] = ["name", "formula", "seed", "source", "oracle", "exactness", "memory"];

/** A row of the page. */
export interface IndicatorRow {
  /** The family, a heading of the page. */
  readonly family: string;
  /** Name of the function. */
  readonly name: string;
  /** The formula, as plain text. */
  readonly formula: string;
  /** The first value of an average that depends on all bars before; `-` where there is none. */
  readonly seed: string;
  /** The book or the library that the formula comes from; `-` where it is common knowledge. */
  readonly source: string;
  /** The libraries or the calculation that its values were compared with. */
  readonly oracle: string;
  /** Relative tolerance of that comparison; 0 for equal bits. */
  readonly tolerance: number;
  /** Bars that a value depends on: `window`, `fading` or `unbounded`; two where an option makes a difference. */
  readonly memory: readonly string[];
}

let read: ReadonlyMap<string, IndicatorRow> | undefined;

/** Returns the rows by the names of functions. */
export function indicatorRows(): ReadonlyMap<string, IndicatorRow> {
  return read ??= new Map(parseIndicatorRows(Deno.readTextFileSync(PAGE)).map((row) => [row.name, row]));
}

/**
 * Reads the rows of the page in their order.
 *
 * @throws {SyntaxError} If a table has other columns, or a cell has none of the known words; the error tells the line.
 */
export function parseIndicatorRows(text: string): IndicatorRow[] {
  const rows: IndicatorRow[] = [];
  let family = "", isHead = true;
  for (const [at, line] of text.split("\n").entries()) {
    const place = `line ${at + 1} of src/indicators/indicators.md`;
    if (line.startsWith("## ")) family = line.slice(3).trim();
    if (!line.startsWith("|")) {
      isHead = true;
      continue;
    }
    if (/^\|[-:| ]+\|$/.test(line)) continue;
    const cells = line.slice(1, line.lastIndexOf("|")).split("|").map((cell) => cell.trim());
    if (isHead) {
      if (cells.join() !== COLUMNS.join()) {
        throw new SyntaxError(`Cannot read the table at ${place}: its columns are ${COLUMNS.join(", ")}`);
      }
      isHead = false;
      continue;
    }
    if (cells.length !== COLUMNS.length) {
      throw new SyntaxError(
        `Cannot read ${cells.length} cells at ${place}: there are ${COLUMNS.length}, and a bar in a cell is no text`,
      );
    }
    const [name, written, seed, source, oracle, exactness, memory] = cells as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    const words = memory.split(", ");
    if (words.some((word) => !["window", "fading", "unbounded"].includes(word))) {
      throw new SyntaxError(`Cannot read memory "${memory}" at ${place}: write window, fading or unbounded`);
    }
    const tolerance = toleranceOf(exactness, place);
    const formula = written.replace(/\\([*_])|`/g, "$1");
    rows.push({ family, name: name.replaceAll("`", ""), formula, seed, source, oracle, tolerance, memory: words });
  }
  return rows;
}

function toleranceOf(exactness: string, place: string): number {
  if (exactness === "exact") return 0;
  const [tolerance] = /^1e-\d+$/.exec(exactness) ?? [];
  if (tolerance !== undefined) return Number(tolerance);
  throw new SyntaxError(`Cannot read exactness "${exactness}" at ${place}: write exact, or a tolerance such as 1e-12`);
}
