/**
 * The adapter of ccxt against the fake venue: the contract of the port, runs on paper, and errors by their codes. Where the
 * library is neither in the cache nor can be loaded, the tests are skipped and say so.
 *
 * @module
 */

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { ccxt, CCXT_VERSION, type CcxtBar, type CcxtMarket } from "../../src/ccxt/mod.ts";
import { venueErrorOf } from "../../src/ccxt/ccxt_error.ts";
import { termsOf } from "../../src/ccxt/ccxt_venue.ts";
import { loadCcxt } from "../../src/ccxt/library.ts";
import { fakeVenue, type FakeVenueOptions } from "../../src/fake_venue/mod.ts";
import { checkVenue, ManualClock, VenueError } from "../../src/venue/mod.ts";
import { Busy, holdLaws, MINUTE, START, TERMS } from "./paper_play.ts";

const problem = await loadCcxt().then(() => "", (error: Error) => error.message);

/** Registers a test that needs the library. */
function testCcxt(name: string, fn: () => Promise<void>): void {
  const skipped = problem === "" ? "" : ` (skipped: ${problem})`;
  // The library keeps timers of its rate limits.
  Deno.test({ name: name + skipped, ignore: problem !== "", sanitizeOps: false, sanitizeResources: false, fn });
}

async function venueOf(options: FakeVenueOptions) {
  const venue = fakeVenue({ speed: 600, ...options }), address = await venue.start();
  return { venue, factory: ccxt("binance", { address, config: { timeout: 1500, enableRateLimit: false } }) };
}

testCcxt("ccxt keeps the promises of the port, against the fake venue", async () => {
  const { venue, factory } = await venueOf({});
  await using _ = venue;
  const checks = await checkVenue(factory, { symbol: "BTC/USDT", timeframe: "1m" });
  assertEquals(checks.filter(({ outcome }) => outcome !== "held"), []);
});

testCcxt("ccxt tells the bars and the terms of the venue, digit for digit", async () => {
  const { venue, factory } = await venueOf({ seed: 3, instruments: [{ symbol: "BTC/USDT", priceDecimals: 3 }] });
  await using _ = venue;
  const bars = async (each: typeof factory) => {
    await using session = ct.exchange(each, { clock: venue.clock });
    const to = new Date(START / 1000), from = new Date((START - 1200 * MINUTE) / 1000);
    const found = await session.history({ symbol: "BTC/USDT", from, to });
    const [{ status: _status, ...terms }] = await session.store.terms(["BTC/USDT"]) as [ct.InstrumentTerms];
    return { columns: found.columns, length: found.length, terms };
  };
  const one = await bars(factory), other = await bars(venue.factory);
  assertEquals(one.length, 1200);
  assertEquals(one.columns, other.columns);
  assertEquals(one.terms.tick, "0.001");
  assertEquals(
    Object.entries(one.terms).map(([, value]) => Number(value) || value),
    Object.entries(other.terms).map(([, value]) => Number(value) || value),
  );
});

testCcxt("a run on paper over ccxt holds both laws, through connections that end", async () => {
  const journal = Deno.makeTempDirSync();
  const { venue, factory } = await venueOf({ seed: 5, speed: 240, faults: [{ fault: "close", frame: 25, times: 1 }] });
  await using _ = venue;
  await using session = ct.exchange(factory, { clock: venue.clock });
  const run = await session.run(Busy, session.feed({ symbol: "BTC/USDT", warmUp: 10 }), {
    ...{ journal, broker: session.broker(TERMS) },
  });
  const isDone = (): boolean => run.status.feeds[0]!.bars >= 26 && run.status.connections >= 2;
  for (let waited = 0; waited < 1000 && !isDone(); waited++) await new Promise((resolve) => setTimeout(resolve, 20));
  const { feeds, connections } = run.status, result = await run.stop();
  assert(connections >= 2, String(connections));
  assertEquals([feeds[0]!.missing, feeds[0]!.bad], [0, 0]);
  holdLaws(journal, result);
});

