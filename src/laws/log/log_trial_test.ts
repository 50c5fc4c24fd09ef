import { assertEquals, assertThrows } from "@std/assert";
import { EVENT_NO_OP, EVENT_PLACE, LANE_KIND, LANE_ORDER_ID } from "../../contract/contract.gen.ts";
import { wordsOf } from "../../contract/words.ts";
import { EventLogBuilder as Log } from "./event_log_builder.ts";
import { eventsCount } from "./event_log.ts";
import { type LogClaim, resolveLogOptions, tryClaims } from "./log_trial.ts";

const EMPTY = { configuration: new Float64Array(), events: new Float64Array() };
const OPTIONS = resolveLogOptions({ engines: ["typescript"], attempts: 200 }, EMPTY);

/** A log of idle events with two orders in it. */
function logOf(count: number): Float64Array<ArrayBuffer> {
  const log = new Log();
  for (let event = 1; event <= count; event++) {
    const order = event === 30 || event === 77;
    log.begin(order ? EVENT_PLACE : EVENT_NO_OP, event * 1000);
    if (order) log.word(LANE_ORDER_ID, event);
  }
  return log.records();
}

/** Fails where a log has both orders. */
const CLAIM: LogClaim = {
  what: "There are not two orders",
  try: ({ events }) => {
    const words = wordsOf(events);
    const places = Array.from({ length: eventsCount(events) }, (_event, place) => place);
    const orders = places.filter((place) => words[place * 32 + LANE_KIND] === EVENT_PLACE);
    return orders.length < 2 ? undefined : { event: orders[1]! + 1, expected: "one order", found: `${orders.length}` };
  },
};

Deno.test("a claim that fails is told with its event and the fewest events that break it", () => {
  const report = tryClaims(3, { configuration: new Float64Array(0), events: logOf(100) }, OPTIONS, [CLAIM]);
  assertEquals([report.verdict, report.cases], ["failed", 0]);
  const { counterExample } = report;
  assertEquals([counterExample!.event, counterExample!.size, counterExample!.smallest], [77, 2, "2 of 100 events"]);
  assertEquals(counterExample!.place, "event 77, PLACE time_us=77000 order_id=77");
  assertEquals(counterExample!.events, ["1 PLACE time_us=30000 order_id=30", "2 PLACE time_us=77000 order_id=77"]);
});

Deno.test("claims that cannot be tried are left out, and a law of nothing else is not applicable", () => {
  const log = { configuration: new Float64Array(0), events: logOf(20) };
  const idle: LogClaim = { what: "", try: () => ({ leftOut: "no columns" }) };
  const mixed = tryClaims(3, log, OPTIONS, [idle, CLAIM, idle]);
  assertEquals([mixed.verdict, mixed.cases, mixed.leftOut], ["held", 1, ["no columns"]]);
  assertEquals(tryClaims(3, log, OPTIONS, [idle]).reason, "no columns");
});

Deno.test("a law on no engine is refused", () => {
  assertThrows(() => resolveLogOptions({ engines: [] }, EMPTY), RangeError, "on no engine");
});
