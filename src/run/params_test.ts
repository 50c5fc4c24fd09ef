import { assert, assertEquals, assertNotStrictEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { Strategy } from "../strategy/strategy.ts";
import { checkGivenParams, isPlainParam, resolveParams } from "./params.ts";

Deno.test("parameters are the defaults with changes, and only those that there are", () => {
  class SmaCross extends Strategy.with({ fast: 10, slow: 30 }) {}
  const params = resolveParams(SmaCross, { slow: 20 });
  assertEquals([params, Object.isFrozen(params), SmaCross.defaults], [{ fast: 10, slow: 20 }, true, {
    fast: 10,
    slow: 30,
  }]);
  for (const name of ["fasst", "toString", "constructor", "__proto__"]) {
    assertThrows(
      () => resolveParams(SmaCross, { [name]: 1 } as object),
      RangeError,
      `Cannot find parameter "${name}" of SmaCross: there are "fast", "slow"`,
    );
  }
  assertThrows(() => resolveParams(class Bare extends Strategy {}, { x: 1 }), RangeError, "of Bare: it has none");
});

Deno.test("a run has copies of its parameters, frozen where they can be, so that none carries state to the next run", () => {
  class Shares extends Strategy.with({
    ...{ o: { x: 1, list: [1, { deep: 2 }] }, map: new Map([["a", { b: 1 }]]), set: new Set([1]), date: new Date(5) },
    ...{ lanes: Float64Array.of(1, 2), big: 5n, none: null, text: "a", nothing: undefined },
  }) {}
  const one = resolveParams(Shares, {}), other = resolveParams(Shares, {});
  assertEquals([one, Shares.defaults], [other, other]);
  for (const name of ["o", "map", "set", "date", "lanes"] as const) {
    assertNotStrictEquals(one[name], Shares.defaults[name] as typeof one[typeof name], name);
    assertNotStrictEquals(one[name], other[name] as typeof one[typeof name], name);
  }
  assertThrows(() => one.o.x++, TypeError, "read only property 'x'");
  assertThrows(() => one.o.list.push(3), TypeError, "not extensible");
  assertThrows(() => (one.o.list[1] as { deep: number }).deep = 3, TypeError, "read only");
  assertThrows(() => one.map.get("a")!.b = 3, TypeError, "read only");
  one.map.set("c", { b: 2 });
  one.lanes[0] = 9;
  one.date.setTime(9);
  assertEquals([Shares.defaults, resolveParams(Shares, {})], [other, other]);
  const given = { o: { x: 2, list: [] } }, changed = resolveParams(Shares, given);
  given.o.x = 3;
  assertEquals([changed.o.x, Object.isFrozen(given.o)], [2, false]);
});

Deno.test("values that are shared, or that lead back to themselves, do so in the copy, and other names are just names", () => {
  const cycle: Record<string, unknown> = { name: "toString" };
  cycle["self"] = cycle;
  const shared = [1], defaults = { cycle, one: shared, two: shared, toString: 5, ["__proto__"]: { polluted: true } };
  class Names extends Strategy.with(defaults) {}
  const params = resolveParams(Names, {}) as typeof defaults;
  assert((params.cycle["self"] as unknown) === params.cycle && params.cycle !== cycle);
  assert(params.one === params.two && (params.one as unknown) !== shared);
  assertEquals([params.toString, Object.keys(params).includes("__proto__"), "polluted" in params], [5, true, false]);
});

Deno.test("functions, classes, symbols and regular expressions are defaults alone, and are refused by name when given", () => {
  const sized = (x: number): boolean => x > 1, symbol = Symbol("s"), words = /a/g;
  class Other {}
  class Chooses extends Strategy.with({ sized, symbol, words, Other, nested: { sized } } as Record<string, unknown>) {}
  words.lastIndex = 5;
  const params = resolveParams(Chooses, {});
  assertEquals([params["sized"], params["symbol"], params["Other"]], [sized, symbol, Other]);
  assertEquals([`${params["words"]}`, (params["words"] as RegExp).lastIndex], ["/a/g", 0]);
  const shown = { sized: 'the function "sized"', symbol: "Symbol(s)", words: "/a/g", Other: 'the function "Other"' };
  for (const [name, text] of Object.entries(shown)) {
    const message = assertThrows(() => resolveParams(Chooses, { [name]: Chooses.defaults[name] }), TypeError).message;
    assertStringIncludes(message, `Cannot use the parameter ${name} ${text}: the params of a run are numbers, texts`);
    assertStringIncludes(message, "pass it as a default of Strategy.with or as a member of the class");
    assertEquals(isPlainParam(Chooses.defaults[name]), false);
  }
  assertThrows(
    () => checkGivenParams({ nested: { list: [sized] } }),
    TypeError,
    "the parameter nested.list[0] the function",
  );
  assertEquals([isPlainParam({ a: [1n, new Date()] }), isPlainParam({ a: [sized] })], [true, false]);
});

Deno.test("an object of a class, which runs would share, is refused by name, as a default and when given", () => {
  class Model {
    weight = 1;
  }
  class Holds extends Strategy.with({ model: 1 as unknown }) {}
  class Defaults extends Strategy.with({ deep: { model: new Model() } }) {}
  const refused = "runs would share it, as it is neither a plain object nor an array, a Date, a Map";
  for (
    const value of [new Model(), new WeakMap(), Promise.resolve(), new URL("a:b"), new ArrayBuffer(8), new Error("x")]
  ) {
    assertStringIncludes(assertThrows(() => resolveParams(Holds, { model: value }), TypeError).message, refused);
  }
  assertThrows(() => resolveParams(Defaults, {}), TypeError, "Cannot use the parameter deep.model Model");
  const deep: unknown[] = [];
  for (let at = 0, inner = deep; at < 2000; at++) inner.push(inner = []);
  assertThrows(() => resolveParams(Holds, { model: deep }), TypeError, "it is nested deeper than 1000 levels");
});

Deno.test("a parameter of another type than its default is refused with both, and a default of null takes any", () => {
  const defaults = { fast: 10, name: "x", long: true, levels: [1], map: { a: 1 }, any: null, none: undefined };
  class Typed extends Strategy.with(defaults) {}
  const types = { fast: "a number", name: "a string", long: "a boolean", levels: "an array", map: "an object" };
  const values: readonly unknown[] = ["3", 3, false, [2], { b: 2 }, null, 3n];
  for (const [name, type] of Object.entries(types)) {
    const taken = values.filter((value) => {
      try {
        assertEquals(resolveParams(Typed, { [name]: value })[name as "fast"], value);
        return true;
      } catch (error) {
        const { message } = error as Error;
        assert(message.startsWith(`Cannot use parameter ${name} `), message);
        assert(message.includes(` is ${type}, so pass ${type}; `), message);
        return false;
      }
    });
    assertEquals(taken.length, 1, `${name}: ${Deno.inspect(taken)}`);
  }
  for (const value of values) {
    assertEquals(resolveParams(Typed, { any: value, none: value } as object), { ...defaults, any: value, none: value });
  }
  assertEquals(resolveParams(Typed, { fast: undefined } as object), defaults);
});
