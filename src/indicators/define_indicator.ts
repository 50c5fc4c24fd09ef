/**
 * The definition of an indicator: one way for those of this package and for one's own.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { FeedLines } from "../lines/feed_lines.ts";
import { deriveLines, describeOperand, Line } from "../lines/line.ts";
import type { LineMemory, LinePlot } from "../lines/line_about.ts";
import type { Segment } from "../lines/column.ts";
import { isCallable, isOptions, takenOptions } from "../options.ts";
import type { Widened } from "../strategy/strategy.ts";
import { onCopies } from "./foreign_column.ts";
import { checkPeriod } from "./period.ts";

const OPTION_NAMES: readonly string[] = [
  "name",
  "inputs",
  "outputs",
  "params",
  "factors",
  "minPeriod",
  "memory",
  "update",
  "column",
  "takesHoles",
  "formula",
  "plot",
];
const MEMORIES: readonly LineMemory[] = ["window", "fading", "unbounded"];
const PLOTS: readonly LinePlot[] = ["price", "pane", "none"];

/** Parameters of an indicator: numbers, texts and truth values by name. */
export type IndicatorParams = Readonly<Record<string, number | string | boolean>>;

/** For each name of a tuple, a number. */
export type NumbersOf<Names extends readonly string[]> = { -readonly [Index in keyof Names]: number };

/** The values of a bar's outputs: a number for one output, an array of numbers for several. */
export type OutputValues<Outputs extends readonly string[]> = Outputs extends readonly [] | readonly [string] ? number
  : Readonly<NumbersOf<Outputs>>;

/** The lines of an indicator: one line, or a frozen object of lines by the names of the outputs. */
export type IndicatorLines<Outputs extends readonly string[]> = Outputs extends readonly [] | readonly [string] ? Line
  : { readonly [Name in Outputs[number]]: Line };

/** An indicator: a function of its input lines, in their order, and then of the parameters that are not the defaults. */
export type Indicator<Inputs extends readonly string[], Outputs extends readonly string[], P> = (
  ...inputs: [...{ [Index in keyof Inputs]: Line }, params?: Partial<Widened<P>>]
) => IndicatorLines<Outputs>;

/** The parts of an indicator. */
export interface IndicatorDefinition<
  Inputs extends readonly string[],
  Outputs extends readonly string[],
  P extends IndicatorParams,
> {
  /** Name of the indicator, for messages and reports. */
  readonly name: string;
  /** Names of the input lines, one at least. */
  readonly inputs: Inputs;
  /** Names of the outputs, where there are several. */
  readonly outputs?: Outputs;
  /**
   * Parameters with their defaults. One whose default is a whole number from 1 on is a number of bars, unless `factors`
   * names it; one with another number as its default may be any finite number.
   */
  readonly params?: P;
  /** Names of the parameters that may be any finite number although their default is whole, such as 2 deviations. */
  readonly factors?: readonly (keyof P & string)[];
  /**
   * Number of bars that the first value needs, counted from the first bar at which every input has a value; 1 by default.
   * A list has one number for each output. Earlier values of `update` are dropped.
   */
  readonly minPeriod?: number | ((params: Widened<P>) => number | readonly number[]);
  /**
   * The bars that a value depends on: a `"window"` of the last `minPeriod` ones; all, with `"fading"` weights; or all for
   * ever, `"unbounded"`, which is the default.
   */
  readonly memory?: LineMemory;
  /**
   * Starts the indicator: makes its state, and returns the function from the inputs' values at a bar to that of the
   * indicator, or to an array with one for each output. It runs for each bar in order. It starts at the first bar at
   * which every input has a value, and anew after each bar at which one has none (NaN).
   */
  readonly update: (params: Widened<P>) => (...values: NumbersOf<Inputs>) => OutputValues<Outputs>;
  /**
   * A faster form, which writes whole segments of bars without a hole. It has to come to the same bits as `update`, which
   * runs step by step take. That of an indicator of one's own gets copies, which are empty when it has returned.
   */
  readonly column?: (segment: Segment, params: Widened<P>) => void;
  /** True for an indicator to which a bar without a value of an input is one like any other; false by default. */
  readonly takesHoles?: boolean;
  /** The formula, as text, for reports. */
  readonly formula?: string;
  /** Where a chart draws it: over the `"price"`, in a `"pane"` of its own (the default), or not at all, `"none"`. */
  readonly plot?: LinePlot;
}

/**
 * Defines an indicator of this package, whose columns are made ahead: a function from input lines, and last an object of
 * the parameters that differ from their defaults, to a line. See `own_indicator.ts` for those of a strategy.
 *
 * @throws {TypeError} If a part is missing or of the wrong kind.
 */
export function defineIndicator<
  const Inputs extends readonly [string, ...string[]],
  const P extends IndicatorParams = Readonly<Record<never, never>>,
>(definition: IndicatorDefinition<Inputs, readonly [string], P>): Indicator<Inputs, readonly [string], P>;
/** Defines an indicator of several outputs, which are a frozen object of lines by name. */
export function defineIndicator<
  const Inputs extends readonly [string, ...string[]],
  const Outputs extends readonly [string, string, ...string[]],
  const P extends IndicatorParams = Readonly<Record<never, never>>,
