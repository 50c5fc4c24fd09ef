/**
 * `deno task oracle`: replays recorded backtrader scenarios and compares every event, bit for bit; and computes recorded
 * indicators of backtrader and compares every value.
 *
 * @module
 */

import { BACKENDS, ENGINE_NAMES, type EngineName } from "../src/engine/backends.ts";
import { judgeAnalyzers } from "../tests/oracle/analyzers/judge_analyzers.ts";
import { type AnalyzerRecording, feedOf, isAnalyzerRecordings } from "../tests/oracle/analyzers/recording.ts";
import { judge, type Verdict } from "../tests/oracle/judge.ts";
import { judgeRecording, type RecordingVerdict } from "../tests/oracle/indicators/judge_recording.ts";
import { type IndicatorRecording, isRecordings, parseRecordings } from "../tests/oracle/indicators/recording.ts";
import { parseJson, readText } from "../tests/oracle/read_text.ts";
import { parseScenarios, type Scenario, type ScenarioFeed } from "../tests/oracle/scenario.ts";

/** Names of the engines, the reference first. */
const NAMES = ENGINE_NAMES.toReversed();

const HELP = `Compare with recordings of backtrader: scenarios, and values of indicators.

Usage: deno task oracle FILE... [--engine ${NAMES.join("|")}|both|all] [--verbose] [--help]

FILE is JSON or gzipped JSON (.json, .json.gz) inside the project. An array is one of scenarios: each is replayed in the
backtrader profile, and every event compared, bit for bit. An object is one of indicators by their set-ups: each is
computed over whole columns and bar by bar, and every value compared, as exactly as src/indicators/indicators.md says.
What needs something that is not built yet is listed with the names of the features that it waits for.

  --engine   the engines to replay on; all that can be had by default; both are TypeScript and Rust
  --verbose  lists what passed, too

Exit code: 0 if nothing failed, 1 if something did or an engine or a file cannot be had, 2 for wrong arguments.`;

/** Arguments of the command line. */
interface Arguments {
  readonly files: readonly string[];
  readonly engine: string | undefined;
  readonly verbose: boolean;
}

function parseArguments(args: readonly string[]): Arguments {
  const files: string[] = [];
  let engine: string | undefined, verbose = false;
  for (let at = 0; at < args.length; at++) {
    const word = args[at]!;
    if (word === "--verbose") verbose = true;
    else if (word === "--engine" || word.startsWith("--engine=")) {
      engine = word === "--engine" ? args[++at] ?? "" : word.slice("--engine=".length);
      if (![...NAMES, "both", "all"].includes(engine)) {
        throw new RangeError(`Cannot use "${engine}" as --engine: there are ${NAMES.join(", ")}, both and all`);
      }
    } else if (word.startsWith("-")) {
      throw new RangeError(`Cannot use ${word}: there are --engine, --verbose and --help`);
    } else files.push(word);
  }
  if (files.length === 0) throw new RangeError("Cannot replay nothing: name at least one file");
  return { files, engine, verbose };
}

/** Returns whether a file holds sequences of resampled bars, which are compared by tests and not here. */
function isSequences(content: unknown): boolean {
  return typeof content === "object" && content !== null && "resample" in content;
}

/** Returns whether an engine is among those that are wanted. */
function isWanted(name: EngineName, wanted: string | undefined): boolean {
  return wanted === undefined || wanted === "all" || wanted === name || (wanted === "both" && name !== "wasm");
}

/** The engines to replay on. */
function enginesFor(wanted: string | undefined): readonly EngineName[] {
  return NAMES.filter((name) => {
    if (!isWanted(name, wanted)) return false;
    const { title, open } = BACKENDS[name], opened = open({});
    if (opened.found) return true;
    if (wanted !== undefined) {
      throw new Error(`Cannot use the ${title} engine: ${opened.message}. To mend it, ${opened.remedy}`);
    }
    console.log(`${title} is left out: ${opened.message}`);
    return false;
  });
}

/** Counts over one file, of one engine. */
interface Counts {
  passed: number;
  failed: number;
  /** Scenarios whose recording depends on how the recording program ran, which count neither way. */
  dependent: number;
  readonly waiting: Map<string, string[]>;
}

/** Replays the scenarios of a file on all engines, prints what became of them and returns the counts of all. */
function replayFile(
  file: string,
  scenarios: readonly Scenario[],
  engines: readonly EngineName[],
  verbose: boolean,
): readonly Counts[] {
  console.log(`\n${file}: ${scenarios.length} scenarios`);
  const all = engines.map((engine) => ({ engine, counts: noCounts() }));
  for (const scenario of scenarios) {
    let chain: string | undefined;
    for (const { engine, counts } of all) {
      let verdict: Verdict = judge(scenario, engine);
      if (verdict.outcome === "passed") {
        if (chain !== undefined && chain !== verdict.chain) {
          verdict = { outcome: "failed", why: `the state chain is ${verdict.chain}, on the other engine ${chain}` };
        }
        chain ??= verdict.outcome === "passed" ? verdict.chain : undefined;
      }
      note(scenario.name, engine, verdict, counts, verbose);
    }
  }
  for (const { engine, counts } of all) console.log(`  ${engine}: ${summaryOf(counts)}`);
  printWaiting(all[0]!.counts);
  return all.map(({ counts }) => counts);
}

