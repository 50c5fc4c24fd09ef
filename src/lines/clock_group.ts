/**
 * The clocks of one run: one for each feed, and those that are derived from them, on which lines of several feeds meet.
 *
 * @module
 */

import { distinctTimes, firstAfter } from "../feeds/time/ordered_times.ts";
import { CarriedColumn } from "./carried_column.ts";
import { Clock } from "./clock.ts";
import { ClockWindow, type WindowSize } from "./clock_window.ts";
import type { Column } from "./column.ts";
import { WaitingFeedsError } from "./waiting_feeds_error.ts";

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
}

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
  /** Joint clocks by the places of their parts. */
  readonly #joints = new Map<string, Clock>();
  readonly #stepwise: boolean;
  readonly #window: WindowSize | undefined;
  /** Times of the steps of the run, made when a clock is first derived. */
  #steps: Float64Array | undefined;

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
   */
  derive(name: string, timeUs: Float64Array): Clock {
    return this.#derive(this.#add(name, timeUs), this.feeds);
  }

  /**
   * Returns the time of the step that brings each bar: the first step at or after the moment from which on it is known.
   * Those behind the last step are left out.
   *
   * @param knownUs The moments, ascending.
   */
  stepsOf(knownUs: Float64Array): Float64Array {
    const steps = this.#steps ??= distinctTimes(this.feeds.map((feed) => this.timesOf(feed)));
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
   * @param blocks The new bars of each feed.
   */
  goOn(blocks: readonly BlockColumns[]): void {
    const members = [...this.#members.values()];
    for (const { clock } of members) clock.window!.complete();
    const fresh = new Map<Clock, Float64Array>(this.feeds.map((feed, id) => [feed, blocks[id]!.time]));
    for (const member of members) {
      const { clock, parts } = member, window = clock.window!, drop = Math.max(0, clock.length - window.keep);
      const times = fresh.get(clock) ?? distinctTimes(parts.map((part) => fresh.get(part)!));
      window.drop(drop);
      clock.first += drop;
      clock.index -= drop;
      const id = this.feeds.indexOf(clock);
      if (id >= 0) window.append(blocks[id]!);
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
          `first block has ${timeUs.length}; pass a larger blockBars, or run ct.backtest over bars in memory`,
      );
    }
    if (lacking > 0) return to.length + lacking;
    return firstAfter(this.timesOf(to), timeUs[period - 1]!, true) + 1;
  }

  #add(name: string, timeUs: Float64Array, parts?: readonly Clock[]): Clock {
    const window = this.#window === undefined ? undefined : new ClockWindow(this.#window, parts?.length);
    const clock = new Clock(name, timeUs.length, window), place = this.#members.size;
    clock.stepwise = this.#stepwise;
    this.#members.set(clock, {
      clock,
      place,
      timeUs,
      parts: parts ?? [clock],
      bars: new Map(),
      carried: new WeakMap(),
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

/** Writes for each time of one clock the place of the last bar of another that had come by then, -1 before its first. */
function placesOf(times: Float64Array, at: Float64Array, places: Int32Array): void {
  for (let i = 0, bar = -1; i < at.length; i++) {
    while (times[bar + 1]! <= at[i]!) bar++;
    places[i] = bar;
  }
}
