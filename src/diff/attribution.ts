/**
 * The rows to which a difference between the models belongs, order by order.
 *
 * Orders of two runs are one where the strategy asked the same at the same bar. An order that came out otherwise needs a
 * row for each part of the difference (when it filled, its size, its price), and each row has to foretell that part from
 * the bars, the request and the run. An order that one run alone has follows from what differed before it, if anything
 * did. What no row foretells is left without one.
 *
 * @module
 */

import type { FillRow, OrderRow } from "../broker/result_rows.ts";
import type { DiffedBar, DiffedOrder, DiffedRun } from "./diffed_run.ts";
import type { ModelRowName } from "./model_rows.ts";

/** An order of both runs, or of one. */
export interface OrderPair {
  readonly exact: DiffedOrder | undefined;
  readonly queue: DiffedOrder | undefined;
}

/** What a pair is put down to. */
export interface Attribution {
  /** The rows, each once; empty for an order that came out the same. */
  readonly rows: readonly ModelRowName[];
  /** True if the order is another one because something differed before it. */
  readonly follows: boolean;
  /** The parts that no row foretells, in words. */
  readonly unexplained: readonly string[];
}

const SAME: Attribution = { rows: [], follows: false, unexplained: [] };

/** Pairs the orders of two runs by what the strategy asked: the bar, the feed, the kind and the terms. */
export function pairOrders(exact: DiffedRun, queue: DiffedRun): OrderPair[] {
  const waiting = new Map<string, DiffedOrder[]>();
  for (const order of queue.orders) {
    const key = keyOf(order, queue), others = waiting.get(key);
    if (others === undefined) waiting.set(key, [order]);
    else others.push(order);
  }
  const pairs: OrderPair[] = exact.orders.map((order) => (
    { exact: order, queue: waiting.get(keyOf(order, exact))?.shift() }
  ));
  for (const order of [...waiting.values()].flat()) pairs.push({ exact: undefined, queue: order });
  const barOf = ({ exact, queue }: OrderPair): number => (exact ?? queue!).row.bar;
  return pairs.map((pair, at) => ({ pair, at })).sort((one, other) =>
    barOf(one.pair) - barOf(other.pair) || one.at - other.at
  ).map(({ pair }) => pair);
}

/** The side of a target follows from the position, size and lifetime of protection from its entry: they are no request. */
function keyOf({ row }: DiffedOrder, run: DiffedRun): string {
  const { feed, bar, role, type, side, asked, parent } = row;
  const { limit, stop, valid, ...sizes } = asked, isChild = parent !== null;
  const key = [feed, bar, role, type, role === "target" || role === "close" ? null : side, limit, stop];
  const entry = isChild ? run.orders.find(({ row: { id } }) => id === parent) : undefined;
  return JSON.stringify([...key, ...(isChild ? [entry && keyOf(entry, run)] : [valid, sizes])]);
}

/** Puts the orders of two runs down to rows, by pair. */
export function attribute(
  pairs: readonly OrderPair[],
  exact: DiffedRun,
  queue: DiffedRun,
): Map<OrderPair, Attribution> {
  const found = new Map<OrderPair, Attribution>();
  // The first bar of a cause: what another order is put down to has to be there before it.
  let firstCause = Infinity;
  const note = (pair: OrderPair, attribution: Attribution, bar: number): void => {
    found.set(pair, attribution);
    if (attribution.rows.length > 0) firstCause = Math.min(firstCause, bar);
  };
  const both = pairs.filter(({ exact, queue }) => exact !== undefined && queue !== undefined);
  for (const pair of both) {
    const one = pair.exact!, other = pair.queue!;
    const bar = Math.min(firstBar(one), firstBar(other), one.endedBar ?? Infinity, other.endedBar ?? Infinity);
    note(pair, attributePair(one, other, { exact, queue, pairs: both, found }), bar);
  }
  for (const pair of pairs) {
    if (found.has(pair)) continue;
    const { row } = (pair.exact ?? pair.queue)!;
    const why = `placed at bar ${row.bar} by one run alone, before which nothing differs`;
    found.set(
      pair,
      firstCause <= row.bar ? { ...SAME, follows: true } : { ...SAME, unexplained: [why] },
    );
  }
  return found;
}

/** What a pair is looked at with. */
interface Context {
  readonly exact: DiffedRun;
  readonly queue: DiffedRun;
  readonly pairs: readonly OrderPair[];
  readonly found: ReadonlyMap<OrderPair, Attribution>;
}

