/**
 * The bars of a session, turn by turn: one queue for streams, answers, timers and commands, and one reader of it.
 *
 * A turn has the bars of all feeds with one end. It waits for a feed that may still have its bar, but not without end. A
 * bar that comes behind its turn gets a step of its own just behind the last one, and keeps that.
 *
 * @module
 */

import type { JournalBar } from "../journal/journal_line.ts";
import type { Venue, VenueEvent } from "../venue/venue.ts";
import type { VenueClock } from "../venue/venue_clock.ts";
import { BarAssembler, type ClosedBar } from "./bar_assembler.ts";
import type { EdgeLog } from "./edge_log.ts";
import type { VenueCaller } from "./venue_caller.ts";

/** Time without an event after which a stream counts as dead: so many of its shortest timeframe. */
const SILENT_TIMEFRAMES = 1.5;
/** The least such time in microseconds. */
const SILENT_US_LEAST = 20_000_000;
/** So many times as long may an adapter take to connect again: it waits longer from one try to the next. */
const CONNECTING_TIMES = 10;
/** Wait before an answer is asked for again that had nothing, in microseconds. */
const ASK_AGAIN_US = 1_000_000;
/** Least time from one begin of the stream to the next, in microseconds. */
const AGAIN_US = 250_000;

/** A feed that is read. */
export interface ReadFeed {
  readonly name: string;
  readonly symbol: string;
  readonly timeframe: string;
  /** Length of a bar in microseconds. */
  readonly step: number;
  /** Begin of the next bar. */
  readonly nextUs: number;
  readonly graceUs: number;
}

/** What live bars are made of. */
export interface LiveBarsParts {
  readonly venue: Venue;
  readonly clock: VenueClock;
  readonly caller: VenueCaller;
  readonly log: EdgeLog;
  readonly feeds: readonly ReadFeed[];
  /** Time of the last step; -Infinity before the first. */
  readonly lastStepUs: number;
}

/** The state of the streams. */
export type StreamState = "connecting" | "connected" | "lost" | "ended";

/** Reads bars of a venue while they happen. */
export class LiveBars {
  readonly #parts: LiveBarsParts;
  readonly #assemblers: readonly BarAssembler[];
  readonly #asking: Set<number> = new Set();
  /** Time before which a feed is not asked for. */
  readonly #askFromUs: number[];
  readonly #tasks: Set<Promise<void>> = new Set();
  readonly #ending = new AbortController();
  #lastStepUs: number;
  #wake: () => void = () => {};
  #failure: unknown;
  #heardUs = 0;
  /** State of the stream. */
  state: StreamState = "connecting";
  /** Number of connections so far. */
  connections = 0;

  constructor(parts: LiveBarsParts) {
    this.#parts = parts;
    this.#lastStepUs = parts.lastStepUs;
    this.#assemblers = parts.feeds.map(({ step, nextUs, graceUs }) => new BarAssembler(step, nextUs, graceUs));
    this.#askFromUs = parts.feeds.map(() => -Infinity);
  }

  /** What was counted of each feed. */
  get counts(): readonly BarAssembler["counts"][] {
    return this.#assemblers.map(({ counts }) => counts);
  }

  /** Begins to listen. */
  start(): void {
    this.#run(this.#listen());
  }

  /** Lets the reader look again, as something else waits for it. */
  wake(): void {
    this.#wake();
  }

