import { assertEquals, assertStringIncludes } from "@std/assert";
import { bars } from "../../feeds/read_columns.ts";
import { Strategy } from "../../strategy/strategy.ts";
import { signalsOfTrace } from "./signals_of_trace.ts";
import { TriedRun } from "./tried_run.ts";

const DAYS = 8;
const close = Array.from({ length: DAYS }, (_, day) => 100 + day);
const feed = bars({
  time: close.map((_, day) => new Date(Date.UTC(2024, 0, 1 + day))),
  ...{ open: close, high: close, low: close, close },
}, { name: "one", timeframe: "1d", stamp: "close" });

/** Returns the signals of a strategy that acts by the number of the bar, or the reason why there are none. */
async function made(act: (strategy: Strategy, bar: number) => void): Promise<ReturnType<typeof signalsOfTrace>> {
  class Acts extends Strategy {
    override next(): void {
      act(this, this.data.length);
    }
  }
  return signalsOfTrace((await TriedRun.prepare(Acts, feed, { cuts: 1, engineBackend: "typescript" })).compared);
}

/** Returns the bars, from 1 on, on which a column is not 0. */
function barsOf(column: unknown): number[] {
  return [...column as ArrayLike<number> & Iterable<number>].flatMap((value, bar) => value === 0 ? [] : [bar + 1]);
}

Deno.test("entries and exits of a run become columns, with the terms of the entries", async () => {
  const found = await made((strategy, bar) => {
    if (bar === 1) strategy.buy({ size: 3, stopLoss: 90 });
    if (bar === 3 || bar === 6) strategy.close();
    if (bar === 3) strategy.sell({ size: 2, stopLoss: 120 });
  });
  if ("missing" in found) throw new Error(found.missing);
  const { entries, exits, shortEntries, shortExits, size, stopLoss, ...others } = found.signals["one"]!;
  assertEquals([entries, exits, shortEntries, shortExits].map(barsOf), [[1], [3], [3], [6]]);
  assertEquals([...size as Float64Array], [3, 0, 2, 0, 0, 0, 0, 0]);
  assertEquals([...stopLoss as Float64Array], [90, 0, 120, 0, 0, 0, 0, 0]);
  assertEquals(others, { accumulate: true });
});

const WITHOUT: readonly (readonly [string, (strategy: Strategy, bar: number) => void])[] = [
  ["it enters nothing", () => {}],
  ["an order says no size", (strategy, bar) => void (bar === 1 && strategy.buy())],
  ['an order has the term "limit"', (strategy, bar) => void (bar === 1 && strategy.buy({ size: 1, limit: 90 }))],
  ["it closes where there is no position", (strategy, bar) => void (bar === 1 && strategy.close())],
  ["it asks for a cancel", (strategy, bar) => void (bar === 1 && strategy.cancel(strategy.buy({ size: 1 })))],
  ["it asks for a target", (strategy, bar) => void (bar === 1 && strategy.target({ size: 1 }))],
  ["it asks twice on one bar, or in another order", (strategy, bar) => {
    if (bar === 1) { for (const size of [1, 2]) strategy.buy({ size }); }
  }],
  ["an order reduces a position by a part", (strategy, bar) => {
    if (bar === 1) strategy.buy({ size: 3 });
    if (bar === 3) strategy.sell({ size: 1 });
  }],
  ["it closes a part of a position, or at the close", (strategy, bar) => {
    if (bar === 1) strategy.buy({ size: 3 });
    if (bar === 3) strategy.close({ size: 1 });
  }],
  ["it closes and enters one side on one bar", (strategy, bar) => {
    if (bar === 1) strategy.buy({ size: 3 });
    if (bar !== 3) return;
    strategy.close();
    strategy.buy({ size: 1 });
  }],
  ["its orders have terms of several kinds", (strategy, bar) => {
    if (bar === 1) strategy.buy({ size: 3 });
    if (bar === 3) strategy.buy({ cash: 300 });
  }],
];

for (const [reason, act] of WITHOUT) {
  Deno.test(`signals have no word for a strategy if ${reason}`, async () => {
    const found = await made(act);
    assertStringIncludes("missing" in found ? found.missing : "", reason);
  });
}
