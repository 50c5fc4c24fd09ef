/**
 * Makes random configurations of the exact profile, from plain accounts to numbers at the limits.
 *
 * @module
 */

import * as contract from "../../src/contract/contract.gen.ts";
import { COMMISSION_TIERS } from "../../src/core/state/instrument_terms.ts";
import type { Random } from "../../src/laws/random.ts";

/** Facts of an instrument that the generator needs to make mostly sensible requests. */
export interface FuzzInstrument {
  readonly reported: boolean;
  readonly traded: boolean;
  /** Declared tick in steps; zero if none is. */
  readonly tick: number;
  /** Starting price of the instrument. */
  readonly price: number;
  /** A typical size in lots. */
  readonly lots: number;
  /** Largest share of the account's value that an order may ask for, in 10^-9. */
  readonly fraction_most: number;
}

/** A configuration and its instruments. */
export interface FuzzConfiguration {
  readonly lanes: Float64Array<ArrayBuffer>;
  readonly cash: number;
  readonly instruments: readonly FuzzInstrument[];
}

/** The magnitude of the numbers of an account. */

type Magnitude = "plain" | "small" | "fine" | "huge" | "edge";

/**
 * Makes a configuration of one instrument or more; `reported_percent` is the share of those on which a venue reports.
 */
export function randomConfiguration(
  random: Random,
  reported_percent: number,
  instruments_most: number = 4,
): FuzzConfiguration {
  const magnitude = (["plain", "small", "fine", "huge", "edge"] as const)[random.weighted([50, 20, 12, 12, 6])]!;
  const instruments: FuzzInstrument[] = [], blocks: Float64Array[] = [];
  const count = random.between(1, instruments_most);
  let worth = 0;
  for (let id = 0; id < count; id++) {
    const lanes = new Float64Array(contract.INSTRUMENT_STRIDE);
    const instrument = randomInstrument(random, magnitude, random.chance(reported_percent), lanes);
    worth = Math.max(worth, notional(instrument, lanes));
    instruments.push(instrument);
    blocks.push(lanes);
  }
  const cash = initialCash(random, magnitude, worth);
  return { lanes: configurationLanes(random, cash, blocks), cash, instruments };
}

function configurationLanes(random: Random, cash: number, blocks: Float64Array[]): Float64Array<ArrayBuffer> {
  const lanes = new Float64Array(contract.CONFIG_INSTRUMENTS + blocks.length * contract.INSTRUMENT_STRIDE);
  lanes[contract.CONFIG_VERSION] = contract.CONTRACT_VERSION;
  lanes[contract.CONFIG_INSTRUMENTS_COUNT] = blocks.length;
  lanes[contract.CONFIG_CURRENCIES_COUNT] = 1;
  lanes[contract.CONFIG_CASH_INITIAL] = cash;
  lanes[contract.CONFIG_MARKS_TO_RECORDS] = 1;
  lanes[contract.CONFIG_CHECKS] = 1;
  lanes[contract.CONFIG_CHAIN] = 1;
  lanes[contract.CONFIG_INPUT_HASH] = 1;
  // Zero is the choice of the exact profile in every rule; this rule has another valid choice.
  lanes[contract.CONFIG_RULE_LIMIT_FILL] = random.chance(30) ? contract.LIMIT_FILL_THROUGH : contract.LIMIT_FILL_TOUCH;
  // Half of the accounts have a path. This takes no random number, so that a seed stands for the same events as before.
  // A fifth of them fills at the close of the placement, by the same means.
  if (cash % 5 === 3) lanes[contract.CONFIG_RULE_CHEAT_ON_CLOSE] = contract.CHEAT_ON_CLOSE_ON;
  lanes[contract.CONFIG_RULE_PATH] = cash % 2 === 0 ? contract.PATH_WORST_CASE : 1 + (cash % 7) % 4;
  blocks.forEach((block, id) => lanes.set(block, contract.CONFIG_INSTRUMENTS + id * contract.INSTRUMENT_STRIDE));
  return lanes;
}