  /**
   * Returns the bars of the next turn, each with the time of its step.
   *
   * @param isWanted False to return undefined as soon as something else waits.
   * @throws What a task of the session threw.
   */
  async next(isWanted: () => boolean): Promise<readonly JournalBar[] | undefined> {
    const { clock } = this.#parts;
    while (true) {
      if (this.#failure !== undefined) throw this.#failure;
      if (!isWanted()) return undefined;
      const nowUs = clock.nowUs(), untilUs = this.#ask(nowUs), turn = this.#turn(nowUs);
      if (typeof turn !== "number") return turn;
      await this.#pause(Math.min(untilUs, turn));
    }
  }

  /** Ends streams and questions, and waits for them. */
  async close(): Promise<void> {
    this.#ending.abort();
    this.#wake();
    await Promise.all(this.#tasks);
    this.state = "ended";
  }

  /** Waits for a time, or for news. */
  async #pause(untilUs: number): Promise<void> {
    const waiting = new AbortController(), signal = AbortSignal.any([waiting.signal, this.#ending.signal]);
    const news = new Promise<void>((resolve) => this.#wake = resolve);
    await Promise.race([news, this.#parts.clock.waitUntil(untilUs, signal)]);
    waiting.abort();
  }

  /** Keeps a task, whose error ends the run. */
  #run(task: Promise<void>): void {
    const kept: Promise<void> = task.catch((error: unknown) => {
      this.#failure ??= error;
    }).finally(() => {
      this.#tasks.delete(kept);
      this.#wake();
    });
    this.#tasks.add(kept);
  }

  /** Reads streams, and begins anew where one is silent. */
  async #listen(): Promise<void> {
    const { venue, clock, log, feeds } = this.#parts;
    const silentUs = Math.max(SILENT_US_LEAST, SILENT_TIMEFRAMES * Math.min(...feeds.map(({ step }) => step)));
    const request = { bars: feeds.map(({ symbol, timeframe }) => ({ symbol, timeframe })) };
    while (!this.#ending.signal.aborted) {
      const dead = new AbortController(), signal = AbortSignal.any([dead.signal, this.#ending.signal]);
      const beganUs = this.#heardUs = clock.nowUs();
      this.state = "connecting";
      const watching = this.#watchdog(silentUs, dead, signal);
      try {
        for await (const event of venue.watch(request, signal)) this.#take(event);
      } finally {
        dead.abort();
        await watching;
      }
      if (this.#ending.signal.aborted) return;
      const nowUs = clock.nowUs(), wasSilent = nowUs >= this.#heardUs + silentUs;
      this.#lose(wasSilent ? `nothing came for ${silentUs / 1e6} s` : "it ended");
      // One that ends at once would be begun without end, and nothing else would come to its turn.
      await clock.waitUntil(Math.max(nowUs, beganUs + AGAIN_US), this.#ending.signal);
      log.edge("WARNING", "session", clock.nowUs(), "The stream begins anew");
    }
  }

  async #watchdog(silentUs: number, dead: AbortController, signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    while (!signal.aborted) {
      await clock.waitUntil(clock.nowUs() + silentUs / 4, signal);
      const limitUs = this.state === "connected" ? silentUs : CONNECTING_TIMES * silentUs;
      if (clock.nowUs() >= this.#heardUs + limitUs) dead.abort();
    }
  }

  #take(event: VenueEvent): void {
    const { clock, log, feeds } = this.#parts, nowUs = clock.nowUs();
    if (event.kind !== "lost") this.#heardUs = nowUs;
    if (event.kind === "connected") {
      this.connections++;
      this.state = "connected";
      const again = this.connections > 1 ? `, for the ${this.connections}. time` : "";
      log.edge("INFO", "session", nowUs, `The stream is connected${again}`, { connections: this.connections });
    } else if (event.kind === "lost") this.#lose(event.text);
    else if (event.kind === "status") {
      log.edge("WARNING", "session", nowUs, `${event.symbol} is ${event.status}`, { status: event.status });
    } else {
      feeds.forEach(({ symbol, timeframe, name }, id) => {
        if (symbol !== event.symbol || timeframe !== event.timeframe) return;
        const told = this.#assemblers[id]!.tell(event.bar, nowUs);
        if (told === "taken") return;
        const what = told === "revised" ? "tells a closed bar otherwise, which stays as it is" : "tells what is no bar";
        log.edge("WARNING", "data", nowUs, `The stream of ${name} ${what}`, { beginUs: event.bar.beginUs });
      });
    }
    this.#wake();
  }

  #lose(text: string): void {
    const { clock, log } = this.#parts, nowUs = clock.nowUs();
    this.state = "lost";
    for (const assembler of this.#assemblers) assembler.interrupt(nowUs);
    log.edge("WARNING", "session", nowUs, `The stream is lost: ${text}`);
  }

  /** Asks for bars that are due, and returns the time at which to look again. */
  #ask(nowUs: number): number {
    let nextUs = Infinity;
    this.#assemblers.forEach((assembler, id) => {
      if (this.#asking.has(id)) return;
      const wantedUs = Math.max(assembler.wantedFromUs, this.#askFromUs[id]!);
      if (wantedUs > nowUs) {
        nextUs = Math.min(nextUs, wantedUs);
        return;
      }
      const wanted = assembler.wanted(nowUs);
      if (wanted === undefined) {
        // The venue's clock is ahead of this one: the bar is over there, and not yet here.
        nextUs = Math.min(nextUs, Math.max(assembler.openEndUs, nowUs + 1));
        return;
      }
      this.#asking.add(id);
      this.#run(this.#answer(id, assembler));
    });
    return nextUs;
  }

  async #answer(id: number, assembler: BarAssembler): Promise<void> {
    const { venue, caller, clock, log, feeds } = this.#parts, { symbol, timeframe, name } = feeds[id]!;
    try {
      const answered = await caller.ask(`bars of ${name}`, async () => {
        // The question is made anew for each try, as the stream may have told of bars meanwhile.
        const wanted = assembler.wanted(clock.nowUs());
        if (wanted === undefined) return undefined;
        const bars = await Array.fromAsync(venue.history(symbol, timeframe, wanted.fromUs, wanted.untilUs));
        return { bars, wanted };
      });
      if (answered === undefined) return;
      const { byRequest, missing } = assembler.counts, nowUs = clock.nowUs();
      assembler.answer(answered.bars, answered.wanted, nowUs);
      const found = assembler.counts.byRequest - byRequest, lacking = assembler.counts.missing - missing;
      if (found === 0 && lacking === 0) this.#askFromUs[id] = nowUs + ASK_AGAIN_US;
      if (found > 0) log.edge("INFO", "data", nowUs, `${found} bars of ${name} came by request`, { bars: found });
      if (lacking > 0) log.edge("INFO", "data", nowUs, `The venue has no bar of ${name} for ${lacking} of its times`);
    } finally {
      this.#asking.delete(id);
    }
  }

  /** Returns the bars of the next turn, or the time at which to look again for them. */
  #turn(nowUs: number): readonly JournalBar[] | number {
    const { feeds } = this.#parts, heads = this.#assemblers.map(({ head }) => head);
    let endUs = Infinity, knownUs = Infinity;
    heads.forEach((head, id) => {
      if (head === undefined) return;
      endUs = Math.min(endUs, head.bar.beginUs + feeds[id]!.step);
    });
    if (endUs === Infinity) return Infinity;
    heads.forEach((head, id) => {
      if (head !== undefined && head.bar.beginUs + feeds[id]!.step === endUs) knownUs = Math.min(knownUs, head.knownUs);
    });
    const waitsUntilUs = Math.max(knownUs, endUs) + 2 * Math.max(...feeds.map(({ graceUs }) => graceUs));
    const isOpen = heads.some((head, id) => head === undefined && this.#assemblers[id]!.openEndUs <= endUs);
    if (isOpen && nowUs < waitsUntilUs) return waitsUntilUs;
    // One that is late has an end of long ago: it gets a step of its own, and so do those that are due at the right time.
    const timeUs = Math.max(endUs, this.#lastStepUs + 1);
    this.#lastStepUs = timeUs;
    return heads.flatMap((head, id) => {
      if (head === undefined || head.bar.beginUs + feeds[id]!.step !== endUs) return [];
      this.#assemblers[id]!.take();
      if (timeUs > endUs) this.#tellLate(id, head, nowUs);
      return [journalBar(id, head, timeUs)];
    });
  }

  #tellLate(id: number, { bar }: ClosedBar, nowUs: number): void {
    const { log, feeds } = this.#parts;
    log.edge("WARNING", "data", nowUs, `A bar of ${feeds[id]!.name} came behind its turn`, { beginUs: bar.beginUs });
  }
}

/** Returns a closed bar as the journal has it. */
export function journalBar(feed: number, { bar, by }: Pick<ClosedBar, "bar" | "by">, timeUs: number): JournalBar {
  const { beginUs, open, high, low, close, volume } = bar;
  return { feed, begin_us: beginUs, time_us: timeUs, open, high, low, close, volume, by };
}
