/**
 * The adapter of ccxt against the fake venue: the contract of the port, runs on paper, and errors by their codes. Where the
 * library is neither in the cache nor can be loaded, the tests are skipped and say so.
 *
 * @module
 */

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { ccxt, CCXT_VERSION, type CcxtMarket } from "../../src/ccxt/mod.ts";
import { venueErrorOf } from "../../src/ccxt/ccxt_error.ts";
import { termsOf } from "../../src/ccxt/ccxt_venue.ts";
import { loadCcxt } from "../../src/ccxt/library.ts";
import { fakeVenue, type FakeVenueOptions } from "../../src/fake_venue/mod.ts";
import { checkVenue, VenueError } from "../../src/venue/mod.ts";
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
  for (const [error, code] of cases) assertEquals(venueErrorOf(error, "bars", 7).code, code as VenueError["code"]);
  assertEquals(venueErrorOf(new DDoSProtection("IP banned until 1704067207000."), "bars", 7).retryAtUs, 1704067207e6);
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
