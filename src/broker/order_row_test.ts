import { assert, assertEquals } from "@std/assert";
import { OrderPages, PLAIN_LANES, WIDE_LANES } from "./order_row.ts";

Deno.test("places of orders are zeros, follow one another, and none reaches into another or past its page", () => {
  const pages = new OrderPages(), seen = new Map<object, number>();
  let taken = 0;
  for (let order = 0; order < 3_000; order++) {
    const lanes = order % 3 === 0 ? WIDE_LANES : PLAIN_LANES, base = pages.take(lanes), { floats, words } = pages.page!;
    assertEquals(base, seen.get(floats) ?? 0);
    assert(base + lanes <= floats.length);
    assert(floats.subarray(base, base + lanes).every((lane) => lane === 0));
    floats.fill(order + 1, base, base + lanes);
    assertEquals(words.length, 2 * floats.length);
    seen.set(floats, base + lanes);
    taken += lanes;
  }
  assert(seen.size > 2);
  assertEquals([...seen.values()].reduce((sum, lanes) => sum + lanes), taken);
});
