import { assert, assertEquals } from "@std/assert";
import { changePosition, type FloatPosition } from "./ledger.ts";

Deno.test("the parts of a change are its size, and the position is moved by it", () => {
  for (const before of [-2, -1, 0, 1, 2]) {
    for (const size of [-3, -1.5, -1, 1, 1.5, 3]) {
      const position: FloatPosition = { size: before, price: before === 0 ? 0 : 10 };
      const { opened, closed } = changePosition(position, size, 12);
      assertEquals(opened + closed, size);
      assertEquals(position.size, before + size);
      assertEquals(Math.abs(closed) <= Math.abs(before), true);
      assertEquals(position.price === 0, position.size === 0);
    }
  }
});

Deno.test("a position that grows has the average price, one that shrinks keeps it, one that turns has the new one", () => {
  const position: FloatPosition = { size: 0, price: 0 };
  changePosition(position, 1, 10);
  changePosition(position, 3, 14);
  assertEquals(position, { size: 4, price: 13 });
  changePosition(position, -1, 20);
  assertEquals(position, { size: 3, price: 13 });
  changePosition(position, -5, 20);
  assertEquals(position, { size: -2, price: 20 });
  changePosition(position, 2, 7);
  assertEquals(position, { size: 0, price: 0 });
});

Deno.test("a change of position that closes nothing has a closed size of +0 and never -0", () => {
  for (const before of [-2, 0, 2]) {
    for (const size of before === 0 ? [-1, 1] : [Math.sign(before)]) {
      const { closed } = changePosition({ size: before, price: before === 0 ? 0 : 10 }, size, 10);
      assert(Object.is(closed, 0), `from ${before} by ${size} the closed size is ${closed}`);
    }
  }
});
