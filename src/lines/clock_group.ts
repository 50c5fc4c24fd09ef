/**
 * The clocks of one run: one for each feed, and those that are derived from them, on which lines of several feeds meet.
 *
 * @module
 */

import type { FeedData } from "../feeds/feed_data.ts";
import { distinctTimes, firstAfter } from "../feeds/time/ordered_times.ts";
import { CarriedColumn } from "./carried_column.ts";
import { Clock } from "./clock.ts";
import { ClockWindow, type WindowSize } from "./clock_window.ts";
import type { Column } from "./column.ts";
import { WaitingFeedsError } from "./waiting_feeds_error.ts";

/** Bars of a block that there is room for, at least, where one bar of a source brings many: four of each, or so many. */
const MANY_BARS = 16_384;

/** A clock of a group, with what it is made of. */
interface Member {
  readonly clock: Clock;
  /** Number of the members before it. */
  readonly place: number;
  /** Time of the step that brings each bar of the columns, ascending. */
  timeUs: Float64Array;
  /** The clocks that it joins; of a clock that is no joint one, itself alone. */
  readonly parts: readonly Clock[];
  /** For another clock of the group: the place of its last bar by the time of each bar, -1 before its first. */
  readonly bars: Map<Clock, Int32Array>;
  /** Columns of other clocks that were carried over to this one. */
  readonly carried: WeakMap<Column, Column>;
  /** Where the bars of a derived clock come from, if they come block by block. */
  readonly made: MadeBars | undefined;
}

/** Bars that are made of those of another clock, block by block. */
export interface MadeBars {
  /** The clock of the bars that they are made of. */
  readonly source: Clock;
  /** True if one bar of the source may bring many. */
  readonly many: boolean;
  /**
   * Returns the bars that are known by a moment.
   *
   * @param block The new bars of the source.
   * @param lastUs The moment: the last step of the block.
   */
  goOn(block: FeedData, lastUs: number): { readonly feed: FeedData; readonly knownUs: Float64Array };
}

/** Returns further columns of new bars by their names in the window, from one block to the next. */
export type GrownColumns = (block: FeedData) => Readonly<Record<string, Float64Array>>;

/** Columns of the new bars of a feed by the names that its lines have, their times among them. */
export type BlockColumns = Readonly<Record<string, Float64Array> & { time: Float64Array }>;

/** The clocks of one run. */
export class ClockGroup {
  static readonly #groups = new WeakMap<Clock, ClockGroup>();
  /** The clocks of the feeds, in their order. The source of steps moves them. */
  readonly feeds: readonly Clock[];
  readonly #derived: Member[] = [];
  /** Notes on lines of the run, for its summary. */
  readonly notes: Set<string> = new Set();
  readonly #members = new Map<Clock, Member>();
  /** Columns that are made of the bars of a clock, on that clock. */
  readonly #grown: { readonly clock: Clock; readonly goOn: GrownColumns }[] = [];
  /** Joint clocks by the places of their parts. */
  readonly #joints = new Map<string, Clock>();
  readonly #stepwise: boolean;
  readonly #window: WindowSize | undefined;
  /** Times of the steps of the run, or of the block at hand, made when a clock is first derived. */
  #steps: Float64Array | undefined;
  #hasGoneOn = false;

  /**
   * Makes the clock of each feed, before its first bar.
   *
   * @param feeds Name and times of the bars of each feed; the times ascend without a repetition.
   * @param stepwise True if computed lines make each bar's value when that bar has come.
   * @param window The bars that are kept, where they come block by block; the times are then those of the first block.
   */
  constructor(
    feeds: readonly { readonly name: string; readonly timeUs: Float64Array }[],
    stepwise: boolean = false,
    window?: WindowSize,
  ) {
    this.#stepwise = stepwise;
    this.#window = window;
    this.feeds = feeds.map(({ name, timeUs }) => this.#add(name, timeUs));
  }

  /** Returns the group of a clock, or undefined for a clock that was made alone. */
  static of(clock: Clock): ClockGroup | undefined {
    return ClockGroup.#groups.get(clock);
  }

  /** The clocks that are no feed's, in the order in which they were made: {@linkcode ClockGroup.follow} moves them. */
  get derived(): readonly Clock[] {
    return this.#derived.map(({ clock }) => clock);
  }

  /** True before the first step: a clock that goes on block by block is made then. */
  get isAtBegin(): boolean {
    return !this.#hasGoneOn && this.feeds.every(({ index }) => index < 0);
  }

  /** Returns whether a clock is one of the group. */
  has(clock: Clock): boolean {
    return this.#members.has(clock);
  }

  /** Returns the time of each bar of a clock of the group. */
  timesOf(clock: Clock): Float64Array {
    return this.#memberOf(clock).timeUs;
  }

  /**
   * Makes a clock of bars of its own, which stands at the moment of the group.
   *
   * @param name Name of the bars, for messages.
   * @param timeUs Time of the step that brings each bar, ascending; one step may bring several.
   * @param made Where further bars come from, if they come block by block.
   */
  derive(name: string, timeUs: Float64Array, made?: MadeBars): Clock {
    return this.#derive(this.#add(name, timeUs, undefined, made), this.feeds);
  }

  /** Adds columns that are made of the bars of a clock block by block, and are in its window up to the block at hand. */
  grow(clock: Clock, goOn: GrownColumns): void {
    this.#grown.push({ clock, goOn });
  }

  /** Time of the last step of the run, or of the block at hand; -Infinity without any. */
  get lastStepUs(): number {
    return this.#stepTimes.at(-1) ?? -Infinity;
  }

  get #stepTimes(): Float64Array {
    return this.#steps ??= distinctTimes(this.feeds.map((feed) => this.timesOf(feed)));
  }

