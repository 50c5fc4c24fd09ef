/**
 * The terms of an instrument that the queue model alone has, in the words of backtrader.
 *
 * @module
 */

import {
  FILLER_PERCENT,
  FILLER_POINT_PERCENT,
  FILLER_SIZE,
  FLOAT_SLIPPAGE_AMOUNT,
  FLOAT_SLIPPAGE_NONE,
  FLOAT_SLIPPAGE_RATE,
  HOLDING_MARGIN,
  INSTRUMENT_FLOAT_FILLER,
  INSTRUMENT_FLOAT_FILLER_PERCENT,
  INSTRUMENT_FLOAT_FILLER_SIZE,
  INSTRUMENT_FLOAT_FILLER_STEP,
  INSTRUMENT_FLOAT_HOLDING,
  INSTRUMENT_FLOAT_INTEREST,
  INSTRUMENT_FLOAT_INTEREST_LONG,
  INSTRUMENT_FLOAT_LEVERAGE,
  INSTRUMENT_FLOAT_MARGIN,
  INSTRUMENT_FLOAT_MARGIN_RATE,
  INSTRUMENT_FLOAT_SLIPPAGE,
  INSTRUMENT_FLOAT_SLIPPAGE_SIZE,
  INSTRUMENT_FLOAT_SLIPPAGE_SWITCHES,
  SLIPPAGE_SWITCH_LIMIT,
  SLIPPAGE_SWITCH_MATCH,
  SLIPPAGE_SWITCH_OPEN,
  SLIPPAGE_SWITCH_OUT,
} from "../contract/contract.gen.ts";
import { inspected } from "../host.ts";
import { isOptions, takenOptions } from "../options.ts";
import { quoted } from "../records/text.ts";

/**
 * Slippage of `set_slippage_perc` or `set_slippage_fixed`, against the trader, with its switches.
 *
 * A price that slips past the bound of the bar fills at the bound (`match`; for limit orders `limit`), or as it slipped
 * (`out`), or not at all.
 */
export interface BacktraderSlippage {
  /** A fraction of the price, 0.01 for 1 %. Default: none; one of the two is needed. */
  readonly perc?: number;
  /** An amount of price. Default: none; one of the two is needed. */
  readonly fixed?: number;
  /** True if fills at the open slip too. Default: true, as with the methods that set slippage. */
  readonly open?: boolean;
  /** True if a price past the bound fills at the bound. Default: true. */
  readonly match?: boolean;
  /** True if that holds for limit orders. Default: true. */
  readonly limit?: boolean;
  /** True if such a price fills as it slipped, past the bound. Default: false. */
  readonly out?: boolean;
}

/**
 * Bound of a fill by the volume of its bar, for each order on its own: `FixedSize` by `size`, `FixedBarPerc` by `perc`,
 * `BarPointPerc` by `perc` with `minmov`. What is left waits for the next bar.
 */
export interface BacktraderFiller {
  /** Most units of a fill, which the volume bounds too. Default: none. */
  readonly size?: number;
  /** Percentage of the volume that a fill may take, 50 for half of it. Default: none. */
  readonly perc?: number;
  /** Least movement of the price: the volume is spread over the movements of the bar. Needs `perc`. Default: none. */
  readonly minmov?: number;
}

/**
 * Terms of an instrument with `profile: "backtrader"`, in the words of `setcommission`, `set_slippage_perc` and
 * `set_filler`. The commission is the option `commission`, and `mult` is `multiplier`.
 *
 * @example A future with a margin of 1000 for each contract, a point of 10, and 2 for each contract traded
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Hold extends ct.Strategy.with({}) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy();
 *   }
 * }
 *
 * const prices = { open: [10, 11], high: [11, 12], low: [9, 10], close: [10, 12] };
 * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03"], ...prices });
 * const backtrader: ct.BacktraderTerms = { margin: 1000 };
 * const future = { backtrader, multiplier: 10, commission: { perUnit: 2 } };
 * const result = ct.backtest(Hold, feed, { profile: "backtrader", ...future });
 * assertEquals([result.cash.at(-1), result.equity.at(-1)], [10_000 - 1000 - 2 + 10, 10_000 - 2 + 10]);
 * ```
 */
