/**
 * Finds the first difference between a recorded event log and a replayed one, bit for bit.
 *
 * @module
 */

import type { Replay } from "./replay.ts";
import type { Scenario } from "./scenario.ts";

/** The first difference between two logs. */
export interface EventDifference {
  /** Index of the event, or the number of recorded events for the final state. */
  readonly index: number;
  /** Name of the event. */
  readonly event: string;
  readonly field: string;
  readonly recorded: unknown;
  readonly replayed: unknown;
}

/** Numbers that JSON cannot write. */
const WRITTEN_NUMBERS: Readonly<Record<string, number>> = {
  nan: NaN,
  inf: Infinity,
  "+inf": Infinity,
  "-inf": -Infinity,
  infinity: Infinity,
  "-infinity": -Infinity,
};

/** Compares a replay with its recording; returns undefined if every bit agrees. */
export function firstDifference(scenario: Scenario, replayed: Replay): EventDifference | undefined {
  const recorded = [...scenario.events, { ev: "final", ...scenario.final }];
  const made = [...replayed.events, { ev: "final", ...replayed.final }];
  for (let index = 0; index < Math.max(recorded.length, made.length); index++) {
    const left = recorded[index] ?? { ev: "nothing" }, right = made[index] ?? { ev: "nothing" };
    const difference = differingField(left, right);
    if (difference !== undefined) return { index, event: left.ev, ...difference };
  }
  return undefined;
}

function differingField(
  recorded: Readonly<Record<string, unknown>>,
  replayed: Readonly<Record<string, unknown>>,
): { field: string; recorded: unknown; replayed: unknown } | undefined {
  for (const field of new Set([...Object.keys(recorded), ...Object.keys(replayed)])) {
    if (same(recorded[field], replayed[field])) continue;
    return { field, recorded: recorded[field], replayed: replayed[field] };
  }
  return undefined;
}

/** Returns whether two values are the same; numbers are compared by their bits. */
function same(recorded: unknown, replayed: unknown): boolean {
  if (typeof replayed === "number") {
    const number = typeof recorded === "string" ? WRITTEN_NUMBERS[recorded.toLowerCase()] : recorded;
    return Object.is(number, replayed);
  }
  if (typeof replayed !== "object" || replayed === null) return Object.is(recorded, replayed);
  if (typeof recorded !== "object" || recorded === null) return false;
  return differingField(recorded as Record<string, unknown>, replayed as Record<string, unknown>) === undefined;
}
