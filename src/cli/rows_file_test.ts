import { assertEquals, assertThrows } from "@std/assert";
import { rowsOf } from "./rows_file.ts";
import { UsageError } from "./usage_error.ts";

Deno.test("a file has a line of names and a row in each other line, and any other text is a column", () => {
  const path = Deno.makeTempFileSync({ suffix: ".csv" });
  try {
    Deno.writeTextFileSync(path, "\ufeffRatio, date\r\n4,2020-08-31\r\n\r\n3:2 , 2021-01-04\n");
    assertEquals(rowsOf(path, "--splits", "date", "ratio"), [
      { date: "2020-08-31", ratio: 4 },
      { date: "2021-01-04", ratio: "3:2" },
    ]);
    assertEquals(rowsOf("Stock Splits", "--splits", "date", "ratio"), "Stock Splits");
    const wrong: readonly [text: string, message: string][] = [
      ["", "write date,amount in its first line"],
      ["date,ratio\n", "write date,amount in its first line"],
      ["date,amount\n2020-01-01\n", `Cannot use line 2 of ${path} as --dividends: it has 1 cells, not 2`],
      ["date,amount\n2020-01-01,much\n", `Cannot use "much" as --dividends, line 2 of ${path}: write a number`],
    ];
    for (const [text, message] of wrong) {
      Deno.writeTextFileSync(path, text);
      assertThrows(() => rowsOf(path, "--dividends", "date", "amount"), UsageError, message);
    }
  } finally {
    Deno.removeSync(path);
  }
  assertThrows(() => rowsOf("none/such.csv", "--funding", "time", "rate"), UsageError, "Cannot use none/such.csv as");
});
