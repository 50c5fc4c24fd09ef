import { assertEquals } from "@std/assert";
import { monthOfName } from "./month_names.ts";

Deno.test("monthOfName() knows the months by their names and their short forms in eight languages", () => {
  const year = (language: string, style: "long" | "short") =>
    Array.from(
      { length: 12 },
      (_, month) =>
        new Date(Date.UTC(2024, month, 15)).toLocaleDateString(language, {
          day: "numeric",
          month: style,
          timeZone: "UTC",
        })
          .replace(/[\d.\s]|\bde\b/g, ""),
    );
  for (const language of ["en", "de", "nl", "fr", "es", "it", "pt", "pl"]) {
    for (const style of ["long", "short"] as const) {
      const names = year(language, style);
      assertEquals(names.map(monthOfName), names.map((_, month) => month + 1), `${language} ${names}`);
    }
  }
  for (const name of ["", "ja", "foo", "total"]) assertEquals(monthOfName(name), NaN, name);
});
