/**
 * The option `cashFlows`: money that comes from outside or goes there at given times, as events of the steps that it
 * meets.
 *
 * @module
 */

import { moneyOf } from "../broker/told_rounding.ts";
import type { Rational } from "../broker/rational.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";
import { checkMoment, type Moment } from "../feeds/time/moment_text.ts";
import { firstAfter } from "../feeds/time/ordered_times.ts";
import { inspected } from "../host.ts";
import { takenOptions } from "../options.ts";
import type { EventWriter } from "../records/event_writer.ts";
import { firstTimeUs, momentOf } from "./run_span.ts";

/**
 * Money that comes into the account from outside, or goes there.
 *
 * @example A saving of 500 in January, and 200 taken out in March
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const flows: ct.CashFlow[] = [{ time: "2024-01-02", amount: 500 }, { time: "2024-03-01", amount: -200 }];
 * console.log(flows.length);
 * ```
 */
export interface CashFlow {
  /** A session date of any feed, a time of day on the clock of the feeds, or a `Date`. The first step from then on has it. */
  readonly time: Moment;
  /** Amount in the account's currency; below 0 for money that is taken out. It goes to the nearest money unit. */
  readonly amount: number;
}

/** A flow in money units. */
interface PlacedFlow {
  /** Place in the list of the option. */
  readonly at: number;
  readonly time: Moment;
  readonly units: number;
}

/**
 * Checks the option.
 *
 * @throws {TypeError} If it is no list of flows, or a part of a flow has another type.
 * @throws {RangeError} If an amount is 0 or not finite.
 */
export function takenCashFlows(given: unknown): readonly CashFlow[] {
  if (!Array.isArray(given)) {
    throw new TypeError(
      `Cannot use cashFlows ${inspected(given, 0)}: pass a list, such as [{ time: "2024-01-31", amount: 100 }]`,
    );
  }
  return given.map((flow: CashFlow, at) => {
    const place = `cashFlows[${at}]`;
    const { time, amount } = takenOptions(flow, ["time", "amount"], {
      noObject: (shown) => `Cannot use ${place} ${shown}: pass an object, such as { time: "2024-01-31", amount: 100 }`,
      unknown: (name) => `Cannot find option "${name}" of ${place}: there are time and amount`,
    });
    checkMoment(`${place}.time`, time);
    if (typeof amount !== "number") {
      throw new TypeError(`Cannot use ${place}.amount ${inspected(amount, 0)}: pass a number`);
    }
    if (!Number.isFinite(amount) || amount === 0) {
      throw new RangeError(`Cannot use ${place}.amount ${amount}: pass money that comes in, or below 0 that goes out`);
    }
    return { time: time instanceof Date ? new Date(time) : time, amount };
  });
}

/** The flows of a run. It writes each one as an event of the first step at or after its time. */
export class CashFlows {
  /** The next step that has flows; Infinity without one in the steps that are known. */
  nextStep: number = Infinity;
  /** Flows whose step is not known yet, in the order in which they were given. */
  #waiting: readonly PlacedFlow[];
  /** Flows of the known steps, by step. */
  #coming: { readonly step: number; readonly units: number }[] = [];

  /**
   * Makes the flows of a run before its first step.
   *
   * @param notes Takes a note on an amount that was rounded.
   * @throws {RangeError} If an amount is nothing in money units.
   */
  constructor(flows: readonly CashFlow[], unit: Rational, notes: string[]) {
    this.#waiting = flows.map(({ time, amount }, at) => {
      const what = `cashFlows[${at}].amount`, units = moneyOf(Math.abs(amount), unit, what, notes);
      if (units === 0) {
        throw new RangeError(`Cannot use ${what} ${amount}: it is nothing in the account's money units; pass more`);
      }
      return { at, time, units: amount < 0 ? -units : units };
    });
  }

  /** Number of flows whose step is not known: those after the last bar. */
  get late(): number {
    return this.#waiting.length;
  }

  /**
   * Goes on to steps, which have the bars of some feeds; a flow before the first of them meets it.
   *
   * @param from The first step that may have one; flows of earlier ones have been.
   */
  goOn(feeds: readonly FeedData[], timeUs: Float64Array, from: number = 0): void {
    const waiting: PlacedFlow[] = [], coming: { step: number; units: number }[] = [];
    for (const flow of this.#waiting) {
      const step = stepOf(flow, feeds, timeUs);
      if (step === timeUs.length) waiting.push(flow);
      else if (step >= from) coming.push({ step, units: flow.units });
    }
    this.#waiting = waiting;
    // The sort is stable, so flows of one step keep their order.
    this.#coming = coming.sort((a, b) => a.step - b.step);
    this.nextStep = this.#coming[0]?.step ?? Infinity;
  }

  /** Writes the flows of the next step, which opens with them. */
  write(timeUs: number, writer: EventWriter): void {
    const step = this.nextStep;
    let count = 0;
    for (; this.#coming[count]?.step === step; count++) writer.cash(timeUs, this.#coming[count]!.units);
    this.#coming = this.#coming.slice(count);
    this.nextStep = this.#coming[0]?.step ?? Infinity;
  }
}

/** Returns the first step at or after a moment, or of a session date or a later one; the number of steps without one. */
function stepOf({ at, time }: PlacedFlow, feeds: readonly FeedData[], timeUs: Float64Array): number {
  const moment = momentOf(`cashFlows[${at}].time`, time, feeds);
  if (moment.kind === "time") return firstAfter(timeUs, moment.timeUs, true);
  const day = moment.dayNumber + SESSION_DAY_OFFSET;
  return firstAfter(timeUs, firstTimeUs(feeds, ({ columns }) => firstAfter(columns.sessionDay, day, true)), true);
}
