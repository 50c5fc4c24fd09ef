/**
 * Distances of prices in the core's counts: an amount in steps, or a percentage as a rate.
 *
 * @module
 */

import { EXACT_MAX, RATE_SCALE } from "../contract/contract.gen.ts";
import { inspected } from "../host.ts";
import type { PriceDistance } from "../strategy/order_options.ts";
import { fractionOfOrder } from "./any_prices.ts";
import type { InstrumentSpec } from "./instrument_spec.ts";

/** A distance in the core's counts. */
export interface Distance {
  /** Steps, or with `byRate` 10^-9 of a price. */
  readonly trail: number;
  readonly byRate: boolean;
}

/**
 * Converts a distance.
 *
 * @throws {TypeError} If it is no object with one of `amount` and `percent`, or a number has another type.
 * @throws {RangeError} If a number is not above zero, or a percentage not below 100.
 */
export function distanceOf(
  distance: PriceDistance,
  option: string,
  spec: InstrumentSpec,
): Distance & { readonly asked: { readonly amount?: number; readonly percent?: number } } {
  if (typeof distance !== "object" || distance === null) {
    throw new TypeError(`Cannot use ${option} ${inspected(distance, 0)}: pass { amount } or { percent }`);
  }
  for (const name in distance) {
    if (name !== "amount" && name !== "percent") {
      throw new TypeError(`Cannot use option "${name}" of ${option}: the options are amount, percent`);
    }
  }
  const { amount, percent } = distance;
  if ((amount === undefined) === (percent === undefined)) {
    throw new TypeError(`Cannot use ${option} ${inspected(distance, 0)}: pass one of amount, percent`);
  }
  if (amount !== undefined) {
    checkAbove(amount, `${option}.amount`, Infinity);
    return { trail: Math.min(spec.distanceSteps(amount), EXACT_MAX + 2), byRate: false, asked: { amount } };
  }
  checkAbove(percent!, `${option}.percent`, 100);
  if (spec.zero !== 0) throw fractionOfOrder(`${option}: { percent: ${percent} }`, spec.name, "pass { amount }");
  return { trail: Math.round(percent! * (RATE_SCALE / 100)), byRate: true, asked: { percent: percent! } };
}

function checkAbove(value: number, option: string, most: number): void {
  if (typeof value !== "number") throw new TypeError(`Cannot use ${option} ${inspected(value, 0)}: pass a number`);
  if (value > 0 && value < most) return;
  const range = most === Infinity ? "a finite number above 0" : `a number above 0 and below ${most}`;
  throw new RangeError(`Cannot use ${option} ${value}: pass ${range}`);
}
