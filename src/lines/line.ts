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
import type { Clock, ClockView } from "./clock.ts";
import { ClockGroup } from "./clock_group.ts";
import { type Column, type Computation, ComputedColumns, GivenColumn } from "./column.ts";
import { describeOperation, operate, type Operator } from "./operator.ts";

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
}

/** The facts about an indicator that its lines carry, for reports. */
export interface LineAbout {
  /** Name of the indicator, such as `macd`. */
  readonly indicator: string;
  /** Name of the output, such as `signal`; empty for an indicator of one line. */
  readonly output: string;
  /** Bars that a value depends on, see {@linkcode LineMemory}. */
  readonly memory: LineMemory;
  /** The formula, as text. */
  readonly formula: string;
  /** Where a chart draws the line. */
  readonly plot: LinePlot;
}

/**
 * The bars that a value of an indicator depends on: a `"window"` of the last ones; all, with a weight that is `"fading"`;
 * or all for ever, `"unbounded"`, so that a run with another first bar has other values.
 */
export type LineMemory = "window" | "fading" | "unbounded";

/** Where a chart draws a line: over the price, in a pane of its own, or not at all. */
export type LinePlot = "price" | "pane" | "none";

// The class below assigns it, as only the class can read its private fields.
let privateColumnOf: (line: Line) => Column;
let privateClockOf: (line: Line) => Clock;

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
  readonly #clock: Clock;
  readonly #column: Column;
  /** The values of the column, of which as many are made as {@linkcode Line.#known} says. */
  #values: Float64Array;
  #known: number;

  static {
    privateColumnOf = (line) => line.#column;
    privateClockOf = (line) => line.#clock;
  }

  /**
   * Makes a line from its values.
   *
   * @param options Name, clock, values and minimum period.
   * @throws {RangeError} If there is not one value for each bar, or `minPeriod` is not a whole number from 1 on.
   */
  constructor(options: LineOptions) {
    const { name, clock, minPeriod = 1, values, about } = options;
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
    this.#clock = clock;
    this.#column = values instanceof Float64Array ? new GivenColumn(values) : values;
    this.#values = this.#column.values;
    this.#known = this.#column.known;
    if (minPeriod > clock.minPeriod) clock.minPeriod = minPeriod;
  }

  /**
   * Value at the current bar, NaN while the line is not {@linkcode Line.ready}.
   *
   * @throws {RangeError} Before the feed's first bar, so also in the constructor of a strategy.
   */
  get now(): number {
    const index = this.#clock.index;
    // As a u32, the index before the first bar is above every number of values.
    if (index >>> 0 >= this.#known) this.#extend(index, 0);
    return this.#values[index]!;
  }

  /**
   * Returns the value `n` bars before the current one; `ago(0)` is {@linkcode Line.now}.
   *
   * @param n Number of bars back: a whole number from 0 on.
   * @returns The value; NaN for a bar before the line was ready.
   * @throws {RangeError} If `n` is negative or not whole, or reaches back beyond the feed's first bar.
   */
  ago(n: number): number {
    const index = this.#clock.index;
    // The shift converts any value to a u32, so one comparison rejects negative and fractional numbers, NaN and other
    // types.
    if (typeof n !== "number" || n >>> 0 !== n || n > index) throw this.#unreadable(n);
    if (index >= this.#known) this.#extend(index, n);
    return this.#values[index - n]!;
  }

  /** True if the current bar's value is valid: {@linkcode Line.minPeriod} bars have come. */
  get ready(): boolean {
    return this.#clock.index + 1 >= this.minPeriod;
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

  /** Returns the line of `-this`. */
  negated(): Line {
    return deriveLine({ name: `-${this.name}`, inputs: [this], start: () => (value) => -value! });
  }

  /** Returns the line of this one's absolute values. */
  abs(): Line {
    return deriveLine({ name: `abs(${this.name})`, inputs: [this], start: () => (value) => Math.abs(value!) });
  }

  /** Makes the values up to the current bar. A method of its own, so that the getters stay small enough for inlining. */
  #extend(index: number, n: number): void {
    if (index < 0) throw this.#unreadable(n);
    this.#column.extend(index);
    this.#values = this.#column.values;
    this.#known = this.#column.known;
  }

  /**
   * Makes the error for an unreadable value. It is a method of its own, so that the getters stay small enough for
   * inlining.
   */
  #unreadable(n: number): RangeError {
    const { name, index } = this.#clock;
    const what = `Cannot read line "${this.name}" of feed "${name}" at n = ${inspected(n, 0)}`;
    if (index < 0) {
      return new RangeError(`${what} before the first bar: declare lines as fields and read them in next()`);
    }
    const bar = `${what} in bar ${index}`;
    if (Number.isInteger(n) && n > index) {
      return new RangeError(`${bar}: the first bar is at n = ${index}; check line.ready or wait for more bars`);
    }
    return new RangeError(`${bar}: n counts bars back from the current one and is a whole number from 0 on`);
  }
}

/**
 * Returns the whole column of a line, future included. Only for drivers and tests of this package; `mod.ts` does not
 * export it.
 */
export function columnOf(line: Line): Float64Array {
  const column = privateColumnOf(line);
  column.extend(privateClockOf(line).length - 1);
  return column.values;
}

/**
 * Returns the time of each bar of a line of a run, future included. Only for drivers and laws of this package.
 *
 * @throws {RangeError} If the line is of no run.
 */
