/**
 * The life of an order between placement and fill: validity, cancellation, replacement, one cancels the other.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { barsAt, dailyBars, DAY_MS, type Prices, risingBars } from "./daily_bars.ts";
import { diagnosticLines, ends, fillLines, runScript, scripted } from "./scripted.ts";

const FLAT: Prices = [100, 101, 99, 100];
const DIP: Prices = [100, 101, 89, 100];

Deno.test("an order for the day lives through the session of the first bar that it meets, and no longer", () => {
  const order = { size: 1, limit: 90, valid: "day" } as const;
  const missed = runScript(dailyBars([FLAT, FLAT, DIP]), { 1: (s) => void s.buy(order) });
  assertEquals([missed.fills.length, ends(missed)], [0, ["1 expired validityOver"]]);
  const met = runScript(dailyBars([FLAT, DIP]), { 1: (s) => void s.buy(order) });
  assertEquals(fillLines(met), [[1, 2, "limit", 1, 90]]);
});

Deno.test("an order for the day placed on five-minute bars expires with the session's date", () => {
  const times = ["2024-01-02 16:50", "2024-01-02 16:55", "2024-01-02 17:00", "2024-01-03 09:05", "2024-01-03 09:10"];
  const order = { size: 1, limit: 90, valid: "day" } as const;
  const feed = (rows: readonly Prices[]): ct.Bars => barsAt(times, rows, { stamp: "close" });
  const late = runScript(feed([FLAT, FLAT, FLAT, DIP, DIP]), { 1: (s) => void s.buy(order) });
  assertEquals([late.fills.length, ends(late)], [0, ["1 expired validityOver"]]);
  const inTime = runScript(feed([FLAT, FLAT, DIP, FLAT, FLAT]), { 1: (s) => void s.buy(order) });
  assertEquals(fillLines(inTime), [[1, 3, "limit", 1, 90]]);
  // Placed after the session's last bar it lives through the next session.
  const overnight = runScript(feed([FLAT, FLAT, FLAT, FLAT, DIP]), { 3: (s) => void s.buy(order) });
  assertEquals(fillLines(overnight), [[1, 5, "limit", 1, 90]]);
});

Deno.test("an order valid until a Date meets the bars that end by then", () => {
  // Bar 3 ends with 2024-01-03, a microsecond before the midnight of 2024-01-04.
  const until = (date: string) => ({ size: 1, limit: 90, valid: new Date(date) });
  const in3 = runScript(dailyBars([FLAT, FLAT, DIP]), { 1: (s) => void s.buy(until("2024-01-04T00:00:00Z")) });
  assertEquals(fillLines(in3), [[1, 3, "limit", 1, 90]]);
  // The bar ends with the last microsecond of its date, and a Date has none: its last millisecond stands for that.
  const atEnd3 = runScript(dailyBars([FLAT, FLAT, DIP, DIP]), {
    1: (s) => void s.buy(until("2024-01-03T23:59:59.999Z")),
  });
  assertEquals(fillLines(atEnd3), [[1, 3, "limit", 1, 90]]);
  const before3 = runScript(dailyBars([FLAT, FLAT, DIP]), { 1: (s) => void s.buy(until("2024-01-03T12:00:00Z")) });
  assertEquals([before3.fills.length, ends(before3)], [0, ["1 expired validityOver"]]);
});

Deno.test("an order whose Date has passed, or is the epoch itself, expires and does no harm", () => {
  for (const valid of [new Date(0), new Date(-8.64e15), new Date("2023-12-31")]) {
    const outcome = runScript(dailyBars([FLAT, DIP]), { 1: (s) => void s.buy({ size: 1, limit: 90, valid }) });
    assertEquals(ends(outcome), ["1 expired validityOver"]);
  }
  const far = { size: 1, limit: 90, valid: new Date(8.64e15) };
  assertEquals(ends(runScript(dailyBars([FLAT, DIP]), { 1: (s) => void s.buy(far) })), ["1 filled filled"]);
});

Deno.test("valid that is neither day nor a valid Date is an error", () => {
  for (const valid of [new Date(NaN), "gtc", 5] as unknown as Date[]) {
    assertThrows(
      () => ct.backtest(scripted({ 1: (s) => void s.buy({ valid }) }), dailyBars([FLAT])),
      ct.StrategyError,
      `Cannot use valid ${
        Deno.inspect(valid)
      }: it is "day", "ioc", "fok", a valid Date or a distance such as { days: 2 }`,
    );
  }
});

Deno.test("a cancel works, in the step of placement too", () => {
  const outcome = runScript(risingBars(5), {
    1: (s) => {
      s.cancel(s.buy({ size: 1 }));
      s.kept.bid = s.buy({ size: 1, limit: 50 });
    },
    3: (s) => s.cancel(s.kept.bid!),
  });
  assertEquals(ends(outcome), ["1 cancelled byRequest", "2 cancelled byRequest"]);
  assertEquals([outcome.fills, outcome.refusals, outcome.diagnostics], [[], [], []]);
});

Deno.test("cancelling what has ended is no exception and no refusal, but a diagnostic", () => {
  const outcome = runScript(risingBars(6), {
    1: (s) => {
      s.kept.buy = s.buy({ size: 1 });
      s.kept.bid = s.buy({ size: 1, limit: 50 });
    },
    3: (s) => {
      s.cancel(s.kept.buy!);
      s.cancel(s.kept.bid!);
      s.cancel(s.kept.bid!);
    },
  });
  assertEquals(ends(outcome), ["1 filled filled", "2 cancelled byRequest"]);
  assertEquals(diagnosticLines(outcome), ["lateCancel of 1 at bar 3", "alreadyEnded of 2 at bar 3"]);
  assertEquals(outcome.refusals, []);
});

Deno.test("replace moves a limit to where it fills, and changes a size", () => {
  const outcome = runScript(risingBars(5), {
    1: (s) => void (s.kept.bid = s.buy({ size: 1, limit: 50 })),
    2: (s) => s.replace(s.kept.bid!, { size: 3, limit: 101.5 }),
    3: (s) => assertEquals([s.kept.bid!.state, s.kept.bid!.averagePrice], ["filled", 101.5]),
  });
  assertEquals(fillLines(outcome), [[1, 3, "limit", 3, 101.5]]);
  const { asked, size, limit } = outcome.orders[0]!;
  assertEquals([asked, size, limit], [{ size: 1, limit: 50 }, 3, 101.5]);
});

Deno.test("a stop that is moved up on every bar trails the price", () => {
  const rows: Prices[] = [FLAT, [100, 104, 99, 103], [103, 108, 102, 107], [107, 110, 106, 109], [
    109,
    109.5,
    104,
    105,
  ]];
  const trail = (
    s: { kept: Record<string, ct.OrderView>; data: ct.FeedLines; replace: ct.Strategy["replace"] },
  ): void => s.replace(s.kept.entry!.stopLoss!, { stop: s.data.high.now - 5 });
  const outcome = runScript(dailyBars(rows), {
    1: (s) => void (s.kept.entry = s.buy({ size: 1, stopLoss: 95 })),
    2: trail,
    3: trail,
    4: trail,
  });
  assertEquals(fillLines(outcome), [[1, 2, "open", 1, 100], [2, 5, "stop", -1, 105]]);
  assertEquals([outcome.orders[1]!.asked.stop, outcome.orders[1]!.stop], [95, 105]);
});

Deno.test("replace that changes nothing, or gives a price that the order has not, is a refusal and leaves the order", () => {
  const outcome = runScript(risingBars(4), {
    1: (s) => void (s.kept.bid = s.buy({ size: 1, limit: 50 })),
    2: (s) => {
      s.replace(s.kept.bid!, {});
      s.replace(s.kept.bid!, { stop: 60 });
    },
  });
  assertEquals(outcome.refusals.map(({ reason }) => reason), ["replaceEmpty", "priceUnexpected"]);
  assertEquals([ends(outcome), outcome.orders[0]!.limit], [["1 accepted placed"], 50]);
});

Deno.test("when one order of a pair fills the other is cancelled", () => {
  const outcome = runScript(dailyBars([FLAT, FLAT, [100, 106, 99, 105], DIP]), {
    1: (s) => {
      const low = s.buy({ size: 1, limit: 90 });
      s.buy({ size: 1, stop: 105, oco: low });
    },
  });
  assertEquals(fillLines(outcome), [[2, 3, "stop", 1, 105]]);
  assertEquals(ends(outcome), ["1 cancelled oco", "2 filled filled"]);
  assertEquals(outcome.orders.map(({ oco }) => oco), [null, 1]);
});

Deno.test("a third order joins the group of either member, and one fill ends the others", () => {
  const outcome = runScript(dailyBars([FLAT, FLAT, [100, 106, 99, 105], DIP]), {
    1: (s) => {
      const first = s.buy({ size: 1, limit: 90 });
      const second = s.buy({ size: 1, stop: 105, oco: first });
      s.buy({ size: 1, limit: 80, oco: second });
    },
  });
  assertEquals(ends(outcome), ["1 cancelled oco", "2 filled filled", "3 cancelled oco"]);
});

Deno.test("an order that names an ended one as its pair is refused with the reason", () => {
  const outcome = runScript(risingBars(4), {
    1: (s) => void (s.kept.entry = s.buy({ size: 1 })),
    3: (s) => void s.sell({ size: 1, limit: 200, oco: s.kept.entry! }),
  });
  assertEquals(ends(outcome), ["1 filled filled", "2 rejected unknownOco"]);
});

Deno.test("an order of another run, or no order at all, cannot be cancelled, replaced or paired", () => {
  let foreign: ct.OrderView | undefined;
  ct.backtest(scripted({ 1: (s) => void (foreign = s.buy()) }), risingBars(2));
  for (const order of [foreign!, null, undefined, {}, 1] as ct.OrderView[]) {
    const acts: Record<string, (s: ct.Strategy) => void> = {
      cancel: (s) => s.cancel(order),
      replace: (s) => s.replace(order, { limit: 1 }),
    };
    if (order !== undefined) acts.oco = (s) => void s.buy({ oco: order });
    for (const [name, act] of Object.entries(acts)) {
      const error = assertThrows(
        () => ct.backtest(scripted({ 1: act }), risingBars(2)),
        ct.StrategyError,
        "an order",
        name,
      );
      assert(error.cause instanceof TypeError, name);
    }
  }
});

Deno.test("orders placed months apart and cancelled later keep their ids and times", () => {
  const outcome = runScript(risingBars(200), {
    1: (s) => void (s.kept.a = s.buy({ size: 1, limit: 1 })),
    100: (s) => void (s.kept.b = s.buy({ size: 1, limit: 2 })),
    150: (s) => {
      s.cancel(s.kept.a!);
      s.cancel(s.kept.b!);
    },
  });
  const day = (us: number | null): number => Math.round((us! / 1000 - Date.UTC(2024, 0, 1)) / DAY_MS);
  assertEquals(outcome.orders.map(({ id, bar, placedUs, endedUs }) => [id, bar, day(placedUs), day(endedUs)]), [
    [1, 0, 1, 150],
    [2, 99, 100, 150],
  ]);
});

Deno.test("a replacement changes the terms that may change and refuses each other one by name", () => {
  // The stop-limit is triggered at 105 without a fill, so that its trigger is past.
  const outcome = runScript(dailyBars([[100, 100, 100, 100], [100, 106, 100, 106], [106, 106, 104, 105]]), {
    1: (s) => void (s.kept.order = s.buy({ size: 10, stop: 105, limit: 95 })),
    2: (s) => s.replace(s.kept.order!, { stop: 107, limit: 104.5, size: 4 }),
  });
  assertEquals(outcome.refusals.map(({ reason, price }) => [reason, price]), [["priceUnexpected", 107]]);
  assertEquals(fillLines(outcome), [[1, 3, "limit", 4, 104.5]]);
  const none = runScript(dailyBars([[100, 100, 100, 100], [100, 100, 100, 100]]), {
    1: (s) => {
      const order = s.buy({ size: 10, limit: 95 });
      s.replace(order, { stop: 90, size: 0.2 });
    },
  }, { lot: 1 });
  assertEquals(none.refusals.map(({ reason, price, size }) => [reason, price, size]), [
    ["offGrid", null, 0.5],
    ["priceUnexpected", 90, null],
  ]);
  assertEquals([none.orders[0]!.size, none.orders[0]!.stop], [10, null]);
});
