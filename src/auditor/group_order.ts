/**
 * The order in which a bar comes by the members of a group, as far as the bar tells it.
 *
 * @module
 */

import type { Entry } from "./audited_order.ts";

/** The way of the inside of a bar to an order's price. */
export interface Reach {
  /** True if the price goes up to it. */
  readonly upwards: boolean;
  /** Price at which the way ends: limit, or trigger of an order that waits for it. */
  readonly level: bigint;
  /** True if the order fills, if at all, at its limit and at some moment after its trigger. */
  readonly afterwards: boolean;
  readonly limit: bigint;
  /** True if the order fills at its trigger. */
  readonly stops: boolean;
  /** True if the order fills at the price of its entry. */
  readonly at_once: boolean;
  /** True if the price has to go past the level, and not only to it. */
  readonly past: boolean;
  /** True if the bar's best price made the level, so that it was met after that price. */
  readonly late: boolean;
  /** The entry that woke the order inside this bar. */
  readonly entry: Entry | undefined;
}

/** Returns how far a price lies on a way; distances grow along it. */
function along(upwards: boolean, price: bigint): bigint {
  return upwards ? price : -price;
}

/** Returns whether the price that led to an entry came by a price on its way there, or with `past` went beyond it. */
function isBefore({ price, direction, trigger }: Entry, upwards: boolean, level: bigint, past: boolean): boolean {
  if (direction !== 0n && upwards !== direction > 0n) return false;
  // With no direction it went to a trigger and came back to a limit.
  const out = trigger !== undefined && upwards === trigger > price;
  const here = along(upwards, level), end = along(upwards, out ? trigger : price);
  return past ? here < end : here <= end;
}

/** Returns whether a price is met on the way of an entry, and after it; with `past`, at the same moment too. */
function isAfter(entry: Entry, upwards: boolean, level: bigint, past: boolean): boolean {
  return entry.direction !== 0n && upwards === entry.direction > 0n && !isBefore(entry, upwards, level, past);
}

/** Returns whether an order rests since its entry alone, so that the bar may have met its price before. */
function aside({ entry, upwards, level }: Reach): boolean {
  return entry !== undefined && !isAfter(entry, upwards, level, false);
}

/** Returns whether a member fills first on every path on which another member would fill, were it alone. */
export function comesFirst(one: Reach, other: Reach): boolean {
  if (one.late !== other.late) return !one.late && comesBeforeLate(one, other);
  if (!one.afterwards && one.entry === undefined && other.entry !== undefined) {
    if (isBefore(other.entry, one.upwards, one.level, one.past)) return true;
  }
  if (other.at_once) return false;
  if (one.at_once) {
    return one.entry === undefined || other.entry !== undefined ||
      isAfter(one.entry, other.upwards, other.level, other.past);
  }
  const same_way = one.upwards === other.upwards;
  if (one.afterwards) return comesBackFirst(one, other, same_way);
  if (aside(one) && !aside(other)) {
    if (!other.afterwards || !isAfter(one.entry!, other.upwards, other.level, true)) return false;
  }
  const [here, there] = [one, other].map(({ upwards, level }) => along(upwards, level));
  if (same_way) return other.afterwards && !one.past ? here! <= there! : here! < there!;
  return other.afterwards && here! < along(one.upwards, other.limit);
}

/**
 * Returns the same of a member beside one whose level the bar's best price made. On the way to that price the bar met all
 * on its side; on the other side the nearer comes first on either way, and of two at one level neither certainly does.
 */
function comesBeforeLate(one: Reach, late: Reach): boolean {
  if (one.at_once) return one.entry === undefined;
  if (one.afterwards || aside(one)) return false;
  if (one.upwards !== late.upwards) return true;
  return along(one.upwards, one.level) < along(late.upwards, late.level);
}

/** Returns the same of a member that comes back from its trigger to its limit. */
function comesBackFirst(one: Reach, other: Reach, same_way: boolean): boolean {
  const back = !one.upwards, limit = along(back, one.limit);
  if (same_way) {
    const triggers = along(one.upwards, one.level) <= along(one.upwards, other.level);
    return other.afterwards && triggers && limit < along(back, other.limit);
  }
  const beyond = other.entry !== undefined && isBefore(other.entry, one.upwards, one.level, false);
  return beyond && limit < along(back, other.level);
}
