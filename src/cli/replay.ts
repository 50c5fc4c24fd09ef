/**
 * The command `replay`: applies a log again and compares every byte of the engines' outputs with it.
 *
 * @module
 */

import { BACKENDS, ENGINE_NAMES, type EngineName } from "../engine/backends.ts";
import {
  exportJsonLines,
  JsonLinesError,
  type JsonValue,
  replay,
  type ReplayDifference,
  ReplayLogError,
  ReplayLogReader,
  type ReplayReport,
  writeJsonLines,
} from "../replay/mod.ts";
import { FileError } from "../checkpoint/atomic_file.ts";
import { linesOfFile } from "../replay/text_lines.ts";
import { PACKAGE_VERSION } from "../package_version.ts";
import type { Command } from "./command.ts";
import { describeError } from "./error_report.ts";
import type { CommandLine } from "./flags.ts";
import { logAt } from "./log_of_folder.ts";
import { checkFiles, FORCE_FLAG, openOutput } from "./output_files.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage_error.ts";
import { jsonText } from "../records/json_line.ts";

/** Names of the engines, the reference first. */
const NAMES = ENGINE_NAMES.toReversed();

/** The command `replay`. */
export const command: Command = {
  description: "Applies the events of a replay log again and compares every output and hash with it, byte for byte. " +
    "Writes the log as JSON Lines, or makes it from them first. The folder of a journal means the log in it, and segments " +
    "beside a log are read before it.",
  operands: { usage: "FILE", least: 1, most: 1 },
  flags: [
    {
      name: "engine",
      value: "NAME",
      choices: [...NAMES, "both", "all"],
      summary: "Engines to replay on; all that can be had by default; both are TypeScript and Rust.",
    },
    { name: "unfinished", summary: "Take a log that breaks off, as a killed run leaves it, and replay what is whole." },
    { name: "export", value: "FILE", summary: "Write the log as JSON Lines, too; their schema is in the package." },
    { name: "import", value: "FILE", summary: "Make the log from JSON Lines first." },
    FORCE_FLAG,
  ],
  permissions: [
    {
      flag: "--allow-read=.",
      purpose: "the log and its segments, or the lines that it is made from, wherever they lie",
    },
    { flag: "--allow-read, --allow-ffi", purpose: "of the folder of the Rust library, for the Rust engine" },
    {
      flag: "--allow-read, --allow-write",
      purpose: "of the file of --export, with --import of the log, and of the same with .part behind their names",
    },
  ],
  exitCodes: {
    0: "every output and every hash is equal",
    1: "something differs: the first difference is shown",
    2: "the command line, the log or an engine cannot be used",
  },
  run,
};

/** Returns the engines for the replay, and the reason for each that is left out. */
function enginesFor(wanted: string | undefined): { engines: readonly EngineName[]; note?: string } {
  const engines: EngineName[] = [], notes: string[] = [];
  for (const name of NAMES) {
    const isWanted = wanted === "both" ? name !== "wasm" : wanted === undefined || wanted === "all" || wanted === name;
    if (!isWanted) continue;
    const { title, open } = BACKENDS[name], opened = open({});
    if (opened.found) engines.push(name);
    else if (wanted === undefined) notes.push(`${title} is left out: ${opened.message}`);
    else throw new UsageError(`Cannot use the ${title} engine: ${opened.message}. To mend it, ${opened.remedy}`);
  }
  return { engines, ...(notes.length === 0 ? {} : { note: notes.join("\n") }) };
}

/**
 * Makes a log from JSON Lines. The file gets its final name only when it is whole, so that a bad line destroys nothing.
 */
function importLog(from: string, to: string): void {
  using sink = openOutput(to);
  writeJsonLines(linesOfFile(from), sink);
  sink.commit();
}

/** Writes a log as JSON Lines. */
function exportLog(log: string, to: string, allowUnfinished: boolean): number {
  using file = openOutput(to);
  const encoder = new TextEncoder();
  let waiting: string[] = [], count = 0;
  const write = (): void => {
    const bytes = encoder.encode(waiting.join(""));
    for (let from = 0; from < bytes.length;) from += file.writeSync(bytes.subarray(from));
    waiting = [];
  };
  for (const line of exportJsonLines(log, { allowUnfinished })) {
    waiting.push(line + "\n");
    count++;
    if (waiting.length === 1000) write();
  }
  write();
  file.commit();
  return count;
}

