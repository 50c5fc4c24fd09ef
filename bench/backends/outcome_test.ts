import { assertEquals } from "@std/assert";
import { type Outcome, outcomeDifferences } from "./outcome.ts";

const outcome: Outcome = { chain: "0123456789abcdef", cash: 5, value: 7, position: { a: 1 } };

Deno.test("equal outcomes have no differences", () => {
  assertEquals(outcomeDifferences(outcome, { ...outcome, position: { a: 1 } }), []);
});

Deno.test("each part of an outcome that differs is named with both values, down to the sign of zero", () => {
  const cases: [Partial<Outcome>, string[]][] = [
    [{ cash: 6 }, ["cash: 5 and 6"]],
    [{ value: 8 }, ["value: 7 and 8"]],
    [{ position: {} }, ["position in a: 1 and undefined"]],
    [{ position: { a: 1, b: 2 } }, ["position in b: undefined and 2"]],
    [{ chain: "f" }, ['hash: "0123456789abcdef" and "f"']],
    [{ cash: NaN, value: 0 }, ["cash: 5 and NaN", "value: 7 and 0"]],
  ];
  for (const [changed, expected] of cases) {
    assertEquals(outcomeDifferences(outcome, { ...outcome, ...changed }), expected);
  }
  assertEquals(outcomeDifferences({ ...outcome, cash: 0 }, { ...outcome, cash: -0 }), ["cash: 0 and -0"]);
});
