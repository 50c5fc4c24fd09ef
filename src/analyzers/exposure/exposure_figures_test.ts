/**
 * Figures of the account, worked out by hand.
 *
 * @module
 */

import { assertAlmostEquals, assertEquals } from "@std/assert";
import { figuresOf, fill, FIVE_RETURNS, trade } from "../../../tests/figure_run.ts";
import { ACCOUNT_FIGURES, type AccountFigureName } from "./exposure_figures.ts";
import { heldSides } from "./held_sides.ts";

const NAMES = Object.keys(ACCOUNT_FIGURES) as AccountFigureName[];

Deno.test("figures of the account are those worked out by hand", () => {
  const cagr = (1188.28125 / 1024) ** (365.25 / 36) - 1;
  const expected: Readonly<Record<AccountFigureName, number>> = {
    finalEquity: 1188.28125,
    peakEquity: 1690,
    netFlows: 0,
    netProfit: 164.28125,
    returnFraction: 0.160430908203125,
    moneyWeightedReturn: cagr,
    cagr,
    buyAndHold: 0.25,
    exposure: 0.5,
    exposureLong: 1 / 3,
    exposureShort: 1 / 6,
    riskAdjustedReturn: cagr / 0.5,
    turnover: 1340 / (7662.53125 / 6),
    turnoverPerYear: 1340 / (7662.53125 / 6) / (36 / 365.25),
    commission: 8,
    commissionReturn: 8 / 1024,
    slippage: 2.5,
    slippageReturn: 2.5 / 1024,
    costs: 10.5,
    costsReturn: 10.5 / 1024,
  };
  const actual = figuresOf({
    ...FIVE_RETURNS,
    buyAndHold: [{ feed: "aapl", firstClose: 8, lastClose: 10 }],
    inMarket: Uint8Array.of(0, 1, 1, 0, 1, 0),
    trades: [
      trade(1, { openedBar: 1, closedBar: 3 }),
      trade(1, { id: 2, long: false, openedBar: 4, closedBar: 5 }),
    ],
    fills: [fill(640, { commission: 3 }), fill(700, { commission: 5, slipped: true, slippage: 2.5 })],
  }, NAMES);
  for (const name of NAMES) {
    assertAlmostEquals(actual[name] as number, expected[name], Math.abs(expected[name]) * 4e-15, name);
  }
});

Deno.test("slippage is zero where nothing slipped, and null where a row does not say how much", () => {
  const of = (fills: ReturnType<typeof fill>[]) =>
    figuresOf({ equity: [10, 10], fills }, ["slippage", "costs", "costsReturn"]);
  assertEquals(of([fill(1)]), { slippage: 0, costs: 0, costsReturn: 0 });
  assertEquals(of([fill(1, { slipped: true })])["costs"], "a fill slipped and its row does not say how much");
});

Deno.test("a step is held from the opening of a trade up to its close", () => {
  const trades = [
    trade(1, { openedBar: 0, closedBar: 2 }),
    trade(1, { openedBar: 1, closedBar: 3 }),
    trade(1, { openedBar: 3, closedBar: 3 }),
    trade(null, { openedBar: 4, long: false }),
  ];
  assertEquals(heldSides(trades, 6, 0), { long: 3, short: 2, steps: 6 });
  // Trades that opened before the measured part are held in it.
  assertEquals(heldSides(trades, 6, 2), { long: 1, short: 2, steps: 4 });
  assertEquals(heldSides([], 3, 0), { long: 0, short: 0, steps: 3 });
});