  /**
   * Returns the time of the step that brings each bar: the first step at or after the moment from which on it is known.
   * Those behind the last step are left out.
   *
   * @param knownUs The moments, ascending.
   */
  stepsOf(knownUs: Float64Array): Float64Array {
    const steps = this.#stepTimes;
    const known = firstAfter(knownUs, steps.at(-1) ?? -Infinity, false);
    let step = 0;
    return knownUs.subarray(0, known).map((us) => {
      while (steps[step]! < us) step++;
      return steps[step]!;
    });
  }

  /**
   * Returns the joint clock of clocks of the group. Its bars are the distinct times at which any of them has a bar. There
   * is one for each set of clocks: that of a joint clock with one of its parts is that joint clock.
   */
  join(clocks: readonly Clock[]): Clock {
    const parts = [...new Set(clocks.flatMap((clock) => this.#memberOf(clock).parts))];
    if (parts.length === 1) return parts[0]!;
    const key = parts.map((part) => this.#memberOf(part).place).sort((a, b) => a - b).join();
    let joint = this.#joints.get(key);
    if (joint === undefined) {
      // In the order of their use, so that the order of the feeds in the run changes no name.
      const name = parts.map((part) => part.name).join("+");
      joint = this.#derive(this.#add(name, distinctTimes(parts.map((part) => this.timesOf(part))), parts), parts);
      this.#joints.set(key, joint);
    }
    return joint;
  }

  /** Moves the derived clocks forward to the moment of a step. */
  follow(timeUs: number): void {
    for (let k = 0; k < this.#derived.length; k++) {
      const { clock, timeUs: times } = this.#derived[k]!;
      while (times[clock.index + 1]! <= timeUs) clock.index++;
      clock.isNew = times[clock.index] === timeUs;
    }
  }

  /** Fills the columns of the source with the first block, whose times the clocks have. */
  begin(blocks: readonly BlockColumns[]): void {
    this.feeds.forEach(({ window }, id) => {
      window!.append(blocks[id]!);
      window!.refresh();
    });
  }

  /**
   * Takes the next block of bars into the columns, and lets go of the bars before those that are kept. The lines of the
   * bars that are let go have been made up to there.
   *
   * @param blocks The new bars of each feed by the names of lines.
   * @param feeds The same as feeds, for clocks whose bars are made of them.
   */
  goOn(blocks: readonly BlockColumns[], feeds: readonly FeedData[] = []): void {
    const members = [...this.#members.values()];
    for (const { clock } of members) clock.window!.complete();
    this.#hasGoneOn = true;
    const times = blocks.map(({ time }) => time), fresh = new Map(this.feeds.map((feed, id) => [feed, times[id]!]));
    const columns = new Map(this.feeds.map((feed, id) => [feed, blocks[id]!]));
    // Times of several feeds are merged for clocks that are made of their bars alone.
    this.#steps = members.some(({ made }) => made !== undefined) ? distinctTimes(times) : undefined;
    const bars = new Map(this.feeds.map((feed, id) => [feed, feeds[id]]));
    for (const { clock, made } of members) {
      if (made === undefined) continue;
      const { feed, knownUs } = made.goOn(bars.get(made.source)!, this.lastStepUs);
      bars.set(clock, feed);
      columns.set(clock, columnsOfLines(feed));
      fresh.set(clock, this.stepsOf(knownUs));
    }
    for (const { clock, goOn } of this.#grown) {
      columns.set(clock, { ...columns.get(clock)!, ...goOn(bars.get(clock)!) });
    }
    for (const member of members) {
      const { clock, parts } = member, window = clock.window!, drop = Math.max(0, clock.length - window.keep);
      const times = fresh.get(clock) ?? distinctTimes(parts.map((part) => fresh.get(part)!));
      checkRoom(clock, clock.length - drop + times.length);
      window.drop(drop);
      clock.first += drop;
      clock.index -= drop;
      const block = columns.get(clock);
      if (block !== undefined) window.append(block);
      const all = new Float64Array(clock.length - drop + times.length);
      all.set(member.timeUs.subarray(drop));
      all.set(times, clock.length - drop);
      member.timeUs = all;
      clock.length = all.length;
    }
    for (const member of members) {
      for (const [from, bars] of member.bars) placesOf(this.timesOf(from), member.timeUs, bars);
    }
    for (const { clock } of members) clock.window!.refresh();
  }

  /** Ends the run: no line can be made from lines of these clocks any more. */
  end(): void {
    for (const clock of this.#members.keys()) clock.end();
  }

  /** Returns a column of one clock as one of another: at each bar, the value that was known then. */
  carry(column: Column, from: Clock, to: Clock): Column {
    if (from === to) return column;
    const target = this.#memberOf(to);
    let carried = target.carried.get(column);
    if (carried === undefined) {
      carried = new CarriedColumn(column, this.#barsOf(from, target), to);
      target.carried.set(column, carried);
    }
    return carried;
  }

  /**
   * Returns the number of bars of a clock up to the first at which another has had its first so many bars. If it never
   * has, as many bars are missing in both.
   */
  carryPeriod(period: number, from: Clock, to: Clock): number {
    if (from === to) return period;
    const { timeUs } = this.#memberOf(from), lacking = period - timeUs.length;
    if (lacking > 0 && from.window !== undefined) {
      throw new WaitingFeedsError(
        `Cannot tell when a line of "${to.name}" has its first value: it takes ${period} bars of "${from.name}", and the ` +
          `first block has ${timeUs.length}; pass a larger blockBars, or in a session warmUp, or run ct.backtest over bars ` +
          "in memory",
      );
    }
    if (lacking > 0) return to.length + lacking;
    return firstAfter(this.timesOf(to), timeUs[period - 1]!, true) + 1;
  }

  #add(name: string, timeUs: Float64Array, parts?: readonly Clock[], made?: MadeBars): Clock {
    // A bar that is made may wait for its step in a later block, beside those of that block.
    const blocks = parts?.length ?? (made === undefined ? 1 : 2);
    const size = this.#window, block = made?.many === true ? Math.max(4 * size!.block, MANY_BARS) : size?.block;
    const window = size === undefined ? undefined : new ClockWindow({ ...size, block: block! }, blocks);
    const clock = new Clock(name, timeUs.length, window), place = this.#members.size;
    clock.stepwise = this.#stepwise;
    this.#members.set(clock, {
      clock,
      place,
      timeUs,
      parts: parts ?? [clock],
      bars: new Map(),
      carried: new WeakMap(),
      made,
    });
    ClockGroup.#groups.set(clock, this);
    return clock;
  }

  /** Places a new clock at the moment at which others stand, as a line can be made while a run goes on. */
  #derive(clock: Clock, others: readonly Clock[]): Clock {
    let nowUs = -Infinity;
    for (const other of others) if (other.index >= 0) nowUs = Math.max(nowUs, this.timesOf(other)[other.index]!);
    const times = this.timesOf(clock);
    clock.index = firstAfter(times, nowUs, false) - 1;
    clock.isNew = times[clock.index] === nowUs && others.some(({ isNew }) => isNew);
    this.#derived.push(this.#memberOf(clock));
    return clock;
  }

  #barsOf(from: Clock, { clock, timeUs, bars }: Member): Int32Array {
    let found = bars.get(from);
    if (found === undefined) {
      found = new Int32Array(from.window === undefined ? timeUs.length : clock.window!.room);
      placesOf(this.timesOf(from), timeUs, found);
      bars.set(from, found);
    }
    return found;
  }

  #memberOf(clock: Clock): Member {
    const member = this.#members.get(clock);
    if (member === undefined) throw new RangeError(`Cannot use clock "${clock.name}" in another run than its own`);
    return member;
  }
}

/** Returns the columns of a feed by the names that its lines have. */
export function columnsOfLines({ columns, extra }: FeedData): BlockColumns {
  const { timeUs, beginUs, sessionDay, ...prices } = columns;
  return { ...extra, ...prices, time: timeUs, "#beginUs": beginUs, "#sessionDay": sessionDay };
}

/**
 * Rejects more bars than the window of a clock has places for, as only made ones can be.
 *
 * @throws {WaitingFeedsError} If there are more.
 */
export function checkRoom({ name, window }: Clock, bars: number): void {
  if (bars <= window!.room) return;
  throw new WaitingFeedsError(
    `Cannot make the bars of "${name}": one block brings ${bars} with those that are kept, and there is room for ` +
      `${window!.room}; resample to larger ones, pass a smaller blockBars, or run ct.backtest over bars in memory`,
  );
}

/** Writes for each time of one clock the place of the last bar of another that had come by then, -1 before its first. */
function placesOf(times: Float64Array, at: Float64Array, places: Int32Array): void {
  for (let i = 0, bar = -1; i < at.length; i++) {
    while (times[bar + 1]! <= at[i]!) bar++;
    places[i] = bar;
  }
}
