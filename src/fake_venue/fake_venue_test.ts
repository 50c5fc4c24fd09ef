import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { ManualClock } from "../venue/venue_clock.ts";
import type { Venue, VenueBar, VenueEvent } from "../venue/venue.ts";
import { VenueError } from "../venue/venue_error.ts";
import { type FakeVenue, fakeVenue, type FakeVenueOptions } from "./fake_venue.ts";

const MINUTE = 60_000_000, START = Date.parse("2024-01-01T00:00:00Z") * 1000;

/** A venue in a time that stands, opened directly, and the events of its stream so far. */
async function opened(
  options: FakeVenueOptions,
): Promise<{ fake: FakeVenue; venue: Venue; clock: ManualClock; events: VenueEvent[]; end: () => Promise<void> }> {
  const clock = new ManualClock(START), fake = fakeVenue({ clock, ...options });
  const venue = fake.direct.create({ mode: "paper", instrumentType: "spot" }), ending = new AbortController();
  await venue.open(ending.signal);
  const events: VenueEvent[] = [], symbol = options.instruments?.[0]?.symbol ?? "BTC/USDT";
  const watching = (async () => {
    for await (const event of venue.watch({ bars: [{ symbol, timeframe: "1m" }] }, ending.signal)) events.push(event);
  })();
  const end = async (): Promise<void> => {
    ending.abort();
    await clock.advance(clock.nowUs());
    await watching;
    await venue.close();
  };
  return { fake, venue, clock, events, end };
}

async function historyOf(venue: Venue, fromUs: number, untilUs: number): Promise<VenueBar[]> {
  return await Array.fromAsync(venue.history("BTC/USDT", "1m", fromUs, untilUs));
}

function barsOf(events: readonly VenueEvent[]): VenueBar[] {
  return events.flatMap((event) => event.kind === "bar" ? [event.bar] : []);
}

Deno.test("a candle grows in four parts, and ends together with the begin of the next one", async () => {
  const candles = [0, 1].map((minute) => ({
    ...{ time: START / 1000 + minute * 60_000, open: "10.00", high: "12.50", low: "9.25", close: "11.00" },
    volume: "4.00000",
  }));
  const { clock, events, end } = await opened({ instruments: [{ symbol: "BTC/USDT", candles }] });
  await clock.advance(START + MINUTE);
  const told = barsOf(events).map(({ beginUs, open, high, low, close, volume, closed }) =>
    [(beginUs - START) / MINUTE, open, high, low, close, volume, closed].join(" ")
  );
  assertEquals(told, [
    "0 10.00 10.00 10.00 10.00 1.00000 false",
    "0 10.00 12.50 10.00 12.50 2.00000 false",
    "0 10.00 12.50 9.25 9.25 3.00000 false",
    "0 10.00 12.50 9.25 11.00 4.00000 false",
    "0 10.00 12.50 9.25 11.00 4.00000 true",
    "1 10.00 10.00 10.00 10.00 1.00000 false",
  ]);
  await end();
});

Deno.test("history, the stream and larger bars tell of the same candles", async () => {
  const { clock, venue, events, end } = await opened({ seed: 3 });
  await clock.advance(START + 10 * MINUTE);
  const closed = barsOf(events).filter((bar) => bar.closed);
  const history = (await historyOf(venue, START, START + 10 * MINUTE)).map((bar) => ({ ...bar, closed: true }));
  assertEquals(closed, history);
  const [five] = await Array.fromAsync(venue.history("BTC/USDT", "5m", START, START + 1));
  assertEquals([five!.open, five!.close], [history[0]!.open, history[4]!.close]);
  assertEquals(Number(five!.high), Math.max(...history.slice(0, 5).map(({ high }) => Number(high))));
  await end();
});

Deno.test("one seed gives one walk, another seed another one", async () => {
  const walks: string[] = [];
  for (const seed of [1, 1, 2]) {
    const { venue, end } = await opened({ seed });
    walks.push(JSON.stringify(await historyOf(venue, START - 1500 * MINUTE, START)));
    await end();
  }
  assertEquals(walks[0], walks[1]);
  assertNotEquals(walks[0], walks[2]);
  assertEquals(JSON.parse(walks[0]!).length, 1500);
});

