/**
 * The flags of a run, shared by all commands that run a strategy: the strategy's parameters, the account's terms, and
 * the terms of each instrument.
 *
 * @module
 */

import type { Commission } from "../broker/commission_terms.ts";
import type { InstrumentOptions } from "../broker/instrument_spec.ts";
import type { Margin } from "../broker/margin_terms.ts";
import type { BacktestOptions } from "../run/backtest_options.ts";
import type { InterestRates } from "../run/interest_rates.ts";
import { INTRABAR_PATHS } from "../run/intrabar_path.ts";
import { isMeasureFrom } from "../run/measure_from.ts";
import { type CommandLine, type Flag, numberOf } from "./flags.ts";
import { namedFlag, splitNamed, truthOf } from "./named_value.ts";
import { rowsOf } from "./rows_file.ts";
import { UsageError } from "./usage_error.ts";

/** A flag that becomes an option. */
interface OptionFlag<Options> {
  /** Name of the flag. */
  readonly name: string;
  /** Name of the option. */
  readonly option: keyof Options;
  /** Placeholder of the value in the help; a flag without a value is a switch. */
  readonly value?: string;
  /** The allowed values; all by default. */
  readonly choices?: readonly string[];
  /** Summary for the help. */
  readonly summary: string;
  /** Makes the option from the text. */
  readonly read: (text: string, place: string) => unknown;
}

const asText = (text: string): string => text;

/** Reads a begin as the option has it, so that a text means the same in both. */
function measureFromOf(text: string, place: string): unknown {
  if (isMeasureFrom(text)) return text;
  throw new UsageError(
    `Cannot use ${JSON.stringify(text)} as ${place}: write start, warm, or a date such as 2020-01-01`,
  );
}

/** The flags of the account's terms, in the order of the help. */
const ACCOUNT_OPTIONS: readonly OptionFlag<BacktestOptions>[] = [
  {
    name: "cash",
    option: "cash",
    value: "AMOUNT",
    summary: "Cash at the start; 10000 by default.",
    read: numberOf,
  },
  {
    name: "interest",
    option: "interest",
    value: "RATES",
    summary: "Interest of a year on cash, or on cash and on a debt, such as 0.03 or 0.03:0.06; none by default.",
    read: interestOf,
  },
  {
    name: "close-at-end",
    option: "closeAtEnd",
    summary: "Close what is open at the last price.",
    read: () => true,
  },
  {
    name: "start",
    option: "start",
    value: "WHEN",
    choices: ["all", "any"],
    summary: "Whether next() waits for the lines of all feeds, the default, or of any.",
    read: asText,
  },
  {
    name: "from",
    option: "from",
    value: "DATE",
    summary: "First session date of the run, such as 2020-01-01; the bars before it warm up the lines.",
    read: asText,
  },
  {
    name: "to",
    option: "to",
    value: "DATE",
    summary: "Last session date of the run; the last bar by default.",
    read: asText,
  },
  {
    name: "on-ruin",
    option: "onRuin",
    value: "HOW",
    choices: ["stop-entries", "stop", "ignore"],
    summary: "What happens once the account is worth nothing; entries stop by default.",
    read: asText,
  },
  {
    name: "limit-fill",
    option: "limitFill",
    value: "HOW",
    choices: ["touch", "through"],
    summary: "Whether a touch fills a limit price, the default, or the price has to go through it.",
    read: asText,
  },
  {
    name: "path",
    option: "path",
    value: "HOW",
    choices: INTRABAR_PATHS,
    summary: "Way of the price inside a bar; by default none is assumed, and what is uncertain hurts.",
    read: asText,
  },
  {
    name: "fill",
    option: "fill",
    value: "WHEN",
    choices: ["open", "close"],
    summary: "Price of market orders: the open of the next bar, the default, or the close of the deciding one.",
    read: asText,
  },
  {
    name: "money-unit",
    option: "moneyUnit",
    value: "AMOUNT",
    summary: "Least amount of money, such as 0.01; 10^-6 or coarser by default.",
    read: asText,
  },
  {
    name: "risk-free",
    option: "riskFree",
    value: "RATE",
    summary: "Risk-free rate of a year for the ratios, such as 0.03; 0 by default.",
    read: numberOf,
  },
  {
    name: "measure-from",
    option: "measureFrom",
    value: "WHEN",
    summary: "Begin of the measured part: start, the default, warm, or a date such as 2020-01-01.",
    read: measureFromOf,
  },
  {
    name: "periods-per-year",
    option: "periodsPerYear",
    value: "N",
    summary: "Number of returns in a year of the statistics; from the dates of the data by default.",
    read: numberOf,
  },
];

