/**
 * Options that went wrong without a word: rows that stand twice, distances that refuse every entry, names of no option, and
 * dividends of instruments with a multiplier.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { enginesUnderTest } from "../engines.ts";
import { dailyBars, type Prices } from "./daily_bars.ts";

/** Bars with a flat price each. */
function flat(...prices: readonly number[]): ct.Bars {
  return dailyBars(prices.map((price): Prices => [price, price, price, price]));
}

class Holds extends ct.Strategy.with({}) {
  override next(): void {
    if (this.data.length === 1) this.buy({ size: 2 });
  }
}

Deno.test("a dividend pays each unit as often as the multiplier counts the price, so that its date makes no gain", () => {
  // 2 contracts of 50 at 100: the price falls by the dividend of 3, which takes 300 and brings 300. A short is the mirror.
  for (const engineBackend of enginesUnderTest()) {
    for (const [multiplier, paid] of [[50, 300], [1, 6], ["0.1", 0.6]] as const) {
      const options = {
        cash: 100_000,
        multiplier,
        dividends: [{ date: "2024-01-03", amount: 3 }],
        engineBackend,
      } as const;
      const result = ct.backtest(Holds, flat(100, 100, 97, 97), options);
      assertEquals(result.payments.map(({ kind, amount }) => [kind, amount]), [["dividend", paid]]);
      assertEquals([...result.equity], [100_000, 100_000, 100_000, 100_000]);
      assert(result.fills.length === 1);
    }
  }
});

Deno.test("rows of funding and splits of one time, and equal dividends of one date, are errors that name both", () => {
  const feed = flat(100, 100, 100, 100), margin = { leverage: 2, settlement: "futures" } as const;
  const run = (options: ct.BacktestOptions): ct.Result => ct.backtest(Holds, feed, options);
  const eight = { time: "2024-01-03T08:00Z", rate: 0.001 }, same = { time: new Date("2024-01-03T08:00Z"), rate: 0.002 };
  for (
    const [options, message] of [
      [
        { ...margin, funding: [eight, { time: "2024-01-03T16:00Z", rate: 0.001 }, same] },
        "of the same time, as where two",
      ],
      [{ ...margin, funding: [eight, eight] }, 'funding[1] of feed "AAA": funding[0] is of the same time'],
      [
        { splits: [{ date: "2024-01-03", ratio: 2 }, { date: "2024-01-03", ratio: 2 }] },
        "splits[0] is of the same date",
      ],
      [
        { dividends: [{ date: "2024-01-03", amount: 1 }, { date: "2024-01-03", amount: 1 }] },
        "leave one of them out, or pass their sum if both are meant",
      ],
    ] as const
  ) assertThrows(() => run(options), RangeError, message);
  // A regular dividend and a special one of the same date are two.
  const both = [{ date: "2024-01-03", amount: 1 }, { date: "2024-01-03", amount: 5 }];
  assertEquals(run({ dividends: both }).payments.map(({ amount }) => amount), [2, 10]);
  assertEquals(run({ ...margin, funding: [eight] }).payments.length, 1);
});

Deno.test("a distance of signals that leaves no price above zero is an error, and one that leaves it is none", () => {
  const feed = flat(100, 100, 100, 100), first = [1, 0, 0, 0];
  const refused = (signals: ct.Signals, message: string): void =>
    void assertThrows(() => ct.fromSignals(feed, signals), RangeError, message);
  const long =
    "Cannot use fraction 2 of stopLoss for long entries: it lies below the close, so that it has to be below 1";
  refused({ entries: first, stopLoss: { fraction: 2 } }, long);
  refused({ entries: first, shortEntries: [0, 1, 0, 0], stopLoss: { fraction: 2 } }, long);
  refused(
    { shortEntries: first, takeProfit: { fraction: 1 } },
    "Cannot use fraction 1 of takeProfit for short entries",
  );
  for (
    const signals of [
      { entries: first, size: 1, stopLoss: { fraction: 0.99 }, takeProfit: { fraction: 2 } },
      { shortEntries: first, size: 1, stopLoss: { fraction: 2 } },
      { entries: false, shortEntries: first, size: 1, stopLoss: { fraction: 2 } },
    ] as const
  ) assertEquals(ct.fromSignals(feed, signals).fills.length, 1);
});

Deno.test("a target for a share with a name of no option is told by that name", () => {
  class Shares extends ct.Strategy.with({}) {
    override next(): void {
      this.buy({ size: 4, takeProfit: [{ share: 0.5, price: 103 }, { price: 104 }] as unknown as ct.TargetShare[] });
    }
  }
  assertThrows(
    () => ct.backtest(Shares, flat(100, 100)),
    ct.StrategyError,
    'Cannot use option "share" of takeProfit[0]: the options are fraction, price, amount, percent',
  );
});
