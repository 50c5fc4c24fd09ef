/**
 * The lines of `venue.jsonl`: what came from a venue and from the operator, each before it acts.
 *
 * @module
 */

import { parseTimeframe } from "../feeds/time/timeframe.ts";
import { isDecimalText } from "../venue/decimal_text.ts";
import type { InstrumentTerms } from "../venue/venue.ts";
import { SessionError } from "./session_error.ts";

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
export type ClosedBy = typeof CLOSED_BY[number];
const CLOSED_BY = ["warm-up", "stream", "request"] as const;

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
  const damage = numberFollows(before, line);
  return damage === "" ? barsFollow(before, line) : damage;
}

function numberFollows(before: readonly JournalLine[], line: JournalTurn): string {
  const last = before.findLast((each) => each.kind === "turn")?.turn ?? -1;
  return line.turn === last + 1 ? "" : `turn ${line.turn} comes behind turn ${last}`;
}

/** Returns what is wrong with the bars of a turn; each is of a feed of the head, and comes behind the last one of it. */
function barsFollow(before: readonly JournalLine[], { bars }: JournalTurn): string {
  const { feeds: { length } } = before[0] as JournalHead, known = new Map<number, JournalBar>();
  for (const bar of bars) {
    const { feed, begin_us, time_us } = bar;
    if (feed >= length) return `it has a bar of feed ${feed}, and the head has the feeds 0 to ${length - 1}`;
    const last = known.get(feed) ?? lastBarOf(before, feed);
    if (last !== undefined && (begin_us <= last.begin_us || time_us <= last.time_us)) {
      return `a bar of feed ${feed} does not come behind the one before it`;
    }
    known.set(feed, bar);
  }
  return "";
}

function lastBarOf(lines: readonly JournalLine[], feed: number): JournalBar | undefined {
  for (let at = lines.length - 1; at > 0; at--) {
    const line = lines[at]!, bar = line.kind === "turn" ? line.bars.findLast((each) => each.feed === feed) : undefined;
    if (bar !== undefined) return bar;
  }
  return undefined;
}

/**
 * Returns the lines of texts.
 *
 * @param placeOf Returns the file of a line, from 1, and its number there, for the message.
 * @throws {SessionError} JOURNAL_DAMAGED if one is no line, or does not follow those before it.
 */
export function readJournalLines(
  texts: readonly string[],
  placeOf: (line: number) => { readonly path: string; readonly line: number },
): JournalLine[] {
  const lines: JournalLine[] = [];
  for (const text of texts) {
    const line = readJournalLine(text);
    const damage = line === undefined ? "it is none that a session writes" : follows(lines, line);
    if (line === undefined || damage !== "") {
      const { path, line: number } = placeOf(lines.length + 1);
      throw new SessionError(
        "JOURNAL_DAMAGED",
        `Cannot read line ${number} of ${path}: ${damage}; cracktrader sessions recover tells what is kept`,
      );
    }
    lines.push(line);
  }
  return lines;
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
      return isHead(line);
    case "turn":
      return isCount(line["turn"]) && isTime(line["now_us"]) && Array.isArray(line["bars"]) &&
        line["bars"].every(isBar);
    case "command":
      return COMMANDS.includes(line["command"] as CommandName) && isText(line["reason"]) && isTime(line["now_us"]);
    case "limits":
      return typeof line["limits"] === "object" && line["limits"] !== null && isTime(line["now_us"]);
    case "note":
      return isText(line["text"]);
    case "end":
      return line["how"] === "cancel" || line["how"] === "flatten";
    default:
      return false;
  }
}

function isHead(head: Readonly<Record<string, unknown>>): boolean {
  const { feeds } = head;
  return head["version"] === JOURNAL_VERSION && isCount(head["from_us"]) && Array.isArray(feeds) && feeds.length > 0 &&
    ["venue", "mode", "strategy"].every((name) => isText(head[name])) && feeds.every(isFeed) &&
    new Set(feeds.map(({ name }) => name)).size === feeds.length;
}

function isFeed(value: unknown): value is JournalFeed {
  const { name, timeframe, terms } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return isText(name) && isTimeframe(timeframe) && isTerms(terms);
}

function isTerms(value: unknown): boolean {
  const terms = (value ?? {}) as Readonly<Record<string, unknown>>;
  const isStep = (step: unknown): boolean => isDecimalText(step) && Number(step) > 0;
  const isLeast = (least: unknown): boolean => least === undefined || isDecimalText(least);
  return ["symbol", "base", "quote"].every((name) => isText(terms[name])) && isStep(terms["tick"]) &&
    (terms["status"] === "trading" || terms["status"] === "halted") && isStep(terms["sizeStep"]) &&
    isLeast(terms["sizeMin"]) && isLeast(terms["notionalMin"]);
}

function isTimeframe(value: unknown): boolean {
  if (!isText(value)) return false;
  try {
    return parseTimeframe(value).us > 0;
  } catch {
    return false;
  }
}

function isBar(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const bar = value as Readonly<Record<string, unknown>>;
  const told = ["open", "high", "low", "close", "volume"].map((name) => bar[name]);
  if (!(isCount(bar["feed"]) && isCount(bar["begin_us"]) && isCount(bar["time_us"]) && told.every(isDecimalText))) {
    return false;
  }
  const [open, high, low, close, volume] = told.map(Number) as [number, number, number, number, number];
  return CLOSED_BY.includes(bar["by"] as ClosedBy) && (bar["begin_us"] as number) < (bar["time_us"] as number) &&
    low <= Math.min(open, close) &&
    high >= Math.max(open, close) && volume >= 0;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isTime(value: unknown): boolean {
  return Number.isFinite(value) && (value as number) >= 0;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
