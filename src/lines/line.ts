/**
 * A line: one number a bar, read at the current bar of its feed and backwards from there, never forwards.
 *
 * A line's column is computed as a whole when the line is made and is private to this module. What code of the package
 * needs of it goes through {@linkcode columnOf} and {@linkcode deriveLine}, which `mod.ts` does not export, so a strategy
 * has no expression for a later bar's value.
 *
 * @module
 */

import type { Clock, ClockView } from "./clock.ts";
import { describeOperation, operate, type Operator } from "./operator.ts";

/** What a {@linkcode Line} is made of. */
export interface LineOptions {
  /** Name of the line, for messages and reports. */
  readonly name: string;
  /** The cursor of the line's feed. */
  readonly clock: Clock;
  /** Count of bars after which the first value is valid; 1 if every bar has one. */
  readonly minPeriod?: number;
  /** One value for each bar of the feed. The line keeps the array; nothing may write to it afterwards. */
  readonly values: Float64Array;
}

// Assigned by the class below, which alone can reach its private fields.
let privateColumnOf: (line: Line) => Float64Array;
let privateClockOf: (line: Line) => Clock;

/**
 * One number a bar, read at the current bar of its feed: a price, a volume, an indicator, or arithmetic of such lines.
 *
 * Declare lines as fields of a strategy and read them in `next()`. Values of the first `minPeriod - 1` bars are NaN.
 * Arithmetic (`plus`, `minus`, ...) takes a line of the same feed or a number and makes a further line, whose minimum
 * period is the larger of the two.
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
  /** Count of bars after which the first value is valid. */
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
    this.clock = clock;
    this.minPeriod = minPeriod;
    this.#clock = clock;
    this.#values = values;
    if (minPeriod > clock.minPeriod) clock.minPeriod = minPeriod;
  }

  /**
   * The value at the current bar, NaN while the line is not {@linkcode Line.ready}.
   *
   * @throws {RangeError} Before the feed's first bar, so also while the strategy is being constructed.
   */
  get now(): number {
    const index = this.#clock.index;
    if (index < 0) throw this.#unreadable(0);
    return this.#values[index]!;
  }

  /**
   * The value `n` bars before the current one; `ago(0)` is {@linkcode Line.now}.
   *
   * @param n How many bars back: a whole number from 0 on.
   * @throws {RangeError} If `n` is negative or not whole, or goes back beyond the feed's first bar.
   */
  ago(n: number): number {
    const index = this.#clock.index;
    // The shift makes a u32 of anything, so one comparison refuses what is negative, fractional, NaN or no number.
    if (n >>> 0 !== n || n > index) throw this.#unreadable(n);
    return this.#values[index - n]!;
  }

  /** Whether the current bar's value is valid: whether {@linkcode Line.minPeriod} bars have been seen. */
  get ready(): boolean {
    return this.#clock.index + 1 >= this.minPeriod;
  }

  /** The line of `this + other`. */
  plus(other: Line | number): Line {
    return combineLines("+", this, other);
  }

  /** The line of `this - other`. */
  minus(other: Line | number): Line {
    return combineLines("-", this, other);
  }

  /** The line of `this * other`. */
  times(other: Line | number): Line {
    return combineLines("*", this, other);
  }

  /** The line of `this / other`; a division by zero gives an infinity or NaN, as everywhere in JavaScript. */
  dividedBy(other: Line | number): Line {
    return combineLines("/", this, other);
  }

  /** The bar by bar smaller of both: this line's value unless the other's is strictly smaller (as Python's `min`). */
  min(other: Line | number): Line {
    return combineLines("min", this, other);
  }

  /** The bar by bar greater of both: this line's value unless the other's is strictly greater (as Python's `max`). */
  max(other: Line | number): Line {
    return combineLines("max", this, other);
  }

  /** The line that is 1 where this one is strictly above the other, else 0 (0 too where a value is NaN). */
  above(other: Line | number): Line {
    return combineLines(">", this, other);
  }

  /** The line that is 1 where this one is strictly below the other, else 0 (0 too where a value is NaN). */
  below(other: Line | number): Line {
    return combineLines("<", this, other);
  }

  /** The line of `-this`. */
  negated(): Line {
    const input = this.#values;
    return deriveLine({ name: `-${this.name}`, inputs: [this] }, (output, first) => {
      for (let i = first; i < output.length; i++) output[i] = -input[i]!;
    });
  }

  /** The line of this one's absolute values. */
  abs(): Line {
    const input = this.#values;
    return deriveLine({ name: `abs(${this.name})`, inputs: [this] }, (output, first) => {
      for (let i = first; i < output.length; i++) output[i] = Math.abs(input[i]!);
    });
  }

  /** Makes the error for a value that cannot be read. Apart, so that the getters stay small enough to be inlined. */
  #unreadable(n: number): RangeError {
    const { name, index } = this.#clock;
    const what = `Cannot read line "${this.name}" of feed "${name}" at n = ${n}`;
    if (index < 0) {
      return new RangeError(`${what} before the first bar: declare lines as fields and read them in next()`);
    }
    const bar = `${what} in bar ${index + 1}`;
    if (n > index && Number.isInteger(n)) {
      return new RangeError(`${bar}: the first bar is at n = ${index}; check line.ready or wait for more bars`);
    }
    return new RangeError(`${bar}: n counts bars back from the current one and is a whole number from 0 on`);
  }
}

/** The whole column of a line, future included. For indicators and drivers of this package; not exported by `mod.ts`. */
export function columnOf(line: Line): Float64Array {
  return privateColumnOf(line);
}

/** What a line that is computed from others is called, is made of, and takes to warm up. */
export interface DerivedLine {
  /** Name of the new line. */
  readonly name: string;
  /** The lines it is computed from: one or more, all of one feed. */
  readonly inputs: readonly Line[];
  /** Count of valid bars of all inputs that the first value takes, 1 unless it is given. */
  readonly minPeriod?: number;
}

/**
 * Makes a line from other lines of the same feed. Its minimum period is the largest of its inputs' plus `minPeriod - 1`,
 * and whatever `fill` writes before it is overwritten with NaN.
 *
 * @param fill Writes the column from index `first` on, which is the first bar at which all inputs are valid.
 * @throws {TypeError} If an input is not a line.
 * @throws {RangeError} If the inputs are lines of different feeds.
 */
export function deriveLine(derived: DerivedLine, fill: (output: Float64Array, first: number) => void): Line {
  const { name, inputs, minPeriod = 1 } = derived;
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
  const values = new Float64Array(clock.length);
  const first = valid - 1;
  // Fewer bars than the first value takes need no work, nor a window that may be far larger than they are.
  if (first + minPeriod <= values.length) fill(values, first);
  values.fill(NaN, 0, first + minPeriod - 1);
  return new Line({ name, clock, minPeriod: valid + minPeriod - 1, values });
}

/** Names an operand for the name of a line and for messages: a line by its name, a number by its text. */
export function describeOperand(operand: unknown): string {
  if (operand instanceof Line) return operand.name;
  if (typeof operand !== "object" || operand === null) return String(operand);
  return `an object (${operand.constructor?.name ?? "without a class"})`;
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
