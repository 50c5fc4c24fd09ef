/**
 * What a backtest of the same bars would have done, beside what an account did: the difference of their profits, split.
 *
 * A profit is that of fills: what they paid and received, with what is left valued at the last close. It is a sum over
 * fills, so the difference is a sum over what is matched and what is not. All sums are exact.
 *
 * @module
 */

import type { FillRow, TradeRow } from "../broker/result_rows.ts";
import type { Bars } from "../feeds/bars.ts";
import { inspected } from "../host.ts";
import { takenOptions } from "../options.ts";
import { isoTime } from "../records/iso_time.ts";
import type { Result } from "../results/result.ts";
import { showBy } from "../shown.ts";
import { amount, amountText, decimal, sizeText } from "./exact_decimal.ts";
import type { LiveFill } from "./live_fills.ts";

/** Options of {@linkcode auditLive}. */
export interface AuditLiveOptions {
  /** Symbol of each feed in the fills. Default: the name of the feed. */
  readonly symbols?: Readonly<Record<string, string>>;
  /** Bars behind that of a fill of the backtest in which the account's fill is looked for, from 0 on. Default: 3. */
  readonly lateBars?: number;
  /** Prices of other currencies in that of the account, for fees, such as `{ BNB: 310 }`. Default: none. */
  readonly rates?: Readonly<Record<string, number>>;
}

/** The parts of a difference, in the account's currency as decimal text. Each is what the account made more. */
export interface AuditParts {
  /** By prices, at the same time. */
  readonly price: string;
  /** By fees. */
  readonly fees: string;
  /** By fills of the backtest that the account does not have. */
  readonly missed: string;
  /** By fills of the account that the backtest does not have. */
  readonly extra: string;
  /** By prices that had moved until the account's fill, in a later bar. */
  readonly late: string;
  /** By sizes, at the prices of the backtest. */
  readonly sizing: string;
  /** The difference: the sum of all parts. */
  readonly difference: string;
}

/** A trade of the backtest, or what belongs to none. */
export interface AuditRow extends AuditParts {
  /** Name of the feed. */
  readonly feed: string;
  /** Number of the trade in the backtest; null for fills of the account that belong to none. */
  readonly trade: number | null;
  /** Time at which it opened, as ISO 8601 text; empty for none. */
  readonly openedAt: string;
  /** Size that the account filled, as decimal text. */
  readonly filled: string;
  /** Size that the backtest filled, likewise. */
  readonly expected: string;
}

const PARTS = ["price", "fees", "missed", "extra", "late", "sizing"] as const;
type Part = typeof PARTS[number];
type Sums = Record<Part, bigint>;

/** The difference between an account and a backtest. */
export class LiveAudit {
  /** A row for each trade, and one for each feed with fills that belong to none. */
  readonly rows: readonly AuditRow[];
  /** The sums of all rows. */
  readonly sums: AuditParts;
  /** Profit of the account's fills, with what is left at the last close, as decimal text. */
  readonly live: string;
  /** Profit of the backtest's fills, likewise. */
  readonly backtest: string;

  static {
    showBy(LiveAudit.prototype, (audit) => audit.text());
  }

  /** Keeps the parts. Only {@linkcode auditLive} calls it. */
  constructor(rows: readonly AuditRow[], sums: AuditParts, live: string, backtest: string) {
    this.rows = rows;
    this.sums = sums;
    this.live = live;
    this.backtest = backtest;
  }

  /** Returns a table, with amounts to the cent. */
  text(): string {
    const names = [...PARTS, "difference"] as const;
    const cents = (text: string): string => Number(text).toFixed(2);
    const line = (cells: readonly string[]): string =>
      cells.map((cell, at) => at < 2 ? cell.padEnd(28) : cell.padStart(12)).join("");
    return [
      `The account made ${cents(this.live)}, the backtest ${cents(this.backtest)}: ${cents(this.sums.difference)} more`,
      line(["trade", "opened", ...names]),
      ...this.rows.map((row) => {
        const { feed, trade, openedAt } = row, name = trade === null ? `${feed}, no trade` : `${feed} ${trade}`;
        return line([name, openedAt, ...names.map((part) => cents(row[part]))]);
      }),
      line(["all", "", ...names.map((part) => cents(this.sums[part]))]),
    ].join("\n");
  }

