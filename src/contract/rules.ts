/**
 * The rule table: every behaviour in which the profiles differ, as a row with its numbered choices.
 *
 * Both engines read the choice from the configuration; nothing else in the code asks for a profile.
 *
 * @module
 */

/** One rule: its choices by number and which of them each profile takes. */
export interface Rule {
  /** What the rule decides. */
  readonly doc: string;
  /** Choices in the order of their numbers, from 0: name and meaning. */
  readonly choices: readonly (readonly [name: string, doc: string])[];
  /** Choice of the profile `exact`. */
  readonly exact: string;
  /** Choice of the profile `backtrader`. */
  readonly backtrader: string;
}

/** Every rule by its name, in the order of its lane in the configuration. */
export const RULES: Readonly<Record<string, Rule>> = {
  NUMBERS: {
    doc: "what prices, sizes and money are",
    choices: [
      ["EXACT", "integers in steps, lots and money units; every amount is rounded once, half to even"],
      ["DOUBLES", "plain doubles in a fixed order of operations, never rounded; keeps -0"],
    ],
    exact: "EXACT",
    backtrader: "DOUBLES",
  },
  MATCHING: {
    doc: "in which order resting orders are tried",
    choices: [
      ["TWO_PASSES", "what fills at the open first, reducers ahead; then what fills inside the bar"],
      ["QUEUE", "one pass in queue order"],
    ],
    exact: "TWO_PASSES",
    backtrader: "QUEUE",
  },
  MEETS: {
    doc: "which bars an order meets",
    choices: [
      ["LATER_BARS", "bars of its instrument that begin at or after the step of its placement"],
      ["SHOWN_BAR", "whatever bar the instrument shows, old ones too; market orders want a later one"],
    ],
    exact: "LATER_BARS",
    backtrader: "SHOWN_BAR",
  },
  AFFORDABILITY: {
    doc: "when an order's cash is checked",
    choices: [
      ["AT_FILL", "at the fill, at its price, each order alone"],
      [
        "AT_SUBMISSION",
        "in the step after placement at the placement price, a failed order weighing on the next; again at the fill",
      ],
    ],
    exact: "AT_FILL",
    backtrader: "AT_SUBMISSION",
  },
  LIMIT_FILL: {
    doc: "whether a limit that is touched exactly fills",
    choices: [["TOUCH", "it fills"], ["THROUGH", "the price must go through it"]],
    exact: "TOUCH",
    backtrader: "TOUCH",
  },
  STOP_LIMIT: {
    doc: "what a stop-limit does in the bar that triggers it",
    choices: [
      ["CERTAIN", "fills at the trigger when that is within the limit, else only if the close proves it"],
      ["CANDLE", "decides by the colour of the bar"],
    ],
    exact: "CERTAIN",
    backtrader: "CANDLE",
  },
  MARKET_ON_CLOSE: {
    doc: "when a market-on-close order fills",
    choices: [
      ["NEXT_CLOSE", "at the close of the first bar it meets"],
      ["SESSION_END", "at the close of the bar at the session's end, or at the close before the first bar past it"],
    ],
    exact: "NEXT_CLOSE",
    backtrader: "SESSION_END",
  },
  CANCEL: {
    doc: "a cancel in the step of placement",
    choices: [["WORKS", "it cancels"], ["IGNORED", "it does nothing"]],
    exact: "WORKS",
    backtrader: "IGNORED",
  },
  DAY: {
    doc: "how long a DAY order lives",
    choices: [
      ["SESSION", "to the end of the session date of the first bar that it meets"],
      ["PLACEMENT", "as a GTD order whose time the edge sets"],
    ],
    exact: "SESSION",
    backtrader: "PLACEMENT",
  },
  OCO: {
    doc: "what ends a one-cancels-other group",
    choices: [["FILL", "a fill of a member"], ["ANY_END", "a fill, or the end of a member for any reason"]],
    exact: "FILL",
    backtrader: "ANY_END",
  },
};
