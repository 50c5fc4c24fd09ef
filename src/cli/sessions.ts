/**
 * The command `sessions`: lists and shows the journals of runs in sessions, and clears a kill.
 *
 * @module
 */

import { JournalFolder, killOf } from "../journal/journal_folder.ts";
import { entriesBehind, type JournalHead, type JournalLine, readJournalLine } from "../journal/journal_line.ts";
import { SessionError } from "../journal/session_error.ts";
import { hasLines, readWrittenLines, type WrittenLines } from "../journal/written_lines.ts";
import { isoTime } from "../records/iso_time.ts";
import { jsonText } from "../records/json_line.ts";
import { recover } from "./recover_session.ts";
import type { Command } from "./command.ts";
import type { CommandLine } from "./flags.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage_error.ts";

/** The command `sessions`. */
export const command: Command = {
  description:
    "ACT is list, show, kill, clear-kill or recover: lists the journals below a folder, shows one, or kills its run by a file KILL, which the run meets within a second, " +
    "or when it goes on. The kill stays until clear-kill, which lets the run take orders again when it goes on. A journal " +
    "that a run has open is locked: it can be shown and killed. recover tells of a journal that is torn or damaged what " +
    "it keeps and what is lost, and with --to writes what is kept into a new folder; it changes nothing else.",
  operands: { usage: "ACT FOLDER", least: 2, most: 2 },
  flags: [
    {
      name: "how",
      value: "HOW",
      choices: ["halt", "cancel", "flatten"],
      summary: "Of kill: take no order, cancel those that work too (default), or close positions too.",
    },
    { name: "to", value: "FOLDER", summary: "Of recover: a new folder for what is kept, with which the run goes on." },
    { name: "reason", value: "TEXT", summary: "Of kill and clear-kill: why, for the journal." },
  ],
  permissions: [{ flag: "--allow-read", purpose: "of the folder; for kill and clear-kill, --allow-write of it too" }],
  exitCodes: {
    0: "it was told or done, and of recover: nothing that a run had acted on is lost",
    1: "of recover: something is lost",
    2: "the command line or the journal cannot be used",
  },
  run,
};

function run(line: CommandLine, terminal: Terminal): number {
  if (line.operands[0] === "recover") return recover(line.operands[1]!, line, terminal);
  const [verb, folder] = line.operands as [string, string];
  if (verb === "list") list(folder, line, terminal);
  else if (verb === "show") show(folder, line, terminal);
  else if (verb === "kill") kill(folder, line, terminal);
  else if (verb === "clear-kill") clear(folder, line, terminal);
  else throw new UsageError(`Cannot ${JSON.stringify(verb)} sessions: say list, show, kill, clear-kill or recover`);
  return 0;
}

/** What a journal says of its run. */
interface Told {
  readonly folder: string;
  readonly strategy: string;
  readonly venue: string;
  readonly feeds: readonly string[];
  readonly turns: number;
  readonly bars: number;
  readonly last: string;
  readonly entries: "open" | "stopped" | "killed";
  /** A run that was flattened comes to its end when it goes on. */
  readonly state: "goes on" | "flattened" | "ended";
  readonly commands: readonly string[];
}

/** A journal that cannot be read, which keeps no other one from being listed. */
interface Unreadable {
  readonly folder: string;
  readonly error: string;
}

function toldOrNot(folder: string): Told | Unreadable {
  try {
    return toldOf(folder);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { folder, error: error.message };
  }
}

/** What is said of the states of a run. */
const STATES: Readonly<Record<Told["state"], string>> = {
  "goes on": "goes on with this folder",
  "flattened": "was flattened, and comes to its end when it goes on with this folder",
  "ended": "has ended",
};

/** Why a run takes no orders any more, whatever is cleared. */
const OVER: Readonly<Partial<Record<Told["state"], string>>> = {
  "flattened": "its run was flattened, and comes to its end when it goes on",
  "ended": "its run has ended",
};

function list(folder: string, line: CommandLine, terminal: Terminal): void {
  const found: (Told | Unreadable)[] = [];
  for (const { name, isDirectory } of readFolder(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory && hasLines(path)) found.push(toldOrNot(path));
  }
  found.sort((one, other) => one.folder < other.folder ? -1 : 1);
  if (line.has("json")) return terminal.out(jsonText({ journals: found }));
  const rows = found.map((each) => {
    if ("error" in each) return `${each.folder}  ${each.error}`;
    const { folder: path, strategy, feeds, last, state, entries } = each;
    return `${path}  ${strategy} on ${feeds.join(", ")}  ${last}  ${state}, entries ${entries}`;
  });
  terminal.out([`${found.length} journals`, ...rows].join("\n"));
}

