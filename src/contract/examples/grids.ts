/**
 * Grids that follow from the data and the cash.
 *
 * @module
 */

import type { GridExample } from "./rule_example.ts";

/** The rules of the grids. */
export const GRID_RULES: readonly string[] = [
  "Prices, sizes and money are whole counts of a resolution, a lot and a money unit. Declared ones are taken as they are; a " +
  "number that a division left beside a short fraction is that fraction, and a text is what it says.",
  "Money unit: 10^-6, or the least power of ten for which 100 times the cash is below 2^53 units.",
  "Lot: 1 with a `multiplier`; otherwise the finest power of ten, 10^-8 at most, for which 100 times the cash, divided by the " +
  "lowest price, is below 2^53 lots.",
  "Resolution: 10^-k. k is the larger of the decimals of the data (and of a declared tick) and of the least k for which 10^-k " +
  "is at most 10^-6 of the lowest price. It is 12 at most, and at most what keeps 1024 times the highest price below 2^53 steps.",
  "Lowest and highest price are those of all bars, without their signs; a price of zero is left out of the lowest.",
  "If resolution x lot x multiplier / money unit, as a fraction in lowest terms, has a denominator of 2^50 or more, k falls, " +
  "down to the decimals of the data and the tick; then the lot grows, up to 1. What is declared stays, and with a `multiplier` the " +
  "lot does.",
  "A tick is never inferred. A declared one is a whole number of steps.",
  "Prices of the data off the grid go to the nearest step, half to even; a note tells of a change above 10^-9 of the price. Cash " +
  "and amounts of a commission go to the nearest money unit, rates to the nearest 10^-9.",
];

/** Data and what follows from them. */
export const GRID_EXAMPLES: readonly GridExample[] = [
  {
    why: "a step of 10^-6 of 100 is 10^-4",
    prices: [100, 101],
    resolution: "1/10000",
    tick: null,
    lot: "1/100000000",
    moneyUnit: "1/1000000",
  },
  {
    why: "a lowest price below 100 takes one decimal more",
    prices: [99.99, 101],
    resolution: "1/100000",
    tick: null,
    lot: "1/100000000",
    moneyUnit: "1/1000000",
  },
  {
    why: "the data have more decimals than the share asks for",
    prices: [4500.125, 4500.0625],
    resolution: "1/10000",
    tick: null,
    lot: "1/100000000",
    moneyUnit: "1/1000000",
  },
  {
    why: "twelve decimals at most, and a lot above one for coins of many units",
    prices: [1e-12],
    resolution: "1/1000000000000",
    tick: null,
    lot: "1000",
    moneyUnit: "1/1000000",
  },
  {
    why: "1024 times the highest price stays below 2^53 steps",
    prices: [1e-5, 1e5],
    resolution: "1/10000000",
    tick: null,
    lot: "1/10000",
    moneyUnit: "1/1000000",
  },
  {
    why: "a multiplier makes the lot 1, and a tick asks for its decimals",
    prices: [5000, 5001],
    options: { multiplier: 50, tick: 0.0625 },
    resolution: "1/10000",
    tick: "1/16",
    lot: "1",
    moneyUnit: "1/1000000",
  },
  {
    why: "a text is a fraction, and the grid of the data may be one",
    prices: [99.5, 99.53125],
    options: { resolution: "1/32", tick: "1/32" },
    resolution: "1/32",
    tick: "1/32",
    lot: "1/100000000",
    moneyUnit: "1/1000000",
  },
  {
    why: "much cash takes a coarser unit of money, and a coarser lot",
    prices: [100, 101],
    options: { cash: 1e12 },
    resolution: "1/10000",
    tick: null,
    lot: "1/1000",
    moneyUnit: "1/10",
  },
  {
    why: "a divisor of 2^50 or more makes the resolution coarser",
    prices: [0.000002],
    options: { cash: 1, lot: 1e-8, multiplier: 0.001 },
    resolution: "1/10000000000",
    tick: null,
    lot: "1/100000000",
    moneyUnit: "1/1000000",
  },
];
