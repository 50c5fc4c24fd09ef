/**
 * Certain happens, and uncertain only where it hurts: fills inside a bar against every path that the bar allows.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import * as ct from "../mod.ts";
import { Random } from "../src/laws/random.ts";
import { onEveryEngine } from "./api/every_engine.ts";
import { type PathBar, type PathFill, type PathOrder, pathOutcomes } from "./bar_paths.ts";

/** The close of the bar before, at which the strategy places its orders. */
const BEFORE = 96;

/** A case: orders, and the bar that they meet. */
interface PathCase {
  readonly bar: PathBar;
  readonly orders: readonly PathOrder[];
}

function randomBar(random: Random): PathBar {
  const low = 90 + random.below(4),
    high = low + random.below(9),
    price = (): number => low + random.below(high - low + 1);
  return [price(), high, low, price()];
}

function randomTerms(random: Random): Pick<PathOrder, "limit" | "stop"> {
  const price = (): number => 89 + random.below(13), kind = random.below(3);
  return kind === 0 ? { limit: price() } : kind === 1 ? { stop: price() } : { stop: price(), limit: price() };
}

function randomSide(random: Random): 1 | -1 {
  return random.below(2) === 0 ? 1 : -1;
}

/** Returns whether no two orders have a price in common: of such orders no path says which came first. */
function pricesDiffer(orders: readonly PathOrder[]): boolean {
  const prices = orders.flatMap(({ limit, stop }) => limit === stop ? [limit] : [limit, stop]);
  const known = prices.filter((price) => price !== undefined);
  return new Set(known).size === known.length;
}

/** An entry with one or two protective orders, and perhaps a further member of their group. */
function protectedEntry(random: Random): PathOrder[] {
  const side = randomSide(random), back = side === 1 ? -1 : 1;
  const terms = random.below(4) === 0 ? {} : randomTerms(random), reference = terms.limit ?? terms.stop ?? BEFORE;
  const orders: PathOrder[] = [{ side, ...terms }], protective = { side: back, entry: 0, grouped: true } as const;
  if (random.below(4) > 0) orders.push({ ...protective, stop: reference - side * (1 + random.below(5)) });
  if (random.below(4) > 0) orders.push({ ...protective, limit: reference + side * (1 + random.below(5)) });
  if (orders.length === 1 || random.below(3) > 0) return orders;
  const third: PathOrder = { side: randomSide(random), grouped: true, ...randomTerms(random) };
  return pricesDiffer([...orders, third]) ? [...orders, third] : orders;
}

/** Two or three members of a group, each with a price of its own. */
function group(random: Random): PathOrder[] {
  while (true) {
    const orders = Array.from({ length: 2 + random.below(2) }, (): PathOrder => (
      { side: randomSide(random), grouped: true, ...randomTerms(random) }
    ));
    if (pricesDiffer(orders)) return orders;
  }
}

/** Places the orders of a case on the first bar. */
function strategyOf(orders: readonly PathOrder[]): ct.StrategyClass<ct.Params> {
  return class extends ct.Strategy {
    override next(): void {
      if (this.data.length > 1) return;
      let leader: ct.OrderView | undefined;
      orders.forEach((order, at) => {
        if (order.entry !== undefined) return;
        const stopLoss = orders.find(({ entry, stop }) => entry === at && stop !== undefined)?.stop;
        const takeProfit = orders.find(({ entry, limit }) => entry === at && limit !== undefined)?.limit;
        const { side, limit, stop } = order;
        const options = {
          size: 1,
          ...(limit === undefined ? {} : { limit }),
          ...(stop === undefined ? {} : { stop }),
          ...(stopLoss === undefined ? {} : { stopLoss }),
          ...(takeProfit === undefined ? {} : { takeProfit }),
          ...(order.grouped === true && leader !== undefined ? { oco: leader } : {}),
        };
        const placed = side === 1 ? this.buy(options) : this.sell(options);
        leader ??= order.grouped === true ? placed : placed.stopLoss ?? placed.takeProfit ?? undefined;
      });
    }
  };
}

/** A fill of an engine, with the index of its order. */
interface MadeFill {
  readonly fill: PathFill;
  readonly ambiguous: boolean;
}

