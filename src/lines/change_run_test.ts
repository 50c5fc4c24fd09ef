import { assertEquals } from "@std/assert";
import { changesInARow } from "./change_run.ts";

function rows(values: readonly number[], count: number): [up: number[], down: number[]] {
  const up = changesInARow(count, "up"), down = changesInARow(count, "down");
  return [values.map((value) => up(value) as number), values.map((value) => down(value) as number)];
}

Deno.test("changesInARow counts each change, and an equal value or NaN ends the row", () => {
  const values = [1, 2, 3, 3, 4, 5, NaN, 6, 7, 6, 5, -0, 0];
  assertEquals(rows(values, 1), [[0, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0]]);
  assertEquals(rows(values, 2), [[0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0]]);
  assertEquals(rows(values, 4), [values.map(() => 0), values.map(() => 0)]);
});
