/**
 * The signals of a run that are handed over at once, and their check.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { describeOperand, Line } from "../lines/line.ts";
import { isOptions, takenOptions } from "../options.ts";

/**
 * A signal for each bar: `true` or 1 where it is given, `false` or 0 where not. A single value stands for every bar. A
 * line may be NaN while it has no value, which is no signal.
 */
export type SignalColumn = boolean | 0 | 1 | ArrayLike<boolean | number> | Line;

/** A number for each bar, read on the bars of entries; a single number stands for every bar. */
export type LevelColumn = number | ArrayLike<number> | Line;

/** A distance from the close of the bar of the entry, as a part of that close: 0.05 for 5 %. */
export interface CloseFraction {
  /** The part of the close, above 0. */
  readonly fraction: number;
}

/**
 * Signals of one feed, and the terms of the orders that they place. Each column has a value for every bar of the feed, in
 * its order.
 *
 * @example Long above an average, out below it, with a stop 5 % below the close
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const signals = ({ close }: ct.FeedLines): ct.Signals => {
 *   const average = ct.sma(close, 20);
 *   return { entries: close.above(average), exits: close.below(average), stopLoss: { fraction: 0.05 } };
 * };
 * const result = ct.fromSignals(await ct.sample("aapl"), signals);
 * assertEquals(result.orders[0]!.role, "entry");
 * ```
 */
export interface Signals {
  /** Bars on which to buy, where there is no long position. A short one is closed first. Default: none. */
  readonly entries?: SignalColumn;
  /** Bars on which to close a long position. Default: none. */
  readonly exits?: SignalColumn;
  /** Bars on which to sell short, where there is no short position. A long one is closed first. Default: none. */
  readonly shortEntries?: SignalColumn;
  /** Bars on which to close a short position. Default: none. */
  readonly shortExits?: SignalColumn;
  /**
   * Units of the instrument of an entry, as in {@linkcode OrderOptions}. Default: without any of `size`, `cash` and
   * `fraction` an entry takes the whole account, as `fraction: 1`.
   */
  readonly size?: LevelColumn;
  /** Amount to spend on an entry, commission included, in the account's currency. Default: none; see `size`. */
  readonly cash?: LevelColumn;
  /** Part of the account's value to spend on an entry, above 0 and at most 1. Default: none; see `size`. */
  readonly fraction?: LevelColumn;
  /**
   * Price of a stop order that protects the entry, for each bar; or its distance from the close, below it for a long
   * position and above it for a short one. Default: none.
   */
  readonly stopLoss?: LevelColumn | CloseFraction;
  /**
   * Price of a limit order that takes the profit of the entry, for each bar; or its distance from the close, above it for
   * a long position and below it for a short one. Default: none.
   */
  readonly takeProfit?: LevelColumn | CloseFraction;
  /** True for a further order at each entry while there is a position of its side. Default: false. */
  readonly accumulate?: boolean;
  /** Times of the bars that the columns were made for, as `feed.columns.timeUs`; others are refused. Default: not compared. */
  readonly timeUs?: ArrayLike<number>;
}

/** Names of the signals, in the order of their bits. */
export const SIGNAL_NAMES = ["entries", "exits", "shortEntries", "shortExits"] as const;
/** Bits of the signals of a bar. */
export const ENTRY = 1, EXIT = 2, SHORT_ENTRY = 4, SHORT_EXIT = 8;

const SIZE_NAMES = ["size", "cash", "fraction"] as const;
const LEVEL_NAMES = [...SIZE_NAMES, "stopLoss", "takeProfit"] as const;
const NAMES: readonly (keyof Signals)[] = [...SIGNAL_NAMES, ...LEVEL_NAMES, "accumulate", "timeUs"];

/** Numbers of a term of the orders: the same for each bar, one for each, or a part of the close. */
export type Level =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "column"; readonly values: ArrayLike<number> }
  | { readonly kind: "line"; readonly line: Line }
  | { readonly kind: "fraction"; readonly value: number };

