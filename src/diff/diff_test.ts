import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { Breakout } from "../../tasks/demo/breakout.ts";
import { SmaCross } from "../../tasks/demo/sma_cross.ts";
import { enginesUnderTest } from "../../tests/engines.ts";
import * as ct from "../../mod.ts";
import { attribute, candlePrice, pairOrders } from "./attribution.ts";
import { diff } from "./diff.ts";
import { diffText } from "./diff_text.ts";
import { DiffedRun, type ReadResult } from "./diffed_run.ts";
import type { RuleSettings } from "./settings.ts";

const feed = await ct.sample("aapl"), TERMS: RuleSettings = { cash: 10_000, commission: 0.001 };
const BACKTRADER: RuleSettings = { ...TERMS, profile: "backtrader" };

/** Orders of many kinds, with sizes. */
class Many extends ct.Strategy.with({}) {
  override next(): void {
    const { close, length } = this.data, price = close.now;
    if (length % 7 === 0 && this.position.size === 0) this.buy({ size: 10, stop: price * 1.005, limit: price * 1.004 });
    if (length % 11 === 0 && this.position.size === 0) this.sell({ size: 5, stop: price * 0.99, valid: "day" });
    if (length % 13 === 0) this.buy({ size: 20, stopLoss: price * 0.99, takeProfit: price * 1.01 });
    if (length % 5 === 0) this.close({ onClose: true });
    if (length % 29 === 0) this.buy({ size: 3, stop: price * 1.02, oco: this.buy({ size: 3, limit: price * 0.98 }) });
    if (length % 31 === 0) this.cancel(this.buy({ size: 3, limit: price * 0.99 }));
    if (length % 37 === 0) this.buy({ size: 88 });
    if (length % 41 === 0) this.target({ fraction: 0.2 });
  }
}

Deno.test("every fill that the model changes of the demo strategies is put down to a row", () => {
  for (const engineBackend of enginesUnderTest()) {
    const cross = diff(SmaCross, feed, { from: TERMS, to: BACKTRADER, engineBackend });
    assertEquals([cross.unexplained, cross.faults], [0, []]);
    assertEquals(cross.steps.map(({ row, from, to }) => [row, from, to]), [
      ["CANCEL", "WORKS", "IGNORED"],
      ["model", "exact", "queue"],
    ]);
    assertEquals(cross.model[0]!.rows, ["SIZE"]);
    assertEquals([cross.model[0]!.first.before!.bar, cross.model[0]!.first.after!.size], [45, 1]);
    const breakout = diff(Breakout, feed, { from: TERMS, to: BACKTRADER, engineBackend });
    assertEquals(breakout.model.map(({ rows }) => rows), [["DAY"]]);
    assertEquals([breakout.toFills, breakout.unexplained], [0, 0]);
    const many = diff(Many, feed, { from: TERMS, to: BACKTRADER, engineBackend });
    assertEquals(many.faults, []);
    const rows = new Set(many.model.flatMap((group) => group.rows));
    assertEquals([...rows].sort(), ["AFFORDABILITY", "DAY", "NUMBERS", "PROTECTION", "REDUCE", "STOP_LIMIT", "TARGET"]);
  }
});

Deno.test("the other way round the same fills differ, and are put down to the same rows", () => {
  const there = diff(Many, feed, { from: TERMS, to: BACKTRADER });
  const back = diff(Many, feed, { from: BACKTRADER, to: TERMS });
  assertEquals([back.fromEquity, back.toEquity], [there.toEquity, there.fromEquity]);
  assertEquals(back.steps.map(({ row, from, to }) => [row, from, to]), [
    ["CANCEL", "IGNORED", "WORKS"],
    ["model", "queue", "exact"],
  ]);
  assertEquals(back.unexplained, 0);
});

/** The result of a run, of which a test changes what it wants. */
function run(options: RuleSettings): ReadResult {
  const { orders, fills, timeUs, configuration } = ct.backtest(Many, feed, options);
  return { orders: [...orders], fills: [...fills], timeUs, configuration };
}

