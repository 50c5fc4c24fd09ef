/**
 * The money of a position in the numbers of its model: whole money units, or plain doubles.
 *
 * @module
 */

import { amount } from "../core/state/amount.ts";
import { termsOf } from "../core/state/instrument_terms.ts";
import type { ExecutionFacts } from "../records/execution_facts.ts";
import type { InstrumentUnits } from "./instrument_units.ts";

/** Money of prices and lots of one instrument. */
export interface PositionMoney {
  /** Converts a price of the data to steps. */
  steps(price: number): number;
  /** Returns the value of lots at a price in steps, in money units; both without a sign. */
  value(steps: number, lots: number): number;
  /** Returns the signed cost of the position after an execution, in money units. */
  cost(facts: Pick<ExecutionFacts, "positionBasis" | "positionSize">): number;
}

/** Returns the value of lots at a price in steps, in money units, below zero at a price below zero. */
export function worthOf({ zero, lanes }: Pick<InstrumentUnits, "zero" | "lanes">, steps: number, lots: number): number {
  const worth = amount(Math.abs(steps - zero), lots, termsOf(lanes, 0).scale);
  return steps < zero ? -worth : worth;
}

/** Returns the money of an instrument's positions. */
export function positionMoney(units: InstrumentUnits): PositionMoney {
  const steps = (price: number): number => units.wholeSteps(price);
  if (units.isPlain === true) {
    const value = (price: number, lots: number): number => price * lots * units.pointValue;
    return { steps, value, cost: ({ positionBasis, positionSize }) => value(positionBasis, positionSize) };
  }
  const { scale } = termsOf(units.lanes, 0);
  return { steps, value: (price, lots) => amount(price, lots, scale), cost: ({ positionBasis }) => positionBasis };
}
