/**
 * The profiles of the backend comparison by name: the work that both engines do, and the loop beside it.
 *
 * @module
 */

import * as ct from "../../mod.ts";
import {
  LANE_ORDER_ID,
  RECORD_LANES,
  RECORD_WORDS,
  STATUS_CASH,
  STATUS_VALUE,
} from "../../src/contract/contract.gen.ts";
import { Chain } from "../../src/core/state/chain.ts";
import { Engine } from "../../src/engine/engine.ts";
import { ExecutionFacts } from "../../src/records/execution_facts.ts";
import { OutputReader } from "../../src/records/output_reader.ts";
import { bareLoop } from "../bare_loop.ts";
import type { EngineName } from "../engines.ts";
import { burstConfiguration, burstPlacements, burstReports } from "../report_burst.ts";
import { RestingLimit, SmaUnit, ViewReader } from "../strategies.ts";
import { syntheticBars } from "../synthetic_bars.ts";
import { chainsAfterEach, chainText, type EventLog, eventsOfRun } from "./event_log.ts";
import type { Outcome } from "./outcome.ts";
import type { Backend, Workload } from "./workload.ts";

/** A profile. */
export interface Profile {
  /** Description of the work that is measured. */
  readonly about: string;
  /** Most that `bars` can be. */
  readonly barsMax: number;
  /** Makes the work of so many bars. */
  workload(bars: number): Workload;
}

const ACCOUNT = { cash: 1_000_000, commission: 0.001 };
const FAST = 10, SLOW = 30;
/** Feeds of the profile with many of them. */
const FEEDS = 16;
/** Orders that the burst of reports has room for. */
const BURST_ORDERS = 50_000;
const BATCH = 4096;
/** Fewest bars that the bare loop goes over. */
const LOOP_BARS_LEAST = 10_000;

/** One unit in each feed, bought and closed on the crosses of its own averages. */
class SmaOnEachFeed extends ct.Strategy.with({ fast: FAST, slow: SLOW }) {
  crosses: readonly { readonly feed: string; readonly cross: ct.Line }[] = Object.values(this.feeds).map((lines) => ({
    feed: lines.name,
    cross: ct.crossover(ct.sma(lines.close, this.params.fast), ct.sma(lines.close, this.params.slow)),
  }));

  override next(): void {
    for (const { feed, cross } of this.crosses) {
      const { size } = this.positionOf(feed);
      if (cross.now > 0 && size === 0) this.buy({ feed, size: 1 });
      else if (cross.now < 0 && size !== 0) this.close({ feed });
    }
  }
}

/** The profiles by name; the first one is the default. */
export const PROFILES: Readonly<Record<string, Profile>> = {
  sma: {
    about: "one instrument, a moving-average strategy with orders, next() on every bar",
    barsMax: 10_000_000,
    workload: (bars) => strategyWorkload(SmaUnit, bars),
  },
  feeds: {
    about: `${FEEDS} feeds, a moving-average strategy with orders in each`,
    barsMax: 1_000_000,
    workload: (bars) => strategyWorkload(SmaOnEachFeed, bars, FEEDS),
  },
  "resting-limit": {
    about: "an order that rests for the whole run, next() on every bar",
    barsMax: 10_000_000,
    workload: (bars) => strategyWorkload(RestingLimit, bars),
  },
  views: {
    about: "cash, value and position read on every bar",
    barsMax: 10_000_000,
    workload: (bars) => strategyWorkload(ViewReader, bars),
  },
  reports: {
    about: "as many orders as bars, each accepted and filled in nineteen parts by reports of a venue",
    barsMax: BURST_ORDERS,
    workload: reportsWorkload,
  },
};

/** A strategy over feeds beside the loop that trades each feed with two averages. */
function strategyWorkload<P extends ct.Params>(strategy: ct.StrategyClass<P>, bars: number, feedsCount = 1): Workload {
  const feedsOf = (count: number): ct.Bars[] =>
    Array.from({ length: feedsCount }, (_, id) => syntheticBars(count, id + 1, `feed${id}`));
  const named = Object.fromEntries(feedsOf(bars).map((feed) => [feed.name, feed]));
  const loopBars = Math.max(bars, LOOP_BARS_LEAST), loopFeeds = feedsOf(loopBars);
  const run = (engineBackend: EngineName, more: ct.BacktestOptions = {}): ct.Result =>
    ct.backtest(strategy, named, { ...ACCOUNT, ...more, engineBackend });
  return {
    backend: (name) => ({
      name,
      run: () => {
        const result = run(name);
        return () => outcomeOf(result, name);
      },
      chains: (log) => chainsAfterEach(log, name),
    }),
    bareLoopName:
      `two averages, their crosses, fills at the next open, commission and equity over ${loopBars} bars, its time as for ${bars}`,
    bareLoopShare: bars / loopBars,
    bareLoop: () => {
      let sum = 0;
      for (const feed of loopFeeds) {
        const { trades, equity } = bareLoop(feed, FAST, SLOW, ACCOUNT.cash, ACCOUNT.commission);
        sum += trades + equity[equity.length - 1]!;
      }
      return sum;
    },
    log: () => eventsOfRun((replayLog) => void run("typescript", { replayLog })),
  };
}