export interface BacktraderTerms {
  /** Slippage with its switches; see {@linkcode BacktraderSlippage}. Default: none. */
  readonly slippage?: BacktraderSlippage;
  /**
   * Money set aside for one unit, which makes the instrument one of futures: a margin is locked in place of the value, and
   * each bar pays profit and loss up to its close. Default: none; the value is paid, as with stocks.
   */
  readonly margin?: number;
  /**
   * Factor of the price that gives the margin, which then follows the price; below 0 the multiplier. It makes the
   * instrument one of futures as well. Default: none.
   */
  readonly automargin?: number;
  /** Leverage: what a long position or a margin takes of the cash is divided by it. Default: 1. */
  readonly leverage?: number;
  /** Interest of a year on the entry value of a short position, as a fraction, charged by the day. Default: 0. */
  readonly interest?: number;
  /** True to charge the interest on long positions too. Default: false. */
  readonly interestLong?: boolean;
  /** Bound of a fill by the volume of its bar; see {@linkcode BacktraderFiller}. Default: none; an order fills whole. */
  readonly filler?: BacktraderFiller;
}

/** Names of the options, by the option that holds them. */
const NAMES = {
  backtrader: ["slippage", "margin", "automargin", "leverage", "interest", "interestLong", "filler"],
  slippage: ["perc", "fixed", "open", "match", "limit", "out"],
  filler: ["size", "perc", "minmov"],
} as const;

const EXAMPLES: Readonly<Record<keyof typeof NAMES, string>> = {
  backtrader: "{ margin: 1000 }",
  slippage: "{ perc: 0.01 }",
  filler: "{ perc: 50 }",
};

/**
 * Returns the terms, each read once, with what they hold.
 *
 * @throws {TypeError} If a name is unknown or a value of the wrong type.
 */
export function takenBacktraderTerms(given: BacktraderTerms): BacktraderTerms {
  const terms = taken("backtrader", given), { slippage, filler } = terms;
  return {
    ...terms,
    ...(slippage === undefined ? {} : { slippage: taken("slippage", slippage) }),
    ...(filler === undefined ? {} : { filler: taken("filler", filler) }),
  };
}

function taken<Options extends object>(name: keyof typeof NAMES, given: Options): Options {
  if (!isOptions(given)) {
    throw new TypeError(`Cannot use ${name} ${inspected(given, 0)}: pass an object, such as ${EXAMPLES[name]}`);
  }
  const options = takenOptions(given, NAMES[name], {
    noObject: (shown) => `Cannot use ${name} ${shown}: pass an object, such as ${EXAMPLES[name]}`,
    unknown: (other) => `Cannot find option ${inspected(other)} of ${name}: there are ${quoted(NAMES[name])}`,
  });
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options;
}

/**
 * Writes the terms into the lanes of an instrument.
 *
 * @param multiplier Value of one point of price for one unit.
 * @param what Name of the terms, for messages.
 * @throws {TypeError} If a value is of the wrong type.
 * @throws {RangeError} If a number is out of range, or two terms contradict each other.
 */
