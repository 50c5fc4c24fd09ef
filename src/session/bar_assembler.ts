/**
 * The bars of one feed as they close: out of a stream that tells at least once and in any order, and out of answers.
 *
 * A bar is closed when the venue says so, when its successor has begun, or when an answer has it after its end. It is
 * immutable from then on. A hole is filled by an answer before any newer bar.
 *
 * @module
 */

import type { ClosedBy } from "../journal/journal_line.ts";
import type { VenueBar } from "../venue/venue.ts";

/** A closed bar. */
export interface ClosedBar {
  readonly bar: VenueBar;
  readonly by: ClosedBy;
  /** Time of the venue's clock at which it became known. */
  readonly knownUs: number;
}

/** What an assembler counts. */
export interface AssemblerCounts {
  /** Bars that an answer closed or filled in. */
  byRequest: number;
  /** Bars that the venue told otherwise after they were closed. */
  revised: number;
  /** Bars that the venue does not have. */
  missing: number;
  /** Bars that lie off the timeframe, or are none. */
  bad: number;
}

/** A part of the past to ask for: begins from the first on, and before the second. */
export interface WantedBars {
  readonly fromUs: number;
  readonly untilUs: number;
}

/** Bars whose later versions are told apart; older ones are let go. */
const REMEMBERED = 16;

/** Assembles the bars of one feed. */
export class BarAssembler {
  readonly counts: AssemblerCounts = { byRequest: 0, revised: 0, missing: 0, bad: 0 };
  readonly #step: number;
  readonly #graceUs: number;
  /** Begin of the next bar that is not closed. */
  #nextUs: number;
  /** The last word on each bar from there on. */
  readonly #open: Map<number, VenueBar> = new Map();
  readonly #closed: ClosedBar[] = [];
  readonly #last: VenueBar[] = [];
  #newestUs = -Infinity;
  /** True if the venue says of its bars that they have ended: one of which it did not was told in part alone. */
  #tellsClosed = false;
  /** Time at which the stream was last lost: the ends of bars that had begun may not have been told. */
  #doubtedUs = -Infinity;

  /**
   * Begins behind the last bar that is known.
   *
   * @param step Length of a bar in microseconds.
   * @param nextUs Begin of the next bar.
   * @param graceUs Time after the end of a bar from which on it is asked for.
   */
  constructor(step: number, nextUs: number, graceUs: number) {
    this.#step = step;
    this.#nextUs = nextUs;
    this.#graceUs = graceUs;
  }

  /** End of the next bar that is not closed: everything before it is known. */
  get openEndUs(): number {
    return this.#nextUs + this.#step;
  }

  /** The earliest closed bar that was not taken. */
  get head(): ClosedBar | undefined {
    return this.#closed[0];
  }

  /** Takes the earliest closed bar. */
  take(): ClosedBar | undefined {
    return this.#closed.shift();
  }

