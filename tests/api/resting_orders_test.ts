/**
 * Hundreds of resting orders of every kind over thousands of bars: which of them a step asks, and how far ahead the
 * engine runs, must not make a difference.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import * as ct from "../../mod.ts";
import { syntheticBars, xorshift32 } from "../../bench/synthetic_bars.ts";
import { MemorySink } from "../../src/replay/log_sink.ts";
import { RunLog } from "../../src/replay/run_log.ts";
import { enginesUnderTest } from "../engines.ts";

/** Bars without a gap, some of them without volume. */
function bars(count: number, seed: number): ct.Bars {
  const { timeUs, open, high, low, close, volume } = syntheticBars(count, seed).columns;
  const empty = xorshift32(seed + 7);
  return ct.bars({
    time: timeUs.map((us) => us / 1000),
    open,
    high,
    low,
    close,
    volume: volume.map((lots) => empty() % 40 === 0 ? 0 : lots),
  }, { decimals: 2, stamp: "close" });
}

/** Places, replaces and cancels at random: limits, stops, brackets, groups, orders for a day and up to a time. */
class Maker extends ct.Strategy.with({ seed: 1, every: 3 }) {
  random: () => number = xorshift32(this.params.seed);
  mine: ct.OrderView[] = [];

  override next(): void {
    if (this.random() % this.params.every !== 0) return;
    for (const data of Object.values(this.feeds)) this.act(data, data.close.now, data.name);
  }

  act(data: ct.FeedLines, close: number, feed: string): void {
    const price = (far: number): number => Math.max(0.01, Math.round((close + far) * 100) / 100);
    const away = (this.random() % 800) / 100 + 0.05, far = away + 0.5, drawn = this.random() % 6;
    const valid = drawn === 0 ? "day" as const : new Date(data.timeUs / 1000 + (drawn - 1) * 7_200_000);
    const terms = { feed, size: 1 + this.random() % 3, ...(drawn > 3 ? {} : { valid }) };
    const last = this.mine.at(-1), any = this.mine[this.random() % (this.mine.length + 1)];
    const kind = this.random() % 9;
    if (kind === 0) this.mine.push(this.buy({ ...terms, limit: price(-away) }));
    else if (kind === 1) this.mine.push(this.sell({ ...terms, limit: price(away) }));
    else if (kind === 2) this.mine.push(this.buy({ ...terms, stop: price(away) }));
    else if (kind === 3) this.mine.push(this.sell({ ...terms, stop: price(-away), limit: price(-away + 0.1) }));
    else if (kind === 4) {
      this.mine.push(this.buy({ ...terms, limit: price(-away), stopLoss: price(-far), takeProfit: price(away) }));
    } else if (kind === 5 && last?.alive && last.feed === feed) {
      this.mine.push(this.sell({ ...terms, limit: price(away), oco: last }));
    } else if (kind === 6 && any?.alive && any.limit !== null && any.feed === feed) {
      this.replace(any, { limit: price(any.side === "buy" ? -away : away) });
    } else if (kind === 7 && any?.alive) this.cancel(any);
    else if (kind === 8 && this.positionOf(feed).size === 0) this.buy({ feed, size: 1 });
    else if (kind === 8) this.close({ feed });
  }
}

/** Chains that were recorded when each step still asked every order, and the horizon looked at every bar for each. */
const RECORDED = [
  { limitFill: "touch", feeds: 1, chain: "05d7219ec68e9900" },
  { limitFill: "through", feeds: 1, chain: "894d691bdda8bf19" },
  { limitFill: "touch", feeds: 3, chain: "8536ec042e5a2d74" },
] as const;

for (const { limitFill, feeds, chain } of RECORDED) {
  // More than 64 blocks of 64 bars, so that the search for a price climbs over blocks of blocks.
  const count = 9_000,
    given = Object.fromEntries(Array.from({ length: feeds }, (_, at) => [`f${at}`, bars(count, at + 1)]));
  Deno.test(`${limitFill}: random orders on ${feeds} feeds are filled and ended as when each step asked them all`, () => {
    for (const engineBackend of enginesUnderTest()) {
      const options = { cash: 1_000_000, limitFill, params: { every: 2 * feeds }, engineBackend };
      const result = ct.backtest(Maker, given, options);
      const ends = new Set(result.orders.map(({ state }) => state));
      assert(
        ["filled", "cancelled", "expired", "accepted"].every((state) => ends.has(state as ct.OrderState)),
        `${[...ends]}`,
      );
      assertEquals(result.chain, chain, engineBackend);
      assertEquals(ct.backtest(Maker, given, { ...options, stepByStep: true }).chain, chain, engineBackend);
      // A log takes the full way through each step, whatever the horizon.
      assertEquals(ct.backtest(Maker, given, { ...options, replayLog: new RunLog(new MemorySink()) }).chain, chain);
    }
  });
}
