/**
 * Groups that one call makes, of orders and of requests: taken whole or refused whole.
 *
 * @module
 */

import { assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { dailyBars, type Prices } from "./daily_bars.ts";
import { ends, fillLines, runScript, type Script, scripted } from "./scripted.ts";

const FLAT: Prices = [100, 100, 100, 100], UP: Prices = [100, 111, 100, 110];
const BARS = dailyBars([FLAT, FLAT, UP, UP]);

Deno.test("a group of requests of any size ends with the fill of one of them", () => {
  const requests = [90, 91, 92, 93].map((limit) => ({ side: "buy", size: 1, limit }) as const);
  const outcome = runScript(BARS, {
    1: (s) => {
      const orders = s.oco([...requests, { side: "buy", size: 2, stop: 105 }]);
      assertEquals(orders.map(({ id }) => id), [1, 2, 3, 4, 5]);
    },
  });
  assertEquals(fillLines(outcome), [[5, 3, "stop", 2, 105]]);
  assertEquals(ends(outcome), [1, 2, 3, 4].map((id) => `${id} cancelled oco`).concat("5 filled filled"));
  assertEquals(outcome.orders.map(({ oco }) => oco), [null, 1, 1, 1, 1]);
});

Deno.test("orders of the same bar join by what buy and sell returned, in any order of the list", () => {
  const act: Script = {
    1: (s) => {
      const low = s.buy({ size: 1, limit: 90 }), plain = s.buy({ size: 1, stop: 120 });
      const [third, first] = s.oco([{ side: "buy", size: 2, stop: 105 }, low, plain]);
      assertEquals([third!.id, first === low], [3, true]);
    },
  };
  const outcome = runScript(BARS, act);
  assertEquals(ends(outcome), ["1 cancelled oco", "2 cancelled oco", "3 filled filled"]);
  assertEquals(outcome.orders.map(({ oco }) => oco), [null, 1, 1]);
});

Deno.test("an order joins a group that was made after it in the same bar, and leads it", () => {
  for (
    const [what, members] of [["its leader", [1, 2]], ["its member", [1, 3]], ["both, last first", [3, 2, 1]]] as const
  ) {
    const act: Script = {
      1: (s) => {
        const first = s.buy({ size: 1, limit: 90, stopLoss: 80 }), leader = s.buy({ size: 1, stop: 120 });
        const member = s.buy({ size: 2, stop: 105, oco: leader }), all = [first, leader, member];
        const joined = s.oco([...members.map((number) => all[number - 1]!), { side: "buy", size: 1, limit: 70 }]);
        assertEquals(joined.slice(0, -1).map((order) => all.indexOf(order as never) + 1), [...members], what);
      },
    };
    const saved: Uint8Array[] = [],
      checkpoint = { every: 1, save: (bytes: Uint8Array): void => void saved.push(bytes) };
    const outcome = runScript(BARS, act);
    // The stop at 105 fills, and ends the limit of before with its stop-loss, the leader of before, and the request.
    assertEquals(fillLines(outcome), [[4, 3, "stop", 2, 105]], what);
    assertEquals(ends(outcome), [
      ...["1 cancelled oco", "2 cancelled parentEnded", "3 cancelled oco", "4 filled filled", "5 cancelled oco"],
    ], what);
    assertEquals(outcome.orders.map(({ oco }) => oco), [null, null, 1, 1, 1], what);
    const { chain } = ct.backtest(scripted(act), BARS, { checkpoint });
    for (const resume of saved) assertEquals(ct.backtest(scripted({}), BARS, { resume }).chain, chain, what);
  }
});

Deno.test("an order does not lead the protection of an entry that was placed after it", () => {
  const outcome = runScript(BARS, {
    1: (s) => {
      const first = s.buy({ size: 1, limit: 90 }),
        entry = s.buy({ size: 1, stop: 120, stopLoss: 110, takeProfit: 130 });
      assertThrows(
        () => s.oco([first, entry.stopLoss!]),
        RangeError,
        "Cannot join order 1 to the group of order 3, which is a stopLoss of order 2: place what joins it behind order 2",
      );
    },
  });
  assertEquals(outcome.orders.map(({ oco }) => oco), [null, null, null, 3]);
});

Deno.test("an order that a group was made behind falls with it where a request is refused", () => {
  const outcome = runScript(BARS, {
    1: (s) => {
      const first = s.buy({ size: 1, limit: 90 }), leader = s.buy({ size: 1, stop: 120 });
      s.buy({ size: 2, stop: 105, oco: leader });
      s.oco([first, leader, { side: "buy", size: 0.4, limit: 70 }]);
    },
  }, { lot: 1 });
  // The third was no part of the call. It names an order that was refused, as it would have named its leader of before.
  assertEquals(ends(outcome), [
    ...["1 rejected groupRefused", "2 rejected groupRefused", "3 filled filled", "4 rejected belowLot"],
  ]);
});

Deno.test("requests join the group of an order of an earlier bar, which is no part of the call", () => {
  const outcome = runScript(BARS, {
    1: (s) => void (s.kept["old"] = s.buy({ size: 1, limit: 90 })),
    2: (s) => void s.oco([s.kept["old"]!, { side: "buy", size: 2, stop: 105 }, { side: "buy", size: 1, limit: 80 }]),
  });
  assertEquals(ends(outcome), ["1 cancelled oco", "2 filled filled", "3 cancelled oco"]);
});

for (
  const [what, bad] of [
    ["first", 0],
    ["second", 1],
    ["last", 2],
  ] as const
) {
  Deno.test(`a group whose ${what} order is refused is refused whole`, () => {
    const sizes = [1, 1, 1];
    sizes[bad] = 0.4;
    const outcome = runScript(BARS, {
      1: (s) => void s.oco(sizes.map((size, at) => ({ side: "buy", size, limit: 90 + at }) as const)),
    }, { lot: 1 });
    const expected = [1, 2, 3].map((id) => `${id} rejected ${id - 1 === bad ? "belowLot" : "groupRefused"}`);
    assertEquals(ends(outcome), expected);
    assertEquals(outcome.fills, []);
  });
}

Deno.test("orders of the same bar that one call joins are refused whole too, and the order of an earlier bar stays", () => {
  const outcome = runScript(BARS, {
    1: (s) => void (s.kept["old"] = s.buy({ size: 1, limit: 90 })),
    2: (s) => {
      const stop = s.buy({ size: 1, stop: 105 });
      s.oco([s.kept["old"]!, { side: "buy", size: 0.4, limit: 80 }, stop, { side: "buy", size: 1, limit: 70 }]);
    },
  }, { lot: 1 });
  assertEquals(ends(outcome), [
    "1 accepted placed",
    "2 rejected groupRefused",
    "3 rejected belowLot",
    "4 rejected groupRefused",
  ]);
});

Deno.test("the price of a stop-loss that is refused takes its entry and the whole group along", () => {
  const outcome = runScript(BARS, {
    1: (s) =>
      void s.oco([
        { side: "buy", size: 1, limit: 90, stopLoss: 85, takeProfit: 95 },
        { side: "buy", size: 1, stop: 105, stopLoss: 106, takeProfit: 110 },
        { side: "buy", size: 1, stop: 107 },
      ]),
  });
  assertEquals(ends(outcome), [
    "1 rejected groupRefused",
    "2 cancelled parentEnded",
    "3 cancelled parentEnded",
    "4 rejected protectivePrice",
    "7 rejected groupRefused",
  ]);
});

Deno.test("members with brackets fill with their protection, and the others go with theirs", () => {
  const outcome = runScript(BARS, {
    1: (s) =>
      void s.oco([
        { side: "buy", size: 1, limit: 90, stopLoss: 85 },
        { side: "buy", size: 1, stop: 105, stopLoss: 99, takeProfit: 108 },
      ]),
  });
  assertEquals(ends(outcome), [
    "1 cancelled oco",
    "2 cancelled parentEnded",
    "3 filled filled",
    "4 cancelled oco",
    "5 filled filled",
  ]);
});

Deno.test("no order is placed when a request is wrong, or orders are of two groups", () => {
  const wrong: readonly (readonly [Script[number], string])[] = [
    [(s) => s.oco([{ side: "buy", size: 1 }, { side: "buy", size: NaN }]), "Cannot use size NaN"],
    [(s) => s.oco([s.kept["one"]!, s.kept["two"]!]), "orders of 2 groups, those of order 1 and order 2"],
    [(s) => s.oco([s.kept["one"]!, s.kept["one"]!]), "Cannot use order 1 twice"],
    [(s) => s.oco([s.kept["one"]!]), "Cannot make a group of 1 orders"],
  ];
  for (const [act, says] of wrong) {
    const script: Script = {
      1: (s) => {
        s.kept["one"] = s.buy({ size: 1, limit: 90 });
        s.kept["two"] = s.buy({ size: 1, limit: 91 });
      },
      2: (s) => void assertThrows(() => act!(s), RangeError, says),
    };
    assertEquals(ct.backtest(scripted(script), BARS).orders.length, 2, says);
  }
});

class TwoWays extends ct.Strategy.with({}) {
  override next(): void {
    if (this.data.length === 1) this.oco([{ side: "buy", size: 1, limit: 90 }, { side: "buy", size: 2, stop: 105 }]);
  }
}

Deno.test("a group goes on from a checkpoint between its call and its fill", () => {
  const saved: Uint8Array[] = [], save = (bytes: Uint8Array): void => void saved.push(bytes);
  const { orders } = ct.backtest(TwoWays, BARS, { checkpoint: { every: 1, save } });
  assertEquals(orders.map(({ reason }) => reason), ["oco", "filled"]);
  assertEquals(saved.length > 1, true);
  for (const resume of saved) assertEquals(ct.backtest(TwoWays, BARS, { resume }).orders, orders);
});

Deno.test("replace moves the trigger, the trail and the prices of a bracket's children before and after the entry", () => {
  const bars = dailyBars([FLAT, FLAT, [100, 100, 97, 98], UP]);
  const outcome = runScript(bars, {
    1: (s) => {
      s.kept["trail"] = s.sell({ size: 1, trail: { amount: 20 } });
      s.kept["entry"] = s.buy({ size: 1, stop: 130, stopLoss: 120, takeProfit: 150 });
    },
    2: (s) => {
      const { trail, entry } = s.kept;
      s.replace(trail!, { trail: { amount: 2 } });
      s.replace(entry!, { stop: 109 });
      s.replace(entry!.stopLoss!, { stop: 104 });
      s.replace(entry!.takeProfit!, { limit: 110.5 });
    },
  });
  // The trail begins anew at 100 - 2. The entry passes 109, its target 110.5 may have come before: the close decides.
  assertEquals(fillLines(outcome).slice(0, 2), [[1, 3, "stop", -1, 98], [2, 4, "stop", 1, 109]]);
  assertEquals(outcome.orders.map(({ stop, limit }) => stop ?? limit), [98, 109, 104, 110.5]);
  assertEquals(outcome.refusals, []);
});
