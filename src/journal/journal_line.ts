/**
 * The lines of `venue.jsonl`: what came from a venue and from the operator, each before it acts.
 *
 * @module
 */

import { isDecimalText } from "../venue/decimal_text.ts";
import type { InstrumentTerms } from "../venue/venue.ts";

/** Version of the journal's format. */
export const JOURNAL_VERSION = 1;

/** A feed of the run, with the terms that it was begun with. */
export interface JournalFeed {
  /** Name in the strategy. */
  readonly name: string;
  /** Timeframe as it was asked for. */
  readonly timeframe: string;
  /** Terms of its instrument. */
  readonly terms: InstrumentTerms;
}

/** The first line. */
export interface JournalHead {
  readonly kind: "head";
  readonly version: number;
  readonly venue: string;
  readonly mode: string;
  readonly strategy: string;
  readonly feeds: readonly JournalFeed[];
  /** End of the last bar that warmed up, in microseconds since the epoch. */
  readonly from_us: number;
}

/** How it became known that a bar is closed. */
export type ClosedBy = "warm-up" | "stream" | "request";

/** A closed bar of a feed, as its venue wrote it. */
export interface JournalBar {
  /** Number of the feed. */
  readonly feed: number;
  readonly begin_us: number;
  /** Time of the step that brings the bar: its end, or just behind the last step where it came later than that. */
  readonly time_us: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly by: ClosedBy;
}

/** The bars of a turn; that with number 0 is the warm-up. */
export interface JournalTurn {
  readonly kind: "turn";
  readonly turn: number;
  /** Time of the venue's clock at which the turn began. */
  readonly now_us: number;
  readonly bars: readonly JournalBar[];
}

/** What an operator, a limit or a signal asks of a run. */
export type CommandName = "stop-entries" | "resume-entries" | "halt" | "cancel" | "flatten" | "clear-kill";

/** A command, which acts behind the turn before it. */
export interface JournalCommand {
  readonly kind: "command";
  readonly command: CommandName;
  readonly reason: string;
  readonly now_us: number;
}

/** The limits of the run from here on. */
export interface JournalLimits {
  readonly kind: "limits";
  readonly limits: Readonly<Record<string, number | string>>;
  readonly now_us: number;
}

/** What happened at the edge, for readers alone. */
export interface JournalNote {
  readonly kind: "note";
  readonly code: string;
  readonly text: string;
  readonly now_us: number;
}

/** The end of a run that does not go on. */
export interface JournalEnd {
  readonly kind: "end";
  readonly how: "cancel" | "flatten";
  readonly reason: string;
  readonly now_us: number;
}

/** A line of the journal. */
export type JournalLine = JournalHead | JournalTurn | JournalCommand | JournalLimits | JournalNote | JournalEnd;

/** The commands that there are. */
export const COMMANDS: readonly CommandName[] = [
  "stop-entries",
  "resume-entries",
  "halt",
  "cancel",
  "flatten",
  "clear-kill",
];

/** The commands that kill a run, the weakest first: no order is taken behind them. */
export const KILLS: readonly CommandName[] = ["halt", "cancel", "flatten"];

/** Whether orders may open positions. */
export type Entries = "open" | "stopped" | "killed";

/** Returns whether orders may open positions behind a command. A kill stays until it is cleared. */
export function entriesBehind(before: Entries, command: CommandName): Entries {
  if (KILLS.includes(command)) return "killed";
  if (before === "killed" && command !== "clear-kill") return "killed";
  return command === "stop-entries" ? "stopped" : "open";
}

/** Returns what is wrong with a line behind others; empty where it follows them. */
export function follows(before: readonly JournalLine[], line: JournalLine): string {
  if ((line.kind === "head") !== (before.length === 0)) return "a head is the first line, and no other one";
  if (line.kind !== "turn") return "";
  const last = before.findLast((each) => each.kind === "turn")?.turn ?? -1;
  return line.turn === last + 1 ? "" : `turn ${line.turn} comes behind turn ${last}`;
}

/** Returns the line of a text, or undefined if it is none. */
export function readJournalLine(text: string): JournalLine | undefined {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isLine(line) ? line : undefined;
}

function isLine(value: unknown): value is JournalLine {
  if (typeof value !== "object" || value === null) return false;
  const line = value as Readonly<Record<string, unknown>>;
  switch (line["kind"]) {
    case "head":
      return Array.isArray(line["feeds"]) && isCount(line["from_us"]) && line["version"] === JOURNAL_VERSION;
    case "turn":
      return isCount(line["turn"]) && Array.isArray(line["bars"]) && line["bars"].every(isBar);
    case "command":
      return COMMANDS.includes(line["command"] as CommandName);
    case "limits":
      return typeof line["limits"] === "object" && line["limits"] !== null;
    case "note":
      return typeof line["text"] === "string";
    case "end":
      return line["how"] === "cancel" || line["how"] === "flatten";
    default:
      return false;
  }
}

function isBar(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const bar = value as Readonly<Record<string, unknown>>;
  const prices = ["open", "high", "low", "close", "volume"].map((name) => bar[name]);
  return isCount(bar["feed"]) && isCount(bar["begin_us"]) && isCount(bar["time_us"]) && prices.every(isDecimalText);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
