import { assertEquals, assertThrows } from "@std/assert";
import { gridInstrument, plainInstrument } from "./log_instrument.ts";

Deno.test("a count of steps or lots is the double that its decimal reads as", () => {
  const instrument = gridInstrument({ name: "AAA", resolution: "0.01", lot: 0.001 });
  for (const count of [0, 1, 7, 110, 12_345, 99_999_999]) {
    assertEquals(instrument.price(count), Number(`${count}e-2`));
    assertEquals(instrument.size(-count), count === 0 ? -0 : Number(`${-count}e-3`));
  }
  assertEquals(gridInstrument({ name: "ZB", resolution: "1/32", lot: 1 }).price(33), 1.03125);
});

Deno.test("a plain instrument shows numbers as they are", () => {
  const instrument = plainInstrument("instrument 3");
  assertEquals([instrument.name, instrument.price(0.1), instrument.size(-0)], ["instrument 3", 0.1, -0]);
});

Deno.test("a grid that is no positive number is refused by name", () => {
  assertThrows(
    () => gridInstrument({ name: "AAA", resolution: "0", lot: 1 }),
    RangeError,
    'Cannot use resolution of "AAA" "0"',
  );
});
