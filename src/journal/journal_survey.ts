/**
 * What a journal still tells, whatever happened to it. Nothing in its folder is changed.
 *
 * @module
 */

import { openSegments, SegmentError } from "../replay/file_segments.ts";
import { replay } from "../replay/replay.ts";
import { ReplayLogError } from "../replay/replay_log_error.ts";
import { follows, type JournalLine, readJournalLine } from "./journal_line.ts";
import { linesBesideLog } from "./lines_beside_log.ts";
import { readWrittenLines, type WrittenLines } from "./written_lines.ts";

/** The lines of `venue.jsonl` and its segments up to the first one that is damaged. */
export interface SurveyedLines {
  /** Lines that can be used, from the first one on. */
  readonly kept: readonly JournalLine[];
  /** Bytes that they take. */
  readonly keptBytes: number;
  /** Number of the first line that is damaged or missing, from 1; undefined without one. */
  readonly damagedLine: number | undefined;
  /** The place of that line in a segment, such as `"line 3 of run/venue.00002.jsonl.gz"`; undefined in `venue.jsonl`. */
  readonly damagedPlace: string | undefined;
  /** What is wrong with it. */
  readonly damage: string;
  /** Whole lines from that one on; they cannot be used. */
  readonly lostLines: number;
  /** Bytes of a last line without an end; nobody acted on it. */
  readonly tornBytes: number;
}

/** The replay log of a journal. */
export interface SurveyedLog {
  /** Its state: `"torn"` breaks off, which a run that goes on completes. */
  readonly state: "whole" | "torn" | "damaged" | "missing";
  readonly bytes: number;
  /** Events that a replay applied. */
  readonly events: number;
  /** Bars that it has behind the last line that is kept. */
  readonly barsBehind: number;
  /** Where it breaks off or differs, as a sentence. */
  readonly text: string;
}

/** A journal as it is found. */
export interface JournalSurvey {
  readonly lines: SurveyedLines;
  readonly log: SurveyedLog;
  /** True while a process has it open. */
  readonly isLocked: boolean;
}

/**
 * Reads a journal as far as it goes.
 *
 * @throws {Deno.errors.NotFound} If the folder has no `venue.jsonl` and no segment of it.
 */
export function surveyJournal(folder: string): JournalSurvey {
  const written = readWrittenLines(folder), lines = surveyWritten(written), path = `${folder}/run.log`;
  const { difference, barsBehind } = linesBesideLog(lines.kept, path);
  const told = difference === undefined || difference.line === lines.damagedLine
    ? lines
    : cutAt(lines, written.bytes, difference.line, difference.text);
  return {
    lines: { ...told, damagedPlace: placeOf(told, written) },
    log: { ...surveyLog(path), barsBehind },
    isLocked: isLocked(`${folder}/lock`),
  };
}

/** Surveys the lines of all files. Behind a segment that cannot be read there are no lines that can be used. */
function surveyWritten({ bytes, fault }: WrittenLines): SurveyedLines {
  const lines = surveyLines(bytes);
  if (fault === undefined || lines.damagedLine !== undefined) return lines;
  return { ...lines, damagedLine: lines.kept.length + 1, damage: fault, tornBytes: 0 };
}

/** Returns the place of the first line that is lost; a segment that cannot be read is named by its damage. */
function placeOf({ damagedLine, lostLines }: SurveyedLines, written: WrittenLines): string | undefined {
  if (damagedLine === undefined || lostLines === 0) return undefined;
  const { path, line } = written.placeOf(damagedLine);
  return path.endsWith("/venue.jsonl") ? undefined : `line ${line} of ${path}`;
}

/** Returns lines that are damaged from one of those on that can be read, or right behind them. */
function cutAt(lines: SurveyedLines, bytes: Uint8Array, damagedLine: number, damage: string): SurveyedLines {
  const kept = lines.kept.slice(0, damagedLine - 1);
  let keptBytes = 0;
  for (const _ of kept) keptBytes = bytes.indexOf(0x0a, keptBytes) + 1;
  const lostLines = lines.lostLines + lines.kept.length - kept.length;
  return { ...lines, kept, keptBytes, damagedLine, damage, lostLines };
}

/** Reads lines up to the first one that is damaged. */
export function surveyLines(bytes: Uint8Array): SurveyedLines {
  const kept: JournalLine[] = [], decoder = new TextDecoder("utf-8", { fatal: true });
  let at = 0, damagedLine: number | undefined, damage = "", lostLines = 0, keptBytes = 0;
  for (let number = 1; at < bytes.length; number++) {
    const end = bytes.indexOf(0x0a, at);
    if (end < 0) break;
    if (damagedLine === undefined) {
      const line = lineOf(decoder, bytes.subarray(at, end));
      damage = line === undefined ? "it is none that a session writes" : follows(kept, line);
      if (line === undefined || damage !== "") damagedLine = number;
      else kept.push(line);
    }
    if (damagedLine === undefined) keptBytes = end + 1;
    else lostLines++;
    at = end + 1;
  }
  const tornBytes = bytes.length - at;
  return { kept, keptBytes, damagedLine, damagedPlace: undefined, damage, lostLines, tornBytes };
}

function lineOf(decoder: TextDecoder, bytes: Uint8Array): JournalLine | undefined {
  try {
    return readJournalLine(decoder.decode(bytes));
  } catch {
    return undefined;
  }
}

function surveyLog(path: string): Omit<SurveyedLog, "barsBehind"> {
  const bytes = sizeOf(path);
  if (bytes === undefined) return { state: "missing", bytes: 0, events: 0, text: "there is none" };
  try {
    // The reference core is everywhere, and a journal replays on any engine.
    const { equal, events, breaksOff, difference } = replay(path, {
      engineBackend: "typescript",
      allowUnfinished: true,
    });
    if (!equal) {
      const text = `its replay differs behind event ${difference!.event}, in ${difference!.what} ${difference!.output}`;
      return { state: "damaged", bytes, events, text };
    }
    if (breaksOff === undefined) return { state: "whole", bytes, events, text: "it has its end" };
    return { state: isTorn(breaksOff) ? "torn" : "damaged", bytes, events, text: breaksOff.message };
  } catch (error) {
    if (!(error instanceof ReplayLogError)) throw error;
    return { state: isTorn(error) ? "torn" : "damaged", bytes, events: 0, text: error.message };
  }
}

/** Returns the bytes of a log and its segments, as far as these can be read; undefined where there is none. */
function sizeOf(path: string): number | undefined {
  try {
    const file = openSegments(path);
    try {
      while (file.readPiece() !== undefined);
    } catch (error) {
      if (!(error instanceof SegmentError)) throw error;
    } finally {
      file.close();
    }
    return file.offset;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Returns whether a log ends too early, and is not wrong in its middle. */
function isTorn({ code }: ReplayLogError): boolean {
  return code === "NO_TRAILER" || code === "CUT";
}

function isLocked(path: string): boolean {
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
  try {
    return !file.tryLockSync(false);
  } finally {
    file.close();
  }
}