>(
  definition: IndicatorDefinition<Inputs, Outputs, P> & { readonly outputs: Outputs },
): Indicator<Inputs, Outputs, P>;
export function defineIndicator<
  Inputs extends readonly string[],
  Outputs extends readonly string[],
  P extends IndicatorParams,
>(definition: IndicatorDefinition<Inputs, Outputs, P>, isForeign: boolean = false): Indicator<Inputs, Outputs, P> {
  const parts = checkDefinition(definition), { name, inputs } = parts;
  const defaults = checkDefaults(name, { ...parts.params }), factors = factorsOf(defaults, parts.factors ?? []);
  const make = (...given: readonly unknown[]): unknown => {
    const lines = inputs.map((input, at) => checkInput(name, input, given[at]));
    const params = takenParams(name, defaults, factors, given.slice(inputs.length), isForeign) as Widened<P>;
    const options = Object.entries(params).filter(([option, value]) =>
      typeof value === "number" || value !== defaults[option]
    );
    const shown = [...lines.map(describeOperand), ...options.map(([, value]) => value)].join(", ");
    return makeLines(parts as unknown as AnyIndicator<P>, `${name}(${shown})`, lines, params, isForeign);
  };
  return make as Indicator<Inputs, Outputs, P>;
}

/** A definition without the types of its inputs and outputs. */
export type AnyIndicator<P extends IndicatorParams> = IndicatorDefinition<readonly string[], readonly string[], P>;

/** Makes the lines of an indicator under a title: one line, or a frozen object of several by name. */
export function makeLines<P extends IndicatorParams>(
  parts: AnyIndicator<P>,
  title: string,
  inputs: readonly Line[],
  params: Widened<P>,
  isForeign: boolean,
): Line | Readonly<Record<string, Line>> {
  const { name, outputs = [], memory = "unbounded", formula = "", plot = "pane", takesHoles, column } = parts;
  const periods = periodsOf(title, parts.minPeriod ?? 1, params, Math.max(1, outputs.length));
  const lines = deriveLines({
    name: title,
    inputs,
    outputs: periods.map((minPeriod, k) => ({
      name: outputs.length > 1 ? `${title}.${outputs[k]}` : title,
      minPeriod,
      memory,
      about: { indicator: name, output: outputs[k] ?? "", memory, formula, plot },
    })),
    start: () => parts.update(params),
    ...fillOf(column, params, isForeign),
    ...(takesHoles === undefined ? {} : { takesHoles }),
    // It is code that may keep what it sees, so that a column made ahead would show later bars to whoever reads that.
    barByBar: isForeign && column === undefined,
  });
  if (outputs.length <= 1) return lines[0]!;
  return Object.freeze(Object.fromEntries(outputs.map((output, k) => [output, lines[k]!])));
}

/** Returns the column form under the name that it has in a computation. */
function fillOf<P>(
  column: ((segment: Segment, params: P) => void) | undefined,
  params: P,
  isForeign: boolean,
): { readonly fill?: (segment: Segment) => void } {
  if (column === undefined) return {};
  const fill = (segment: Segment): void => column(segment, params);
  return { fill: isForeign ? onCopies(fill) : fill };
}

/** Rejects a definition of which a part is missing or of the wrong kind, and returns its parts, each read once. */
function checkDefinition<
  Inputs extends readonly string[],
  Outputs extends readonly string[],
  P extends IndicatorParams,
>(
  definition: IndicatorDefinition<Inputs, Outputs, P>,
): IndicatorDefinition<Inputs, Outputs, P> {
  const parts = takenOptions(definition, OPTION_NAMES, {
    noObject: (shown) => `Cannot define an indicator from ${shown}: pass { name, inputs, update }`,
    unknown: (name) => `Cannot use option "${name}" of defineIndicator: the options are ${OPTION_NAMES.join(", ")}`,
  });
  const { name, inputs, outputs = [], update, column, memory = "unbounded", plot = "pane" } = parts;
  const { params = {}, factors = [] } = parts;
  if (typeof name !== "string" || name === "") {
    throw new TypeError(`Cannot name an indicator ${inspected(name, 0)}: pass a text that is not empty`);
  }
  if (!isNames(inputs) || inputs.length === 0) {
    throw new TypeError(
      `Cannot define indicator "${name}" with inputs ${inspected(inputs, 1)}: name each input line, as in ["close"]`,
    );
  }
  if (!isNames(outputs)) {
    throw new TypeError(
      `Cannot define indicator "${name}" with outputs ${inspected(outputs, 1)}: name each, as in ["line", "signal"]`,
    );
  }
  if (!isOptions(params)) {
    throw new TypeError(
      `Cannot define indicator "${name}" with params ${inspected(params, 0)}: pass defaults, as in { period: 20 }`,
    );
  }
  if (!isNames(factors) || factors.some((factor) => !(factor in params))) {
    throw new TypeError(
      `Cannot define indicator "${name}" with factors ${inspected(factors, 1)}: name parameters, as in ["deviations"]`,
    );
  }
  for (const [part, value] of Object.entries({ update, column })) {
    if (isCallable(value) || (part === "column" && value === undefined)) continue;
    throw new TypeError(
      `Cannot define indicator "${name}" with ${part} ${inspected(value, 0)}: pass a function, such as ` +
        "update: () => (value) => value",
    );
  }
  checkChoice(name, "memory", memory, MEMORIES);
  checkChoice(name, "plot", plot, PLOTS);
  return parts;
}

