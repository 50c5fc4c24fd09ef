/**
 * How fills of an instrument slip, how much of a bar's volume they take, and how late orders come, for the core.
 *
 * @module
 */

import { inspected } from "../host.ts";
import {
  EXACT_MAX,
  INSTRUMENT_LATENCY_BARS,
  INSTRUMENT_SLIPPAGE_FLAGS,
  INSTRUMENT_SLIPPAGE_IMPACT,
  INSTRUMENT_SLIPPAGE_RATE,
  INSTRUMENT_SLIPPAGE_STEPS,
  INSTRUMENT_VOLUME_LIMIT_DENOMINATOR,
  INSTRUMENT_VOLUME_LIMIT_NUMERATOR,
  INSTRUMENT_VOLUME_LOTS_DENOMINATOR,
  INSTRUMENT_VOLUME_LOTS_NUMERATOR,
  LATENCY_BARS_MAX,
  RATE_LIMIT,
  SLIPPAGE_FLAG_BEYOND_BAR,
  SLIPPAGE_FLAG_LIMITS,
  SLIPPAGE_FLAG_NOT_AT_OPEN,
  SLIPPAGE_FLAG_OR_NO_FILL,
  SLIPPAGE_FLAG_SPREAD,
} from "../contract/contract.gen.ts";
import { over, parseRational, type Rational, times, toNumber } from "./rational.ts";
import { rateOf } from "./told_rounding.ts";

/** Slippage beside a rate, the limit by volume and the latency: a part of the options of an instrument. */
export interface FillOptions {
  /** Price that slippage adds for a buy and takes off for a sale. */
  readonly slippageAmount?: number | string;
  /** The same in ticks. */
  readonly slippageTicks?: number;
  /** Fraction of the price that an order of the bar's whole volume moves it by. */
  readonly slippageImpact?: number;
  /** Column of the feed with the distance from the bid to the ask. */
  readonly slippageSpread?: string | null;
  /** Whether fills at an open slip. */
  readonly slippageAtOpen?: boolean;
  /** Whether limits slip. */
  readonly slippageOfLimits?: boolean;
  /** Conduct of a fill whose slippage would leave its bar. */
  readonly slippageBeyondBar?: "clamp" | "allow" | "wait";
  /** Share of a bar's volume that orders may take. */
  readonly volumeLimit?: number;
  /** Bars that pass before an order reaches the market. */
  readonly latencyBars?: number;
}

/** Names of the {@linkcode FillOptions}. */
export const FILL_OPTIONS: readonly (keyof FillOptions)[] = [
  "slippageAmount",
  "slippageTicks",
  "slippageImpact",
  "slippageSpread",
  "slippageAtOpen",
  "slippageOfLimits",
  "slippageBeyondBar",
  "volumeLimit",
  "latencyBars",
];

/** Values of the {@linkcode FillOptions} that change nothing. */
const IDLE: readonly unknown[] = [undefined, null, 0, true, "clamp"];

/** Returns those options that change how orders fill, as they were given; undefined without any. */
export function saidFills(options: FillOptions): FillOptions | undefined {
  const said = FILL_OPTIONS.flatMap((name): [string, unknown][] => {
    const value = options[name], changes = name === "slippageOfLimits" ? value === true : !IDLE.includes(value);
    return changes ? [[name, value]] : [];
  });
  return said.length === 0 ? undefined : Object.fromEntries(said);
}

/** The grids that amounts are counted in. */
export interface FillGrids {
  /** Display price of one step. */
  readonly resolution: Rational;
  /** Declared tick in steps; zero without one. */
  readonly tick: number;
  /** Display size of one lot. */
  readonly lot: Rational;
}

/**
 * Writes slippage, limit and latency into the lanes of an instrument.
 *
 * @throws {TypeError} If an option is of the wrong type.
 * @throws {RangeError} If it is out of range.
 */