/** The flags of an instrument's terms, in the order of the help. */
const INSTRUMENT_OPTIONS: readonly OptionFlag<InstrumentOptions>[] = [
  {
    name: "commission",
    option: "commission",
    value: "FEE",
    summary: "Commission of each fill: a fraction, 0.001 being 0.1 %, perUnit:0.005 or perUnit:0.005:1 with a least " +
      "amount per order, perOrder:1, or taker:0.0005:0.0002 with the rate of a maker behind it; none by default.",
    read: commissionOf,
  },
  {
    name: "slippage",
    option: "slippage",
    value: "FRACTION",
    summary: "Slippage of market and stop fills; none by default.",
    read: numberOf,
  },
  {
    name: "slippage-amount",
    option: "slippageAmount",
    value: "PRICE",
    summary: "Slippage as a price, beside the others; none by default.",
    read: asText,
  },
  {
    name: "slippage-ticks",
    option: "slippageTicks",
    value: "N",
    summary: "Slippage in whole ticks, beside the others; it needs --tick; none by default.",
    read: numberOf,
  },
  {
    name: "slippage-impact",
    option: "slippageImpact",
    value: "FRACTION",
    summary: "Slippage of an order of the bar's whole volume, by the square of the share; none by default.",
    read: numberOf,
  },
  {
    name: "slippage-spread",
    option: "slippageSpread",
    value: "COLUMN",
    summary: "Column with the distance from bid to ask, of which fills slip by half; none by default.",
    read: asText,
  },
  {
    name: "slippage-at-open",
    option: "slippageAtOpen",
    value: "true|false",
    summary: "Whether fills at an open slip; true by default.",
    read: truthOf,
  },
  {
    name: "slippage-of-limits",
    option: "slippageOfLimits",
    value: "true|false",
    summary: "Whether limits slip too, up to their limit; false by default.",
    read: truthOf,
  },
  {
    name: "slippage-beyond-bar",
    option: "slippageBeyondBar",
    value: "HOW",
    summary: "Fill that slips out of its bar: clamp, the default, allow, or wait for the next bar.",
    read: asText,
  },
  {
    name: "volume-limit",
    option: "volumeLimit",
    value: "SHARE",
    summary: "Share of a bar's volume that orders may take, such as 0.1; no limit by default.",
    read: numberOf,
  },
  {
    name: "latency-bars",
    option: "latencyBars",
    value: "N",
    summary: "Bars that pass before an order reaches the market; 0 by default.",
    read: numberOf,
  },
  {
    name: "tick",
    option: "tick",
    value: "STEP",
    summary: "Grid of order prices, such as 0.01 or 1/32, or none; none by default.",
    read: (text) => text === "none" ? null : text,
  },
  {
    name: "tick-rounding",
    option: "tickRounding",
    value: "HOW",
    summary: "Whether order prices off the tick snap to it, the default, or reject their order.",
    read: asText,
  },
  {
    name: "lot",
    option: "lot",
    value: "STEP",
    summary: "Least size and step of sizes, such as 1 or 0.001; inferred by default.",
    read: asText,
  },
  {
    name: "multiplier",
    option: "multiplier",
    value: "VALUE",
    summary: "Value of one point of price for one unit; 1 by default.",
    read: asText,
  },
  {
    name: "prices-from",
    option: "pricesFrom",
    value: "PRICE",
    summary: "Lowest price that is counted of a feed of any prices, as in --prices-from=-1000; inferred by default.",
    read: asText,
  },
  {
    name: "leverage",
    option: "leverage",
    value: "TIMES",
    summary: "Leverage, such as 10: a position takes a tenth of its notional; none by default.",
    read: (text, place) => text === "none" ? null : numberOf(text, place),
  },
  {
    name: "margin",
    option: "margin",
    value: "MARGIN",
    summary: "Margin to open and to hold: fractions such as 0.1:0.05, or perUnit:500:400; none by default.",
    read: marginOf,
  },
  {
    name: "settlement",
    option: "settlement",
    value: "HOW",
    summary: "How a position on margin is paid: paid, the default, or futures, profit and loss alone.",
    read: asText,
  },
  {
    name: "liquidation-fee",
    option: "liquidationFee",
    value: "FRACTION",
    summary: "Fee of a liquidation; none by default.",
    read: numberOf,
  },
  {
    name: "funding",
    option: "funding",
    value: "FILE",
    summary:
      "Funding of a perpetual: a .csv file of time,rate, or the name of a column of the prices; none by default.",
    read: (text, place) => rowsOf(text, place, "time", "rate"),
  },
  {
    name: "dividends",
    option: "dividends",
    value: "FILE",
    summary: "Dividends: a .csv file of date,amount, or the name of a column of the prices; none by default.",
    read: (text, place) => rowsOf(text, place, "date", "amount"),
  },
  {
    name: "splits",
    option: "splits",
    value: "FILE",
    summary: "Splits: a .csv file of date,ratio, or the name of a column of the prices; none by default.",
    read: (text, place) => rowsOf(text, place, "date", "ratio"),
  },
  {
    name: "borrow",
    option: "borrow",
    value: "RATE",
    summary: "Rate of a year that a short pays for what it borrows, such as 0.03; none by default.",
    read: numberOf,
  },
  {
    name: "on-feed-end",
    option: "onFeedEnd",
    value: "HOW",
    summary: "Position of a feed that ends before the run: keep, the default, or close.",
    read: asText,
  },
  {
    name: "resolution",
    option: "resolution",
    value: "STEP",
    summary: "Grid of the data's prices, such as 0.01; inferred by default.",
    read: asText,
  },
  {
    name: "bar-without-volume",
    option: "barWithoutVolume",
    value: "HOW",
    summary: "Whether a bar without volume fills orders: fill or no-fill; inferred by default.",
    read: asText,
  },
  {
    name: "flat-at",
    option: "flatAt",
    value: "WHEN",
    summary: "When positions are closed: close, with each session, or never, the default.",
    read: (text) => text === "never" ? null : text,
  },
];

