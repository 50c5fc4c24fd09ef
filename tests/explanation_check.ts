/**
 * Holds the explanations of a run against its rows and its bars, number by number.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import type * as ct from "../mod.ts";
import type { ExplanationStep } from "../src/explain/explanation.ts";

/** The columns of a feed. */
export interface CheckedFeed {
  readonly timeUs: ArrayLike<number>;
  readonly open: ArrayLike<number>;
  readonly high: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly close: ArrayLike<number>;
}

/** Number of the steps of each kind that a check has met. */
export type Tally = Map<string, number>;

/** Checks every order, fill and trade of a result. */
export function checkExplanations(
  result: ct.Result,
  feeds: Readonly<Record<string, CheckedFeed>>,
  tally: Tally = new Map(),
): void {
  const units = result.configuration.moneyUnit.split("/").map(Number), perUnit = units[1]! / units[0]!;
  const toUnits = (amount: number): number => Math.round(amount * perUnit);
  let cash = toUnits(result.configuration.cash);
  const positions = new Map<string, number>();
  const instruments = new Map(result.configuration.instruments.map((each) => [each.name, each]));
  const payments = [...result.payments], flows = [...result.cashFlows], splits = [...result.splits];
  const moveUntil = (bar: number, fill?: ct.FillRow): void => {
    // Funding is settled behind the fills of its step, and ahead of a liquidation; the rest comes ahead of the step. A fill
    // at the close of its placement is booked ahead of all that.
    const atPlacement = fill?.rule === "placementClose";
    const isAhead = (kind: string): boolean => kind !== "funding" || fill?.rule === "liquidation";
    const comes = (at: number, now: boolean): boolean => at < bar || at === bar && now && !atPlacement;
    const ordered = fill?.rule !== "split" && fill?.rule !== "feedEnded";
    while (payments.length > 0 && comes(payments[0]!.bar, isAhead(payments[0]!.kind))) {
      cash += toUnits(payments.shift()!.amount);
    }
    while (flows.length > 0 && comes(flows[0]!.bar, ordered)) cash += toUnits(flows.shift()!.amount);
    while (splits.length > 0 && comes(splits[0]!.bar, fill?.rule !== "split")) {
      const { feed, size } = splits.shift()!;
      positions.set(feed, size);
    }
  };
  result.fills.forEach((fill, at) => {
    moveUntil(fill.bar, fill);
    const steps = result.explain(fill).steps, account = only(steps, "account");
    assertEquals(
      result.explain(structuredClone(fill)).lines,
      result.explain(fill).lines,
      "a copy of a row is that row",
    );
    const held = positions.get(fill.feed) ?? 0, signed = fill.side === "buy" ? fill.size : -fill.size;
    const { cashBefore, cashAfter, cashChange, positionBefore, positionAfter, commission, notional } = account.numbers;
    assertEquals([toUnits(cashBefore!), positionBefore], [cash, held], `fill ${at}`);
    assertEquals([commission, notional], [fill.commission, fill.notional]);
    const futures = instruments.get(fill.feed)!.settlement === "futures";
    const paid = futures ? toUnits(fill.pnl) : -Math.sign(signed) * toUnits(fill.notional);
    const moved = paid - toUnits(fill.commission);
    assertEquals([toUnits(cashChange!), toUnits(cashAfter!)], [moved, cash + moved], `fill ${at} moves cash`);
    assert(Math.abs(positionAfter! - held - signed) <= 1e-9 * Math.max(1, Math.abs(held), fill.size), `fill ${at}`);
    cash += moved;
    positions.set(fill.feed, positionAfter!);
  });
  moveUntil(Infinity);
  if (result.fills.length > 0) assertEquals(cash, toUnits(result.cash.at(-1)!), "the cash adds up to that of the run");
  for (const order of result.orders) {
    const explanation = result.explain(order), { steps } = explanation;
    assertEquals(result.explain(order.id).lines, explanation.lines);
    for (const { what, code } of steps) {
      const key = code === undefined ? what : `${what} ${code}`;
      tally.set(key, (tally.get(key) ?? 0) + 1);
    }
    checkOrder(result, order, steps, feeds[order.feed]!, toUnits);
  }
  for (const trade of result.trades) checkTrade(result, trade, toUnits);
}

function only(steps: readonly ExplanationStep[], what: string): ExplanationStep {
  const found = steps.filter((step) => step.what === what);
  assertEquals(found.length, 1, what);
  return found[0]!;
}

