/**
 * The command `bisect`: finds the first event after which two sides differ.
 *
 * @module
 */

import { ENGINE_NAMES } from "../engine/backends.ts";
import { type EngineChoice, EngineError, type EngineOptions } from "../engine/engine.ts";
import { bisect, type BisectSide, type Divergence } from "../replay/bisect.ts";
import { formatDivergence } from "../replay/format_divergence.ts";
import { logSide } from "../replay/log_side.ts";
import { MemorySink } from "../replay/log_sink.ts";
import { ReplayLogError } from "../replay/replay_log_error.ts";
import { RunLog } from "../replay/run_log.ts";
import { backtest } from "../run/backtest.ts";
import type { Command } from "./command.ts";
import type { CommandLine } from "./flags.ts";
import { loadStrategy } from "./load_strategy.ts";
import { logAt } from "./log_of_folder.ts";
import { Progress } from "./progress.ts";
import { FEED_FLAGS, FEED_PERMISSION, readFeeds } from "./read_feeds.ts";
import { readParams } from "./strategy_params.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage_error.ts";
import { jsonText } from "../records/json_line.ts";

// Taken before any strategy is loaded, which could put others in their place.
const { parse, stringify } = JSON;

/** The command `bisect`. */
export const command: Command = {
  description:
    "Finds the first event after which two sides differ in outputs, hashes or state, and shows both states, " +
    "only the fields that differ. A side is a replay log, or a strategy that is run over --data. With one log the sides " +
    "are two engines, or two builds of the library. The folder of a journal means the log in it.",
  operands: { usage: "A [B]", least: 1, most: 2 },
  flags: [
    { name: "engine", value: "NAME", choices: ENGINE_NAMES, summary: "Engine of the first side." },
    { name: "other-engine", value: "NAME", choices: ENGINE_NAMES, summary: "Engine of the second side." },
    { name: "library", value: "FILE", summary: "Rust library of the first side." },
    { name: "other-library", value: "FILE", summary: "Rust library of the second side." },
    {
      name: "every",
      value: "EVENTS",
      summary: "Events from one comparison of whole states to the next; 1024 by default.",
    },
    { name: "unfinished", summary: "Take logs that break off, as a killed run leaves them." },
    ...FEED_FLAGS,
    { name: "params", value: "NAME=VALUE", multiple: true, summary: "A parameter of both strategies." },
  ],
  permissions: [
    { flag: "--allow-read=.", purpose: "the logs, or the strategies and the prices, wherever they lie" },
    FEED_PERMISSION,
    { flag: "--allow-read, --allow-ffi", purpose: "of the folder of the Rust library, for the Rust engine" },
  ],
  exitCodes: {
    0: "both sides say the same to the end",
    1: "they part, and it is shown where",
    2: "the command line, a log, a strategy, the prices or an engine cannot be used",
  },
  run,
};

async function run(line: CommandLine, terminal: Terminal): Promise<number> {
  using progress = new Progress(terminal);
  const [a, b = a] = line.operands as [string, string?], every = line.number("every");
  const alone = line.operands.length === 1;
  const library = line.value("library"), otherLibrary = line.value("other-library");
  // One log is compared on two engines; two logs are compared on one engine.
  const engine = line.value("engine") ?? (library !== undefined ? "rust" : "typescript");
  const other = line.value("other-engine") ??
    (otherLibrary !== undefined || (alone && engine === "typescript") ? "rust" : "typescript");
  if (alone && engine === other && library === otherLibrary) {
    throw new UsageError(`Cannot compare ${a} on ${engine} with itself: name another log, engine or library`);
  }
  const sides = await Promise.all([
    sideOf(a, engine, library, line, progress),
    sideOf(b, other, otherLibrary, line, progress),
  ]);
  const divergence = bisect(sides[0], sides[1], every === undefined ? {} : { checkpointEvery: every });
  progress[Symbol.dispose]();
  if (line.has("json")) terminal.out(jsonText(plainDivergence(divergence)));
  else terminal.out(formatDivergence(divergence));
  return divergence === undefined ? 0 : 1;
}

/** Makes a side from a path: a strategy if the path is a module, otherwise a log. */
async function sideOf(
  path: string,
  engine: string,
  libraryPath: string | undefined,
  line: CommandLine,
  progress: Progress,
): Promise<BisectSide> {
  const options: EngineOptions = {
    engineBackend: engine as EngineChoice,
    environmentOverride: false,
    ...(libraryPath === undefined ? {} : { libraryPath }),
  };
  const name = `${path} on ${libraryPath ?? engine}`;
  try {
    if (!/\.[mc]?[jt]s$/.test(path)) {
      return logSide(logAt(path), { ...options, name, allowUnfinished: line.has("unfinished") });
    }
    const strategy = await loadStrategy(path), feeds = await readFeeds(line, progress), sink = new MemorySink();
    const params = readParams(line.values("params"), strategy.defaults);
    backtest(strategy, feeds, { params, engineBackend: "typescript", replayLog: new RunLog(sink) });
    return logSide(sink.bytes(), { ...options, name });
  } catch (error) {
    if (error instanceof ReplayLogError) throw new UsageError(`Cannot use ${path}: ${error.message}`, { cause: error });
    if (error instanceof EngineError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

/** Returns a divergence as JSON, with numbers that are not finite as strings. */
function plainDivergence(divergence: Divergence | undefined): unknown {
  if (divergence === undefined) return { equal: true };
  return parse(stringify({ equal: false, ...divergence }, (_name, value) => {
    return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
  }));
}
