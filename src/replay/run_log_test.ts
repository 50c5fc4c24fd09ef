import { assertEquals, assertThrows } from "@std/assert";
import { makeColumnsCase } from "../../tests/fuzz/columns_case.ts";
import { Random } from "../laws/random.ts";
import { MemorySink } from "./log_sink.ts";
import { RunLog } from "./run_log.ts";

Deno.test("nothing is written before the run begins, and a second run is refused", () => {
  const columns = makeColumnsCase(new Random(1), 40), start = { configuration: columns.configuration.lanes };
  const sink = new MemorySink(), log = new RunLog(sink);
  assertEquals(sink.bytes().length, 0);
  log.begin(start, columns);
  assertEquals(sink.bytes().length > 0, true);
  assertThrows(() => log.begin(start, columns), Error, "Cannot write two runs to one replay log");
});