function randomInstrument(
  random: Random,
  magnitude: Magnitude,
  reported: boolean,
  lanes: Float64Array,
): FuzzInstrument {
  const { price, lots, numerator, first, second } = randomGrid(random, magnitude);
  const traded = !random.chance(2), tick = random.chance(60) ? 1 : random.pick([0, 2, 5, 25]);
  lanes[contract.INSTRUMENT_EXECUTION] = reported ? contract.EXECUTION_REPORTED : contract.EXECUTION_SIMULATED;
  lanes[contract.INSTRUMENT_TRADED] = traded ? 1 : 0;
  lanes[contract.INSTRUMENT_TICK] = tick;
  lanes[contract.INSTRUMENT_SCALE_NUMERATOR] = numerator;
  lanes[contract.INSTRUMENT_SCALE_DENOMINATOR_FIRST] = first;
  lanes[contract.INSTRUMENT_SCALE_DENOMINATOR_SECOND] = second;
  lanes[contract.INSTRUMENT_COMMISSION_UNIT_DENOMINATOR] = 1;
  lanes[contract.INSTRUMENT_MULTIPLIER] = 1;
  randomCommission(random, magnitude, price * lots * numerator / first / second, lots, lanes);
  if (random.chance(40)) lanes[contract.INSTRUMENT_SLIPPAGE_RATE] = random.between(1, 20_000_000);
  // Half of the prices are even. This takes no random number, so that a seed stands for the same logs as before.
  lanes[contract.INSTRUMENT_BAR_WITHOUT_VOLUME] = price % 2 === 0
    ? contract.BAR_WITHOUT_VOLUME_NO_FILL
    : contract.BAR_WITHOUT_VOLUME_FILL;
  // Sums of values and margins near 2^53 are rounded, and an engine's order of adding is not the auditor's.
  const on_margin = magnitude !== "huge" && magnitude !== "edge" && price % 5 < 2;
  const fraction_most = on_margin ? writeMargin(price, price * lots * numerator / first / second, lots, lanes) : 1e9;
  randomFills(magnitude, price, lots, lanes);
  return { reported, traded, tick, price, lots, fraction_most };
}

/**
 * Writes a margin, for which the digits of the price stand instead of random numbers, so that a seed stands for the same
 * logs as before. Returns the largest share of the account's value that an order may ask for.
 */
function writeMargin(price: number, worth: number, lots: number, lanes: Float64Array): number {
  const divisor = [2, 3, 10, 25][price % 4]!, share = [0, 2, 4, 5, 5][price % 7 % 5]!, by_lot = price % 11 < 4;
  const initial = by_lot ? Math.max(1, Math.floor(worth / divisor)) : Math.ceil(contract.RATE_SCALE / divisor);
  lanes[contract.INSTRUMENT_MARGIN_KIND] = by_lot ? contract.MARGIN_PER_LOT : contract.MARGIN_RATE;
  lanes[contract.INSTRUMENT_MARGIN_INITIAL] = initial;
  lanes[contract.INSTRUMENT_MARGIN_MAINTENANCE] = Math.floor(initial * share / 5);
  if (by_lot) lanes[contract.INSTRUMENT_MARGIN_LOTS] = lots;
  lanes[contract.INSTRUMENT_SETTLEMENT] = price % 13 < 6 ? contract.SETTLEMENT_AT_CLOSE : contract.SETTLEMENT_PAID;
  lanes[contract.INSTRUMENT_LIQUIDATION_RATE] = price % 3 === 0 ? 5_000_000 : 0;
  return by_lot ? 1000 * contract.RATE_SCALE : divisor * contract.RATE_SCALE;
}

/** Sets slippage and a limit by volume from other numbers. It takes no random number either. */
function randomFills(magnitude: Magnitude, price: number, lots: number, lanes: Float64Array): void {
  if (price % 3 === 0) lanes[contract.INSTRUMENT_SLIPPAGE_STEPS] = 1 + price % 11;
  if (price % 3 !== 1) lanes[contract.INSTRUMENT_SLIPPAGE_FLAGS] = price % 16;
  if (price % 7 === 2) lanes[contract.INSTRUMENT_LATENCY_BARS] = 1 + price % 3;
  // Some prices may be zero and below: zero lies below, among and above those that come.
  if (price % 8 === 5 && lanes[contract.INSTRUMENT_EXECUTION] === contract.EXECUTION_SIMULATED) {
    lanes[contract.INSTRUMENT_PRICE_ZERO] = Math.floor(price / 4) * (1 + price % 7);
  }
  // An engine counts lots past 2^48 a little short, which a share would show, and an order that a spread lets wait.
  if (magnitude !== "plain" && magnitude !== "small") return;
  if (price % 3 !== 1 && price % 32 > 15) lanes[contract.INSTRUMENT_SLIPPAGE_FLAGS]! += contract.SLIPPAGE_FLAG_SPREAD;
  if (lots % 4 === 1) {
    lanes[contract.INSTRUMENT_SLIPPAGE_IMPACT] = 10_000_000 + price;
    lanes[contract.INSTRUMENT_VOLUME_LOTS_NUMERATOR] = lots;
    lanes[contract.INSTRUMENT_VOLUME_LOTS_DENOMINATOR] = 100;
  }
  if (lots % 5 === 2) {
    lanes[contract.INSTRUMENT_VOLUME_LIMIT_NUMERATOR] = lots;
    lanes[contract.INSTRUMENT_VOLUME_LIMIT_DENOMINATOR] = 1 + price % 300;
  }
}

