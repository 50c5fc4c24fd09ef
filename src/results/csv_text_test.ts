import { assertEquals } from "@std/assert";
import { csvOfRows, csvText } from "./csv_text.ts";

Deno.test("a text is quoted where it has to be, and no value is changed", () => {
  const cells = ['a"b', "a,b", "a\nb", "a\rb", "", "=1+1", " a ", null, true, 0.1 + 0.2, 1e-7, -0];
  assertEquals(
    csvText(["one", "two, too"], [cells]),
    'one,"two, too"\n"a""b","a,b","a\nb","a\rb","",=1+1, a ,,true,0.30000000000000004,1e-7,0\n',
  );
});

Deno.test("what an order was asked for with is a column for each value", () => {
  assertEquals(
    csvOfRows({ id: "integer", asked: "asked", limit: "number?" }, [{
      id: 1,
      asked: { size: 2, limit: 9.5, valid: "day", reduceOnly: true },
      limit: null,
    }]),
    "id,askedSize,askedCash,askedFraction,askedLimit,askedStop,askedValue,askedAmount,askedPercent,askedLimitOffset," +
      "askedValid,askedPostOnly,askedReduceOnly,limit\n1,2,,,9.5,,,,,,day,,true,\n",
  );
});
