/**
 * The command `data`: a folder of prices, and what a newer download of prices changed.
 *
 * @module
 */

import { ENGINE_CHOICES } from "../engine/choice.ts";
import type { Command } from "./command.ts";
import type { CommandLine, Flag } from "./flags.ts";
import { LOAD_SECONDS } from "./load_strategy.ts";
import { FACT_FLAGS } from "./read_feeds.ts";
import { RUN_FLAGS } from "./run_options.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage_error.ts";

/** An act of the command. Its module is loaded when it is needed, and the packages that it needs with it. */
interface Act {
  /** Its operands behind its name. */
  readonly usage: string;
  readonly least: number;
  readonly most: number;
  /** The flags that it takes. */
  readonly flags: readonly Flag[];
  readonly load: () => Promise<(line: CommandLine, terminal: Terminal) => number | Promise<number>>;
}

const AS: Flag = { name: "as", value: "SYMBOL", summary: "With import, the symbol; the name of the file by default." };
const REVISION: Flag = {
  name: "revision",
  value: "HOW",
  choices: ["refuse", "adopt"],
  summary:
    "With import, whether bars with other values than the stored ones are refused, the default, or adopted, which " +
    "keeps the older file.",
};
const ENGINE: Flag = {
  name: "engine",
  value: "NAME",
  choices: ENGINE_CHOICES,
  summary: "With diff, which engine runs.",
};
const LOAD_TIMEOUT: Flag = {
  name: "load-timeout",
  value: "SECONDS",
  summary: `With diff, give up a module that has not loaded by then; ${LOAD_SECONDS} by default.`,
};
const ROWS: Flag = { name: "rows", summary: "With diff, every row that was added, removed or revised." };
const CALENDAR = FACT_FLAGS.filter(({ name }) => name === "calendar");

const ACTS: Readonly<Record<string, Act>> = {
  list: {
    ...{ usage: "FOLDER", least: 1, most: 1, flags: [] },
    load: async () => (await import("./data_folder.ts")).list,
  },
  import: {
    ...{ usage: "FOLDER FILE", least: 2, most: 2, flags: [AS, REVISION, ...FACT_FLAGS] },
    load: async () => (await import("./data_folder.ts")).importFile,
  },
  check: {
    ...{ usage: "FOLDER", least: 1, most: 1, flags: CALENDAR },
    load: async () => (await import("./data_folder.ts")).check,
  },
  diff: {
    ...{ usage: "OLD NEW [STRATEGY.ts]", least: 2, most: 3 },
    flags: [ROWS, ENGINE, LOAD_TIMEOUT, ...FACT_FLAGS, ...RUN_FLAGS],
    load: async () => (await import("./data_diff.ts")).diff,
  },
};
const NAMES = Object.keys(ACTS);

/** The command `data`. */
export const command: Command = {
  description: "Keeps prices in a folder of Parquet files by symbol, timeframe and month. " +
    `The acts are ${NAMES.map((name) => `"${name} ${ACTS[name]!.usage}"`).join(", ")}. ` +
    "list tells what is there, import adds a file, CSV or Parquet, and check looks for holes, overlaps, revisions and " +
    "damaged files. diff tells what a newer download changed: the rows, and with a strategy its first other decision, its " +
    "orders, fills and trades, and the money.",
  operands: {
    usage: "ACT ARGUMENT...",
    least: 1,
    most: 4,
  },
  flags: [...new Map(NAMES.flatMap((name) => ACTS[name]!.flags).map((flag) => [flag.name, flag])).values()],
  permissions: [
    { flag: "--allow-read=.", purpose: "the folder, the files and the strategy's modules, wherever they lie" },
    { flag: "--allow-net=HOST", purpose: "of each host whose address is given as a file" },
    { flag: "--allow-write", purpose: "of the folder, to import" },
    { flag: "--allow-read, --allow-ffi", purpose: "of the folder of the Rust library, for the Rust engine of diff" },
  ],
  exitCodes: {
    0: "done; check found nothing wrong, or diff no difference up to the end of the older prices",
    1: "check found faults, overlaps or holes, or diff a difference; or the strategy threw",
    2: "the command line, the folder, a file, the strategy's module or the engine cannot be used, or an import is refused",
  },
  run,
};

async function run(line: CommandLine, terminal: Terminal): Promise<number> {
  const [name, ...operands] = line.operands as [string, ...string[]],
    act = Object.hasOwn(ACTS, name) ? ACTS[name]! : undefined;
  if (act === undefined) {
    throw new UsageError(`Cannot find ${JSON.stringify(name)} of data: there are ${NAMES.join(", ")}`);
  }
  if (operands.length < act.least || operands.length > act.most) {
    const { length } = operands, count = length === 1 ? "1 argument" : `${length} arguments`;
    throw new UsageError(`Cannot use data ${name} with ${count}: it takes ${act.usage}`);
  }
  const useless = command.flags.find((flag) => line.has(flag.name) && !act.flags.some((own) => own.name === flag.name));
  if (useless !== undefined) {
    throw new UsageError(`Cannot use --${useless.name} with data ${name}: it has no effect there`);
  }
  return await (await act.load())(line, terminal);
}