/** Computes the recorded indicators of a file, prints what became of them and returns the counts of all. */
function compareIndicators(file: string, recordings: readonly IndicatorRecording[], verbose: boolean): Counts {
  console.log(`\n${file}: ${recordings.length} recordings of indicators`);
  const counts = noCounts();
  for (const recording of recordings) note(recording.name, "indicator", judgeRecording(recording), counts, verbose);
  console.log(`  indicators: ${summaryOf(counts)}`);
  printWaiting(counts);
  return counts;
}

/** Runs recordings of analyzers on all engines, prints what became of them and returns the counts of all. */
async function compareAnalyzers(
  file: string,
  recordings: readonly AnalyzerRecording[],
  engines: readonly EngineName[],
  verbose: boolean,
): Promise<readonly Counts[]> {
  console.log(`\n${file}: ${recordings.length} recordings of analyzers`);
  const all: Counts[] = [];
  const feeds = await Promise.all(recordings.map(feedOf));
  for (const engine of engines) {
    const counts = noCounts();
    recordings.forEach((recording, at) => {
      const feed = feeds[at];
      note(
        recording.name,
        engine,
        feed === undefined ? NO_PRICES : verdictOn(recording, feed, engine),
        counts,
        verbose,
      );
    });
    all.push(counts);
    console.log(`  ${engine}: ${summaryOf(counts)}`);
    if (engine === engines.at(-1)) printWaiting(counts);
  }
  return all;
}

const NO_PRICES: Verdict = { outcome: "waiting", features: ["prices that are not here"] };

function verdictOn(recording: AnalyzerRecording, feed: ScenarioFeed, engine: EngineName): Verdict {
  try {
    const { differences, chain } = judgeAnalyzers(recording, feed, engine);
    return differences.length === 0
      ? { outcome: "passed", chain }
      : { outcome: "failed", why: differences.join("\n          ") };
  } catch (error) {
    return { outcome: "failed", why: error instanceof Error ? error.message : String(error) };
  }
}

function noCounts(): Counts {
  return { passed: 0, failed: 0, dependent: 0, waiting: new Map() };
}

function summaryOf({ passed, failed, dependent, waiting }: Counts): string {
  const count = [...waiting.values()].reduce((sum, names) => sum + names.length, 0);
  const more = dependent === 0 ? "" : `, ${dependent} mode dependent`;
  return `${passed} passed, ${failed} failed, ${count} waiting${more}`;
}

/** Returns the last lines, of all files and engines: what waits, or depends on how it was recorded, counts neither way. */
function tallyOf(all: readonly Counts[]): { readonly line: string; readonly failed: number } {
  const sum = (of: (counts: Counts) => number): number => all.reduce((total, counts) => total + of(counts), 0);
  const failed = sum((counts) => counts.failed), dependent = sum((counts) => counts.dependent);
  const waiting = sum((counts) => [...counts.waiting.values()].reduce((total, names) => total + names.length, 0));
  const more = [
    ...(waiting === 0 ? [] : [`${waiting} waiting`]),
    ...(dependent === 0 ? [] : [`${dependent} mode dependent`]),
  ];
  const aside = more.length === 0 ? "" : `Counted neither way: ${more.join(", ")}\n`;
  return { line: `${aside}${sum((counts) => counts.passed)} passed, ${failed} failed`, failed };
}

/** Adds the verdict on a recording to the counts and prints it; `by` is that which was compared. */
function note(
  name: string,
  by: string,
  verdict: Verdict | RecordingVerdict,
  counts: Counts,
  verbose: boolean,
): void {
  if (verdict.outcome === "passed") {
    counts.passed++;
    if (verbose) console.log(`  passed  ${by}  ${name}`);
  } else if (verdict.outcome === "failed") {
    counts.failed++;
    console.log(`  FAILED  ${by}  ${name}\n          ${verdict.why}`);
  } else if (verdict.outcome === "mode dependent") {
    counts.dependent++;
    console.log(`  not counted  ${by}  ${name}\n          ${verdict.why}`);
  } else {
    const features = verdict.features.join(", ");
    counts.waiting.set(features, [...counts.waiting.get(features) ?? [], name]);
  }
}

/** Lists what waits, by the features that it waits for. */
function printWaiting(counts: Counts): void {
  if (counts.waiting.size === 0) return;
  console.log("  waiting for:");
  const rows = [...counts.waiting].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
  for (const [features, names] of rows) {
    const shown = names.length > 4 ? `${names.slice(0, 3).join("; ")} and ${names.length - 3} more` : names.join("; ");
    console.log(`    ${features} (${names.length}): ${shown}`);
  }
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  let parsed: Arguments;
  try {
    parsed = parseArguments(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
  try {
    const all: Counts[] = [];
    let engines: readonly EngineName[] | undefined;
    for (const file of parsed.files) {
      const text = await readText(file), content = parseJson(text, file);
      if (isAnalyzerRecordings(content)) {
        engines ??= enginesFor(parsed.engine);
        all.push(...await compareAnalyzers(file, content, engines, parsed.verbose));
      } else if (isSequences(content)) {
        console.log(`\n${file}: sequences of resampled bars, which tests/oracle/resample_test.ts compares`);
      } else if (isRecordings(content)) {
        all.push(compareIndicators(file, parseRecordings(content, file), parsed.verbose));
      } else {
        engines ??= enginesFor(parsed.engine);
        all.push(...replayFile(file, parseScenarios(text, file), engines, parsed.verbose));
      }
    }
    const { line, failed } = tallyOf(all);
    console.log(`\n${line}`);
    return failed === 0 ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
