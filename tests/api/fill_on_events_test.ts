/**
 * What happens to the account between the finer bars on which orders are matched: funding, money from outside, dividends
 * and splits go to their time among these bars.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import * as ct from "../../mod.ts";
import { Random } from "../../src/laws/random.ts";
import { MemorySink, replay, RunLog } from "../../src/replay/mod.ts";
import { enginesUnderTest } from "../engines.ts";
import { barsAt, type Prices } from "./daily_bars.ts";

const HOURS = ["06:00", "12:00", "18:00"] as const;

function dateOf(day: number): string {
  return new Date(Date.UTC(2024, 0, 2 + day)).toISOString().slice(0, 10);
}

/** Bars of six hours, three a day, that end at 06:00, 12:00 and 18:00. */
function finerBars(rows: readonly Prices[], name: string = "p"): ct.Bars {
  const times = rows.map((_row, at) => `${dateOf(Math.floor(at / 3))} ${HOURS[at % 3]!}`);
  return barsAt(times, rows, { stamp: "close", timeframe: "6h", name });
}

/** Buys at the end of the first day. `each` is the number of bars of a day. */
function buyer(each: number): ct.StrategyClass<ct.Params> {
  return class Buys extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length === each) this.buy({ size: 10, stopLoss: 95 });
    }
  };
}

function flat(price: number): Prices {
  return [price, price, price, price];
}

Deno.test("funding is due at its time: a position that was stopped before it pays none, and an open one at the bar of then", () => {
  const falls: Prices[] = [
    ...Array(3).fill(flat(100)),
    flat(100),
    [100, 100, 94, 94],
    flat(94),
    ...Array(6).fill(flat(94)),
  ];
  const stays: Prices[] = [...Array(3).fill(flat(100)), flat(100), flat(101), flat(102), ...Array(6).fill(flat(103))];
  const terms = { leverage: 5, settlement: "futures" as const };
  const funding = ["2024-01-03T05:00Z", "2024-01-03T08:00Z", "2024-01-03T16:00Z", "2024-01-04T06:00Z"].map((time) => ({
    time,
    rate: 0.01,
  }));
  for (const engineBackend of enginesUnderTest()) {
    const run = (rows: Prices[], due: readonly ct.FundingRate[]): readonly unknown[] => {
      const fine = finerBars(rows), options = { ...terms, engineBackend, fillOn: { p: fine }, funding: due };
      return ct.backtest(buyer(1), fine.resample("1d"), options).payments.map(({ time, bar, amount }) =>
        [time.slice(8, 13), bar, amount] as const
      );
    };
    assertEquals(run(falls, funding.slice(2)), []);
    assertEquals(run(stays, funding), [["03T06", 1, -10], ["03T12", 1, -10.1], ["04T00", 1, -10.2], [
      "04T06",
      2,
      -10.3,
    ]]);
  }
});

Deno.test("money from outside comes at its time among the finer bars, and is there for orders from then on alone", () => {
  const rows: Prices[] = [
    ...Array(3).fill(flat(100)),
    flat(100),
    [100, 100, 90, 95],
    flat(96),
    ...Array(6).fill(flat(96)),
  ];
  const fine = finerBars(rows), day = fine.resample("1d");
  /** Two orders that need the money of noon: one fills ahead of it and one behind. */
  class Limits extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length === 1) this.buy({ size: 10, limit: 95 });
    }
  }
  for (const [time, filled] of [["2024-01-03T12:00Z", 10], ["2024-01-03T13:00Z", 0]] as const) {
    const { cashFlows, fills } = ct.backtest(Limits, day, {
      ...{ fillOn: { p: fine }, cash: 500 },
      cashFlows: [{ time, amount: 500 }],
    });
    assertEquals(cashFlows.map((flow) => [flow.time.slice(8, 13), flow.bar]), [[filled === 10 ? "03T12" : "04T00", 1]]);
    assertEquals(fills.reduce((sum, { size }) => sum + size, 0) >= 10, filled === 10);
  }
});

/** Random events of all kinds at random times within some days. */
function randomEvents(source: Random, days: number): ct.BacktestOptions {
  const moment = (): string => `${dateOf(source.below(days))}T${String(source.below(18)).padStart(2, "0")}:30Z`;
  const many = <Row>(count: number, make: () => Row): Row[] => Array.from({ length: count }, make);
  return {
    ...{ leverage: 3, borrow: 0.05, interest: { cash: 0.04, debt: 0.08 } },
    funding: many(8, () => ({ time: moment(), rate: (source.below(9) - 4) / 1000 })),
    dividends: many(3, () => ({ date: source.chance(50) ? dateOf(source.below(days)) : moment(), amount: 0.25 })),
    splits: many(2, () => ({ date: source.chance(50) ? dateOf(source.below(days)) : moment(), ratio: 2 })),
    cashFlows: many(6, () => ({
      time: source.chance(30) ? dateOf(source.below(days)) : moment(),
      amount: source.chance(30) ? -50.5 : 100.25,
    })),
  };
}

