import { assert, assertEquals, assertThrows } from "@std/assert";
import type { JsonValue } from "../records/json.ts";
import { type Bindings, decodeValue, encodeValue, ValueError } from "./value_text.ts";

const order = { id: 7 }, view = { kept: true };
const BINDINGS: Bindings = {
  orderId: (value) => value === order ? 7 : undefined,
  order: (id) => id === 7 ? order : undefined,
  isKept: (value) => value === view,
};

/** Writes a value, sends it through text, and reads it. */
function through(value: unknown, existing?: unknown): unknown {
  const written: JsonValue = JSON.parse(JSON.stringify(encodeValue(value, "this", BINDINGS)));
  return decodeValue(written, existing, "this", BINDINGS);
}

Deno.test("a value comes back as it was, whatever JSON alone would make of it", () => {
  const values: readonly unknown[] = [
    null,
    true,
    "text",
    1.5,
    5e-324,
    -0,
    NaN,
    Infinity,
    -Infinity,
    undefined,
    -(2n ** 80n),
    new Date(0),
    new Date(NaN),
    [1, [undefined, -0], {}],
    { a: { b: [null] }, $: "Map", entries: [] },
    { __proto__value: 1, constructor: 2 },
    new Map<unknown, unknown>([["a", 1], [NaN, new Map([[1n, undefined]])]]),
    new Set([1, "1", undefined]),
    Float64Array.of(NaN, -0, 1),
    Uint8Array.of(1, 255),
    new Int32Array(0),
  ];
  for (const value of values) assertEquals(through(value), value);
  assert(Object.is(through(-0), -0));
});

Deno.test("a key called __proto__ is a key like any other", () => {
  const value = JSON.parse('{"__proto__": {"a": 1}}');
  const read = through(value) as object;
  assertEquals([Object.keys(read), Object.getPrototypeOf(read)], [["__proto__"], Object.prototype]);
});

Deno.test("shared references stay shared, and circles closed", () => {
  const list = [1], value = { list, again: list, map: new Map([["list", list]]), self: null as unknown };
  value.self = value;
  const read = through(value) as typeof value;
  assertEquals([read.again === read.list, read.map.get("list") === read.list, read.self === read], [true, true, true]);
  assertEquals(read.list, [1]);
});

Deno.test("orders are found again, and what the constructor made is what it made", () => {
  const act = (): number => 1;
  assertEquals(through({ order, view, act }, { view: "made", act: "made too" }), {
    order,
    view: "made",
    act: "made too",
  });
  const read = through([order, order, view], [1, 2, 3]) as unknown[];
  assert(read[0] === order && read[1] === order && read[2] === 3);
});

Deno.test("containers that the constructor made are filled in place", () => {
  const list = [9, 9, 9], map = new Map([["old", 1]]), numbers = Float64Array.of(9), plain = { old: 1, both: 1 };
  const existing = { list, map, numbers, plain, set: new Set([5]) };
  const read = through(
    { list: [1], map: new Map([["new", 2]]), numbers: Float64Array.of(3), plain: { both: 2 }, set: new Set() },
    existing,
  ) as typeof existing;
  assert(read.list === list && read.map === map && read.numbers === numbers && read.plain === plain);
  assertEquals([list, [...map], numbers, plain], [[1], [["new", 2]], Float64Array.of(3), { both: 2 } as typeof plain]);
  assertEquals(read.set, new Set());
  assertEquals(through(Float64Array.of(1, 2), Float64Array.of(1)), Float64Array.of(1, 2));
});

Deno.test("a value that cannot be written or read is named with its place", () => {
  class Window {}
  const cases: readonly (readonly [value: unknown, path: string, message: string])[] = [
    [{ a: [0, { b: new Window() }] }, "this.a[1].b", "it is a Window"],
    [{ a: new Map([["x", new Error("oops")]]) }, "this.a.get(x)", "it is a Error"],
    [{ s: Symbol("s") }, "this.s", "it is a symbol"],
    [{ p: Promise.resolve() }, "this.p", "it is a Promise"],
  ];
  for (const [value, path, message] of cases) {
    const error = assertThrows(() => encodeValue(value, "this", BINDINGS), ValueError, message);
    assertEquals(error.path, path);
  }
  const written: readonly (readonly [written: JsonValue, message: string])[] = [
    [{ $: "order", id: 8 }, "it is order 8, which does not exist"],
    [{ $: "again", index: 3 }, "it repeats a value 3 that does not exist"],
    [{ $: "Window", values: [] }, 'it has the unknown tag "Window"'],
    [{ $: "Map", entries: null }, "it is a Map without a list of entries"],
    [{ $: "Map", entries: [[1]] }, "it is a Map with half an entry"],
    [{ $: "Set" }, "it is a Set without a list of values"],
    [{ $: "Date", time: "now" }, 'it is a Date of "now"'],
    [{ $: "Date" }, "it is a Date of undefined"],
    [{ $: "number", text: "seven" }, 'it is a number of "seven"'],
    [{ $: "bigint", text: 5 }, "it is a bigint of 5"],
    [{ $: "object", value: [] }, "it is an object without its value"],
    [{ $: "Float64Array", values: 5 }, 'it has the unknown tag "Float64Array"'],
  ];
  for (const [value, message] of written) {
    assertThrows(() => decodeValue(value, undefined, "this", BINDINGS), ValueError, message);
  }
});

Deno.test("a value that is nested too deep, and an array whose buffer was transferred away, are errors with the place", () => {
  const nested = (levels: number): unknown => {
    let value: unknown = 1;
    for (let level = 0; level < levels; level++) value = [value];
    return value;
  };
  assertEquals(JSON.stringify(through(nested(1000))), JSON.stringify(nested(1000)));
  for (const levels of [1001, 100_000]) {
    const error = assertThrows(
      () => encodeValue(nested(levels), "this", BINDINGS),
      ValueError,
      "nested deeper than 1000",
    );
    assert(error.path.startsWith("this[0]"));
    // A text of another writer.
    assertThrows(() => decodeValue(nested(levels) as JsonValue, undefined, "this", BINDINGS), ValueError, "deeper");
  }
  const array = Float64Array.of(1, 2);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  assertThrows(() => encodeValue({ array }, "this", BINDINGS), ValueError, "it is a Float64Array whose buffer was");
});

Deno.test("a frozen object or list that the class makes of what it keeps is the same one again", () => {
  const lines = Object.freeze({ upper: view, lower: view }), list = Object.freeze([view, view]);
  const back = through({ lines, again: lines, list }, { lines, again: lines, list }) as Record<string, unknown>;
  assert(back["lines"] === lines && back["again"] === lines);
  assertEquals(back["list"], [view, view]);
  const changed = through({ part: Object.freeze({ view, count: 2 }) }, { part: Object.freeze({ view, count: 1 }) });
  assertEquals(changed, { part: { view, count: 2 } });
});
