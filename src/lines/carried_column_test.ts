import { assertEquals } from "@std/assert";
import { CarriedColumn } from "./carried_column.ts";
import { GivenColumn } from "./column.ts";

/** A column that takes down which bars were asked for. */
class Asked extends GivenColumn {
  readonly asked: number[] = [];
  override extend(index: number): void {
    this.asked.push(index);
  }
}

Deno.test("a carried column has the last value of its source, NaN before the first, and the holes of it", () => {
  const column = new CarriedColumn(new GivenColumn(Float64Array.of(5, NaN, 7)), Int32Array.of(-1, 0, 0, 1, 2, 2));
  assertEquals([column.known, column.values.length], [0, 0]);
  column.extend(5);
  assertEquals([column.known, column.values], [6, Float64Array.of(NaN, 5, 5, NaN, 7, 7)]);
});

Deno.test("a carried column is made up to the bar that is asked for, and asks for no later bar of its source", () => {
  const source = new Asked(Float64Array.of(5, 6, 7)), column = new CarriedColumn(source, Int32Array.of(-1, 0, 0, 2, 2));
  const known = [0, 2, 1, 3, 4].map((bar) => {
    column.extend(bar);
    return [column.known, source.asked.at(-1)];
  });
  assertEquals(known, [[1, undefined], [3, 0], [3, 0], [4, 2], [5, 2]]);
  assertEquals(column.values, Float64Array.of(NaN, 5, 5, 7, 7));
});
