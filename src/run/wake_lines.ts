/**
 * The bars on which a strategy is called: those on which a line that it named is not 0, and those with news.
 *
 * @module
 */

import type { RunClock } from "../broker/run_clock.ts";
import type { Clock } from "../lines/clock.ts";
import type { Column } from "../lines/column.ts";
import type { ClockGroup } from "../lines/clock_group.ts";
import { type Line, sourceOf } from "../lines/line.ts";
import { NO_VALUE, type Signs, signsOf } from "../lines/signs.ts";
import { checkWakeLines, type WakeDeclarations } from "../strategy/wake.ts";
import type { NextCalls } from "./driver.ts";

/** What a line is read from. */
interface WakeSource {
  readonly clock: Clock;
  readonly column: Column;
  readonly signs: Signs | undefined;
}

/** Codes of the bars of a clock; 0 for a bar without a call. */
interface WakeCodes {
  readonly clock: Clock;
  readonly codes: Uint8Array;
}

/** The lines by which a strategy is woken, as it declares them. Without any it is called on each bar. */
export class WakeLines implements WakeDeclarations, NextCalls {
  /** True if the engine said something since the last decision, or a timer fired; a checkpoint keeps it. */
  hasNews = false;
  readonly #clock: RunClock;
  readonly #group: ClockGroup;
  readonly #lines: WakeSource[] = [];
  readonly #codes: WakeCodes[] = [];
  /** The bars that were last looked at for a call, and what was found behind them: fills between two calls look again. */
  #lookedFrom = 0;
  #found = -1;

  /** Makes a declaration without lines. */
  constructor(group: ClockGroup, clock: RunClock) {
    this.#group = group;
    this.#clock = clock;
  }

  /** True if the strategy is not called on each bar. */
  get areDeclared(): boolean {
    return this.#lines.length > 0 || this.#codes.length > 0;
  }

  declare(lines: readonly Line[]): void {
    const { phase } = this.#clock;
    if (phase !== "construction") {
      const place = phase === "bars" ? "on a bar" : phase === "ended" ? "after the run" : `in ${phase}`;
      throw new TypeError(
        `Cannot name lines that wake a strategy ${place}: call wake in the constructor, or in a field, as in ` +
          "cross = this.wake(ct.crossover(a, b))",
      );
    }
    checkWakeLines(lines);
    for (const line of lines) {
      const source = sourceOf(line);
      if (!this.#group.has(source.clock)) {
        throw new RangeError(
          `Cannot wake a strategy by line "${line.name}" of feed "${source.clock.name}": it is of another run; make ` +
            "lines as fields of the strategy that runs",
        );
      }
      this.#lines.push({ ...source, signs: signsOf(source.column) });
    }
  }

  /** Adds a column of codes, one for each bar of a clock: the strategy is called where the code is not 0. */
  declareCodes(clock: Clock, codes: Uint8Array): void {
    this.#codes.push({ clock, codes });
  }

  get isDue(): boolean {
    if (this.hasNews || !this.areDeclared) return true;
    const lines = this.#lines, codes = this.#codes;
    for (let k = 0; k < lines.length; k++) {
      const { clock, column, signs: bytes } = lines[k]!, { index } = clock;
      // A clock of several feeds, or of larger bars, may not have begun.
      if (index < 0) continue;
      const signs = bytes?.values();
      if (signs !== undefined) {
        if (signs[index] !== 0 && signs[index] !== NO_VALUE) return true;
        continue;
      }
      if (index >= column.known) column.extend(index);
      const value = column.values[index]!;
      if (value !== 0 && value === value) return true;
    }
    for (let k = 0; k < codes.length; k++) {
      const { clock, codes: values } = codes[k]!;
      if (clock.isNew && values[clock.index] !== 0) return true;
    }
    return false;
  }

  nextBar(from: number): number {
    if (from >= this.#lookedFrom && from <= this.#found) return this.#found;
    this.#lookedFrom = from;
    this.#found = this.#firstBar(from);
    return this.#found;
  }

  #firstBar(from: number): number {
    let bar = Infinity;
    for (const { clock, column, signs: bytes } of this.#lines) {
      // What may not be made ahead of its bar is looked at bar by bar.
      if (clock.stepwise || column.barByBar) return from;
      const signs = bytes?.values();
      if (signs !== undefined) {
        bar = Math.min(bar, firstSign(signs, from));
        continue;
      }
      if (column.known < clock.length) column.extend(clock.length - 1);
      bar = Math.min(bar, firstTrue(column.values, from));
    }
    for (const { codes } of this.#codes) bar = Math.min(bar, firstCode(codes, from));
    return bar;
  }
}

/** Returns the first index from one on at which a value is neither 0 nor NaN, or the length. */
function firstTrue(values: Float64Array, from: number): number {
  let index = from;
  while (index < values.length) {
    const value = values[index]!;
    if (value !== 0 && value === value) break;
    index++;
  }
  return index;
}

/** Returns the first index from one on at which a value of bytes is neither 0 nor none, or the length. */
function firstSign(signs: Int8Array, from: number): number {
  let index = from;
  while (index < signs.length && (signs[index] === 0 || signs[index] === NO_VALUE)) index++;
  return index;
}

/** Returns the first index from one on at which a code is not 0, or the length. */
function firstCode(codes: Uint8Array, from: number): number {
  let index = from;
  while (index < codes.length && codes[index] === 0) index++;
  return index;
}
