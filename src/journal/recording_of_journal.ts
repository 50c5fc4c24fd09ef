/**
 * What a journal recorded, for a backtest of the same bars.
 *
 * @module
 */

import { Bars } from "../feeds/bars.ts";
import type { InstrumentTerms } from "../venue/venue.ts";
import type { JournalLine } from "./journal_line.ts";
import { barOfJournal, feedOfBars, type TimedBar } from "./recorded_bars.ts";
import { SessionError } from "./session_error.ts";
import { readLinesOf } from "./written_lines.ts";

/** What a journal recorded, for a backtest of the same bars. */
export interface Recording {
  /** Bars of each feed by its name in the strategy. */
  readonly feeds: Readonly<Record<string, Bars>>;
  /** The option `from` of that backtest: the bars up to it warmed up. */
  readonly from: Date;
  /** Symbol of each feed at the venue. */
  readonly symbols: Readonly<Record<string, string>>;
  /** Terms of each feed at the venue, as the option `instruments` of that backtest. */
  readonly instruments: Readonly<
    Record<
      string,
      { readonly resolution: string; readonly tick: string; readonly lot: string; readonly barWithoutVolume: "fill" }
    >
  >;
}

/**
 * Returns the bars that the lines of a journal tell of.
 *
 * @throws {SessionError} JOURNAL_DAMAGED if the lines do not begin with a head.
 */
export function recordingOf(lines: readonly JournalLine[]): Recording {
  const [head] = lines;
  if (head?.kind !== "head") {
    throw new SessionError("JOURNAL_DAMAGED", "Cannot read the bars of a journal without its first line");
  }
  const rows = head.feeds.map((): TimedBar[] => []);
  for (const line of lines) {
    if (line.kind === "turn") { for (const bar of line.bars) rows[bar.feed]!.push(barOfJournal(bar)); }
  }
  const feeds = head.feeds.map((feed, id) => [feed.name, new Bars(feedOfBars(feed, rows[id]!))] as const);
  const instruments = head.feeds.map(({ name, terms }) => [name, instrumentOf(terms)] as const);
  return {
    feeds: Object.fromEntries(feeds),
    from: new Date(head.from_us / 1000),
    symbols: Object.fromEntries(head.feeds.map(({ name, terms }) => [name, terms.symbol])),
    instruments: Object.fromEntries(instruments),
  };
}

/** Returns the terms of an instrument as a run has them. */
export function instrumentOf({ tick, sizeStep }: InstrumentTerms): Recording["instruments"][string] {
  return { resolution: tick, tick, lot: sizeStep, barWithoutVolume: "fill" };
}

/**
 * Returns the bars that a run in a session has recorded, for a backtest that says the same: with them, with `from` and with
 * the terms of the account it has the chain of the run, unless an operator or a limit stopped its entries.
 *
 * @param folder Folder of the journal.
 * @throws {SessionError} JOURNAL_DAMAGED if it cannot be read.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Idle extends ct.Strategy.with({}) {}
 *
 * function compare(folder: string, result: ct.Result): boolean {
 *   const { feeds, from, instruments } = ct.recordingOfJournal(folder);
 *   return ct.backtest(Idle, feeds, { from, instruments }).chain === result.chain;
 * }
 * ```
 */
export function recordingOfJournal(folder: string): Recording {
  return recordingOf(readLinesOf(folder));
}
