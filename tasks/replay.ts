/**
 * `deno task replay`: a log re-applied, every byte of what the engines say compared with it.
 *
 * @module
 */

import { openLibrary } from "../src/native/library.ts";
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
} from "../src/replay/mod.ts";
import { PACKAGE_VERSION } from "../src/package_version.ts";

const HELP = `Re-apply the events of a replay log and compare every output and hash with it, byte for byte.

Usage: deno task replay FILE [--engine typescript|rust|both] [--unfinished] [--export OUT.jsonl] [--json]
       deno task replay --import IN.jsonl FILE [the same options]

  --engine      the engines to replay on; both by default, or TypeScript alone where the Rust library cannot be had
  --unfinished  takes a log that breaks off, as a killed run leaves it, and replays what is whole
  --export OUT  writes the log as JSON Lines, too; their schema is src/replay/replay_log.schema.json
  --import IN   makes FILE from JSON Lines first
  --json        prints one object of JSON and nothing else

Exit code: 0 if everything is equal, 1 if something differs, 2 if the log or an engine cannot be had or an argument is
wrong.`;

type EngineName = "typescript" | "rust";

/** What the command line asks for. */
interface Arguments {
  readonly file: string;
  readonly engine: string | undefined;
  readonly exportTo: string | undefined;
  readonly importFrom: string | undefined;
  readonly unfinished: boolean;
  readonly json: boolean;
}

/** Thrown for a wrong argument. */
class UsageError extends RangeError {}

function parseArguments(args: readonly string[]): Arguments {
  const files: string[] = [], values: Record<string, string> = {}, switches = new Set<string>();
  for (let at = 0; at < args.length; at++) {
    const [name, given] = args[at]!.split(/=(.*)/s, 2) as [string, string | undefined];
    if (["--engine", "--export", "--import"].includes(name)) {
      const value = given ?? args[++at];
      if (value === undefined || value === "") throw new UsageError(`Cannot use ${name} without a value`);
      values[name] = value;
    } else if (["--json", "--unfinished"].includes(name) && given === undefined) switches.add(name);
    else if (name.startsWith("-")) throw new UsageError(`Cannot use the argument "${args[at]}": see --help`);
    else files.push(args[at]!);
  }
  if (files.length !== 1) throw new UsageError(`Cannot replay ${files.length} files: name one, see --help`);
  const engine = values["--engine"];
  if (engine !== undefined && !["typescript", "rust", "both"].includes(engine)) {
    throw new UsageError(`Cannot use "${engine}" as --engine: there are typescript, rust and both`);
  }
  return {
    file: files[0]!,
    engine,
    exportTo: values["--export"],
    importFrom: values["--import"],
    unfinished: switches.has("--unfinished"),
    json: switches.has("--json"),
  };
}

/** The engines to replay on, and why one is left out. */
function enginesFor(wanted: string | undefined): { engines: readonly EngineName[]; note?: string } {
  if (wanted === "typescript") return { engines: ["typescript"] };
  const library = openLibrary();
  if (library.found) return { engines: wanted === "rust" ? ["rust"] : ["typescript", "rust"] };
  if (wanted === undefined) return { engines: ["typescript"], note: `Rust is left out: ${library.message}` };
  throw new UsageError(`Cannot use the Rust engine: ${library.message}. To mend it, ${library.remedy}`);
}

/** Makes a log from JSON Lines. It gets its name when it is whole, so that nothing is lost over a bad line. */
function importLog(from: string, to: string): void {
  const part = `${to}.part`;
  try {
    {
      using sink = Deno.openSync(part, { write: true, create: true, truncate: true });
      writeJsonLines(linesOf(from), sink);
    }
    Deno.renameSync(part, to);
  } catch (error) {
    try {
      Deno.removeSync(part);
    } catch {
      // There is no such file where even opening it failed.
    }
    throw error;
  }
}

/** The lines of a text file, read piece by piece. */
function* linesOf(path: string): Generator<string> {
  using file = Deno.openSync(path);
  const decoder = new TextDecoder("utf-8", { fatal: true }), bytes = new Uint8Array(0x1_0000);
  let rest = "";
  for (let count = file.readSync(bytes); count !== null; count = file.readSync(bytes)) {
    const lines = (rest + decoder.decode(bytes.subarray(0, count), { stream: true })).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== "") yield rest;
}

/** Writes a log as JSON Lines. */
function exportLog(log: string, to: string, allowUnfinished: boolean): number {
  using file = Deno.openSync(to, { write: true, create: true, truncate: true });
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

/** A report as JSON: errors as their code, place and message. */
function plainReport(report: ReplayReport): unknown {
  return { ...report, ...(report.breaksOff === undefined ? {} : { breaksOff: plainError(report.breaksOff) }) };
}

function plainError(error: unknown): unknown {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ReplayLogError) return { code: error.code, offset: error.offset, message };
  if (error instanceof JsonLinesError) return { line: error.line, field: error.field, message };
  return { message };
}

function run(parsed: Arguments): number {
  const say = (text: string): void => {
    if (!parsed.json) console.log(text);
  };
  const { engines, note } = enginesFor(parsed.engine), allowUnfinished = parsed.unfinished;
  if (note !== undefined) say(note);
  if (parsed.importFrom !== undefined) {
    importLog(parsed.importFrom, parsed.file);
    say(`Imported ${parsed.importFrom} as ${parsed.file}, ${number(Deno.statSync(parsed.file).size)} bytes`);
  }
  const { header } = new ReplayLogReader(parsed.file, { allowUnfinished });
  say(`${parsed.file}: ${JSON.stringify(header.description)}, data ${header.dataHash}`);
  if (parsed.exportTo !== undefined) {
    const lines = exportLog(parsed.file, parsed.exportTo, allowUnfinished);
    say(`Exported to ${parsed.exportTo}, ${number(lines)} lines`);
  }
  const reports = engines.map((engineBackend) =>
    replay(parsed.file, { engineBackend, environmentOverride: false, allowUnfinished })
  );
  const equal = reports.every((report) => report.equal);
  for (const report of reports) say(describeReport(report).join("\n"));
  if (!equal && header.description["package"] !== PACKAGE_VERSION) {
    say(`Version ${cell(header.description["package"])} of the package wrote the log, and this is ${PACKAGE_VERSION}`);
  }
  say(equal ? "Every output and every hash is equal" : "The log and an engine differ");
  if (parsed.json) {
    const { description, dataHash } = header;
    console.log(
      JSON.stringify({ file: parsed.file, equal, note, description, dataHash, reports: reports.map(plainReport) }),
    );
  }
  return equal ? 0 : 1;
}

function main(args: readonly string[]): number {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  try {
    return run(parseArguments(args));
  } catch (error) {
    if (args.includes("--json")) console.log(JSON.stringify({ error: plainError(error) }));
    else console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

if (import.meta.main) Deno.exitCode = main(Deno.args);
