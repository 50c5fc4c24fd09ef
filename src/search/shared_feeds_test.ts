import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import type { Bars } from "../feeds/bars.ts";
import { bars } from "../feeds/read_columns.ts";
import { backtest } from "../run/backtest.ts";
import type { BacktestOptions } from "../run/backtest_options.ts";
import { adoptAhead, packAhead } from "../run/pack_ahead.ts";
import { Strategy } from "../strategy/strategy.ts";
import { SharedColumns, takenFeeds } from "./shared_feeds.ts";
import type { SearchFeeds } from "./subject.ts";

/** Turns on every third bar of the first feed. */
class Turns extends Strategy.with({}) {
  override next(): void {
    const feed = this.data.name;
    if (this.data.length % 3 !== 0) return;
    if (this.positionOf(feed).size === 0) this.buy({ feed, size: 1 });
    else this.close({ feed });
  }
}

/** Forty daily bars whose prices have three decimals. */
function daily(first: number, count = 40): Bars {
  const time = Array.from({ length: count }, (_none, day) => new Date(Date.UTC(2024, 0, first + day)));
  const at = (move: number): number[] => time.map((_none, day) => 10 + (day * 7 % 11) / 8 + move);
  return bars({ time, open: at(0), high: at(1), low: at(-1), close: at(0.5), volume: time.map(() => 1) });
}

const one = daily(1), other = daily(4);
const CASES: Readonly<Record<string, readonly [SearchFeeds, BacktestOptions]>> = {
  "one feed": [one, {}],
  "one feed up to a date": [one, { to: "2024-01-25" }],
  "a part of a feed": [one.slice({ from: "2024-01-10" }), {}],
  "several feeds": [{ one, other }, {}],
  "several feeds up to a date": [{ one, other }, { to: "2024-02-01" }],
  "one feed under two names": [{ one, again: one, other }, {}],
  "prices on a coarser grid": [{ one, other }, { resolution: 0.01 }],
  "the same bars on two grids": [{ one, again: one }, { instruments: { again: { resolution: 0.01 } } }],
  "numbers as doubles": [one, { profile: "backtrader" }],
};

Deno.test("a worker reads the bars in the memory in which they were packed, also cut, joined and rounded ones", () => {
  for (const [name, [feeds, given]] of Object.entries(CASES)) {
    const options: BacktestOptions = { ...given, engineBackend: "typescript" };
    const shared = new SharedColumns(), packed = shared.packed(packAhead(Turns, feeds, options));
    // As a message to a worker is copied: what is shared stays, and every other object is a new one.
    const sent = structuredClone({ feeds: shared.feeds(feeds), packed }), taken = takenFeeds(sent.feeds);
    assert(sent.packed.columns.buffer instanceof SharedArrayBuffer, name);
    adoptAhead(Turns, taken, options, sent.packed);
    for (let run = 0; run < 2; run++) {
      assertStrictEquals(packAhead(Turns, taken, options).columns.buffer, sent.packed.columns.buffer, name);
      const there = backtest(Turns, taken, options), here = backtest(Turns, feeds, options);
      assertEquals([there.chain, there.markHash(), there.fills.length > 3], [here.chain, here.markHash(), true], name);
      assertEquals(there.summary(), here.summary(), name);
    }
  }
});

Deno.test("columns that several feeds have are in shared memory once", () => {
  const shared = new SharedColumns(), { feeds } = shared.feeds({ one, again: one });
  assertStrictEquals(feeds["one"]!.columns.close, feeds["again"]!.columns.close);
  assertStrictEquals(shared.feed(one).columns.close, feeds["one"]!.columns.close);
  const packed = shared.packed(packAhead(Turns, one, { resolution: 0.01 }));
  assertStrictEquals(packed.parts[0]!.shown.volume, feeds["one"]!.columns.volume);
});