export function timesOf(line: Line): Float64Array {
  const clock = privateClockOf(line), group = ClockGroup.of(clock);
  if (group === undefined) throw new RangeError(`Cannot tell the times of line "${line.name}": it is of no run`);
  return group.timesOf(clock);
}

/** The lines of an indicator: inputs, outputs, warm-up and computation. */
export interface DerivedLines extends Pick<Computation, "start" | "fill" | "takesHoles" | "barByBar"> {
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
    /** Facts for reports. */
    readonly about?: LineAbout;
  }[];
}

/** A line that is computed from others: name, inputs, warm-up and computation. */
export interface DerivedLine extends Pick<Computation, "start" | "fill" | "takesHoles" | "barByBar"> {
  /** Name of the new line. */
  readonly name: string;
  /** Input lines: one or more. */
  readonly inputs: readonly Line[];
  /** Number of valid bars of all inputs that the first value needs; 1 by default. */
  readonly minPeriod?: number;
}

/** Makes a line from other lines, as {@linkcode deriveLines} does. */
export function deriveLine({ name, minPeriod = 1, ...rest }: DerivedLine): Line {
  return deriveLines({ ...rest, name, outputs: [{ name, minPeriod }] })[0]!;
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
  const { name, inputs, outputs, start, fill, takesHoles, barByBar } = derived;
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
    if (privateClockOf(input).ended) {
      throw new RangeError(
        `Cannot make line "${name}" from line "${input.name}" of feed "${input.clock.name}": its run is over; ` +
          `make lines as fields of the strategy that runs`,
      );
    }
  }
  const clock = jointClockOf(name, inputs);
  let valid = 1;
  const carried = inputs.map((input) => {
    const { minPeriod, column } = carriedTo(clock, input);
    if (minPeriod > valid) valid = minPeriod;
    return column;
  });
  const { columns } = new ComputedColumns({
    name,
    inputs: carried,
    first: valid - 1,
    periods: outputs.map(({ minPeriod }) => minPeriod),
    start,
    ...(fill === undefined ? {} : { fill }),
    ...(takesHoles === undefined ? {} : { takesHoles }),
    ...(barByBar === undefined ? {} : { barByBar }),
  }, clock);
  return outputs.map(({ name, minPeriod, about }, k) =>
    new Line({
      name,
      clock,
      minPeriod: valid + minPeriod - 1,
      values: columns[k]!,
      ...(about === undefined ? {} : { about }),
    })
  );
}

/** Returns the clock on which inputs meet: their own, or the joint one of several. */
function jointClockOf(name: string, inputs: readonly Line[]): Clock {
  const clocks = inputs.map(privateClockOf), head = clocks[0]!;
  if (clocks.every((clock) => clock === head)) return head;
  const group = ClockGroup.of(head), stranger = clocks.findIndex((clock) => ClockGroup.of(clock) !== group);
  if (group !== undefined && stranger < 0) return group.join(clocks);
  const other = stranger < 0 ? clocks.findIndex((clock) => clock !== head) : stranger;
  throw new RangeError(
    `Cannot make line "${name}" from line "${inputs[0]!.name}" of feed "${head.name}" and line "${
      inputs[other]!.name
    }" ` +
      `of feed "${
        clocks[other]!.name
      }": they are lines of different runs; make lines as fields of the strategy that runs`,
  );
}

/** Returns the column of a line on a clock, and the number of its bars up to the line's first value. */
function carriedTo(to: Clock, line: Line): { readonly column: Column; readonly minPeriod: number } {
  const from = privateClockOf(line), { minPeriod } = line, column = privateColumnOf(line);
  const group = from === to ? undefined : ClockGroup.of(to);
  if (group === undefined) return { column, minPeriod };
  return { column: group.carry(column, from, to), minPeriod: group.carryPeriod(minPeriod, from, to) };
}

/** Returns the text of an operand, for line names and messages: the name of a line, the digits of a number. */
export function describeOperand(operand: unknown): string {
  if (operand instanceof Line) return operand.name;
  if (typeof operand === "number") return String(operand);
  if (typeof operand !== "object" || operand === null) return inspected(operand, 0);
  const made: unknown = Object.getPrototypeOf(operand)?.constructor;
  return `an object (${typeof made === "function" && made.name !== "" ? made.name : "without a class"})`;
}

/** Makes the line of an operation. A bar at which a number is NaN is one like any other: the operation decides. */
function combineLines(operator: Operator, left: Line, right: Line | number): Line {
  const name = describeOperation(operator, left.name, describeOperand(right));
  if (typeof right !== "number") {
    return deriveLine({
      name,
      inputs: [left, right],
      takesHoles: true,
      start: () => (a, b) => operate(operator, a!, b!),
      fill: ({ inputs, outputs, from, until }) => {
        const [a, b] = inputs, [output] = outputs;
        for (let i = from; i < until; i++) output![i] = operate(operator, a![i]!, b![i]!);
      },
    });
  }
  if (Number.isNaN(right)) throw new RangeError(`Cannot make line "${name}": NaN is not a value to combine with`);
  return deriveLine({
    name,
    inputs: [left],
    takesHoles: true,
    start: () => (a) => operate(operator, a!, right),
    fill: ({ inputs, outputs, from, until }) => {
      const [a] = inputs, [output] = outputs;
      for (let i = from; i < until; i++) output![i] = operate(operator, a![i]!, right);
    },
  });
}