  /** Returns the audit as plain data. */
  toJSON(): Pick<LiveAudit, "live" | "backtest" | "sums" | "rows"> {
    const { live, backtest, sums, rows } = this;
    return { live, backtest, sums, rows };
  }
}

const OPTIONS = ["symbols", "lateBars", "rates"] as const;

/**
 * Compares the fills of an account with those of a backtest over the same bars.
 *
 * Fills of an order of the backtest are matched with those of the account on the same instrument and side, from a bar
 * before it to `lateBars` behind it, each once, until its size is reached. Per trade the difference of the profits is split:
 * with sizes q and prices p of the backtest, Q and P of the account, the last close M and the side s, `sizing` is
 * `s (Q - q)(M - p)`, `price` and `late` are together `s Q (p - P)`, and `late` is the part up to the open of the bar of a
 * fill that came in a later bar. A fill without a partner is `missed` or `extra` with all that it made.
 *
 * Where one symbol has several feeds, as minutes to trade and hours to look at, its fills are those of the feed that the
 * backtest trades.
 *
 * @param result The backtest; it has kept its bars.
 * @param fills The fills of the account, such as those of {@linkcode liveFills}.
 * @throws {RangeError} If a fill has a fee in a currency without a rate, is of an instrument that the backtest lacks or
 * trades on several feeds, or comes before its bars or more than `lateBars` behind them; if a rate is no price.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Once extends ct.Strategy.with({}) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy({ size: 2 });
 *   }
 * }
 *
 * const time = ["2024-01-02", "2024-01-03", "2024-01-04"];
 * const prices = { open: [10, 11, 12], high: [10, 12, 13], low: [10, 11, 12], close: [10, 12, 13] };
 * const result = ct.backtest(Once, ct.bars({ time, ...prices }, { name: "ACME" }));
 * const fills = ct.liveFills("time,symbol,side,price,size,fee\n2024-01-03T10:00:00Z,ACME,buy,11.5,1,0.1\n");
 * const { sums } = ct.auditLive(result, fills);
 * assertEquals([sums.price, sums.fees, sums.sizing, sums.difference], ["-0.5", "-0.1", "-2", "-2.6"]);
 * ```
 */
export function auditLive(result: Result, fills: readonly LiveFill[], given: AuditLiveOptions = {}): LiveAudit {
  const { symbols = {}, lateBars = 3, rates = {} } = takenOptions(given, OPTIONS, {
    noObject: (shown) => `Cannot audit with ${shown}: pass an object, such as { lateBars: 2 }`,
    unknown: (name) => `Cannot use option ${inspected(name)} of an audit: there are ${OPTIONS.join(", ")}`,
  });
  if (!(Number.isInteger(lateBars) && lateBars >= 0)) {
    throw new RangeError(`Cannot use lateBars ${inspected(lateBars, 0)}: pass a whole number from 0 on`);
  }
  for (const [currency, rate] of Object.entries(rates)) {
    if (typeof rate === "number" && Number.isFinite(rate) && rate > 0) continue;
    throw new RangeError(`Cannot use rate ${inspected(rate, 0)} of ${currency}: pass its price, a number above 0`);
  }
  const names = Object.keys(result.feeds), symbolOf = (name: string): string => symbols[name] ?? name;
  const stranger = fills.find(({ symbol }) => !names.some((name) => symbolOf(name) === symbol));
  if (stranger !== undefined) {
    throw new RangeError(
      `Cannot audit a fill of ${stranger.symbol}: the backtest has ${
        names.map(symbolOf).join(", ")
      }; pass symbols, or ` +
        "leave its fills out",
    );
  }
  // Each fill is counted once, whatever feeds its symbol has.
  const fillsOf = Map.groupBy(fills, ({ symbol }) => feedOfSymbol(result, symbol, names, symbolOf));
  const rows: AuditRow[] = [], all = noSums();
  let live = 0n, backtest = 0n;
  for (const name of names) {
    const feed = new AuditedFeed(result, name, fillsOf.get(name) ?? [], lateBars, rates);
    for (const row of feed.rows()) {
      for (const part of PARTS) all[part] += row.sums[part];
      rows.push({ ...row.about, ...partsOf(row.sums) });
    }
    live += feed.live;
    backtest += feed.backtest;
  }
  const sums = partsOf(all);
  // The parts are worked out fill by fill, and the profits apart from them.
  if (sums.difference !== amountText(live - backtest)) throw new Error("Cannot split the difference: a part is lost");
  return new LiveAudit(rows, sums, amountText(live), amountText(backtest));
}

