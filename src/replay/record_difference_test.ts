import { assertEquals } from "@std/assert";
import * as contract from "../contract/contract.gen.ts";
import { recordDifferences } from "./record_difference.ts";

Deno.test("only the fields that differ are told, by name and with both values", () => {
  const logged = new Float64Array(contract.RECORD_LANES), words = new Uint32Array(logged.buffer);
  words[contract.OUT_CODE] = contract.OUTPUT_FILL + (contract.STATE_FILLED << 8) + (contract.FILL_RULE_OPEN << 16);
  logged[contract.OUT_FILL_PRICE] = 100;
  const replayed = logged.slice(), others = new Uint32Array(replayed.buffer);
  assertEquals(recordDifferences("output", words, others), []);
  replayed[contract.OUT_FILL_PRICE] = 101;
  replayed[contract.OUT_FILL_PNL] = -0;
  others[contract.OUT_CODE] = contract.OUTPUT_FILL + (contract.STATE_FILLED << 8) + (contract.FILL_RULE_STOP << 16);
  assertEquals(recordDifferences("output", words, others), [
    { name: "reason", logged: "OPEN", replayed: "STOP" },
    { name: "price", logged: 100, replayed: 101 },
    { name: "pnl", logged: 0, replayed: "-0" },
  ]);
});

Deno.test("lanes without a name and fields of another kind are told too", () => {
  const mark = new Uint32Array(contract.RECORD_WORDS), odd = new Uint32Array(contract.RECORD_WORDS);
  mark[contract.OUT_CODE] = odd[contract.OUT_CODE] = contract.OUTPUT_MARK;
  odd[31] = 5;
  assertEquals(recordDifferences("output", mark, odd), [{ name: "raw.word_31", logged: undefined, replayed: 5 }]);
});
