import { assertEquals, assertThrows } from "@std/assert";
import { isCallable, isOptions, type OptionWords, takenOptions } from "./options.ts";

const WORDS: OptionWords = {
  noObject: (shown) => `Cannot use ${shown}: pass an object`,
  unknown: (name) => `Cannot use option "${name}": there are a and b`,
};

function taken(options: object): object {
  return takenOptions(options, ["a", "b"], WORDS);
}

Deno.test("each option is read once, and what is read later is what was checked", () => {
  let reads = 0;
  const options = taken({
    get a() {
      return ++reads;
    },
  }) as { readonly a: number };
  assertEquals([options.a, options.a, reads], [1, 1, 1]);
});

Deno.test("options of a class and of a prototype count, and an undefined one stays there", () => {
  class Options {
    get a(): number {
      return 1;
    }
  }
  assertEquals(taken(new Options()), { a: 1 });
  assertEquals(taken(Object.create({ b: 2 })), { b: 2 });
  assertEquals(taken(Object.assign(Object.create(null), { a: undefined })), { a: undefined });
});

Deno.test("an unknown name is an error, also an inherited one and one that every object has", () => {
  for (
    const options of [{ c: 1 }, Object.create({ c: 1 }), { toString: 1 }, { ["__proto__"]: 1 }, { constructor: 1 }]
  ) {
    assertThrows(() => taken(options), TypeError, "Cannot use option");
  }
});

Deno.test("a value whose entries would be lost is no object of options", () => {
  const { proxy, revoke } = Proxy.revocable([], {});
  assertThrows(() => taken(proxy), TypeError, "Cannot use []: pass an object");
  revoke();
  for (
    const options of [
      null,
      5,
      "a",
      [],
      () => 1,
      new Map([["a", 1]]),
      new Set(),
      new Date(0),
      Promise.resolve({ a: 1 }),
      new Float64Array(1),
      Object(5),
      /x/,
    ] as unknown as object[]
  ) {
    assertEquals(isOptions(options), false);
    assertThrows(() => taken(options), TypeError, ": pass an object");
  }
});

Deno.test("a class cannot be called, and other functions can", () => {
  assertEquals([isCallable(class {}), isCallable({}), isCallable(undefined)], [false, false, false]);
  assertEquals([isCallable(() => 1), isCallable(async () => {}), isCallable(Math.max)], [true, true, true]);
  assertEquals(isCallable(function classify() {}), true);
});
