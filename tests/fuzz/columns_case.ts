/**
 * Makes the same bars as records of a log and as packed columns, with the same intents, and drives them in several
 * ways.
 *
 * @module
 */

import * as contract from "../../src/contract/contract.gen.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { dropTerms, type FuzzConfiguration, randomConfiguration } from "./configuration.ts";
import { recordsAt } from "../../src/laws/log/event_log_builder.ts";
import { writeIntent, writeMarketOrder } from "./intents.ts";
import { type FuzzBar, nextBar, writeBar, writeSideEvent } from "../../src/laws/market.ts";
import type { EngineName } from "../../src/engine/backends.ts";
import { joined, makeEngine, type Played } from "../../src/laws/log/playback.ts";
import type { Random } from "../../src/laws/random.ts";
import { writeReport } from "./venue.ts";
import { World } from "./world.ts";

/** A step: its time, and the places in the log of the events ahead of its bars, of its bars, and of those after it. */
interface ColumnsStep {
  readonly time_us: number;
  readonly before: readonly number[];
  readonly bars: readonly number[];
  readonly after: readonly number[];
}

/** A case. */
export interface ColumnsCase {
  readonly configuration: FuzzConfiguration;
  /** All events as records: those ahead of the bars, bars by ascending instrument, the step, the events after it. */
  readonly events: Float64Array<ArrayBuffer>;
  readonly steps: readonly ColumnsStep[];
  readonly columns: Float64Array;
  readonly counts: Uint32Array;
}

/** Makes a case with about a given number of events. */
export function makeColumnsCase(random: Random, events_count: number): ColumnsCase {
  const configuration = randomConfiguration(random, random.pick([0, 0, 30]));
  // Columns are meant for long stretches without intents, so some cases have few intents.
  return makeCase(random, events_count, configuration, random.pick([2, 10, 50]), writeAfter);
}

/** Makes a case of one instrument with market orders and little else, whose steps are short ones. */
export function makeShortCase(random: Random, events_count: number): ColumnsCase {
  const configuration = randomConfiguration(random, 0, 1), others_percent = random.pick([0, 0, 3, 10]);
  // Half of the accounts are such that orders may be plain. This takes no random number either.
  if (Math.floor(configuration.cash / 7) % 2 === 0) dropTerms(configuration.lanes);
  return makeCase(random, events_count, configuration, random.pick([20, 50, 90]), (world) => {
    for (let count = random.weighted([0, 70, 20, 10]); count > 0; count--) {
      if (random.chance(others_percent)) writeIntent(world);
      else writeMarketOrder(world);
    }
    if (random.chance(3)) writeSideEvent(world, true);
  });
}

/** Makes a case; after a share of its steps, `write` writes what comes after them. */
function makeCase(
  random: Random,
  events_count: number,
  configuration: FuzzConfiguration,
  active_percent: number,
  write: (world: World) => void,
): ColumnsCase {
  const world = new World(random, configuration);
  const bars: FuzzBar[][] = world.markets.map(() => []);
  const steps: ColumnsStep[] = [];
  while (world.log.count < events_count) {
    world.now_us += world.spacing_us;
    if (random.chance(15)) world.day++;
    const at = Math.floor(world.now_us / world.spacing_us),
      coming = world.markets.filter(({ every }) => at % every === 0);
    const present = coming.filter(() => !random.chance(2)), begin = world.log.count;
    // Money of the step opens it, and the bars are pulled into it.
    if (present.length > 0 && random.chance(4)) writeSideEvent(world, true);
    const first = world.log.count;
    for (const market of present) {
      const bar = nextBar(world, market);
      bars[market.id]!.push(bar);
      writeBar(world, market, bar);
    }
    if (world.log.count === first) continue;
    const step = world.log.count;
    world.log.begin(contract.EVENT_STEP, world.now_us);
    if (random.chance(active_percent)) write(world);
    steps.push({
      time_us: world.now_us,
      before: places(begin, first),
      bars: places(first, step + 1),
      after: places(step + 1, world.log.count),
    });
  }
  return { configuration, events: world.log.records(), steps, ...packed(bars) };
}

function writeAfter(world: World): void {
  const { random } = world;
  for (let count = random.between(1, 4); count > 0; count--) writeIntent(world);
  for (let count = random.between(0, 3); count > 0; count--) writeReport(world);
  if (random.chance(10)) writeSideEvent(world, true);
}

function places(from: number, until: number): number[] {
  return Array.from({ length: until - from }, (_entry, at) => from + at);
}

function packed(bars: readonly (readonly FuzzBar[])[]): { columns: Float64Array; counts: Uint32Array } {
  const counts = Uint32Array.from(bars, (rows) => rows.length);
  const columns: number[] = [];
  for (const rows of bars) {
    for (const name of ["time_us", "begin_us", "session_day", "open", "high", "low", "close", "volume"] as const) {
      for (const row of rows) columns.push(row[name]);
    }
  }
  return { columns: Float64Array.from(columns), counts };
}