/** Drops slippage, limits of volume, margin, and every commission but a rate, of each instrument of a configuration. */
export function dropTerms(lanes: Float64Array): void {
  for (let base = contract.CONFIG_INSTRUMENTS; base < lanes.length; base += contract.INSTRUMENT_STRIDE) {
    const block = lanes.subarray(base, base + contract.INSTRUMENT_STRIDE),
      kind = block[contract.INSTRUMENT_COMMISSION_KIND];
    if (kind !== contract.COMMISSION_RATE) {
      block[contract.INSTRUMENT_COMMISSION_KIND] = contract.COMMISSION_NONE;
      for (const lane of CHARGES) block[lane] = 0;
    }
    for (const lane of DROPPED) block[lane] = 0;
  }
}

/** Lanes of charges. */
const CHARGES = [
  contract.INSTRUMENT_COMMISSION_RATE,
  contract.INSTRUMENT_COMMISSION_UNIT_NUMERATOR,
  contract.INSTRUMENT_COMMISSION_MINIMUM,
  contract.INSTRUMENT_COMMISSION_MAKER,
  contract.INSTRUMENT_COMMISSION_ORDER,
  contract.INSTRUMENT_COMMISSION_MAXIMUM,
  ...COMMISSION_TIERS.flat(),
];
/** Lanes of slippage, limits of volume and margin. */
const DROPPED = [
  contract.INSTRUMENT_SLIPPAGE_RATE,
  contract.INSTRUMENT_SLIPPAGE_STEPS,
  contract.INSTRUMENT_SLIPPAGE_IMPACT,
  contract.INSTRUMENT_SLIPPAGE_FLAGS,
  contract.INSTRUMENT_VOLUME_LOTS_NUMERATOR,
  contract.INSTRUMENT_VOLUME_LOTS_DENOMINATOR,
  contract.INSTRUMENT_VOLUME_LIMIT_NUMERATOR,
  contract.INSTRUMENT_VOLUME_LIMIT_DENOMINATOR,
  contract.INSTRUMENT_MARGIN_KIND,
  contract.INSTRUMENT_MARGIN_INITIAL,
  contract.INSTRUMENT_MARGIN_MAINTENANCE,
  contract.INSTRUMENT_MARGIN_LOTS,
  contract.INSTRUMENT_SETTLEMENT,
  contract.INSTRUMENT_LIQUIDATION_RATE,
  contract.INSTRUMENT_PRICE_ZERO,
];

interface Grid {
  readonly price: number;
  readonly lots: number;
  readonly numerator: number;
  readonly first: number;
  readonly second: number;
}

function randomGrid(random: Random, magnitude: Magnitude): Grid {
  switch (magnitude) {
    case "plain":
    case "small":
      return {
        price: random.between(800, 200_000),
        lots: random.between(1, 400),
        numerator: random.between(1, 1000),
        first: random.pick([1, 1, 3, 8, 100, 999]),
        second: random.pick([1, 1, 7]),
      };
    case "fine": {
      // One price step times one lot is so small that notionals come close to half a money unit.
      const price = random.between(50, 5000);
      return { price, lots: random.between(1, 4), numerator: 1, first: price * random.between(1, 3), second: 1 };
    }
    case "huge":
      return {
        price: 2 ** random.between(20, 44) - random.between(0, 9),
        lots: 2 ** random.between(1, 40) + random.between(0, 9),
        numerator: random.pick([1, 1000, 2 ** 29 - 1]),
        first: random.pick([1, 2 ** 20 - 3, 2 ** 29 - 1]),
        second: random.pick([1, 2 ** 24 - 3]),
      };
    case "edge":
      // Products at 2^96 and quotients near 2^43: price and lots as 2^48 - 1 and 2^48 + 1 multiply to 2^96 - 1.
      return {
        price: 2 ** 48 - random.between(0, 2),
        lots: 2 ** 48 + random.between(-2, 2),
        numerator: 1,
        first: 2 ** 28,
        second: 2 ** random.between(18, 24),
      };
  }
}