testCcxt("answers of a venue that fail come with the codes of the port", async () => {
  const codes = { "429": "RATE_LIMITED", "418": "BANNED", "500": "UNAVAILABLE", "bad-json": "BAD_ANSWER" } as const;
  for (const [fault, code] of Object.entries(codes)) {
    const { venue, factory } = await venueOf({ faults: [{ fault: fault as "429", path: "klines" }] });
    await using _ = venue;
    const opened = factory.create({ mode: "paper", instrumentType: "spot" });
    await opened.open(new AbortController().signal);
    const asked = Array.fromAsync(opened.history("BTC/USDT", "1m", START - MINUTE, START));
    const error = await assertRejects(() => asked, VenueError);
    assertEquals([error.code, error.passes], [code, true], fault);
    if (code === "BANNED") assert(error.retryAtUs! > START);
    await opened.close();
  }
});

testCcxt("no request leaves for the exchange itself", async () => {
  const library = await loadCcxt(), { venue, factory } = await venueOf({});
  await using _ = venue;
  const opened = factory.create({ mode: "paper", instrumentType: "spot" });
  await opened.open(new AbortController().signal);
  await opened.time();
  assert(venue.requests.length > 1 && typeof library.pro["binance"] === "function");
  await opened.close();
  const unknown = ccxt("nosuchexchange").create({ mode: "paper", instrumentType: "spot" });
  const error = await assertRejects(() => unknown.open(new AbortController().signal), VenueError, "nosuchexchange");
  assertEquals(error.code, "NOT_SUPPORTED");
});

Deno.test("errors of ccxt get their codes by class and text, and unknown ones pass", () => {
  class NetworkError extends Error {}
  class DDoSProtection extends NetworkError {}
  class RequestTimeout extends NetworkError {}
  class ExchangeError extends Error {}
  class BadSymbol extends ExchangeError {}
  const cases: readonly [unknown, string][] = [
    [new RequestTimeout("x"), "TIMEOUT"],
    [new DDoSProtection("binance 429"), "RATE_LIMITED"],
    [new DDoSProtection("IP banned until 1704067207000."), "BANNED"],
    [new NetworkError("x"), "UNAVAILABLE"],
    [new BadSymbol("x"), "UNKNOWN_SYMBOL"],
    [new ExchangeError("x"), "REFUSED"],
    [new TypeError("x is undefined"), "BAD_ANSWER"],
    ["text", "UNAVAILABLE"],
  ];
  for (const [error, code] of cases) assertEquals(venueErrorOf(error, "bars").code, code as VenueError["code"]);
  assertEquals(venueErrorOf(new DDoSProtection("IP banned until 1704067207000."), "bars").retryAtUs, 1704067207e6);
});

/** A library with one exchange, whose answers about bars are those of a function. */
function stubbed(barsFrom: (sinceMs: number, limit: number) => readonly number[], clock: ManualClock) {
  const market = { symbol: "A/B", base: "A", quote: "B", active: true, precision: { price: 0.1, amount: 0.1 } };
  const asked: number[] = [];
  class Stub {
    readonly has = { fetchOHLCV: true, watchOHLCV: true, fetchTime: true };
    readonly timeframes = { "1m": "1m" };
    readonly precisionMode = 4;
    readonly urls = {};
    loadMarkets = () => Promise.resolve({ "A/B": { ...market, limits: {} } });
    fetchTime = () => Promise.resolve(clock.nowUs() / 1000);
    // deno-lint-ignore require-await -- an error of it is a rejection, as in the library
    async fetchOHLCV(_symbol: string, _timeframe: string, since: number, limit: number): Promise<readonly CcxtBar[]> {
      asked.push(since);
      return barsFrom(since, limit).map((time) => [time, 10, 11, 9, 10.5, 3] as const);
    }
    watchOHLCV = () => new Promise<never>(() => {});
    close = () => Promise.resolve();
  }
  const factory = ccxt("okx", { library: { pro: { okx: Stub } } });
  return { asked, session: ct.exchange(factory, { clock }) };
}

const STEP = MINUTE / 1000, BEGIN = START / 1000 - 1000 * STEP, END = START / 1000;

