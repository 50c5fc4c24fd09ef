/**
 * The rule table: every behaviour that a configuration chooses, as a row with its numbered choices.
 *
 * Both engines read the choice from the configuration; nothing else in the code reads a profile. A row is *free* if it
 * can be switched alone, or *of the model*. The row MATCHING chooses the model, and the model fixes six further lanes.
 * These lanes have no row any more: they hold the number of the model's choice, and keep place and codes.
 *
 * @module
 */

/** A lane of the configuration that holds a choice: the choices by number, and the choice of each profile. */
export interface RuleLane {
  /** The decision, as a clause. */
  readonly doc: string;
  /** Choices in the order of their numbers, from 0: name and meaning. */
  readonly choices: readonly (readonly [name: string, doc: string])[];
  /** Choice of the profile `exact`. */
  readonly exact: string;
  /** Choice of the profile `backtrader`. */
  readonly backtrader: string;
}

/** One rule. */
export interface Rule extends RuleLane {
  /** `free` if it can be switched alone under either model, `model` if it belongs to one of them. */
  readonly kind: "free" | "model";
}

/** Every rule by its name, in the order of its lane in the configuration. */
export const RULES: Readonly<Record<string, Rule>> = {
  MATCHING: {
    kind: "model",
    doc: "in which order resting orders are tried",
    choices: [
      ["TWO_PASSES", "fills at the open first, reducers ahead; then fills inside the bar"],
      ["QUEUE", "one pass in queue order"],
    ],
    exact: "TWO_PASSES",
    backtrader: "QUEUE",
  },
  AFFORDABILITY: {
    kind: "model",
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
    kind: "free",
    doc: "whether a limit that is touched exactly fills",
    choices: [["TOUCH", "it fills"], ["THROUGH", "the price must go through it"]],
    exact: "TOUCH",
    backtrader: "TOUCH",
  },
  CANCEL: {
    kind: "free",
    doc: "a cancel in the step of placement",
    choices: [["WORKS", "it cancels"], ["IGNORED", "it does nothing; with queue matching until the order is accepted"]],
    exact: "WORKS",
    backtrader: "IGNORED",
  },
  PATH: {
    kind: "free",
    doc: "the way of the price inside a bar",
    choices: [
      ["WORST_CASE", "none is assumed: what is certain happens, and what is uncertain only where it hurts the account"],
      ["OPEN_HIGH_LOW_CLOSE", "from the open to the high, to the low, to the close"],
      ["OPEN_LOW_HIGH_CLOSE", "from the open to the low, to the high, to the close"],
      ["NEAREST_FIRST", "the extreme nearer to the open comes first; the low does where both are as near"],
      ["ADVERSE", "the extreme against the position after the open comes first; without a position the nearer one"],
    ],
    exact: "WORST_CASE",
    backtrader: "WORST_CASE",
  },
  SHORT_CASH: {
    kind: "model",
    doc: "what a short sale of an asset whose value is paid does to the cash, with queue matching",
    choices: [["ADDED", "its proceeds are added"], ["TAKEN", "its value is taken, as that of a purchase is"]],
    exact: "ADDED",
    backtrader: "ADDED",
  },
  INTEREST: {
    kind: "model",
    doc: "where the interest of a position is told, which is taken from the cash each day, with queue matching",
    choices: [
      ["IN_COMMISSION", "in the commission of the next closing fill too"],
      ["IN_CASH", "in the cash alone"],
    ],
    exact: "IN_COMMISSION",
    backtrader: "IN_COMMISSION",
  },
  CHEAT_ON_CLOSE: {
    kind: "free",
    doc: "the price of a market order",
    choices: [
      ["OFF", "the open of a later bar"],
      ["ON", "the close at which it was placed, although the next bar books it, ahead of its own prices"],
    ],
    exact: "OFF",
    backtrader: "OFF",
  },
  CHEAT_ON_OPEN: {
    kind: "model",
    doc: "whether orders may be placed between the bars of a step and the step itself, with queue matching",
    choices: [
      ["OFF", "no, intents follow their step"],
      ["ON", "yes, and a market order fills at the open of the bar that it was placed on; its cash is checked there"],
    ],
    exact: "OFF",
    backtrader: "OFF",
  },
};

/** Lanes that the model fixes: their codes stay reserved, and each holds the number of the choice of MATCHING. */
export const CARRIED_LANES: Readonly<Record<string, RuleLane>> = {
  NUMBERS: {
    doc: "numbers of prices, sizes and money",
    choices: [
      ["EXACT", "integers in steps, lots and money units; every amount is rounded once, half to even"],
      ["DOUBLES", "plain doubles in a fixed order of operations, never rounded; keeps -0"],
    ],
    exact: "EXACT",
    backtrader: "DOUBLES",
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
  STOP_LIMIT: {
    doc: "treatment of a stop-limit in the bar that triggers it",
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
    doc: "the event that ends a one-cancels-other group",
    choices: [["FILL", "a fill of a member"], ["ANY_END", "a fill, or the end of a member for any reason"]],
    exact: "FILL",
    backtrader: "ANY_END",
  },
};

/** All lanes that hold a choice, by name, in their order in the configuration. */
export const RULE_LANES: Readonly<Record<string, RuleLane>> = {
  NUMBERS: CARRIED_LANES["NUMBERS"]!,
  MATCHING: RULES["MATCHING"]!,
  MEETS: CARRIED_LANES["MEETS"]!,
  AFFORDABILITY: RULES["AFFORDABILITY"]!,
  LIMIT_FILL: RULES["LIMIT_FILL"]!,
  STOP_LIMIT: CARRIED_LANES["STOP_LIMIT"]!,
  MARKET_ON_CLOSE: CARRIED_LANES["MARKET_ON_CLOSE"]!,
  CANCEL: RULES["CANCEL"]!,
  DAY: CARRIED_LANES["DAY"]!,
  OCO: CARRIED_LANES["OCO"]!,
  PATH: RULES["PATH"]!,
  SHORT_CASH: RULES["SHORT_CASH"]!,
  INTEREST: RULES["INTEREST"]!,
  CHEAT_ON_CLOSE: RULES["CHEAT_ON_CLOSE"]!,
  CHEAT_ON_OPEN: RULES["CHEAT_ON_OPEN"]!,
};
