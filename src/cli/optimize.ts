/**
 * The command `optimize`: searches the parameters of a strategy over prices from files.
 *
 * @module
 */

import { figures } from "../analyzers/figures.ts";
import { jsonText } from "../records/json_line.ts";
import type { Found } from "../search/found.ts";
import { ledger } from "../search/ledger.ts";
import { loadModule, moduleAddress } from "../search/module_subject.ts";
import { optimize } from "../search/optimize.ts";
import { KEPT_FIGURES } from "../search/trial_figures.ts";
import type { Command } from "./command.ts";
import { ENGINE_FLAG, engineOption } from "./engine_flag.ts";
import type { CommandLine } from "./flags.ts";
import { checkFiles, FORCE_FLAG, openOutput } from "./output_files.ts";
import { Progress } from "./progress.ts";
import { dataFiles, FEED_FLAGS, FEED_PERMISSION, readFeeds } from "./read_feeds.ts";
import { accountOptions, numbersOf, RUN_FLAGS } from "./run_options.ts";
import { readComparisons, readSearched } from "./searched_params.ts";
import { readParams } from "./strategy_params.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage_error.ts";

/** The command `optimize`. */
export const command: Command = {
  description:
    "Searches the parameters of a strategy over prices from files, in workers that share the prices, and prints the best " +
    "trials. Each trial is the run with its parameters alone, by its chain; rows and their order are the same for any " +
    "number of workers. The best of many trials is the luckiest, too.",
  operands: { usage: "STRATEGY.ts", least: 1, most: 1 },
  flags: [
    {
      name: "param",
      value: "NAME=VALUES",
      multiple: true,
      summary: "Values to try of a parameter: FROM:TO:STEP with both ends, as fast=5:50:5, or a list, as slow=20,50.",
    },
    {
      name: "where",
      value: "COMPARISON",
      multiple: true,
      summary: 'Combinations to try, such as "fast<slow"; all by default.',
    },
    {
      name: "objective",
      value: "FIGURE",
      summary: "Figure to rank by, or one that the module exports; sharpe by default.",
    },
    {
      name: "direction",
      value: "HOW",
      choices: ["maximize", "minimize"],
      summary: "Whether the highest or the lowest is the best; maximize by default.",
    },
    {
      name: "accept",
      value: "COMPARISON",
      multiple: true,
      summary: 'Trials to rank, by their figures, such as "tradesClosed>=30"; all by default.',
    },
    {
      name: "method",
      value: "HOW",
      choices: ["grid", "random"],
      summary: "All combinations, the default, or random ones.",
    },
    { name: "trials", value: "N", summary: "Number of random trials." },
    { name: "seed", value: "S", summary: "Seed of random trials; 1 by default." },
    {
      name: "workers",
      value: "N",
      summary: "Number of threads; one for each processor by default, 0 for this one alone.",
    },
    {
      name: "resume",
      value: "FILE",
      summary: "Keep the search in a file, from which the same command goes on where it was stopped.",
    },
    { name: "ledger", value: "FILE", summary: "Add the trials to a ledger, which counts them over all searches." },
    { name: "html", value: "FILE", summary: "Write the search as one page, with a map over the first two parameters." },
    ...FEED_FLAGS,
    ...RUN_FLAGS,
    ENGINE_FLAG,
    FORCE_FLAG,
  ],
  permissions: [
    { flag: "--allow-read=.", purpose: "the strategy's modules and the prices, wherever they lie" },
    FEED_PERMISSION,
    {
      flag: "--allow-read, --allow-ffi",
      purpose: 'of the folder of the Rust library, for the Rust engine; "doctor" tells which one that is',
    },
    { flag: "--allow-read, --allow-write", purpose: "of the files of --resume, --ledger and --html" },
  ],
  exitCodes: {
    0: "the search was made, and has a best trial",
    1: "every trial failed, or none was accepted",
    2: "the command line, the strategy's module, the prices, the engine or a file cannot be used",
  },
  run,
};

async function run(line: CommandLine, terminal: Terminal): Promise<number> {
  const path = line.operands[0]!, html = line.value("html");
  checkFiles(
    [{ flag: "the strategy", path }, ...dataFiles(line).map(({ text }) => ({ flag: "--data", path: text }))],
    html === undefined ? [] : [{ flag: "--html", path: html, kind: "report" }],
    line.has(FORCE_FLAG.name),
  );
  using progress = new Progress(terminal);
  const name = line.value("export"), module = { module: path, ...(name === undefined ? {} : { name }) };
  const { subject: { defaults } } = await loadModule(moduleAddress(module), name);
  const fixed = Object.entries(readParams(line.values("params"), defaults ?? {}));
  const params = {
    ...Object.fromEntries(fixed.map(([each, value]) => [each, [value]])),
    ...readSearched(line.values("param"), defaults),
  };
  if (line.values("param").length === 0) throw new UsageError("Cannot search without --param NAME=VALUES");
  const feeds = await readFeeds(line, progress), names = Object.keys(feeds), objective = line.value("objective");
  const accept = readComparisons(line.values("accept"), "accept", Object.keys(figures));
  const where = readComparisons(line.values("where"), "where", Object.keys(params)), ledgerPath = line.value("ledger");
  // Before the search, which would be for nothing if the file cannot be written.
  using page = html === undefined ? undefined : openOutput(html);
  const found = await optimize(module, names.length === 1 ? feeds[names[0]!]! : feeds, {
    ...accountOptions(line),
    ...engineOption(line),
    ...numbersOf(line, ["trials", "seed", "workers"]),
    params,
    keep: keptOf(line.values("accept")),
    ...(objective === undefined ? {} : { objective }),
    ...(line.value("direction") === "minimize" ? { direction: "minimize" } : {}),
    ...(line.value("method") === "random" ? { method: "random" } : {}),
    ...(accept === undefined ? {} : { accept }),
    ...(where === undefined ? {} : { where }),
    ...(line.has("resume") ? { resume: line.value("resume")! } : {}),
    ...(ledgerPath === undefined ? {} : { ledger: ledger(ledgerPath) }),
    onProgress: ({ done, total, trialsPerSecond, secondsLeft }) =>
      progress.tell(
        `${done} of ${total} trials, ${trialsPerSecond.toFixed(1)} a second, ${(secondsLeft ?? 0).toFixed(0)} s left`,
      ),
  });
  progress[Symbol.dispose]();
  if (page !== undefined) {
    const bytes = new TextEncoder().encode(await found.html());
    for (let written = 0; written < bytes.length;) written += page.writeSync(bytes.subarray(written));
    page.commit();
  }
  terminal.out(line.has("json") ? jsonText(found.toJSON()) : textOf(found));
  return found.best === null ? 1 : 0;
}

function textOf(found: Found): string {
  const [first, second] = found.axes.filter(({ values }) => values.length > 1);
  const map = first === undefined || second === undefined ? [] : ["", found.heatmap(first.name, second.name).text()];
  return [found.text(), ...map].join("\n");
}

/** Returns the figures of comparisons that a row does not keep by itself. */
function keptOf(comparisons: readonly string[]): string[] {
  const names = comparisons.flatMap((text) => text.match(/[A-Za-z_]\w*/g) ?? []);
  return [...new Set(names)].filter((name) =>
    Object.hasOwn(figures, name) && !(KEPT_FIGURES as readonly string[]).includes(name)
  );
}
