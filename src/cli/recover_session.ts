/**
 * `sessions recover`: tells of a journal what it keeps and what is lost, and copies what is kept. It deletes nothing.
 *
 * @module
 */

import type { JournalTurn } from "../journal/journal_line.ts";
import { type JournalSurvey, surveyJournal } from "../journal/journal_survey.ts";
import { linesPath, readWrittenLines } from "../journal/written_lines.ts";
import { isoTime } from "../records/iso_time.ts";
import { jsonText } from "../records/json_line.ts";
import type { CommandLine } from "./flags.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage_error.ts";

/** Tells of a journal, and returns the exit code: 1 if something is lost that a run had acted on. */
export function recover(folder: string, line: CommandLine, terminal: Terminal): number {
  const survey = surveyed(folder), { lines, log, isLocked } = survey, to = line.value("to");
  const turns = lines.kept.filter((each) => each.kind === "turn"), last = lastTime(turns);
  const isLost = lines.damagedLine !== undefined || log.state === "damaged",
    isEnded = lines.kept.at(-1)?.kind === "end";
  // Without its warm-up a journal has run nothing.
  const goesOn = turns.length > 0 && !isEnded;
  if (to !== undefined) copy(folder, to, survey, goesOn);
  if (line.has("json")) {
    const { kept, ...rest } = lines;
    terminal.out(jsonText({
      ...{ folder, isLocked, goesOn, keptLines: kept.length, keptTurns: turns.length, lastBar: last },
      ...{ ...rest, damagedLine: rest.damagedLine ?? null, damagedPlace: rest.damagedPlace ?? null, log: { ...log } },
    }));
    return isLost ? 1 : 0;
  }
  const commands = lines.kept.filter(({ kind }) => kind === "command").length;
  terminal.out([
    `Kept: ${lines.kept.length} lines, ${turns.length} turns, the last bar ${last}, ${commands} commands`,
    lostText(survey),
    logText(survey),
    ...behindText(survey),
    ...isLocked ? ["A process has this journal open, so it may be whole in a moment"] : [],
    ...to === undefined ? adviceOf(folder, survey, goesOn) : [`${to} has what is kept: the run goes on with it`],
  ].join("\n"));
  return isLost ? 1 : 0;
}

function surveyed(folder: string): JournalSurvey {
  try {
    return surveyJournal(folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`Cannot read the journal ${folder}: ${reason}`, { cause: error });
  }
}

function lastTime(turns: readonly JournalTurn[]): string {
  const last = turns.findLast(({ bars }) => bars.length > 0);
  return last === undefined ? "none" : isoTime(Math.max(...last.bars.map(({ time_us }) => time_us)));
}

function lostText({ lines: { damagedLine, damagedPlace, damage, lostLines, tornBytes } }: JournalSurvey): string {
  const torn = tornBytes === 0 ? "" : `${tornBytes} bytes of a last line without an end, on which nobody acted`;
  if (damagedLine === undefined) return torn === "" ? "Lost of venue.jsonl: nothing" : `Lost of venue.jsonl: ${torn}`;
  const from = `from line ${damagedLine} on, ${
    damagedPlace === undefined ? "" : `which is ${damagedPlace}, `
  }as ${damage}`;
  const behind = lostLines === 0 ? `what came ${from}` : `${lostLines} lines ${from}`;
  return `Lost of venue.jsonl: ${behind}${torn === "" ? "" : `; and ${torn}`}`;
}

function logText({ log: { state, bytes, events, text } }: JournalSurvey): string {
  const shown = `${bytes} bytes with ${events} events`;
  switch (state) {
    case "missing":
      return "run.log is not there: the run makes it again from the lines";
    case "whole":
      return `run.log is whole: ${shown}, and its replay says the same`;
    case "torn":
      return `run.log breaks off, as that of a run that has not ended: ${shown}; the run completes it when it goes on`;
    case "damaged":
      return `run.log is damaged: ${text}; the run makes it again from the lines, in a folder without it and its segments`;
  }
}

function behindText({ log: { barsBehind }, lines: { damagedLine } }: JournalSurvey): string[] {
  if (barsBehind === 0 || damagedLine !== undefined) return [];
  return [`Bars of run.log behind the last line: ${barsBehind}; the run asks for them again, and needs the same ones`];
}

function adviceOf(folder: string, { lines, log }: JournalSurvey, goesOn: boolean): string[] {
  if (!goesOn) return ["The run cannot go on: it has ended, or its warm-up is not kept"];
  if (lines.damagedLine === undefined && log.state !== "damaged") return ["The run goes on with this folder as it is"];
  return [
    `To go on with what is kept: cracktrader sessions recover ${folder} --to NEW_FOLDER; bars from there on are asked for ` +
    "again, and orders that came of lost lines come anew or not at all",
  ];
}

/** Writes the lines that are kept into a new folder. */
function copy(folder: string, to: string, { lines, isLocked }: JournalSurvey, goesOn: boolean): void {
  if (isLocked) throw new UsageError(`Cannot copy ${folder}: a process has it open; end that one first`);
  if (!goesOn) throw new UsageError(`Cannot go on with ${folder}: it has ended, or its warm-up is not kept`);
  try {
    Deno.mkdirSync(to);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    throw new UsageError(`Cannot copy to ${to}: it is there already; name a folder that is not`, { cause: error });
  }
  const bytes = readWrittenLines(folder).bytes.subarray(0, lines.keptBytes);
  using file = Deno.openSync(linesPath(to), { write: true, createNew: true });
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
  file.syncSync();
}
