/**
 * The growth of an account without the money that came from outside or went there.
 *
 * @module
 */

import { exactSum } from "../../feeds/exact_sum.ts";

/** Money that came from outside, or below zero went there. */
export interface AccountFlow {
  /** Step whose orders meet it first; the value at its end has it. */
  readonly step: number;
  /** Time of its event in microseconds since the epoch. */
  readonly timeUs: number;
  /** Amount in the account's currency. */
  readonly amount: number;
}

/**
 * Part of an account that is nothing: amounts are whole money units, of which an account has fewer than 2^53, so that less
 * than this part of it is a rounding of the sum of several flows.
 */
const NOTHING = 2 ** -50;

/**
 * Follows the value that an account would have if no money had come or gone: `growth x (e / (p + f))` for each step with
 * the value `e`, the value `p` at the end of the step before, and the money `f` that came before its orders. While all
 * money is away nothing is invested, so the growth stays as it is until some comes back.
 *
 * This is the chain of the time-weighted return. Source: CFA Institute, Global Investment Performance Standards, 2020,
 * with a valuation at each flow.
 */
export class GrowthMeter {
  #before: number;
  #grown: number;
  /** The growth before the last flow, and the value with it; none before the first one. */
  #anchor = 0;
  #base = 0;
  /** True while all money is away. */
  #isEmpty = false;

  /** Begins at a value. */
  constructor(valueBefore: number) {
    this.#before = this.#grown = valueBefore;
  }

  /** Returns the value after a step as it would be without all money that came or went. */
  next(value: number, flow: number): number {
    if (flow !== 0) this.#move(flow);
    this.#before = value;
    if (this.#isEmpty) return this.#grown;
    // The quotient comes first: a value that does not change leaves the growth as it is, to the last bit.
    return this.#grown = this.#base === 0 ? value : this.#anchor * (value / this.#base);
  }

  /** Money of the growth for one unit of money at the last step. */
  get scale(): number {
    return this.#base === 0 ? 1 : this.#anchor / this.#base;
  }

  #move(flow: number): void {
    const base = this.#before + flow;
    if (this.#before > 0 && Math.abs(base) <= NOTHING * this.#before) this.#isEmpty = true;
    // Nothing grows out of nothing, so a flow that leaves no money changes no rate.
    else if (base > 0) {
      this.#isEmpty = false;
      this.#anchor = this.#grown;
      this.#base = base;
    }
  }
}

/**
 * Returns the values of an account as they would be without the money that came or went; the values themselves if none did.
 *
 * @param equity Value at the end of each step.
 * @param valueBefore Value before the first of them.
 * @param flows Money, by the step of the run.
 * @param firstStep Number of the first of these steps in the run.
 */
export function growthCurve(
  equity: Float64Array,
  valueBefore: number,
  flows: readonly AccountFlow[],
  firstStep: number,
): Float64Array {
  const sums = flowsByStep(flows, firstStep, equity.length);
  if (sums.size === 0) return equity;
  const meter = new GrowthMeter(valueBefore);
  return equity.map((value, step) => meter.next(value, sums.get(step) ?? 0));
}

/**
 * Returns the money of the growth for one unit of money at each step: a profit times this is the profit of the account as
 * it would be without the money that came or went. Undefined if none did. The arguments are those of the growth.
 */
export function growthScales(...[equity, valueBefore, flows, firstStep]: Parameters<typeof growthCurve>):
  | Float64Array
  | undefined {
  const sums = flowsByStep(flows, firstStep, equity.length);
  if (sums.size === 0) return undefined;
  const meter = new GrowthMeter(valueBefore);
  return equity.map((value, step) => {
    meter.next(value, sums.get(step) ?? 0);
    return meter.scale;
  });
}

/** Returns the sum of the money that came, less what went. */
export function netOf(flows: readonly AccountFlow[]): number {
  return exactSum(Float64Array.from(flows, ({ amount }) => amount));
}

/** Rates that are looked for lie between these factors of a year. */
const FACTOR_LEAST = 1e-12, FACTOR_MOST = 1e12;

/**
 * Returns the money-weighted return of a year: the rate `r` for which the value before, and each flow for the time that is
 * left, grow to the last value: `v x (1 + r) ^ T + sum of f x (1 + r) ^ (T - t) = e`. It is the rate nearest to nothing
 * where there are several; null where there is none.
 *
 * Source: the internal rate of return; CFA Institute, Global Investment Performance Standards, 2020.
 *
 * @param valueBefore Value before the first flow.
 * @param years Time from there to the end, in years.
 * @param flows Amounts, each with the years that are left from its time on.
 * @param value Value at the end.
 */
export function moneyWeightedReturn(
  valueBefore: number,
  years: number,
  flows: readonly { readonly amount: number; readonly left: number }[],
  value: number,
): number | null {
  if (!(years > 0)) return null;
  const surplus = (factor: number): number =>
    valueBefore * factor ** years + flows.reduce((sum, { amount, left }) => sum + amount * factor ** left, 0) - value;
  const atOne = surplus(1);
  if (atOne === 0) return 0;
  // Outwards from a rate of nothing in growing strides, to the first change of sign on either side.
  for (let near = 0, far = 1e-6; near < Math.log(FACTOR_MOST); near = far, far *= 2) {
    for (const sign of [1, -1]) {
      const one = Math.max(FACTOR_LEAST, Math.exp(sign * near)), other = Math.max(FACTOR_LEAST, Math.exp(sign * far));
      const first = surplus(one), second = surplus(other);
      if (Number.isFinite(first) && Number.isFinite(second) && first < 0 !== second < 0) {
        return halved(surplus, one, other) - 1;
      }
    }
  }
  return null;
}

/** Returns the point between two at which a function changes its sign, as near as doubles tell. */
function halved(surplus: (factor: number) => number, one: number, other: number): number {
  const isBelow = surplus(one) < 0;
  let near = one, far = other;
  for (let turn = 0; turn < 200; turn++) {
    const middle = near + (far - near) / 2;
    if (middle === near || middle === far) break;
    if (surplus(middle) < 0 === isBelow) near = middle;
    else far = middle;
  }
  return far;
}

/** Returns the sums of the money of steps, counted from one of them on. */
export function flowsByStep(
  flows: readonly AccountFlow[],
  firstStep: number,
  length: number,
): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  for (const { step, amount } of flows) {
    const at = step - firstStep;
    if (at >= 0 && at < length) sums.set(at, (sums.get(at) ?? 0) + amount);
  }
  return sums;
}
