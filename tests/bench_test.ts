/**
 * The benchmarks, small: they measure the same work on every engine, and the bare loop does that work too.
 *
 * @module
 */

import { assert, assertEquals, assertLess } from "@std/assert";
import * as ct from "../mod.ts";
import { bareLoop } from "../bench/bare_loop.ts";
import { BRACKET_ACCOUNT, bracketFeeds, bracketTerms } from "../bench/bracket_feeds.ts";
import { burstConfiguration, burstPlacements, burstReports } from "../bench/report_burst.ts";
import { figureInputOf, statsInputOf } from "../bench/figure_profile.ts";
import { countingLogger } from "../bench/logging.ts";
import {
  Bids,
  Brackets,
  Holds,
  Idle,
  RestingLimit,
  SmaLimits,
  smaSignals,
  smaSignalsOfExactLines,
  SmaSleeper,
  SmaUnit,
  Turns,
  TurnsEveryBar,
  ViewReader,
} from "../bench/strategies.ts";
import { searchPairs } from "../bench/search_pairs.ts";
import { syntheticBars } from "../bench/synthetic_bars.ts";
import { RECORD_LANES, STATUS_CHAIN_HIGH, STATUS_CHAIN_LOW } from "../src/contract/contract.gen.ts";
import { runFigures } from "../src/analyzers/figures.ts";
import { resultTables } from "../src/analyzers/tables.ts";
import { createEngine, enginesUnderTest } from "./engines.ts";

const account = { cash: 1_000_000, commission: 0.001 };

Deno.test("the bare loop makes the trades and the equity of the run that it is measured beside", () => {
  const feed = syntheticBars(5_000), bare = bareLoop(feed, 10, 30, account.cash, account.commission);
  assert(bare.trades > 50, "the profile hardly trades");
  for (const engineBackend of enginesUnderTest()) {
    const result = ct.backtest(SmaUnit, feed, { ...account, engineBackend });
    assertEquals(result.trades.filter((trip) => trip.closedUs !== null).length, bare.trades);
    // The loop does not round money, so a fee is up to half a money unit off; the sum of all stays below a cent.
    for (let bar = 0; bar < feed.length; bar++) assertLess(Math.abs(result.equity[bar]! - bare.equity[bar]!), 0.01);
  }
});

Deno.test("the profiles of the benchmarks end in one chain on every engine", () => {
  const feed = syntheticBars(3_000);
  for (const strategy of [SmaUnit, RestingLimit, ViewReader, TurnsEveryBar, Bids, Idle, Turns, Holds, SmaLimits]) {
    const chains = enginesUnderTest().map((engineBackend) =>
      ct.backtest(strategy, feed, { ...account, engineBackend }).chain
    );
    assertEquals(new Set(chains).size, 1);
  }
});

Deno.test("the searches of the benchmarks have the same rows by signals, by callbacks and on every engine", async () => {
  const feed = syntheticBars(400), rows: string[] = [];
  for (const engineBackend of enginesUnderTest()) {
    for (const form of ["signals", "callbacks"] as const) {
      const found = await searchPairs(form, feed, { engineBackend });
      assertEquals([found.rows().length, found.rows().filter(({ error }) => error !== null).length], [100, 0]);
      assert(found.rows().every(({ figures }) => figures!.tradesClosed! > 0), "the profile hardly trades");
      rows.push(found.rows().map(({ chain, markHash }) => chain + markHash).join());
    }
  }
  assertEquals(new Set(rows).size, 1);
  assertEquals((await searchPairs("signals", feed, {}, 2)).rows().length, 200);
});

Deno.test("the profiles of signals have the chain of the callback", () => {
  const feed = syntheticBars(5_000);
  for (const engineBackend of enginesUnderTest()) {
    const options = { ...account, engineBackend }, { chain, fills } = ct.backtest(SmaUnit, feed, options);
    assertLess(100, fills.length);
    assertEquals(ct.backtest(SmaSleeper, feed, options).chain, chain);
    for (const signals of [smaSignals, smaSignalsOfExactLines]) {
      assertEquals(ct.fromSignals(feed, signals, options).chain, chain);
    }
  }
});

Deno.test("the run that is measured with a logger tells it of every fill, and has the chain of the run without one", () => {
  const feed = syntheticBars(3_000);
  for (const engineBackend of enginesUnderTest()) {
    const logger = countingLogger(), plain = ct.backtest(SmaUnit, feed, { ...account, engineBackend });
    const logged = ct.backtest(SmaUnit, feed, { ...account, engineBackend, logger });
    assertEquals(logged.chain, plain.chain);
    assertEquals(logger.counts.info, logged.fills.length);
    assertEquals([logger.counts.warning, logger.counts.error], [0, 0]);
  }
});

Deno.test("the figures and tables that are measured are those of the run", () => {
  const feed = syntheticBars(5_000), result = ct.backtest(SmaUnit, feed, { ...account, engineBackend: "typescript" });
  const input = statsInputOf(result, feed);
  assertEquals(runFigures(figureInputOf(input), {}).values, result.figures);
  assertEquals(resultTables(figureInputOf(input)), result.tables);
});

Deno.test("the burst of reports is accepted whole and ends in one chain on every engine", () => {
  const placements = burstPlacements(), reports = burstReports().subarray(0, 60_000 * RECORD_LANES);
  const ends = enginesUnderTest().map((name) => {
    using engine = createEngine(name, burstConfiguration());
    engine.apply(placements);
    engine.readAll();
    engine.apply(reports);
    const notices = engine.readAll().length / RECORD_LANES, status = engine.status();
    // 50,000 acceptances with a notice each, 10,000 fills with a fill and an order notice each, one round trip opened.
    assertEquals(notices, 50_000 + 2 * 10_000 + 1);
    return `${status[STATUS_CHAIN_LOW]} ${status[STATUS_CHAIN_HIGH]}`;
  });
  assertEquals(new Set(ends).size, 1);
});

Deno.test("the profile of brackets trails and fills in parts, alike on every engine", () => {
  const feeds = bracketFeeds(20_000), instruments = bracketTerms(feeds);
  const chains = enginesUnderTest().map((engineBackend) => {
    const result = ct.backtest(Brackets, feeds, { ...BRACKET_ACCOUNT, instruments, engineBackend });
    assert(result.orders.some(({ type, filled }) => type === "stopTrail" && filled > 0), "no trailing stop filled");
    const parts = new Map<number, number>();
    for (const { orderId } of result.fills) parts.set(orderId, (parts.get(orderId) ?? 0) + 1);
    assert([...parts.values()].some((count) => count > 2), "no order filled in parts");
    assertEquals(result.refusals.length, 0);
    return result.chain;
  });
  assertEquals(new Set(chains).size, 1);
});
