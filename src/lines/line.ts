/**
 * A line: one number for each bar, readable at the current bar of its feed and backwards, never forwards.
 *
 * The column of a line is private to this module, and computed when it is first read. Code of the package reads it through
 * {@linkcode columnOf} and {@linkcode deriveLines}. `mod.ts` exports neither, so a strategy has no expression for a
 * later bar's value.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { showBy, textOnly } from "../shown.ts";
import { changesInARow } from "./change_run.ts";
import type { Clock, ClockView } from "./clock.ts";
import { ClockGroup } from "./clock_group.ts";
import { type Column, type Computation, ComputedColumns, GivenColumn } from "./column.ts";
import { lagging } from "./lag.ts";
import { type LineAbout, type LineMemory, longerMemory } from "./line_about.ts";
import { type InputParts, meet } from "./meeting.ts";
import { WaitingFeedsError } from "./waiting_feeds_error.ts";
import { operationOfOne, operationOfTwo, operationWith } from "./operation.ts";
import { signsOfNot, signsOfTwo, signsWith } from "./logical_signs.ts";
import { type Signs, signsOf, valueOfSign } from "./signs.ts";
import { meanOf, setMean } from "./window_mean.ts";
import { describeOperation, describeUnary, type Operator, type UnaryOperator } from "./operator.ts";

/** The parts of a {@linkcode Line}. */
export interface LineOptions {
  /** Name of the line, for messages and reports. */
  readonly name: string;
  /** The cursor of the line's feed. */
  readonly clock: Clock;
  /** Number of bars up to the first valid value; 1 if every bar has one. */
  readonly minPeriod?: number;
  /** One value for each bar of the feed. The line keeps an array; no code may write to it afterwards. */
  readonly values: Float64Array | Column;
  /** The indicator that the line is an output of. */
  readonly about?: LineAbout;
  /** Bars that a value depends on, through all inputs; `"window"` by default. */
  readonly memory?: LineMemory;
}

// The class below assigns it, as only the class can read its private fields.
let partsOf: (line: Line) => InputParts;

/**
 * One number for each bar, read at the current bar of its feed: a price, a volume, an indicator, or arithmetic of
 * lines.
 *
 * Declare lines as fields of a strategy and read them in `next()`. Values of the first `minPeriod - 1` bars are NaN.
 * Arithmetic (`plus`, `minus`, ...) takes a line or a number and makes a further line. Its minimum period is the larger
 * of both.
 *
 * Lines of several feeds make a line of both, such as `orcl.close.dividedBy(nvda.close)`. Its bars are the times at which
 * any of the feeds has a bar, and at each it takes what is known of both then: a feed without a bar has its last value.
 * It is ready when both are; windows and warm-ups of indicators of it count its own bars.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Breakout extends ct.Strategy.with({ period: 20 }) {
 *   middle = this.data.high.plus(this.data.low).dividedBy(2);
 *   average = ct.sma(this.middle, this.params.period);
 *
 *   override next(): void {
 *     if (this.middle.now > this.average.now && this.middle.ago(1) <= this.average.ago(1)) this.buy();
 *   }
 * }
 * ```
 */
export class Line {
  /** Name of the line, such as `close` or `sma(close, 10)`. */
  readonly name: string;
  /** The cursor of the line's feed. */
  readonly clock: ClockView;
  /** Number of bars up to the first valid value. */
  readonly minPeriod: number;
  /** The indicator that the line is an output of; undefined for a column of the feed and for arithmetic. */
  readonly about: LineAbout | undefined;
  /**
   * Bars that a value depends on, through all inputs: `"window"`, the last ones as many as {@linkcode Line.minPeriod};
   * or the longest memory that an indicator in the chain declares.
   */
  readonly memory: LineMemory;
  readonly #clock: Clock;
  readonly #column: Column;
  /** The values as bytes, for a line of -1, 0 and 1. */
  readonly #signs: Signs | undefined;
  /** The values of the column, of which as many are made as {@linkcode Line.#known} says. */
  #values: Float64Array;
  #known: number;