/** Returns where a fill has its price from, in words: its rule, the field, and what bound it. */
function sourceOf({ rule, field, bound }: FillRow): string {
  return `${rule} from ${field ?? "a venue"}${bound === null ? "" : `, bound by ${bound}`}`;
}

function firstBar({ fills }: DiffedOrder): number {
  return fills[0]?.bar ?? Infinity;
}

function attributePair(one: DiffedOrder, other: DiffedOrder, context: Context): Attribution {
  const rows = new Set<ModelRowName>(), unexplained: string[] = [];
  const take = (part: string, found: readonly ModelRowName[]): void => {
    if (found.length === 0) unexplained.push(part);
    for (const row of found) rows.add(row);
  };
  const a = one.fills[0], b = other.fills[0];
  if (a?.bar !== b?.bar || one.fills.length !== other.fills.length) {
    take("when it filled", whenRows(one, other, context));
  } else if (a === undefined) {
    // Without a fill an end is an end, whatever the models call it.
    if (one.endedBar === other.endedBar) return SAME;
    take("when it ended", whenRows(one, other, context));
  }
  if (a !== undefined && b !== undefined) {
    if (a.size !== b.size) take("its size", sizeRows(one, other, context));
    if (a.price !== b.price && a.bar === b.bar) {
      take(`its price (${sourceOf(a)} and ${sourceOf(b)})`, priceRows(one, other, a, b, context));
    }
    // Equal fills cost the same, but for the rounding here.
    const isEqual = a.size === b.size && a.price === b.price;
    if (isEqual && Math.abs(a.commission - b.commission) > context.exact.moneyUnit) take("its commission", []);
  }
  return { rows: [...rows], follows: false, unexplained };
}

/** Returns the rows that foretell that the orders filled or ended at different bars. */
function whenRows(one: DiffedOrder, other: DiffedOrder, context: Context): ModelRowName[] {
  const { exact, queue } = context, rows: ModelRowName[] = [], { row } = one;
  // Either model says so itself, at the fill here and a step after placement there.
  const isShort = [one, other].filter((order) => lacksCash(order.row));
  if (isShort.length > 0 && (isShort.length === 1 || one.endedBar !== other.endedBar)) rows.push("AFFORDABILITY");
  // A day order is over before it is matched there: it ends at the first later bar, and never fills.
  if (other.row.asked.valid === "day" && other.fills.length === 0 && other.row.state === "expired") rows.push("DAY");
  if (row.parent !== null) rows.push(...protectionRows(one, context));
  else if (row.type === "stopLimit" && candleExplains(one, other, context)) rows.push("STOP_LIMIT");
  if (row.role === "close" || row.role === "target") rows.push(...closingRows(one, other, context));
  const a = one.fills[0], b = other.fills[0];
  if (b !== undefined && queue.barOf(row.feed, b.bar).timeUs - 1000 <= other.row.placedUs) rows.push("MEETS");
  if (a === undefined && b !== undefined && exact.barOf(row.feed, b.bar).beginUs < one.row.placedUs) rows.push("MEETS");
  if (row.type === "marketOnClose" && a !== undefined && b !== undefined) {
    // There it fills at the close of the session end, or at that of the bar before the first one past it.
    const closes = [b.bar, b.bar - 1].map((bar) => queue.barOf(row.feed, bar).close);
    if (closes.includes(b.price)) rows.push("MARKET_ON_CLOSE");
  }
  const early = Math.min(a?.bar ?? Infinity, b?.bar ?? Infinity);
  if (early < Infinity && isBetween(one, other, exact.barOf(row.feed, early))) rows.push("NUMBERS");
  if (row.parent === null && early < Infinity && isRival(one, early, context)) rows.push("MATCHING");
  if (b !== undefined && queue.barOf(row.feed, b.bar).volume === 0) rows.push("VOLUME");
  const leader = other.row.oco ?? other.row.id;
  const members = context.queue.orders.filter(({ row: { oco, id } }) => (oco ?? id) === leader);
  if (other.row.reason === "oco" && members.every(({ fills }) => fills.length === 0)) rows.push("OCO");
  return rows;
}

function lacksCash({ reason }: OrderRow): boolean {
  return reason === "insufficientCash" || reason === "margin";
}