/** Plays a case on every engine. Returns undefined if an order was refused, as such a case says nothing of the bar. */
function made({ bar, orders }: PathCase, limitFill: "touch" | "through"): MadeFill[] | undefined {
  const [open, high, low, close] = bar, flat = BEFORE;
  const feed = ct.bars({
    time: ["2024-01-01", "2024-01-02"],
    open: [flat, open],
    high: [flat, high],
    low: [flat, low],
    close: [flat, close],
  }, { timeframe: "1d", decimals: 2 });
  return onEveryEngine((conduct) => {
    const result = ct.backtest(strategyOf(orders), feed, { cash: 100_000, lot: 1, limitFill, ...conduct });
    if (result.refusals.length > 0) return undefined;
    return result.fills.map(({ orderId, price, ambiguous }) => ({ fill: [orderId - 1, price] as const, ambiguous }));
  });
}

/** Returns the first fault of the fills against the outcomes of all paths, or undefined. */
function faultOf(fills: readonly MadeFill[], outcomes: readonly PathFill[][], orders: number): string | undefined {
  const isOne = ([order, price]: PathFill) => (other: PathFill): boolean => other[0] === order && other[1] === price;
  for (const { fill, ambiguous } of fills) {
    const paths = outcomes.filter((outcome) => outcome.some(isOne(fill))).length, all = paths === outcomes.length;
    if (paths === 0) return `order ${fill[0]} fills at ${fill[1]} on no path`;
    if (!ambiguous && !all) {
      return `order ${fill[0]} is certain at ${fill[1]}, on ${paths} of ${outcomes.length} outcomes`;
    }
    if (ambiguous && all) return `order ${fill[0]} is ambiguous at ${fill[1]}, which every path fills`;
  }
  for (let order = 0; order < orders; order++) {
    const filled = fills.some(({ fill }) => fill[0] === order);
    const certain = outcomes.every((outcome) => outcome.some(([index]) => index === order));
    if (certain && !filled) return `order ${order} fills on every path, and did not`;
  }
  return undefined;
}

/**
 * Returns the outcomes in which an entry did not fill that an engine did not fill, unless it fills in all. An uncertain
 * entry does not happen, so for the rest of its group the paths on which it does are none.
 */
function consistent(
  outcomes: readonly PathFill[][],
  fills: readonly MadeFill[],
  orders: readonly PathOrder[],
): readonly PathFill[][] {
  const without = orders.flatMap(({ entry }) => entry === undefined ? [] : [entry])
    .filter((entry) => !fills.some(({ fill }) => fill[0] === entry));
  const left = outcomes.filter((outcome) => !outcome.some(([order]) => without.includes(order)));
  return left.length > 0 ? left : outcomes;
}

Deno.test("the paths of a bar are those from open to close by high and low", () => {
  // A stop below and a limit above: each came first on some path.
  const group: PathOrder[] = [{ side: -1, stop: 95, grouped: true }, { side: -1, limit: 105, grouped: true }];
  assertEquals(pathOutcomes([100, 106, 94, 100], group, false).sort(), [[[0, 95]], [[1, 105]]]);
  assertEquals(pathOutcomes([100, 104, 94, 100], group, false), [[[0, 95]]]);
  // The exact low fills a limit by touch and not through.
  assertEquals(pathOutcomes([100, 100, 98, 99], [{ side: 1, limit: 98 }], false), [[[0, 98]]]);
  assertEquals(pathOutcomes([100, 100, 98, 99], [{ side: 1, limit: 98 }], true), [[]]);
});

for (const limitFill of ["touch", "through"] as const) {
  for (const [kind, make] of [["entries with their protection", protectedEntry], ["groups", group]] as const) {
    Deno.test(`${kind} fill as the paths of the bar say, with limitFill "${limitFill}"`, () => {
      const random = new Random(limitFill === "touch" ? 81 : 82);
      let filled = 0, ambiguous = 0;
      for (let number = 0; number < 1_200; number++) {
        const test = { bar: randomBar(random), orders: make(random) }, fills = made(test, limitFill);
        if (fills === undefined) continue;
        const outcomes = consistent(pathOutcomes(test.bar, test.orders, limitFill === "through"), fills, test.orders);
        const fault = faultOf(fills, outcomes, test.orders.length);
        assertEquals(fault, undefined, `case ${number}: ${JSON.stringify(test)}`);
        filled += fills.length;
        ambiguous += fills.filter((fill) => fill.ambiguous).length;
      }
      assert(filled > 300 && ambiguous > 10, `${filled} fills, ${ambiguous} of them ambiguous`);
    });
  }
}
