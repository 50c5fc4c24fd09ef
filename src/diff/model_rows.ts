/**
 * The rows that belong to a model: what each of both models does, as a difference of two runs names it.
 *
 * @module
 */

import { CARRIED_LANES, type RuleLane, RULES } from "../contract/rules.ts";

/** A row of a model, with the behaviour of both. */
export interface ModelRow {
  /** The decision, as a clause. */
  readonly doc: string;
  /** What the exact model does. */
  readonly exact: string;
  /** What the queue model does, that of the profile `backtrader`. */
  readonly backtrader: string;
}

/** Name of a row of a model. */
export type ModelRowName =
  | "MATCHING"
  | "AFFORDABILITY"
  | "NUMBERS"
  | "MEETS"
  | "STOP_LIMIT"
  | "MARKET_ON_CLOSE"
  | "DAY"
  | "OCO"
  | "SIZE"
  | "PROTECTION"
  | "REDUCE"
  | "TARGET"
  | "VOLUME"
  | "SLIPPAGE";

/** Rows that no lane of the configuration holds, as nothing chooses them but the model. */
const OWN_ROWS = {
  SIZE: {
    doc: "size of an order without one",
    exact: "the whole account, in the largest number of lots that it pays; against a position, what is open",
    backtrader: "one unit",
  },
  PROTECTION: {
    doc: "life of the stop and the target of an entry",
    exact: "they live from the entry's fill, also in its bar, have the size that it opened, and end with the position",
    backtrader: "they are tried from the next step on, have the entry's size, and end with one of them alone",
  },
  REDUCE: {
    doc: "an order that is to close a position",
    exact: "it closes what is open at its fill and never turns the position round",
    backtrader: "an opposite order of the position's size at placement, which may open one",
  },
  TARGET: {
    doc: "size of an order to a target",
    exact: "worked out at the fill, in lots",
    backtrader: "worked out at placement from the close, in whole units",
  },
  VOLUME: {
    doc: "a bar without volume",
    exact: "it fills nothing, as `barWithoutVolume` says by default for most data",
    backtrader: "it is a bar as any other",
  },
  SLIPPAGE: {
    doc: "price of a fill that slips",
    exact: "market and stop fills slip, to the grid and within the bar",
    backtrader: "the rules of backtrader's broker, in doubles",
  },
} as const satisfies Readonly<Record<string, ModelRow>>;

function laneRow({ doc, choices, exact, backtrader }: RuleLane): ModelRow {
  const meaning = (name: string): string => choices.find(([choice]) => choice === name)![1];
  return { doc, exact: meaning(exact), backtrader: meaning(backtrader) };
}

/** All rows of a model by name, in the order of a page. */
export const MODEL_ROWS: Readonly<Record<ModelRowName, ModelRow>> = {
  MATCHING: laneRow(RULES["MATCHING"]!),
  AFFORDABILITY: laneRow(RULES["AFFORDABILITY"]!),
  NUMBERS: laneRow(CARRIED_LANES["NUMBERS"]!),
  MEETS: laneRow(CARRIED_LANES["MEETS"]!),
  STOP_LIMIT: laneRow(CARRIED_LANES["STOP_LIMIT"]!),
  MARKET_ON_CLOSE: laneRow(CARRIED_LANES["MARKET_ON_CLOSE"]!),
  DAY: laneRow(CARRIED_LANES["DAY"]!),
  OCO: laneRow(CARRIED_LANES["OCO"]!),
  ...OWN_ROWS,
};
