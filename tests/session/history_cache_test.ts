/**
 * The history of a session from a catalogue: the same bars, and no question twice.
 *
 * @module
 */

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { catalogue } from "../../src/catalogue/mod.ts";
import type { FakeVenueOptions } from "../../src/fake_venue/mod.ts";
import { feedOf } from "../../src/feeds/bars.ts";
import { joined, missingOf } from "../../src/session/history_cache.ts";
import { MINUTE, type Played, played, settledAt, START } from "./paper_play.ts";

const at = (minutes: number): Date => new Date((START + minutes * MINUTE) / 1000);

/** A session with a cache in a folder of its own, and one without, over the same venue. */
async function both(options: FakeVenueOptions = {}): Promise<Played & { plain: ct.ExchangeSession; folder: string }> {
  const folder = Deno.makeTempDirSync(), cache = await catalogue(`${folder}/bars`);
  const play = played({ seed: 9, ...options }, { cache }),
    plain = ct.exchange(play.venue.direct, { clock: play.clock });
  return {
    ...{ clock: play.clock, venue: play.venue, session: play.session, minutes: play.minutes, plain, folder },
    async [Symbol.asyncDispose]() {
      await plain.close();
      await play[Symbol.asyncDispose]();
    },
  };
}

Deno.test("bars from the cache are those of the venue, and each time is asked for once", async () => {
  await using play = await both();
  const { session, plain, clock, venue } = play;
  const ask = async (from: number, to: number): Promise<number> => {
    const request = { symbol: "BTC/USDT", from: at(from), to: at(to) };
    const before = venue.requests.filter((each) => each.includes("klines")).length;
    const found = await settledAt(clock, session.history(request));
    const asked = venue.requests.filter((each) => each.includes("klines")).length - before;
    assertEquals(feedOf(found), feedOf(await settledAt(clock, plain.history(request))), `${from} to ${to}`);
    return asked;
  };
  assertEquals(await ask(-100, -50), 1);
  assertEquals(await ask(-100, -50), 0);
  assertEquals(await ask(-90, -60), 0);
  assertEquals(await ask(-120, -40), 2);
  assertEquals(await ask(-20, -10), 1);
  assertEquals(await ask(-120, -10), 1);
  assertEquals(await ask(-120, -10), 0);
});

Deno.test("without a network a range that was asked for comes from the cache, and another one is refused", async () => {
  await using play = await both({ instruments: [{ symbol: "BTC/USDT", priceDecimals: 3 }] });
  const { session, clock, folder, venue } = play, request = { symbol: "BTC/USDT", from: at(-60), to: at(-30) };
  const first = await settledAt(clock, session.history(request));
  const cache = await catalogue(`${folder}/bars`);
  await using offline = ct.exchange(venue.direct, { clock, network: false, cache });
  assertEquals(feedOf(await offline.history(request)), feedOf(first));
  await assertRejects(() => offline.history({ ...request, from: at(-61) }), ct.SessionError, "network: false");
  await assertRejects(() => offline.history({ ...request, timeframe: "5m" }), ct.SessionError, "network: false");
  assertEquals(cache.list().map(({ symbol, timeframe }) => `${symbol} ${timeframe}`), ["fake spot BTC/USDT 1m"]);
});

Deno.test("times for which the venue has no bar are not asked for again, but the newest ones are", async () => {
  const candles = Array.from({ length: 60 }, (_, minute) => ({
    ...{ time: START / 1000 + (minute - 60) * 60_000, open: "10.00", high: "11.00", low: "9.00", close: "10.50" },
    volume: "1.00000",
  })).filter((_, minute) => minute < 20 || minute >= 30);
  await using play = await both({ instruments: [{ symbol: "BTC/USDT", candles: candles.slice(0, -1) }] });
  const { session, clock, venue } = play,
    klines = (): number => venue.requests.filter((each) => each.includes("klines")).length;
  const ask = async (from: number, to: number): Promise<number> => {
    const before = klines();
    await settledAt(clock, session.history({ symbol: "BTC/USDT", from: at(from), to: at(to) })).catch(() => {});
    return klines() - before;
  };
  assertEquals([await ask(-60, -10), await ask(-60, -10)], [1, 0]);
  assertEquals([await ask(-45, -25), await ask(-39, -31)], [0, 0]);
  // The bar of the last minute is not there yet, which says nothing about it.
  assertEquals([await ask(-5, 0), await ask(-5, 0), await ask(-5, -1)], [1, 1, 0]);
});

Deno.test("a range without a bar is the same error with a cache and without one", async () => {
  const candles = Array.from({ length: 120 }, (_, minute) => ({
    ...{ time: START / 1000 + (minute - 120) * 60_000, open: "10.00", high: "11.00", low: "9.00", close: "10.50" },
    volume: "1.00000",
  })).filter((_, minute) => minute < 70 || minute >= 90);
  await using play = await both({ instruments: [{ symbol: "BTC/USDT", candles }] });
  const { session, plain, clock } = play;
  const messageOf = async (each: ct.ExchangeSession, from: number, to: number): Promise<string> => {
    const request = { symbol: "BTC/USDT", from: at(from), to: at(to) };
    return (await assertRejects(() => settledAt(clock, each.history(request)), RangeError)).message;
  };
  const compare = async (from: number, to: number): Promise<void> => {
    const told = await messageOf(plain, from, to);
    assert(told.startsWith("Cannot find a finished bar of BTC/USDT"), told);
    assertEquals([await messageOf(session, from, to), await messageOf(session, from, to)], [told, told]);
  };
  // Nothing is in the cache, then a range without bars, then bars around it.
  await compare(-30, -60);
  await compare(-60, -60);
  await compare(100, 200);
  await compare(-48, -32);
  await settledAt(clock, session.history({ symbol: "BTC/USDT", from: at(-90), to: at(-20) }));
  for (const [from, to] of [[-48, -32], [-45, -40], [-30, -60], [100, 200]] as const) await compare(from, to);
});

Deno.test("what cannot be a cache, and a cache that somebody else wrote, are named", async () => {
  await using play = await both();
  const { session, clock, folder, venue } = play, request = { symbol: "BTC/USDT", from: at(-60), to: at(-30) };
  const path = "data" as unknown as ct.HistoryCache;
  assertThrows(() => ct.exchange(venue.direct, { cache: path }), TypeError, "await catalogue");
  await settledAt(clock, session.history(request));
  Deno.writeTextFileSync(`${folder}/bars/history.json`, "{}x");
  await assertRejects(
    () => settledAt(clock, session.history(request)),
    RangeError,
    "history.json: no session wrote it so",
  );
  Deno.removeSync(`${folder}/bars/history.json`);
  assert((await settledAt(clock, session.history(request))).length === 30);
});

Deno.test("ranges are joined where they touch, and parted where they lack", () => {
  assertEquals(joined([[5, 7], [1, 3], [3, 4], [6, 9], [9, 9]]), [[1, 4], [5, 9]]);
  assertEquals(missingOf([[1, 4], [5, 9]], [0, 12]), [[0, 1], [4, 5], [9, 12]]);
  assertEquals(missingOf([[1, 4], [5, 9]], [2, 4]), []);
  assertEquals(missingOf([], [2, 4]), [[2, 4]]);
  assertEquals(missingOf([[1, 9]], [9, 10]), [[9, 10]]);
});