Deno.test("events of all kinds do on finer fills what they do on the finer bars themselves", () => {
  for (let seed = 1; seed <= 12; seed++) {
    const source = new Random(seed), days = 14;
    let price = 100;
    const rows = Array.from({ length: 3 * days + 1 }, (): Prices => {
      const open = price, close = price = Math.max(20, price + source.below(7) - 3);
      return [open, Math.max(open, close) + source.below(3), Math.min(open, close) - source.below(3), close];
    });
    const all = finerBars(rows), day = all.resample("1d"), fine = all.slice({ to: dateOf(days - 1) });
    assertEquals([fine.length, day.length], [3 * days, days]);
    const events = randomEvents(source, days);
    class Acts extends ct.Strategy.with({ each: 1 }) {
      override next(): void {
        const { each } = this.params, days = this.data.length / each;
        if (!Number.isInteger(days)) return;
        if (days % 3 === 1) this.buy({ size: 4, stopLoss: { amount: 4 } });
        else if (days % 5 === 2) this.sell({ size: 3, valid: "day", limit: this.data.close.now + 2 });
        else if (days % 7 === 5) this.close();
      }
    }
    for (const engineBackend of enginesUnderTest()) {
      const expected = ct.backtest(Acts, fine, { ...events, engineBackend, params: { each: 3 } });
      const saved: Uint8Array[] = [],
        sink = new MemorySink(),
        options = { ...events, engineBackend, fillOn: { p: fine } };
      const found = ct.backtest(Acts, day, options);
      const lines = ({ fills, payments, cashFlows, splits, refusals }: ct.Result): unknown => ({
        fills: fills.map(({ time, side, size, price, rule }) => [time, side, size, price, rule]),
        payments: payments.map(({ time, kind, amount }) => [time, kind, amount]),
        flows: cashFlows.map(({ time, amount }) => [time, amount]),
        splits: splits.map(({ time, size }) => [time, size]),
        refusals: refusals.map(({ time, reason }) => [time, reason]),
      });
      // The last finer bar of a day is known at the end of the day, so times of that one are later.
      const ends = new Map(
        Array.from(day.columns.timeUs, (us, at) => [isoOf(fine.columns.timeUs[3 * at + 2]!), isoOf(us)]),
      );
      const moved = JSON.parse(JSON.stringify(lines(expected)), (_key, value) => ends.get(value) ?? value) as unknown;
      assertEquals(lines(found), moved, `seed ${seed}`);
      assertEquals(found.equity, expected.equity.filter((_value, at) => at % 3 === 2), `seed ${seed}`);
      assert(found.payments.length > 5 && found.fills.length > 3, `seed ${seed}: ${found.fills.length}`);
      // The run does the same step by step, with a log, and resumed.
      const again = ct.backtest(Acts, day, {
        ...{ ...options, stepByStep: true, replayLog: new RunLog(sink) },
        checkpoint: { every: 4, save: (bytes: Uint8Array): void => void saved.push(bytes) },
      });
      assertEquals([again.chain, again.equity], [found.chain, found.equity]);
      assertEquals(replay(sink.bytes(), { engineBackend }).chain, found.chain);
      for (const resume of saved) {
        const resumed = ct.backtest(Acts, day, { ...options, resume });
        assertEquals([resumed.chain, resumed.equity, resumed.payments], [found.chain, found.equity, found.payments]);
      }
    }
  }
});

function isoOf(us: number): string {
  return new Date(us / 1000).toISOString().replace(
    "Z",
    us % 1000 === 0 ? "000Z" : `${String(us % 1000).padStart(3, "0")}Z`,
  );
}

Deno.test("a column of the strategy's bars pays funding at the end of its bar, and a dividend ahead of its first finer one", () => {
  const rows = Array.from({ length: 10 }, (_none, at) => flat(100 + at)),
    fine = finerBars(rows),
    days = fine.resample("1d");
  const { columns } = days, time = [0, 1, 2].map(dateOf);
  const [open, high, low, close] = [columns.open, columns.high, columns.low, columns.close].map((
    column,
  ) => [...column]);
  const day = ct.bars({ time, open: open!, high: high!, low: low!, close: close!, due: [0, 0, 0.01] }, { name: "p" });
  const fillOn = { p: fine }, terms = { leverage: 5, settlement: "futures" as const };
  const paid = (options: ct.BacktestOptions): readonly unknown[] =>
    ct.backtest(buyer(1), day, { fillOn, ...options }).payments.map((row) => [row.kind, row.bar, row.amount, row.time]);
  const [end] = [day.columns.timeUs[2]!].map(isoOf);
  assertEquals(paid({ ...terms, funding: "due" }), [["funding", 2, -10.8, end]]);
  assertEquals(paid({ dividends: "due" }), [["dividend", 2, 0.1, "2024-01-04T06:00:00.000000Z"]]);
});