  /** Takes a bar of the stream. */
  tell(bar: VenueBar, nowUs: number): "taken" | "revised" | "bad" {
    if ((bar.beginUs - this.#nextUs) % this.#step !== 0 || !isBar(bar)) {
      this.counts.bad++;
      return "bad";
    }
    if (bar.beginUs < this.#nextUs) return this.#again(bar);
    if (bar.closed !== undefined) this.#tellsClosed = true;
    const known = this.#open.get(bar.beginUs);
    // What comes late of a bar that has ended says less.
    if (known?.closed !== true || bar.closed === true) this.#open.set(bar.beginUs, bar);
    this.#newestUs = Math.max(this.#newestUs, bar.beginUs);
    this.#close(nowUs);
    return "taken";
  }

  /** Notes that the stream was lost: bars up to the one of that time are closed by answers alone. */
  interrupt(nowUs: number): void {
    this.#doubtedUs = Math.max(this.#doubtedUs, nowUs);
  }

  /** Returns the bars to ask for at a time; undefined if there are none. */
  wanted(nowUs: number): WantedBars | undefined {
    const endedUs = Math.floor((nowUs - this.#graceUs) / this.#step) * this.#step;
    const untilUs = Math.max(endedUs, Math.min(this.#newestUs, Math.floor(nowUs / this.#step) * this.#step));
    return untilUs > this.#nextUs ? { fromUs: this.#nextUs, untilUs } : undefined;
  }

  /** Time from which on there may be bars to ask for. */
  get wantedFromUs(): number {
    return this.#newestUs > this.#nextUs ? -Infinity : this.#nextUs + this.#step + this.#graceUs;
  }

  /**
   * Takes the answer to a question about bars that had ended when it was asked. A bar that is not in it is missing at the
   * venue, unless it ended a moment ago.
   */
  answer(bars: readonly VenueBar[], { untilUs }: WantedBars, nowUs: number): void {
    for (const bar of bars.toSorted((one, other) => one.beginUs - other.beginUs)) {
      if (bar.beginUs < this.#nextUs || bar.beginUs >= untilUs) continue;
      if ((bar.beginUs - this.#nextUs) % this.#step !== 0 || !isBar(bar)) {
        this.counts.bad++;
        continue;
      }
      this.#skipTo(bar.beginUs);
      this.counts.byRequest++;
      this.#push(bar, "request", nowUs);
    }
    // A venue may have the last bar a moment later.
    this.#skipTo(Math.min(untilUs, Math.floor((nowUs - 3 * this.#graceUs) / this.#step) * this.#step));
    this.#close(nowUs);
  }

  /** Counts the bars up to a begin as missing. */
  #skipTo(beginUs: number): void {
    for (; this.#nextUs < beginUs; this.#nextUs += this.#step) {
      this.counts.missing++;
      this.#open.delete(this.#nextUs);
    }
  }

  /** Closes the next bars, as far as their ends are known. */
  #close(nowUs: number): void {
    while (true) {
      const bar = this.#open.get(this.#nextUs);
      if (bar === undefined) return;
      const isTrusted = !this.#tellsClosed && this.#nextUs > this.#doubtedUs;
      if (bar.closed !== true && !(isTrusted && this.#newestUs > this.#nextUs)) return;
      this.#push(bar, "stream", nowUs);
    }
  }

  #push(bar: VenueBar, by: ClosedBy, knownUs: number): void {
    const { closed: _, ...plain } = bar;
    this.#open.delete(bar.beginUs);
    this.#closed.push({ bar: plain, by, knownUs });
    this.#last.push(plain);
    if (this.#last.length > REMEMBERED) this.#last.shift();
    this.#nextUs = bar.beginUs + this.#step;
  }

  /** Compares what is said of a closed bar again. */
  #again(bar: VenueBar): "taken" | "revised" {
    const known = this.#last.find(({ beginUs }) => beginUs === bar.beginUs);
    // An update from within the bar that comes late is no revision: only one that says that the bar has ended is.
    if (known === undefined || bar.closed === false || !bar.closed && !this.#differsFurther(known, bar)) return "taken";
    if (FIELDS.every((field) => Number(known[field]) === Number(bar[field]))) return "taken";
    this.counts.revised++;
    return "revised";
  }

  /** Returns whether a bar tells of more volume or a larger range than the closed one, as no earlier version does. */
  #differsFurther(known: VenueBar, bar: VenueBar): boolean {
    return Number(bar.volume) > Number(known.volume) || Number(bar.high) > Number(known.high) ||
      Number(bar.low) < Number(known.low);
  }
}

const FIELDS = ["open", "high", "low", "close", "volume"] as const;

/** Returns whether prices are above zero and the range holds them. */
function isBar(bar: VenueBar): boolean {
  const [open, high, low, close, volume] = FIELDS.map((field) => Number(bar[field])) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return low > 0 && low <= Math.min(open, close) && high >= Math.max(open, close) && high < Infinity && volume >= 0;
}
