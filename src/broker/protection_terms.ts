/**
 * The protection of an entry in the core's counts: its stop-loss, and its target or its targets for shares.
 *
 * @module
 */

import {
  ORDER_FLAG_RELATIVE,
  ORDER_FLAG_TRAIL_RATE,
  RATE_SCALE,
  TYPE_LIMIT,
  TYPE_STOP,
  TYPE_STOP_TRAIL,
} from "../contract/contract.gen.ts";
import { inspected } from "../host.ts";
import type { OrderOptions, PriceDistance, TargetShare, TrailingDistance } from "../strategy/order_options.ts";
import { type Distance, distanceOf } from "./distance_terms.ts";
import type { InstrumentSpec } from "./instrument_spec.ts";
import { isOnGrid, snapPrice } from "./order_terms.ts";
import type { OrderPlacement } from "./order_placement.ts";
import type { OrderSide } from "./result_rows.ts";

/** An order that protects an entry. */
export interface ProtectionTerms {
  readonly role: "stopLoss" | "takeProfit";
  readonly type: number;
  /** Flags beside that of protection. */
  readonly flags: number;
  /** Price in steps, zero for one at a distance. */
  readonly price: number;
  /** Distance from the entry's price, or of a trailing trigger. */
  readonly distance: Distance | undefined;
  /** Share in 10^-9 of what the targets before it left; zero for all. */
  readonly share: number;
  readonly asked: OrderPlacement["asked"];
  /** True if the core can take its price. */
  readonly isPriced: boolean;
}

const NONE: readonly ProtectionTerms[] = [];

/**
 * Returns the orders that protect an entry, the stop-loss first.
 *
 * @param side Side of these orders.
 * @throws {TypeError} If a price or a distance has another type, or an unknown option.
 * @throws {RangeError} If a number is out of range, or the fractions come to more than one.
 */
export function protectionTerms(
  side: OrderSide,
  options: OrderOptions,
  spec: InstrumentSpec,
): readonly ProtectionTerms[] {
  const { stopLoss, takeProfit } = options;
  if (stopLoss === undefined && takeProfit === undefined) return NONE;
  const all: ProtectionTerms[] = [];
  if (stopLoss !== undefined) all.push(stopTerms(side, stopLoss, spec));
  if (takeProfit === undefined) return all;
  if (!Array.isArray(takeProfit)) {
    all.push(targetTerms(side, takeProfit as number | PriceDistance, "takeProfit", 0, spec));
  } else all.push(...shareTerms(side, takeProfit as readonly TargetShare[], spec));
  return all;
}

function stopTerms(
  side: OrderSide,
  stop: number | PriceDistance | TrailingDistance,
  spec: InstrumentSpec,
): ProtectionTerms {
  const role = "stopLoss" as const, share = 0;
  if (typeof stop !== "object" || stop === null) {
    const price = snapPrice(side, "stop", stop, "stopLoss", spec), isPriced = isOnGrid(price, spec);
    return { role, type: TYPE_STOP, flags: 0, price, distance: undefined, share, asked: { stop }, isPriced };
  }
  if ("trail" in stop) {
    for (const name in stop) {
      if (name !== "trail") {
        throw new TypeError(`Cannot use option "${name}" of stopLoss beside trail: it has no other`);
      }
    }
    const { asked, ...distance } = distanceOf(stop.trail, "stopLoss.trail", spec);
    const flags = distance.byRate ? ORDER_FLAG_TRAIL_RATE : 0;
    return { role, type: TYPE_STOP_TRAIL, flags, price: 0, distance, share, asked, isPriced: distance.trail > 0 };
  }
  const { asked, ...distance } = distanceOf(stop, "stopLoss", spec);
  const flags = ORDER_FLAG_RELATIVE | (distance.byRate ? ORDER_FLAG_TRAIL_RATE : 0);
  return { role, type: TYPE_STOP, flags, price: 0, distance, share, asked, isPriced: distance.trail > 0 };
}

function targetTerms(
  side: OrderSide,
  target: number | PriceDistance,
  option: string,
  share: number,
  spec: InstrumentSpec,
): ProtectionTerms {
  const role = "takeProfit" as const, type = TYPE_LIMIT;
  if (typeof target !== "object" || target === null) {
    const price = snapPrice(side, "limit", target, option, spec), asked = { limit: target };
    return { role, type, flags: 0, price, distance: undefined, share, asked, isPriced: isOnGrid(price, spec) };
  }
  const { asked, ...distance } = distanceOf(target, option, spec);
  const flags = ORDER_FLAG_RELATIVE | (distance.byRate ? ORDER_FLAG_TRAIL_RATE : 0);
  return {
    ...{ role, type, flags, price: 0, distance, share, asked },
    isPriced: distance.trail > 0,
  };
}

/** Sums of fractions that differ from one by no more than this are one. */
const WHOLE_WITHIN = 1e-9;

/** Names that a target for a share has. */
const SHARE_NAMES: readonly string[] = ["fraction", "price", "amount", "percent"];

/** Returns the targets for shares: each takes its part of what those before it left, the last one all of it. */
function shareTerms(side: OrderSide, targets: readonly TargetShare[], spec: InstrumentSpec): ProtectionTerms[] {
  if (targets.length === 0) {
    throw new RangeError("Cannot use an empty list as takeProfit: pass a target, or leave it out");
  }
  let taken = 0;
  return targets.map((target, at) => {
    const option = `takeProfit[${at}]`, isLast = at === targets.length - 1;
    if (typeof target !== "object" || target === null) {
      throw new TypeError(`Cannot use ${inspected(target, 0)} as ${option}: pass { price, fraction }`);
    }
    for (const name in target) {
      if (SHARE_NAMES.includes(name)) continue;
      throw new TypeError(`Cannot use option "${name}" of ${option}: the options are ${SHARE_NAMES.join(", ")}`);
    }
    const { fraction, price, ...distance } = target as { readonly fraction?: number; readonly price?: number };
    if (price !== undefined && Object.keys(distance).length > 0) {
      throw new TypeError(`Cannot use ${option} with price and ${Object.keys(distance)[0]}: pass one of them`);
    }
    if (price === undefined && Object.keys(distance).length === 0) {
      throw new TypeError(`Cannot use ${option} ${inspected(target, 0)}: pass one of price, amount, percent`);
    }
    if (fraction === undefined && !isLast) {
      throw new RangeError(`Cannot use ${option} without a fraction: only the last target takes what is left`);
    }
    if (fraction !== undefined && !(typeof fraction === "number" && fraction > 0 && fraction <= 1)) {
      throw new RangeError(
        `Cannot use ${option}.fraction ${inspected(fraction, 0)}: pass a number above 0 and at most 1`,
      );
    }
    const left = 1 - taken;
    taken += fraction ?? left;
    if (taken > 1 + WHOLE_WITHIN || left <= WHOLE_WITHIN) {
      throw new RangeError(`Cannot use ${option}: the fractions come to more than 1`);
    }
    const isRest = taken >= 1 - WHOLE_WITHIN;
    const share = isRest ? RATE_SCALE : Math.max(1, Math.round(fraction! / left * RATE_SCALE));
    return targetTerms(side, price ?? (distance as unknown as PriceDistance), option, share, spec);
  });
}
