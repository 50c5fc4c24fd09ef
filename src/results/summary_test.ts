import { assertEquals, assertStringIncludes } from "@std/assert";
import type { OrderCounts, RefusalCount } from "../analyzers/order_counts.ts";
import type { Stats } from "../analyzers/stats.ts";
import { renderSummary, type SummaryContext, type SummaryTerms } from "./summary.ts";

const TIME_US = Date.UTC(2024, 1, 14) * 1000 - 1;

const CASH_REFUSAL: RefusalCount = {
  reason: "insufficientCash",
  count: 2,
  firstOrderId: 5,
  firstBar: 31,
  firstTimeUs: TIME_US,
  needed: 10_010.5,
  available: 9_990,
  price: null,
  size: null,
};

const ORDERS: OrderCounts = {
  placed: 12,
  filled: 8,
  unsizedCloses: 0,
  refused: 2,
  cancelled: 1,
  cancelledWithEntry: 0,
  expired: 0,
  open: 1,
  refusedByReason: [CASH_REFUSAL],
  requestsRefusedByReason: [],
};

const NO_ORDERS: OrderCounts = {
  placed: 0,
  filled: 0,
  unsizedCloses: 0,
  refused: 0,
  cancelled: 0,
  cancelledWithEntry: 0,
  expired: 0,
  open: 0,
  refusedByReason: [],
  requestsRefusedByReason: [],
};

const STATS: Stats = {
  start: "2024-01-02",
  end: "2024-12-31",
  bars: 252,
  sessionDays: 252,
  durationDays: 364,
  timeZone: "America/New_York",
  cashInitial: 10_000,
  equityInitial: 10_000,
  finalEquity: 12_345.678,
  returnFraction: 0.2345678,
  cagr: 0.2354321,
  buyAndHold: 0.31,
  buyAndHoldFeeds: ["aapl"],
  volatility: 0.182,
  sharpe: 1.2345,
  sortino: 1.9,
  calmar: 2.5,
  maxDrawdown: 0.0941,
  maxDrawdownDuration: 45,
  trades: { closed: 3, open: 1, ambiguous: 1 },
  winRate: 2 / 3,
  averageTrade: 0.05,
  bestTrade: 0.12,
  worstTrade: -0.04,
  profitFactor: null,
  expectancy: 612.5,
  exposure: 0.4321,
  turnover: 7.25,
  commission: 81.2,
  warmUpBars: 29,
  periodsPerYear: 252,
  riskFree: 0,
  orders: ORDERS,
  reasons: { profitFactor: "there is no losing trade" },
};

const NO_TRADE: Stats = {
  ...STATS,
  trades: { closed: 0, open: 0, ambiguous: 0 },
  winRate: null,
  averageTrade: null,
  bestTrade: null,
  worstTrade: null,
  expectancy: null,
  orders: NO_ORDERS,
};

const CONTEXT: SummaryContext = {
  strategy: "SmaCross",
  feeds: ["aapl"],
  engine: { backend: "rust", reason: "the library was found in rust/lib" },
  notes: [`Adjusted close is present and not used; adjust: "back" uses it`],
  barsNeeded: 30,
  barsGiven: 252,
  steps: 252,
  params: { fast: "10", name: '"x"', list: "[ 1, 2 ]" },
  instruments: [{ name: "aapl", resolution: "1/1000000", tick: null, lot: "1/100000000", commission: 0, slippage: 0 }],
  canDecide: true,
};

Deno.test("renderSummary() writes every figure in lines of at most 80 columns", () => {
  assertEquals(renderSummary(STATS, CONTEXT).split("\n"), [
    "SmaCross on aapl",
    "",
    "Start                                 2024-01-02  (America/New_York)",
    "End                                   2024-12-31  (America/New_York)",
    "Duration                                364 days",
    "Bars                                         252",
    "Warm-up bars                                  29",
    "",
    'Parameters: fast 10, name "x", list [ 1, 2 ]',
    "aapl: resolution 0.000001, lot 1e-8, tick none",
    "",
    "Final equity                           12,345.68  (from 10,000.00)",
    "Return                                   23.46 %",
    "Buy and hold                             31.00 %  (aapl, first close to last)",
    "CAGR                                     23.54 %",
    "Volatility (annual)                      18.20 %",
    "Sharpe (252 a year)                         1.23",
    "Sortino (252 a year)                        1.90",
    "Calmar                                      2.50",
    "Max drawdown                              9.41 %",
    "Longest drawdown                         45 days",
    "Exposure                                 43.21 %  (of all bars)",
    "Turnover                                  7.25 x  (mean equity)",
    "Commission                                 81.20",
    "",
    "Trades closed                                  3",
    "Trades open                                    1  (marked, not closed)",
    "Trades ambiguous                               1  (worse outcome taken)",
    "Win rate                                 66.67 %",
    "Average trade                             5.00 %  (of its entry)",
    "Best trade                               12.00 %",
    "Worst trade                              -4.00 %",
    "Profit factor                                n/a  (there is no losing trade)",
    "Expectancy                                612.50  (a trade)",
    "",
    "Orders placed                                 12",
    "Orders filled                                  8",
    "Orders refused                                 2",
    "  2 x insufficientCash: not enough free cash",
    "    first: order 5, bar 31, 2024-02-13: 10,010.50 needed, 9,990.00 available",
    "Orders cancelled                               1",
    "Orders expired                                 0",
    "Orders still open                              1",
    "",
    "Engine: rust (the library was found in rust/lib)",
    "- 1 open trade is marked at the last price, not closed, and in no figure about",
    "  trades; closeAtEnd: true closes",
    '- Adjusted close is present and not used; adjust: "back" uses it',
  ]);
});

