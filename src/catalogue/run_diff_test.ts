import { assertEquals } from "@std/assert";
import * as ct from "../../mod.ts";
import { enginesUnderTest } from "../../tests/engines.ts";
import { SmaCross } from "../../tasks/demo/sma_cross.ts";
import { diffRuns, type RunDiff } from "./run_diff.ts";

const PRICES = await ct.csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York" });

/** Holds one unit while the close is above ten. */
class AboveTen extends ct.Strategy {
  override next(): void {
    if (this.position.size === 0 && this.data.close.now > 10) this.buy({ size: 1 });
    else if (this.position.size > 0 && this.data.close.now < 10) this.close();
  }
}

function daysWith(close: readonly number[]): ct.Bars {
  const time = [2, 3, 4, 5, 8, 9].map((day) => `2024-01-0${day}`), all = (price: number) => close.map(() => price);
  return ct.bars({ time, open: [10, 10, 11, 12, 11, 9], high: all(13), low: all(8), close });
}

function diffOn(engineBackend: ct.EngineName, newer: ct.Bars, older: ct.Bars = PRICES): RunDiff {
  const run = (bars: ct.Bars) => ct.backtest(SmaCross, bars, { cash: 10_000, engineBackend });
  return diffRuns(run(older), run(newer));
}

const NONE = { onlyOlder: 0, onlyNewer: 0 };

for (const engine of enginesUnderTest()) {
  Deno.test(`a run over the same prices is the same, on ${engine}`, () => {
    const { same, decision, orders, equity } = diffOn(engine, PRICES);
    assertEquals([same, decision, orders.onlyOlder + orders.onlyNewer], [true, null, 0]);
    assertEquals([equity.older, equity.firstUs, equity.largest, equity.largestUs], [equity.newer, null, 0, null]);
  });

  Deno.test(`what comes after the end of the older prices is no difference, on ${engine}`, () => {
    const older = PRICES.slice({ to: "2016-03-11" }), diff = diffOn(engine, PRICES, older);
    assertEquals([diff.same, diff.untilUs], [true, older.columns.timeUs.at(-1)]);
    assertEquals({ ...diff.orders, ...NONE }, diff.orders);
  });

  Deno.test(`a revised close is told by the first other decision, the rows that differ, and the money, on ${engine}`, () => {
    const run = (close: readonly number[]) =>
      ct.backtest(AboveTen, daysWith(close), { cash: 10_000, engineBackend: engine });
    const older = run([9, 11, 12, 11, 9, 9]), newer = run([9, 9.5, 12, 11, 9, 9]), [, second, third] = older.timeUs;
    // The older run buys at 11 and the newer one a bar later at 12; both sell at 9.
    assertEquals(diffRuns(older, newer), {
      same: false,
      untilUs: older.timeUs.at(-1)!,
      decision: { timeUs: second!, older: ["buy market size 1"], newer: [] },
      orders: { older: 2, newer: 2, onlyOlder: 1, onlyNewer: 1 },
      fills: { older: 2, newer: 2, onlyOlder: 1, onlyNewer: 1 },
      trades: { older: 1, newer: 1, onlyOlder: 1, onlyNewer: 1 },
      equity: { older: 9998, newer: 9997, steps: 4, firstUs: third!, largest: -1, largestUs: third! },
    });
  });
}

/** Enters with protection, moves its stop and limit prices, and leaves by a target, so that something is always on its way. */
class Busy extends ct.Strategy {
  entry: ct.OrderView | undefined;

  override next(): void {
    const turn = this.data.length % 4, close = this.data.close.now, stop = this.entry?.stopLoss;
    if (turn === 1) this.entry = this.buy({ size: 1, stopLoss: close * 0.97, takeProfit: close * 1.1 });
    else if (turn === 0) this.target({ size: 0 });
    else if (stop?.alive) this.replace(stop, { stop: close * 0.98 });
  }
}