/** Returns the name of the feed that fills of a symbol belong to: of several, the one that the backtest trades. */
function feedOfSymbol(
  result: Result,
  symbol: string,
  names: readonly string[],
  symbolOf: (name: string) => string,
): string {
  const feeds = names.filter((name) => symbolOf(name) === symbol);
  const traded = feeds.filter((name) => result.fills.some(({ feed }) => feed === name));
  if (traded.length > 1) {
    throw new RangeError(
      `Cannot audit the fills of ${symbol}: the backtest trades it on the feeds ${
        traded.join(" and ")
      }, and a fill does not say which one it belongs to; trade it on one of them`,
    );
  }
  return traded[0] ?? feeds[0]!;
}

function noSums(): Sums {
  return { price: 0n, fees: 0n, missed: 0n, extra: 0n, late: 0n, sizing: 0n };
}

function partsOf(sums: Sums): AuditParts {
  const texts = Object.fromEntries(PARTS.map((part) => [part, amountText(sums[part])])) as Record<Part, string>;
  return { ...texts, difference: amountText(PARTS.reduce((sum, part) => sum + sums[part], 0n)) };
}

/** A fill of either side in exact numbers. */
interface ExactFill {
  readonly timeUs: number;
  /** Number of its bar. */
  readonly bar: number;
  readonly sign: bigint;
  readonly price: bigint;
  readonly size: bigint;
  /** Fee as an amount. */
  readonly fee: bigint;
  readonly orderId: string;
}

/** An order of the backtest, with the fills of the account that are its. */
interface Pair {
  readonly expected: ExactFill[];
  readonly trade: TradeRow | undefined;
  readonly found: ExactFill[];
}

/** One instrument of an audit. */
class AuditedFeed {
  readonly live: bigint;
  readonly backtest: bigint;
  readonly #name: string;
  readonly #bars: Bars;
  readonly #mark: bigint;
  readonly #multiplier: bigint;
  readonly #lateBars: number;
  readonly #pairs: Pair[] = [];
  readonly #extra: readonly ExactFill[];

