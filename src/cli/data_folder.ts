/**
 * The acts of `data` on a folder of prices: list, import, check.
 *
 * @module
 */

import { barTimeText } from "../catalogue/bar_time.ts";
import { catalogue, type SeriesEntry } from "../catalogue/catalogue.ts";
import type { SeriesCheck } from "../catalogue/check_series.ts";
import { type ImportReport, RevisedBarsError } from "../catalogue/import_bars.ts";
import { nameOfSource } from "../feeds/csv/csv_options.ts";
import { parseTimeframe } from "../feeds/time/timeframe.ts";
import type { CommandLine } from "./flags.ts";
import { jsonText } from "../records/json_line.ts";
import { valueForFeed } from "./named_value.ts";
import { pathExists } from "./path_exists.ts";
import { Progress } from "./progress.ts";
import { readFileOf } from "./read_feeds.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage_error.ts";

/** Lists the series of a folder. */
export async function list(line: CommandLine, terminal: Terminal): Promise<number> {
  const store = await catalogue(folderOf(line)), series = store.list();
  if (line.has("json")) terminal.out(jsonText(series));
  else terminal.out(series.length === 0 ? `${store.path} has no prices` : tableOf(series.map(rowOf)));
  return 0;
}

function rowOf(entry: SeriesEntry): readonly string[] {
  const { symbol, timeframe, bars, firstUs, lastUs, timeZone, revisions } = entry;
  const times = { timeframeUs: parseTimeframe(timeframe).us, timeZone };
  const kept = revisions.length === 0
    ? []
    : [`${revisions.length} older ${revisions.length === 1 ? "file" : "files"} kept`];
  return [
    symbol,
    timeframe,
    `${bars} bars`,
    barTimeText(firstUs, times),
    "to",
    barTimeText(lastUs, times),
    timeZone,
    ...kept,
  ];
}

/** Returns rows with their cells one below the other. */
function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd()).join("\n");
}

/** Imports a file into a folder. */
export async function importFile(line: CommandLine, terminal: Terminal): Promise<number> {
  const [, folder, path] = line.operands as [string, string, string], store = await catalogue(folder);
  using progress = new Progress(terminal);
  progress.tell(`Reading ${path}`);
  const name = nameOfSource(path), bars = await readFileOf(line, path, name);
  // Of a file with several instruments the one that was selected is meant.
  const symbol = line.value("as") ?? valueForFeed(line, "symbol", name) ?? name;
  const revision = (line.value("revision") ?? "refuse") as "refuse" | "adopt";
  const report = await store.import(bars, { symbol, revision }).catch((error: unknown) => {
    if (!(error instanceof RevisedBarsError)) throw error;
    const remedy =
      "look at data diff, and import with --revision adopt, which keeps the older file beside the newer one";
    throw new UsageError(`${error.finding}; ${remedy}`, { cause: error });
  });
  progress[Symbol.dispose]();
  terminal.out(line.has("json") ? jsonText(report) : importText(report, revision));
  return 0;
}

function importText(report: ImportReport, revision: "refuse" | "adopt"): string {
  const { symbol, timeframe, added, same, revised, missing, months, revisions } = report;
  const counts = [`${added} added`, `${same} there already`, ...(revised > 0 ? [`${revised} revised`] : [])];
  const lines = [
    `${symbol} ${timeframe}: ${counts.join(", ")}; ${months.length} ${months.length === 1 ? "file" : "files"} written`,
  ];
  const goes = revision === "adopt" ? "are in the older file alone" : "stay";
  if (missing > 0) lines.push(`${missing} stored bars that the import does not have ${goes}`);
  for (const { file, note } of revisions) lines.push(`The older file is kept as ${file}. ${note}`);
  return lines.join("\n");
}

/** Checks a folder. */
export async function check(line: CommandLine, terminal: Terminal): Promise<number> {
  const store = await catalogue(folderOf(line)), calendars = line.values("calendar");
  if (calendars.length > 1 || calendars.some((text) => text.includes("="))) {
    throw new UsageError("Cannot use several calendars with data check: write one, as in --calendar XNYS");
  }
  const { ok, series } = await store.check(calendars.length === 0 ? {} : { calendar: calendars[0]! });
  if (line.has("json")) terminal.out(jsonText({ ok, series }));
  else terminal.out(series.length === 0 ? `${store.path} has no prices` : series.map(checkText).join("\n"));
  return ok ? 0 : 1;
}

function checkText({ symbol, timeframe, bars, faults, overlaps, holes, revisions }: SeriesCheck): string {
  const found = [
    ...faults.map((text) => ["fault", text] as const),
    ...overlaps.map((text) => ["overlap", text] as const),
    ...holes.map((text) => ["hole", text] as const),
    ...revisions.map(({ file, note }) => ["revision", `${file}: ${note}`] as const),
  ];
  const isGood = faults.length + overlaps.length + holes.length === 0;
  return [
    `${symbol} ${timeframe}: ${bars} bars${isGood ? ", nothing is wrong" : ""}`,
    ...found.map(([kind, text]) => `  ${kind.padEnd(8)}  ${text}`),
  ].join("\n");
}

/** Returns the folder, which has to be there, as a name that is misspelt has no prices either. */
function folderOf(line: CommandLine): string {
  const folder = line.operands[1]!;
  if (pathExists(folder)) return folder;
  throw new UsageError(`Cannot find the folder ${folder}: "data import" makes it`);
}
