import { assertEquals } from "@std/assert";
import { comesFirst, type Reach } from "./group_order.ts";

const REACH: Reach = {
  upwards: true,
  level: 105n,
  afterwards: false,
  limit: 0n,
  stops: false,
  at_once: false,
  past: false,
  late: false,
  entry: undefined,
};

function both(one: Partial<Reach>, other: Partial<Reach>): [boolean, boolean] {
  const first = { ...REACH, ...one }, second = { ...REACH, ...other };
  return [comesFirst(first, second), comesFirst(second, first)];
}

Deno.test("of two prices on one side the nearer comes first, and of prices on two sides none does", () => {
  assertEquals(both({ level: 103n }, {}), [true, false]);
  assertEquals(both({ upwards: false, level: 95n }, { upwards: false, level: 92n }), [true, false]);
  assertEquals(both({}, {}), [false, false]);
  assertEquals(both({}, { upwards: false, level: 95n }), [false, false]);
});

Deno.test("the way back from a trigger passes the prices before the limit", () => {
  const back = { upwards: false, level: 90n, afterwards: true, limit: 104n };
  assertEquals(both(back, { level: 103n }), [false, true]);
  assertEquals(both(back, { level: 105n }), [false, false]);
  assertEquals(both(back, { upwards: false, level: 90n }), [false, true]);
  assertEquals(both(back, { ...back, level: 89n, limit: 105n }), [true, false]);
});

Deno.test("an entry inside the bar comes after the prices on its way, and before those behind it", () => {
  const entry = { time_us: 1, price: 95n, moment: "inside", direction: -1n } as const;
  const stop = { upwards: false, level: 93n, entry }, target = { level: 100n, entry };
  assertEquals(both({ upwards: false, level: 96n }, stop), [true, false]);
  assertEquals(both({ upwards: false, level: 96n }, target), [true, false]);
  assertEquals(both({ upwards: false, level: 92n }, stop), [false, true]);
  assertEquals(both({ level: 105n }, target), [false, false]);
  assertEquals(both({ at_once: true, entry }, { upwards: false, level: 92n }), [true, false]);
  assertEquals(both({ at_once: true, entry }, { level: 105n }), [false, false]);
});

Deno.test("a price that has to be gone past comes after one at the same place that waits for a touch", () => {
  const back = { level: 105n, afterwards: true, limit: 104n };
  assertEquals(both({}, back), [true, false]);
  assertEquals(both({ past: true }, back), [false, false]);
  const entry = { time_us: 1, price: 105n, moment: "inside", direction: 1n } as const;
  const stop = { upwards: false, level: 99n, entry };
  assertEquals(both({}, stop), [true, false]);
  assertEquals(both({ past: true }, stop), [false, false]);
});

Deno.test("a trigger at the price of an entry leaves the entry's target first on the way back", () => {
  const entry = { time_us: 1, price: 97n, moment: "inside", direction: -1n } as const;
  assertEquals(both({ level: 98n, entry }, { upwards: false, level: 97n, afterwards: true, limit: 104n }), [
    true,
    false,
  ]);
});

Deno.test("an entry that came back from its trigger was on both sides before", () => {
  const entry = { time_us: 1, price: 101n, moment: "inside", direction: 0n, trigger: 103n } as const;
  const stop = { upwards: false, level: 99n, entry };
  assertEquals(both({ level: 102n }, stop), [true, false]);
  assertEquals(both({ level: 104n }, stop), [false, false]);
  assertEquals(both({ upwards: false, level: 98n }, stop), [false, false]);
});
