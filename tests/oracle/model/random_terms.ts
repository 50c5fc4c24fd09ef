/**
 * Random terms of trade from a seed: grids, commission by every scheme, slippage and margin.
 *
 * @module
 */

import type { Commission } from "../../../src/broker/commission_terms.ts";
import type { Random } from "../../../src/laws/random.ts";
import { priceAt, type PriceGrid } from "./random_plan.ts";
import type { PlannedTerms } from "./plan.ts";

/** Cash up to which an account takes a margin: amounts of a leveraged one have to stay below 2^53 units. */
const MARGIN_CASH_MAX = 10_000_000;

/** Returns random terms for a feed whose prices lie on a grid. */
export function randomTerms(grid: PriceGrid, cash: number, random: Random): PlannedTerms {
  const tick = random.chance(30) ? priceAt(random.pick([1, 2, 5]), grid) : undefined;
  return {
    ...(random.chance(60) ? { commission: randomCommission(grid, cash, random) } : {}),
    ...randomSlippage(grid, tick, random),
    ...(tick === undefined ? {} : { tick }),
    ...(random.chance(15) && tick !== undefined ? { tickRounding: "reject" as const } : {}),
    ...(random.chance(20) ? { lot: random.pick([1, 0.1, 0.25, 3, 0.001]) } : {}),
    ...(random.chance(20) ? { multiplier: random.pick([2, 50, 0.1, 5]) } : {}),
    ...(random.chance(15) ? { barWithoutVolume: random.chance(50) ? "fill" as const : "no-fill" as const } : {}),
    ...(cash <= MARGIN_CASH_MAX && random.chance(35) ? randomMargin(grid, cash, random) : {}),
  };
}

/**
 * Returns random funding and dividends of a feed, behind its first bar.
 *
 * @param ends_ms End of each bar in milliseconds.
 */
export function randomAccruals(grid: PriceGrid, ends_ms: readonly number[], random: Random): PlannedTerms {
  // Some fall between two bars, and some on the end of one.
  const moments = ends_ms.slice(1).filter(() => random.chance(15)).map((end) =>
    Math.round(end) - (random.chance(50) ? 0 : random.between(1, 200) * 60_000)
  );
  const distinct = [...new Set(moments.filter((ms) => ms > ends_ms[0]!))];
  const texts = distinct.map((ms) => new Date(ms).toISOString()),
    dates = new Set(texts.map((text) => text.slice(0, 10)));
  const funding = texts.map((time) => ({ time, rate: random.pick([0.0001, -0.0002, 0.01, -0.05, 0.000000001]) }));
  const dividends = [...dates].map((date) => ({
    date,
    amount: priceAt(random.between(1, 30), { exponent: grid.exponent - 1 }),
  }));
  return {
    ...(random.chance(30) ? { funding } : {}),
    ...(random.chance(30) ? { dividends } : {}),
    ...(random.chance(20) ? { borrow: random.pick([0.03, 0.5, 0.000001]) } : {}),
  };
}

function randomSlippage(grid: PriceGrid, tick: number | undefined, random: Random): PlannedTerms {
  const terms = {
    ...(random.chance(40) ? { slippage: random.pick([0.01, 0.003, 0.0005, 0.05, 0.000000001]) } : {}),
    ...(random.chance(15)
      ? { slippageAmount: priceAt(random.between(1, 25), { exponent: grid.exponent - random.between(0, 1) }) }
      : {}),
    ...(tick !== undefined && random.chance(30) ? { slippageTicks: random.between(1, 3) } : {}),
  };
  if (Object.keys(terms).length === 0) return terms;
  return {
    ...terms,
    ...(random.chance(20) ? { slippageAtOpen: false } : {}),
    ...(random.chance(25) ? { slippageOfLimits: true } : {}),
    // An amount could take a price to zero there, at which every size is worth nothing.
    ...(Object.keys(terms).join() === "slippage" && random.chance(40) ? { slippageBeyondBar: "allow" as const } : {}),
  };
}

function randomMargin(grid: PriceGrid, cash: number, random: Random): PlannedTerms {
  const perUnit = random.between(2, 30);
  const margins: PlannedTerms[] = [
    { leverage: random.pick([2, 5, 10, 3, 7.5]) },
    { margin: { initial: random.pick([0.1, 0.25, 0.5, 0.07]) } },
    { margin: { initial: random.pick([0.1, 0.3]), maintenance: random.pick([0, 0.05, 0.1, 0.0333]) } },
    // Both amounts per unit are for one number of lots, which makes them whole and may pass the range.
    ...(grid.exponent >= 0 && cash < 1_000_000
      ? [
        { margin: { initialPerUnit: priceAt(perUnit, grid) } },
        { margin: { initialPerUnit: priceAt(perUnit, grid), maintenancePerUnit: priceAt(perUnit - 1, grid) } },
      ]
      : []),
  ];
  return {
    ...random.pick(margins),
    ...(random.chance(50) ? { settlement: "futures" as const } : {}),
    ...(random.chance(40) ? { liquidationFee: random.pick([0.01, 0.0025]) } : {}),
  };
}

function randomCommission(grid: PriceGrid, cash: number, random: Random): Commission {
  const amount = priceAt(random.between(1, 30), grid);
  switch (random.below(6)) {
    case 0:
      return random.pick([0.001, 0.0025, 0.03, 0.000123456]);
    case 1:
      return { perUnit: priceAt(random.between(1, 9), { exponent: grid.exponent - 1 }), minimum: amount };
    case 2:
      return { perUnit: priceAt(random.between(1, 9), { exponent: grid.exponent - 1 }) };
    case 3:
      return { perOrder: amount };
    default:
      return randomSchedule(grid, cash, random);
  }
}

function randomSchedule(grid: PriceGrid, cash: number, random: Random): Commission {
  return {
    taker: random.pick([0.001, 0.0025, 0.01, 0.000123456]),
    ...(random.chance(60) ? { maker: random.pick([0.0005, 0, -0.0002, -0.001]) } : {}),
    ...(random.chance(30) ? { perUnit: priceAt(random.between(1, 9), { exponent: grid.exponent - 2 }) } : {}),
    ...(random.chance(30) ? { perOrder: priceAt(random.between(1, 9), grid) } : {}),
    ...(random.chance(30) ? { minimum: cash * random.pick([1e-5, 3e-5]) } : {}),
    ...(random.chance(30) ? { maximum: cash * random.pick([1e-4, 4e-4]) } : {}),
    ...(random.chance(40)
      ? {
        tiers: [
          { from: cash / 2, taker: 0.0008 },
          ...(random.chance(50) ? [{ from: cash * 2, taker: 0.0004, maker: -0.0001 }] : []),
        ],
      }
      : {}),
  };
}