function outcomeOf(result: ct.Result, name: EngineName): Outcome {
  if (result.engine.backend !== name) {
    throw new Error(`Cannot measure ${name}: ${result.engine.backend} is what ran, as ${result.engine.reason}`);
  }
  const position: Record<string, number> = {};
  for (const { feed, side, size } of result.fills) {
    const held = (position[feed] ?? 0) + (side === "buy" ? size : -size);
    if (held === 0) delete position[feed];
    else position[feed] = held;
  }
  return { chain: result.chain, cash: result.cash.at(-1)!, value: result.equity.at(-1)!, position };
}

/** The records of the whole burst, made once: there are a million of them. */
let burst: { readonly placements: Float64Array; readonly reports: Float64Array } | undefined;

/** The first and the last orders of the burst, as many as asked for, so that buys and sells are even. */
function reportsWorkload(orders: number): Workload {
  const config = burstConfiguration(), wanted = (id: number): boolean => chosen(id, orders);
  burst ??= { placements: burstPlacements(), reports: burstReports() };
  const placements = selected(burst.placements, wanted), reports = selected(burst.reports, wanted);
  const count = reports.length / RECORD_LANES, words = new Uint32Array(reports.buffer);
  return {
    backend: (name) => reportsBackend(name, config, placements, reports),
    bareLoopName: "a loop that reads the same records and mixes their lanes",
    bareLoopShare: 1,
    bareLoop: () => {
      const chain = new Chain();
      for (let at = 0; at < words.length; at += 2) chain.mix(words[at]!, words[at + 1]!);
      return chain.low + count;
    },
    log: () => {
      const events = new Float64Array(placements.length + reports.length);
      events.set(placements);
      events.set(reports, placements.length);
      return { config, events };
    },
  };
}

function reportsBackend(
  name: EngineName,
  config: Float64Array,
  placements: Float64Array,
  reports: Float64Array,
): Backend {
  // Room for four notices a report, which is more than a fill makes.
  const out = new Float64Array(4 * BATCH * RECORD_LANES), reader = new OutputReader(out);
  const batches: Float64Array[] = [];
  for (let at = 0; at < reports.length; at += BATCH * RECORD_LANES) {
    batches.push(reports.subarray(at, at + BATCH * RECORD_LANES));
  }
  return {
    name,
    run: () => {
      const engine = new Engine(config, { engineBackend: name, environmentOverride: false });
      engine.apply(placements);
      while (engine.pending > 0) engine.read(out);
      let last = 0;
      for (const batch of batches) last = engine.apply(batch, batch.length / RECORD_LANES, out);
      return () => {
        using ended = engine;
        const status = ended.status();
        return {
          chain: chainText(status),
          cash: status[STATUS_CASH]!,
          value: status[STATUS_VALUE]!,
          position: lastPosition(reader, last),
        };
      };
    },
    chains: (log: EventLog) => chainsAfterEach(log, name),
  };
}

/** The position that the last fill among some outputs tells. */
function lastPosition(reader: OutputReader, count: number): Readonly<Record<string, number>> {
  const facts = new ExecutionFacts();
  for (let index = count - 1; index >= 0; index--) {
    reader.seek(index);
    if (!facts.read(reader)) continue;
    const size = facts.positionSize;
    return size === 0 ? {} : { burst: size };
  }
  throw new Error("Cannot tell the position of the burst: its last batch has no fill");
}

function chosen(id: number, orders: number): boolean {
  return id === 0 || id <= Math.ceil(orders / 2) || id > BURST_ORDERS - Math.floor(orders / 2);
}

/** The records whose order is wanted; those of no order have the id zero. */
function selected(records: Float64Array, wanted: (orderId: number) => boolean): Float64Array {
  const words = new Uint32Array(records.buffer), kept: number[] = [];
  for (let at = 0; at < records.length / RECORD_LANES; at++) {
    if (wanted(words[at * RECORD_WORDS + LANE_ORDER_ID]!)) kept.push(at);
  }
  const copy = new Float64Array(kept.length * RECORD_LANES);
  kept.forEach((at, index) => {
    copy.set(records.subarray(at * RECORD_LANES, (at + 1) * RECORD_LANES), index * RECORD_LANES);
  });
  return copy;
}
