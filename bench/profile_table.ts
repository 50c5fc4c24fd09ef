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
import { BRACKET_ACCOUNT, bracketFeeds, bracketTerms } from "./bracket_feeds.ts";
import { type EngineName, enginesHere } from "./engines.ts";
import {
  Bids,
  Brackets,
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

/** Number of rounds, and of bars where no argument says another one. */
const ROUNDS = 9, BARS_DEFAULT = 1_000_000;
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

function severalFeeds(count: number, bars: number, strategy: typeof Idle | typeof Turns): Profile {
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

function brackets(bars: number): Profile {
  const all = bracketFeeds(bars), instruments = bracketTerms(all);
  return {
    name: `brackets that trail or fill in parts, 100 feeds, ${bars.toLocaleString("en")} bars in all`,
    bars,
    run: (engineBackend) => ct.backtest(Brackets, all, { ...BRACKET_ACCOUNT, instruments, engineBackend }),
  };
}

/** Returns all profiles; those with many orders, or over several feeds, have fewer bars. */
function profilesOf(bars: number): readonly Profile[] {
  const some = bars / 5;
  return [
    callback("`next` that does nothing", bars, Idle),
    callback("a held position", bars, Holds),
    callback("SMA 10/30 with orders", bars, SmaUnit),
    callback("the same as limits with stops, `notifyOrder`", bars, SmaLimits),
    callback("SMA 10/30 that sleeps (`wake`)", bars, SmaSleeper),
    {
      name: "SMA 10/30 as signals, exact lines",
      bars,
      run: (engineBackend) => ct.fromSignals(feedOf(bars), smaSignalsOfExactLines, { ...account, engineBackend }),
    },
    {
      name: "SMA 10/30 as signals, lines on the grid",
      bars,
      run: (engineBackend) => ct.fromSignals(feedOf(bars), smaSignals, { ...account, engineBackend }),
    },
    callback("an order on every bar", some, TurnsEveryBar),
    callback("every view on every bar", some, ViewReader),
    callback("100 limits that rest", some, Bids, { bids: 100 }),
    callback("10,000 limits that rest", some, Bids, { bids: 10_000 }),
    callback("10,000 limits placed over the run", some, Bids, { bids: 10_000, apart: Math.floor((some - 1) / 10_000) }),
    ...[1, 2, 10, 100].map((count) => severalFeeds(count, 2 * some, Idle)),
    ...[1, 2, 10, 100].map((count) => severalFeeds(count, 2 * some, Turns)),
    brackets(some),
  ];
}

if (import.meta.main) {
  const [bars = `${BARS_DEFAULT}`, only = ""] = Deno.args, engines = enginesHere();
  if (!/^[1-9][0-9]*0000$/.test(bars)) throw new RangeError(`Cannot measure ${bars} bars: pass a multiple of 10000`);
  const profiles = profilesOf(Number(bars)).filter(({ name }) => name.includes(only));
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