function checkOrder(
  result: ct.Result,
  order: ct.OrderRow,
  steps: readonly ExplanationStep[],
  feed: CheckedFeed,
  toUnits: (amount: number) => number,
): void {
  const name = `order ${order.id}:\n${result.explain(order)}`, last = steps.at(-1)!;
  const isSorted = steps.every((step, at) => at === 0 || steps[at - 1]!.bar <= step.bar);
  assert(isSorted, name);
  for (const { timeUs, bar, text, numbers } of steps) {
    assertEquals(result.timeUs[bar], timeUs, name);
    assert(/^[A-Z0-9][^]*\.$/.test(text), text);
    for (const number of Object.values(numbers)) assert(Number.isFinite(number), text);
  }
  assertEquals([steps[0]!.what, steps[0]!.bar], ["asked", order.bar], name);
  assertEquals([last.what, last.code], ["ended", order.state], name);
  assert(last.text.startsWith(`Order ${order.id} `) && last.text.includes(`is ${order.state}`), last.text);
  if (order.endedUs !== null) assertEquals(last.timeUs, order.endedUs, name);
  const rows = rowsOf(feed), row = (step: { readonly timeUs: number }): number => rows.get(step.timeUs) ?? -1;
  // Every bar between placement and end is told, once.
  const ends = order.endedUs ?? Infinity,
    between = [...rows.keys()].filter((us) => us > order.placedUs && us <= ends);
  const waits = steps.filter(({ what }) => what === "waited" || what === "triggered");
  const longer = steps.filter(({ what }) => what === "waitedLonger");
  const filledBars = new Set(steps.filter(({ what }) => what === "filled").map(({ bar }) => bar));
  const told = waits.length + longer.reduce((sum, { numbers }) => sum + numbers["bars"]!, 0) + filledBars.size;
  const endsUntold = between.includes(ends) && !filledBars.has(last.bar) && order.reason !== "byRequest";
  assertEquals(told + (endsUntold ? 1 : 0), between.length, name);
  const inGroup = result.orders.some((other) => other.id !== order.id && groupOf(other) === groupOf(order));
  for (const wait of waits) checkWait(wait, order, feed, row(wait), inGroup, name);
  for (const wait of longer) {
    if (wait.numbers["nearestBar"] === undefined) continue;
    const nearest = rows.get(result.timeUs[wait.numbers["nearestBar"]]!) ?? -1;
    checkWait({ ...wait, what: "waited" }, order, feed, nearest, inGroup, name);
    checkNearest(wait, feed, row(wait), name);
  }
  const fills = result.fills.filter(({ orderId }) => orderId === order.id);
  const shown = steps.filter(({ what }) => what === "filled").map(({ bar, numbers, code }) => [bar, code, numbers]);
  assertEquals(shown, fills.map(({ bar, rule, size, price }) => [bar, rule, { size, price }]), name);
  steps.filter(({ what }) => what === "priced").forEach((step, at) =>
    checkPrice(step, fills[at]!, feed, row(step), name)
  );
  for (const { what, numbers, bar } of steps) {
    if (what === "sized") checkSize(numbers, fills, bar, toUnits, name);
    if (what === "group") {
      for (const [key, id] of Object.entries(numbers)) {
        if (!key.startsWith("cancelled")) continue;
        const ended = result.orders.find((other) => other.id === id)!;
        assert(ended.reason === "oco" || ended.reason === "positionClosed", name);
        assertEquals(ended.endedUs, result.timeUs[bar], name);
      }
    }
  }
  const cancelled = steps.filter(({ what }) => what === "group").flatMap(({ numbers }) => Object.values(numbers));
  for (const other of result.orders) {
    const isMember = groupOf(other) === groupOf(order) && other.id !== order.id;
    const byThis = fills.some(({ bar }) => result.timeUs[bar] === other.endedUs);
    if (other.reason !== "oco" || !isMember || !byThis) continue;
    const isSibling = order.role === "takeProfit" && other.role === "takeProfit" && order.parent === other.parent;
    // Of several members that fill in one step, as targets for shares do, one alone ended it.
    const fillers = result.orders.filter((each) =>
      groupOf(each) === groupOf(order) &&
      result.fills.some(({ orderId, bar }) => orderId === each.id && result.timeUs[bar] === other.endedUs)
    );
    if (isSibling) assert(!cancelled.includes(other.id), `${other.id} by ${name}`);
    else if (fillers.length === 1) assert(cancelled.includes(other.id), `${other.id} by ${name}`);
  }
}

const KNOWN_ROWS: WeakMap<CheckedFeed, ReadonlyMap<number, number>> = new WeakMap();

/** Indices of the bars of a feed by their times. */
function rowsOf(feed: CheckedFeed): ReadonlyMap<number, number> {
  const known = KNOWN_ROWS.get(feed) ?? new Map(Array.from(feed.timeUs, (us, row) => [us, row]));
  KNOWN_ROWS.set(feed, known);
  return known;
}

/** The id of the leader of an order's group. */
function groupOf({ id, oco }: ct.OrderRow): number {
  return oco ?? id;
}

