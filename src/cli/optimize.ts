/**
 * The command `optimize`: searches the parameters of a strategy over prices from files.
 *
 * @module
 */

import type { JsonValue } from "../records/json.ts";
import { jsonText } from "../records/json_line.ts";
import { evidence } from "../search/evidence/evidence.ts";
import type { Found } from "../search/found.ts";
import { optimize } from "../search/optimize.ts";
import type { Command } from "./command.ts";
import type { CommandLine } from "./flags.ts";
import { checkFiles, FORCE_FLAG, openOutput, writeOutput } from "./output_files.ts";
import { Progress } from "./progress.ts";
import { dataFiles } from "./read_feeds.ts";
import { readSearch, SEARCH_FLAGS, SEARCH_PERMISSIONS, SEARCHED_FLAGS } from "./search_flags.ts";
import type { Terminal } from "./terminal.ts";

/** The command `optimize`. */
export const command: Command = {
  description:
    "Searches the parameters of a strategy over prices from files, in workers that share the prices, and prints the best " +
    "trials. Each trial is the run with its parameters alone, by its chain; rows and their order are the same for any " +
    "number of workers. The best of many trials is the luckiest, too.",
  operands: { usage: "STRATEGY.ts", least: 1, most: 1 },
  flags: [
    ...SEARCH_FLAGS,
    {
      name: "resume",
      value: "FILE",
      summary: "Keep the search in a file, from which the same command goes on where it was stopped.",
    },
    { name: "html", value: "FILE", summary: "Write the search as one page, with a map over the first two parameters." },
    {
      name: "evidence",
      summary: "Tell how much of the best trial may be luck; with --ledger the trials of all searches count.",
    },
    ...SEARCHED_FLAGS,
    FORCE_FLAG,
  ],
  permissions: [
    ...SEARCH_PERMISSIONS,
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
  const { module, feeds, options } = await readSearch(line, progress);
  // Before the search, which would be for nothing if the file cannot be written.
  using page = html === undefined ? undefined : openOutput(html);
  const found = await optimize(module, feeds, {
    ...options,
    ...(line.has("resume") ? { resume: line.value("resume")! } : {}),
    onProgress: ({ done, total, trialsPerSecond, secondsLeft }) =>
      progress.tell(
        `${done} of ${total} trials, ${trialsPerSecond.toFixed(1)} a second, ${(secondsLeft ?? 0).toFixed(0)} s left`,
      ),
  });
  if (page !== undefined) writeOutput(page, await found.html());
  const { ledger } = options,
    told = line.has("evidence") && found.best !== null
      ? await evidence(found, ledger === undefined ? {} : { ledger })
      : undefined;
  progress[Symbol.dispose]();
  if (line.has("json")) {
    const rows = found.toJSON() as Readonly<Record<string, JsonValue>>;
    terminal.out(jsonText(told === undefined ? rows : { ...rows, evidence: told.toJSON() }));
  } else terminal.out([textOf(found), ...(told === undefined ? [] : ["", told.text()])].join("\n"));
  return found.best === null ? 1 : 0;
}

function textOf(found: Found): string {
  const [first, second] = found.axes.filter(({ values }) => values.length > 1);
  const map = first === undefined || second === undefined ? [] : ["", found.heatmap(first.name, second.name).text()];
  return [found.text(), ...map].join("\n");
}
