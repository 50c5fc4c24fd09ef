/**
 * The strategy that places the orders of signals.
 *
 * @module
 */

import { inspected } from "../host.ts";
import type { Clock } from "../lines/clock.ts";
import { ClockGroup } from "../lines/clock_group.ts";
import type { Column } from "../lines/column.ts";
import type { FeedLines } from "../lines/feed_lines.ts";
import { type Line, noteOnRun, sourceOf } from "../lines/line.ts";
import { signsOf } from "../lines/signs.ts";
import { quoted } from "../records/text.ts";
import { WakeLines } from "../run/wake_lines.ts";
import type { CloseOptions, OrderOptions } from "../strategy/order_options.ts";
import type { OrderView } from "../strategy/order_view.ts";
import { type Params, Strategy, type StrategyClass, type StrategyContext } from "../strategy/strategy.ts";
import {
  type CheckedSignals,
  checkSignals,
  ENTRY,
  EXIT,
  type Level,
  noSignal,
  SHORT_ENTRY,
  SHORT_EXIT,
  type SignalledFeed,
  type Signals,
} from "./signals.ts";

/** Signals by the names of their feeds, or a function that makes them from the lines of the feeds. */
export type GivenSignals =
  | ReadonlyMap<string, CheckedSignals>
  | ((feeds: Readonly<Record<string, FeedLines>>) => Readonly<Record<string, Signals>>);

/** A signal that is a line, on the clock of its feed. */
interface LineSignal {
  readonly name: string;
  readonly bit: number;
  readonly column: Column;
}

/** Reads a level at a bar. */
type LevelReader = (bar: number, side: 1 | -1) => number;

/** What a checkpoint keeps of a feed. */
interface SavedFeed {
  readonly entry: OrderView | null;
  readonly exit: OrderView | null;
  readonly contradictions: number;
}

/**
 * Returns the class of the strategy for one run.
 *
 * @param name Name of the strategy in the result.
 * @param params What the result shows as its parameters.
 * @param given The signals.
 * @param feeds The feeds as they were given, by name.
 */
