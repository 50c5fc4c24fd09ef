/**
 * Plays runs on paper over the fake venue, in a time that stands or in one that runs fast, and holds them against the
 * laws of sessions.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import * as ct from "../../mod.ts";
import { type FakeVenue, fakeVenue, type FakeVenueOptions } from "../../src/fake_venue/mod.ts";
import { linesBesideLog } from "../../src/journal/lines_beside_log.ts";
import { readLinesOf } from "../../src/journal/written_lines.ts";
import { ReplayLogReader } from "../../src/replay/replay_log_reader.ts";
import { replay } from "../../src/replay/replay.ts";
import { ManualClock } from "../../src/venue/venue_clock.ts";
import { enginesUnderTest } from "../engines.ts";

export const MINUTE = 60_000_000;
export const START: number = Date.parse("2024-01-01T00:00:00Z") * 1000;

/** Trades often: market orders, limits, stops and tags. */
export class Busy extends ct.Strategy.with({ period: 5 }) {
  average = ct.sma(this.data.close, this.params.period);

  override next(): void {
    const { now } = this.data.close, { size } = this.position;
    if (size === 0 && now > this.average.now) this.buy({ fraction: 0.4, stopLoss: now * 0.999, tag: "up" });
    else if (size === 0) this.buy({ size: 0.05, limit: now * 0.9995, tag: "dip" });
    else if (now < this.average.now) this.close();
  }
}

export const TERMS = { cash: 20_000, commission: 0.001 };

/** A session in a time that stands. */
export interface Played extends AsyncDisposable {
  readonly clock: ManualClock;
  readonly venue: FakeVenue;
  readonly session: ct.ExchangeSession;
  /** Moves the clock by minutes, in steps that let everything happen. */
  minutes(count: number): Promise<void>;
}

/** Opens a session with a fake venue in a time that stands. */
export function played(options: FakeVenueOptions = {}, session: ct.ExchangeOptions = {}): Played {
  const clock = (options.clock ?? new ManualClock(START)) as ManualClock, venue = fakeVenue({ clock, ...options });
  const opened = ct.exchange(venue.direct, { clock, ...session });
  return {
    ...{ clock, venue, session: opened },
    async minutes(count) {
      for (let left = count; left > 0; left--) await clock.advance(clock.nowUs() + MINUTE);
    },
    async [Symbol.asyncDispose]() {
      const closing = opened.close();
      await clock.advance(clock.nowUs());
      await closing;
      await venue[Symbol.asyncDispose]();
    },
  };
}

/** Waits for a promise while the clock stands, and moves it a little where that is what the promise waits for. */
export async function settledAt<T>(clock: ManualClock, promise: Promise<T>): Promise<T> {
  let done = false;
  const kept = promise.finally(() => done = true);
  kept.catch(() => {});
  for (let tried = 0; !done && tried < 1000; tried++) await clock.advance(clock.nowUs() + (tried < 50 ? 0 : 1_000_000));
  return await kept;
}

/** Holds a finished run with a journal against both laws, on every engine. */
export function holdLaws(folder: string, result: ct.Result, terms: ct.BacktestOptions = TERMS): void {
  const { feeds, from, instruments } = ct.recordingOfJournal(folder);
  const hasCommands = readLinesOf(folder).some(({ kind }) => kind === "command");
  assert(Object.values(feeds).every(({ length }) => length > 0));
  for (const engineBackend of enginesUnderTest()) {
    const again = ct.backtest(Busy, feeds, { ...terms, from, instruments, engineBackend });
    // What an operator asked for is no part of the strategy.
    if (!hasCommands) {
      const hashes = [result.chain, result.markHash()];
      assertEquals([again.chain, again.markHash()], hashes, `paper = backtest on ${engineBackend}`);
      assertEquals(again.fills, result.fills);
    }
    const replayed = replay(`${folder}/run.log`, { engineBackend });
    assertEquals([replayed.equal, replayed.chain], [true, result.chain], `live = replay on ${engineBackend}`);
  }
  assert(new ReplayLogReader(`${folder}/run.log`).header.description["strategy"] === "Busy");
  holdLines(folder);
}

/** Checks that the lines of a journal and its log tell the same. */
export function holdLines(folder: string): void {
  assertEquals(linesBesideLog(readLinesOf(folder), `${folder}/run.log`), { difference: undefined, barsBehind: 0 });
}

/** Returns the closes of a venue's minutes from a time on, as history has them. */
export async function closesOf(session: ct.ExchangeSession, fromUs: number, count: number): Promise<number[]> {
  const from = new Date(fromUs / 1000), to = new Date((fromUs + count * MINUTE) / 1000);
  return [...(await session.history({ symbol: "BTC/USDT", from, to })).columns.close];
}
