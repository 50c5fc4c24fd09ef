/**
 * Random plans from a seed, on coarse grids, so that prices touch, tie and gap often.
 *
 * @module
 */

import { Random } from "../../../src/laws/random.ts";
import { randomActs } from "./random_acts.ts";
import type { Plan, PlannedBar, PlannedFeed } from "./plan.ts";
import { randomAccruals, randomTerms } from "./random_terms.ts";

/** The grid of a feed's prices: prices are whole counts of a power of ten. */
export interface PriceGrid {
  /** Exponent of the grid. */
  readonly exponent: number;
}

/** A feed with what the acts need of it. */
export interface RandomFeed {
  readonly feed: PlannedFeed;
  readonly grid: PriceGrid;
  /** End of each bar in milliseconds. */
  readonly ends_ms: readonly number[];
}

/** Rates of a year on cash, and on a debt. */
const INTERESTS: readonly { readonly cash?: number; readonly debt?: number }[] = [
  { cash: 0.03 },
  { debt: 0.08 },
  { cash: 0.5, debt: 0.9 },
  { cash: -0.01, debt: 0.0365 },
];
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FIRST_DAY_MS = Date.UTC(2024, 0, 1);

/** Returns the random plan of a seed. */
export function randomPlan(seed: number): Plan {
  const random = new Random(seed);
  const level = random.chance(50) ? 1 : random.between(-8, 5);
  const count = random.between(30, 100);
  const cash = random.pick([1, 100, 10_000, 10_000, 10_000, 12_345.67, 1_000_000, 10_000_000, 1_000_000_000]);
  const feeds = [randomFeed("a", level, count, cash, random)];
  if (random.chance(35)) {
    feeds.push(randomFeed("b", random.chance(70) ? level : random.between(-8, 5), count, cash, random));
  }
  const money_units = cash < 10_000_000 ? [0.01, 0.001, 1e-7] : [0.01, 0.5, 1];
  return {
    seed,
    cash,
    ...(random.chance(25) && cash >= 100 ? { moneyUnit: random.pick(money_units) } : {}),
    limitFill: random.chance(70) ? "touch" : "through",
    closeAtEnd: random.chance(30),
    onRuin: random.chance(50) ? "stop-entries" : "ignore",
    stepByStep: seed % 3 === 0,
    ...(random.chance(30) ? { interest: random.pick(INTERESTS) } : {}),
    feeds: feeds.map((each) => withAccruals(each, random)),
    acts: randomActs(feeds, cash, random),
  };
}

/** Returns the price that is a count of a grid's steps, written with as few decimals as it has. */
export function priceAt(count: number, { exponent }: PriceGrid): number {
  return Number(`${count}e${exponent}`);
}

/** Returns a feed of which now and then something falls due on a position. */
function withAccruals({ feed, grid, ends_ms }: RandomFeed, random: Random): PlannedFeed {
  const terms = { ...feed.terms, ...randomAccruals(grid, ends_ms, random) };
  return { ...feed, terms };
}

function randomFeed(name: string, level: number, count: number, cash: number, random: Random): RandomFeed {
  const hourly = random.chance(30), grid = { exponent: level - 1 };
  const ends_ms = Array.from({ length: count }, (_, at) => hourly ? hourEnd(at) : FIRST_DAY_MS + (at + 1) * DAY_MS);
  const kept = ends_ms.filter(() => !random.chance(8));
  const stamps = kept.map((end) =>
    hourly ? new Date(end).toISOString() : new Date(end - DAY_MS).toISOString().slice(0, 10)
  );
  const bars = randomBars(stamps, grid, random);
  return {
    feed: { name, timeframe: hourly ? "1h" : "1d", terms: randomTerms(grid, cash, random), bars },
    grid,
    ends_ms: hourly ? kept : kept.map((end) => end - 0.001),
  };
}

/** The end of an hour of trading: eight of them a day, from nine o'clock on. */
function hourEnd(at: number): number {
  return FIRST_DAY_MS + Math.floor(at / 8) * DAY_MS + (10 + at % 8) * HOUR_MS;
}

function randomBars(stamps: readonly string[], grid: PriceGrid, random: Random): PlannedBar[] {
  const lacking = random.pick([0, 0, 2, 4, 30, 100]), width = random.between(1, 6);
  let close = random.between(20, 120);
  return stamps.map((stamp) => {
    const open = atLeastOne(random.chance(70) ? close : close + random.between(-3 * width, 3 * width));
    const next = atLeastOne(open + random.between(-width, width));
    const high = Math.max(open, next) + random.between(0, width),
      low = atLeastOne(Math.min(open, next) - random.between(0, width));
    close = random.chance(1) && next > 30 ? Math.ceil(next / 10) : random.chance(1) ? next * 4 : next;
    const highest = Math.max(high, close), lowest = Math.min(low, close);
    const prices = [open, highest, lowest, close].map((count) => priceAt(count, grid)) as [
      number,
      number,
      number,
      number,
    ];
    return [stamp, ...prices, random.chance(lacking) ? 0 : random.between(1, 1000)];
  });
}

function atLeastOne(count: number): number {
  return Math.max(1, count);
}
