import { assertEquals, assertThrows } from "@std/assert";
import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";

const calls: string[] = [];

describe("describe() runs its cases as steps, in order", () => {
  beforeAll(() => void calls.push("outer before all"));
  beforeEach(() => void calls.push("outer before"));
  afterEach(() => void calls.push("outer after"));
  afterAll(() => void calls.push("outer after all"));

  it("runs a case between the hooks", () => void calls.push("first"));
  describe("inside", () => {
    beforeEach(() => void calls.push("inner before"));
    afterEach(() => void calls.push("inner after"));

    it("awaits an asynchronous case", async () => {
      await Promise.resolve();
      calls.push("second");
    });
  });
});

it("runs the outermost hooks first on the way in and last on the way out", () => {
  assertEquals(calls, [
    "outer before all",
    ...["outer before", "first", "outer after"],
    ...["outer before", "inner before", "second", "inner after", "outer after"],
    "outer after all",
  ]);
});

it("describe() throws without a case", () => {
  assertThrows(() => describe("empty", () => {}), TypeError, `Cannot describe "empty" without a case`);
});

it("describe() throws for an asynchronous body", () => {
  const body = (async () => {}) as () => void;
  assertThrows(() => describe("late", body), TypeError, "such as an async one");
});

it("beforeEach() throws outside of a describe()", () => {
  assertThrows(() => beforeEach(() => {}), TypeError, "Cannot use beforeEach() outside of a describe()");
});
