/**
 * The command `prove`: checks the laws on a strategy over prices from files.
 *
 * @module
 */

import { ENGINE_CHOICES, type EngineChoice } from "../engine/choice.ts";
import { formatProof } from "../laws/format_proof.ts";
import { LAW_NAMES, type LawNumber } from "../laws/law_report.ts";
import { ProcessRunner, type StrategyModule, TIMEOUT_SECONDS } from "../laws/process/process_runner.ts";
import { prove } from "../laws/prove.ts";
import { StrategyFailedError } from "../laws/strategy/strategy_failed_error.ts";
import type { ProveOptions } from "../laws/strategy/tried_run.ts";
import type { Command } from "./command.ts";
import { type CommandLine, numberOf } from "./flags.ts";
import { Progress } from "./progress.ts";
import { dataFiles, FEED_FLAGS, FEED_PERMISSION, readFeeds } from "./read_feeds.ts";
import { accountOptions, numbersOf, RUN_FLAGS } from "./run_options.ts";
import { readParams } from "./strategy_params.ts";
import type { Terminal } from "./terminal.ts";
import { CommandFailure, UsageError } from "./usage_error.ts";
import { jsonText } from "../records/json_line.ts";

/** The command `prove`. */
export const command: Command = {
  description:
    "Tries the laws on a strategy: both engines, repeated, driven otherwise, replayed, resumed, rewritten in what must " +
    "not matter, and without the bars after each of many cut points. The strategy runs in fresh processes that get its " +
    "code and the prices and have no permission to read files, use the net or open a library. Imports of anything but " +
    "code are refused by name, so it cannot load data that it was not given; every module beside this package is listed " +
    "with its size.",
  operands: { usage: "STRATEGY.ts", least: 1, most: 1 },
  flags: [
    ...FEED_FLAGS,
    ...RUN_FLAGS,
    {
      name: "stress",
      value: "N",
      summary:
        "Try the laws on N random markets of --seed in place of prices: trends, gaps, halts, flat ones, extremes.",
    },
    {
      name: "save",
      value: "FOLDER",
      summary: "Write the smallest failing market of --stress there, as CSV with the seed in its name.",
    },
    { name: "cuts", value: "N", summary: "At how many bars the data are cut and the run is resumed; 20 by default." },
    { name: "seed", value: "S", summary: "Seed of what is drawn at random; 1 by default." },
    {
      name: "engine",
      value: "NAME",
      choices: ENGINE_CHOICES,
      summary: "With rust, nothing is proved without the Rust engine; auto by default. The strategy itself runs on " +
        "TypeScript, and the Rust engine gets its log.",
    },
    {
      name: "timeout",
      value: "SECONDS",
      summary: `Seconds after which a process of the strategy is ended; ${TIMEOUT_SECONDS} by default.`,
    },
  ],
  permissions: [
    { flag: "--allow-read=.", purpose: "the prices, and the configuration beside the strategy, wherever they lie" },
    FEED_PERMISSION,
    { flag: "--allow-run", purpose: "of Deno itself, for the strategy's processes" },
    { flag: "--allow-read, --allow-ffi", purpose: "of the folder of the Rust library, for the Rust engine" },
    { flag: "--allow-write", purpose: "of the folder of --save" },
  ],
  exitCodes: {
    0: "every law held or is not applicable, with the reason",
    1: "a law failed: it is named with the place and the smallest case; or the strategy throws, or depends on the clock, " +
      "on random numbers or on the machine's time zone or language, so that laws could not be tried",
    2: "the command line, the strategy's code, the prices or the engine cannot be used, or a process of the strategy " +
      "does not answer in time",
  },
  run,
};

async function run(line: CommandLine, terminal: Terminal): Promise<number> {
  using progress = new Progress(terminal);
  const exported = line.value("export"), path = line.operands[0]!;
  const strategy: StrategyModule = { module: path, ...(exported === undefined ? {} : { export: exported }) };
  const options = await optionsOf(line, strategy);
  if (line.has("stress")) return await runStress(line, terminal, progress, strategy, options);
  if (line.has("save")) throw new UsageError("Cannot use --save without --stress N");
  const feeds = await readFeeds(line, progress);
  const onLaw = (law: LawNumber): void => progress.announce(`Trying law ${law} of 9, ${LAW_NAMES[law]}`);
  const proof = await prove(strategy, feeds, { ...options, onLaw }).catch((error: unknown) => {
    throw error instanceof StrategyFailedError ? new CommandFailure(error.message, { cause: error }) : error;
  });
  progress[Symbol.dispose]();
  terminal.out(line.has("json") ? jsonText(proof) : formatProof(proof));
  return proof.verdict === "held" ? 0 : 1;
}

/** Tries the laws on random markets. Data that are given say the names of the feeds. */
async function runStress(
  line: CommandLine,
  terminal: Terminal,
  progress: Progress,
  strategy: StrategyModule,
  options: ProveOptions,
): Promise<number> {
  const { stress, formatStress } = await import("../laws/stress.ts");
  const names = line.has("data") ? dataFiles(line).map(({ name }) => name) : [];
  const feeds = names.filter((name) => name !== undefined), save = line.value("save");
  const report = await stress(strategy, {
    ...options,
    markets: numberOf(line.value("stress")!, "--stress"),
    ...(feeds.length === 0 ? {} : { feeds }),
    onMarket: (market, kind) => progress.announce(`Trying market ${market}, ${kind}`),
  });
  progress[Symbol.dispose]();
  terminal.out(line.has("json") ? jsonText(report) : formatStress(report));
  if (save !== undefined && report.smallest !== null) {
    Deno.mkdirSync(save, { recursive: true });
    for (const [feed, text] of Object.entries(report.smallest.files)) {
      const path = `${save}/stress-seed${report.seed}-market${report.smallest.market}-${feed}.csv`;
      Deno.writeTextFileSync(path, text);
      terminal.error(`Wrote ${path}`);
    }
  }
  return report.verdict === "held" ? 0 : 1;
}

async function optionsOf(line: CommandLine, strategy: StrategyModule): Promise<ProveOptions> {
  const engineBackend = line.value("engine") as EngineChoice | undefined, texts = line.values("params");
  const timeout = numbersOf(line, ["timeout"]);
  // Only the strategy has the names of its parameters, and this process does not import it.
  const params = texts.length === 0 ? {} : readParams(texts, await new ProcessRunner(strategy, timeout).defaults());
  return {
    ...timeout,
    ...numbersOf(line, ["cuts", "seed"]),
    ...accountOptions(line),
    params,
    ...(engineBackend === undefined ? {} : { engineBackend }),
  };
}
