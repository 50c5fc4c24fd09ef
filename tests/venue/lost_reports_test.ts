import { assertEquals } from "@std/assert";
import {
  EVENT_ORDER_REPORT,
  EVENT_PLACE,
  LANE_KIND,
  LANE_ORDER_ID,
  LANE_TIME_US,
  ORDER_REPORT_REPORT,
  OUT_CODE,
  OUT_DIAGNOSTIC_ORDER_ID,
  OUTPUT_DIAGNOSTIC,
  OUTPUT_REFUSAL,
  PLACE_ORDER_TYPE,
  PLACE_QUANTITY,
  PLACE_SIDE,
  PLACE_VALIDITY,
  RECORD_LANES,
  RECORD_WORDS,
  REPORT_ACCEPTED,
  REPORT_REJECTED,
  SIDE_BUY,
  STATUS_LOST_REPORTS,
  STATUS_RETIRED_ORDERS,
  TERMINAL_ORDERS_MAX,
  TYPE_MARKET,
  VALIDITY_GTC,
} from "../../src/contract/contract.gen.ts";
import { wordsOf } from "../../src/contract/words.ts";
import { codeName } from "../code_name.ts";
import { createEngine, enginesUnderTest } from "../engines.ts";
import { OrderLog } from "../order_states_log.ts";
import { playVenue } from "./venue_play.ts";

Deno.test("reports that are refused are counted as lost, repeats and late ones are not", () => {
  const log = new OrderLog({ execution: "reported" }).step(10).place(1).fill(1, 10, 10, { fillId: 1 });
  log.fill(1, 10, 10, { fillId: 1 }).report(1, REPORT_ACCEPTED, 10).report(1, REPORT_REJECTED, 10);
  assertEquals(playVenue(log).lostReports, 0);
  const lost = new OrderLog({ execution: "reported" }).step(10).place(1).fill(1, 11).report(1, REPORT_ACCEPTED, 11);
  const { said, lostReports } = playVenue(lost.fill(7, 1).report(7, REPORT_ACCEPTED, 0).report(1, 99, 0));
  assertEquals(said.slice(1), [
    "refused FILL_REPORT 1 OVERFILL",
    "ERROR OVERFILL 1: 11",
    "refused ORDER_REPORT 1 COUNT_BEYOND",
    "refused FILL_REPORT 7 UNKNOWN_ORDER",
    "refused ORDER_REPORT 7 UNKNOWN_ORDER",
    "refused ORDER_REPORT 1 UNKNOWN_CODE",
  ]);
  assertEquals(lostReports, 5);
});

Deno.test("nobody reports on a simulated instrument, so nothing of it is lost", () => {
  const { said, lostReports } = playVenue(new OrderLog({ execution: "simulated" }).step(10).place(1).fill(1, 10));
  assertEquals([said.at(-1), lostReports], ["refused FILL_REPORT 1 NOT_REPORTED_VENUE", 0]);
});

/** Orders of one call, so that the log of all is never held at once. */
const CHUNK = 1024;

/** Makes the events that place and reject some orders, the first of which has this id. */
function rejectedOrders(events: Float64Array, time_us: number, first: number): void {
  const words = wordsOf(events);
  events.fill(0);
  for (let at = 0; at < events.length / RECORD_LANES; at++) {
    const lane = at * RECORD_LANES, word = at * RECORD_WORDS, places = at % 2 === 0;
    events[lane + LANE_TIME_US] = time_us;
    words[word + LANE_KIND] = places ? EVENT_PLACE : EVENT_ORDER_REPORT;
    words[word + LANE_ORDER_ID] = first + Math.floor(at / 2);
    if (places) {
      events[lane + PLACE_QUANTITY] = 1;
      words[word + PLACE_ORDER_TYPE] = TYPE_MARKET;
      words[word + PLACE_SIDE] = SIDE_BUY;
      words[word + PLACE_VALIDITY] = VALIDITY_GTC;
    } else words[word + ORDER_REPORT_REPORT] = REPORT_REJECTED;
  }
}

for (const name of enginesUnderTest()) {
  Deno.test(`an order that retired out of the order of ids is known as retired on ${name}, and its reports are lost`, () => {
    const log = new OrderLog({ execution: "reported" }).step(10).place(1).place(2).place(3);
    log.report(2, REPORT_REJECTED, 0).report(1, REPORT_REJECTED, 0);
    const first = log.take(), time_us = first[LANE_TIME_US]!;
    let engine = createEngine(name, log.configuration());
    engine.apply(first);
    const events = new Float64Array(2 * CHUNK * RECORD_LANES);
    for (let id = 4; id < 4 + TERMINAL_ORDERS_MAX; id += CHUNK) {
      rejectedOrders(events, time_us, id);
      engine.apply(events);
      engine.readAll();
    }
    assertEquals(engine.status()[STATUS_RETIRED_ORDERS], 2, "the second order, then the first");
    // The next engine has read the numbers from a snapshot.
    const restored = createEngine(name, log.configuration());
    restored.restore(engine.snapshot());
    engine[Symbol.dispose]();
    engine = restored;
    engine.apply(log.fill(2, 1).report(2, REPORT_ACCEPTED, 0).fill(1, 1).fill(3, 1).cancel(2).take());
    assertEquals(remarksOf(engine.readAll()), [
      "refused ORDER_RETIRED 2",
      "ERROR ORDER_RETIRED 2",
      "refused ORDER_RETIRED 2",
      "ERROR ORDER_RETIRED 2",
      "refused ORDER_RETIRED 1",
      "ERROR ORDER_RETIRED 1",
      "refused ORDER_RETIRED 2",
    ]);
    assertEquals(engine.status()[STATUS_LOST_REPORTS], 3, "two fills and a report; a cancel is the strategy's");
    engine[Symbol.dispose]();
  });
}

/** Returns refusals and diagnostics as texts. */
function remarksOf(outputs: Float64Array): string[] {
  const words = wordsOf(outputs), texts: string[] = [];
  for (let at = 0; at < words.length; at += RECORD_WORDS) {
    const code = words[at + OUT_CODE]!, kind = code & 255;
    if (kind !== OUTPUT_REFUSAL && kind !== OUTPUT_DIAGNOSTIC) continue;
    const what = kind === OUTPUT_REFUSAL ? "refused" : codeName("LEVEL", (code >>> 8) & 255);
    texts.push(`${what} ${codeName("REASON", code >>> 16)} ${words[at + OUT_DIAGNOSTIC_ORDER_ID]}`);
  }
  return texts;
}
