import { assertEquals, assertThrows } from "@std/assert";
import { inferDateOrder, settleDateOrder } from "./date_order.ts";

Deno.test("inferDateOrder() is settled by the first number above 12", () => {
  assertEquals(inferDateOrder(["01/02/2006", "01/13/2006"]), "mdy");
  assertEquals(inferDateOrder(["01/02/2006", "13/01/2006 09:05"]), "dmy");
  assertEquals(inferDateOrder(["01-02-2006", "12-12-2006"]), "ambiguous");
  assertEquals(inferDateOrder(["2006-01-02", "13/01/2006"]), "none");
  assertEquals(inferDateOrder(["total", "13/01/2006"]), "dmy");
  assertEquals(inferDateOrder([]), "none");
  assertEquals(inferDateOrder(["01.13.2006", "13.01.2006"]), "none");
  assertEquals(inferDateOrder(["09:30 01/02/2006", "09:35 01/13/2006"]), "mdy");
});

Deno.test("inferDateOrder() wants proof that the year is last where it has two digits", () => {
  const cases = [
    [["01/02/24", "01/13/24"], "mdy"],
    [["01/02/98", "13/02/98"], "dmy"],
    [["01/02/98", "02/02/98"], "short"],
    [["02/01/24", "31/01/24"], "short"],
    [["24/01/02", "24/01/31"], "short"],
    [["99/01/02", "99/01/31"], "short"],
    [["31.01.24", "01.02.24"], "short"],
    [["30.12.69", "31.12.69"], "dmy"],
  ] as const;
  for (const [texts, order] of cases) assertEquals(inferDateOrder(texts), order, String(texts));
});

Deno.test("settleDateOrder() asks for the order with the column, the source and a date", () => {
  assertEquals(settleDateOrder(["01/13/24"], '"Date"', "x.csv"), "mdy");
  assertEquals(settleDateOrder(["2024-01-02"], '"Date"', "x.csv"), undefined);
  assertThrows(
    () => settleDateOrder(["01/02/2024"], '"Date"', "x.csv"),
    RangeError,
    'Cannot tell months from days in column "Date" of x.csv: no number in its dates is above 12; pass dateOrder: "mdy"',
  );
  assertThrows(
    () => settleDateOrder(["24/01/31"], '"Date"', "x.csv"),
    RangeError,
    'Cannot tell day, month and year in column "Date" of x.csv: years have two digits, as in "24/01/31", and',
  );
});
