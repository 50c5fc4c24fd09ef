/**
 * Logs in which reports of the venue arrive twice, late, or in another order.
 *
 * @module
 */

import {
  EVENT_CANCEL,
  EVENT_FILL_REPORT,
  EVENT_ORDER_REPORT,
  EVENT_PLACE,
  EVENT_REPLACE,
  FILL_REPORT_QUANTITY,
  LANE_KIND,
  LANE_ORDER_ID,
  LANE_PRODUCER,
  LANE_TIME_US,
  ORDER_REPORT_REPORT,
  PLACE_OCO,
  PLACE_PARENT,
  PLACE_QUANTITY,
  RECORD_LANES,
  RECORD_WORDS,
  REPORT_ACCEPTED,
  REPORT_CANCEL_REFUSED,
  REPORT_CANCELLED,
  REPORT_EXPIRED,
  REPORT_FILLED,
  REPORT_PARTIALLY_FILLED,
  REPORT_REPLACE_REFUSED,
  REPORT_REPLACED,
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

/** Reports that only count. They may stand anywhere among the others; all other order reports keep their order. */
const COUNTS: ReadonlySet<number> = new Set([REPORT_ACCEPTED, REPORT_PARTIALLY_FILLED, REPORT_FILLED]);

/** Answers to a request, by the kind of the request. */
const ANSWERS: ReadonlyMap<number, ReadonlySet<number>> = new Map([
  [EVENT_CANCEL, new Set([REPORT_CANCEL_REFUSED])],
  [EVENT_REPLACE, new Set([REPORT_REPLACED, REPORT_REPLACE_REFUSED])],
]);

/** The reports of a log that a venue may repeat. */
export interface Reports {
  /** Places of reports that may be repeated after their first delivery. */
  readonly repeatable: readonly number[];
  /**
   * Stretches of reports of one order at one time. Within a stretch, an order report may stand anywhere among the
   * fills, the answer to a replacement included.
   */
  readonly stretches: readonly (readonly number[])[];
}

/**
 * Returns the reports that may be repeated: fills, order reports that show an order's progress, and the answers to the
 * one request on an order. These are left out:
 *
 * - Reports of orders with more than one request, since a repeat could be the answer to the second one.
 * - Answers on orders of a group or with a parent, since a fill of another order is a request too.
 * - Reports that the engine refused.
 * - Reports with a producer, since their numbers already identify a repeat.
 *
 * A stretch holds no report of an order that is tied to others, since its end may end them before a late fill would
 * wake them. It holds none of an order whose venue filled what it had refused to replace, which no order of arrival
 * explains.
 *
 * @param refused sequences of the events that were refused
 */
export function findReports({ events }: EventLog, refused: ReadonlySet<number>): Reports {
  const words = wordsOf(events), count = eventsCount(events), orders = readOrders(events, refused);
  const word = (place: number, lane: number): number => words[place * RECORD_WORDS + lane]!;
  const repeatable: number[] = [], stretches: number[][] = [];
  let stretch: number[] = [];
  for (let place = 0; place < count; place++) {
    const kind = word(place, LANE_KIND), id = word(place, LANE_ORDER_ID), order = orders.get(id) ?? NO_ORDER;
    const code = word(place, ORDER_REPORT_REPORT), request = order.requests[0];
    const answers = request !== undefined && request.place < place && !order.tied &&
      ANSWERS.get(request.kind)!.has(code);
    const told = kind === EVENT_FILL_REPORT || (kind === EVENT_ORDER_REPORT && (PROGRESS.has(code) || answers));
    const free = order.requests.length < 2 && !refused.has(place + 1) && word(place, LANE_PRODUCER) === 0;
    if (told && free) repeatable.push(place);
    if (!told || !free || order.tied || order.contradicted) {
      stretch = [];
      continue;
    }
    const last = stretch.at(-1);
    const continues = last !== undefined && word(last, LANE_ORDER_ID) === id &&
      events[last * RECORD_LANES + LANE_TIME_US] === events[place * RECORD_LANES + LANE_TIME_US];
    if (!continues) stretches.push(stretch = []);
    stretch.push(place);
  }
  return { repeatable, stretches: stretches.filter((each) => each.length > 1) };
}

/** The facts about an order that decide how its reports may come. */
interface OrderFacts {
  readonly requests: { readonly kind: number; readonly place: number }[];
  /** True if it is in a group, or protects another order or is protected. */
  tied: boolean;
  /** True if its venue refused a replacement and filled more than the order was placed with. */
  contradicted: boolean;
  quantity: number;
  filled: number;
}

const NO_ORDER: OrderFacts = { requests: [], tied: false, contradicted: false, quantity: 0, filled: 0 };

function readOrders(events: Float64Array, refused: ReadonlySet<number>): ReadonlyMap<number, OrderFacts> {
  const words = wordsOf(events), orders = new Map<number, OrderFacts>();
  const of = (id: number): OrderFacts => {
    const known = orders.get(id) ?? { ...NO_ORDER, requests: [] };
    orders.set(id, known);
    return known;
  };
  const refusing = new Set<number>();
  for (let place = 0; place < eventsCount(events); place++) {
    const record = words.subarray(place * RECORD_WORDS, (place + 1) * RECORD_WORDS);
    const kind = record[LANE_KIND]!, id = record[LANE_ORDER_ID]!, order = of(id);
    const lane = (index: number): number => events[place * RECORD_LANES + index]!;
    if (kind === EVENT_CANCEL || kind === EVENT_REPLACE) order.requests.push({ kind, place });
    if (refused.has(place + 1)) continue;
    if (kind === EVENT_PLACE) {
      order.quantity = lane(PLACE_QUANTITY);
      for (const other of [record[PLACE_PARENT]!, record[PLACE_OCO]!]) {
        if (other !== 0) order.tied = of(other).tied = true;
      }
    } else if (kind === EVENT_FILL_REPORT) order.filled += lane(FILL_REPORT_QUANTITY);
    else if (kind === EVENT_ORDER_REPORT && record[ORDER_REPORT_REPORT] === REPORT_REPLACE_REFUSED) refusing.add(id);
  }
  for (const id of refusing) of(id).contradicted = of(id).filled > of(id).quantity;
  return orders;
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

/**
 * Returns the log with the order reports of each order moved among its fills. The fills keep their order, and so do the
 * order reports that do more than count.
 */
export function deliveredReordered(log: EventLog, { stretches }: Reports, random: Random): EventLog {
  const words = wordsOf(log.events), places = Array.from({ length: eventsCount(log.events) }, (_event, place) => place);
  const word = (place: number, lane: number): number => words[place * RECORD_WORDS + lane]!;
  const isFill = (place: number): boolean => word(place, LANE_KIND) === EVENT_FILL_REPORT;
  for (const stretch of stretches) {
    const mixed = stretch.filter(isFill);
    let least = 0;
    for (const report of stretch.filter((place) => !isFill(place))) {
      const counts = COUNTS.has(word(report, ORDER_REPORT_REPORT)), from = counts ? 0 : least;
      const at = from + random.below(mixed.length + 1 - from);
      mixed.splice(at, 0, report);
      if (!counts) least = at + 1;
      else if (at < least) least++;
    }
    mixed.forEach((place, at) => places[stretch[0]! + at] = place);
  }
  return { ...log, events: recordsAt(log.events, places) };
}
