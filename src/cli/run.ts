/**
 * The command `run`: runs a strategy over prices from files.
 *
 * @module
 */

import { ENGINE_BACKEND_VARIABLE } from "../engine/choice.ts";
import type { Bars } from "../feeds/bars.ts";
import { RunLog } from "../replay/run_log.ts";
import { backtest } from "../run/backtest.ts";
import { bands } from "../run/bands.ts";
import type { BacktestOptions } from "../run/backtest_options.ts";
import type { Result } from "../results/result.ts";
import { StrategyError } from "../strategy/strategy_error.ts";
import { type Params, Strategy, type StrategyClass } from "../strategy/strategy.ts";
import type { Command } from "./command.ts";
import { ENGINE_FLAG, engineOption } from "./engine_flag.ts";
import { FILL_ON_FLAG, fillFiles, fineNames, readFillOn } from "./fill_on.ts";
import type { CommandLine } from "./flags.ts";
import { jsonText } from "../records/json_line.ts";
import { LOAD_SECONDS, loadLimit, loadStrategy } from "./load_strategy.ts";
import { checkFiles, FORCE_FLAG, isThere, openOutput, type OutputFile, type OutputSink } from "./output_files.ts";
import { Progress } from "./progress.ts";
import { dataFiles, FEED_FLAGS, FEED_PERMISSION, readFeeds } from "./read_feeds.ts";
import { accountOptions, RUN_FLAGS } from "./run_options.ts";
import { StrategyFailure } from "./strategy_failure.ts";
import { filesOfStrategy } from "./strategy_files.ts";
import { readParams } from "./strategy_params.ts";
import { tableFiles, writeTables } from "./table_files.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage_error.ts";

// Taken before any strategy is loaded, which could put another one in its place.
const { setTimeout } = globalThis;
/** Number of bars between two checks of the clock. */
const BARS_A_LOOK = 64;
/** Number of steps between two checkpoints, by default. */
const STEPS_A_CHECKPOINT = 1_000;

/** The command `run`. */
export const command: Command = {
  description:
    "Runs a strategy over prices from files and prints the summary of the run, with the state chain that the " +
    "same run has on either engine, on any machine.",
  operands: { usage: "STRATEGY.ts", least: 1, most: 1 },
  flags: [
    ...FEED_FLAGS,
    FILL_ON_FLAG,
    ...RUN_FLAGS,
    ENGINE_FLAG,
    { name: "log", value: "FILE", summary: "Write a replay log, from which either engine repeats every step." },
    { name: "checkpoint", value: "FILE", summary: "Keep the last checkpoint in a file, from which --resume goes on." },
    { name: "every", value: "STEPS", summary: "Steps from one checkpoint to the next; 1000 by default." },
    { name: "resume", value: "FILE", summary: "Go on from a checkpoint of the same strategy, prices and options." },
    {
      name: "csv",
      value: "FOLDER",
      summary: "Write trades.csv, orders.csv, fills.csv and equity.csv into a folder, which is made if need be.",
    },
    {
      name: "bands",
      summary: "Run under each path inside the bars, and print what hangs on them in place of the summary.",
    },
    { name: "html", value: "FILE", summary: "Write the report of the run as one page, which a browser opens." },
    {
      name: "load-timeout",
      value: "SECONDS",
      summary: `Give up a module that has not loaded by then; ${LOAD_SECONDS} by default.`,
    },
    FORCE_FLAG,
  ],
  permissions: [
    { flag: "--allow-read=.", purpose: "the strategy's modules and the prices, wherever they lie" },
    FEED_PERMISSION,
    {
      flag: "--allow-read, --allow-ffi",
      purpose: 'of the folder of the Rust library, for the Rust engine; "doctor" tells which one that is',
    },
    {
      flag: "--allow-env",
      purpose:
        `of ${ENGINE_BACKEND_VARIABLE}, HOME and XDG_CACHE_HOME (LOCALAPPDATA on Windows): the choice of engine, ` +
        "and where an installed library lies",
    },
    {
      flag: "--allow-read, --allow-write",
      purpose:
        "of the files of --log, --checkpoint and --html, and of the same with .part behind their names; of the folder of " +
        "--csv",
    },
  ],
  exitCodes: {
    0: "the strategy ran",
    1: "the strategy threw an error, or left one that nobody caught; that may come up to a second after the result",
    2: "the command line, the strategy's module, the prices or the engine cannot be used",
  },
  run,
};

async function run(line: CommandLine, terminal: Terminal): Promise<number> {
  const path = line.operands[0]!;
  checkBands(line);
  checkFilesOf(line, path);
  using progress = new Progress(terminal);
  const strategy = await loadStrategy(path, line.value("export"), loadLimit(line));
  const given = optionsOf(line, strategy);
  const feeds = await readFeeds(line, progress, (names) => fineNames(line, names));
  const options = { ...given, ...await readFillOn(line, feeds, progress) };
  if (line.has("bands")) return await runBands(strategy, feeds, options, terminal);
  // Before the run, which would be for nothing if the file cannot be written.
  using report = openReport(line.value("html"));
  const result = runLogged(line.value("log"), (log) => runStrategy(strategy, feeds, { ...options, ...log }, progress));
  // A promise of the strategy that was rejected in the run is told in the next turn, and then there is no result.
  await new Promise((resolve) => setTimeout(resolve));
  const folder = line.value("csv");
  if (folder !== undefined) {
    progress.tell(`Writing ${folder}`);
    writeTables(folder, result);
  }
  if (report !== undefined) {
    progress.tell(`Writing ${line.value("html")}`);
    await writeReport(report, result);
  }
  progress[Symbol.dispose]();
  if (line.has("json")) terminal.out(jsonText(result.toJSON()));
  else terminal.out(`${result.summary()}\n\nChain ${result.chain}`);
  return 0;
}

