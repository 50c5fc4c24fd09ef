import { assertEquals } from "@std/assert";
import { firstDifference } from "./difference.ts";

Deno.test("the first difference is named by its path, with both values", () => {
  assertEquals(firstDifference({ a: { b: [1, 2] } }, { a: { b: [1, 3] } }), {
    path: "a.b[1]",
    first: "2",
    second: "3",
  });
  assertEquals(firstDifference({ a: 1 }, { a: 1, b: "x" }), { path: "b", first: "nothing", second: '"x"' });
  assertEquals(firstDifference({ a: null, b: 1 }, { b: 1 }), { path: "a", first: "null", second: "nothing" });
  assertEquals(firstDifference({ a: [1] }, { a: { 0: 1 } }), { path: "a", first: "[1]", second: '{"0":1}' });
  assertEquals(firstDifference([1, 2], [1]), { path: "[1]", first: "2", second: "nothing" });
});

Deno.test("equal values differ nowhere, whatever the order of their names", () => {
  assertEquals(firstDifference({ a: [1, { b: null }], c: "x" }, { c: "x", a: [1, { b: null }] }), undefined);
  assertEquals(firstDifference(undefined, undefined), undefined);
});

Deno.test("a property that every object inherits is not a value of it", () => {
  assertEquals(firstDifference({}, { constructor: 1 }), { path: "constructor", first: "nothing", second: "1" });
});
