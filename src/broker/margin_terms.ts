/**
 * The margin of an instrument: what an account sets aside for a position that it does not pay in full.
 *
 * @module
 */

import {
  EXACT_MAX,
  INSTRUMENT_LIQUIDATION_RATE,
  INSTRUMENT_MARGIN_INITIAL,
  INSTRUMENT_MARGIN_KIND,
  INSTRUMENT_MARGIN_LOTS,
  INSTRUMENT_MARGIN_MAINTENANCE,
  INSTRUMENT_SETTLEMENT,
  LEVERAGE_MAX,
  MARGIN_NONE,
  MARGIN_PER_LOT,
  MARGIN_RATE,
  RATE_SCALE,
  SETTLEMENT_AT_CLOSE,
} from "../contract/contract.gen.ts";
import { inspected } from "../host.ts";
import { over, parseRational, ratio, type Rational, times, toNumber } from "./rational.ts";
import { rateOf } from "./told_rounding.ts";

/**
 * Margin of a position: as fractions of its notional, or as amounts per unit in the account's currency.
 *
 * - `initial`, `initialPerUnit`: what opening a position takes of the free cash, and what stays set aside.
 * - `maintenance`, `maintenancePerUnit`: the account is liquidated when it is worth less than the sum of these at the
 *   close of a step; half of the initial margin if absent, 0 for never.
 */
export type Margin =
  | { readonly initial: number; readonly maintenance?: number }
  | { readonly initialPerUnit: number; readonly maintenancePerUnit?: number };

/** How a position on margin is paid. */
export type Settlement = "paid" | "futures";

/** The options that decide on margin. */
export interface MarginOptions {
  readonly leverage?: number | null;
  readonly margin?: Margin | null;
  readonly settlement?: Settlement;
  readonly liquidationFee?: number;
}

/** The margin of an instrument as the core has it. */
export interface MarginTerms {
  /** Margin, with rates and amounts as the core has them; absent without margin. */
  readonly margin?: Margin;
  /** How a position is paid; absent if it is paid in full. */
  readonly settlement?: "futures";
  /** Fee of a liquidation as a fraction of the notional; absent for none. */
  readonly liquidationFee?: number;
}

/**
 * Writes the margin of an instrument into its lanes.
 *
 * @param lot Display size of one lot.
 * @param what Names an option for messages.
 * @returns The margin as the lanes have it.
 * @throws {TypeError} If an option is of the wrong type.
 * @throws {RangeError} If an option is out of range, or options contradict each other.
 */
export function encodeMargin(
  lanes: Float64Array,
  options: MarginOptions,
  lot: Rational,
  moneyUnit: Rational,
  what: (option: string) => string,
  notes: string[],
): MarginTerms {
  const { settlement = "paid" } = options,
    margin = options.margin ?? undefined,
    leverage = options.leverage ?? undefined;
  if (settlement !== "paid" && settlement !== "futures") {
    throw new RangeError(`Cannot use ${what("settlement")} ${inspected(settlement, 0)}: pass "paid" or "futures"`);
  }
  if (leverage !== undefined && margin !== undefined) {
    throw new RangeError(`Cannot use both leverage and ${what("margin")}: pass one of them, null for the other`);
  }
  lanes[INSTRUMENT_MARGIN_KIND] = MARGIN_NONE;
  if (leverage !== undefined) encodeLeverage(lanes, leverage, what("leverage"));
  else if (margin !== undefined) encodeAmounts(lanes, margin, lot, moneyUnit, what("margin"), notes);
  const on_margin = lanes[INSTRUMENT_MARGIN_KIND] !== MARGIN_NONE;
  if (settlement === "futures" && !on_margin) {
    throw new RangeError(
      `Cannot use ${what("settlement")} "futures" without a margin: pass margin, such as { initial: 0.1 }, or leverage`,
    );
  }
  const { liquidationFee = 0 } = options;
  lanes[INSTRUMENT_LIQUIDATION_RATE] = rateOf(liquidationFee, what("liquidationFee"), notes);
  if (settlement === "futures") lanes[INSTRUMENT_SETTLEMENT] = SETTLEMENT_AT_CLOSE;
  if (!on_margin) return {};
  const fee = lanes[INSTRUMENT_LIQUIDATION_RATE]! / RATE_SCALE;
  return {
    margin: usedMargin(lanes, lot, moneyUnit),
    ...(settlement === "futures" ? { settlement } : {}),
    ...(fee === 0 ? {} : { liquidationFee: fee }),
  };
}

function encodeLeverage(lanes: Float64Array, leverage: unknown, what: string): void {
  if (typeof leverage !== "number") throw new TypeError(`Cannot use ${what} ${inspected(leverage)}: pass a number`);
  if (!(leverage >= 1 && leverage <= LEVERAGE_MAX)) {
    throw new RangeError(`Cannot use ${what} ${leverage}: pass a number from 1 to ${LEVERAGE_MAX}`);
  }
  // Rounded down, so that an order for the whole leverage is not refused for a part of 10^-9.
  const initial = Math.floor(RATE_SCALE / leverage);
  lanes[INSTRUMENT_MARGIN_KIND] = MARGIN_RATE;
  lanes[INSTRUMENT_MARGIN_INITIAL] = initial;
  lanes[INSTRUMENT_MARGIN_MAINTENANCE] = Math.floor(initial / 2);
}