export function encodeFills(
  lanes: Float64Array,
  options: FillOptions,
  { resolution, tick, lot }: FillGrids,
  what: (option: string) => string,
  notes: string[],
): void {
  const { slippageAmount = 0, slippageTicks = 0, slippageImpact = 0, volumeLimit, latencyBars = 0 } = options;
  lanes[INSTRUMENT_SLIPPAGE_STEPS] = stepsOf(slippageAmount, resolution, what("slippageAmount")) +
    ticksOf(slippageTicks, tick, what("slippageTicks"));
  const impact = lanes[INSTRUMENT_SLIPPAGE_IMPACT] = rateOf(slippageImpact, what("slippageImpact"), notes);
  if (lanes[INSTRUMENT_SLIPPAGE_RATE]! + impact >= RATE_LIMIT) {
    throw new RangeError(`Cannot use ${what("slippageImpact")} ${slippageImpact}: with slippage it is above the price`);
  }
  const unit = { numerator: 1n, denominator: 1n };
  if (impact > 0) {
    const { numerator, denominator } = over(unit, lot);
    lanes[INSTRUMENT_VOLUME_LOTS_NUMERATOR] = toNumber(numerator, what("lot"));
    lanes[INSTRUMENT_VOLUME_LOTS_DENOMINATOR] = toNumber(denominator, what("lot"));
  }
  lanes[INSTRUMENT_SLIPPAGE_FLAGS] = flagsOf(options, what);
  lanes[INSTRUMENT_LATENCY_BARS] = checkedLatency(latencyBars, what("latencyBars"));
  if (volumeLimit === undefined) return;
  checkShare(volumeLimit, what("volumeLimit"));
  const { numerator, denominator } = times(parseRational(volumeLimit, what("volumeLimit")), over(unit, lot));
  lanes[INSTRUMENT_VOLUME_LIMIT_NUMERATOR] = toNumber(numerator, what("volumeLimit"));
  lanes[INSTRUMENT_VOLUME_LIMIT_DENOMINATOR] = toNumber(denominator, what("volumeLimit"));
}

function checkedLatency(bars: unknown, what: string): number {
  if (typeof bars !== "number") throw new TypeError(`Cannot use ${what} ${inspected(bars)}: pass a number`);
  if (Number.isInteger(bars) && bars >= 0 && bars <= LATENCY_BARS_MAX) return bars;
  throw new RangeError(`Cannot use ${what} ${bars}: pass a whole number of bars from 0 to ${LATENCY_BARS_MAX}`);
}

function checkShare(share: unknown, what: string): void {
  if (typeof share !== "number") throw new TypeError(`Cannot use ${what} ${inspected(share)}: pass a number`);
  if (!(share > 0 && share <= 1)) throw new RangeError(`Cannot use ${what} ${share}: pass a share above 0 and up to 1`);
}

/**
 * Returns half of a distance from the bid to the ask in steps, as an amount of slippage.
 *
 * @throws {RangeError} If it is below zero, or past the grid of prices.
 */
export function spreadSteps(spread: number, resolution: Rational, what: string): number {
  if (!(spread >= 0 && spread < Infinity)) {
    throw new RangeError(`Cannot use ${what} ${spread}: a spread is the ask less the bid, zero or more`);
  }
  return stepsOf(spread, times(resolution, { numerator: 2n, denominator: 1n }), what);
}

/** Returns an amount in steps; what is less than a step is one, as slippage is against the trader. */
function stepsOf(amount: number | string, resolution: Rational, what: string): number {
  if (amount === 0) return 0;
  const { numerator, denominator } = over(parseRational(amount, what), resolution);
  const steps = (numerator + denominator - 1n) / denominator;
  if (steps > BigInt(EXACT_MAX)) throw new RangeError(`Cannot use ${what} ${amount}: it is past the grid of prices`);
  return Number(steps);
}

function ticksOf(ticks: number, tick: number, what: string): number {
  if (typeof ticks !== "number") throw new TypeError(`Cannot use ${what} ${inspected(ticks)}: pass a number`);
  if (!Number.isInteger(ticks) || ticks < 0 || ticks * tick > EXACT_MAX) {
    throw new RangeError(`Cannot use ${what} ${ticks}: pass a whole number of ticks from 0 on`);
  }
  if (ticks > 0 && tick === 0) throw new RangeError(`Cannot use ${what} ${ticks}: no tick is declared; pass tick too`);
  return ticks * tick;
}

function flagsOf(options: FillOptions, what: (option: string) => string): number {
  const { slippageAtOpen = true, slippageOfLimits = false, slippageBeyondBar = "clamp" } = options;
  const { slippageSpread = null } = options;
  if (slippageSpread !== null && typeof slippageSpread !== "string") {
    throw new TypeError(`Cannot use ${what("slippageSpread")} ${inspected(slippageSpread)}: pass the name of a column`);
  }
  for (const [name, value] of Object.entries({ slippageAtOpen, slippageOfLimits })) {
    if (typeof value !== "boolean") {
      throw new TypeError(`Cannot use ${what(name)} ${inspected(value)}: pass true or false`);
    }
  }
  const beyond = { clamp: 0, allow: SLIPPAGE_FLAG_BEYOND_BAR, wait: SLIPPAGE_FLAG_OR_NO_FILL };
  if (!Object.hasOwn(beyond, slippageBeyondBar)) {
    throw new RangeError(
      `Cannot use ${what("slippageBeyondBar")} ${inspected(slippageBeyondBar, 0)}: pass "clamp", "allow" or "wait"`,
    );
  }
  return (slippageAtOpen ? 0 : SLIPPAGE_FLAG_NOT_AT_OPEN) | (slippageOfLimits ? SLIPPAGE_FLAG_LIMITS : 0) |
    beyond[slippageBeyondBar] | (slippageSpread === null ? 0 : SLIPPAGE_FLAG_SPREAD);
}
