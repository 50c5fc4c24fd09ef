import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertExists,
  assertFalse,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  AssertionError,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertNotMatch,
  assertStringIncludes,
  assertThrows,
  fail,
  unreachable,
} from "@std/assert";

/** Each row: what must pass, what must fail, and the message it fails with. */
const CASES: readonly [name: string, passes: () => void, fails: () => void, message: string][] = [
  ["assert", () => assert(1), () => assert(0), "Expected a truthy value, got 0"],
  ["assertFalse", () => assertFalse(""), () => assertFalse("x"), `Expected a falsy value, got "x"`],
  ["assertExists", () => assertExists(0), () => assertExists(null, "price"), "Expected a value, got null: price"],
  [
    "assertInstanceOf",
    () => assertInstanceOf(new RangeError(), Error),
    () => assertInstanceOf(5, Error),
    "Expected an instance of Error, got 5",
  ],
  ["assertGreater", () => assertGreater(2, 1), () => assertGreater(1, 1), "Expected 1 > 1"],
  ["assertGreaterOrEqual", () => assertGreaterOrEqual(1, 1), () => assertGreaterOrEqual(NaN, 1), "Expected NaN >= 1"],
  ["assertLess", () => assertLess(1, 2), () => assertLess(1, 1), "Expected 1 < 1"],
  ["assertLessOrEqual", () => assertLessOrEqual(1n, 1n), () => assertLessOrEqual(2n, 1n), "Expected 2n <= 1n"],
  [
    "assertAlmostEquals",
    () => assertAlmostEquals(100.000001, 100),
    () => assertAlmostEquals(1.5, 1, 0.25),
    "Expected 1.5 to be within 0.25 of 1, got a difference of 0.5",
  ],
  [
    "assertStringIncludes",
    () => assertStringIncludes("abc", "b"),
    () => assertStringIncludes("abc", "d"),
    `Expected "abc" to contain "d"`,
  ],
  ["assertMatch", () => assertMatch("abc", /b/), () => assertMatch("abc", /d/), `Expected "abc" to match /d/`],
  ["assertNotMatch", () => assertNotMatch("abc", /d/), () => assertNotMatch("abc", /b/), "not to match /b/"],
];

for (const [name, passes, fails, message] of CASES) {
  Deno.test(`${name}() passes and fails as it says`, () => {
    passes();
    const error = assertThrows(fails, AssertionError, message);
    assertEquals(error.name, "AssertionError");
  });
}

Deno.test("fail() and unreachable() always throw", () => {
  assertThrows(() => fail("why"), AssertionError, "Failed assertion: why");
  assertThrows(() => unreachable("why"), AssertionError, "Unreachable: why");
});

Deno.test("assertAlmostEquals() never passes for NaN against a number", () => {
  assertThrows(() => assertAlmostEquals(NaN, 1), AssertionError);
  assertThrows(() => assertAlmostEquals(1, NaN), AssertionError);
  assertThrows(() => assertAlmostEquals(1, 2, NaN), RangeError, "Cannot compare within a tolerance of NaN");
  assertAlmostEquals(NaN, NaN);
});

Deno.test("assertMatch() gives the same answer twice for a global pattern", () => {
  const pattern = /a/g;
  assertMatch("a", pattern);
  assertMatch("a", pattern);
});
