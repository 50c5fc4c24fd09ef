import {
  assert,
  assertEquals,
  AssertionError,
  assertNotEquals,
  assertNotStrictEquals,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
  equal,
} from "@std/assert";

class Hidden {
  #value: number;
  constructor(value: number) {
    this.#value = value;
  }
  read(): number {
    return this.#value;
  }
}

class Point {
  constructor(x: number) {
    this.x = x;
  }
  x: number;
}

const loop: { self?: unknown } = {};
loop.self = loop;
const otherLoop: { self?: unknown } = {};
otherLoop.self = otherLoop;

const EQUAL: readonly [string, unknown, unknown][] = [
  ["numbers", 1, 1],
  ["NaN", NaN, NaN],
  ["negative zeros", -0, -0],
  ["big integers", 2n ** 70n, 2n ** 70n],
  ["nested objects in another order of keys", { a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 }],
  ["an object without a prototype and a plain one", Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  ["typed arrays with NaN", Float64Array.of(1, NaN), Float64Array.of(1, NaN)],
  ["views at different offsets", new Uint8Array([9, 1, 2]).subarray(1), Uint8Array.of(1, 2)],
  ["buffers", Uint8Array.of(1, 2).buffer, Uint8Array.of(1, 2).buffer],
  ["data views", new DataView(new ArrayBuffer(4)), new DataView(new ArrayBuffer(4))],
  ["maps in another order", new Map([["a", 1], ["b", 2]]), new Map([["b", 2], ["a", 1]])],
  ["maps with keys that are objects", new Map([[{ k: 1 }, [1]]]), new Map([[{ k: 1 }, [1]]])],
  ["sets in another order", new Set([1, 2]), new Set([2, 1])],
  ["sets of objects", new Set([{ a: 1 }, { a: 2 }]), new Set([{ a: 2 }, { a: 1 }])],
  ["dates", new Date(5), new Date(5)],
  ["patterns", /a/g, /a/g],
  ["addresses", new URL("https://a.example/b"), new URL("https://a.example/b")],
  ["errors", new RangeError("x", { cause: 1 }), new RangeError("x", { cause: 1 })],
  ["instances of a class", new Point(1), new Point(1)],
  ["cycles", loop, otherLoop],
  ["holes", [, 1], [, 1]],
];

const DIFFERENT: readonly [string, unknown, unknown, string][] = [
  ["zeros of different sign", 0, -0, "actual 0, expected -0"],
  ["a number and its text", 1, "1", `actual 1, expected "1"`],
  ["null and undefined", null, undefined, "actual null, expected undefined"],
  ["an entry that is undefined and none", { a: undefined }, {}, " at .a: actual is undefined, expected has no such"],
  ["none and an entry that is undefined", {}, { a: undefined }, " at .a: actual has no such entry"],
  ["a hole and undefined", [, 1], [undefined, 1], " at [0]: actual has no such entry"],
  ["lengths", [1, 2], [1, 2, 3], " at .length: actual 2, expected 3"],
  ["an entry before a length", [1, 5], [1, 2, 3], " at [1]: actual 5, expected 2"],
  ["a deep entry", { fills: [{ price: 1 }] }, { fills: [{ price: 2 }] }, " at .fills[0].price: actual 1, expected 2"],
  ["a key that is no name", { "a b": 1 }, { "a b": 2 }, ` at ["a b"]: actual 1, expected 2`],
  ["a symbol's entry", { [Symbol.iterator]: 1 }, { [Symbol.iterator]: 2 }, " at [Symbol(Symbol.iterator)]: actual 1"],
  ["zeros in typed arrays", Float64Array.of(1, 0), Float64Array.of(1, -0), " at [1]: actual 0, expected -0"],
  [
    "typed arrays of different classes",
    Int8Array.of(1),
    Uint8Array.of(1),
    "actual is of class Int8Array, expected of class Uint8Array",
  ],
  ["typed arrays of different lengths", Int8Array.of(1), Int8Array.of(1, 2), " at .length: actual 1, expected 2"],
  ["buffers", Uint8Array.of(1, 2).buffer, Uint8Array.of(1, 3).buffer, " at [1]: actual 2, expected 3"],
  ["data views", new DataView(new ArrayBuffer(1)), new DataView(Uint8Array.of(1).buffer), " at [0]: actual 0"],
  ["an array and an object with the same entries", [1], { 0: 1 }, "actual is of class Array"],
  ["a value in a map", new Map([["a", 1]]), new Map([["a", 2]]), ` at .get("a"): actual 1, expected 2`],
  ["a key missing in a map", new Map(), new Map([["a", 2]]), ` at .get("a"): actual has no equal entry`],
  [
    "a key too many in a map",
    new Map([["a", 2]]),
    new Map(),
    ` at .get("a"): actual is 2, expected has no equal entry`,
  ],
  ["the value of an object's key", new Map([[{ k: 1 }, 1]]), new Map([[{ k: 1 }, 2]]), "expected has no equal entry"],
  ["a member of a set", new Set([{ a: 1 }]), new Set([{ a: 2 }]), "actual has { a: 1 }, expected has no equal member"],
  ["a member missing in a set", new Set([1]), new Set([1, 2]), "actual has no member equal to 2"],
  ["dates", new Date(5), new Date(6), "1970-01-01T00:00:00.005Z"],
  ["flags of patterns", /a/g, /a/, "actual /a/g, expected /a/"],
  ["messages of errors", new Error("x"), new Error("y"), ` at .message: actual "x", expected "y"`],
  ["causes of errors", new Error("x", { cause: 1 }), new Error("x"), " at .cause: actual 1, expected undefined"],
  ["classes of errors", new RangeError("x"), new TypeError("x"), "of class RangeError, expected of class TypeError"],
  ["functions", () => 1, () => 1, "[Function"],
  ["an instance and a plain object", new Point(1), { x: 1 }, "actual is of class Point, expected of class Object"],
  ["instances that keep all private", new Hidden(1), new Hidden(1), "nothing of which can be compared"],
  ["promises", Promise.resolve(1), Promise.resolve(1), "nothing of which can be compared"],
];

for (const [name, a, b] of EQUAL) {
  Deno.test(`assertEquals() accepts ${name}`, () => {
    assertEquals(a, b);
    assertEquals(b, a);
    assert(equal(a, b));
    assertThrows(() => assertNotEquals(a, b), AssertionError, "Expected a value other than");
  });
}

for (const [name, a, b, message] of DIFFERENT) {
  Deno.test(`assertEquals() rejects ${name}`, () => {
    assertThrows(() => assertEquals(a, b), AssertionError, message);
    assertThrows(() => assertEquals(b, a), AssertionError, "Values are not equal");
    assertNotEquals(a, b);
  });
}

Deno.test("assertEquals() ends its first line with the caller's own words and then shows both values", () => {
  const error = assertThrows(() => assertEquals({ a: [1] }, { a: [2] }, "row 3"), AssertionError);
  assertStrictEquals(
    error.message,
    "Values are not equal at .a[0]: actual 1, expected 2: row 3\n  actual:   { a: [ 1 ] }\n  expected: { a: [ 2 ] }",
  );
});

Deno.test("assertEquals() cuts long values in its message", () => {
  const long = Array.from({ length: 5_000 }, (_, index) => index);
  const error = assertThrows(() => assertEquals({ long }, { long: long.with(4_000, -1) }), AssertionError);
  assertStringIncludes(error.message, "at .long[4000]: actual 4000, expected -1");
  assert(error.message.length < 10_000);
});

Deno.test("assertStrictEquals() tells equal content from the same object", () => {
  const one = { a: 1 };
  assertStrictEquals(one, one);
  assertStrictEquals(NaN, NaN);
  assertThrows(() => assertStrictEquals(one, { a: 1 }), AssertionError, "equal in content, but two objects");
  assertThrows(() => assertStrictEquals(0, -0), AssertionError, "actual 0, expected -0");
  assertNotStrictEquals(one, { a: 1 });
  assertThrows(() => assertNotStrictEquals(one, one), AssertionError, "Expected something other than");
});
