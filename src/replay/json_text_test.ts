import { assertEquals } from "@std/assert";
import type { JsonValue } from "../records/json.ts";
import { faultOfJsonText as faultOf, isNestedTooDeep, JSON_DEPTH_MAX, type JsonTextFault } from "./json_text.ts";

function faultOfJsonText(text: string): JsonTextFault | undefined {
  return faultOf(text, JSON.parse(text));
}

Deno.test("a name that stands twice in one object is a fault, with its path", () => {
  const twice = (text: string, field: string) => {
    // Short and long texts are searched in two ways.
    for (const room of ["", " ".repeat(3000)]) {
      assertEquals(faultOfJsonText(text + room), { field, clause: "it is there twice" }, text);
    }
  };
  twice('{"a":1,"a":2}', "a");
  twice('{"a":1, "b":{"c":2,"d":[{"e":1},{"e":2,"f":3,"e":4}]}}', "b.d.e");
  twice('{"a":1,"\\u0061":2}', "a");
  twice('{ "a\\"b" : 1 , "a\\"b" : 2 }', 'a"b');
  twice('{"__proto__":1,"__proto__":1}', "__proto__");
  twice(`{"a":{"a":{"b":1}},"c":[],"a":[]}`, "a");
});

Deno.test("names that stand once in each object are no fault, whatever the strings hold", () => {
  const texts = [
    '{"a":{"a":{"a":[{"a":1},{"a":1}]}}}',
    '{"a":"\\"a\\":","b":"{\\"a\\":1,\\"a\\":2}","c":"\\\\","d":"\\\\\\"}{["}',
    '{"a":["a","a","a:"],"A":1,"a ":2}',
    "[]",
    '"a"',
    "1",
  ];
  for (const text of texts) {
    for (const room of ["", " ".repeat(3000)]) assertEquals(faultOfJsonText(text + room), undefined, text);
  }
});

Deno.test("values that are nested too deep are a fault, in text and as values", () => {
  const nested = (levels: number) => `{"d":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;
  assertEquals(faultOfJsonText(nested(JSON_DEPTH_MAX)), undefined);
  const fault = { field: "d", clause: "it is nested deeper than 1000 levels" };
  for (const levels of [JSON_DEPTH_MAX + 1, 200_000]) assertEquals(faultOfJsonText(nested(levels)), fault);
  assertEquals(isNestedTooDeep(JSON.parse(nested(JSON_DEPTH_MAX))), false);
  assertEquals(isNestedTooDeep(JSON.parse(nested(JSON_DEPTH_MAX + 1))), true);
  const circle: { self?: JsonValue; rest: number } = { rest: 1 };
  circle.self = circle as JsonValue;
  assertEquals(isNestedTooDeep(circle as JsonValue), true);
});

Deno.test("a text of ten million letters takes one pass", () => {
  const long = 10_000_000;
  for (const inner of ["x", '\\"', "\\\\", "\\u0041", ":"]) {
    assertEquals(faultOfJsonText(`{"a":"${inner.repeat(long / inner.length)}"}`), undefined);
    assertEquals(faultOfJsonText(`{"${inner.repeat(long / inner.length)}":1}`), undefined);
  }
  assertEquals(faultOfJsonText(`{"a":[${'"a",'.repeat(long / 4)}1]}`), undefined);
  assertEquals(faultOfJsonText(`{"a"${" ".repeat(long)}:1}`), undefined);
});
