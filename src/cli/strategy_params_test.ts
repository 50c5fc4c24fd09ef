import { assertEquals, assertThrows } from "@std/assert";
import { readParams } from "./strategy_params.ts";
import { UsageError } from "./usage_error.ts";

const DEFAULTS = { period: 10, name: "fast", long: true, levels: [1, 2] };

function refusal(...texts: string[]): string {
  return assertThrows(() => readParams(texts, DEFAULTS), UsageError).message;
}

Deno.test("a value is read as what the parameter's default is", () => {
  const texts = ["period=-2.5", "name=a=b", "long=false", "levels=[3]"];
  assertEquals(readParams(texts, DEFAULTS), { period: -2.5, name: "a=b", long: false, levels: [3] });
  assertEquals(readParams(["name="], DEFAULTS), { name: "" });
  assertEquals(readParams([], DEFAULTS), {});
});

Deno.test("a parameter that there is not is refused with those that there are", () => {
  assertEquals(refusal("slow=1"), 'Cannot find the parameter "slow": there are period, name, long, levels');
  assertEquals(refusal("toString=1"), 'Cannot find the parameter "toString": there are period, name, long, levels');
  assertEquals(
    assertThrows(() => readParams(["a=1"], {}), UsageError).message,
    'Cannot find the parameter "a": the strategy has none',
  );
});

Deno.test("a value of another kind is refused, and so is a parameter that is given twice", () => {
  assertEquals(
    refusal("period=ten"),
    'Cannot use "ten" as parameter period: write a number, such as 1000, 0.5 or 1e-3',
  );
  assertEquals(refusal("long=yes"), 'Cannot use "yes" as parameter long: it is true or false');
  assertEquals(refusal("levels=[1"), 'Cannot use "[1" as parameter levels: it is JSON');
  assertEquals(refusal("period"), 'Cannot use "period" as --params: write it as NAME=VALUE');
  assertEquals(refusal("=1"), 'Cannot use "=1" as --params: write it as NAME=VALUE');
  assertEquals(refusal("period=1", "period=2"), 'Cannot use the parameter "period" twice');
});

Deno.test("a parameter whose default is a function or the like cannot be set by a text", () => {
  for (const value of [(x: number) => x, Symbol("s"), /a/, class {}, { deep: [() => 1] }]) {
    assertEquals(
      assertThrows(() => readParams(["sized=5"], { sized: value }), UsageError).message,
      'Cannot set the parameter "sized": its default is a function or another value that has no text; choose it in the ' +
        "class by another parameter, such as a name",
    );
  }
});
