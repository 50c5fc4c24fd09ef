/**
 * Makes random event logs: steps of bars, the events after them, and a share of garbage.
 *
 * @module
 */

import * as contract from "../../src/contract/contract.gen.ts";
import { type FuzzConfiguration, randomConfiguration } from "./configuration.ts";
import { writeGarbage } from "./garbage.ts";
import { writeIntent } from "./intents.ts";
import { nextBar, writeBar, writeSideEvent } from "../../src/laws/market.ts";
import type { Random } from "../../src/laws/random.ts";
import { writeReport } from "./venue.ts";
import { World } from "./world.ts";

/** A configuration and a log for it. */
export interface Workload {
  readonly configuration: FuzzConfiguration;
  readonly events: Float64Array<ArrayBuffer>;
}

/** The frequency of each kind of action in a case. It is drawn for each case, so that some cases lack some kinds. */
interface Habits {
  readonly intents: number;
  readonly reports: number;
  readonly side_percent: number;
  readonly garbage_percent: number;
  readonly accruals_percent: number;
}

/** Makes a case with about a given number of events. */
export function makeWorkload(random: Random, events_count: number): Workload {
  const reported_percent = random.pick([0, 30, 50, 100]);
  const configuration = randomConfiguration(random, reported_percent);
  const world = new World(random, configuration);
  const reporting = configuration.instruments.some((each) => each.reported);
  const habits: Habits = {
    intents: random.between(1, 4),
    reports: reporting ? random.between(2, 8) : random.pick([0, 0, 1]),
    side_percent: random.pick([0, 5, 15]),
    garbage_percent: random.pick([0, 0, 3, 10]),
    accruals_percent: random.pick([0, 0, 10, 60]),
  };
  while (world.log.count < events_count - 4) writeStep(world, habits);
  writeEnd(world);
  return { configuration, events: world.log.records() };
}

/** Writes all events of one time, and the events after the step at the same time. */
function writeStep(world: World, habits: Habits): void {
  const { random, log } = world;
  world.now_us += world.spacing_us * (random.chance(97) ? 1 : random.between(2, 9));
  if (random.chance(15)) world.day++;
  const step = Math.floor(world.now_us / world.spacing_us);
  if (random.chance(habits.side_percent)) writeSideEvent(world, false);
  if (random.chance(habits.accruals_percent)) writeAccrual(world);
  for (const market of shuffled(world)) {
    if (step % market.every !== 0 || random.chance(2)) continue;
    writeBar(world, market, nextBar(world, market));
    if (random.chance(1)) log.repeat(log.count - 1);
    if (random.chance(habits.garbage_percent)) writeGarbage(world);
  }
  if (random.chance(1)) log.begin(contract.EVENT_NO_OP, world.now_us);
  if (habits.reports > 0 && random.chance(20)) writeReport(world);
  log.begin(contract.EVENT_STEP, world.now_us);
  for (let count = random.between(0, 2 * habits.intents); count > 0; count--) {
    writeIntent(world);
    if (random.chance(habits.garbage_percent)) writeGarbage(world);
  }
  for (let count = random.between(0, 2 * habits.reports); count > 0; count--) writeReport(world);
  if (random.chance(habits.side_percent)) writeSideEvent(world, true);
}

/** Writes rates that fall due, dividends, spreads and splits. */
function writeAccrual(world: World): void {
  const { random, log, now_us } = world, market = world.market();
  if (random.chance(20)) {
    log.begin(contract.EVENT_DIVIDEND, now_us, market.id)
      .float(contract.DIVIDEND_NUMERATOR, random.between(0, 5000))
      .float(contract.DIVIDEND_DENOMINATOR, random.pick([1, 1, 3, 7, 1000]));
  }
  if (random.chance(30)) {
    const steps = random.chance(95) ? random.between(0, 20) : random.pick([2 ** 53 - 1, 2 ** 53, -1, 0.5]);
    log.begin(contract.EVENT_SPREAD, now_us, market.id).float(contract.SPREAD_STEPS, steps);
  }
  if (random.chance(8)) {
    log.begin(contract.EVENT_SPLIT, now_us, world.market().id)
      .float(contract.SPLIT_NUMERATOR, random.pick([1, 1, 2, 3, 4, 6, 0, 2 ** 29]))
      .float(contract.SPLIT_DENOMINATOR, random.pick([1, 1, 2, 3, 5, 10, 100, 1.5]));
  }
  for (let rates = random.between(1, 3); rates > 0; rates--) {
    const rate = random.pick([1, 100_000, 30_000_000, random.between(1, 3_000_000)]);
    log.begin(contract.EVENT_FUNDING, now_us, world.market().id)
      .float(contract.FUNDING_RATE, random.chance(70) ? rate : random.chance(97) ? -rate : 2 ** 30)
      .word(contract.FUNDING_ACCRUAL, random.chance(98) ? random.between(1, 4) : random.pick([0, 5]))
      .word(contract.FUNDING_DUE, random.weighted([60, 38, 2]));
  }
}

function shuffled(world: World): World["markets"] {
  const markets = world.markets.slice();
  for (let at = markets.length - 1; at > 0; at--) {
    const other = world.random.below(at + 1);
    [markets[at], markets[other]] = [markets[other]!, markets[at]!];
  }
  return markets;
}

/** Writes the end of the run, and events after it, which are too late. */
function writeEnd(world: World): void {
  const { random, log, now_us } = world;
  if (random.chance(20)) return;
  log.begin(contract.EVENT_SHUTDOWN, now_us + (random.chance(50) ? 0 : world.spacing_us))
    .word(contract.SHUTDOWN_CLOSE_POSITIONS, random.weighted([40, 55, 5]));
  log.begin(contract.EVENT_NO_OP, now_us);
  writeIntent(world);
}
