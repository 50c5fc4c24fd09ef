/**
 * The arguments of `deno task bench:indicators`.
 *
 * @module
 */

/** Names of the measures, in the order in which they run. */
export const MEASURES = ["peers", "memory", "functions"] as const;

/** Name of a measure. */
export type Measure = typeof MEASURES[number];

/** Arguments of the command line. */
export interface IndicatorArguments {
  /** The measures to take. */
  readonly measures: readonly Measure[];
  /** Bars of the synthetic data. */
  readonly bars: number;
  /** Rounds of the comparison with other libraries. */
  readonly rounds: number;
}

/** Least number of rounds of which the fastest one counts. */
const ROUNDS_MIN = 12;
/** The usual number: a function is compiled for speed only after some twenty calls. */
const ROUNDS = 40;

/** The text for `--help`. */
export const INDICATORS_HELP: string = `deno task bench:indicators [peers] [memory] [functions] [--bars N] [--rounds N]

Measures indicators over synthetic bars; all three measures if none is named.

  peers       SMA, EMA, RSI, MACD and ATR beside two packages of npm, after a check that the values agree. They are loaded
              here alone, and from the network when Deno has not kept them.
  memory      resident memory of a backtest without indicators, with 100 declared, and with 100 read on every bar
  functions   the time of every function over whole columns, the slowest first; it has no bar

  --bars N    bars of the data, 1000000 by default, 5000 at least
  --rounds N  rounds of the comparison, in each of which every library runs once, ${ROUNDS} by default, ${ROUNDS_MIN} at least

Exit code: 0 if all is within its bar; 1 if something is above it, values differ, or a package cannot be loaded; 2 for
wrong arguments.`;

/**
 * Reads the arguments.
 *
 * @throws {RangeError} If one is unknown, lacks its value or is out of range.
 */
export function parseIndicatorArguments(args: readonly string[]): IndicatorArguments {
  const measures = new Set<Measure>();
  let bars = 1_000_000, rounds = ROUNDS;
  for (let at = 0; at < args.length; at++) {
    const argument = args[at]!;
    if (argument === "--bars") bars = wholeFrom(argument, args[++at], 5000);
    else if (argument === "--rounds") rounds = wholeFrom(argument, args[++at], ROUNDS_MIN);
    else if (MEASURES.includes(argument as Measure)) measures.add(argument as Measure);
    else throw new RangeError(`Cannot use ${argument}: there are ${MEASURES.join(", ")}, --bars N, --rounds N, --help`);
  }
  return { measures: MEASURES.filter((name) => measures.size === 0 || measures.has(name)), bars, rounds };
}

function wholeFrom(flag: string, text: string | undefined, least: number): number {
  const value = Number(text);
  if (text !== undefined && /^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new RangeError(`Cannot use ${flag} ${text ?? "without a value"}: give a whole number from ${least} on`);
}