Deno.test("renderSummary() says why there is no trade", () => {
  const cases: readonly [Partial<Stats>, string][] = [
    [{}, "No trade: no signal; the strategy was called on 223 warm bars and placed no order"],
    [{ warmUpBars: 251 }, "No trade: no signal; the strategy was called on 1 warm bar and placed no order"],
    [{ bars: 21, warmUpBars: 21 }, "No trade: the strategy was never warm: 30 bars needed, 21 given"],
    [{ bars: 0, warmUpBars: 0 }, "No trade: there are no bars"],
    [
      { orders: { ...NO_ORDERS, placed: 2, refused: 2, refusedByReason: [CASH_REFUSAL] } },
      "No trade: all 2 orders were refused: not enough free cash",
    ],
    [
      { orders: { ...NO_ORDERS, placed: 1, refused: 1, refusedByReason: [{ ...CASH_REFUSAL, count: 1 }] } },
      "No trade: the only order was refused: not enough free cash",
    ],
    [
      {
        orders: {
          ...NO_ORDERS,
          placed: 3,
          refused: 3,
          refusedByReason: [CASH_REFUSAL, { ...CASH_REFUSAL, reason: "dust", count: 1 }],
        },
      },
      "No trade: all 3 orders were refused: 2 x not enough free cash, 1 x the notional rounds to zero",
    ],
    [
      { orders: { ...NO_ORDERS, placed: 1_234, expired: 1_200, cancelled: 33, open: 1 } },
      "No trade: no order filled; of 1,234 placed: 33 cancelled, 1,200 expired, 1 still open",
    ],
  ];
  assertStringIncludes(
    unwrapped(renderSummary({ ...NO_TRADE, warmUpBars: 252 }, { ...CONTEXT, canDecide: false })),
    "No trade: the strategy has no method next, nor another one that could place an order; write next() in its class",
  );
  for (const [changes, expected] of cases) {
    const stats = { ...NO_TRADE, ...changes };
    assertStringIncludes(
      unwrapped(renderSummary(stats, { ...CONTEXT, barsGiven: stats.bars, steps: stats.bars })),
      expected,
    );
  }
});

Deno.test("renderSummary() shows what is not defined as n/a", () => {
  const nothing: Stats = {
    ...NO_TRADE,
    start: null,
    end: null,
    cagr: null,
    buyAndHold: null,
    volatility: null,
    sharpe: null,
    sortino: null,
    calmar: null,
    exposure: null,
    turnover: null,
    reasons: { buyAndHold: "no traded feed of prices above zero has a bar" },
  };
  const text = renderSummary(nothing, CONTEXT);
  assertStringIncludes(
    text,
    "Buy and hold                                 n/a\n  (no traded feed of prices above zero has a bar)",
  );
  const labels = text.split("\n").filter((line) => /\bn\/a\b/.test(line)).map((line) => line.split(/ {2,}/)[0]);
  assertEquals(labels, [
    "Start",
    "End",
    "Buy and hold",
    "CAGR",
    "Volatility (annual)",
    "Sharpe (252 a year)",
    "Sortino (252 a year)",
    "Calmar",
    "Exposure",
    "Turnover",
    "Win rate",
    "Average trade",
    "Best trade",
    "Worst trade",
    "Profit factor",
    "Expectancy",
  ]);
});

