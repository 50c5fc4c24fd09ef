import { assert, assertEquals } from "@std/assert";
import * as contract from "../../contract/contract.gen.ts";
import { EventLogBuilder, recordsAt } from "./event_log_builder.ts";

Deno.test("a log keeps the bits of what is written to it, however long it grows", () => {
  const log = new EventLogBuilder();
  for (let event = 0; event < 600; event++) log.begin(contract.EVENT_NO_OP, event, event % 3).float(1, -0);
  log.repeat(5).word(contract.LANE_ORDER_ID, 7);
  assertEquals(log.count, 601);
  const records = recordsAt(log.records(), [600, 599]);
  assertEquals(records[contract.LANE_TIME_US], 5);
  assertEquals(records[contract.RECORD_LANES], 599);
  assert(Object.is(records[contract.RECORD_LANES + 1], -0));
  const words = new Uint32Array(records.buffer);
  assertEquals([words[contract.LANE_KIND], words[contract.LANE_INSTRUMENT], words[contract.LANE_ORDER_ID]], [
    contract.EVENT_NO_OP,
    2,
    7,
  ]);
});
