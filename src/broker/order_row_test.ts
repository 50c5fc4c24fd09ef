import { assert, assertEquals, assertNotStrictEquals, assertStrictEquals } from "@std/assert";
import { baseOf, OrderPages, PLAIN_LANES, WIDE_LANES } from "./order_row.ts";

Deno.test("places of orders are zeros, follow one another by id, and none reaches into another or past its page", () => {
  const pages = new OrderPages(), seen = new Map<object, number>();
  for (let id = 0; id < 3_000; id++) {
    const { floats, words } = pages.of(id), base = baseOf(id);
    assertEquals(base, seen.get(floats) ?? 0);
    assert(base + PLAIN_LANES <= floats.length);
    assert(floats.subarray(base, base + PLAIN_LANES).every((lane) => lane === 0));
    floats.fill(id + 1, base, base + PLAIN_LANES);
    assertEquals(words.length, 2 * floats.length);
    seen.set(floats, base + PLAIN_LANES);
  }
  assert(seen.size > 2);
});

Deno.test("places for what few orders have are zeros, numbered from 1 on, and none reaches into another", () => {
  const page = new OrderPages().of(0);
  for (let number = 1; number <= 100; number++) {
    assertEquals(page.take(), number);
    for (let lane = 0; lane < WIDE_LANES; lane++) {
      assertEquals(page.rare(number, lane), 0);
      page.setRare(number, lane, number + lane / 32);
    }
  }
  for (let number = 1; number <= 100; number++) {
    for (let lane = 0; lane < WIDE_LANES; lane++) assertEquals(page.rare(number, lane), number + lane / 32);
  }
});

Deno.test("pages before an id are dropped, and those from it on stay", () => {
  const pages = new OrderPages(), first = pages.of(0), second = pages.of(600), third = pages.of(1_100);
  pages.dropBefore(600);
  assertStrictEquals(pages.of(600), second);
  assertStrictEquals(pages.of(1_100), third);
  assertNotStrictEquals(pages.of(0), first);
});