/** The strategy's parameters, the account's terms and the instruments' terms. */
export const RUN_FLAGS: readonly Flag[] = [
  { name: "export", value: "NAME", summary: "Which strategy, if the module exports several." },
  { name: "params", value: "NAME=VALUE", multiple: true, summary: "A parameter of the strategy." },
  ...ACCOUNT_OPTIONS.map(({ name, value, choices, summary }): Flag => ({
    ...{ name, summary },
    ...(value === undefined ? {} : { value }),
    ...(choices === undefined ? {} : { choices }),
  })),
  ...INSTRUMENT_OPTIONS.map(({ name, value, summary }) => namedFlag({ name, value: value!, summary })),
];

/** The options of a run that a command line can name. */
export type CommandLineOptions = Pick<
  BacktestOptions,
  | keyof InstrumentOptions
  | "cash"
  | "interest"
  | "closeAtEnd"
  | "start"
  | "onRuin"
  | "limitFill"
  | "path"
  | "fill"
  | "moneyUnit"
  | "periodsPerYear"
  | "riskFree"
  | "measureFrom"
  | "instruments"
>;

/**
 * Returns the terms of the account and of the instruments from a command line. The run checks them.
 *
 * @param without Names of flags that mean something else in this command.
 * @throws {UsageError} If a value is not of the kind of its option, or a flag is given twice for the same feed.
 */