export function signalsStrategy(
  name: string,
  params: Params,
  given: GivenSignals,
  feeds: ReadonlyMap<string, SignalledFeed>,
): StrategyClass<Params> {
  class SignalsStrategy extends Strategy.with({}) {
    static override readonly defaults: Params = params;
    /** The signals that are lines, for reports. */
    readonly signals: Readonly<Record<string, Readonly<Record<string, Line>>>>;
    readonly #feeds: readonly FeedSignals[];

    constructor(context: StrategyContext) {
      super(context);
      const checked = typeof given === "function" ? checkedSignals(given(context.feeds), feeds) : given;
      this.#feeds = [...checked].map(([feed, signals]) => new FeedSignals(context, context.feeds[feed]!, signals));
      this.signals = Object.fromEntries(
        [...checked].map((
          [feed, { lines }],
        ) => [feed, Object.fromEntries(lines.map(({ name, line }) => [name, line]))]),
      );
      const wakes = context.wakes;
      // Where a line has to be made bar by bar, each bar is looked at.
      if (wakes instanceof WakeLines && this.#feeds.every(({ codes }) => codes !== undefined)) {
        for (const { clock, codes } of this.#feeds) wakes.declareCodes(clock, codes!);
      }
    }

    override next(): void {
      const feeds = this.#feeds;
      for (let k = 0; k < feeds.length; k++) feeds[k]!.act();
    }

    override stop(): void {
      for (const feed of this.#feeds) feed.tell();
    }

    override saveState(): readonly SavedFeed[] {
      return this.#feeds.map((feed) => feed.save());
    }

    override loadState(saved: readonly SavedFeed[]): void {
      this.#feeds.forEach((feed, at) => feed.load(saved[at]!));
    }
  }
  Object.defineProperty(SignalsStrategy, "name", { value: name });
  return SignalsStrategy as unknown as StrategyClass<Params>;
}

/**
 * Checks signals by the names of their feeds.
 *
 * @throws {TypeError} If they are none.
 * @throws {RangeError} If there is no feed of a name, or a value is not allowed.
 */
export function checkedSignals(
  given: Readonly<Record<string, Signals>>,
  feeds: ReadonlyMap<string, SignalledFeed>,
): ReadonlyMap<string, CheckedSignals> {
  const checked = new Map<string, CheckedSignals>(), names = [...feeds.keys()];
  for (const name of Object.keys(given)) {
    if (feeds.has(name)) continue;
    throw new RangeError(`Cannot find feed ${inspected(name)} of the signals: there are ${quoted(names)}`);
  }
  // In the order of the feeds, so that the order of the signals changes nothing.
  for (const [name, feed] of feeds) {
    const signals = given[name]!;
    if (Object.hasOwn(given, name)) checked.set(name, checkSignals(signals, feed));
  }
  if (checked.size === 0) {
    throw new TypeError(`Cannot run without signals: pass those of a feed by its name, one of ${quoted(names)}`);
  }
  return checked;
}

/** The signals of one feed, and the orders that wait. */
class FeedSignals {
  readonly clock: Clock;
  /** Codes of all bars; undefined where a line has to be made bar by bar. */
  readonly codes: Uint8Array | undefined;
  readonly #columns: Uint8Array;
  readonly #lines: readonly LineSignal[];
  readonly #context: StrategyContext;
  readonly #feed: FeedLines;
  readonly #position: { readonly size: number };
  readonly #accumulates: boolean;
  readonly #sizeName: "size" | "cash" | "fraction";
  readonly #size: LevelReader;
  readonly #stopLoss: LevelReader | undefined;
  readonly #takeProfit: LevelReader | undefined;
  /** Terms of every entry, where they do not depend on the bar. */
  readonly #constant: OrderOptions | undefined;
  readonly #closing: CloseOptions;
  /** The last entry and the last exit; they wait while no bar has traded. */
  #entry: OrderView | null = null;
  #exit: OrderView | null = null;
  /** Bars with signals that contradict each other. */
  #contradictions = 0;

  constructor(context: StrategyContext, feed: FeedLines, checked: CheckedSignals) {
    this.#context = context;
    this.#feed = feed;
    this.#position = context.positionOf(feed.name);
    this.clock = sourceOf(feed.close).clock;
    this.#columns = checked.codes;
    this.#lines = checked.lines.map(({ name, bit, line }) => ({ name, bit, column: this.#columnOf(name, line) }));
    const mayGoAhead = !this.clock.stepwise && this.#lines.every(({ column }) => !column.barByBar);
    this.codes = mayGoAhead ? this.#wholeCodes() : undefined;
    this.#accumulates = checked.accumulate;
    this.#sizeName = checked.sizing.name;
    this.#size = this.#readerOf(checked.sizing.name, checked.sizing.level);
    const { stopLoss, takeProfit, sizing } = checked;
    this.#closing = Object.freeze({ feed: feed.name });
    const isConstant = sizing.level.kind === "number" && stopLoss === undefined && takeProfit === undefined;
    this.#constant = isConstant ? Object.freeze(this.#termsOf(sizing.level.value)) : undefined;
    this.#stopLoss = stopLoss === undefined ? undefined : this.#readerOf("stopLoss", stopLoss);
    this.#takeProfit = takeProfit === undefined ? undefined : this.#readerOf("takeProfit", takeProfit);
  }

  /** Returns the column of a line as one of the feed: at each bar, the value that is known then. */
  #columnOf(name: string, line: Line): Column {
    const { clock, column } = sourceOf(line), group = ClockGroup.of(this.clock)!;
    if (group.has(clock)) return group.carry(column, clock, this.clock);
    throw new RangeError(
      `Cannot use line "${line.name}" as ${name}: it is of another run; pass a function that makes the signals of the ` +
        "lines of this one, (data) => ({ entries: ct.crossedAbove(data.close, 100) })",
    );
  }

  #readerOf(name: string, level: Level): LevelReader {
    if (level.kind === "number") return () => level.value;
    if (level.kind === "column") return (bar) => level.values[bar]!;
    if (level.kind === "fraction") {
      // The stop is on the losing side, the target on the gaining one.
      const { value } = level, { close } = this.#feed, away = name === "stopLoss" ? -value : value;
      return (_bar, side) => close.now * (1 + side * away);
    }
    const column = this.#columnOf(name, level.line);
    return (bar) => {
      column.extend(bar);
      return column.values[bar]!;
    };
  }

  #wholeCodes(): Uint8Array {
    const { length } = this.clock, codes = this.#columns.subarray(0, length);
    if (length === 0 || this.#lines.length === 0) return codes;
    // A run must not change what another one over the same signals reads.
    const all = codes.slice();
    for (const { name, bit, column } of this.#lines) {
      const signs = signsOf(column)?.values();
      if (signs !== undefined) addSigns(all, signs, bit, name);
      else {
        column.extend(length - 1);
        addLine(all, column.values, bit, name);
      }
    }
    return all;
  }

  #codeAt(bar: number): number {
    if (this.codes !== undefined) return this.codes[bar]!;
    let code = this.#columns[bar]!;
    for (const { name, bit, column } of this.#lines) {
      column.extend(bar);
      const value = column.values[bar]!;
      if (value === 1) code |= bit;
      else if (value !== 0 && value === value) throw noSignal(name, value, bar);
    }
    return code;
  }

  /** Places the orders of the signals of the current bar, if it came with this step. */
  act(): void {
    const bar = this.clock.index;
    if (bar < 0 || !this.clock.isNew) return;
    const given = this.#codeAt(bar);
    if (given === 0) return;
    const code = meant(given), held = this.#position.size;
    if (code !== given) this.#contradictions++;
    const buys = (code & ENTRY) !== 0, sells = (code & SHORT_ENTRY) !== 0;
    const leavesLong = sells || (code & EXIT) !== 0, leavesShort = buys || (code & SHORT_EXIT) !== 0;
    if (this.#entry?.alive === false) this.#entry = null;
    let waits = this.#entry !== null;
    if (waits && (this.#entry!.side === "buy" ? leavesLong : leavesShort)) {
      this.#context.cancel(this.#entry!);
      waits = false;
    }
    if (held > 0 ? leavesLong : held < 0 && leavesShort) {
      if (this.#exit?.alive !== true) this.#exit = this.#context.close(this.#closing);
    }
    const goes = buys ? 1 : sells ? -1 : 0;
    if (goes === 0 || (!this.#accumulates && (waits || held * goes > 0))) return;
    this.#enter(goes, bar);
  }

  #enter(side: 1 | -1, bar: number): void {
    const terms = this.#constant ?? this.#termsAt(side, bar);
    const way = side > 0 ? "buy" : "sell";
    this.#entry = this.#context.place(way, this.#context.sized(way, terms));
  }

  #termsAt(side: 1 | -1, bar: number): OrderOptions {
    return {
      ...this.#termsOf(this.#size(bar, side)),
      ...(this.#stopLoss === undefined ? {} : { stopLoss: this.#stopLoss(bar, side) }),
      ...(this.#takeProfit === undefined ? {} : { takeProfit: this.#takeProfit(bar, side) }),
    };
  }

  #termsOf(amount: number): OrderOptions {
    return { [this.#sizeName]: amount, feed: this.#feed.name } as unknown as OrderOptions;
  }

  /** Leaves a note on signals that contradict each other. */
  tell(): void {
    const count = this.#contradictions;
    if (count === 0) return;
    noteOnRun(
      this.#feed.close,
      `${this.#feed.name}: signals contradict each other on ${count} ${
        count === 1 ? "bar" : "bars"
      }, an entry and an ` +
        "exit of one side or the entries of both; nothing is done for those",
    );
  }

  save(): SavedFeed {
    return { entry: this.#entry, exit: this.#exit, contradictions: this.#contradictions };
  }

  load({ entry, exit, contradictions }: SavedFeed): void {
    this.#entry = entry;
    this.#exit = exit;
    this.#contradictions = contradictions;
  }
}

/** Returns the signals of a bar without those that contradict each other. */
function meant(code: number): number {
  let left = code;
  if ((left & (ENTRY | EXIT)) === (ENTRY | EXIT)) left &= ~(ENTRY | EXIT);
  if ((left & (SHORT_ENTRY | SHORT_EXIT)) === (SHORT_ENTRY | SHORT_EXIT)) left &= ~(SHORT_ENTRY | SHORT_EXIT);
  if ((left & (ENTRY | SHORT_ENTRY)) === (ENTRY | SHORT_ENTRY)) left &= ~(ENTRY | SHORT_ENTRY);
  return left;
}

/** As {@linkcode addLine}, from the bytes of the line. */
function addSigns(codes: Uint8Array, signs: Int8Array, bit: number, name: string): void {
  let seen = 0;
  for (let bar = 0; bar < codes.length; bar++) {
    const sign = signs[bar]!;
    seen |= sign;
    // Without a branch: of 1, 0, -1 and none, 1 and -1 have the lowest bit, and -1 ends in an error.
    codes[bar]! |= -(sign & 1) & bit;
  }
  if ((seen & 2) !== 0) throw noSignal(name, -1, signs.indexOf(-1));
}

/** Adds the bit of a line to the codes of the bars on which it is 1. */
function addLine(codes: Uint8Array, values: Float64Array, bit: number, name: string): void {
  for (let bar = 0; bar < codes.length; bar++) {
    const value = values[bar]!;
    if (value === 1) codes[bar]! |= bit;
    else if (value !== 0 && value === value) throw noSignal(name, value, bar);
  }
}