/** Signals whose parts were looked at. */
export interface CheckedSignals {
  /** Bits of the signals that are columns, for each bar of the feed. */
  readonly codes: Uint8Array;
  /** Signals that are lines. */
  readonly lines: readonly { readonly name: string; readonly bit: number; readonly line: Line }[];
  /** The term that says the size. */
  readonly sizing: { readonly name: "size" | "cash" | "fraction"; readonly level: Level };
  readonly stopLoss: Level | undefined;
  readonly takeProfit: Level | undefined;
  readonly accumulate: boolean;
}

/** The feed of signals. */
export interface SignalledFeed {
  readonly name: string;
  /** Bars as they were given, also those behind the end of the run. */
  readonly length: number;
  readonly timeUs: Float64Array;
  /** True if its prices may be zero and below. Default: false. */
  readonly anyPrices?: boolean;
}

/**
 * Checks the signals of a feed.
 *
 * @throws {TypeError} If there is no entry, a name is unknown, or a value has another type.
 * @throws {RangeError} If a column has not one value for each bar of the feed, a value of a signal is neither true nor
 * false, two sizes are given, or the times are not those of the feed.
 */
export function checkSignals(given: Signals, feed: SignalledFeed): CheckedSignals {
  const signals = takenOptions(given, NAMES, {
    noObject: (shown) => `Cannot use signals ${shown} for feed "${feed.name}": pass an object, { entries, exits }`,
    unknown: (name) => `Cannot find signal ${inspected(name)}: there are ${NAMES.join(", ")}`,
  });
  const { accumulate = false, timeUs } = signals;
  if (typeof accumulate !== "boolean") {
    throw new TypeError(`Cannot use accumulate ${inspected(accumulate, 0)}: pass true or false`);
  }
  if (signals.entries === undefined && signals.shortEntries === undefined) {
    throw new TypeError(`Cannot run signals of feed "${feed.name}" without an entry: pass entries or shortEntries`);
  }
  if (timeUs !== undefined) checkTimes(timeUs, feed);
  const codes = new Uint8Array(feed.length), lines: { name: string; bit: number; line: Line }[] = [];
  SIGNAL_NAMES.forEach((name, at) => {
    const column: unknown = signals[name], bit = 1 << at;
    if (column === undefined) return;
    if (column instanceof Line) lines.push({ name, bit, line: column });
    else if (isColumn(column)) addColumn(codes, bit, name, column, feed);
    else if (isTrue(column, name, -1)) { for (let bar = 0; bar < codes.length; bar++) codes[bar]! |= bit; }
  });
  checkDistances(signals);
  const levels = LEVEL_NAMES.flatMap((name) =>
    signals[name] === undefined ? [] : [[name, levelOf(name, signals[name], feed)] as const]
  );
  const sizes = levels.filter(([name]) => (SIZE_NAMES as readonly string[]).includes(name));
  if (sizes.length > 1) {
    throw new RangeError(`Cannot size entries by ${sizes.map(([name]) => name).join(" and ")}: pass one of them`);
  }
  const [name, level] = sizes[0] ?? ["fraction", { kind: "number", value: 1 } as const];
  return {
    codes,
    lines,
    sizing: { name: name as CheckedSignals["sizing"]["name"], level },
    stopLoss: levels.find(([name]) => name === "stopLoss")?.[1],
    takeProfit: levels.find(([name]) => name === "takeProfit")?.[1],
    accumulate,
  };
}

/** Rejects a distance below the close that leaves no price above zero, with which every entry would be refused. */
function checkDistances({ entries, shortEntries, stopLoss, takeProfit }: Signals): void {
  const below = [["stopLoss", stopLoss, entries, "long"], ["takeProfit", takeProfit, shortEntries, "short"]] as const;
  for (const [name, level, signal, side] of below) {
    const { fraction } = Object(level) as Partial<CloseFraction>;
    if (signal === undefined || signal === false || signal === 0 || !isOptions(level)) continue;
    if (typeof fraction !== "number" || !(fraction >= 1 && fraction < Infinity)) continue;
    throw new RangeError(
      `Cannot use fraction ${fraction} of ${name} for ${side} entries: it lies below the close, so that it has to be ` +
        "below 1; 0.05 is 5 %",
    );
  }
}

/** Adds the bit of a signal to the codes of its bars. */
function addColumn(
  codes: Uint8Array,
  bit: number,
  name: string,
  column: ArrayLike<unknown>,
  feed: SignalledFeed,
): void {
  checkLength(name, column, feed);
  for (let bar = 0; bar < codes.length; bar++) if (isTrue(column[bar], name, bar)) codes[bar]! |= bit;
}

