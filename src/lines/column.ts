/**
 * Columns: one number for each bar. That of a source is there; a computed one is made when it is first read.
 *
 * A computed column has two forms that must give the same bits. In a run that goes ahead, the whole column is made at
 * once. In a run step by step, each bar's value is made when that bar has come, from no later one.
 *
 * @module
 */

import { inspected } from "../host.ts";
import type { Clock } from "./clock.ts";
import { NO_VALUE, setSigns, Signs } from "./signs.ts";

/** One number for each bar of a clock. */
export interface Column {
  /** The values; those from {@linkcode Column.known} on are not made yet. */
  readonly values: Float64Array;
  /** Number of values that are made. */
  readonly known: number;
  /** True if no value may be made before its bar has come. */
  readonly barByBar: boolean;
  /** Makes the values up to and with that of a bar, if they are not made. */
  extend(index: number): void;
  /** Returns the first bar from one on whose value is NaN, or the length. All values must be made. */
  holeFrom(from: number): number;
}

/** The search for holes, which remembers the last span without one: many lines are computed from the same column. */
export class Holes {
  #from = 0;
  #until = 0;

  /** Returns the first bar from one on at which a value is NaN, or the number of values. */
  next(values: Float64Array, from: number): number {
    if (from >= this.#from && from < this.#until) return this.#until;
    let i = from;
    while (i < values.length && values[i] === values[i]) i++;
    this.#from = from;
    this.#until = i;
    return i;
  }
}

/** The column of a source. */
export class GivenColumn implements Column {
  readonly values: Float64Array;
  readonly known: number;
  readonly barByBar: boolean = false;
  readonly #holes = new Holes();

  /** Makes a column of values that nobody writes to afterwards. */
  constructor(values: Float64Array) {
    this.values = values;
    this.known = values.length;
  }

  extend(_index: number): void {}

  holeFrom(from: number): number {
    return this.#holes.next(this.values, from);
  }
}

/** Returns a bar's values for a bar's values of the inputs; it is called for each bar in order. */
export type Update = (...values: number[]) => number | readonly number[];

/** Consecutive bars at which every input has a value. */
export interface Segment {
  /** Whole columns of the inputs, of which only the bars of the segment may be read. */
  readonly inputs: readonly Float64Array[];
  /** Whole columns of the outputs, of which only the bars of the segment may be written. */
  readonly outputs: readonly Float64Array[];
  /** First bar. */
  readonly from: number;
  /** The bar after the last one. */
  readonly until: number;
}

/** What the bytes of a column are made from. */
export interface SignsInput {
  /** Columns that the values are computed from. */
  readonly inputs: readonly Column[];
  /** First bar at which all inputs are valid. */
  readonly first: number;
  /** Number of bars. */
  readonly length: number;
  /** True to make them only where no column of an input has to be made for that. */
  readonly withoutColumns: boolean;
}

/** Makes the bytes of a column; undefined where the column has to be made to tell them. */
export type MakeSigns = (input: SignsInput) => Int8Array | undefined;

/** The computation of one or several columns from others of the same clock. */
export interface Computation {
  /** Name of the lines, for messages. */
  readonly name: string;
  /** Columns that the values are computed from. */
  readonly inputs: readonly Column[];
  /** First bar at which all inputs are valid. */
  readonly first: number;
  /** For each output, the number of bars in a row that its first value takes, each with a value of every input. */
  readonly periods: readonly number[];
  /** Makes the state and returns the function that runs bar by bar. */
  readonly start: () => Update;
  /** Writes the bars of a segment, to the bits that {@linkcode Computation.start} comes to; absent, that is called. */
  readonly fill?: (segment: Segment) => void;
  /** For one output of -1, 0 and 1: makes its values as bytes, equal to those of its column. */
  readonly signs?: MakeSigns | undefined;
  /** True if a bar at which an input is NaN is one like any other; by default the computation starts anew after it. */
  readonly takesHoles?: boolean;
  /** True to make each bar's value when that bar has come, in every run: {@linkcode Computation.start} sees no later bar. */
  readonly barByBar?: boolean;
}

/** Characters of a name that an error shows. */
const NAME_SHOWN = 200;

const NO_VALUES = new Float64Array(0);

/** The columns of one computation. All are made when one is read. */
export class ComputedColumns {
  /** One column for each output. */
  readonly columns: readonly Column[];
  readonly #computation: Computation;
  readonly #clock: Clock;
  readonly #barByBar: boolean;
  #values: readonly Float64Array[];
  #known = 0;
  /** State of the form that runs bar by bar; undefined before its first bar and after a hole. */
  #update: Update | undefined;
  /** Bars in a row that it has seen. */
  #seen = 0;
  /** Columns of the inputs, and a bar's values of them. */
  #inputs: readonly Float64Array[] | undefined;
  readonly #row: number[];
  /** The values as bytes, for an output of -1, 0 and 1. */
  readonly #signs: Signs | undefined;
  /** True if the clock has fewer bars than a first value takes, and no others will come. */
  readonly #isEmpty: boolean;
  /** True while values are made. */
  #isBusy = false;
  /** The first error of the computation. No value follows it: bars would be given twice, or be left out. */
  #failure: Error | undefined;

