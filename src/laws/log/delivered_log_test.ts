import { assert, assertEquals } from "@std/assert";
import * as contract from "../../contract/contract.gen.ts";
import { wordsOf } from "../../contract/words.ts";
import { makeDelivery } from "../../../tests/fuzz/deliveries.ts";
import { EventLogBuilder as Log } from "./event_log_builder.ts";
import { Random } from "../random.ts";
import { deliveredReordered, deliveredTwice, findReports } from "./delivered_log.ts";
import { eventsCount } from "./event_log.ts";

const NO_CONFIGURATION = new Float64Array(0);
const story = makeDelivery(new Random(7)), LOG = { configuration: NO_CONFIGURATION, events: story.events };

Deno.test("findReports finds what a venue may repeat and the stretches of one order", () => {
  const reports = findReports(LOG, new Set());
  assertEquals(reports.repeatable, story.repeatable);
  assertEquals(reports.stretches, story.stretches.filter((stretch) => stretch.length > 1));
});

Deno.test("findReports leaves out reports of orders with two requests, refused ones and numbered ones", () => {
  const log = new Log(),
    report = (order: number, code: number): Log =>
      log.begin(contract.EVENT_ORDER_REPORT, 1000).word(contract.LANE_ORDER_ID, order)
        .word(contract.ORDER_REPORT_REPORT, code);
  report(1, contract.REPORT_ACCEPTED);
  report(2, contract.REPORT_ACCEPTED);
  log.begin(contract.EVENT_CANCEL, 1000).word(contract.LANE_ORDER_ID, 2);
  log.begin(contract.EVENT_REPLACE, 1000).word(contract.LANE_ORDER_ID, 2);
  report(3, contract.REPORT_REJECTED);
  report(4, contract.REPORT_ACCEPTED).word(contract.LANE_PRODUCER, 1);
  report(5, contract.REPORT_ACCEPTED);
  report(1, contract.REPORT_FILLED);
  const { repeatable } = findReports({ configuration: NO_CONFIGURATION, events: log.records() }, new Set([7]));
  assertEquals(repeatable, [0, 7]);
});

Deno.test("findReports takes the answers to the one request on an order that is tied to no other, and no other answers", () => {
  const log = new Log();
  const answer = (order: number, code: number): void => {
    log.begin(contract.EVENT_ORDER_REPORT, 1000).word(contract.LANE_ORDER_ID, order)
      .word(contract.ORDER_REPORT_REPORT, code);
  };
  const place = (order: number, oco: number): void => {
    log.begin(contract.EVENT_PLACE, 1000).word(contract.LANE_ORDER_ID, order).word(contract.PLACE_OCO, oco);
  };
  const ask = (kind: number, order: number): void => {
    log.begin(kind, 1000).word(contract.LANE_ORDER_ID, order);
  };
  [1, 2, 3].forEach((order) => place(order, 0));
  place(4, 3);
  answer(1, contract.REPORT_REPLACED);
  ask(contract.EVENT_REPLACE, 1);
  answer(1, contract.REPORT_REPLACED);
  answer(1, contract.REPORT_CANCEL_REFUSED);
  ask(contract.EVENT_CANCEL, 2);
  answer(2, contract.REPORT_CANCEL_REFUSED);
  answer(2, contract.REPORT_CANCELLED);
  ask(contract.EVENT_REPLACE, 4);
  answer(4, contract.REPORT_REPLACED);
  answer(4, contract.REPORT_CANCELLED);
  answer(4, contract.REPORT_ACCEPTED);
  const events = log.records(), reports = findReports({ configuration: NO_CONFIGURATION, events }, new Set());
  assertEquals(reports.repeatable, [6, 9, 10, 13, 14]);
  assertEquals(reports.stretches, [[9, 10]]);
});

Deno.test("reports that come again are copies; the late ones carry the last time", () => {
  const reports = findReports(LOG, new Set()), { events } = deliveredTwice(LOG, reports, new Random(1));
  const count = eventsCount(LOG.events), more = eventsCount(events) - count;
  assert(more > 5, `${more} reports come again`);
  const times = Array.from({ length: eventsCount(events) }, (_event, at) => events[at * contract.RECORD_LANES]!);
  assertEquals(times, times.toSorted((a, b) => a - b));
});

Deno.test("reports in another order are the same reports, the fills among them in their own order", () => {
  const reports = findReports(LOG, new Set()), { events } = deliveredReordered(LOG, reports, new Random(3));
  const records = (list: Float64Array): string[] =>
    Array.from(
      { length: eventsCount(list) },
      (_event, at) => wordsOf(list).slice(at * contract.RECORD_WORDS, (at + 1) * contract.RECORD_WORDS).join(),
    );
  const before = records(LOG.events), after = records(events);
  assert(before.join() !== after.join());
  assertEquals(after.toSorted(), before.toSorted());
  const kind = contract.LANE_KIND,
    fills = (list: string[]): string[] =>
      list.filter((record) => Number(record.split(",")[kind]) === contract.EVENT_FILL_REPORT);
  assertEquals(fills(after), fills(before));
});
