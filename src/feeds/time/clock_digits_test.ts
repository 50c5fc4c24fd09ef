import { assertEquals, assertThrows } from "@std/assert";
import { clockOfDigits, clockText, settleClockDigits } from "./clock_digits.ts";

Deno.test("settleClockDigits() tells lost zeros from seconds by the whole column", () => {
  const cases = [
    [["931", "932", "1600"], "HHMM"],
    [["0", "5", "100", "2359"], "HHMM"],
    [["93100", "93200", "160000"], "HHMMSS"],
    [["0", "100", "235900"], "HHMMSS"],
    [["34200", "34260", "57600"], "seconds"],
    [["0930", "1000"], undefined],
    [["093000", "160000"], undefined],
    [["0930", "093000"], undefined],
    [["09:30", "10:00"], undefined],
    [["99999", "100000"], undefined],
    [[], undefined],
  ] as const;
  for (const [texts, kind] of cases) {
    assertEquals(settleClockDigits(texts, '"Time"', "x.csv")?.kind, kind, String(texts));
  }
});

Deno.test("settleClockDigits() asks where digits may be read in two ways", () => {
  assertThrows(
    () => settleClockDigits(["34200", "34500"], '"Time"', "x.csv"),
    RangeError,
    'Cannot tell the times of day in column "Time" of x.csv: digits such as "34200" may be 03:42:00 or 09:30:00; write ' +
      "them as 09:30:00",
  );
  assertThrows(() => settleClockDigits(["570", "571"], '"Time"', "x.csv"), RangeError, 'digits such as "570" may be');
});

Deno.test("clockOfDigits() reads digits of each kind", () => {
  const read = (text: string, kind: "HHMM" | "HHMMSS" | "seconds") => clockOfDigits(text, kind);
  assertEquals(clockText(read("931", "HHMM")), "09:31:00");
  assertEquals(clockText(read("90000", "HHMMSS")), "09:00:00");
  assertEquals(clockText(read("34200", "seconds")), "09:30:00");
  assertEquals([clockText(read("2400", "HHMM")), clockText(read("0", "HHMM"))], ["24:00:00", "00:00:00"]);
  assertEquals([read("960", "HHMM"), read("93000", "HHMM"), read("86401", "seconds")], [NaN, NaN, NaN]);
});
