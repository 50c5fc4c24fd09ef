import { assertEquals } from "@std/assert";
import { SIDE_BUY, SIDE_SELL } from "../contract/contract.gen.ts";
import { oppositeOf, sideCode, sideOf, signOf } from "./side.ts";

Deno.test("a side goes to its code and its sign, and comes back from a signed quantity", () => {
  const sides = ["buy", "sell"] as const;
  assertEquals(sides.map(sideCode), [SIDE_BUY, SIDE_SELL]);
  assertEquals(sides.map(signOf), [1, -1]);
  for (const side of sides) {
    assertEquals(sideOf(signOf(side) * 7), side);
    assertEquals(sideOf(-signOf(side)), oppositeOf(side));
  }
});