function isTrue(value: unknown, name: string, bar: number): boolean {
  if (value === 1 || value === true) return true;
  if (value === 0 || value === false) return false;
  throw noSignal(name, value, bar);
}

/** Returns the error of a value that is neither true nor false. */
export function noSignal(name: string, value: unknown, bar: number): Error {
  const message = `Cannot use ${name} ${inspected(value, 0)}${bar < 0 ? "" : ` of bar ${bar}`}: ` +
    (typeof value === "number" && !Number.isNaN(value)
      ? "a signal is 1 or 0; split a line of both directions, as in cross.above(0) and cross.below(0)"
      : "pass true or false, or 1 and 0, for each bar");
  return typeof value === "number" ? new RangeError(message) : new TypeError(message);
}

function levelOf(name: typeof LEVEL_NAMES[number], level: unknown, feed: SignalledFeed): Level {
  if (typeof level === "number") return { kind: "number", value: level };
  if (level instanceof Line) return { kind: "line", line: level };
  if (isColumn(level)) {
    checkLength(name, level, feed);
    const isPlain = Array.isArray(level), wrong = isPlain ? level.findIndex((value) => typeof value !== "number") : -1;
    if (wrong < 0) return { kind: "column", values: level as ArrayLike<number> };
    throw new TypeError(`Cannot use ${name} ${inspected(level[wrong], 0)} of bar ${wrong}: pass a number for each bar`);
  }
  if (isOptions(level) && (name === "stopLoss" || name === "takeProfit")) {
    if (feed.anyPrices !== true) return fractionOf(name, level);
    throw new RangeError(
      `Cannot use ${name} ${
        inspected(level)
      } on feed "${feed.name}", whose prices may be zero and below: a fraction of ` +
        "a price says nothing there; pass prices, one for each bar",
    );
  }
  const forms = "pass a number, one for each bar, or a line";
  throw new TypeError(`Cannot use ${name} ${describeOperand(level)}: ${forms}`);
}

function fractionOf(name: string, given: object): Level {
  const { fraction } = takenOptions(given as CloseFraction, ["fraction"], {
    noObject: (shown) => `Cannot use ${name} ${shown}: pass a price, or { fraction: 0.05 }`,
    unknown: (unknown) => `Cannot find ${inspected(unknown)} in ${name}: there is fraction`,
  });
  if (typeof fraction === "number" && fraction > 0 && fraction < Infinity) return { kind: "fraction", value: fraction };
  const text = `Cannot use fraction ${inspected(fraction, 0)} of ${name}: pass a number above 0, such as 0.05`;
  throw typeof fraction === "number" ? new RangeError(text) : new TypeError(text);
}

/** Returns whether a value is a list of values: an array, or a typed array of numbers. */
function isColumn(value: unknown): value is ArrayLike<unknown> {
  if (Array.isArray(value)) return true;
  return ArrayBuffer.isView(value) && !(value instanceof DataView) &&
    !(value instanceof BigInt64Array || value instanceof BigUint64Array);
}

function checkLength(name: string, column: ArrayLike<unknown>, feed: SignalledFeed): void {
  if (column.length === feed.length) return;
  throw new RangeError(
    `Cannot use ${name} of ${column.length} values: feed "${feed.name}" has ${feed.length} bars; pass one value for each`,
  );
}

function checkTimes(timeUs: ArrayLike<number>, feed: SignalledFeed): void {
  if (!isColumn(timeUs)) {
    throw new TypeError(
      `Cannot use timeUs ${describeOperand(timeUs)}: pass the times of the bars, feed.columns.timeUs`,
    );
  }
  checkLength("timeUs", timeUs, feed);
  for (let bar = 0; bar < feed.length; bar++) {
    if (timeUs[bar] === feed.timeUs[bar]) continue;
    throw new RangeError(
      `Cannot use signals for feed "${feed.name}": timeUs is ${
        inspected(timeUs[bar], 0)
      } at bar ${bar}, and that bar ` +
        `ends at ${feed.timeUs[bar]}; make the signals for the bars of the feed`,
    );
  }
}
