/**
 * The form in which a class of backtrader is mapped to our indicators.
 *
 * A family of classes is a list in a file of its own (`momentum.ts`, `volatility.ts`, ...), one object a class:
 *
 * ```
 * {
 *   // The class and all its aliases, as section 7 and the recordings name them.
 *   names: ["RelativeStrengthIndex", "RSI", "RSI_SMMA", "RSI_Wilder"],
 *   // The functions of this package that are compared; src/indicators/indicators.md says how exactly.
 *   indicators: ["rsi"],
 *   // Its parameters with backtrader's defaults, in their order: numbers by position are taken in it.
 *   params: { period: 14, movav: "SMMA", lookback: 1 },
 *   // Parameters that only draw or do not change a value.
 *   idle: ["upperband", "lowerband"],
 *   // Our lines by the names of backtrader's. A line named first is the one that others take as input.
 *   lines: ({ line }, params) => ({
 *     rsi: rsi(line, params.number("period"), {
 *       average: params.average("movav"),
 *       lookback: params.number("lookback"),
 *     }),
 *   }),
 * }
 * ```
 *
 * Without `lines` the class waits for the functions in `indicators`. To fill it in, write `lines`, correct `indicators`,
 * and take its name out of the list in recordings_test.ts. A parameter that `lines` does not read
 * has to keep its default; a recording with another value fails, as it would be compared with something else.
 *
 * `line` is the first input of the set-up, the close of the feed by default; `other` the second one; `source` the line
 * that the first input was made of (`Oscillator(SMA(30))` reads it); `feed` the feed with all prices. A recorded line that
 * was written into the past, `ahead` bars before the value was known, is `{ line, ahead }`: its value at a bar is that of
 * our line so many bars later, and its minimum period is not compared. `{ line, rounding }` is a line whose recorded
 * values have lost digits, and how many at each bar.
 *
 * @module
 */

import type { AverageName } from "../../../src/indicators/average/average_kernel.ts";
import type { FeedLines } from "../../../src/lines/feed_lines.ts";
import { Line } from "../../../src/lines/line.ts";
import { averageNamed } from "./average_names.ts";

/** A class of backtrader and its mapping. */
export interface RecordedClass {
  /** Name of the class, and its aliases. */
  readonly names: readonly string[];
  /** Names of our functions. */
  readonly indicators: readonly string[];
  /** Parameters that `lines` reads, with backtrader's defaults and in its order. */
  readonly params?: Readonly<Record<string, ParamValue>>;
  /** Parameters that change no value. */
  readonly idle?: readonly string[];
  /** Makes our lines by backtrader's names; absent while our function does not exist. */
  readonly lines?: (inputs: RecordedInputs, params: RecordedParams) => Readonly<Record<string, MappedLine>>;
  /**
   * True where backtrader's lines tell a shorter minimum period than its object, because a part was not bound to them.
   * Ours is then compared with that of the object, and the recorded values say that it is right.
   */
  readonly minPeriodOfObject?: boolean;
}

/** A line whose recorded values were written so many bars before they were known. */
export interface DisplacedLine {
  readonly line: Line;
  readonly ahead: number;
}

/** A line whose recorded values have a rounding of their own, so large at each bar. */
export interface RoundedLine {
  readonly line: Line;
  /** Difference that the rounding of backtrader can make at each bar. */
  readonly rounding: Line;
}

/** A line of ours for one of backtrader's. */
export type MappedLine = Line | DisplacedLine | RoundedLine;

/** Inputs of a class. */
export interface RecordedInputs {
  readonly feed: FeedLines;
  readonly line: Line;
  readonly other: Line;
  /** The second input where it may be a number. */
  readonly level: Line | number;
  readonly source: Line;
  /** Number of inputs that the set-up names. */
  readonly count: number;
}

/** Value of a parameter. A name of a class, such as that of an average, is a text. */
export type ParamValue = number | boolean | string | null | Line | readonly ParamValue[];

/** An indicator of this package that does not exist yet. */
export class NotThere extends Error {
  readonly feature: string;

  constructor(feature: string) {
    super(`Cannot compute ${feature}: it does not exist yet`);
    this.feature = feature;
  }
}

/** The parameters of a set-up. It knows which of them were read. */
export class RecordedParams {
  readonly #values: Readonly<Record<string, ParamValue>>;
  readonly #title: string;
  readonly #read: Set<string> = new Set();
  /** Averages that were asked for. */
  readonly averages: Set<AverageName> = new Set();

  constructor(title: string, values: Readonly<Record<string, ParamValue>>) {
    this.#title = title;
    this.#values = values;
  }

  /** A number. */
  number(name: string): number {
    const value = this.#take(name);
    return typeof value === "number" ? value : this.#reject(name, "a number");
  }

  /** A truth value; backtrader takes 0 and 1, too. */
  flag(name: string): boolean {
    const value = this.#take(name);
    return typeof value === "boolean" ? value : value === 0 || value === 1 ? value === 1 : this.#reject(name, "a flag");
  }

  /** A list of numbers. */
  numbers(name: string): readonly number[] {
    const value = this.#take(name);
    const isList = Array.isArray(value) && value.every((item) => typeof item === "number");
    return isList ? value as number[] : this.#reject(name, "a list of numbers");
  }

  /** A text, such as the name of a function. */
  text(name: string): string {
    const value = this.#take(name);
    return typeof value === "string" ? value : this.#reject(name, "a name");
  }

  /** A number or a line; undefined for None. */
  optional(name: string): number | Line | undefined {
    const value = this.#take(name);
    if (value === null) return undefined;
    return typeof value === "number" || value instanceof Line ? value : this.#reject(name, "a number, a line or None");
  }

  /** Our name of the average that a parameter names by a class of backtrader. */
  average(name: string): AverageName {
    const value = this.#take(name);
    if (typeof value !== "string") return this.#reject(name, "the class of an average");
    const average = averageNamed(value);
    if (average === undefined) throw new NotThere(`the average ${value}`);
    this.averages.add(average);
    return average;
  }

  /** Names of the parameters that nobody read. */
  get unread(): readonly string[] {
    return Object.keys(this.#values).filter((name) => !this.#read.has(name));
  }

  #take(name: string): ParamValue {
    this.#read.add(name);
    const value = this.#values[name];
    return value === undefined ? this.#reject(name, "given, or have a default in the table") : value;
  }

  #reject(name: string, wanted: string): never {
    throw new TypeError(
      `Cannot read parameter ${name} of ${this.#title} as ${Deno.inspect(this.#values[name])}: it must be ${wanted}`,
    );
  }
}
