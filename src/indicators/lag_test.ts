import { assertEquals } from "@std/assert";
import { Lag } from "./lag.ts";

Deno.test("Lag gives the value of so many values ago, and NaN while there is none", () => {
  const one = new Lag(1), three = new Lag(3);
  assertEquals([1, 2, 3].map((value) => one.update(value)), [NaN, 1, 2]);
  assertEquals([1, 2, 3, 4, 5].map((value) => three.update(value)), [NaN, NaN, NaN, 1, 2]);
});
