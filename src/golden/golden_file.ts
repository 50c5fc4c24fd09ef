/**
 * The file of an accepted run: JSON with a row a line and a fixed order of names, so that a difference of two versions is
 * readable.
 *
 * @module
 */

import { writeWhole } from "../checkpoint/atomic_file.ts";
import { readWhole } from "../host.ts";
import { type ShapeFault, shapeFault } from "../results/json_shape.ts";
import { equityLines, equityOfLines } from "./equity_text.ts";
import { GOLDEN_FORMAT, type GoldenRecord, type GoldenRow, type GoldenValue, ROW_LISTS } from "./golden_record.ts";
import { GOLDEN_SHAPE } from "./golden_shape.ts";

/** Thrown for a file that is no golden run, or one that another version wrote; it says how to make it anew. */
export class GoldenFileError extends Error {
  /** Name of the class, for code that cannot use `instanceof`. */
  override readonly name = "GoldenFileError";
}

/** An object of JSON. */
type Row = Readonly<Record<string, unknown>>;

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
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong("it is no object");
  const { format, equity, ...rest } = value as Record<string, unknown>;
  if (format !== GOLDEN_FORMAT) {
    throw wrong(`its format is ${JSON.stringify(format)}, and this version reads ${GOLDEN_FORMAT}`);
  }
  const fault = shapeFault(value, GOLDEN_SHAPE, "") ?? replacedFault(rest["orders"] as readonly GoldenRow[]);
  if (fault !== undefined) throw wrong(`${placeText(fault.place, text, value as Row)} ${fault.problem}`);
  let values: number[];
  try {
    values = equityOfLines(equity as string[]);
  } catch (error) {
    throw wrong(error instanceof RangeError ? error.message : String(error));
  }
  const { steps } = rest["bars"] as { readonly steps: number };
  if (values.length !== steps) throw wrong(`equity has ${values.length} values, and bars.steps is ${steps}`);
  return { format, ...rest, equity: values } as unknown as GoldenRecord;
}

/** A replacement of an order has its bar, size, limit and trigger. */
function replacedFault(orders: readonly GoldenRow[]): ShapeFault | undefined {
  for (const [at, { replaced = [] }] of orders.entries()) {
    const place = (replaced as GoldenValue[][]).findIndex((change) => change.length !== 4 || change[0] === null);
    if (place < 0) continue;
    return { place: `orders[${at}].replaced[${place}]`, problem: "is not a bar, a size, a limit and a trigger" };
  }
  return undefined;
}

/** Names a place, with the line of the file where its row stands on a line of its own. */
function placeText(place: string, text: string, value: Row): string {
  const [, name, at] = /^(\w+)\[(\d+)\]/.exec(place) ?? [];
  if (name === undefined) return place;
  const lines = text.split("\n"), index = lines.indexOf(`  "${name}": [`) + 1 + Number(at);
  const row = JSON.stringify((value[name] as unknown[])[Number(at)]);
  return lines[index]?.trim().replace(/,$/, "") === row ? `line ${index + 1}: ${place}` : place;
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