/** Returns whether a bar reaches an order and another member of its group, of which the models fill the one or the other. */
function isRival(one: DiffedOrder, bar: number, { exact, pairs }: Context): boolean {
  const leader = one.row.oco ?? one.row.id;
  const members = pairs.filter(({ exact: other }) => (other!.row.oco ?? other!.row.id) === leader);
  const reached = members.filter(({ exact: other }) => reaches(other!.row, exact.barOf(one.row.feed, bar)));
  return reached.length > 1 && reached.some(({ exact: other }) => other === one);
}

/** Returns the rows that foretell another life of a stop or a target. */
function protectionRows(one: DiffedOrder, context: Context): ModelRowName[] {
  const parent = context.pairs.find((pair) => pair.exact!.row.id === one.row.parent);
  if (parent === undefined) return [];
  const before = context.found.get(parent)!, entry = parent.exact!.fills[0], queued = parent.queue!.fills[0];
  // An entry that filled at another bar, or not at all, has other protection.
  if (entry?.bar !== queued?.bar || entry === undefined) return [...before.rows];
  const family = context.pairs.filter((pair) => pair.exact!.row.parent === one.row.parent);
  const a = family.flatMap((pair) => pair.exact!.fills[0] ?? [])[0], b = family.flatMap((pair) => pair.queue!.fills)[0];
  const rows: ModelRowName[] = [];
  // The bar of the entry tries protection here alone.
  if (a !== undefined && a.bar === entry?.bar) rows.push("PROTECTION");
  // Protection ends here with its position, which another order closed.
  if (family.some(({ exact }) => exact!.row.reason === "positionClosed") && a === undefined) rows.push("PROTECTION");
  if (rows.length === 0 && a !== undefined && b !== undefined && a.bar === b.bar && family.length > 1) {
    const bar = context.exact.barOf(one.row.feed, a.bar);
    const reached = family.every(({ exact }) => reaches(exact!.row, bar));
    if (reached) rows.push("MATCHING");
  }
  if (rows.length === 0 && isBetweenAny(family, context)) rows.push("NUMBERS");
  return rows;
}

function isBetweenAny(family: readonly OrderPair[], { exact }: Context): boolean {
  return family.some(({ exact: one, queue: other }) => {
    const bar = Math.min(firstBar(one!), firstBar(other!));
    return bar < Infinity && isBetween(one!, other!, exact.barOf(one!.row.feed, bar));
  });
}

/** Returns the rows that foretell another end of an order that is to close or to reach a target. */
function closingRows(one: DiffedOrder, other: DiffedOrder, context: Context): ModelRowName[] {
  const { exact, queue } = context, { feed, bar, role } = one.row, filledBar = other.fills[0]?.bar;
  const held = queue.positionBefore(feed, bar + 1), own = exact.positionBefore(feed, bar + 1);
  if (filledBar !== undefined && one.fills.length === 0) {
    // Nothing was open any more at its fill here, and there it fills all the same.
    const left = exact.positionBefore(feed, one.endedBar ?? filledBar);
    if (
      role === "target" || left === 0 || one.row.reason === "nothingToClose" ||
      Math.sign(left) === (other.row.side === "buy" ? 1 : -1)
    ) return ["REDUCE"];
  }
  return own === held ? [] : rowsOfPosition(one, context);
}

/** Returns the rows by which the positions came to differ: those of the last entry that has any, else of the last order. */
function rowsOfPosition({ row: { feed, bar, id } }: DiffedOrder, { found }: Context): ModelRowName[] {
  let rows: readonly ModelRowName[] = [];
  for (const [{ exact }, attribution] of found) {
    const other = exact!.row;
    if (other.feed === feed && other.bar <= bar && other.id !== id && attribution.rows.length > 0) {
      rows = attribution.rows;
    }
  }
  return [...rows];
}