function describeReport(report: ReplayReport): string[] {
  const { engine, events, outputs, commits, chain, inputHash, breaksOff, difference } = report;
  const counts = `${number(events)} events, ${number(outputs)} outputs, ${number(commits)} commits`;
  const lines = [`${engine.name.padEnd(10)}  ${report.equal ? "equal    " : "DIFFERENT"}  ${counts}`];
  if (difference === undefined) lines.push(`            chain ${chain}, input hash ${inputHash}`);
  else lines.push(...describeDifference(difference));
  if (breaksOff !== undefined) lines.push(`            the log breaks off: ${breaksOff.message}`);
  return lines;
}

const WHAT: Readonly<Record<ReplayDifference["what"], string>> = {
  output: "differs",
  missing: "is in the log alone",
  extra: "comes from the engine alone",
  status: "",
};

function describeDifference(difference: ReplayDifference): string[] {
  const { what, event, output, eventFields, fields } = difference;
  const lines = [
    what === "status"
      ? `  All ${number(output)} outputs are equal, and the status after event ${number(event)} differs`
      : `  Output ${number(output)}, of event ${number(event)}, ${WHAT[what]}`,
  ];
  if (eventFields !== undefined) lines.push(`  event ${number(event)}: ${JSON.stringify(eventFields)}`);
  const rows = [
    ["field", "log", "engine"],
    ...fields.map((field) => [field.name, ...[field.logged, field.replayed].map(cell)]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows) {
    lines.push(`    ${row.map((text, column) => text.padEnd(widths[column]!)).join("  ").trimEnd()}`);
  }
  return lines;
}

function cell(value: JsonValue | undefined): string {
  return value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value);
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}

/** Returns a report as JSON, with an error as in the reports of errors. */
function plainReport(report: ReplayReport): unknown {
  return { ...report, ...(report.breaksOff === undefined ? {} : { breaksOff: describeError(report.breaksOff) }) };
}

/** Checks that nothing that is read is lost by what is written. */
function checkFilesOf(line: CommandLine, log: string): void {
  const exportTo = line.value("export"), importFrom = line.value("import");
  checkFiles(
    importFrom === undefined ? [{ flag: "the log", path: log }] : [{ flag: "--import", path: importFrom }],
    [
      ...(importFrom === undefined ? [] : [{ flag: "the log", path: log, kind: "replay log" } as const]),
      ...(exportTo === undefined ? [] : [{ flag: "--export", path: exportTo, kind: "log in JSON Lines" } as const]),
    ],
    line.has(FORCE_FLAG.name),
  );
}

/** Reads a file; an error of the system, which does not say what it is about, gets its name. */
function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const isOwn = [ReplayLogError, JsonLinesError, FileError].some((own) => error instanceof own);
    if (isOwn || !(error instanceof Error)) throw error;
    throw new UsageError(`Cannot read ${path}: ${error.message}`, { cause: error });
  }
}

function run(line: CommandLine, terminal: Terminal): number {
  const exportTo = line.value("export"), importFrom = line.value("import"), [path] = line.operands as [string];
  const file = importFrom === undefined ? logAt(path) : path;
  const json = line.has("json"), allowUnfinished = line.has("unfinished");
  const say = (text: string): void => {
    if (!json) terminal.out(text);
  };
  checkFilesOf(line, file);
  const { engines, note } = enginesFor(line.value("engine"));
  if (note !== undefined) say(note);
  if (importFrom !== undefined) {
    readable(importFrom, () => importLog(importFrom, file));
    say(`Imported ${importFrom} as ${file}, ${number(Deno.statSync(file).size)} bytes`);
  }
  const { header } = readable(file, () => new ReplayLogReader(file, { allowUnfinished }));
  say(`${file}: ${JSON.stringify(header.description)}, data ${header.dataHash}`);
  if (exportTo !== undefined) {
    const lines = exportLog(file, exportTo, allowUnfinished);
    say(`Exported to ${exportTo}, ${number(lines)} lines`);
  }
  const reports = engines.map((engineBackend) =>
    replay(file, { engineBackend, environmentOverride: false, allowUnfinished })
  );
  const equal = reports.every((report) => report.equal);
  for (const report of reports) say(describeReport(report).join("\n"));
  if (!equal && header.description["package"] !== PACKAGE_VERSION) {
    say(
      `Version ${cell(header.description["package"])} of the package wrote the log, and this is ${PACKAGE_VERSION}`,
    );
  }
  say(equal ? "Every output and every hash is equal" : "The log and an engine differ");
  if (json) {
    const { description, dataHash } = header;
    terminal.out(jsonText({ file, equal, note, description, dataHash, reports: reports.map(plainReport) }));
  }
  return equal ? 0 : 1;
}