/** A bar that is called too short of a price is so. */
function checkWait(
  wait: ExplanationStep,
  order: ct.OrderRow,
  feed: CheckedFeed,
  row: number,
  inGroup: boolean,
  name: string,
): void {
  const { numbers: { limit, stop, high, low }, code, text } = wait, isBuy = order.side === "buy";
  for (const [field, value] of Object.entries({ high, low })) {
    if (value === undefined) continue;
    assertEquals(feed[field as "high" | "low"][row], value, name);
    assert(text.includes(`${field} ${value}`), text);
  }
  const touches = order.type === "marketIfTouched" || order.type === "limitIfTouched";
  if (code === "limitNotReached") assert(isBuy ? low! > limit! : high! < limit!, name);
  else if (code === "limitTouched") assertEquals(isBuy ? low : high, limit, name);
  else if (code === "triggerNotReached") assert(isBuy !== touches ? high! < stop! : low! > stop!, name);
  else if (code === "triggeredOnly") {
    assert(isBuy !== touches ? feed.high[row]! >= stop! : feed.low[row]! <= stop!, name);
  } else if (code === "trailing") assert(order.type === "stopTrail" || order.type === "stopTrailLimit", name);
  else if (code === "sessionOpen") assertEquals(order.type, "marketOnOpen", name);
  else if (code === "groupFirst") assert(inGroup, name);
  else if (code === "entryInBar") assert(order.parent !== null, name);
  else assert(["asleep", "begunBefore", "latency", "noVolume"].includes(code!), `${code} of ${name}`);
}

/** No bar of a longer wait came nearer than the one that it names. */
function checkNearest({ numbers, code }: ExplanationStep, feed: CheckedFeed, last: number, name: string): void {
  const extreme = numbers["high"] === undefined ? "low" : "high", price = numbers["limit"] ?? numbers["stop"];
  if (code === "triggeredOnly" || price === undefined) return;
  const misses = Array.from({ length: numbers["bars"]! }, (_bar, at) => Math.abs(feed[extreme][last - at]! - price));
  assertEquals(Math.min(...misses), Math.abs(numbers[extreme]! - price), name);
}

function checkPrice(step: ExplanationStep, fill: ct.FillRow, feed: CheckedFeed, row: number, name: string): void {
  const { price, bound } = step.numbers, { rule, slipped, side } = fill;
  assertEquals([price, step.code], [fill.price, rule], name);
  const field = { open: "open", stopGap: "open", limitOpen: "open", close: "close", closeAtEnd: "close" }[rule];
  if (field !== undefined) assertEquals(bound, feed[field as "open" | "close"][row], name);
  // The close of the placement is that of the bar before, and may lie outside of this one.
  if (rule === "placementClose") {
    if (!slipped) assertEquals(price, feed.close[row - 1], name);
    return;
  }
  assert(bound! >= feed.low[row]! && bound! <= feed.high[row]!, name);
  if (!slipped) assertEquals(price, bound, name);
  else assert(side === "buy" ? price! > bound! : price! < bound!, name);
}

/** The amount that an order may spend pays for its size. */
function checkSize(
  { budget, freeCash, size, target, positionAfter }: Readonly<Record<string, number>>,
  fills: readonly ct.FillRow[],
  bar: number,
  toUnits: (amount: number) => number,
  name: string,
): void {
  if (budget === undefined) return;
  const own = fills.filter((fill) => fill.bar === bar), [first] = own;
  assertEquals(own.reduce((sum, fill) => sum + fill.size, 0), size, name);
  const spent = own.reduce((sum, fill) => sum + toUnits(fill.notional) + toUnits(fill.commission), 0);
  const least = freeCash === undefined ? budget : Math.min(budget, freeCash);
  if (!first!.closing) assert(spent <= toUnits(least), `${spent} of ${toUnits(least)} by ${name}`);
  if (target !== undefined) assertEquals(positionAfter, target, name);
}

function checkTrade(result: ct.Result, trade: ct.TradeRow, toUnits: (amount: number) => number): void {
  const { steps } = result.explain(trade), name = `${result.explain(trade)}`, last = steps.at(-1)!;
  const entries = steps.filter(({ what }) => what === "entry"), exits = steps.filter(({ what }) => what === "exit");
  const profits = exits.reduce((sum, { numbers }) => sum + toUnits(numbers["pnl"]!), 0);
  const { gross, commission, net } = last.numbers;
  assertEquals([profits, toUnits(trade.commission)], [toUnits(gross!), toUnits(commission!)], name);
  assertEquals([last.what, last.code], trade.pnl === null ? ["ended", "open"] : ["sum", "closed"], name);
  if (trade.pnl !== null) {
    assertEquals([net, toUnits(gross!) - toUnits(commission!)], [trade.pnl, toUnits(trade.pnl)], name);
  }
  assert(entries.length > 0, name);
  const lots = entries.reduce((sum, { numbers }) => sum + numbers["size"]!, 0);
  const left = lots - exits.reduce((sum, { numbers }) => sum + numbers["size"]!, 0);
  if (trade.pnl !== null) assert(Math.abs(left) < 1e-6, name);
  const { best, worst } = steps.find(({ what }) => what === "excursion")!.numbers;
  assert(trade.long ? best! >= worst! : best! <= worst!, name);
}