  /** Prepares the columns; nothing is computed. */
  constructor(computation: Computation, clock: Clock) {
    this.#computation = computation;
    this.#clock = clock;
    this.#values = computation.periods.map(() => NO_VALUES);
    this.#row = computation.inputs.map(() => 0);
    // Ahead of its bar, a whole column would have an input make its values ahead, too.
    this.#barByBar = computation.barByBar === true || computation.inputs.some((input) => input.barByBar);
    this.#isEmpty = clock.window === undefined && clock.length - computation.first < Math.min(...computation.periods);
    clock.window?.keepColumn({ complete: () => this.#complete(), drop: (bars) => this.#drop(bars) });
    const valuesOf = (output: number): Float64Array => this.#values[output]!, knownOf = (): number => this.#known;
    const extend = (index: number): void => this.#extend(index), barByBar = this.#barByBar;
    this.columns = computation.periods.map((_period, output): Column => {
      const holes = new Holes();
      return {
        get values() {
          return valuesOf(output);
        },
        get known() {
          return knownOf();
        },
        extend,
        barByBar,
        holeFrom: (from) => holes.next(valuesOf(output), from),
      };
    });
    const { signs } = computation;
    // What may not be made ahead of its bars has no bytes either.
    if (signs === undefined || barByBar || clock.stepwise || clock.window !== undefined) return;
    this.#signs = new Signs(() => this.#makeSigns(signs, false));
    setSigns(this.columns[0]!, this.#signs);
  }

  #extend(index: number): void {
    if (index < this.#known) return;
    if (this.#failure !== undefined) throw this.#failure;
    const { length, window, stepwise } = this.#clock, { name } = this.#computation;
    if (this.#isBusy) {
      throw new RangeError(
        `Cannot compute line ${shownName(name)}: its update reads it; read other lines, or keep state`,
      );
    }
    if (this.#values[0] === NO_VALUES) this.#values = this.#values.map(() => new Float64Array(window?.room ?? length));
    this.#isBusy = true;
    try {
      if (stepwise || this.#barByBar) this.#step(index);
      // The state goes on from block to block, and each block is made at once.
      else if (window !== undefined) this.#step(length - 1);
      else this.#whole();
    } finally {
      this.#isBusy = false;
    }
  }

  /** Makes all values before their inputs are let go. An error belongs to whoever reads the line, and is kept for it. */
  #complete(): void {
    try {
      if (this.#clock.length > 0) this.#extend(this.#clock.length - 1);
    } catch (error) {
      this.#failure ??= error as Error;
    }
  }

  /** Lets go of the values of the oldest bars. */
  #drop(bars: number): void {
    for (const values of this.#values) values.copyWithin(0, bars, this.#known);
    this.#known = Math.max(0, this.#known - bars);
  }

  /** Keeps and returns the error of code that computes the line, with the line and the bar. */
  #failed(error: unknown, bar?: number): Error {
    const place = `Cannot compute line ${shownName(this.#computation.name)}${
      bar === undefined ? "" : ` at bar ${bar}`
    }`;
    const hasPlace = error instanceof Error && error.message.startsWith("Cannot compute line ");
    const text = error instanceof Error ? error.message : `its update threw ${inspected(error, 0)}`;
    this.#failure = hasPlace ? error : new Error(`${place}: ${text}`, { cause: error });
    return this.#failure;
  }

  /** Makes the whole columns, one segment between holes after the other. */
  #whole(): void {
    const { inputs, first, periods, takesHoles } = this.#computation, { length } = this.#clock;
    const bytes = this.#signs?.made ?? this.#shortSigns();
    if (bytes !== undefined) {
      fillFromSigns(bytes, this.#values[0]!);
      this.#known = length;
      return;
    }
    for (const input of inputs) input.extend(length - 1);
    const columns = inputs.map(({ values }) => values), shortest = Math.min(...periods);
    this.#empty(0, first);
    for (let from = first; from < length;) {
      const until = takesHoles === true ? length : Math.min(...inputs.map((input) => input.holeFrom(from)));
      // A segment that is too short for a first value needs no work, nor a window that may be much larger than it.
      if (until - from >= shortest) this.#fill({ inputs: columns, outputs: this.#values, from, until });
      else this.#empty(from, until);
      this.#empty(until, until + 1);
      from = until + 1;
    }
    this.#known = length;
  }

  #fill(segment: Segment): void {
    const { fill, periods } = this.#computation, { from, until, outputs } = segment;
    if (fill === undefined) this.#fillByUpdate(segment);
    else {
      try {
        fill(segment);
      } catch (error) {
        throw this.#failed(error);
      }
    }
    for (let k = 0; k < outputs.length; k++) outputs[k]!.fill(NaN, from, Math.min(from + periods[k]! - 1, until));
  }

  /** Makes the values as bytes; where the column is made already, it is read itself. */
  #makeSigns(make: MakeSigns, withoutColumns: boolean): Int8Array | undefined {
    if (this.#known > 0 || this.#isEmpty || this.#failure !== undefined) return undefined;
    const { inputs, first } = this.#computation;
    return make({ inputs, first, length: this.#clock.length, withoutColumns });
  }

  /** Makes the bytes where they spare an input its column: two means need not be made to tell which is greater. */
  #shortSigns(): Int8Array | undefined {
    const { inputs, signs } = this.#computation, { length } = this.#clock;
    if (this.#signs === undefined || inputs.every(({ known }) => known >= length)) return undefined;
    return this.#makeSigns(signs!, true);
  }

  #empty(from: number, until: number): void {
    for (const values of this.#values) values.fill(NaN, from, until);
  }

  #fillByUpdate({ inputs, outputs, from, until }: Segment): void {
    const update = this.#begin(), [one, two, three] = inputs, count = inputs.length, [output] = outputs;
    const several = outputs.length > 1, values = inputs.map(() => 0);
    for (let i = from; i < until; i++) {
      let value: unknown;
      // Most computations have few inputs, and single arguments are many times as fast as a spread.
      if (count === 1) value = update(one![i]!);
      else if (count === 2) value = update(one![i]!, two![i]!);
      else if (count === 3) value = update(one![i]!, two![i]!, three![i]!);
      else {
        for (let k = 0; k < count; k++) values[k] = inputs[k]![i]!;
        value = update(...values);
      }
      if (several || typeof value !== "number") this.#put(value, outputs, i);
      else output![i] = value;
    }
  }

  /** Makes the values of the bars up to one, from no later bar. */
  #step(index: number): void {
    const { inputs, periods, takesHoles } = this.#computation, values = this.#row, count = values.length;
    const first = this.#computation.first - this.#clock.first;
    for (let k = 0; k < inputs.length; k++) inputs[k]!.extend(index);
    // The arrays of the inputs are made at their first bar and stay.
    const columns = this.#inputs ??= inputs.map(({ values }) => values);
    this.#empty(this.#known, index + 1);
    // No work is needed then, nor a window that may be much larger than the data.
    if (this.#isEmpty) {
      this.#known = index + 1;
      return;
    }
    for (let i = Math.max(this.#known, first); i <= index; i++) {
      let isHole = false;
      for (let k = 0; k < values.length; k++) {
        const value = values[k] = columns[k]![i]!;
        isHole ||= value !== value;
      }
      if (isHole && takesHoles !== true) {
        this.#update = undefined;
        this.#seen = 0;
        continue;
      }
      try {
        const update = this.#update ??= this.#begin();
        // Most computations have few inputs, and single arguments are many times as fast as a spread.
        const value: unknown = count === 1
          ? update(values[0]!)
          : count === 2
          ? update(values[0]!, values[1]!)
          : count === 3
          ? update(values[0]!, values[1]!, values[2]!)
          : update(...values);
        if (periods.length > 1 || typeof value !== "number") this.#put(value, this.#values, i);
        else this.#values[0]![i] = value;
      } catch (error) {
        throw this.#failed(error, i);
      }
      this.#seen++;
      for (let k = 0; k < periods.length; k++) if (this.#seen < periods[k]!) this.#values[k]![i] = NaN;
    }
    this.#known = index + 1;
  }

  #begin(): Update {
    const update: unknown = this.#computation.start();
    if (typeof update === "function") return update as Update;
    throw new TypeError(
      `Cannot make line "${this.#computation.name}": its update returned ${
        inspected(update, 0)
      } instead of a function of the values; write update: () => (value) => ...`,
    );
  }

  /** Writes the values that an update returned for a bar. */
  #put(value: unknown, outputs: readonly Float64Array[], i: number): void {
    const { name } = this.#computation, count = outputs.length, place = `Cannot compute line "${name}" at bar ${i}`;
    if (count === 1) {
      if (typeof value !== "number") throw notNumber(place, "", value);
      outputs[0]![i] = value;
      return;
    }
    if (!Array.isArray(value) || value.length !== count) {
      throw new TypeError(
        `${place}: update returned ${inspected(value, 0)} instead of an array of ${count} numbers, one for each output`,
      );
    }
    for (let k = 0; k < count; k++) {
      if (typeof value[k] !== "number") throw notNumber(place, ` for output ${k}`, value[k]);
      outputs[k]![i] = value[k];
    }
  }
}

/** Writes the values of bytes. */
function fillFromSigns(signs: Int8Array, values: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    const sign = signs[i]!;
    values[i] = sign === NO_VALUE ? NaN : sign;
  }
}

/** Returns a name in quotes, shortened: that of a line of many others is as long as all of theirs. */
function shownName(name: string): string {
  return name.length <= NAME_SHOWN ? `"${name}"` : `"${name.slice(0, NAME_SHOWN)}..."`;
}

function notNumber(place: string, output: string, value: unknown): TypeError {
  return new TypeError(
    `${place}: update returned ${
      inspected(value, 0)
    } (${typeof value})${output} instead of a number; return NaN where ` +
      "there is none",
  );
}
