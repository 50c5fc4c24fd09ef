import { assertEquals } from "@std/assert";
import { Random } from "../laws/random.ts";
import { doubleFromJson, doubleToJson, isJsonObject } from "./json.ts";

function words(value: number): [number, number] {
  const pair = new Uint32Array(Float64Array.of(value).buffer);
  return [pair[0]!, pair[1]!];
}

function throughJson(low: number, high: number): readonly [number, number] | undefined {
  return doubleFromJson(JSON.parse(JSON.stringify(doubleToJson(low, high))));
}

Deno.test("a double that JSON has no number for is written as a word", () => {
  assertEquals(doubleToJson(...words(0)), 0);
  assertEquals(doubleToJson(...words(-0)), "-0");
  assertEquals(doubleToJson(...words(Infinity)), "inf");
  assertEquals(doubleToJson(...words(-Infinity)), "-inf");
  assertEquals(doubleToJson(0, 0x7ff80000), "nan");
  assertEquals(doubleToJson(1, 0x7ff80000), "0x7ff8000000000001");
  assertEquals(doubleToJson(0, 0xfff80000), "0xfff8000000000000");
  assertEquals(doubleToJson(...words(0.1)), 0.1);
});

Deno.test("any 64 bits come back from JSON as they were", () => {
  const random = new Random(1);
  const edges = [0, 1, 0x7ff00000, 0x7ff80000, 0x7fffffff, 0x80000000, 0xfff00000, 0xfff00001, 0xffffffff, 0x00100000];
  for (const low of edges) for (const high of edges) assertEquals(throughJson(low, high), [low, high]);
  for (let count = 0; count < 20_000; count++) {
    const low = random.word(), high = random.chance(10) ? random.pick(edges) : random.word();
    assertEquals(throughJson(low, high), [low, high]);
  }
});

Deno.test("a value that is no double has no words", () => {
  for (const value of [undefined, null, true, "1", "NaN", "", "Infinity", "0x3ff0000000000000", "0x7ff0000000000000"]) {
    assertEquals(doubleFromJson(value), undefined);
  }
  assertEquals(doubleFromJson([1]), undefined);
  assertEquals(doubleFromJson(JSON.parse("1e400")), undefined);
});

Deno.test("an object of JSON is neither null nor an array", () => {
  assertEquals([{}, { a: 1 }].map(isJsonObject), [true, true]);
  assertEquals([undefined, null, true, 1, "{}", [], [{}]].map((value) => isJsonObject(value)), Array(7).fill(false));
});
