import { assert, assertEquals } from "@std/assert";
import * as contract from "../../src/contract/contract.gen.ts";
import { EventLogBuilder } from "../../src/laws/log/event_log_builder.ts";
import { eventTable, type Failure, failureLines, reasonOf } from "./failure.ts";

Deno.test("two failures are the same when only their numbers, batches and events differ", () => {
  const one = "Output 3 differs\n  rust, batches of up to 40, restored into typescript after event 7:\n" +
    "    #3 of event 9 FILL FILLED OPEN time_us=7 price=5 order_id=2\n  event 9: STEP time_us=7";
  const other = "Output 12 differs\n  rust, batches of up to 3:\n    #12 of event 1 FILL FILLED OPEN time_us=1\n" +
    "  event 1: STEP time_us=1 reserved word 30=5";
  assertEquals(reasonOf(one), reasonOf(other));
  assert(reasonOf(one) !== reasonOf(other.replace("FILL FILLED OPEN", "FILL FILLED STOP")));
  assert(
    reasonOf("event 5: MARK has cash 7, it should be 9") !== reasonOf("event 5: MARK has value 7, it should be 9"),
  );
});

Deno.test("a failure is told with its seed, its shrunk log as a table and its configuration", () => {
  const log = new EventLogBuilder();
  log.begin(contract.EVENT_STEP, 5);
  log.begin(contract.EVENT_CANCEL, 100, 2).word(contract.LANE_ORDER_ID, 7);
  const failure: Failure = {
    number: 12,
    found: "Status cash is 1 and 2",
    config: Float64Array.of(1, 2),
    events: log.records(),
    difference: "Status cash is 3 and 4",
    comparing: 1,
    bars: [],
  };
  assertEquals(failureLines(failure, 99), [
    "case 12 of seed 99: Status cash is 1 and 2",
    "shrunk to 2 events: Status cash is 3 and 4",
    "  #  event   time_us  lanes",
    "  1  STEP    5",
    "  2  CANCEL  100      instrument=2 order_id=7",
    "  configuration 1,2",
  ]);
  assertEquals(eventTable(log.records(), 1).at(-1), "  and 1 more");
});
