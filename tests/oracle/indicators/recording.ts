/**
 * Recorded indicators: the set-ups of backtrader's indicators that were run, and every value of their lines.
 *
 * A file is a JSON object from the name of a set-up to `{ args, params, aliases, minperiod, line_minperiods, len, lines,
 * lines_next_mode }`. `args` tells the inputs and parameters (see setup.ts), `params` the defaults of the class, `lines`
 * the values of each line in a run over whole columns, and `lines_next_mode` those of a run bar by bar where they
 * differ. `null` is NaN.
 *
 * @module
 */

/** A recorded set-up of an indicator. */
export interface IndicatorRecording {
  /** Name of the set-up: mostly that of the class. */
  readonly name: string;
  /** Inputs and parameters as text. */
  readonly args: string;
  /** Parameters of the class by name; absent in some recordings. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Other names of the class. */
  readonly aliases: readonly string[];
  /** Minimum period of the whole indicator. */
  readonly minPeriod: number;
  /** Minimum period of each line. */
  readonly lineMinPeriods: Readonly<Record<string, number>>;
  /** Number of bars. */
  readonly length: number;
  /** Values of each line, run over whole columns. */
  readonly lines: Readonly<Record<string, Float64Array>>;
  /** Values of the lines that are others bar by bar. */
  readonly stepLines: Readonly<Record<string, Float64Array>>;
}

/** Returns whether the content of a file is recorded indicators, by its first entry; an empty object is none. */
export function isRecordings(content: unknown): boolean {
  if (!isObject(content)) return false;
  const [first] = Object.values(content);
  return isObject(first) && isObject(first.lines);
}

/**
 * Reads recorded indicators from the content of a file.
 *
 * @throws {TypeError} If it is none; the error names file, set-up and field.
 */
export function parseRecordings(content: unknown, file: string): IndicatorRecording[] {
  if (!isObject(content)) throw wrong(file, content, "an object from set-ups to recordings");
  return Object.entries(content).map(([name, value]) => {
    const place = `set-up "${name}" of ${file}`;
    if (!isObject(value)) throw wrong(place, value, "an object");
    const { args, params = {}, aliases = [], minperiod, line_minperiods, len, lines, lines_next_mode = {} } = value;
    if (typeof args !== "string") throw wrong(`${place}: args`, args, "a text");
    if (!isObject(params)) throw wrong(`${place}: params`, params, "an object");
    if (!Array.isArray(aliases)) throw wrong(`${place}: aliases`, aliases, "an array of names");
    if (!isCount(minperiod)) throw wrong(`${place}: minperiod`, minperiod, "a whole number from 1 on");
    if (!isCount(len)) throw wrong(`${place}: len`, len, "a whole number from 1 on");
    const columns = columnsOf(lines, len, `${place}: lines`);
    if (!isObject(line_minperiods) || Object.keys(columns).some((line) => !isCount(line_minperiods[line]))) {
      throw wrong(`${place}: line_minperiods`, line_minperiods, "a whole number from 1 on for each line");
    }
    return {
      name,
      args,
      params,
      aliases: aliases as string[],
      minPeriod: minperiod,
      lineMinPeriods: line_minperiods as Record<string, number>,
      length: len,
      lines: columns,
      stepLines: columnsOf(lines_next_mode, len, `${place}: lines_next_mode`),
    };
  });
}

function columnsOf(value: unknown, length: number, place: string): Record<string, Float64Array> {
  if (!isObject(value)) throw wrong(place, value, "an object of columns");
  return Object.fromEntries(
    Object.entries(value).map(([line, values]) => {
      if (!Array.isArray(values) || values.length !== length) {
        throw wrong(`${place}.${line}`, values, `an array of ${length} numbers`);
      }
      return [line, Float64Array.from(values, (number, bar) => numberOf(number, `${place}.${line}[${bar}]`))];
    }),
  );
}

/** Texts of numbers that JSON has none for. */
const NUMBERS: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, "-inf": -Infinity };

function numberOf(value: unknown, place: string): number {
  if (value === null) return NaN;
  const number = typeof value === "boolean" ? Number(value) : typeof value === "string" ? NUMBERS[value] : value;
  if (typeof number !== "number") throw wrong(place, value, "a number, or null for NaN");
  return number;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && value as number > 0;
}

function wrong(place: string, value: unknown, wanted: string): TypeError {
  const shown = JSON.stringify(value)?.slice(0, 60) ?? "nothing";
  return new TypeError(`Cannot read ${place} as ${shown}: it must be ${wanted}`);
}