function show(folder: string, line: CommandLine, terminal: Terminal): void {
  const told = toldOf(folder);
  if (line.has("json")) return terminal.out(jsonText({ ...told }));
  const { strategy, venue, feeds, turns, bars, last, entries, state, commands } = told;
  terminal.out([
    `${strategy} at ${venue} on ${feeds.join(", ")}`,
    `${bars} bars in ${turns} turns, the last one ${last}`,
    `The run ${STATES[state]}; entries are ${entries}`,
    ...commands,
  ].join("\n"));
}

function kill(folder: string, line: CommandLine, terminal: Terminal): void {
  const told = hasLines(folder) ? toldOrNot(folder) : toldOf(folder);
  // A journal that cannot be read, or has no line yet, may be that of a run all the same.
  if ("state" in told && told.state === "ended") throw new UsageError(`Cannot kill ${folder}: its run has ended`);
  const how = line.value("how") ?? "cancel", reason = line.value("reason") ?? "killed by the command line";
  // The file comes whole: a run that looked between its begin and its end would not know how.
  Deno.writeTextFileSync(`${folder}/KILL.new`, `${how}: ${reason.replaceAll(/\s+/g, " ")}\n`);
  Deno.renameSync(`${folder}/KILL.new`, `${folder}/KILL`);
  terminal.out(`${folder}/KILL is there: a run that goes on meets it within a second, another one when it is begun`);
}

function clear(folder: string, line: CommandLine, terminal: Terminal): void {
  const told = toldOf(folder), why = OVER[told.state];
  if (why !== undefined) {
    throw new UsageError(`Cannot clear a kill of ${folder}: ${why}; begin another one in a folder of its own`);
  }
  if (told.entries !== "killed" && killOf(folder) === undefined) {
    throw new UsageError(`Cannot clear a kill of ${folder}: its entries are ${told.entries}`);
  }
  try {
    // The limit of its files is the run's.
    using journal = JournalFolder.open(folder, Infinity);
    journal.removeKill();
    if (told.entries === "killed") {
      const reason = line.value("reason") ?? "cleared by the command line";
      journal.append({ kind: "command", command: "clear-kill", reason, now_us: Date.now() * 1000 });
    }
  } catch (error) {
    if (error instanceof SessionError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
  terminal.out(
    told.entries === "stopped"
      ? "The kill is cleared; entries are stopped as before, and the run takes them again by a command alone"
      : "The kill is cleared: the run takes orders again when it goes on",
  );
}

function toldOf(folder: string): Told {
  const lines = readLines(folder), head = lines[0] as JournalHead;
  let entries: Told["entries"] = "open", state: Told["state"] = "goes on", turns = 0, bars = 0, lastUs = 0;
  const commands: string[] = [];
  for (const line of lines) {
    if (line.kind === "turn") {
      turns++;
      bars += line.bars.length;
      lastUs = line.bars.reduce((last, { time_us }) => Math.max(last, time_us), lastUs);
    } else if (line.kind === "command") {
      const { command, reason } = line;
      entries = entriesBehind(entries, command);
      commands.push(`${isoTime(line.now_us)}  ${command}: ${reason}`);
      if (command === "flatten") state = "flattened";
    } else if (line.kind === "end") state = "ended";
  }
  const feeds = head.feeds.map(({ name, timeframe }) => `${name} ${timeframe}`);
  const last = lastUs === 0 ? "none" : isoTime(lastUs);
  return { folder, strategy: head.strategy, venue: head.venue, feeds, turns, bars, last, entries, state, commands };
}

function readLines(folder: string): readonly JournalLine[] {
  let written: WrittenLines;
  try {
    written = readWrittenLines(folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`Cannot read the journal ${folder}: ${reason}`, { cause: error });
  }
  const { bytes, fault, placeOf } = written, text = new TextDecoder().decode(bytes);
  // A last line without its end was never acted on.
  const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n").slice(0, -1).map((each) => readJournalLine(each));
  const bad = lines.findIndex((line, at) => line === undefined || (line.kind === "head") !== (at === 0));
  if (bad >= 0) {
    const { path, line } = placeOf(bad + 1);
    throw new UsageError(`Cannot read line ${line} of ${path}: no session writes it`);
  }
  if (fault !== undefined) {
    throw new UsageError(
      `Cannot read the journal ${folder}: ${fault}; put it back; cracktrader sessions recover tells what is kept`,
    );
  }
  if (lines.length === 0) {
    throw new UsageError(`Cannot read the journal ${folder}: it has no line yet, as its run has not begun`);
  }
  return lines as readonly JournalLine[];
}

function readFolder(folder: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(folder)];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`Cannot list the folder ${folder}: ${reason}`, { cause: error });
  }
}
