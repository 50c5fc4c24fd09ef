/**
 * The command `diff`: one strategy under two sets of rules, the rows that differ switched one by one.
 *
 * @module
 */

import { diff, type RulesDiff, type RuleSettings } from "../diff/diff.ts";
import { diffText } from "../diff/diff_text.ts";
import { ENGINE_CHOICES, type EngineChoice } from "../engine/choice.ts";
import type { Bars } from "../feeds/bars.ts";
import { jsonText } from "../records/json_line.ts";
import { StrategyError } from "../strategy/strategy_error.ts";
import type { Params, StrategyClass } from "../strategy/strategy.ts";
import type { Command } from "./command.ts";
import type { CommandLine } from "./flags.ts";
import { LOAD_SECONDS, loadLimit, loadStrategy } from "./load_strategy.ts";
import { Progress } from "./progress.ts";
import { FEED_FLAGS, FEED_PERMISSION, readFeeds } from "./read_feeds.ts";
import { accountOptions, RUN_FLAGS } from "./run_options.ts";
import { readSettings } from "./rule_settings.ts";
import { StrategyFailure } from "./strategy_failure.ts";
import { readParams } from "./strategy_params.ts";
import type { Terminal } from "./terminal.ts";

// Taken before any strategy is loaded, which could put another one in its place.
const { setTimeout } = globalThis;
/** Flags that have another meaning here than in `run`: the two sets of rules. */
const SETS = ["from", "to"];

/** The command `diff`. */
export const command: Command = {
  description:
    "Runs one strategy under two sets of rules and tells which rows make the difference. Rows that can be switched alone " +
    "are switched one by one: final equity, number of fills, and the first fill that changed. The model comes last: each " +
    "fill that it changes is put down to rows of the model, and what no row foretells is counted as unexplained. SETTINGS " +
    "are names with values, such as profile=backtrader,slippage=0.001,CANCEL=IGNORED: options of a run, and rules in " +
    "capital letters. Other flags hold for both sets.",
  operands: { usage: "STRATEGY.ts", least: 1, most: 1 },
  flags: [
    { name: "from", value: "SETTINGS", summary: "The first set of rules; profile=exact by default." },
    { name: "to", value: "SETTINGS", summary: "The second set of rules; profile=backtrader by default." },
    ...FEED_FLAGS,
    ...RUN_FLAGS.filter(({ name }) => !SETS.includes(name)),
    { name: "engine", value: "NAME", choices: ENGINE_CHOICES, summary: "Which engine runs; auto by default." },
    {
      name: "load-timeout",
      value: "SECONDS",
      summary: `Give up a module that has not loaded by then; ${LOAD_SECONDS} by default.`,
    },
  ],
  permissions: [
    { flag: "--allow-read=.", purpose: "the strategy's modules and the prices, wherever they lie" },
    FEED_PERMISSION,
    { flag: "--allow-read, --allow-ffi", purpose: "of the folder of the Rust library, for the Rust engine" },
  ],
  exitCodes: {
    0: "every fill of the step of the model is explained, or there is no such step",
    1: "something is unexplained, or the strategy threw an error",
    2: "the command line, the strategy's module, the prices or the engine cannot be used",
  },
  run,
};

async function run(line: CommandLine, terminal: Terminal): Promise<number> {
  const from = readSettings(line.value("from") ?? "profile=exact", "--from");
  const to = readSettings(line.value("to") ?? "profile=backtrader", "--to");
  using progress = new Progress(terminal);
  const strategy = await loadStrategy(line.operands[0]!, line.value("export"), loadLimit(line));
  const engineBackend = line.value("engine") as EngineChoice | undefined;
  const { instruments, periodsPerYear, riskFree, measureFrom, start, ...terms } = accountOptions(line, SETS);
  const options = {
    params: readParams(line.values("params"), strategy.defaults),
    ...{ from: { ...terms, ...from }, to: { ...terms, ...to } },
    ...definedOf({ instruments, periodsPerYear, riskFree, measureFrom, start, engineBackend }),
  };
  const feeds = await readFeeds(line, progress);
  progress.tell(`Running ${strategy.name} under both sets of rules`);
  const found = diffed(strategy, feeds, options);
  // A promise of the strategy that was rejected in a run is told in the next turn, and then there is no result.
  await new Promise((resolve) => setTimeout(resolve));
  progress[Symbol.dispose]();
  terminal.out(line.has("json") ? jsonText(found) : diffText(found));
  return found.unexplained === 0 ? 0 : 1;
}

/** Returns the options that are there. */
function definedOf(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function diffed(
  strategy: StrategyClass<Params>,
  feeds: Readonly<Record<string, Bars>>,
  options: { readonly from: RuleSettings; readonly to: RuleSettings },
): RulesDiff {
  try {
    return diff(strategy, feeds, options);
  } catch (error) {
    throw error instanceof StrategyError ? new StrategyFailure(error) : error;
  }
}
