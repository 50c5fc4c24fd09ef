import { assertEquals } from "@std/assert";
import { TurningPoint } from "./turning_point.ts";

function found(values: readonly number[], left: number, right: number, sign: 1 | -1): number[] {
  const search = new TurningPoint(left, right, sign);
  return values.map((value) => search.update(value));
}

Deno.test("TurningPoint tells a value so many bars later, and the first of equal ones", () => {
  const values = [1, 3, 2, 2, 5, 5, 4, 4, 0, 6], _ = NaN;
  assertEquals(found(values, 1, 1, 1), [_, _, 3, _, _, 5, _, _, _, _]);
  assertEquals(found(values, 1, 1, -1), [_, _, _, 2, _, _, _, 4, _, 0]);
  assertEquals(found(values, 2, 1, 1), [_, _, _, _, _, 5, _, _, _, _]);
  assertEquals(found(values, 1, 3, -1), [_, _, _, _, _, 2, _, _, _, _]);
});

Deno.test("TurningPoint equals its rule on random values with many equal ones", () => {
  let state = 7;
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const values = Array.from({ length: 400 }, () => Math.floor(random() * 9));
  for (const [left, right] of [[1, 1], [2, 2], [3, 1], [1, 4]] as const) {
    for (const sign of [1, -1] as const) {
      const expected = values.map((_value, at) => {
        const place = at - right, middle = sign * values[place]!;
        if (place < left) return NaN;
        const before = values.slice(place - left, place), after = values.slice(place + 1, at + 1);
        const isOne = before.every((value) => sign * value < middle) && after.every((value) => sign * value <= middle);
        return isOne ? values[place]! : NaN;
      });
      assertEquals(found(values, left, right, sign), expected, `${left}, ${right}, ${sign}`);
    }
  }
});