/** Flags that --bands does not go with: they belong to a run on one path. */
const WITHOUT_BANDS: readonly string[] = ["path", "log", "checkpoint", "resume", "csv", "html", "json"];

/** Runs under each path and prints what came of them. */
async function runBands(
  strategy: StrategyClass<Params>,
  feeds: Readonly<Record<string, Bars>>,
  options: BacktestOptions,
  terminal: Terminal,
): Promise<number> {
  try {
    terminal.out((await bands(strategy, feeds, options)).text());
  } catch (error) {
    if (!(error instanceof StrategyError)) throw error;
    throw new StrategyFailure(error);
  }
  return 0;
}

/** Rejects flags that belong to a run on one path. */
function checkBands(line: CommandLine): void {
  const wrong = line.has("bands") ? WITHOUT_BANDS.find((flag) => line.has(flag)) : undefined;
  if (wrong !== undefined) throw new UsageError(`Cannot use --${wrong} with --bands: it runs on every path`);
}

function openReport(path: string | undefined): OutputSink | undefined {
  return path === undefined ? undefined : openOutput(path);
}

/** Writes the report of a run. What makes it is loaded for that alone. */
async function writeReport(file: OutputSink, result: Result): Promise<void> {
  const { reportOf } = await import("../report/report.ts"), text = await reportOf(result, {});
  const bytes = new TextEncoder().encode(text);
  for (let written = 0; written < bytes.length;) written += file.writeSync(bytes.subarray(written));
  file.commit();
}

/** Checks that nothing that the run reads is lost by what it writes. */
function checkFilesOf(line: CommandLine, strategy: string): void {
  const { checkpoint, resume, log, csv, html } = Object.fromEntries(
    ["checkpoint", "resume", "log", "csv", "html"].map((flag) => [flag, line.value(flag)]),
  );
  const outputs: readonly OutputFile[] = [
    ...(log === undefined ? [] : [{ flag: "--log", path: log, kind: "replay log" } as const]),
    ...(checkpoint === undefined
      ? []
      : [{ flag: "--checkpoint", path: checkpoint, kind: "checkpoint", replaces: "--resume" } as const]),
    ...(csv === undefined ? [] : tableFiles(csv)),
    ...(html === undefined ? [] : [{ flag: "--html", path: html, kind: "report" } as const]),
  ];
  const force = line.has(FORCE_FLAG.name);
  // By force alone a file of code could be replaced, so nobody else has to look for them.
  const isReplaced = force && outputs.some(({ path }) => isThere(path));
  checkFiles(
    [
      { flag: "the strategy", path: strategy },
      ...dataFiles(line).map(({ text }) => ({ flag: "--data", path: text })),
      ...fillFiles(line).map(({ text }) => ({ flag: "--fill-on", path: text })),
      ...(resume === undefined ? [] : [{ flag: "--resume", path: resume }]),
      ...(isReplaced ? filesOfStrategy(strategy) : []),
    ],
    outputs,
    force,
  );
}

function optionsOf(line: CommandLine, strategy: StrategyClass<Params>): BacktestOptions {
  return {
    ...accountOptions(line),
    params: readParams(line.values("params"), strategy.defaults),
    ...engineOption(line),
    ...checkpointOptions(line),
  };
}

function checkpointOptions(line: CommandLine): Pick<BacktestOptions, "checkpoint" | "resume"> {
  const save = line.value("checkpoint"), every = line.number("every"), resume = line.value("resume");
  if (save === undefined && every !== undefined) throw new UsageError("Cannot use --every without --checkpoint FILE");
  return {
    ...(save === undefined ? {} : { checkpoint: { every: every ?? STEPS_A_CHECKPOINT, save } }),
    ...(resume === undefined ? {} : { resume }),
  };
}

/** Runs with a replay log, if there is a path for one. A strategy that throws leaves its log as a part. */
function runLogged(path: string | undefined, run: (log: Pick<BacktestOptions, "replayLog">) => Result): Result {
  if (path === undefined) return run({});
  using file = openOutput(path);
  try {
    const result = run({ replayLog: new RunLog(file) });
    file.commit();
    return result;
  } catch (error) {
    if (!(error instanceof StrategyFailure)) throw error;
    throw error.noted(`The replay log up to there is ${file.keepPart()}; "replay" takes it with --unfinished`);
  }
}

function runStrategy(
  strategy: StrategyClass<Params>,
  feeds: Readonly<Record<string, Bars>>,
  options: BacktestOptions,
  progress: Progress,
): Result {
  const driven = progress.isWatched ? watched(strategy, progress) : strategy;
  try {
    return backtest(driven, feeds, options);
  } catch (error) {
    if (!(error instanceof StrategyError)) throw error;
    throw new StrategyFailure(error);
  }
}

/**
 * Returns the strategy with calls that show progress. A run is one synchronous call, so only the strategy can show it.
 */
function watched(strategy: StrategyClass<Params>, progress: Progress): StrategyClass<Params> {
  const { name } = strategy;
  // The summary says that a strategy has no `next` of its own, and this would be one.
  if (strategy.prototype.next === Strategy.prototype.next) return strategy;
  let bars = 0;
  const Watched = class extends strategy {
    override next(): void {
      super.next();
      if (++bars % BARS_A_LOOK === 0) progress.tell(`Running ${name}: ${bars.toLocaleString("en-US")} bars`);
    }
  };
  Object.defineProperty(Watched, "name", { value: name });
  return Watched;
}
