/**
 * The command `prove`: checks the laws on a strategy over prices from files.
 *
 * @module
 */

import { ENGINE_CHOICES, type EngineChoice } from "../engine/choice.ts";
import { formatProof } from "../laws/format_proof.ts";
import { LAW_NAMES } from "../laws/law_report.ts";
import { ProcessRunner, type StrategyModule } from "../laws/strategy/process_runner.ts";
import { prove } from "../laws/prove.ts";
import type { ProveOptions } from "../laws/strategy/tried_run.ts";
import type { Command } from "./command.ts";
import type { CommandLine } from "./flags.ts";
import { Progress } from "./progress.ts";
import { FEED_FLAGS, readFeeds } from "./read_feeds.ts";
import { accountOptions, numbersOf, RUN_FLAGS } from "./run_options.ts";
import { readParams } from "./strategy_params.ts";
import type { Terminal } from "./terminal.ts";

/** The command `prove`. */
export const command: Command = {
  description:
    "Tries the laws on a strategy: both engines, repeated, driven otherwise, replayed, resumed, rewritten in what must " +
    "not matter, and without the bars after each of many cut points. The strategy runs in fresh processes that get the " +
    "prices over standard input and have no permission to read files or use the net, nor any other but to open the Rust " +
    "library; so it cannot load data that it was not given.",
  operands: { usage: "STRATEGY.ts", least: 1, most: 1 },
  flags: [
    ...FEED_FLAGS,
    ...RUN_FLAGS,
    { name: "cuts", value: "N", summary: "At how many bars the data are cut and the run is resumed; 20 by default." },
    { name: "seed", value: "S", summary: "Seed of what is drawn at random; 1 by default." },
    {
      name: "engine",
      value: "NAME",
      choices: ENGINE_CHOICES,
      summary: "Engine of the run that others are held against; auto by default.",
    },
  ],
  permissions: [
    { flag: "--allow-read=.", purpose: "the prices, and the configuration beside the strategy, wherever they lie" },
    { flag: "--allow-run", purpose: "of Deno itself, for the strategy's processes" },
    { flag: "--allow-read, --allow-ffi", purpose: "of the folder of the Rust library, for the Rust engine" },
  ],
  exitCodes: {
    0: "every law held or is not applicable, with the reason",
    1: "a law failed: it is named with the place and the smallest case",
    2: "the command line, the strategy's module, the prices or the engine cannot be used, or the run itself fails",
  },
  run,
};

async function run(line: CommandLine, terminal: Terminal): Promise<number> {
  using progress = new Progress(terminal);
  const exported = line.value("export"), path = line.operands[0]!;
  const strategy: StrategyModule = { module: path, ...(exported === undefined ? {} : { export: exported }) };
  const options = await optionsOf(line, strategy), feeds = await readFeeds(line, progress);
  const proof = await prove(strategy, feeds, {
    ...options,
    onLaw: (law) => progress.announce(`Trying law ${law} of 9, ${LAW_NAMES[law]}`),
  });
  progress[Symbol.dispose]();
  terminal.out(line.has("json") ? JSON.stringify(proof) : formatProof(proof));
  return proof.verdict === "failed" ? 1 : 0;
}

async function optionsOf(line: CommandLine, strategy: StrategyModule): Promise<ProveOptions> {
  const engineBackend = line.value("engine") as EngineChoice | undefined, texts = line.values("params");
  // Only the strategy has the names of its parameters, and this process does not import it.
  const params = texts.length === 0 ? {} : readParams(texts, await new ProcessRunner(strategy).defaults());
  return {
    ...numbersOf(line, ["cuts", "seed"]),
    ...accountOptions(line),
    params,
    ...(engineBackend === undefined ? {} : { engineBackend }),
  };
}
