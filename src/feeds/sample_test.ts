import { assertEquals, assertRejects } from "@std/assert";
import { parseCsv } from "./csv/csv.ts";
import { feedOf } from "./bars.ts";
import { sample, type SampleName } from "./sample.ts";

Deno.test("sample() gives the last rows of the file that it comes from", async () => {
  const bytes = await Deno.readFile(new URL("../../fixtures/prices/aapl.csv", import.meta.url));
  const whole = parseCsv(bytes, "aapl.csv", { timeZone: "America/New_York" }), part = await sample("aapl");
  const from = whole.length - part.length;
  for (const [name, column] of Object.entries(feedOf(part).columns)) {
    if (name === "beginUs") continue;
    assertEquals(column, feedOf(whole).columns[name as keyof typeof part.columns].slice(from), name);
  }
});

Deno.test("sample() refuses a name that is none and lists those there are", async () => {
  for (const name of ["AAPL", "msft", "toString", 5, null]) {
    await assertRejects(() => sample(name as SampleName), RangeError, 'there are "aapl"');
  }
});
