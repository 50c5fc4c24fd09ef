/**
 * Logs in which reports of the venue arrive twice, late, or in another order.
 *
 * @module
 */

import {
  EVENT_CANCEL,
  EVENT_FILL_REPORT,
  EVENT_ORDER_REPORT,
  EVENT_REPLACE,
  LANE_KIND,
  LANE_ORDER_ID,
  LANE_PRODUCER,
  LANE_TIME_US,
  ORDER_REPORT_REPORT,
  RECORD_LANES,
  RECORD_WORDS,
  REPORT_ACCEPTED,
  REPORT_CANCELLED,
  REPORT_EXPIRED,
  REPORT_FILLED,
  REPORT_PARTIALLY_FILLED,
} from "../../contract/contract.gen.ts";
import { wordsOf } from "../../contract/words.ts";
import { recordsAt } from "./event_log_builder.ts";
import { type EventLog, eventsCount } from "./event_log.ts";
import type { Random } from "../random.ts";

/** Reports of an order's progress, as opposed to answers to a request of the strategy. */
const PROGRESS: ReadonlySet<number> = new Set([
  REPORT_ACCEPTED,
  REPORT_PARTIALLY_FILLED,
  REPORT_FILLED,
  REPORT_CANCELLED,
  REPORT_EXPIRED,
]);

/** The reports of a log that a venue may repeat. */
export interface Reports {
  /** Places of reports that may be repeated after their first delivery. */
  readonly repeatable: readonly number[];
  /**
   * Stretches of reports of one order at one time. Within a stretch, an order report may stand anywhere among the
   * fills.
   */
  readonly stretches: readonly (readonly number[])[];
}

/**
 * Returns the reports that may be repeated: fills, and order reports that show an order's progress. Three kinds are
 * left out:
 *
 * - Reports of orders that the strategy cancels or replaces, since a repeat could be the answer to a second request.
 * - Reports that the engine refused.
 * - Reports with a producer, since their numbers already identify a repeat.
 *
 * @param refused sequences of the events that were refused
 */
export function findReports({ events }: EventLog, refused: ReadonlySet<number>): Reports {
  const words = wordsOf(events), count = eventsCount(events), asked = new Set<number>();
  const word = (place: number, lane: number): number => words[place * RECORD_WORDS + lane]!;
  for (let place = 0; place < count; place++) {
    const kind = word(place, LANE_KIND);
    if (kind === EVENT_CANCEL || kind === EVENT_REPLACE) asked.add(word(place, LANE_ORDER_ID));
  }
  const repeatable: number[] = [], stretches: number[][] = [];
  let stretch: number[] = [];
  for (let place = 0; place < count; place++) {
    const kind = word(place, LANE_KIND), order = word(place, LANE_ORDER_ID);
    const progress = kind === EVENT_FILL_REPORT ||
      (kind === EVENT_ORDER_REPORT && PROGRESS.has(word(place, ORDER_REPORT_REPORT)));
    const free = !asked.has(order) && !refused.has(place + 1) && word(place, LANE_PRODUCER) === 0;
    if (!progress || !free) {
      stretch = [];
      continue;
    }
    repeatable.push(place);
    const last = stretch.at(-1);
    const continues = last !== undefined && word(last, LANE_ORDER_ID) === order &&
      events[last * RECORD_LANES + LANE_TIME_US] === events[place * RECORD_LANES + LANE_TIME_US];
    if (!continues) stretches.push(stretch = []);
    stretch.push(place);
  }
  return { repeatable, stretches: stretches.filter((each) => each.length > 1) };
}

/** Returns the log with reports delivered again, at once or at the end of the log. */
export function deliveredTwice(log: EventLog, { repeatable }: Reports, random: Random): EventLog {
  const count = eventsCount(log.events), again = new Set(repeatable), places: number[] = [], late: number[] = [];
  for (let place = 0; place < count; place++) {
    places.push(place);
    if (again.has(place) && random.chance(60)) (random.chance(60) ? places : late).push(place);
  }
  const events = recordsAt(log.events, [...places, ...late]);
  // Time must not go back, so a late report carries the time of its arrival.
  const last_us = log.events[(count - 1) * RECORD_LANES + LANE_TIME_US]!;
  for (let at = places.length; at < places.length + late.length; at++) {
    events[at * RECORD_LANES + LANE_TIME_US] = last_us;
  }
  return { ...log, events };
}

/** Returns the log with the order reports of each order moved among its fills. The fills keep their order. */
export function deliveredReordered(log: EventLog, { stretches }: Reports, random: Random): EventLog {
  const words = wordsOf(log.events), places = Array.from({ length: eventsCount(log.events) }, (_event, place) => place);
  const isFill = (place: number): boolean => words[place * RECORD_WORDS + LANE_KIND] === EVENT_FILL_REPORT;
  for (const stretch of stretches) {
    const mixed = stretch.filter(isFill);
    for (const report of stretch.filter((place) => !isFill(place))) {
      mixed.splice(random.below(mixed.length + 1), 0, report);
    }
    mixed.forEach((place, at) => places[stretch[0]! + at] = place);
  }
  return { ...log, events: recordsAt(log.events, places) };
}