function encodeAmounts(
  lanes: Float64Array,
  margin: Margin,
  lot: Rational,
  moneyUnit: Rational,
  what: string,
  notes: string[],
): void {
  const keys = typeof margin === "object" ? Object.keys(margin) : [];
  const has = (...names: readonly string[]): boolean =>
    keys.includes(names[0]!) && keys.every((key) => names.includes(key));
  if (has("initial", "maintenance")) {
    const { initial, maintenance } = margin as { readonly initial: number; readonly maintenance?: number };
    const rate = rateOf(initial, `${what}: initial`, notes);
    if (rate === 0) throw new RangeError(`Cannot use ${what}: initial ${initial}: pass a fraction above 0 and up to 1`);
    lanes[INSTRUMENT_MARGIN_KIND] = MARGIN_RATE;
    lanes[INSTRUMENT_MARGIN_INITIAL] = rate;
    lanes[INSTRUMENT_MARGIN_MAINTENANCE] = maintenance === undefined
      ? Math.floor(rate / 2)
      : rateOf(maintenance, `${what}: maintenance`, notes);
  } else if (has("initialPerUnit", "maintenancePerUnit")) {
    const { initialPerUnit, maintenancePerUnit } = margin as {
      readonly initialPerUnit: number;
      readonly maintenancePerUnit?: number;
    };
    const initial = perLot(initialPerUnit, `${what}: initialPerUnit`, lot, moneyUnit);
    const maintenance = maintenancePerUnit === undefined
      ? ratio(initial.numerator, initial.denominator * 2n)
      : maintenancePerUnit === 0
      ? undefined
      : perLot(maintenancePerUnit, `${what}: maintenancePerUnit`, lot, moneyUnit);
    // Both amounts are for the same number of lots.
    const lots = initial.denominator * (maintenance?.denominator ?? 1n);
    lanes[INSTRUMENT_MARGIN_KIND] = MARGIN_PER_LOT;
    lanes[INSTRUMENT_MARGIN_LOTS] = toNumber(lots, what);
    lanes[INSTRUMENT_MARGIN_INITIAL] = whole(initial, lots, what);
    lanes[INSTRUMENT_MARGIN_MAINTENANCE] = maintenance === undefined ? 0 : whole(maintenance, lots, what);
  } else {
    throw new TypeError(
      `Cannot use ${what} ${inspected(margin)}: pass { initial, maintenance } as fractions of the notional, such as ` +
        `{ initial: 0.1, maintenance: 0.05 }, or { initialPerUnit, maintenancePerUnit }`,
    );
  }
  if (lanes[INSTRUMENT_MARGIN_MAINTENANCE]! > lanes[INSTRUMENT_MARGIN_INITIAL]!) {
    throw new RangeError(`Cannot use ${what} ${inspected(margin)}: the maintenance is at most the initial margin`);
  }
}

/** Returns an amount per unit in money units per lot. */
function perLot(amount: unknown, what: string, lot: Rational, moneyUnit: Rational): Rational {
  if (typeof amount !== "number") throw new TypeError(`Cannot use ${what} ${inspected(amount)}: pass a number`);
  if (!(amount > 0 && amount < Infinity)) throw new RangeError(`Cannot use ${what} ${amount}: pass a number above 0`);
  return over(times(parseRational(amount, what), lot), moneyUnit);
}

function whole({ numerator, denominator }: Rational, lots: bigint, what: string): number {
  const amount = numerator * (lots / denominator);
  if (amount <= BigInt(EXACT_MAX)) return Number(amount);
  throw new RangeError(`Cannot use ${what}: it is more than 2^53 money units; pass less, or a coarser moneyUnit`);
}

/** Returns the margin that the lanes have. */
function usedMargin(lanes: Float64Array, lot: Rational, moneyUnit: Rational): Margin {
  const initial = lanes[INSTRUMENT_MARGIN_INITIAL]!, maintenance = lanes[INSTRUMENT_MARGIN_MAINTENANCE]!;
  if (lanes[INSTRUMENT_MARGIN_KIND] === MARGIN_RATE) {
    return { initial: initial / RATE_SCALE, maintenance: maintenance / RATE_SCALE };
  }
  const perUnit = (amount: number): number => {
    if (amount === 0) return 0;
    const { numerator, denominator } = over(
      times(ratio(BigInt(amount), BigInt(lanes[INSTRUMENT_MARGIN_LOTS]!)), moneyUnit),
      lot,
    );
    return Number(numerator) / Number(denominator);
  };
  return { initialPerUnit: perUnit(initial), maintenancePerUnit: perUnit(maintenance) };
}
