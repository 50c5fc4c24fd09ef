/**
 * Commission schemes of a scenario: what `setcommission` makes of its arguments, as lanes and as the amounts that a
 * strategy reads.
 *
 * @module
 */

import {
  COMMISSION_NONE,
  COMMISSION_PER_LOT,
  COMMISSION_RATE,
  HOLDING_MARGIN,
  HOLDING_VALUE,
  INSTRUMENT_COMMISSION_KIND,
  INSTRUMENT_COMMISSION_RATE,
  INSTRUMENT_FLOAT_HOLDING,
  INSTRUMENT_FLOAT_INTEREST,
  INSTRUMENT_FLOAT_INTEREST_LONG,
  INSTRUMENT_FLOAT_LEVERAGE,
  INSTRUMENT_FLOAT_MARGIN,
  INSTRUMENT_FLOAT_MARGIN_RATE,
  INSTRUMENT_MULTIPLIER,
} from "../../src/contract/contract.gen.ts";
import { floorQuotient } from "../../src/broker/floor_quotient.ts";
import type { Scenario, ScenarioFeed } from "./scenario.ts";

/** What a scheme's arguments mean. */
export interface Scheme {
  /** True if the whole value of a position is paid; otherwise a margin is set aside. */
  readonly isStock: boolean;
  /** True if the commission is a fraction of the notional, not an amount per unit. */
  readonly isRate: boolean;
  readonly commission: number;
  /** Value of a point of the price for one unit. */
  readonly multiplier: number;
  readonly margin: number;
  /** Factor of the price that gives the margin, or zero. */
  readonly marginRate: number;
  readonly leverage: number;
  /** Interest of a year, as a fraction. */
  readonly interest: number;
  readonly interestLong: boolean;
}

/** Returns the commission schemes of a scenario, as the arguments that set them. */
export function commissionSchemes(scenario: Scenario): readonly Readonly<Record<string, unknown>>[] {
  return (scenario.broker?.commission ?? []) as readonly Readonly<Record<string, unknown>>[];
}

/** Returns the scheme of a feed: the last one for its name, otherwise the last one for all feeds. */
export function schemeOf(scenario: Scenario, feed: ScenarioFeed): Scheme {
  const all = commissionSchemes(scenario);
  const said = all.findLast((scheme) => scheme.name === feed.name) ??
    all.findLast((scheme) => scheme.name === undefined || scheme.name === null) ?? {};
  return readScheme(said);
}

function readScheme(said: Readonly<Record<string, unknown>>): Scheme {
  const typed = said.commtype !== undefined && said.commtype !== null, multiplier = Number(said.mult ?? 1);
  // A margin decides where no type is said.
  const isStock = typed ? said.stocklike === true : !said.margin;
  const isRate = typed ? said.commtype === "COMM_PERC" : !said.margin;
  const automargin = Number(said.automargin ?? 0), commission = Number(said.commission ?? 0);
  return {
    isStock,
    isRate,
    commission: isRate && said.percabs === false ? commission / 100 : commission,
    multiplier,
    margin: isStock ? 0 : Number(said.margin || 1),
    marginRate: isStock ? 0 : automargin < 0 ? multiplier : automargin,
    leverage: Number(said.leverage ?? 1),
    interest: Number(said.interest ?? 0),
    interestLong: said.interest_long === true,
  };
}

/** Returns the lanes of an instrument that a scheme sets. */
export function schemeLanes(scheme: Scheme): Record<number, number> {
  const kind = scheme.commission === 0 ? COMMISSION_NONE : scheme.isRate ? COMMISSION_RATE : COMMISSION_PER_LOT;
  return {
    [INSTRUMENT_COMMISSION_KIND]: kind,
    [INSTRUMENT_COMMISSION_RATE]: scheme.commission,
    [INSTRUMENT_MULTIPLIER]: scheme.multiplier,
    [INSTRUMENT_FLOAT_HOLDING]: scheme.isStock ? HOLDING_VALUE : HOLDING_MARGIN,
    [INSTRUMENT_FLOAT_MARGIN]: scheme.margin,
    [INSTRUMENT_FLOAT_MARGIN_RATE]: scheme.marginRate,
    [INSTRUMENT_FLOAT_LEVERAGE]: scheme.leverage,
    [INSTRUMENT_FLOAT_INTEREST]: scheme.interest,
    [INSTRUMENT_FLOAT_INTEREST_LONG]: scheme.interestLong ? 1 : 0,
  };
}

function marginAt(scheme: Scheme, price: number): number {
  return scheme.marginRate === 0 ? scheme.margin : price * scheme.marginRate;
}

/** Returns what a signed size is worth at a price: its value, negative for a short, or its margin. */
export function valueOfSize(scheme: Scheme, size: number, price: number): number {
  return scheme.isStock ? size * price : Math.abs(size) * marginAt(scheme, price);
}

/**
 * Returns the value of a position as the strategy is told it.
 *
 * @param shortCash whether a short sale adds to the cash
 */
export function valueOfPosition(
  scheme: Scheme,
  position: { readonly size: number; readonly price: number },
  price: number,
  shortCash: boolean,
): number {
  const { size } = position;
  if (shortCash || !scheme.isStock || size >= 0) return valueOfSize(scheme, size, price);
  return position.price * size + (position.price - price) * size;
}

/** Returns the whole units that an amount of money buys at a price. */
export function unitsFor(scheme: Scheme, price: number, money: number): number {
  const each = scheme.isStock ? price : marginAt(scheme, price);
  return Math.trunc(scheme.leverage * floorQuotient(money, each));
}
