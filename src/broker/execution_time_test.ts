import { assertEquals } from "@std/assert";
import * as contract from "../contract/contract.gen.ts";
import { executionTimeUs } from "./execution_time.ts";

const COLUMNS = { timeUs: Float64Array.of(10, 20, 35), beginUs: Float64Array.of(0, 10, 25) };

Deno.test("executionTimeUs() is the begin of the bar for each rule that fills at the open", () => {
  for (const rule of [contract.FILL_RULE_OPEN, contract.FILL_RULE_STOP_GAP, contract.FILL_RULE_LIMIT_OPEN]) {
    assertEquals([10, 20, 35].map((knownUs) => executionTimeUs(rule, knownUs, COLUMNS)), [0, 10, 25]);
  }
});

Deno.test("executionTimeUs() is the time of the record for other rules, and without a bar of that time", () => {
  for (const rule of [contract.FILL_RULE_LIMIT, contract.FILL_RULE_CLOSE, contract.FILL_RULE_REPORTED]) {
    assertEquals(executionTimeUs(rule, 20, COLUMNS), 20);
  }
  assertEquals(executionTimeUs(contract.FILL_RULE_OPEN, 21, COLUMNS), 21);
  const none = { timeUs: new Float64Array(), beginUs: new Float64Array() };
  assertEquals(executionTimeUs(contract.FILL_RULE_OPEN, 20, none), 20);
});

Deno.test("executionTimeUs() is the same wherever its search goes on from", () => {
  for (let near = -1; near < 5; near++) {
    const found = [9, 10, 20, 21, 35, 36].map((at) => executionTimeUs(contract.FILL_RULE_OPEN, at, COLUMNS, near));
    assertEquals(found, [9, 0, 10, 21, 25, 36]);
  }
});
