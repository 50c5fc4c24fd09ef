/**
 * The table of all profiles: the time of a run on each engine, as times of the bare loop of the same process.
 *
 * Runs are interleaved, and the minimum of each counts, so that the load of a shared machine falls on all alike. Each
 * profile has one chain on all engines.
 *
 * @module
 */

import * as ct from "../mod.ts";
import { bareLoop } from "./bare_loop.ts";
import { type EngineName, enginesHere } from "./engines.ts";
import {
  Bids,
  Holds,
  Idle,
  SmaLimits,
  smaSignals,
  smaSignalsOfExactLines,
  SmaSleeper,
  SmaUnit,
  Turns,
  TurnsEveryBar,
  ViewReader,
} from "./strategies.ts";
import { syntheticBars } from "./synthetic_bars.ts";

const ROUNDS = 9, BARS = 1_000_000, SOME = 200_000;
const account = { cash: 100_000_000, commission: 0.001 };

/** A profile: its name, the bars that the bare loop runs over beside it, and a run of it. */
interface Profile {
  readonly name: string;
  readonly bars: number;
  readonly run: (engineBackend: EngineName) => ct.Result;
}

const feeds = new Map<number, ct.Bars>();
function feedOf(count: number): ct.Bars {
  let feed = feeds.get(count);
  if (feed === undefined) feeds.set(count, feed = syntheticBars(count));
  return feed;
}

function callback(name: string, bars: number, strategy: unknown, params: ct.Params = {}): Profile {
  const feed = feedOf(bars);
  return {
    ...{ name, bars },
    run: (engineBackend) => ct.backtest(strategy as typeof Idle, feed, { ...account, params, engineBackend }),
  };
}

function severalFeeds(count: number, strategy: typeof Idle | typeof Turns): Profile {
  const bars = 2 * SOME;
  const all = Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`f${at}`, syntheticBars(bars / count, at + 1)]),
  );
  const what = strategy === Idle ? "`next` that does nothing" : "an order of each on every 20th bar";
  return {
    name: `${what}, ${count} feeds, ${bars.toLocaleString("en")} bars in all`,
    bars,
    run: (engineBackend) => ct.backtest(strategy as typeof Idle, all, { ...account, engineBackend }),
  };
}

const PROFILES: readonly Profile[] = [
  callback("`next` that does nothing", BARS, Idle),
  callback("a held position", BARS, Holds),
  callback("SMA 10/30, 51,340 orders", BARS, SmaUnit),
  callback("the same as limits with stops, `notifyOrder`", BARS, SmaLimits),
  callback("SMA 10/30 that sleeps (`wake`)", BARS, SmaSleeper),
  {
    name: "SMA 10/30 as signals, exact lines",
    bars: BARS,
    run: (engineBackend) => ct.fromSignals(feedOf(BARS), smaSignalsOfExactLines, { ...account, engineBackend }),
  },
  {
    name: "SMA 10/30 as signals, lines on the grid",
    bars: BARS,
    run: (engineBackend) => ct.fromSignals(feedOf(BARS), smaSignals, { ...account, engineBackend }),
  },
  callback("an order on every bar", SOME, TurnsEveryBar),
  callback("every view on every bar", SOME, ViewReader),
  callback("100 limits that rest", SOME, Bids, { bids: 100 }),
  callback("10,000 limits that rest", SOME, Bids, { bids: 10_000 }),
  callback("10,000 limits placed over the run", SOME, Bids, { bids: 10_000, apart: 19 }),
  ...[1, 2, 10, 100].map((count) => severalFeeds(count, Idle)),
  ...[1, 2, 10, 100].map((count) => severalFeeds(count, Turns)),
];

if (import.meta.main) {
  const only = Deno.args[0], engines = enginesHere();
  const profiles = PROFILES.filter(({ name }) => only === undefined || name.includes(only));
  console.log(`| profile | bare loop, ms | ${engines.map((name) => `${name}, ms | times`).join(" | ")} |`);
  console.log(`| --- | --- |${" --- | --- |".repeat(engines.length)}`);
  for (const { name, bars, run } of profiles) {
    const chains = new Set<string>(), least = new Map<string, number>();
    const measure = (what: string, act: () => void): void => {
      const from = performance.now();
      act();
      least.set(what, Math.min(least.get(what) ?? Infinity, performance.now() - from));
    };
    for (let round = 0; round < ROUNDS; round++) {
      measure("bare", () => void bareLoop(feedOf(bars), 10, 30, account.cash, account.commission));
      for (const engine of engines) {
        measure(engine, () => {
          const result = run(engine);
          if (result.engine.backend !== engine) throw new Error(`${engine} is not what ran: ${result.engine.reason}`);
          chains.add(result.chain);
        });
      }
    }
    if (chains.size !== 1) throw new Error(`The engines differ in "${name}": ${[...chains].join(", ")}`);
    const bare = least.get("bare")!;
    const cells = engines.map((engine) =>
      `${least.get(engine)!.toFixed(1)} | ${(least.get(engine)! / bare).toFixed(2)}`
    );
    console.log(`| ${name} | ${bare.toFixed(1)} | ${cells.join(" | ")} |`);
  }
}