  static {
    partsOf = (line) => ({
      ...{ name: line.name, clock: line.#clock, column: line.#column },
      ...{ minPeriod: line.minPeriod, memory: line.memory },
    });
  }

  /**
   * Makes a line from its values.
   *
   * @param options Name, clock, values and minimum period.
   * @throws {RangeError} If there is not one value for each bar, or `minPeriod` is not a whole number from 1 on.
   */
  constructor(options: LineOptions) {
    const { name, clock, minPeriod = 1, values, about, memory = "window" } = options;
    if (values instanceof Float64Array && values.length !== clock.length) {
      throw new RangeError(
        `Cannot make line "${name}" of ${values.length} values: feed "${clock.name}" has ${clock.length} bars`,
      );
    }
    if (!Number.isSafeInteger(minPeriod) || minPeriod < 1) {
      throw new RangeError(
        `Cannot make line "${name}" with a minimum period of ${minPeriod}: it is a whole number of bars from 1 on`,
      );
    }
    this.name = name;
    this.clock = clock.view;
    this.minPeriod = minPeriod;
    this.about = about;
    this.memory = memory;
    this.#clock = clock;
    this.#column = values instanceof Float64Array ? new GivenColumn(values) : values;
    this.#signs = signsOf(this.#column);
    this.#values = this.#column.values;
    this.#known = this.#column.known;
    if (minPeriod > clock.minPeriod) clock.minPeriod = minPeriod;
    clock.window?.addReader(() => {
      this.#values = this.#column.values;
      this.#known = this.#column.known;
    });
  }

  /**
   * Value at the current bar, NaN while the line is not {@linkcode Line.ready}.
   *
   * @throws {RangeError} Before the feed's first bar, so also in the constructor of a strategy; and in a later run than
   * that of the line.
   */
  get now(): number {
    const index = this.#clock.index;
    // As a u32, the index before the first bar, and after the run, is above every number of values.
    if (index >>> 0 >= this.#known) return this.#read(0);
    return this.#values[index]!;
  }

  /**
   * Returns the value `n` bars before the current one; `ago(0)` is {@linkcode Line.now}.
   *
   * @param n Number of bars back: a whole number from 0 on.
   * @returns The value; NaN for a bar before the line was ready.
   * @throws {RangeError} If `n` is negative or not whole, or reaches back beyond the feed's first bar; and in a later run
   * than that of the line.
   */
  ago(n: number): number {
    const index = this.#clock.index;
    // The shift converts any value to a u32, so one comparison rejects negative and fractional numbers, NaN and other
    // types.
    if (typeof n !== "number" || n >>> 0 !== n || n > index) return this.#read(n);
    if (index >= this.#known) return this.#read(n);
    return this.#values[index - n]!;
  }

  /** True if the current bar's value is valid: {@linkcode Line.minPeriod} bars have come. */
  get ready(): boolean {
    return this.#clock.count >= this.minPeriod;
  }

  /** Returns the line of `this + other`. */
  plus(other: Line | number): Line {
    return combineLines("+", this, other);
  }

  /** Returns the line of `this - other`. */
  minus(other: Line | number): Line {
    return combineLines("-", this, other);
  }

  /** Returns the line of `this * other`. */
  times(other: Line | number): Line {
    return combineLines("*", this, other);
  }

  /** Returns the line of `this / other`; a division by zero gives an infinity or NaN, as everywhere in JavaScript. */
  dividedBy(other: Line | number): Line {
    return combineLines("/", this, other);
  }

  /**
   * Returns the smaller value at each bar: this line's value unless the other's is strictly smaller (as Python's
   * `min`).
   */
  min(other: Line | number): Line {
    return combineLines("min", this, other);
  }

  /**
   * Returns the greater value at each bar: this line's value unless the other's is strictly greater (as Python's
   * `max`).
   */
  max(other: Line | number): Line {
    return combineLines("max", this, other);
  }

  /** Returns a line that is 1 where this one is strictly above the other, else 0 (also 0 where a value is NaN). */
  above(other: Line | number): Line {
    return combineLines(">", this, other);
  }

  /** Returns a line that is 1 where this one is strictly below the other, else 0 (also 0 where a value is NaN). */
  below(other: Line | number): Line {
    return combineLines("<", this, other);
  }

  /** Returns a line that is 1 where this one is above the other or equal to it, else 0 (also 0 where a value is NaN). */
  atLeast(other: Line | number): Line {
    return combineLines(">=", this, other);
  }

  /** Returns a line that is 1 where this one is below the other or equal to it, else 0 (also 0 where a value is NaN). */
  atMost(other: Line | number): Line {
    return combineLines("<=", this, other);
  }

  /** Returns a line that is 1 where this one equals the other to the bit, else 0 (also 0 where a value is NaN). */
  equals(other: Line | number): Line {
    return combineLines("==", this, other);
  }

  /**
   * Returns a line that is 1 where this one is from `low` to `high`, both included, else 0 (also 0 where a value is NaN).
   *
   * @throws {RangeError} If both are numbers and `low` is above `high`, as no value is between them.
   */
  between(low: Line | number, high: Line | number): Line {
    checkBounds("compare", this.name, low, high);
    return this.atLeast(low).and(this.atMost(high));
  }

  /**
   * Returns a line that is 1 where this one and the other are true, else 0. True is every value but 0 and NaN, as in
   * `rsi.below(30).and(close.above(average))`.
   */
  and(other: Line | number): Line {
    return combineLines("and", this, other);
  }

  /** Returns a line that is 1 where this one or the other is true, neither 0 nor NaN, else 0. */
  or(other: Line | number): Line {
    return combineLines("or", this, other);
  }

  /** Returns a line that is 1 where this one is 0, else 0 (also 0 where it is NaN, since nothing is known there). */
  not(): Line {
    return applyOperator("not", this);
  }

  /** Returns the line of `-this`. */
  negated(): Line {
    return applyOperator("-", this);
  }

  /** Returns the line of this one's absolute values. */
  abs(): Line {
    return applyOperator("abs", this);
  }

  /** Returns the line of this one's square roots; NaN where it is negative. */
  sqrt(): Line {
    return applyOperator("sqrt", this);
  }

  /** Returns the line of this one's natural logarithms; NaN where it is negative, `-Infinity` where it is 0. */
  log(): Line {
    return applyOperator("log", this);
  }

  /** Returns the line of `e` to the power of this one. */
  exp(): Line {
    return applyOperator("exp", this);
  }

  /** Returns the line of this one's signs: 1, -1, or 0. */
  sign(): Line {
    return applyOperator("sign", this);
  }

  /** Returns this line kept from `low` to `high`: a value beyond a bound is that bound; a bound that is NaN is none. */
  clip(low: Line | number, high: Line | number): Line {
    checkBounds("clip", this.name, low, high);
    return this.max(low).min(high);
  }

  /**
   * Returns the line of the values `n` bars ago, whose minimum period is `n` more.
   *
   * @param n Number of bars, a whole number from 0 on.
   * @throws {RangeError} If it is negative, as later bars are not known, or not whole.
   */
  shift(n: number): Line {
    const name = `shift(${this.name}, ${checkBars("shift", this, n, 0)})`;
    if (n === 0) return this;
    return deriveLine({
      name,
      inputs: [this],
      minPeriod: n + 1,
      takesHoles: true,
      ...lagging(n, (_value, before) => before),
    });
  }

  /**
   * Returns the line of this one's changes over `n` bars: the value less that of `n` bars ago.
   *
   * @param n Number of bars, a whole number from 1 on; 1 by default.
   * @throws {RangeError} If it is not such a number.
   */
  change(n: number = 1): Line {
    const name = `change(${this.name}, ${checkBars("change", this, n, 1)})`,
      { start, fill } = lagging(n, (a, b) => a - b);
    return deriveLine({ name, inputs: [this], minPeriod: n + 1, takesHoles: true, start, fill });
  }

  /**
   * Returns the line of this one's changes over `n` bars in percent: 100 * (value / value of `n` bars ago - 1). It is NaN
   * where that value is 0.
   *
   * @param n Number of bars, a whole number from 1 on; 1 by default.
   * @throws {RangeError} If it is not such a number.
   */
  percentChange(n: number = 1): Line {
    const name = `percentChange(${this.name}, ${checkBars("percentChange", this, n, 1)})`;
    const computation = lagging(n, (value, before) => before === 0 ? NaN : 100 * (value / before - 1));
    return deriveLine({ name, inputs: [this], minPeriod: n + 1, takesHoles: true, ...computation });
  }

  /**
   * Returns a line that is 1 where each of the last `n` changes is above 0, else 0 (also 0 where a value is NaN).
   *
   * TradingView's `ta.rising` asks for less, a value above each of the `n` before it:
   * `close.above(ct.highest(close, n).shift(1))`.
   *
   * @param n Number of changes, a whole number from 1 on; 1 by default.
   * @throws {RangeError} If it is not such a number.
   */
  rising(n: number = 1): Line {
    return runLine("rising", this, n, "up");
  }

  /**
   * Returns a line that is 1 where each of the last `n` changes is below 0, else 0 (also 0 where a value is NaN).
   *
   * TradingView's `ta.falling` asks for less, a value below each of the `n` before it:
   * `close.below(ct.lowest(close, n).shift(1))`.
   *
   * @param n Number of changes, a whole number from 1 on; 1 by default.
   * @throws {RangeError} If it is not such a number.
   */
  falling(n: number = 1): Line {
    return runLine("falling", this, n, "down");
  }

  /**
   * Returns a value that may not be made yet, or may not be read. A method of its own, so that the getters stay small
   * enough for inlining.
   */
  #read(n: number): number {
    const index = this.#clock.bar;
    if (!this.#clock.isReadable) throw this.#over();
    if (typeof n !== "number" || n >>> 0 !== n || n > index) throw this.#unreadable(n);
    const signs = this.#signs?.made;
    // The bytes are there, and the values need not be made for some reads.
    if (signs !== undefined && this.#column.known === 0) return valueOfSign(signs[index - n]!);
    try {
      this.#column.extend(index);
    } catch (error) {
      // Each line of a chain makes the values of the one before it first.
      if (!(error instanceof RangeError && error.message.includes("call stack"))) throw error;
      throw new RangeError(
        `Cannot compute line "${
          this.name.slice(0, 60)
        }...": it is made of too many lines one after the other; compute ` +
          "it in the update of one indicator",
        { cause: error },
      );
    }
    this.#values = this.#column.values;
    this.#known = this.#column.known;
    return this.#values[index - n]!;
  }

  /** Makes the error for a line that was kept from an earlier run: it stands at the last bar of that one. */
  #over(): RangeError {
    return new RangeError(
      `Cannot read line "${this.name}" of feed "${this.#clock.name}": its run is over, and another one goes on; ` +
        "make lines as fields of the strategy that runs",
    );
  }

  /**
   * Makes the error for an unreadable value. It is a method of its own, so that the getters stay small enough for
   * inlining.
   */
  #unreadable(n: number): RangeError {
    const { name, bar: place, first } = this.#clock, index = first + place;
    const what = `Cannot read line "${this.name}" of feed "${name}" at n = ${inspected(n, 0)}`;
    if (index < 0) {
      return new RangeError(`${what} before the first bar: declare lines as fields and read them in next()`);
    }
    const bar = `${what} in bar ${index}`;
    if (Number.isInteger(n) && n > place && n <= index) {
      return new WaitingFeedsError(
        `${bar}: the bars come block by block, and too few before the block are kept; pass keep: ${n} to ct.run`,
      );
    }
    if (Number.isInteger(n) && n > index) {
      return new RangeError(`${bar}: the first bar is at n = ${index}; check line.ready or wait for more bars`);
    }
    return new RangeError(`${bar}: n counts bars back from the current one and is a whole number from 0 on`);
  }

  /**
   * Returns the name where a text is asked for, as in a template.
   *
   * @throws {TypeError} If the line itself is compared or computed with, which would be silently wrong.
   */
  [Symbol.toPrimitive](hint: string): string {
    const { name } = this, read = /^\w+$/.test(name) ? name : "line";
    return textOnly(hint, name, `line "${name}"`, `read its value at the current bar, ${read}.now`);
  }

  static {
    showBy(Line.prototype, (line) => {
      const { name } = line;
      // The value of the current bar, and never one of a later bar.
      return {
        title: "Line",
        facts: line.#clock.bar >= 0 && line.#clock.isReadable ? { name, now: line.now } : { name },
      };
    });
  }
}

// In other libraries an index reads a line; here it would be undefined, which compares as false.
for (const place of ["0", "-1"]) {
  Object.defineProperty(Line.prototype, place, {
    get(this: Line): never {
      throw new TypeError(
        `Cannot read line "${this.name}" at [${place}]: line.now is its value at this bar, and line.ago(1) that of the bar before`,
      );
    },
  });
}

/**
 * Returns the whole column of a line, future included. Only for drivers and tests of this package; `mod.ts` does not
 * export it.
 */
export function columnOf(line: Line): Float64Array {
  const { column, clock } = partsOf(line);
  column.extend(clock.length - 1);
  // The columns of a window have room for further bars.
  return clock.window === undefined ? column.values : column.values.subarray(0, clock.length);
}

/** Returns the clock and the column of a line. Only for code of this package that reads it on many bars. */
export function sourceOf(line: Line): Pick<InputParts, "clock" | "column"> {
  return partsOf(line);
}

/** Records that a line is the mean of the last values of another, which may be compared on the grid of its prices. */
export function noteMean(line: Line, input: Line, period: number): Line {
  const price = meanOf(partsOf(input).column);
  if (price?.period === 1) setMean(partsOf(line).column, { ...price, period });
  return line;
}

/**
 * Returns the time of each bar of a line of a run, future included. Only for drivers and laws of this package.
 *
 * @throws {RangeError} If the line is of no run.
 */
export function timesOf(line: Line): Float64Array {
  const { clock } = partsOf(line), group = ClockGroup.of(clock);
  if (group === undefined) throw new RangeError(`Cannot tell the times of line "${line.name}": it is of no run`);
  return group.timesOf(clock);
}

/** Leaves a note on a line of a run for the summary. A line of no run has nobody to tell. */
export function noteOnRun(line: Line, note: string): void {
  ClockGroup.of(partsOf(line).clock)?.notes.add(note);
}

/** The lines of an indicator: inputs, outputs, warm-up and computation. */
export interface DerivedLines extends Pick<Computation, "start" | "fill" | "takesHoles" | "barByBar" | "signs"> {
  /** Name of the indicator with its inputs, for messages. */
  readonly name: string;
  /** Input lines: one or more. */
  readonly inputs: readonly Line[];
  /** The outputs. */
  readonly outputs: readonly {
    /** Name of the line. */
    readonly name: string;
    /** Number of valid bars of all inputs that the first value needs. */
    readonly minPeriod: number;
    /** Bars of the inputs that a value depends on. */
    readonly memory: LineMemory;
    /** Facts for reports. */
    readonly about?: LineAbout;
  }[];
}

/** A line that is computed from others: name, inputs, warm-up and computation. */
export interface DerivedLine extends Pick<Computation, "start" | "fill" | "takesHoles" | "barByBar" | "signs"> {
  /** Name of the new line. */
  readonly name: string;
  /** Input lines: one or more. */
  readonly inputs: readonly Line[];
  /** Number of valid bars of all inputs that the first value needs; 1 by default. */
  readonly minPeriod?: number;
  /** Bars of the inputs that a value depends on; `"window"` by default. */
  readonly memory?: LineMemory;
}

/** Makes a line from other lines, as {@linkcode deriveLines} does. */
export function deriveLine({ name, minPeriod = 1, memory = "window", ...rest }: DerivedLine): Line {
  return deriveLines({ ...rest, name, outputs: [{ name, minPeriod, memory }] })[0]!;
}

/**
 * Makes lines from other lines. The minimum period of each is the largest of the inputs' plus its own less one, and its
 * values before that are NaN. Nothing is computed until one of the lines is read.
 *
 * Inputs of several feeds are carried over to their joint clock first: its bars are the times at which any of the feeds
 * has one, and each input has there the value that was known then.
 *
 * @throws {TypeError} If an input is not a line.
 * @throws {RangeError} If the inputs are lines of different runs, or of a run that is over.
 */
export function deriveLines(derived: DerivedLines): Line[] {
  const { name, inputs, outputs, start, fill, takesHoles, barByBar, signs } = derived;
  if (!Array.isArray(inputs)) {
    throw new TypeError(
      `Cannot make line "${name}" from ${describeOperand(inputs)}: pass its inputs as an array of lines`,
    );
  }
  if (inputs.length === 0) {
    throw new TypeError(`Cannot make line "${name}" without an input: give it at least one line`);
  }
  for (const input of inputs) {
    if (!(input instanceof Line)) {
      throw new TypeError(
        `Cannot make line "${name}" from ${describeOperand(input)}: give it a line, such as this.data.close`,
      );
    }
  }
  const parts = inputs.map(partsOf);
  const late = parts.find((input) => input.clock.first > 0);
  if (late !== undefined) {
    throw new WaitingFeedsError(
      `Cannot make line "${name}" from line "${late.name}" in bar ${
        late.clock.first + late.clock.bar
      }: the bars come ` +
        "block by block, and the first of them were let go; make lines as fields of the strategy",
    );
  }
  const { clock, columns: met, minPeriod: valid } = meet(name, parts);
  const { columns } = new ComputedColumns({
    name,
    inputs: met,
    first: valid - 1,
    periods: outputs.map(({ minPeriod }) => minPeriod),
    start,
    ...(fill === undefined ? {} : { fill }),
    ...(takesHoles === undefined ? {} : { takesHoles }),
    ...(barByBar === undefined ? {} : { barByBar }),
    ...(signs === undefined ? {} : { signs }),
  }, clock);
  return outputs.map(({ name, minPeriod, memory, about }, k) =>
    new Line({
      name,
      clock,
      minPeriod: valid + minPeriod - 1,
      values: columns[k]!,
      memory: parts.reduce((longest, input) => longerMemory(longest, input.memory), memory),
      ...(about === undefined ? {} : { about }),
    })
  );
}

/** Returns the text of an operand, for line names and messages: the name of a line, the digits of a number. */
export function describeOperand(operand: unknown): string {
  if (operand instanceof Line) return operand.name;
  if (typeof operand === "number") return String(operand);
  if (typeof operand !== "object" || operand === null) return inspected(operand, 0);
  const made: unknown = Object.getPrototypeOf(operand)?.constructor;
  return `an object (${typeof made === "function" && made.name !== "" ? made.name : "without a class"})`;
}

/** Makes the line of an operation between lines, or of a line and a number. */
function combineLines(operator: Operator, left: Line, right: Line | number): Line {
  const name = describeOperation(operator, left.name, describeOperand(right));
  if (typeof right !== "number") {
    const signs = signsOfTwo(operator);
    return deriveLine({ name, inputs: [left, right], takesHoles: true, ...operationOfTwo(operator), signs });
  }
  if (Number.isNaN(right)) throw new RangeError(`Cannot make line "${name}": NaN is not a value to combine with`);
  const signs = signsWith(operator, right);
  return deriveLine({ name, inputs: [left], takesHoles: true, ...operationWith(operator, right), signs });
}

/** Makes the line of an operation of one line. */
function applyOperator(operator: UnaryOperator, line: Line): Line {
  const name = describeUnary(operator, line.name);
  const signs = operator === "not" ? signsOfNot : undefined;
  return deriveLine({ name, inputs: [line], takesHoles: true, ...operationOfOne(operator), signs });
}

/** Makes the line of changes in a row. */
function runLine(word: string, line: Line, n: number, direction: "up" | "down"): Line {
  const name = `${word}(${line.name}, ${checkBars(word, line, n, 1)})`;
  return deriveLine({
    name,
    inputs: [line],
    minPeriod: n + 1,
    takesHoles: true,
    start: () => changesInARow(n, direction),
  });
}

/** Rejects bounds of which the lower one is above the other. */
function checkBounds(word: "clip" | "compare", name: string, low: Line | number, high: Line | number): void {
  if (typeof low !== "number" || typeof high !== "number" || !(low > high)) return;
  const bounds = word === "clip" ? `to ${low} and ${high}` : `with the bounds ${low} and ${high}`;
  throw new RangeError(`Cannot ${word} line "${name}" ${bounds}: pass the lower bound first`);
}

/** Returns a number of bars, if it is whole and not less than the least. */
function checkBars(word: string, line: Line, n: number, least: 0 | 1): number {
  if (Number.isSafeInteger(n) && n >= least) return n;
  const later = word === "shift" && n < 0 ? ", as later bars are not known" : "";
  const problem = `Cannot make line "${word}(${line.name}, ${inspected(n, 0)})": ` +
    `pass a whole number of bars from ${least} on${later}`;
  throw typeof n === "number" ? new RangeError(problem) : new TypeError(problem);
}
