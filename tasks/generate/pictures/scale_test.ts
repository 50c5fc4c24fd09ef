import { assertEquals } from "@std/assert";
import { niceTicks, Scale } from "./scale.ts";

Deno.test("a scale has its ends at their places, and its texts have one decimal", () => {
  const scale = new Scale(10, 20, 100, 0);
  assertEquals([10, 15, 20].map((value) => scale.at(value)), [100, 50, 0]);
  assertEquals([scale.text(13.337), scale.text(10, 0.25), scale.text(20)], ["66.6", "100.3", "0"]);
  assertEquals(new Scale(5, 5, 30, 0).at(5), 30, "a range of one value has one place");
});

Deno.test("the numbers of an axis are round and lie within it", () => {
  assertEquals(niceTicks(148.2, 184.9, 5), [150, 160, 170, 180]);
  assertEquals(niceTicks(-0.13, 0.31, 3), [0, 0.2]);
  assertEquals(niceTicks(0, 1.2e9, 3), [0, 5e8, 1e9]);
  assertEquals(niceTicks(7, 7, 3), [7]);
});