Deno.test("what no row foretells has no explanation: a price, a bar, a size, a commission, an order of one run alone", () => {
  const exact = run({ ...TERMS, rules: { CANCEL: "IGNORED" } }), queue = run(BACKTRADER);
  const faultsOf = (one: ReadResult, other: ReadResult): string[] => {
    const runs = [one, other].map((result) => new DiffedRun(result, { aapl: feed })) as [DiffedRun, DiffedRun];
    const pairs = pairOrders(...runs), found = attribute(pairs, ...runs);
    return pairs.flatMap((pair) =>
      found.get(pair)!.unexplained.map((part) => `${(pair.exact ?? pair.queue)!.row.bar} ${part}`)
    );
  };
  assertEquals(faultsOf(exact, queue), []);
  const isPlain = ({ orderId, rule }: ct.FillRow): boolean =>
    rule === "open" && queue.orders.find(({ id }) => id === orderId)!.asked.size === 20;
  const at = queue.fills.findIndex(isPlain), fill = queue.fills[at]!;
  const placed = queue.orders.find(({ id }) => id === fill.orderId)!.bar;
  const spoilt = (changes: Partial<ct.FillRow>): ReadResult => ({
    ...queue,
    fills: queue.fills.with(at, { ...fill, ...changes }),
  });
  const priced = `${placed} its price (open from open and open from open)`;
  assert(faultsOf(exact, spoilt({ price: fill.price + 0.01 })).includes(priced));
  assert(faultsOf(exact, spoilt({ bar: fill.bar + 1 })).includes(`${placed} when it filled`));
  assert(faultsOf(exact, spoilt({ size: 19 })).includes(`${placed} its size`));
  assert(faultsOf(exact, spoilt({ commission: fill.commission + 0.01 })).includes(`${placed} its commission`));
  const [first] = queue.orders, early = { ...queue, orders: [{ ...first!, bar: 0 }, ...queue.orders.slice(1)] };
  assertStringIncludes(
    faultsOf(exact, early).join(),
    "0 placed at bar 0 by one run alone, before which nothing differs",
  );
});

Deno.test("the colour of a bar decides about a stop-limit there: prices worked out by hand", () => {
  const order = ct.backtest(Many, feed, TERMS).orders.find(({ type }) => type === "stopLimit")!;
  const bar = { timeUs: 0, beginUs: 0, open: 10, high: 12, low: 9, close: 11, volume: 1 };
  const buy = (stop: number, limit: number, more = {}): number | undefined =>
    candlePrice({ ...order, side: "buy", stop, limit }, { ...bar, ...more });
  assertEquals([buy(11, 11.5), buy(11, 10.5), buy(13, 13), buy(10, 10), buy(9.5, 9.5)], [
    11,
    undefined,
    undefined,
    10,
    9.5,
  ]);
  // A bar that falls after the trigger gets to a limit that its close is within.
  assertEquals([buy(11, 9.8, { close: 9.5 }), buy(11, 9.2, { close: 9.5 })], [9.8, undefined]);
  const sell = (close: number): number | undefined =>
    candlePrice({ ...order, side: "sell", stop: 9.5, limit: 9.8 }, { ...bar, close });
  assertEquals([sell(10.5), sell(9.9)], [9.8, undefined]);
});

Deno.test("rows that are free are switched one by one, the settings of options by name", () => {
  const to: RuleSettings = { ...TERMS, slippage: 0.001, limitFill: "through", rules: { CANCEL: "IGNORED" } };
  const found = diff(Many, feed, { from: TERMS, to });
  assertEquals(found.steps.map(({ row, kind, from, to }) => [row, kind, from, to]), [
    ["CANCEL", "rule", "WORKS", "IGNORED"],
    ["limitFill", "option", "default", "through"],
    ["slippage", "option", "default", "0.001"],
  ]);
  const plain = ct.backtest(Many, feed, TERMS), last = ct.backtest(Many, feed, to);
  assertEquals([found.fromEquity, found.fromFills], [plain.stats.finalEquity, plain.fills.length]);
  assertEquals([found.toEquity, found.toFills], [last.stats.finalEquity, last.fills.length]);
  assertEquals([found.model, found.unexplained], [[], 0]);
  const slipped = found.steps[2]!.first!;
  assertEquals([slipped.before!.orderId, slipped.fields.includes("price")], [slipped.after!.orderId, true]);
  const cancelled = found.steps[0]!.first!;
  assertEquals([cancelled.before, cancelled.after!.size], [null, 3]);
  assertStringIncludes(diffText(found), "\n    IGNORED: it does nothing");
  assertEquals(diff(Many, feed, { from: TERMS, to: TERMS }).steps, []);
});

Deno.test("sets that are none, or hold what is no rule, are refused by name", () => {
  const bad = (to: unknown): () => unknown => () => diff(Many, feed, { to: to as RuleSettings });
  assertThrows(bad(1), TypeError, 'Cannot use 1 as to: pass an object such as { profile: "exact" }');
  assertThrows(bad({ params: {} }), TypeError, "Cannot use params in to: it is no rule");
  assertThrows(bad({ profile: "mine" }), RangeError, 'Cannot use profile "mine"');
  assertThrows(bad({ rules: { NONE: "X" } }), RangeError, 'Cannot find rule "NONE"');
});