export function accountOptions(line: CommandLine, without: readonly string[] = []): CommandLineOptions {
  const options: Record<string, unknown> = {}, instruments = new Map<string, Record<string, unknown>>();
  for (const { name, option, read } of ACCOUNT_OPTIONS) {
    const text = without.includes(name) ? undefined : line.value(name);
    if (text !== undefined) options[option] = read(text, `--${name}`);
  }
  for (const { name: flag, option, read } of INSTRUMENT_OPTIONS) {
    for (const { name, text } of line.values(flag).map(splitNamed)) {
      const terms = name === undefined ? options : instruments.get(name) ?? {};
      if (name !== undefined) instruments.set(name, terms);
      if (Object.hasOwn(terms, option)) throw new UsageError(`Cannot use --${flag} twice for ${name ?? "all feeds"}`);
      terms[option] = read(text, `--${flag}`);
    }
  }
  return { ...options, ...(instruments.size === 0 ? {} : { instruments: Object.fromEntries(instruments) }) };
}

/** Returns the given flags among some names, as numbers. */
export function numbersOf(line: CommandLine, names: readonly string[]): Record<string, number> {
  const given = names.map((name) => [name, line.number(name)] as const);
  return Object.fromEntries(given.filter((entry): entry is [string, number] => entry[1] !== undefined));
}

function marginOf(text: string, place: string): Margin | null {
  if (text === "none") return null;
  const [kind, ...amounts] = text.split(":"), by_unit = kind === "perUnit";
  const [initial, maintenance, ...rest] = by_unit ? amounts : [kind, ...amounts];
  if (initial === undefined || rest.length > 0) {
    throw new UsageError(
      `Cannot use ${JSON.stringify(text)} as ${place}: write INITIAL, INITIAL:MAINTENANCE, perUnit:INITIAL or ` +
        "perUnit:INITIAL:MAINTENANCE",
    );
  }
  const least = maintenance === undefined ? undefined : numberOf(maintenance, place), most = numberOf(initial, place);
  if (by_unit) return { initialPerUnit: most, ...(least === undefined ? {} : { maintenancePerUnit: least }) };
  return { initial: most, ...(least === undefined ? {} : { maintenance: least }) };
}

function interestOf(text: string, place: string): InterestRates {
  const [cash, debt, ...rest] = text.split(":");
  if (rest.length > 0) {
    throw new UsageError(`Cannot use ${JSON.stringify(text)} as ${place}: write CASH or CASH:DEBT, such as 0.03:0.06`);
  }
  return { cash: numberOf(cash!, place), ...(debt === undefined ? {} : { debt: numberOf(debt, place) }) };
}

function commissionOf(text: string, place: string): Commission {
  const [kind, amount, minimum, ...rest] = text.split(":");
  if (kind === "perUnit" && amount !== undefined && rest.length === 0) {
    const perUnit = numberOf(amount, place);
    return minimum === undefined ? { perUnit } : { perUnit, minimum: numberOf(minimum, place) };
  }
  if (kind === "perOrder" && amount !== undefined && minimum === undefined) {
    return { perOrder: numberOf(amount, place) };
  }
  if (kind === "taker" && amount !== undefined && rest.length === 0) {
    const taker = numberOf(amount, place);
    return minimum === undefined ? { taker } : { taker, maker: numberOf(minimum, place) };
  }
  if (amount === undefined) return numberOf(text, place);
  throw new UsageError(
    `Cannot use ${JSON.stringify(text)} as ${place}: write a fraction, perUnit:AMOUNT, perUnit:AMOUNT:MINIMUM, ` +
      "perOrder:AMOUNT or taker:RATE:MAKER",
  );
}
