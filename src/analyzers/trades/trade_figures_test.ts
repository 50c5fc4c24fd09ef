/**
 * Figures and groups of trades, worked out by hand.
 *
 * @module
 */

import { assertAlmostEquals, assertEquals } from "@std/assert";
import { figuresOf, inputOf, type SmallRun, trade } from "../../../tests/figure_run.ts";
import { TRADE_FIGURES, type TradeFigureName } from "./trade_figures.ts";
import { tradeTables } from "./trade_groups.ts";

const NAMES = Object.keys(TRADE_FIGURES) as TradeFigureName[];
const DAY_US = 86_400_000_000, MONDAY_US = Date.UTC(2024, 0, 1) * 1000;

/** A trade that opened and closed on days counted from the first one of the run. */
function held(id: number, pnl: number, opened: number, closed: number, others: Parameters<typeof trade>[1] = {}) {
  const openedUs = MONDAY_US + opened * DAY_US, closedUs = MONDAY_US + closed * DAY_US;
  const [openedBar, closedBar] = [Math.floor(opened), Math.floor(closed)];
  return trade(pnl, { id, openedUs, closedUs, openedBar, closedBar, bars: closedBar - openedBar, ...others });
}

/** Profits as they closed: 64, 16, 16, -32, -8; the rows stand in the order of opening. */
const RUN = {
  equity: [100, 100, 100, 100, 100, 100, 100, 100, 100, 100],
  trades: [
    held(1, 64, 0, 2, { mae: -4, mfe: 70, tag: "a" }),
    held(2, -32, 0, 8, { mae: -40, mfe: 2, tag: "b", feed: "msft" }),
    held(3, 16, 3, 4, { long: false, mae: -1, mfe: 20, tag: "a" }),
    held(4, 16, 3, 5, { long: false, mae: -3, mfe: 16, tag: "a" }),
    held(5, -8, 8, 9, { long: false, mae: -12, mfe: 0, ambiguous: true }),
    trade(null, { id: 6, openedBar: 9 }),
  ],
} as const satisfies SmallRun;

Deno.test("figures of trades are those worked out by hand", () => {
  const expected: Readonly<Record<TradeFigureName, number | string>> = {
    tradesClosed: 5,
    tradesOpen: 1,
    tradesAmbiguous: 1,
    tradesLong: 2,
    tradesShort: 3,
    tradesPerYear: 5 / 9 * 365.25,
    winRate: 3 / 5,
    winRateLong: 1 / 2,
    winRateShort: 2 / 3,
    // Returns 2, -1, 1/2, 1/2, -1/4.
    averageTrade: 0.35,
    geometricMeanTrade: "no closed trade has an entry value above zero, or one lost all of its entry value",
    bestTrade: 2,
    worstTrade: -1,
    averageWin: 32,
    averageLoss: -20,
    largestWin: 64,
    largestLoss: -32,
    payoffRatio: 1.6,
    profitFactor: 2.4,
    expectancy: 11.2,
    kelly: 0.35,
    // Squares of the differences from 11.2: 2787.84, 1866.24, 23.04, 23.04, 368.64.
    sqn: Math.sqrt(5) * 11.2 / Math.sqrt(5068.8 / 4),
    cpcIndex: 2.304,
    consecutiveWins: 3,
    consecutiveLosses: 2,
    averageHolding: 14 / 5,
    longestHolding: 8,
    averageHoldingBars: 14 / 5,
    averageMae: -12,
    averageMfe: 21.6,
  };
  const actual = figuresOf(RUN, NAMES);
  for (const name of NAMES) {
    const value = expected[name];
    if (typeof value === "number") assertAlmostEquals(actual[name] as number, value, Math.abs(value) * 4e-15, name);
    else assertEquals(actual[name], value, name);
  }
});

Deno.test("the geometric mean compounds the returns of trades, and leaves out those without an entry value", () => {
  // 1.5 x 0.5 x 2 = 1.5 in three trades.
  const trades = [trade(16), trade(-16), trade(32), trade(5, { entryValue: 0 })];
  assertAlmostEquals(
    figuresOf({ equity: [1, 1], trades }, ["geometricMeanTrade"])["geometricMeanTrade"] as number,
    Math.cbrt(1.5) - 1,
    1e-15,
  );
});

Deno.test("excursions are null where a closed trade has none", () => {
  const trades = [trade(1, { mae: -1 }), trade(2)];
  assertEquals(figuresOf({ equity: [1, 1], trades }, ["averageMae", "averageMfe"]), {
    averageMae: "a closed trade has no mae",
    averageMfe: "a closed trade has no mfe",
  });
});

Deno.test("a run without a closed trade says so, and one-sided ones too", () => {
  const none = figuresOf({ equity: [1, 1], trades: [trade(null)] }, NAMES);
  const counts = [
    "tradesClosed",
    "tradesAmbiguous",
    "tradesLong",
    "tradesShort",
    "tradesPerYear",
    "consecutiveWins",
    "consecutiveLosses",
  ];
  for (const name of NAMES) {
    assertEquals(none[name], name === "tradesOpen" ? 1 : counts.includes(name) ? 0 : "there is no closed trade", name);
  }
  const won = figuresOf({ equity: [1, 1], trades: [trade(1)] }, NAMES);
  assertEquals([won["averageLoss"], won["largestLoss"], won["profitFactor"]], [
    "no closed trade has a loss",
    "no closed trade has a loss",
    "no closed trade has a loss",
  ]);
  assertEquals([won["winRate"], won["winRateShort"]], [1, "no closed trade is short"]);
  assertEquals([won["sqn"], won["largestWin"]], [
    "there are fewer than two closed trades, or their profits do not vary",
    1,
  ]);
});

Deno.test("closed trades stand in groups", () => {
  const tables = tradeTables(inputOf(RUN)),
    short = (rows: readonly { group: string; trades: number; pnl: number }[]) =>
      rows.map(({ group, trades, pnl }) => [group, trades, pnl]);
  assertEquals(tables.tradesBySide[1], {
    group: "short",
    trades: 3,
    winRate: 2 / 3,
    pnl: 24,
    expectancy: 8,
    averageTrade: 0.25,
    profitFactor: 4,
  });
  assertEquals(short(tables.tradesByFeed), [["aapl", 4, 88], ["msft", 1, -32]]);
  assertEquals(short(tables.tradesByTag), [["a", 3, 96], ["b", 1, -32], ["", 1, -8]]);
  assertEquals(short(tables.tradesByExitReason), []);
  assertEquals(short(tables.tradesByWeekday), [["Mon", 2, 32], ["Tue", 1, -8], ["Thu", 2, 32]]);
  assertEquals(short(tables.tradesByHoldingTime), [["1 to 7 d", 4, 88], ["7 to 30 d", 1, -32]]);
  // Bars of a day have no hour.
  assertEquals(tables.tradesByHour, []);
  const within = {
    equity: [1, 1],
    sessionDay: Float64Array.of(738_886, 738_886),
    timeUs: Float64Array.of(MONDAY_US, MONDAY_US + 1),
  };
  const opened = [1.5, 9.99, 1.1].map((hour, at) =>
    held(at + 1, at + 1, hour / 24, hour / 24 + 1 / 48, { openedBar: 0 })
  );
  const { tradesByHour, tradesByHoldingTime } = tradeTables(inputOf({ ...within, trades: opened }));
  assertEquals(short(tradesByHour), [["01", 2, 4], ["09", 1, 2]]);
  assertEquals(short(tradesByHoldingTime), [["< 1 h", 3, 6]]);
});
