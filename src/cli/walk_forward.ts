/**
 * The command `walk-forward`: searches one window of the prices after another, and tests each on the bars that come next.
 *
 * @module
 */

import { jsonText } from "../records/json_line.ts";
import { walkForward } from "../search/walk_forward.ts";
import type { WindowLength } from "../search/windows.ts";
import type { Command } from "./command.ts";
import type { CommandLine } from "./flags.ts";
import { checkFiles, FORCE_FLAG, openOutput, writeOutput } from "./output_files.ts";
import { Progress } from "./progress.ts";
import { dataFiles } from "./read_feeds.ts";
import { numbersOf } from "./run_options.ts";
import { readSearch, SEARCH_FLAGS, SEARCH_PERMISSIONS, SEARCHED_FLAGS } from "./search_flags.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage_error.ts";

/** The command `walk-forward`. */
export const command: Command = {
  description:
    "Searches the parameters of a strategy on one window of the prices, tests the best of them on the bars that come " +
    "next, and goes on with the next window. The tests together are a run that was never fitted to its own bars.",
  operands: { usage: "STRATEGY.ts", least: 1, most: 1 },
  flags: [
    {
      name: "train",
      value: "LENGTH",
      summary: "Length of each training: bars of the first feed, or a time such as 2y, 6M, 26w, 90d.",
    },
    { name: "test", value: "LENGTH", summary: "Length of the test behind each training, in the same forms." },
    {
      name: "mode",
      value: "HOW",
      choices: ["rolling", "anchored"],
      summary: "Trainings of one length, the default, or each from the first bar on.",
    },
    { name: "purge", value: "BARS", summary: "Bars between training and test that belong to neither; 0 by default." },
    ...SEARCH_FLAGS,
    { name: "html", value: "FILE", summary: "Write the run as one page, with the joined equity of the tests." },
    ...SEARCHED_FLAGS,
    FORCE_FLAG,
  ],
  permissions: [
    ...SEARCH_PERMISSIONS,
    { flag: "--allow-read, --allow-write", purpose: "of the files of --ledger and --html" },
  ],
  exitCodes: {
    0: "the windows were made, and one of them has a test",
    1: "no window has a trial that was accepted",
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
  const train = lengthOf(line, "train"), test = lengthOf(line, "test");
  using progress = new Progress(terminal);
  const { module, feeds, options } = await readSearch(line, progress);
  // Before the search, which would be for nothing if the file cannot be written.
  using page = html === undefined ? undefined : openOutput(html);
  const walked = await walkForward(module, feeds, {
    ...options,
    ...{ train, test },
    ...(line.value("mode") === "anchored" ? { mode: "anchored" } : {}),
    ...numbersOf(line, ["purge"]),
    onProgress: ({ window, windows, done, total }) =>
      progress.tell(`window ${window} of ${windows}, ${done} of ${total} trials`),
  });
  if (page !== undefined) writeOutput(page, await walked.html());
  progress[Symbol.dispose]();
  terminal.out(line.has("json") ? jsonText(walked.toJSON()) : walked.text());
  return walked.windows.some(({ result }) => result !== null) ? 0 : 1;
}

/** Returns the length of a window: a number of bars, or the text of a time, which the library reads. */
function lengthOf(line: CommandLine, name: "train" | "test"): WindowLength {
  const text = line.value(name);
  if (text === undefined) {
    throw new UsageError(`Cannot walk forward without --${name} LENGTH: bars, as 250, or a time, as 6M`);
  }
  return /^\d+$/.test(text) ? Number(text) : text as WindowLength;
}