/** The minutes of the thousand that there are, from a time on. */
const minutesFrom = (since: number, most: number, isThere: (minute: number) => boolean = () => true): number[] =>
  Array.from({ length: 1000 }, (_, minute) => minute).filter(isThere).map((minute) => BEGIN + minute * STEP)
    .filter((time) => time >= since).slice(0, most);

const isNoGap = (minute: number): boolean => minute < 100 || minute >= 750;

for (
  const [name, barsFrom, count] of [
    ["gives fewer bars than asked for", (since, limit) => minutesFrom(since, Math.min(limit, 300)), 1000],
    ["skips minutes without trades", (since, limit) => minutesFrom(since, Math.min(limit, 100), isNoGap), 350],
    [
      "answers by a window of time",
      (since, limit) => minutesFrom(since, 300, isNoGap).filter((time) => time < since + Math.min(limit, 300) * STEP),
      350,
    ],
    ["has bars of the end alone", (since, limit) => minutesFrom(since, limit, (minute) => minute >= 900), 100],
    ["has the same bars for any begin", () => minutesFrom(BEGIN, 300), 300],
    ["has bars of the time behind the range too", (since) => [...minutesFrom(since, 500), END, END + STEP], 1000],
  ] as [string, (since: number, limit: number) => number[], number][]
) {
  Deno.test(`the history of an exchange that ${name} has all its bars, each once`, async () => {
    const clock = new ManualClock(START), { session, asked } = stubbed(barsFrom, clock);
    await using _ = session;
    const found = await session.history({ symbol: "A/B", from: new Date(BEGIN), to: new Date(END) });
    const times = Array.from(found.columns.timeUs);
    assertEquals([found.length, new Set(times).size, times], [
      count,
      count,
      times.toSorted((one, other) => one - other),
    ]);
    assert(asked.length <= 12, asked.join());
  });
}

Deno.test("the history of an exchange without any bar ends after a few questions", async () => {
  const clock = new ManualClock(START), { session, asked } = stubbed(() => [], clock), from = new Date("2015-01-01");
  await using _ = session;
  await assertRejects(() => session.history({ symbol: "A/B", from }), RangeError, "Cannot find a finished bar");
  assertEquals(asked.length, 10);
});

Deno.test("a refusal for the rate of requests waits by the clock of the session", async () => {
  class RateLimitExceeded extends Error {}
  let refusals = 1;
  const clock = new ManualClock(START),
    { session, asked } = stubbed((since, limit) => {
      if (refusals-- > 0) throw new RateLimitExceeded("too many");
      return minutesFrom(since, limit);
    }, clock);
  await using _ = session;
  const asking = session.history({ symbol: "A/B", from: new Date(BEGIN), to: new Date(END) });
  await clock.advance(START + 4_000_000);
  assertEquals(asked.length, 1);
  await clock.advance(START + 6_000_000);
  assertEquals((await asking).length, 1000);
});

Deno.test("terms are steps as text: of steps, of decimals, and refused of significant digits", () => {
  const market: CcxtMarket = {
    ...{ symbol: "A/B", base: "A", quote: "B", active: true, precision: { price: 0.05, amount: 1e-8 } },
    limits: { amount: { min: 0.001 }, cost: {} },
  };
  const { tick, sizeStep, sizeMin, notionalMin } = termsOf(market, 4, "x");
  assertEquals([tick, sizeStep, sizeMin, notionalMin], ["0.05", "0.00000001", "0.001", undefined]);
  const decimals = termsOf({ ...market, precision: { price: 2, amount: 0 }, active: false }, 2, "x");
  assertEquals([decimals.tick, decimals.sizeStep, decimals.status], ["0.01", "1", "halted"]);
  assertThrows(() => termsOf(market, 3, "x"), VenueError, "significant digits");
  assertThrows(() => termsOf({ ...market, precision: {} }, 4, "x"), VenueError, "tick of A/B");
  assertThrows(() => ccxt("Binance Spot"), TypeError, "its id");
  assert(/^\d+\.\d+\.\d+$/.test(CCXT_VERSION));
});