/** Returns the rows that foretell the sizes. */
function sizeRows(one: DiffedOrder, other: DiffedOrder, context: Context): ModelRowName[] {
  const { exact, queue, pairs, found } = context;
  const { row } = one, { size, cash, fraction } = row.asked, a = one.fills[0]!, b = other.fills[0]!;
  if (row.parent !== null) {
    const parent = pairs.find((pair) => pair.exact!.row.id === row.parent);
    if (parent === undefined || b.size !== parent.queue!.row.size) return [];
    const { opened, filled } = parent.exact!.row;
    // What the entry opened here, and no more than is open; there the size of the entry, whatever it opened.
    if (a.size < opened || (a.size === opened && opened < filled)) return ["PROTECTION"];
    return a.size === opened ? found.get(parent)!.rows.filter((name) => name !== "PROTECTION") : [];
  }
  if (row.role === "target") return ["TARGET"];
  if (row.role === "close") {
    const held = queue.positionBefore(row.feed, row.bar + 1);
    const own = exact.positionBefore(row.feed, a.bar);
    if (Math.abs(held) !== b.size) return [];
    // Less is open at its fill here where an order of the same bar has closed a part before.
    if (a.size < Math.abs(own) && exact.orders.some((order) => order !== one && order.fills[0]?.bar === a.bar)) {
      return ["REDUCE"];
    }
    // Each closes what it takes for its position: what is open at the fill, and what was open at placement.
    return own !== held && Math.abs(own) === a.size ? rowsOfPosition(one, context) : own !== held ? ["REDUCE"] : [];
  }
  if (size === undefined && cash === undefined && fraction === undefined) return b.size === 1 ? ["SIZE"] : [];
  if (size === undefined) return [];
  if (lacksCash(one.row) || lacksCash(other.row)) return ["AFFORDABILITY"];
  const lot = exact.lotOf(row.feed);
  return b.size === size && a.size < size && size - a.size < lot ? ["NUMBERS"] : [];
}

/** Returns the rows that foretell the prices of a bar in which both filled. */
function priceRows(
  { row }: DiffedOrder,
  { row: queued }: DiffedOrder,
  a: FillRow,
  b: FillRow,
  { exact }: Context,
): ModelRowName[] {
  if (a.rule === "entryPrice") return ["PROTECTION"];
  if (a.slipped || b.slipped) return ["SLIPPAGE"];
  const half = exact.resolutionOf(row.feed) / 2;
  // Rounded once to the grid: half a step away at most, but for the rounding of the comparison itself.
  if (Math.abs(a.price - b.price) <= half * (1 + 1e-6) && a.rule === b.rule) return ["NUMBERS"];
  if (row.type !== "stopLimit") return [];
  const candle = candlePrice(queued, exact.barOf(row.feed, b.bar));
  return candle === b.price ? ["STOP_LIMIT"] : [];
}

/** Returns whether the bar of the first fill of a stop-limit is the one whose colour decides there. */
function candleExplains(one: DiffedOrder, other: DiffedOrder, { exact, queue }: Context): boolean {
  const bar = Math.min(firstBar(one), firstBar(other));
  if (bar === Infinity) return false;
  const expected = candlePrice(other.row, queue.barOf(other.row.feed, bar)), filled = other.fills[0];
  return firstBar(one) !== bar || exact.barOf(one.row.feed, bar).open !== one.fills[0]!.price
    ? expected === (filled?.bar === bar ? filled.price : undefined)
    : false;
}

/** Returns the price of a stop-limit in the bar that triggers it, by the colour of the bar; undefined if it does not fill. */
export function candlePrice(row: OrderRow, { open, high, low, close }: DiffedBar): number | undefined {
  const sign = row.side === "buy" ? 1 : -1, trigger = row.stop!, limit = row.limit!;
  const within = (price: number): boolean => sign * (limit - price) >= 0;
  if (sign * (open - trigger) >= 0) {
    if (within(open)) return open;
    return within(sign > 0 ? low : high) ? limit : undefined;
  }
  if (sign * ((sign > 0 ? high : low) - trigger) < 0) return undefined;
  if (within(trigger)) return trigger;
  const falls = sign > 0 ? open > close : open <= close;
  return falls && within(close) ? limit : undefined;
}

/** Returns whether a bar reaches the trigger or the limit of an order. */
function reaches({ side, limit, stop }: OrderRow, { high, low }: DiffedBar): boolean {
  if (limit !== null) return side === "buy" ? low <= limit : high >= limit;
  return stop !== null && (side === "buy" ? high >= stop : low <= stop);
}

/** Returns whether a bar reaches the price of an order in one run, and not in the other, whose price is not rounded. */
function isBetween({ row: one }: DiffedOrder, { row: other }: DiffedOrder, bar: DiffedBar): boolean {
  return (one.limit !== other.limit || one.stop !== other.stop) && reaches(one, bar) !== reaches(other, bar);
}
