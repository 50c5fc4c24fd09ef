/**
 * The form of a rule of the exact model with its example: bars, the acts of a strategy, and what comes of them.
 *
 * The data are plain, so that the reference page can print them and a test can run them on every engine.
 *
 * @module
 */

/** Open, high, low and close of a bar, and its volume where volume matters. */
export type ExampleBar =
  | readonly [open: number, high: number, low: number, close: number]
  | readonly [open: number, high: number, low: number, close: number, volume: number];

/** One feed of an example. */
export interface ExampleFeed {
  /** The time of each bar: a date, or the end of a bar within the day. By default one day each from 2024-01-01 on. */
  readonly times?: readonly string[];
  readonly bars: readonly ExampleBar[];
}

/** A value of an option: a plain one, or an object or a list of them. */
export type ActOption = number | string | boolean | readonly ActOption[] | { readonly [name: string]: ActOption };

/**
 * Options of an act. `oco` is the id of the other order; `valid` is a word or the text of a time.
 */
export type ActOptions = Readonly<Record<string, ActOption>>;

/** A request of the strategy. `cancel` and `replace` name their order by its id. */
export type Act =
  | readonly [action: "buy" | "sell" | "close" | "target", options: ActOptions]
  | readonly [action: "cancel", order: number]
  | readonly [action: "replace", order: number, options: ActOptions];

/** A fill: the id of the order, the step, the rule that set the price, the size with the sign of its side, the price. */
export type ExampleFill =
  | readonly [order: number, bar: number, rule: string, size: number, price: number]
  | readonly [order: number, bar: number, rule: string, size: number, price: number, mark: "ambiguous"];

/** A refusal: the id of the order, the reason, and those amounts that the refusal has. */
export interface ExampleRefusal {
  readonly order: number;
  readonly reason: string;
  readonly needed?: number;
  readonly available?: number;
  readonly price?: number;
  readonly size?: number;
}

/** A trade: open or closed, its profit after commission when it is closed, and the mark of an ambiguous one. */
export type ExampleTrade =
  | readonly [state: "open" | "closed", profit: number | null]
  | readonly [state: "open" | "closed", profit: number | null, mark: "ambiguous"];

/** One rule and its example. Whatever it leaves out is what a run without incident has. */
export interface RuleExample {
  /** The rule, complete and in plain sentences. */
  readonly rule: string;
  /** Bars of the only feed, or the feeds by name. */
  readonly bars: readonly ExampleBar[] | Readonly<Record<string, ExampleFeed>>;
  /** Options of the backtest. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Acts by the step on whose bars the strategy does them, counted from 1. */
  readonly acts: Readonly<Record<number, readonly Act[]>>;
  /** All fills in their order. */
  readonly fills: readonly ExampleFill[];
  /** Id, state and reason of each order; by default every order filled. */
  readonly ends?: readonly string[];
  /** All refusals; none by default. */
  readonly refusals?: readonly ExampleRefusal[];
  /** Reason, id of the order or zero, and step of each diagnostic; none by default. */
  readonly diagnostics?: readonly (readonly [reason: string, order: number, bar: number])[];
  /** Commission of each fill; not compared by default. */
  readonly commissions?: readonly number[];
  /** Cash at the end; not compared by default. */
  readonly cash?: number;
  /** Value of the account after each step; not compared by default. */
  readonly equity?: readonly number[];
  /** All trades; not compared by default. */
  readonly trades?: readonly ExampleTrade[];
}

/** A group of rules on one matter. */
export interface RuleTopic {
  readonly name: string;
  /** Rules that hold for the whole matter, or that no three bars can show. */
  readonly says: readonly string[];
  readonly examples: readonly RuleExample[];
}

/** Grids that follow from the data and the cash. */
export interface GridExample {
  /** The reason for the values. */
  readonly why: string;
  /** Prices of the bars, each of them flat. */
  readonly prices: readonly number[];
  /** Options of the backtest. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly resolution: string;
  readonly tick: string | null;
  readonly lot: string;
  readonly moneyUnit: string;
}