Deno.test("faults of frames do what their names say, once, at their frame", async () => {
  const told = async (fault: FakeVenueOptions["faults"]): Promise<string[]> => {
    const { clock, events, end } = await opened({ seed: 1, faults: fault ?? [] });
    await clock.advance(START + MINUTE + 1);
    await end();
    return events.map((event) =>
      event.kind === "bar" ? `${(event.bar.beginUs - START) / MINUTE}:${event.bar.volume}` : event.kind
    );
  };
  const plain = await told([]), [connected, a, b, c, d, e, f] = plain;
  assertEquals(plain.length, 7);
  assertEquals(await told([{ fault: "drop", frame: 2 }]), [connected!, a!, c!, d!, e!, f!]);
  assertEquals(await told([{ fault: "duplicate", frame: 2 }]), [connected!, a!, b!, b!, c!, d!, e!, f!]);
  assertEquals(await told([{ fault: "reorder", frame: 2 }]), [connected!, a!, c!, b!, d!, e!, f!]);
  assertEquals(await told([{ fault: "delay", frame: 2, us: 20_000_000 }]), [connected!, a!, c!, b!, d!, e!, f!]);
  assertEquals(await told([{ fault: "silence", frame: 2, us: 30_000_000 }]), [connected!, a!, d!, e!, f!]);
  const closed = await told([{ fault: "close", frame: 2 }]);
  assertEquals(closed.slice(0, 4), [connected!, a!, "lost", "connected"]);
  const revised = await told([{ fault: "revise", frame: 6 }]);
  assertEquals([revised.length, revised[6] === f, revised[7] === e], [8, true, false]);
  const chance = await told([{ fault: "drop", chance: 50 }]);
  assertEquals(chance, await told([{ fault: "drop", chance: 50 }]));
  assert(chance.length < plain.length);
});

Deno.test("a hole is a minute without frames, which history has", async () => {
  const { fake, clock, venue, events, end } = await opened({ faults: [{ fault: "hole", minute: 1 }] });
  await clock.advance(START + 3 * MINUTE);
  const begins = new Set(barsOf(events).map(({ beginUs }) => (beginUs - START) / MINUTE));
  assertEquals([...begins], [0, 2, 3]);
  assertEquals((await historyOf(venue, START, START + 3 * MINUTE)).length, 3);
  assert(fake.acted.get("hole")! > 0);
  await end();
});

Deno.test("faults of answers come as errors with their codes, and the moment of the next try", async () => {
  const codes = {
    "429": "RATE_LIMITED",
    "418": "BANNED",
    "500": "UNAVAILABLE",
    "lose-answer": "TIMEOUT",
    "bad-json": "BAD_ANSWER",
  };
  for (const [fault, code] of Object.entries(codes)) {
    const { venue, end } = await opened({
      faults: [{ fault: fault as "429", path: "klines", request: 2, us: 7_000_000 }],
    });
    const ask = () => historyOf(venue, START - MINUTE, START);
    assertEquals((await ask()).length, 1);
    const error = await ask().then(() => undefined, (error: unknown) => error);
    assert(error instanceof VenueError, fault);
    assertEquals([error.code, error.passes], [code as VenueError["code"], true]);
    if (error.code === "RATE_LIMITED" || error.code === "BANNED") assertEquals(error.retryAtUs, START + 7_000_000);
    assertEquals((await ask()).length, 1);
    await end();
  }
});

Deno.test("a halt, other terms and a skewed clock hold from their minute on", async () => {
  const { clock, venue, events, end } = await opened({
    faults: [{ fault: "halt", minute: 2 }, { fault: "terms", minute: 1, tick: "0.05" }, {
      ...{ fault: "skew" as const, minute: 1, us: 8_000_000 },
    }],
  });
  const [before] = await venue.terms(["BTC/USDT"]);
  assertEquals([before!.tick, before!.status, await venue.time()], ["0.01", "trading", START]);
  await clock.advance(START + 4 * MINUTE);
  const [after] = await venue.terms(["BTC/USDT"]);
  assertEquals([after!.tick, after!.status, await venue.time()], ["0.05", "halted", START + 4 * MINUTE + 8_000_000]);
  assertEquals(Math.max(...barsOf(events).map(({ beginUs }) => beginUs)), START + MINUTE);
  await end();
});

Deno.test("over the network, a venue that disconnects is connected to again", async () => {
  await using fake = fakeVenue({ speed: 600 });
  const venue = fake.factory.create({ mode: "paper", instrumentType: "spot" }), ending = new AbortController();
  await venue.open(ending.signal);
  const kinds: string[] = [];
  for await (const event of venue.watch({ bars: [{ symbol: "BTC/USDT", timeframe: "1m" }] }, ending.signal)) {
    if (kinds.at(-1) !== event.kind) kinds.push(event.kind);
    if (event.kind === "bar" && kinds.length === 2) fake.disconnect();
    if (kinds.length === 5) break;
  }
  assertEquals(kinds, ["connected", "bar", "lost", "connected", "bar"]);
  await venue.close();
});

Deno.test("bad options name themselves", () => {
  assertThrows(() => fakeVenue({ sped: 2 } as FakeVenueOptions), TypeError, "sped");
  assertThrows(() => fakeVenue({ start: "yesterday" }), RangeError, "yesterday");
  assertThrows(() => fakeVenue({ instruments: [{ symbol: "btc" }] }), RangeError, "btc");
  const candles = [{ time: 0, open: "1.005", high: "2", low: "1", close: "1", volume: "1" }];
  assertThrows(() => fakeVenue({ instruments: [{ symbol: "BTC/USDT", candles }] }), RangeError, "1.005");
});