Deno.test("renderSummary() names the feeds of buy and hold, the risk-free rate, and the grids of all feeds", () => {
  const two = { ...STATS, buyAndHoldFeeds: ["aapl", "msft"], riskFree: 0.03 };
  const [aapl] = CONTEXT.instruments;
  const coarse = { ...aapl!, name: "msft", resolution: "1/3", tick: "1/100", lot: "1" };
  const instruments = [aapl!, coarse, { ...aapl!, name: "ibm" }];
  const text = renderSummary(two, { ...CONTEXT, instruments, params: {} });
  assertStringIncludes(text, "31.00 %  (2 feeds, equal weights)");
  assertStringIncludes(text, "1.23  (risk-free 3.00 %)");
  assertStringIncludes(text, "\nParameters: none\naapl, ibm: resolution 0.000001, lot 1e-8, tick none\n");
  assertStringIncludes(text, "\nmsft: resolution 1/3, lot 1, tick 0.01\n");
});

Deno.test("renderSummary() tells commission and slippage of a feed, unless they are zero", () => {
  const [aapl] = CONTEXT.instruments;
  const cases: readonly (readonly [commission: SummaryTerms["commission"], slippage: number, text: string])[] = [
    [0.001, 0, ", commission 0.001 of the notional"],
    [0, 0.0005, ", slippage 0.0005 of the price"],
    [{ perUnit: 0.005 }, 0.001, ", commission 0.005 per unit, slippage 0.001 of the price"],
    [{ perUnit: 0.005, minimum: 1 }, 0, ", commission 0.005 per unit, at least 1 per order"],
    [{ perUnit: 0, minimum: 1 }, 0, ", commission 0 per unit, at least 1 per order"],
    [{ perOrder: 2 }, 0, ", commission 2 per order"],
    ...[0, { perUnit: 0 }, { perOrder: 0 }].map((commission) => [commission, 0, ""] as const),
  ];
  for (const [commission, slippage, text] of cases) {
    const context = { ...CONTEXT, instruments: [{ ...aapl!, commission, slippage }] };
    const terms = unwrapped(renderSummary(STATS, context)).split("\naapl: ")[1]!.split("\n")[0];
    assertEquals(terms, `resolution 0.000001, lot 1e-8, tick none${text}`);
  }
});

Deno.test("renderSummary() names the periods that ratios are annualised with", () => {
  assertStringIncludes(renderSummary({ ...STATS, periodsPerYear: 365 }, CONTEXT), "Sharpe (365 a year) ");
  assertStringIncludes(renderSummary({ ...STATS, periodsPerYear: 52.18 }, CONTEXT), "Sharpe (52.18 a year) ");
});

Deno.test("renderSummary() warns where the data has fewer session days a year than the ratios take", () => {
  const weekly: Stats = { ...STATS, bars: 53, sessionDays: 53 };
  assertStringIncludes(
    unwrapped(renderSummary(weekly, CONTEXT)),
    "The data has about 52 session days a year, but 252 are taken for a year; periodsPerYear sets it",
  );
  assertEquals(renderSummary({ ...weekly, periodsPerYear: 52 }, CONTEXT).includes("session days a year"), false);
  assertEquals(renderSummary(STATS, CONTEXT).includes("session days a year"), false);
});

Deno.test("renderSummary() shows refused requests with their first case", () => {
  const replacement: RefusalCount = {
    ...CASH_REFUSAL,
    reason: "replaceEmpty",
    count: 1,
    needed: null,
    available: null,
  };
  const text = renderSummary({ ...STATS, orders: { ...ORDERS, requestsRefusedByReason: [replacement] } }, CONTEXT);
  assertStringIncludes(text, "\n  1 x replaceEmpty: the replacement changes nothing\n");
  assertStringIncludes(text, "\n    first: order 5, bar 31, 2024-02-13\n");
});

Deno.test("renderSummary() shows a reason of no table by its name", () => {
  const odd: RefusalCount = { ...CASH_REFUSAL, reason: "reason 999" };
  const text = renderSummary({ ...STATS, orders: { ...ORDERS, refusedByReason: [odd] } }, CONTEXT);
  assertStringIncludes(text, "\n  2 x reason 999\n");
});

Deno.test("renderSummary() wraps long titles and notes and keeps to 80 columns whatever the figures", () => {
  const huge: Stats = {
    ...STATS,
    start: "2024-01-02T09:30:00.000001",
    timeZone: "America/Argentina/ComodRivadavia",
    finalEquity: 123_456_789_012.34,
    cashInitial: 123_456_789_012.34,
    cagr: 1e20,
    expectancy: -0.00001234,
  };
  const text = renderSummary(huge, {
    ...CONTEXT,
    feeds: Array.from({ length: 40 }, (_value, index) => `feed${index}`),
    notes: ["word ".repeat(60).trim()],
  });
  for (const line of text.split("\n")) assertEquals(line.length <= 80, true, line);
  assertStringIncludes(text, "feed39");
});

/** A text without the breaks that keep it to 80 columns. */
function unwrapped(text: string): string {
  return text.replace(/\n +/g, " ");
}
