/**
 * The tables of a run as CSV files in a folder.
 *
 * @module
 */

import { FileError } from "../checkpoint/atomic_file.ts";
import type { CsvTable } from "../results/csv_text.ts";
import type { RunResult } from "../results/result.ts";
import { openOutput, type OutputFile, type OutputSink } from "./output_files.ts";

// Taken before any strategy is loaded, which could put another one in its place.
const { TextEncoder } = globalThis;
const encoder = new TextEncoder(), encode = encoder.encode.bind(encoder);

/** The tables that `--csv` writes, each into a file of its name. */
const TABLES: readonly CsvTable[] = ["trades", "orders", "fills", "equity"];

/** Returns the files of a folder of tables, for the check of all files. */
export function tableFiles(folder: string): OutputFile[] {
  return TABLES.map((table) => ({ flag: "--csv", path: pathOf(folder, table), kind: `table of ${table}` }) as const);
}

/**
 * Writes the tables of a result. A folder that is not there is made, and a file takes the place of an old one when all
 * of them are written.
 *
 * @throws {FileError} If the folder cannot be made, or a file not be written; no file is changed then.
 */
export function writeTables(folder: string, result: RunResult): void {
  try {
    Deno.mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new FileError(folder, error instanceof Error ? error.message : String(error), { cause: error });
  }
  using files = new DisposableStack();
  const sinks: OutputSink[] = [];
  for (const table of TABLES) {
    const sink = files.use(openOutput(pathOf(folder, table))), bytes = encode(result.toCsv(table));
    for (let written = 0; written < bytes.length;) written += sink.writeSync(bytes.subarray(written));
    sinks.push(sink);
  }
  for (const sink of sinks) sink.commit();
}

function pathOf(folder: string, table: CsvTable): string {
  return `${folder.replace(/[\\/]+$/, "") || "/"}/${table}.csv`;
}
