/**
 * Names of the contract's codes as results show them.
 *
 * @module
 */

import { CODES, type CodeTable, REASONS } from "../contract/codes.ts";
import { ORDER_STATES } from "../contract/order_states.ts";
import type { OrderState, OrderType } from "../strategy/order_view.ts";

const reasons = namesOf(REASONS), rules = namesOf(CODES.FILL_RULE!), states = namesOf(ORDER_STATES);
const types = namesOf(CODES.TYPE!);

/** Name of a reason, as in `insufficientCash`. */
export function reasonName(code: number): string {
  return reasons.get(code) ?? `reason ${code}`;
}

/** Name of a fill rule, as in `stopGap`. */
export function fillRuleName(code: number): string {
  return rules.get(code) ?? `rule ${code}`;
}

/** Name of an order state. */
export function stateName(code: number): OrderState {
  return states.get(code) as OrderState;
}

/** Name of an order type. */
export function typeName(code: number): OrderType {
  return types.get(code) as OrderType;
}

function namesOf(table: CodeTable): Map<number, string> {
  return new Map(
    Object.entries(table).map(([name, [code]]) => [
      code,
      name.toLowerCase().replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase()),
    ]),
  );
}
