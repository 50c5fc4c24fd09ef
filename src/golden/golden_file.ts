/**
 * The file of an accepted run: JSON with a row a line and a fixed order of names, so that a difference of two versions is
 * readable.
 *
 * @module
 */

import { writeWhole } from "../checkpoint/atomic_file.ts";
import { readWhole } from "../host.ts";
import { equityLines, equityOfLines } from "./equity_text.ts";
import { GOLDEN_FORMAT, type GoldenRecord, ROW_LISTS } from "./golden_record.ts";

/** Thrown for a file that is no golden run, or one that another version wrote; it says how to make it anew. */
export class GoldenFileError extends Error {
  /** Name of the class, for code that cannot use `instanceof`. */
  override readonly name = "GoldenFileError";
}

/** The text with which a golden file begins. */
export const GOLDEN_START = '{\n  "format": ';

/** Returns the text of a golden file. */
export function goldenText(record: GoldenRecord): string {
  const list = (rows: readonly unknown[]): string =>
    rows.length === 0 ? "[]" : `[\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(",\n")}\n  ]`;
  const entries = Object.entries(record.configuration).map(([name, value]) =>
    `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`
  );
  const parts: readonly (readonly [name: string, text: string])[] = [
    ["format", `${record.format}`],
    ...(["strategy", "chain", "markHash", "bars"] as const).map((name) =>
      [name, JSON.stringify(record[name])] as const
    ),
    ["configuration", `{\n${entries.join(",\n")}\n  }`],
    ["lines", list(record.lines)],
    ...ROW_LISTS.map((name) => [name, list(record[name])] as const),
    ["equity", list(equityLines(record.equity))],
  ];
  return `{\n${parts.map(([name, text]) => `  "${name}": ${text}`).join(",\n")}\n}\n`;
}

/**
 * Reads the text of a golden file.
 *
 * @param text The text.
 * @param path Path of the file, for messages.
 * @throws {GoldenFileError} If it is none.
 */
export function parseGolden(text: string, path: string): GoldenRecord {
  const wrong = (reason: string): GoldenFileError =>
    new GoldenFileError(`Cannot use ${path} as an accepted run: ${reason}; remove it, and accept the run anew`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrong(`it is no JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  if (typeof value !== "object" || value === null) throw wrong("it is no object");
  const { format, equity, ...rest } = value as Record<string, unknown>;
  if (format !== GOLDEN_FORMAT) {
    throw wrong(`its format is ${JSON.stringify(format)}, and this version reads ${GOLDEN_FORMAT}`);
  }
  for (const name of ["strategy", "chain", "markHash"]) {
    if (typeof rest[name] !== "string") throw wrong(`${name} is no text`);
  }
  for (const name of ["bars", "configuration"]) {
    if (!isObject(rest[name])) throw wrong(`${name} is no object`);
  }
  for (const name of ["lines", ...ROW_LISTS]) {
    const rows = rest[name];
    if (!Array.isArray(rows) || !rows.every(isObject)) throw wrong(`${name} is no list of rows`);
  }
  if (!Array.isArray(equity) || !equity.every((line) => typeof line === "string")) {
    throw wrong("equity is no list of lines");
  }
  try {
    return { format, ...rest, equity: equityOfLines(equity as string[]) } as unknown as GoldenRecord;
  } catch (error) {
    throw wrong(error instanceof RangeError ? error.message : String(error));
  }
}

/**
 * Reads a golden file; undefined if there is none.
 *
 * @throws {GoldenFileError} If it is none.
 */
export function readGolden(path: string): GoldenRecord | undefined {
  let bytes: Uint8Array;
  try {
    bytes = readWhole(path);
  } catch (error) {
    if (error instanceof Error && error.name === "NotFound") return undefined;
    throw error;
  }
  return parseGolden(new TextDecoder().decode(bytes), path);
}

/**
 * Writes a golden file in the place of the one that there is, as a whole.
 *
 * @throws {FileError} If it cannot be written.
 */
export function writeGolden(path: string, record: GoldenRecord): void {
  writeWhole(path, new TextEncoder().encode(goldenText(record)));
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