  constructor(
    result: Result,
    name: string,
    fills: readonly LiveFill[],
    lateBars: number,
    rates: Readonly<Record<string, number>>,
  ) {
    this.#name = name;
    this.#lateBars = lateBars;
    this.#bars = result.feeds[name]!;
    const { columns: { close } } = this.#bars;
    this.#mark = decimal(close[close.length - 1] ?? 0, `the last close of ${name}`);
    this.#multiplier = multiplierOf(result, name);
    const trades = result.trades.filter(({ feed }) => feed === name);
    const byOrder = Map.groupBy(result.fills.filter(({ feed }) => feed === name), ({ orderId }) => orderId);
    for (const rows of byOrder.values()) {
      const expected = rows.map((row) => this.#expected(row)), [{ timeUs }] = rows as [FillRow];
      const trade = trades.find(({ openedUs, closedUs }) =>
        openedUs <= timeUs && (closedUs === null || closedUs >= timeUs)
      );
      this.#pairs.push({ expected, trade, found: [] });
    }
    const found = fills.map((fill, at) => this.#found(fill, `fill ${at + 1} of ${name}`, rates));
    this.#extra = this.#match(found);
    this.live = found.reduce((sum, fill) => sum + this.#profit(fill), 0n);
    this.backtest = this.#pairs.reduce(
      (sum, { expected }) => expected.reduce((all, fill) => all + this.#profit(fill), sum),
      0n,
    );
  }

  /** Returns a row for each trade, and one for what belongs to none. */
  rows(): { about: Omit<AuditRow, keyof AuditParts>; sums: Sums }[] {
    const groups = Map.groupBy(this.#pairs, ({ trade }) => trade?.id ?? null), rows = [];
    for (const [id, pairs] of groups) {
      const sums = noSums();
      for (const pair of pairs) this.#split(pair, sums);
      if (id === null) this.#addExtra(sums);
      rows.push({ about: this.#about(id, pairs, id === null ? this.#extra : []), sums });
    }
    if (this.#extra.length > 0 && !groups.has(null)) {
      const sums = noSums();
      this.#addExtra(sums);
      rows.push({ about: this.#about(null, [], this.#extra), sums });
    }
    return rows;
  }

  #about(trade: number | null, pairs: readonly Pair[], extra: readonly ExactFill[]): Omit<AuditRow, keyof AuditParts> {
    const sizeOf = (fills: readonly ExactFill[]): bigint => fills.reduce((sum, { size }) => sum + size, 0n);
    return {
      ...{ feed: this.#name, trade, openedAt: pairs[0]?.trade?.openedAt ?? "" },
      filled: sizeText(pairs.reduce((sum, { found }) => sum + sizeOf(found), sizeOf(extra))),
      expected: sizeText(pairs.reduce((sum, { expected }) => sum + sizeOf(expected), 0n)),
    };
  }

  #addExtra(sums: Sums): void {
    for (const fill of this.#extra) sums.extra += this.#profit(fill);
  }

  /** What a fill made: what is left of it is valued at the last close. */
  #profit({ sign, price, size, fee }: ExactFill): bigint {
    return sign * size * (this.#mark - price) * this.#multiplier - fee;
  }

  /** Adds the parts of an order of the backtest. */
  #split({ expected, found }: Pair, sums: Sums): void {
    if (found.length === 0) {
      for (const fill of expected) sums.missed -= this.#profit(fill);
      return;
    }
    const [{ sign }] = expected as [ExactFill], times = sign * this.#multiplier;
    const sumOf = (fills: readonly ExactFill[], part: (fill: ExactFill) => bigint): bigint =>
      fills.reduce((sum, fill) => sum + part(fill), 0n);
    const size = sumOf(expected, (fill) => fill.size), value = sumOf(expected, (fill) => fill.size * fill.price);
    const filled = sumOf(found, (fill) => fill.size), lastBar = Math.max(...expected.map(({ bar }) => bar));
    sums.fees += sumOf(expected, ({ fee }) => fee) - sumOf(found, ({ fee }) => fee);
    // Several fills have no one price: what the account filled is priced fill by fill, and the rest is by size.
    let left = filled, atExpected = 0n;
    for (const fill of expected) {
      const part = left < fill.size ? left : fill.size;
      atExpected += part * fill.price;
      left -= part;
    }
    atExpected += left * expected.at(-1)!.price;
    sums.sizing += times * ((filled - size) * this.#mark - (atExpected - value));
    // A fill at the very end of a bar lies in the next one by its time, and is as late as the backtest's, which is not at all.
    const lastUs = Math.max(...expected.map(({ timeUs }) => timeUs));
    const isLate = ({ bar, timeUs }: ExactFill): boolean => bar > lastBar && timeUs > lastUs;
    let moved = 0n, paid = 0n;
    for (const fill of found) {
      paid += fill.size * fill.price;
      moved += isLate(fill) ? fill.size * this.#openOf(fill.bar) : 0n;
    }
    const behind = sumOf(found, (fill) => isLate(fill) ? fill.size : 0n);
    // Of what came late, the part up to the open of its bar; its price by the backtest is that of the last fill.
    const late = times * (behind * expected.at(-1)!.price - moved);
    sums.late += late;
    sums.price += times * (atExpected - paid) - late;
  }

  #openOf(bar: number): bigint {
    const { open } = this.#bars.columns;
    return bar < open.length ? decimal(open[bar]!, "an open") : this.#mark;
  }

  /** Gives fills of the account to orders of the backtest, and returns those that are left. */
  #match(found: readonly ExactFill[]): readonly ExactFill[] {
    const free = new Set(found);
    for (const { expected, found: own } of this.#pairs) {
      const first = Math.min(...expected.map(({ bar }) => bar)) - 1,
        last = Math.max(...expected.map(({ bar }) => bar)) + this.#lateBars;
      const wanted = expected.reduce((sum, { size }) => sum + size, 0n);
      const orders = new Set<string>();
      let size = 0n;
      for (const fill of free) {
        if (fill.sign !== expected[0]!.sign || fill.bar < first || fill.bar > last) continue;
        // Fills of one order stay together.
        if (size >= wanted && !orders.has(fill.orderId)) continue;
        own.push(fill);
        free.delete(fill);
        size += fill.size;
        if (fill.orderId !== "") orders.add(fill.orderId);
      }
    }
    return [...free];
  }

  #expected({ side, price, size, commission, timeUs, field, orderId }: FillRow): ExactFill {
    const at = this.#barOf(timeUs);
    return {
      ...{ timeUs, bar: field === "open" ? at : Math.max(0, at - 1), sign: side === "buy" ? 1n : -1n },
      ...{ price: decimal(price, "a price"), size: decimal(size, "a size"), orderId: String(orderId) },
      fee: amount(decimal(commission, "a commission")),
    };
  }

  #found(fill: LiveFill, what: string, rates: Readonly<Record<string, number>>): ExactFill {
    const { timeUs, side, price, size, fees, symbol, orderId } = fill, [base, quote] = symbol.split(/[/:]/);
    const { columns } = this.#bars, exact = decimal(price, `the price of ${what}`);
    const fee = fees.reduce((sum, { amount: told, currency }) => {
      const paid = decimal(told, `the fee of ${what}`);
      if (currency === "" || currency === quote) return sum + amount(paid);
      const rate = Object.hasOwn(rates, currency) ? rates[currency] : undefined;
      if (rate !== undefined) return sum + paid * decimal(rate, `the rate of ${currency}`);
      if (currency === base) return sum + paid * exact;
      throw new RangeError(`Cannot value the fee of ${what} in ${currency}: pass rates: { ${currency}: PRICE }`);
    }, 0n);
    if (timeUs < columns.beginUs[0]!) {
      throw new RangeError(`Cannot audit ${what}: at ${isoTime(timeUs)} it comes before the bars of the backtest`);
    }
    const endUs = columns.timeUs.at(-1)!, step = endUs - columns.beginUs.at(-1)!;
    if (timeUs > endUs + this.#lateBars * step) {
      throw new RangeError(
        `Cannot audit ${what}: at ${isoTime(timeUs)} it comes behind the bars of the backtest, by more than lateBars`,
      );
    }
    return {
      ...{ timeUs, bar: this.#barOf(timeUs), sign: side === "buy" ? 1n : -1n, price: exact, orderId, fee },
      size: decimal(size, `the size of ${what}`),
    };
  }

  /** Returns the number of the bar that a time lies in: the first one that ends behind it. */
  #barOf(timeUs: number): number {
    const { columns: { timeUs: ends } } = this.#bars;
    let low = 0, high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! <= timeUs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function multiplierOf(result: Result, feed: string): bigint {
  const text = result.configuration.instruments.find(({ name }) => name === feed)!.multiplier;
  if (/^\d+$/.test(text)) return BigInt(text);
  throw new RangeError(`Cannot audit feed "${feed}" exactly: its multiplier ${text} is no whole number`);
}
