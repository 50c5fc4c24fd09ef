import { assertEquals, assertNotEquals } from "@std/assert";
import { Random } from "../../laws/random.ts";
import { MarkHash } from "./mark_hash.ts";

/** Cash and value of some steps, one column after the other. */
function columnsOf(steps: number): Float64Array {
  const random = new Random(7, steps);
  return Float64Array.from({ length: 2 * steps }, () => random.between(-(2 ** 40), 2 ** 40));
}

function sumOf(hash: MarkHash): [number, number] {
  const { low, high } = hash.sum();
  return [low, high];
}

Deno.test("marks from columns, in parts of any length, hash as one mark after the other", () => {
  for (let steps = 0; steps < 40; steps++) {
    const marks = columnsOf(steps), single = new MarkHash();
    for (let step = 0; step < steps; step++) single.add(marks[step]!, marks[steps + step]!);
    for (let part = 1; part <= steps + 1; part++) {
      const parts = new MarkHash();
      for (let step = 0; step < steps; step += part) {
        parts.addColumns(marks, step, steps + step, Math.min(part, steps - step));
      }
      assertEquals([parts.count, ...sumOf(parts)], [steps, ...sumOf(single)], `${steps} steps in parts of ${part}`);
    }
  }
});

Deno.test("the order of marks, their number, and which column holds an amount change the hash", () => {
  const hash = (...marks: readonly (readonly [number, number])[]): [number, number] => {
    const made = new MarkHash();
    for (const [cash, value] of marks) made.add(cash, value);
    return sumOf(made);
  };
  assertNotEquals(hash([1, 2], [3, 4]), hash([3, 4], [1, 2]));
  assertNotEquals(hash([1, 2]), hash([2, 1]));
  assertNotEquals(hash([0, 0]), hash([0, 0], [0, 0]));
  assertNotEquals(hash(), hash([0, 0]));
});
