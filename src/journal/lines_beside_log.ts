/**
 * The lines of a journal held against its replay log: the bars and commands that both of them have.
 *
 * Each chunk of a log has a checksum, and a line has none. Where they differ, a run that goes on would stop there too.
 *
 * @module
 */

import {
  BAR_BEGIN_US,
  BAR_CLOSE,
  BAR_HIGH,
  BAR_LOW,
  BAR_OPEN,
  BAR_VOLUME,
  EVENT_BAR,
  EVENT_RISK,
  LANE_INSTRUMENT,
  LANE_KIND,
  LANE_TIME_US,
  OUT_CAUSE,
  OUT_CODE,
  OUTPUT_DIAGNOSTIC,
  REASON_RUINED,
  RECORD_LANES,
  RECORD_WORDS,
  RISK_FLAG_HALT,
  RISK_FLAG_REDUCE_ONLY,
  RISK_FLAGS,
} from "../contract/contract.gen.ts";
import { isoTime } from "../records/iso_time.ts";
import { type ReplayLogChunk, ReplayLogReader } from "../replay/replay_log_reader.ts";
import { ReplayLogError } from "../replay/replay_log_error.ts";
import { type CommandName, type JournalBar, type JournalHead, type JournalLine, KILLS } from "./journal_line.ts";

/** What a log says of the lines. */
export interface LinesBesideLog {
  /** Number of the first line from which on they differ, from 1, and how; undefined if they agree as far as both go. */
  readonly difference: { readonly line: number; readonly text: string } | undefined;
  /** Bars of the log behind the last line. */
  readonly barsBehind: number;
}

/** A bar or a command that a log has to have next. */
type Expected =
  & { readonly line: number }
  & ({ readonly bar: JournalBar; readonly beginUs: number } | { readonly command: CommandName });

/**
 * Holds lines against a log, as far as both of them go.
 *
 * @param lines Lines from the head on.
 */
export function linesBesideLog(lines: readonly JournalLine[], path: string): LinesBesideLog {
  const [head] = lines;
  let barsBehind = 0;
  if (head?.kind !== "head") return { difference: undefined, barsBehind };
  const expected = expectedOf(lines), ruin = ruinOf(path);
  let next = expected.next(), isHeld = false;
  for (const chunk of chunksOf(path)) {
    if (chunk.kind !== "events") continue;
    const { floats, words, first, count } = chunk;
    for (let row = 0; row < count; row++) {
      const kind = words[row * RECORD_WORDS + LANE_KIND], line = next.value?.line ?? lines.length + 1;
      if (kind === EVENT_BAR) {
        if (next.value === undefined) {
          barsBehind++;
          continue;
        }
        const text = "command" in next.value
          ? "run.log has no such command"
          : barDifference(head, next.value, floats, words, row);
        if (text !== "") return { difference: { line, text }, barsBehind };
        next = expected.next();
      } else if (kind === EVENT_RISK) {
        // The ruin of the account stops entries too, once, and no line tells of it.
        if (!isHeld && first + row > ruin) {
          isHeld = true;
          continue;
        }
        const flags = words[row * RECORD_WORDS + RISK_FLAGS];
        const isTold = next.value !== undefined && "command" in next.value &&
          flags === (flagsOf(next.value.command) | (isHeld ? RISK_FLAG_REDUCE_ONLY : 0));
        if (!isTold) {
          return { difference: { line, text: "run.log has a command there that no line tells of" }, barsBehind };
        }
        next = expected.next();
      }
    }
  }
  return { difference: undefined, barsBehind };
}

/** Gives the bars and commands of lines in the order in which a run writes them. */
function* expectedOf(lines: readonly JournalLine[]): Generator<Expected, undefined> {
  const lastUs = new Map<number, number>();
  // Commands before the first step wait for it, and the last of them says the flags.
  let firstUs = Infinity, waiting: Expected | undefined;
  for (const [at, line] of lines.entries()) {
    if (line.kind === "command") {
      const command: Expected = { line: at + 1, command: line.command };
      if (firstUs < Infinity) yield command;
      else waiting = command;
    }
    if (line.kind !== "turn") continue;
    for (const bar of line.bars.toSorted((one, other) => one.time_us - other.time_us || one.feed - other.feed)) {
      const { feed, begin_us, time_us } = bar;
      firstUs = Math.min(firstUs, time_us);
      if (waiting !== undefined && time_us > firstUs) {
        yield waiting;
        waiting = undefined;
      }
      yield { line: at + 1, bar, beginUs: Math.max(begin_us, lastUs.get(feed) ?? -Infinity) };
      lastUs.set(feed, time_us);
    }
    if (waiting !== undefined && line.bars.length > 0) {
      yield waiting;
      waiting = undefined;
    }
  }
  return undefined;
}

/** Returns how a bar of the log differs from one of a line; empty where it does not. */
function barDifference(
  { feeds }: JournalHead,
  { bar, beginUs }: { readonly bar: JournalBar; readonly beginUs: number },
  floats: Float64Array,
  words: Uint32Array,
  row: number,
): string {
  const { name, terms } = feeds[bar.feed]!, tick = Number(terms.tick), at = row * RECORD_LANES;
  const count = (price: string): number => Math.round(Number(price) / tick);
  const facts: readonly [string, number, number | undefined][] = [
    ["feed", bar.feed, words[row * RECORD_WORDS + LANE_INSTRUMENT]],
    ["time", bar.time_us, floats[at + LANE_TIME_US]],
    ["begin", beginUs, floats[at + BAR_BEGIN_US]],
    ["open", count(bar.open), floats[at + BAR_OPEN]],
    ["high", count(bar.high), floats[at + BAR_HIGH]],
    ["low", count(bar.low), floats[at + BAR_LOW]],
    ["close", count(bar.close), floats[at + BAR_CLOSE]],
    ["volume", Number(bar.volume), floats[at + BAR_VOLUME]],
  ];
  const differs = facts.find(([, told, logged]) => told !== logged);
  return differs === undefined
    ? ""
    : `the ${differs[0]} of its bar of ${name} at ${isoTime(bar.time_us)} is another one in run.log`;
}

/** Returns the flags of the account that a command sets. */
function flagsOf(command: CommandName): number {
  if (KILLS.includes(command)) return RISK_FLAG_HALT;
  return command === "stop-entries" ? RISK_FLAG_REDUCE_ONLY : 0;
}

/** Returns the event that ruined the account of a log, behind which its run stops entries; Infinity without one. */
function ruinOf(path: string): number {
  for (const chunk of chunksOf(path)) {
    if (chunk.kind !== "outputs") continue;
    for (let at = 0; at < chunk.count * RECORD_WORDS; at += RECORD_WORDS) {
      const code = chunk.words[at + OUT_CODE]!;
      if ((code & 0xff) === OUTPUT_DIAGNOSTIC && code >>> 16 === REASON_RUINED) return chunk.words[at + OUT_CAUSE]!;
    }
  }
  return Infinity;
}

/** Gives the chunks of a log up to where it breaks off or is damaged. */
function* chunksOf(path: string): Generator<ReplayLogChunk> {
  try {
    yield* new ReplayLogReader(path, { allowUnfinished: true }).chunks();
  } catch (error) {
    // What is wrong with a log itself is told by its replay.
    if (!(error instanceof ReplayLogError) && !(error instanceof Deno.errors.NotFound)) throw error;
  }
}
