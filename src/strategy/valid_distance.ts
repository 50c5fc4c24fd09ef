/**
 * A lifetime as a distance from the bar on which an order is placed.
 *
 * @module
 */

import { DAY_US, HOUR_US, MINUTE_US, SECOND_US } from "../feeds/time/civil_date.ts";
import { inspected } from "../host.ts";
import { isOptions } from "../options.ts";

/**
 * A distance in time from the end of the bar on which an order is placed. The parts are added; a week has seven days of
 * 24 hours.
 *
 * @example An order for two days
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const valid: ct.ValidDistance = { days: 2 };
 *
 * class BuyTheDip extends ct.Strategy.with({}) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy({ size: 1, limit: 9, valid });
 *   }
 * }
 *
 * const prices = { open: [10, 10, 10, 10], high: [10, 10, 10, 10], low: [10, 10, 10, 8], close: [10, 10, 10, 10] };
 * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"], ...prices });
 * assertEquals(ct.backtest(BuyTheDip, feed).orders.map(({ state }) => state), ["expired"]);
 * ```
 */
export interface ValidDistance {
  /** Weeks of seven days. Default: 0. */
  readonly weeks?: number;
  /** Days of 24 hours. Default: 0. */
  readonly days?: number;
  /** Hours. Default: 0. */
  readonly hours?: number;
  /** Minutes. Default: 0. */
  readonly minutes?: number;
  /** Seconds. Default: 0. */
  readonly seconds?: number;
}

/** The lifetime of an order: its day, its last moment, or a distance from the bar on which it is placed. */
export type Validity = "day" | Date | ValidDistance;

/** Microseconds of each part of a distance. */
const PARTS_US: Readonly<Record<string, number>> = {
  weeks: 7 * DAY_US,
  days: DAY_US,
  hours: HOUR_US,
  minutes: MINUTE_US,
  seconds: SECOND_US,
};

/** Returns whether a lifetime is meant as a distance. */
export function isDistance(valid: unknown): valid is ValidDistance {
  return isOptions(valid) && !(valid instanceof Date);
}

/**
 * Returns a distance in microseconds.
 *
 * @throws {TypeError} If a part is unknown or no number.
 * @throws {RangeError} If a part is negative or not finite, or there is none.
 */
export function distanceUs(distance: ValidDistance): number {
  const parts = Object.entries(distance) as [string, unknown][];
  if (parts.length === 0) throw new RangeError("Cannot use valid {}: a distance has a part, such as { days: 2 }");
  let sum = 0;
  for (const [name, count] of parts) {
    const unitUs = Object.hasOwn(PARTS_US, name) ? PARTS_US[name] : undefined;
    if (unitUs === undefined || typeof count !== "number") {
      throw new TypeError(
        `Cannot use valid { ${name}: ${inspected(count, 0)} }: the parts of a distance are numbers of ` +
          Object.keys(PARTS_US).join(", "),
      );
    }
    if (!(count >= 0 && count < Infinity)) {
      throw new RangeError(`Cannot use valid { ${name}: ${count} }: pass a number from 0 on`);
    }
    sum += Math.round(count * unitUs);
  }
  return sum;
}