/** Returns the case with only some of the events after its steps. */
export function reducedCase(whole: ColumnsCase, kept: readonly number[]): ColumnsCase {
  const chosen = new Set(kept), events: number[] = [], steps: ColumnsStep[] = [];
  const take = (place: number): number => events.push(place) - 1;
  for (const step of whole.steps) {
    const before = step.before.filter((place) => chosen.has(place)).map(take), bars = step.bars.map(take);
    const after = step.after.filter((place) => chosen.has(place)).map(take);
    steps.push({ time_us: step.time_us, before, bars, after });
  }
  return { ...whole, events: recordsAt(whole.events, events), steps };
}

/** The ways to drive the columns. */
export type DrivingWay = "step by step" | "to the horizon" | "in strides";

/** The results of driving a case from columns. */
export interface Driven extends Played {
  /** Cash and value of each step, one column after the other. */
  readonly marks: Float64Array;
  /** All horizons that were read. */
  readonly horizons: readonly number[];
}

/** Drives a case from its columns. With `random`, the state moves between engines from time to time. */
export function driveColumns(
  names: readonly EngineName[],
  config: Float64Array,
  driven: ColumnsCase,
  way: DrivingWay,
  random?: Random,
): Driven {
  const drive = new Drive(names, config, driven, random);
  let failure: string | undefined;
  try {
    drive.run(way);
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  return drive.finish(`${names.join(" and ")}, columns ${way}`, failure);
}

/** Drives one engine, or several in turn, through the columns. */
class Drive {
  readonly #names: readonly EngineName[];
  readonly #config: Float64Array;
  readonly #case: ColumnsCase;
  readonly #random: Random | undefined;
  readonly #marks: Float64Array;
  readonly #outputs: Uint32Array[] = [];
  readonly #horizons: number[] = [];
  #engine: Engine;
  #turn = 0;
  #row = 0;

  constructor(names: readonly EngineName[], config: Float64Array, driven: ColumnsCase, random: Random | undefined) {
    this.#names = names;
    this.#config = config;
    this.#case = driven;
    this.#random = random;
    this.#marks = new Float64Array(2 * driven.steps.length);
    this.#engine = makeEngine(names[0]!, config);
    this.#load();
  }

  run(way: DrivingWay): void {
    const steps = this.#case.steps;
    for (let step = 0; step < steps.length;) {
      let target = step;
      const { before } = steps[step]!;
      if (before.length > 0) this.#engine.apply(recordsAt(this.#case.events, before));
      if (way === "to the horizon") target = this.#quietUntil(step);
      else if (way === "in strides") {
        target = Math.min(steps.length - 1, step + (this.#random?.between(0, 30) ?? 0));
        while (target > step && !this.#isPlain(step, target)) target--;
      }
      this.#advance(target);
      const after = steps[target]!.after;
      if (after.length > 0) this.#engine.apply(recordsAt(this.#case.events, after));
      this.#read();
      step = target + 1;
      if (this.#random?.chance(2)) this.#move();
    }
  }

  /** Advances silently to just before the horizon, or before the next intent; returns the step to make next. */
  #quietUntil(from: number): number {
    const steps = this.#case.steps;
    const horizon_us = this.#engine.horizon(this.#case.columns);
    this.#horizons.push(horizon_us);
    let target = from;
    while (target < steps.length - 1 && steps[target]!.time_us < horizon_us && this.#isPlain(target, target + 1)) {
      target++;
    }
    if (target === from) return target;
    const notices = this.#engine.status()[contract.STATUS_NOTICES]!;
    this.#advance(target - 1);
    if (this.#engine.status()[contract.STATUS_NOTICES] !== notices) {
      throw new Error(`The horizon of step ${from + 1}, ${horizon_us}, is late: there are notices before it`);
    }
    return target;
  }

  /** Returns whether nothing comes between the bars of a step and those of a later one. */
  #isPlain(step: number, later: number): boolean {
    const { steps } = this.#case;
    return steps.slice(step, later).every((each, at) =>
      each.after.length === 0 && steps[step + at + 1]!.before.length === 0
    );
  }

  #advance(step: number): void {
    const steps = this.#engine.advance(this.#case.columns, {
      marks: this.#marks,
      row: this.#row,
      untilUs: this.#case.steps[step]!.time_us,
    });
    this.#row += steps;
    if (this.#row !== step + 1) throw new Error(`Advancing to step ${step + 1} came to step ${this.#row}`);
  }

  #read(): void {
    this.#outputs.push(new Uint32Array(this.#engine.readAll().buffer));
  }

  #move(): void {
    const snapshot = this.#engine.snapshot();
    this.#engine[Symbol.dispose]();
    this.#turn = (this.#turn + 1) % this.#names.length;
    this.#engine = makeEngine(this.#names[this.#turn]!, this.#config);
    this.#engine.restore(snapshot);
    this.#load();
  }

  #load(): void {
    this.#engine.loadColumns(this.#case.columns, this.#case.counts);
  }

  finish(how: string, failure: string | undefined): Driven {
    using engine = this.#engine;
    const outputs = joined(this.#outputs), marks = this.#marks, horizons = this.#horizons;
    if (failure !== undefined) {
      return { how, outputs, marks, horizons, status: new Float64Array(0), snapshot: new Uint8Array(0), failure };
    }
    return { how, outputs, marks, horizons, status: engine.status(), snapshot: engine.snapshot(), failure };
  }
}