function isNames(names: unknown): names is readonly string[] {
  return Array.isArray(names) && names.every((name) => typeof name === "string" && name !== "") &&
    new Set(names).size === names.length;
}

function checkChoice(name: string, option: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  throw new TypeError(
    `Cannot define indicator "${name}" with ${option} ${inspected(value, 0)}: there are ${choices.join(", ")}`,
  );
}

/** Rejects an input that is no line, such as a whole feed, and returns it. */
function checkInput(name: string, input: string, given: unknown): Line {
  if (given instanceof Line) return given;
  const several = typeof given === "object" && given !== null
    ? Object.entries(given).filter(([, value]) => value instanceof Line).map(([line]) => line)
    : [];
  const shown = given instanceof FeedLines
    ? `feed "${given.name}"`
    : several.length > 0
    ? `an object of lines (${several.join(", ")})`
    : describeOperand(given);
  throw new TypeError(`Cannot compute ${name} of ${shown} as its ${input}: pass one line, such as this.data.close`);
}

/** Returns the parameters of a call: the defaults, and what was given in their place. */
function takenParams(
  name: string,
  defaults: IndicatorParams,
  factors: readonly string[],
  rest: readonly unknown[],
  isForeign: boolean,
): IndicatorParams {
  const [given = {}, ...more] = rest, names = Object.keys(defaults);
  if (!isOptions(given) || given instanceof Line || more.length > 0) {
    const shown = describeOperand(more.length > 0 ? more[0] : given);
    throw new TypeError(
      `Cannot compute ${name} with ${shown} behind its inputs: pass its parameters as one object, { ${
        names.join(", ")
      } }`,
    );
  }
  const params: Record<string, number | string | boolean> = { ...defaults };
  for (const [option, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const normal = defaults[option];
    if (normal === undefined) {
      throw new TypeError(
        `Cannot find parameter "${option}" of ${name}: ${
          names.length === 0 ? "it has none" : `there are ${names.join(", ")}`
        }`,
      );
    }
    if (typeof normal === "number" && !factors.includes(option)) {
      if (isForeign && typeof value === "number" && Number.isFinite(value) && !isPeriod(value)) {
        throw new RangeError(
          `Cannot compute ${name} with a ${option} of ${value}: its default, ${normal}, makes it a number of bars, whole and ` +
            `from 1 on; define it with factors: ["${option}"] if it is none`,
        );
      }
      checkPeriod(name, value as number, option);
    } else if (typeof value !== typeof normal) {
      throw new TypeError(
        `Cannot compute ${name} with ${option} ${inspected(value, 0)}: pass a ${typeof normal}, such as ${
          inspected(normal, 0)
        }`,
      );
    } else if (typeof value === "number" && !Number.isFinite(value)) {
      throw new RangeError(`Cannot compute ${name} with ${option} ${value}: pass a finite number, such as ${normal}`);
    }
    params[option] = value as number | string | boolean;
  }
  return Object.freeze(params);
}

/** Rejects defaults that are no numbers, texts and truth values, and returns them. */
function checkDefaults(name: string, defaults: Readonly<Record<string, unknown>>): IndicatorParams {
  for (const [param, value] of Object.entries(defaults)) {
    if (typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)) continue;
    throw new TypeError(
      `Cannot define indicator "${name}" with ${
        inspected(value, 0)
      } as the default of ${param}: pass a finite number, a ` +
        "text, true or false",
    );
  }
  return defaults as IndicatorParams;
}

/** Returns the names of the numbers that are none of bars: those that are named, and those with such a default. */
function factorsOf(defaults: IndicatorParams, named: readonly string[]): readonly string[] {
  const others = Object.entries(defaults).filter(([, value]) => typeof value === "number" && !isPeriod(value));
  return [...named, ...others.map(([name]) => name)];
}

function isPeriod(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

/** Returns the minimum period of each output. */
function periodsOf<P>(
  title: string,
  minPeriod: number | ((params: P) => number | readonly number[]),
  params: P,
  count: number,
): readonly number[] {
  const asked = typeof minPeriod === "function" ? minPeriod(params) : minPeriod;
  const periods = typeof asked === "number" ? Array<number>(count).fill(asked) : asked;
  if (periods.length !== count) {
    throw new TypeError(
      `Cannot make line "${title}" with ${periods.length} minimum periods: give one number, or one for each of its ` +
        `${count} outputs`,
    );
  }
  for (const period of periods) checkPeriod(title, period, "minPeriod");
  return periods;
}
