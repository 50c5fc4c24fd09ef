import { assertEquals } from "@std/assert";
import * as contract from "../../contract/contract.gen.ts";
import { wordsOf } from "../../contract/words.ts";
import { recordsAt } from "./event_log_builder.ts";
import { makeEngine } from "./playback.ts";
import { Random } from "../random.ts";
import { makeWorkload } from "../../../tests/fuzz/workload.ts";
import { eventsCount } from "./event_log.ts";
import { type BooksFault, LogBooks } from "./log_books.ts";

const { configuration: { lanes }, events } = makeWorkload(new Random(21), 400);

/** Plays a log into books, with the first output of a kind that `falsify` takes changed; returns the first fault. */
function firstFault(kind: number, falsify: (floats: Float64Array) => boolean): BooksFault | undefined {
  const books = new LogBooks(lanes), words = wordsOf(events);
  let falsified = false;
  using engine = makeEngine("typescript", lanes);
  for (let place = 0; place < eventsCount(events); place++) {
    engine.apply(recordsAt(events, [place]));
    const outputs = engine.readAll(), codes = new Uint32Array(outputs.buffer);
    for (let at = 0; at < codes.length; at += contract.RECORD_WORDS) {
      if (falsified || (codes[at + contract.OUT_CODE]! & 255) !== kind) continue;
      falsified = falsify(outputs.subarray(at / 2, at / 2 + contract.RECORD_LANES));
    }
    books.take(words.slice(place * contract.RECORD_WORDS, (place + 1) * contract.RECORD_WORDS), codes);
    const fault = books.fault(engine.status(), false);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

Deno.test("books kept from the notices of a log agree with its ledger", () => {
  assertEquals(firstFault(contract.OUTPUT_EXECUTION, () => false), undefined);
});

Deno.test("an execution or a fill whose quantity, value, cost or commission is off by one is found", () => {
  const off = (lane: number) => (floats: Float64Array): boolean => {
    floats[lane]! += 1;
    return true;
  };
  for (
    const [kind, lane, what] of [
      [contract.OUTPUT_EXECUTION, contract.OUT_EXECUTION_QUANTITY, "position"],
      [contract.OUTPUT_EXECUTION, contract.OUT_EXECUTION_VALUE, "position"],
      [contract.OUTPUT_EXECUTION, contract.OUT_EXECUTION_POSITION_SIZE, "position"],
      [contract.OUTPUT_EXECUTION, contract.OUT_EXECUTION_POSITION_COST, "position"],
      [contract.OUTPUT_EXECUTION, contract.OUT_EXECUTION_COMMISSION, "commission"],
      [contract.OUTPUT_EXECUTION, contract.OUT_EXECUTION_PNL, "position"],
      [contract.OUTPUT_FILL, contract.OUT_FILL_QUANTITY, "position"],
      [contract.OUTPUT_FILL, contract.OUT_FILL_OPENED_VALUE, "position"],
      [contract.OUTPUT_FILL, contract.OUT_FILL_POSITION_SIZE, "position"],
      [contract.OUTPUT_FILL, contract.OUT_FILL_OPENED_COMMISSION, "commission"],
      [contract.OUTPUT_FILL, contract.OUT_FILL_PNL, "profit"],
    ] as const
  ) assertEquals(firstFault(kind, off(lane))?.expected.startsWith(what), true, what);
});
