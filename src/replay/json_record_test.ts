import { assertEquals, assertThrows } from "@std/assert";
import * as contract from "../contract/contract.gen.ts";
import { Random } from "../laws/random.ts";
import { FieldError } from "./json_lines_error.ts";
import { recordFromJson, recordToJson } from "./json_record.ts";
import type { JsonObject } from "../records/json.ts";
import { kindsOf, type RecordFamily } from "../records/record_fields.ts";

const EDGES: readonly number[] = [0, 1, 2, 255, 256, 0x80000000, 0x7ff80000, 0x7ff00000, 0xfff80001, 0xffffffff];

function throughJson(family: RecordFamily, words: Uint32Array): Uint32Array {
  const back = new Uint32Array(contract.RECORD_WORDS).fill(7);
  recordFromJson(family, JSON.parse(JSON.stringify(recordToJson(family, words, 0))), "line", back, 0);
  return back;
}

function placed(): Uint32Array<ArrayBuffer> {
  const floats = new Float64Array(contract.RECORD_LANES), words = new Uint32Array(floats.buffer);
  floats[contract.LANE_TIME_US] = 60e6;
  floats[contract.PLACE_QUANTITY] = 3;
  words[contract.LANE_KIND] = contract.EVENT_PLACE;
  words[contract.PLACE_ORDER_TYPE] = contract.TYPE_LIMIT;
  words[contract.PLACE_SIDE] = contract.SIDE_SELL;
  words[contract.PLACE_FLAGS] = contract.ORDER_FLAG_CLOSE + contract.ORDER_FLAG_REDUCE_ONLY;
  return words;
}

Deno.test("any 128 bytes of any kind come back from JSON as they were", () => {
  const random = new Random(5), kinds = { event: kindsOf("event").names, output: kindsOf("output").names };
  for (const family of ["event", "output"] as const) {
    const codes = [...kinds[family].keys(), 0, 13, 99, 255];
    for (let count = 0; count < 4000; count++) {
      const words = Uint32Array.from(
        { length: contract.RECORD_WORDS },
        () => random.chance(50) ? 0 : random.chance(50) ? random.pick(EDGES) : random.word(),
      );
      if (family === "event") words[contract.LANE_KIND] = random.pick(codes);
      else words[contract.OUT_CODE] = (random.word() & 0xffffff00) + random.pick(codes);
      assertEquals(throughJson(family, words), words);
    }
  }
});

Deno.test("codes and bits have their names, numbers where there is none, and lanes without a name lie under raw", () => {
  const words = placed();
  const fields = recordToJson("event", words, 0);
  assertEquals([fields["kind"], fields["order_type"], fields["side"]], ["PLACE", "LIMIT", "SELL"]);
  assertEquals([fields["flags"], fields["quantity"], fields["raw"]], [["REDUCE_ONLY", "CLOSE"], 3, undefined]);
  words[contract.PLACE_FLAGS]! += 0x8000_0000;
  words[contract.PLACE_SIDE] = 9;
  words[contract.LANE_KIND] = contract.EVENT_CANCEL;
  assertEquals(recordToJson("event", words, 0)["raw"], {
    float_1: 3,
    [`word_${contract.PLACE_ORDER_TYPE}`]: contract.TYPE_LIMIT,
    [`word_${contract.PLACE_SIDE}`]: 9,
    [`word_${contract.PLACE_FLAGS}`]: 0x8000_0005,
  });
  words[contract.LANE_KIND] = contract.EVENT_PLACE;
  const unnamed = recordToJson("event", words, 0);
  assertEquals([unnamed["flags"], unnamed["side"], unnamed["raw"]], [0x8000_0005, 9, undefined]);
});

Deno.test("the flags of an order notice begin with its type", () => {
  const words = new Uint32Array(contract.RECORD_WORDS);
  words[contract.OUT_CODE] = contract.OUTPUT_ORDER;
  words[contract.OUT_ORDER_FLAGS] = contract.TYPE_STOP + contract.ORDER_VIEW_SELL + contract.ORDER_VIEW_TRIGGERED;
  assertEquals(recordToJson("output", words, 0)["flags"], ["STOP", "SELL", "TRIGGERED"]);
});

const REFUSED: readonly [change: JsonObject, field: string, message: string][] = [
  [{ kind: "BARS" }, "kind", `"BARS" is no kind of event`],
  [{ kind: -1 }, "kind", "-1 is no kind of event"],
  [{ quantity: null }, "quantity", "null is no number"],
  [{ quantity: "7" }, "quantity", `"7" is no number`],
  [{ parent: -1 }, "parent", "-1 is no whole number from 0 to 4294967295"],
  [{ parent: 0.5 }, "parent", "0.5 is no whole number"],
  [{ parent: 2 ** 32 }, "parent", "4294967296 is no whole number"],
  [{ side: "HOLD" }, "side", `"HOLD" is no whole number from 0 to 4294967295, or a code's name`],
  [{ flags: ["CLOSE", "CLOSE"] }, "flags", `"CLOSE" is no bit of it, or said twice`],
  [{ flags: ["OPEN"] }, "flags", `"OPEN" is no bit of it, or said twice`],
  [{ colour: 1 }, "colour", "PLACE has no such field"],
  [{ raw: [] }, "raw", "[] is no object of lanes"],
  [{ raw: { float_1: 1 } }, "raw.float_1", "the lane has a name of its own"],
  [{ raw: { float_10: 1 } }, "raw.float_10", "the record has no such lane"],
  [{ raw: { word_17: 1 } }, "raw.word_17", "the record has no such lane"],
  [{ raw: { lane: 1 } }, "raw.lane", "the record has no such lane"],
];

Deno.test("a field that is missing, unknown or holds what its lane cannot is named", () => {
  const good = recordToJson("event", placed(), 0), words = new Uint32Array(contract.RECORD_WORDS);
  for (const [change, field, message] of REFUSED) {
    const error = assertThrows(
      () => recordFromJson("event", { ...good, ...change }, "", words, 0),
      FieldError,
      message,
    );
    assertEquals((error as FieldError).field, field);
  }
  const { quantity: _left, ...without } = good;
  const error = assertThrows(() => recordFromJson("event", without, "", words, 0), FieldError, "it is missing");
  assertEquals((error as FieldError).field, "quantity");
});
