/**
 * The lines that a run begins with: those of its journal, or a head and a warm-up that the venue is asked for.
 *
 * @module
 */

import type { JournalFolder } from "../journal/journal_folder.ts";
import {
  JOURNAL_VERSION,
  type JournalBar,
  type JournalFeed,
  type JournalHead,
  type JournalLine,
  type JournalTurn,
} from "../journal/journal_line.ts";
import { SessionError } from "../journal/session_error.ts";
import type { Venue } from "../venue/venue.ts";
import type { VenueClock } from "../venue/venue_clock.ts";
import { checkFixedTimeframe } from "./feed_request.ts";
import { journalBar } from "./live_bars.ts";
import type { SessionFeed } from "./session_parts.ts";
import type { VenueCaller } from "./venue_caller.ts";

/** Tries to ask for what a run cannot begin without. */
const TRIES = 8;

/** What the lines are of. */
interface KnownParts {
  readonly venue: Venue;
  readonly venueName: string;
  readonly mode: string;
  readonly clock: VenueClock;
  readonly feeds: ReadonlyMap<string, SessionFeed>;
}

/** Returns the head, the warm-up and what a journal has behind them. */
export async function knownLines(
  parts: KnownParts,
  strategy: string,
  caller: VenueCaller,
  journal: JournalFolder | undefined,
): Promise<readonly JournalLine[]> {
  const { venue, clock, feeds } = parts, requests = [...feeds].map(([name, { request }]) => ({ ...request, name }));
  const terms = await caller.ask("the terms", () => venue.terms(requests.map(({ symbol }) => symbol)), TRIES) ?? [];
  const told = requests.map(({ name, timeframe }, id): JournalFeed => ({ name, timeframe, terms: terms[id]! }));
  // A journal of which the warm-up is missing has run nothing.
  if (journal?.head !== undefined && journal.lines[1] !== undefined) {
    checkHead(journal, parts, strategy, told);
    return journal.lines;
  }
  const turn = await warmUp(venue, caller, clock, requests);
  const ends = turn.bars.map(({ time_us }) => time_us),
    begun = Math.max(...requests.map(({ timeframe }) => {
      const step = checkFixedTimeframe(timeframe);
      return Math.floor(turn.now_us / step) * step;
    }));
  const head: JournalHead = {
    ...{ kind: "head", version: JOURNAL_VERSION, venue: parts.venueName, mode: parts.mode, strategy, feeds: told },
    from_us: ends.length === 0 ? begun : ends.reduce((last, each) => Math.max(last, each)),
  };
  if (journal !== undefined) {
    if (journal.head === undefined) journal.append(head);
    else throw new SessionError("JOURNAL_DAMAGED", `Cannot go on with ${journal.path}: it has no warm-up; remove it`);
    journal.append(turn);
  }
  return [head, turn];
}

/** Asks for the bars before now. */
async function warmUp(
  venue: Venue,
  caller: VenueCaller,
  clock: VenueClock,
  requests: readonly { readonly symbol: string; readonly timeframe: string; readonly warmUp: number }[],
): Promise<JournalTurn> {
  const nowUs = clock.nowUs();
  const bars: JournalBar[] = [];
  for (const [feed, { symbol, timeframe, warmUp }] of requests.entries()) {
    const step = checkFixedTimeframe(timeframe), untilUs = Math.floor(nowUs / step) * step;
    const rows = warmUp === 0 ? [] : await caller.ask(
      `bars of ${symbol}`,
      () => Array.fromAsync(venue.history(symbol, timeframe, untilUs - warmUp * step, untilUs)),
      TRIES,
    ) ?? [];
    for (const bar of rows.toSorted((one, other) => one.beginUs - other.beginUs)) {
      if (bar.beginUs + step > untilUs || bar.beginUs < untilUs - warmUp * step) continue;
      const { closed: _, ...plain } = bar;
      bars.push(journalBar(feed, { bar: plain, by: "warm-up" }, bar.beginUs + step));
    }
  }
  return { kind: "turn", turn: 0, now_us: nowUs, bars };
}

/** Rejects a journal of another run, and one whose terms are others now. */
function checkHead(
  { head, lines, path }: JournalFolder,
  parts: KnownParts,
  strategy: string,
  told: readonly JournalFeed[],
): void {
  const { venue, feeds } = head!;
  const names = (all: readonly JournalFeed[]): string =>
    all.map(({ name, timeframe, terms }) => `${name} (${terms.symbol} ${timeframe})`).join(", ");
  const differs = head!.strategy !== strategy
    ? `it is the run of ${head!.strategy}, and not of ${strategy}`
    : venue !== parts.venueName
    ? `it is of the exchange ${venue}, and not of ${parts.venueName}`
    : names(feeds) !== names(told)
    ? `it has the feeds ${names(feeds)}, and not ${names(told)}`
    : undefined;
  if (differs !== undefined) {
    throw new SessionError("OTHER_RUN", `Cannot go on with ${path}: ${differs}; give this run a folder of its own`);
  }
  const changed = told.find(({ terms }, id) =>
    terms.tick !== feeds[id]!.terms.tick || terms.sizeStep !== feeds[id]!.terms.sizeStep
  );
  if (changed !== undefined) {
    throw new SessionError(
      "TERMS_CHANGED",
      `Cannot go on with ${path}: the steps of ${changed.terms.symbol} have changed since; begin a run in another folder`,
    );
  }
  if (!lines.some(({ kind }) => kind === "end")) return;
  throw new SessionError("JOURNAL_ENDED", `Cannot go on with ${path}: its run has ended; give this run another folder`);
}
