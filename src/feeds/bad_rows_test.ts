import { assertEquals, assertThrows } from "@std/assert";
import { BadRows } from "./bad_rows.ts";

const FAULT = { place: "line 3 of a.csv", reason: "there is no value" };

Deno.test("BadRows throws at the first row where bad rows are errors", () => {
  const badRows = new BadRows("error");
  assertThrows(
    () => badRows.add(() => FAULT),
    RangeError,
    "Cannot read line 3 of a.csv: there is no value; correct it, or",
  );
});

Deno.test("BadRows counts and describes only the first where bad rows are skipped", () => {
  const badRows = new BadRows("skip");
  assertEquals(badRows.note(), undefined);
  badRows.add(() => FAULT);
  assertEquals(badRows.note(), "1 bad row was left out, line 3 of a.csv: there is no value");
  badRows.add(() => {
    throw new Error("The second row must not be described");
  });
  assertEquals(badRows.note(), "2 bad rows were left out, the first is line 3 of a.csv: there is no value");
});
