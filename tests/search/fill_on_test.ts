/**
 * Searches over a feed whose orders are matched on finer bars.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import * as ct from "@cracktrader/cracktrader";
import { CROSS_PARAMS, SmaCross } from "./searched.ts";

const prices = new URL("../../fixtures/prices/2006-min-005.csv", import.meta.url);
const five = (await ct.csv(prices, { stamp: "close", name: "d" })).slice({ bars: 1200 });
const half = five.resample("30m"), module = new URL("./searched.ts", import.meta.url), fillOn = { d: five };
// A library that a test opens would be a leak of it.
ct.backtest(SmaCross, half);
const searched = { params: CROSS_PARAMS, commission: 0.0001, fillOn } as const;

Deno.test("any number of workers matches orders on the finer bars and makes the same rows", async () => {
  const here = await ct.optimize(SmaCross, half, searched), rows = here.rows();
  assert(rows.every(({ error, chain }) => error === null && chain !== ""), rows[0]!.error ?? "");
  for (const workers of [0, 2]) {
    const found = await ct.optimize({ module, name: "SmaCross" }, half, { ...searched, workers });
    assertEquals(found.rows(), rows, `${workers} workers`);
  }
  const { fillOn: _none, ...coarse } = searched;
  const plain = (await ct.optimize(SmaCross, half, coarse)).rows();
  assert(plain.every(({ chain }, at) => chain !== rows[at]!.chain), "the finer bars are in the chain");
});

Deno.test("a walk forward on finer bars is the same with workers, and each test is the run of its bars alone", async () => {
  const options = { ...searched, train: 80, test: 40, objective: "finalEquity" } as const;
  const walked = await ct.walkForward(SmaCross, half, options);
  const there = await ct.walkForward({ module, name: "SmaCross" }, half, { ...options, workers: 2 });
  assertEquals(there.windows.map(({ chain }) => chain), walked.windows.map(({ chain }) => chain));
  let tried = 0;
  for (const { params, test: { from, to, bars }, chain, result, initialEquity: cash } of walked.windows) {
    if (result === null) continue;
    const { moneyUnit } = result.configuration, { commission } = searched;
    const alone = ct.backtest(SmaCross, half, {
      ...{ params: params!, commission, fillOn, cash, moneyUnit, from, to, closeAtEnd: true },
    });
    assertEquals([alone.chain, alone.stats.bars, alone.stats.finalEquity], [chain, bars, result.stats.finalEquity]);
    tried++;
  }
  assert(tried > 1, `${tried} windows`);
});

Deno.test("moved prices move the finer bars, and the bars have their prices, so that no run fails", async () => {
  const found = await ct.optimize(SmaCross, half, searched);
  const { numbers: { priceChanges } } = await ct.evidence(found, { priceChanges: 4, startDates: 2, runs: 50 });
  assertEquals([priceChanges!.runs, priceChanges!.failed], [4, 0]);
});