export function encodeBacktraderTerms(
  lanes: Float64Array,
  terms: BacktraderTerms,
  multiplier: number,
  what: string,
): void {
  const number = (name: string, value: unknown, least: number, above: boolean): number => {
    if (typeof value !== "number") {
      throw new TypeError(`Cannot use ${name} ${inspected(value, 0)} of ${what}: pass a number`);
    }
    if (!(above ? value > least : value >= least) || value === Infinity || value === -Infinity) {
      throw new RangeError(
        `Cannot use ${name} ${value} of ${what}: pass a number ${above ? `above ${least}` : `from ${least} on`}`,
      );
    }
    return value;
  };
  const flag = (name: string, value: unknown): boolean => {
    if (typeof value === "boolean") return value;
    throw new TypeError(`Cannot use ${name} ${inspected(value, 0)} of ${what}: pass true or false`);
  };
  const { slippage, margin, automargin, leverage = 1, interest = 0, interestLong = false, filler } = terms;
  if (margin !== undefined || automargin !== undefined) {
    const rate = automargin === undefined ? 0 : number("automargin", automargin, -Infinity, true);
    if (automargin === 0 && margin === undefined) {
      throw new RangeError(`Cannot use automargin 0 of ${what} without a margin: pass a factor of the price`);
    }
    lanes[INSTRUMENT_FLOAT_HOLDING] = HOLDING_MARGIN;
    lanes[INSTRUMENT_FLOAT_MARGIN] = margin === undefined ? 1 : number("margin", margin, 0, true);
    lanes[INSTRUMENT_FLOAT_MARGIN_RATE] = rate < 0 ? multiplier : rate;
  }
  lanes[INSTRUMENT_FLOAT_LEVERAGE] = number("leverage", leverage, 0, true);
  lanes[INSTRUMENT_FLOAT_INTEREST] = number("interest", interest, 0, false);
  lanes[INSTRUMENT_FLOAT_INTEREST_LONG] = flag("interestLong", interestLong) ? 1 : 0;
  if (slippage !== undefined) {
    const { perc, fixed, open = true, match = true, limit = true, out = false } = slippage;
    if ((perc === undefined) === (fixed === undefined)) {
      throw new RangeError(`Cannot use slippage ${inspected(slippage)} of ${what}: pass one of perc and fixed`);
    }
    const size = perc === undefined ? number("fixed", fixed, 0, false) : number("perc", perc, 0, false);
    lanes[INSTRUMENT_FLOAT_SLIPPAGE] = size === 0
      ? FLOAT_SLIPPAGE_NONE
      : perc === undefined
      ? FLOAT_SLIPPAGE_AMOUNT
      : FLOAT_SLIPPAGE_RATE;
    lanes[INSTRUMENT_FLOAT_SLIPPAGE_SIZE] = size;
    lanes[INSTRUMENT_FLOAT_SLIPPAGE_SWITCHES] = (flag("open", open) ? SLIPPAGE_SWITCH_OPEN : 0) |
      (flag("match", match) ? SLIPPAGE_SWITCH_MATCH : 0) | (flag("limit", limit) ? SLIPPAGE_SWITCH_LIMIT : 0) |
      (flag("out", out) ? SLIPPAGE_SWITCH_OUT : 0);
  }
  if (filler !== undefined) {
    const { size, perc, minmov } = filler;
    if ((size === undefined) === (perc === undefined) || minmov !== undefined && perc === undefined) {
      throw new RangeError(
        `Cannot use filler ${inspected(filler)} of ${what}: pass { size }, { perc } or { perc, minmov }`,
      );
    }
    lanes[INSTRUMENT_FLOAT_FILLER] = perc === undefined
      ? FILLER_SIZE
      : minmov === undefined
      ? FILLER_PERCENT
      : FILLER_POINT_PERCENT;
    lanes[INSTRUMENT_FLOAT_FILLER_SIZE] = size === undefined ? 0 : number("size", size, 0, true);
    lanes[INSTRUMENT_FLOAT_FILLER_PERCENT] = perc === undefined ? 0 : number("perc", perc, 0, true);
    lanes[INSTRUMENT_FLOAT_FILLER_STEP] = minmov === undefined ? 0 : number("minmov", minmov, 0, false);
  }
}

/** How a position is worth and paid under the queue model. */
export interface QueueHolding {
  /** True if a margin is set aside in place of the value. */
  readonly isMargined: boolean;
  readonly leverage: number;
  /** Returns the money that a unit sets aside at a price. */
  marginAt(price: number): number;
}

/** Returns how the positions of an instrument are held, from its lanes. */
export function holdingOf(lanes: Float64Array): QueueHolding {
  const margin = lanes[INSTRUMENT_FLOAT_MARGIN]!, rate = lanes[INSTRUMENT_FLOAT_MARGIN_RATE]!;
  return {
    isMargined: lanes[INSTRUMENT_FLOAT_HOLDING] === HOLDING_MARGIN,
    leverage: lanes[INSTRUMENT_FLOAT_LEVERAGE] || 1,
    marginAt: (price) => rate === 0 ? margin : price * rate,
  };
}
