import { assertEquals } from "@std/assert";
import * as contract from "../contract/contract.gen.ts";
import { closesAll, ExecutionFacts } from "./execution_facts.ts";
import { OutputReader } from "./output_reader.ts";

/** A reader that stands on a record of these lanes; lanes from 24 on are words. */
function recordOf(kind: number, lanes: Readonly<Record<number, number>>): OutputReader {
  const floats = new Float64Array(contract.RECORD_LANES), words = new Uint32Array(floats.buffer);
  for (const [lane, value] of Object.entries(lanes)) {
    if (Number(lane) < contract.OUTPUT_FLOATS) floats[Number(lane)] = value;
    else words[Number(lane)] = value;
  }
  words[contract.OUT_CODE] = kind;
  return new OutputReader(floats);
}

Deno.test("an execution closes all its lots or opens all of them, by the position after it", () => {
  assertEquals([closesAll(5, 5), closesAll(5, 8), closesAll(-5, -5)], [false, false, false]);
  assertEquals([closesAll(-5, 0), closesAll(-5, 3), closesAll(5, 0), closesAll(5, -3)], [true, true, true, true]);
});

Deno.test("an EXECUTION and a FILL of the same sale tell the same facts", () => {
  const facts = new ExecutionFacts(), others = new ExecutionFacts();
  // Five of eight lots that cost 100 each are sold for 120 each, with a commission of 3.
  const read = facts.read(recordOf(contract.OUTPUT_EXECUTION, {
    [contract.OUT_EXECUTION_PRICE]: 120,
    [contract.OUT_EXECUTION_QUANTITY]: -5,
    [contract.OUT_EXECUTION_VALUE]: 600,
    [contract.OUT_EXECUTION_COMMISSION]: 3,
    [contract.OUT_EXECUTION_PNL]: 100,
    [contract.OUT_EXECUTION_POSITION_SIZE]: 3,
    [contract.OUT_EXECUTION_POSITION_COST]: 300,
    [contract.OUT_EXECUTION_CASH]: 797,
    [contract.OUT_EXECUTION_ORDER_ID]: 4,
    [contract.OUT_EXECUTION_INSTRUMENT]: 1,
    [contract.OUT_EXECUTION_FLAGS]: contract.FILL_FLAG_SLIPPED,
  }));
  const readToo = others.read(recordOf(contract.OUTPUT_FILL, {
    [contract.OUT_FILL_PRICE]: 120,
    [contract.OUT_FILL_QUANTITY]: -5,
    [contract.OUT_FILL_CLOSED]: -5,
    [contract.OUT_FILL_CLOSED_VALUE]: 500,
    [contract.OUT_FILL_CLOSED_COMMISSION]: 3,
    [contract.OUT_FILL_PNL]: 100,
    [contract.OUT_FILL_POSITION_SIZE]: 3,
    [contract.OUT_FILL_POSITION_BASIS]: 300,
    [contract.OUT_FILL_CASH]: 797,
    [contract.OUT_FILL_ORDER_ID]: 4,
    [contract.OUT_FILL_INSTRUMENT]: 1,
    [contract.OUT_FILL_FLAGS]: contract.FILL_FLAG_SLIPPED,
  }));
  assertEquals([read, readToo], [true, true]);
  assertEquals({ ...facts }, { ...others });
  assertEquals([facts.closed, facts.value, facts.commission], [-5, 600, 3]);
});

Deno.test("a FILL that flips a position has the notional of both parts", () => {
  const facts = new ExecutionFacts();
  // Three short at 100 are covered at 90, and two lots open.
  facts.read(recordOf(contract.OUTPUT_FILL, {
    [contract.OUT_FILL_QUANTITY]: 5,
    [contract.OUT_FILL_CLOSED]: 3,
    [contract.OUT_FILL_CLOSED_VALUE]: -300,
    [contract.OUT_FILL_PNL]: 30,
    [contract.OUT_FILL_OPENED_VALUE]: 180,
    [contract.OUT_FILL_CLOSED_COMMISSION]: 1,
    [contract.OUT_FILL_OPENED_COMMISSION]: 2,
  }));
  assertEquals([facts.value, facts.commission, facts.pnl], [270 + 180, 3, 30]);
});

Deno.test("a record of another kind changes nothing", () => {
  const facts = new ExecutionFacts();
  facts.price = 7;
  for (const kind of [contract.OUTPUT_ORDER, contract.OUTPUT_ROUND_TRIP, contract.OUTPUT_MARK]) {
    assertEquals([facts.read(recordOf(kind, { 1: 9 })), facts.price], [false, 7]);
  }
});