for (const engine of enginesUnderTest()) {
  Deno.test(`more bars at the end are no difference, wherever the older prices end, on ${engine}`, () => {
    for (const closeAtEnd of [false, true]) {
      for (const strategy of [Busy, AboveTen, SmaCross]) {
        const run = (bars: ct.Bars) => ct.backtest(strategy, bars, { closeAtEnd, engineBackend: engine });
        const longer = run(PRICES.slice({ to: "2013-09-30" }));
        for (let day = 10; day < 31; day++) {
          const shorter = run(PRICES.slice({ to: `2013-08-${day}` })), what = `${strategy.name} to 2013-08-${day}`;
          for (const diff of [diffRuns(shorter, longer), diffRuns(longer, shorter)]) {
            assertEquals(diff, { ...diff, same: true, decision: null }, `${what}: ${JSON.stringify(diff)}`);
            assertEquals([diff.equity.steps, diff.untilUs], [0, shorter.timeUs.at(-1)], what);
          }
        }
      }
    }
  });

  Deno.test(`runs that end together are compared with what closeAtEnd made, on ${engine}`, () => {
    const run = (last: number) =>
      ct.backtest(AboveTen, daysWith([11, 11, 11, 11, 11, last]), { closeAtEnd: true, engineBackend: engine });
    const { same, decision, fills, trades, equity } = diffRuns(run(11), run(12));
    assertEquals([same, decision, fills.onlyNewer, trades.onlyNewer, equity.steps], [false, null, 1, 1, 1]);
  });
}

/** A run by hand. */
function runOf(
  orders: readonly object[],
  fills: readonly object[],
  equity: readonly number[],
): Parameters<typeof diffRuns>[0] {
  const order = {
    feed: "a",
    side: "buy",
    type: "market",
    asked: {},
    limit: null,
    stop: null,
    role: "entry",
    state: "filled",
    bar: 1,
  };
  return {
    orders: orders.map((changes, index) => ({ ...order, id: index + 1, endedUs: 2, ...changes })) as never,
    fills: fills as never,
    trades: [],
    timeUs: Float64Array.from(equity, (_, index) => index + 1),
    equity: Float64Array.from(equity),
  };
}

Deno.test("decisions are what was placed, with its terms, and what was cancelled", () => {
  const placed = { placedUs: 2, type: "stopLimit", stop: 9, limit: 8.5, asked: { size: 3, stop: 9.01 } };
  const older = runOf([placed], [], [1, 1, 1]);
  const newer = runOf([{ ...placed, state: "cancelled", endedUs: 3 }], [], [1, 1, 1]);
  assertEquals(diffRuns(older, newer).decision, { timeUs: 3, older: [], newer: ["cancel order 1"] });
  const other = runOf([{ ...placed, asked: { fraction: 0.5 }, role: "target" }], [], [1, 1, 1]);
  assertEquals(diffRuns(older, other).decision, {
    ...{ timeUs: 2, older: ["buy stopLimit stop 9 limit 8.5 size 3"] },
    newer: ["buy stopLimit stop 9 limit 8.5 fraction 0.5 as target"],
  });
  const alive = runOf([{ ...placed, endedUs: null }], [], [1, 1, 1]);
  assertEquals(diffRuns(alive, older).decision, null, "that an order is filled is no decision");
  assertEquals(diffRuns(older, other).orders, { older: 1, newer: 1, onlyOlder: 1, onlyNewer: 1 });
});

Deno.test("rows that come twice are counted twice, and the largest difference of equity is told with its sign", () => {
  const fill = { feed: "a", bar: 1, timeUs: 2, side: "buy", size: 1, price: 5, commission: 0 };
  const older = runOf([], [fill, fill], [10, 10, 12, 10]),
    newer = runOf([], [fill, { ...fill, price: 6 }], [10, 11, 9, 10, 50]);
  const { fills, equity, same, untilUs } = diffRuns(older, newer);
  assertEquals(fills, { older: 2, newer: 2, onlyOlder: 1, onlyNewer: 1 });
  assertEquals(equity, { older: 10, newer: 10, steps: 2, firstUs: 2, largest: -3, largestUs: 3 });
  assertEquals([same, untilUs], [false, 4]);
});

Deno.test("a run without a step has nothing in common", () => {
  const { same, untilUs, equity } = diffRuns(runOf([], [], []), runOf([], [], [1]));
  assertEquals([same, untilUs, equity.older, equity.newer], [true, null, null, null]);
});
