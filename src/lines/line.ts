/**
 * A line: one number for each bar, readable at the current bar of its feed and backwards, never forwards.
 *
 * A line computes its whole column when it is made, and the column is private to this module. Code of the package reads
 * it through {@linkcode columnOf} and {@linkcode deriveLine}. `mod.ts` exports neither, so a strategy has no expression
 * for a later bar's value.
 *
 * @module
 */

import { inspected } from "../host.ts";
import type { Clock, ClockView } from "./clock.ts";
import { describeOperation, operate, type Operator } from "./operator.ts";

/** The parts of a {@linkcode Line}. */
export interface LineOptions {
  /** Name of the line, for messages and reports. */
  readonly name: string;
  /** The cursor of the line's feed. */
  readonly clock: Clock;
  /** Number of bars up to the first valid value; 1 if every bar has one. */
  readonly minPeriod?: number;
  /** One value for each bar of the feed. The line keeps the array; no code may write to it afterwards. */
  readonly values: Float64Array;
}

// The class below assigns it, as only the class can read its private fields.
let privateColumnOf: (line: Line) => Float64Array;
let privateClockOf: (line: Line) => Clock;

/**
 * One number for each bar, read at the current bar of its feed: a price, a volume, an indicator, or arithmetic of
 * lines.
 *
 * Declare lines as fields of a strategy and read them in `next()`. Values of the first `minPeriod - 1` bars are NaN.
 * Arithmetic (`plus`, `minus`, ...) takes a line of the same feed or a number and makes a further line. Its minimum
 * period is the larger of both.
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
  readonly #clock: Clock;
  readonly #values: Float64Array;

  static {
    privateColumnOf = (line) => line.#values;
    privateClockOf = (line) => line.#clock;
  }

  /**
   * Makes a line from its values.
   *
   * @param options Name, clock, values and minimum period.
   * @throws {RangeError} If there is not one value for each bar, or `minPeriod` is not a whole number from 1 on.
   */
  constructor(options: LineOptions) {
    const { name, clock, minPeriod = 1, values } = options;
    if (values.length !== clock.length) {
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
    this.#clock = clock;
    this.#values = values;
    if (minPeriod > clock.minPeriod) clock.minPeriod = minPeriod;
  }

  /**
   * Value at the current bar, NaN while the line is not {@linkcode Line.ready}.
   *
   * @throws {RangeError} Before the feed's first bar, so also in the constructor of a strategy.
   */
  get now(): number {
    const index = this.#clock.index;
    if (index < 0) throw this.#unreadable(0);
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
    const input = this.#values;
    return deriveLine({ name: `-${this.name}`, inputs: [this] }, (output, first) => {
      for (let i = first; i < output.length; i++) output[i] = -input[i]!;
    });
  }

  /** Returns the line of this one's absolute values. */
  abs(): Line {
    const input = this.#values;
    return deriveLine({ name: `abs(${this.name})`, inputs: [this] }, (output, first) => {
      for (let i = first; i < output.length; i++) output[i] = Math.abs(input[i]!);
    });
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
 * Returns the whole column of a line, future included. Only for indicators and drivers of this package; `mod.ts` does
 * not export it.
 */
export function columnOf(line: Line): Float64Array {
  return privateColumnOf(line);
}

/** Name, inputs and warm-up of a line that is computed from others. */
export interface DerivedLine {
  /** Name of the new line. */
  readonly name: string;
  /** Input lines: one or more, all of one feed. */
  readonly inputs: readonly Line[];
  /** Number of valid bars of all inputs that the first value needs; 1 by default. */
  readonly minPeriod?: number;
}

/**
 * Makes a line from other lines of the same feed. Its minimum period is the largest of its inputs' plus `minPeriod -
 * 1`. NaN then replaces all values of `fill` before that.
 *
 * @param fill Writes the column from index `first` on, the first bar at which all inputs are valid.
 * @throws {TypeError} If an input is not a line.
 * @throws {RangeError} If the inputs are lines of different feeds.
 */
export function deriveLine(derived: DerivedLine, fill: (output: Float64Array, first: number) => void): Line {
  const { name, inputs, minPeriod = 1 } = derived;
  if (!Array.isArray(inputs)) {
    throw new TypeError(
      `Cannot make line "${name}" from ${describeOperand(inputs)}: pass its inputs as an array of lines`,
    );
  }
  if (inputs.length === 0) {
    throw new TypeError(`Cannot make line "${name}" without an input: give it at least one line`);
  }
  const head = inputs[0]!;
  let valid = 1;
  for (const input of inputs) {
    if (!(input instanceof Line)) {
      throw new TypeError(
        `Cannot make line "${name}" from ${describeOperand(input)}: give it a line, such as this.data.close`,
      );
    }
    if (input.clock !== head.clock) {
      throw new RangeError(
        `Cannot make line "${name}" from line "${head.name}" of feed "${head.clock.name}" and line "${input.name}" of ` +
          `feed "${input.clock.name}": their bars do not line up; read .now of each in next() and combine the numbers`,
      );
    }
    if (input.minPeriod > valid) valid = input.minPeriod;
  }
  const clock = privateClockOf(head);
  if (clock.ended) {
    throw new RangeError(
      `Cannot make line "${name}" from line "${head.name}" of feed "${clock.name}": its run is over; ` +
        `make lines as fields of the strategy that runs`,
    );
  }
  if (!clock.isInnermost) {
    throw new RangeError(
      `Cannot make line "${name}" from line "${head.name}" of feed "${clock.name}": it is of another run, which waits ` +
        "while this one runs; make lines as fields of the strategy that runs",
    );
  }
  const values = new Float64Array(clock.length);
  const first = valid - 1;
  // A feed with too few bars for a first value needs no work, nor a window that may be much larger than the feed.
  if (first + minPeriod <= values.length) fill(values, first);
  values.fill(NaN, 0, first + minPeriod - 1);
  return new Line({ name, clock, minPeriod: valid + minPeriod - 1, values });
}

/** Returns the text of an operand, for line names and messages: the name of a line, the digits of a number. */
export function describeOperand(operand: unknown): string {
  if (operand instanceof Line) return operand.name;
  if (typeof operand === "number") return String(operand);
  if (typeof operand !== "object" || operand === null) return inspected(operand, 0);
  const made: unknown = Object.getPrototypeOf(operand)?.constructor;
  return `an object (${typeof made === "function" && made.name !== "" ? made.name : "without a class"})`;
}

function combineLines(operator: Operator, left: Line, right: Line | number): Line {
  const name = describeOperation(operator, left.name, describeOperand(right));
  const leftColumn = columnOf(left);
  if (typeof right === "number") {
    if (Number.isNaN(right)) throw new RangeError(`Cannot make line "${name}": NaN is not a value to combine with`);
    return deriveLine({ name, inputs: [left] }, (output, first) => {
      for (let i = first; i < output.length; i++) output[i] = operate(operator, leftColumn[i]!, right);
    });
  }
  return deriveLine({ name, inputs: [left, right] }, (output, first) => {
    const rightColumn = columnOf(right);
    for (let i = first; i < output.length; i++) output[i] = operate(operator, leftColumn[i]!, rightColumn[i]!);
  });
}