function randomCommission(
  random: Random,
  magnitude: Magnitude,
  worth: number,
  lots: number,
  lanes: Float64Array,
): void {
  const drawn = random.between(contract.COMMISSION_NONE, contract.COMMISSION_PER_ORDER + 1);
  const kind = drawn <= contract.COMMISSION_PER_ORDER
    ? drawn
    : magnitude === "huge" || magnitude === "edge"
    ? contract.COMMISSION_NONE
    : contract.COMMISSION_SCHEDULE;
  lanes[contract.INSTRUMENT_COMMISSION_KIND] = kind;
  const fee = Math.floor(Math.min(Math.max(worth / random.between(5, 500), 1), 2 ** 50));
  if (kind === contract.COMMISSION_RATE) lanes[contract.INSTRUMENT_COMMISSION_RATE] = random.between(0, 30_000_000);
  if (kind === contract.COMMISSION_PER_ORDER) lanes[contract.INSTRUMENT_COMMISSION_RATE] = fee;
  if (kind === contract.COMMISSION_SCHEDULE) {
    lanes[contract.INSTRUMENT_COMMISSION_RATE] = random.between(0, 3_000_000);
    lanes[contract.INSTRUMENT_COMMISSION_MAKER] = random.between(-1_000_000, 2_000_000);
    lanes[contract.INSTRUMENT_COMMISSION_ORDER] = random.chance(40) ? Math.floor(fee / 4) : 0;
    lanes[contract.INSTRUMENT_COMMISSION_MINIMUM] = random.chance(40) ? Math.floor(fee / 3) : 0;
    lanes[contract.INSTRUMENT_COMMISSION_MAXIMUM] = random.chance(40) ? fee : 0;
    lanes[contract.INSTRUMENT_COMMISSION_UNIT_NUMERATOR] = random.chance(40) ? Math.floor(fee / lots) : 0;
    for (const [tier, [from, taker, maker]] of COMMISSION_TIERS.entries()) {
      if (!random.chance(70)) break;
      lanes[from!] = Math.floor(worth * (1 + 3 * tier)) + 1 + tier;
      lanes[taker!] = random.between(0, 2_000_000);
      lanes[maker!] = random.between(-1_000_000, 1_000_000);
    }
  }
  if (kind === contract.COMMISSION_PER_UNIT) {
    const denominator = random.between(1, 60);
    const share = Math.floor(Math.min(Math.max(fee / lots * denominator, 1), 2 ** 52));
    lanes[contract.INSTRUMENT_COMMISSION_UNIT_NUMERATOR] = magnitude === "huge" && random.chance(40)
      ? contract.EXACT_MAX - random.between(0, 3)
      : share;
    lanes[contract.INSTRUMENT_COMMISSION_UNIT_DENOMINATOR] = denominator;
    lanes[contract.INSTRUMENT_COMMISSION_MINIMUM] = random.chance(50) ? fee : 0;
  }
}

function notional(instrument: FuzzInstrument, lanes: Float64Array): number {
  return instrument.price * instrument.lots * lanes[contract.INSTRUMENT_SCALE_NUMERATOR]! /
    lanes[contract.INSTRUMENT_SCALE_DENOMINATOR_FIRST]! / lanes[contract.INSTRUMENT_SCALE_DENOMINATOR_SECOND]!;
}

function initialCash(random: Random, magnitude: Magnitude, worth: number): number {
  if (magnitude === "huge" && random.chance(50)) return contract.EXACT_MAX - random.between(0, 2);
  const times = magnitude === "small" ? random.between(5, 25) : random.between(40, 400);
  return Math.min(Math.floor(worth * times / 10) + random.between(0, 9), contract.EXACT_MAX);
}
