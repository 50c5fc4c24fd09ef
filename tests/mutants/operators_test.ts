import { assertEquals } from "@std/assert";
import type { MechanicalOperator } from "./mutant.ts";
import { allMutationsOf, mutationsOf } from "./operators.ts";

const CASES: readonly (readonly [operator: MechanicalOperator, line: string, mutations: readonly string[]])[] = [
  ["comparison turned", "if (a < b && c === d) {", [
    "if (a <= b && c === d) {",
    "if (a >= b && c === d) {",
    "if (a < b && c !== d) {",
  ]],
  ["comparison turned", "  if a != 0.0 {", ["if a == 0.0 {"]],
  // Neither a generic nor an arrow compares.
  ["comparison turned", "const found: Map<string, number> = list.map((each) => each.size);", []],
  ["constant off by one", "return a2 - 2 * b + 1.0 + 0.5;", [
    "return a2 - 3 * b + 1.0 + 0.5;",
    "return a2 - 1 * b + 1.0 + 0.5;",
    "return a2 - 2 * b + 2.0 + 0.5;",
    "return a2 - 2 * b + 0.0 + 0.5;",
  ]],
  ["constant inverted", "order.active = true;", ["order.active = false;"]],
  ["sign swapped", "cash += price - -fee;", ["cash += price + -fee;", "cash -= price - -fee;"]],
  ["connective swapped", "&& a || b", ["|| a || b", "&& a && b"]],
  ["branch removed", "if (a === b) return c;", ["if (false && a === b) return c;"]],
  ["branch removed", "} else if (a || b(c)) {", ["} else if (false && (a || b(c))) {"]],
  ["branch removed", "if a || b(c) {", ["if false && (a || b(c)) {"]],
  ["branch removed", "if engine.failure.is_some() {", ["if false && engine.failure.is_some() {"]],
  ["statement removed", "state.cash -= commission;", [""]],
  ["statement removed", "let b = a;", []],
  ["statement removed", "if (a) {", []],
  ["rounding changed", "const b = Math.floor(a);", ["const b = Math.ceil(a);", "const b = Math.round(a);"]],
  ["rounding changed", "rated(price, ROUND_UP)", ["rated(price, ROUND_HALF_EVEN)"]],
];

for (const [operator, line, mutations] of CASES) {
  Deno.test(`"${operator}" makes what it should of ${line.trim()}`, () => {
    assertEquals(mutationsOf(operator, line), mutations);
  });
}

Deno.test("comments, imports and empty lines have no mutants, and every mutant is another line", () => {
  for (const line of ["", "// a < b", " * a < b;", "/** 1 */", 'import { a } from "b";']) {
    assertEquals(allMutationsOf(line), []);
  }
  const line = "if (a < 1 && b) total += Math.floor(c);";
  for (const { after } of allMutationsOf(line)) assertEquals(after === line, false);
  assertEquals(new Set(allMutationsOf(line).map(({ operator }) => operator)).size, 7);
});
