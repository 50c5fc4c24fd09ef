import { assertEquals } from "@std/assert";
import { operationOfOne, operationOfTwo, operationWith } from "./operation.ts";

const LEFT = Float64Array.of(9, 1, -2, NaN, 0, 9), RIGHT = Float64Array.of(9, 3, 2, 1, 0, 9);

Deno.test("operations compute bar by bar and whole segments alike, and write nothing outside of the segment", () => {
  const operations = [
    [operationOfTwo("*"), [LEFT, RIGHT], [3, -4, NaN, 0]],
    [operationOfTwo("and"), [LEFT, RIGHT], [1, 1, 0, 0]],
    [operationWith("max", 0.5), [LEFT], [1, 0.5, NaN, 0.5]],
    [operationOfOne("abs"), [LEFT], [1, 2, NaN, 0]],
    [operationOfOne("not"), [LEFT], [0, 0, 0, 1]],
  ] as const;
  for (const [{ start, fill }, inputs, expected] of operations) {
    const output = new Float64Array(6).fill(7), update = start();
    fill({ inputs, outputs: [output], from: 1, until: 5 });
    assertEquals(output, Float64Array.of(7, ...expected, 7));
    assertEquals(expected.map((_value, at) => update(...inputs.map((column) => column[at + 1]!))), [...expected]);
  }
});
