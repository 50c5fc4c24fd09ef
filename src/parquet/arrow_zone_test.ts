import { assertEquals } from "@std/assert";
import { writtenZone } from "./arrow_zone.ts";
import { openParquet } from "./parquet_file.ts";

Deno.test("the zone of a column is read from the schema of Arrow, and from the words of pandas where that is left out", async () => {
  const { texts } = await openParquet("fixtures/parquet/pandas_minutes.parquet");
  assertEquals(writtenZone(texts, "timestamp"), "America/New_York");
  const pandas = new Map([["pandas", texts.get("pandas")!]]),
    arrow = new Map([["ARROW:schema", texts.get("ARROW:schema")!]]);
  for (const one of [pandas, arrow]) assertEquals(writtenZone(one, "timestamp"), "America/New_York");
  for (const column of ["close", "nothing"]) assertEquals(writtenZone(texts, column), undefined);
});

Deno.test("a description that is damaged at any byte tells a zone or nothing, and is no error", async () => {
  const { texts } = await openParquet("fixtures/parquet/polars_minutes.parquet");
  const bytes = Uint8Array.from(atob(texts.get("ARROW:schema")!), (letter) => letter.charCodeAt(0));
  for (let at = 0; at < bytes.length; at++) {
    const damaged = bytes.with(at, bytes[at]! ^ 0xff), text = btoa(String.fromCharCode(...damaged));
    const zone = writtenZone(new Map([["ARROW:schema", text], ["pandas", "{"]]), "timestamp");
    assertEquals(["string", "undefined"].includes(typeof zone), true);
  }
});
