/**
 * The cost of slippage in a fill.
 *
 * @module
 */

import {
  FILL_FLAG_SLIPPED,
  FILL_RULE_CLOSE,
  FILL_RULE_ENTRY_PRICE,
  FILL_RULE_LIMIT_OPEN,
  FILL_RULE_OPEN,
  FILL_RULE_PLACEMENT_CLOSE,
  FILL_RULE_REPORTED,
  FILL_RULE_SESSION_OPEN,
  FILL_RULE_STOP,
  FILL_RULE_STOP_GAP,
  FILL_RULE_STOP_LIMIT,
  FILL_RULE_TOUCH,
  FILL_RULE_TOUCH_LIMIT,
  FILL_RULE_TOUCH_OPEN,
} from "../contract/contract.gen.ts";
import type { ExecutionFacts } from "../records/execution_facts.ts";
import type { PositionMoney } from "./position_money.ts";

/** The prices that a rule may have taken, in steps. */
export interface RulePrices {
  /** Open of the bar. */
  readonly open: number;
  /** Close of the bar. */
  readonly close: number;
  /** Close of the bar of the decision, for a fill at it. */
  readonly placementClose: number;
  /** Trigger of the order; zero without one. */
  readonly stop: number;
  /** Price of the entry that the order protects; undefined without one. */
  readonly entry: number | undefined;
}

/**
 * Returns the money units that slippage cost: the difference between the price and that of the rule, for all lots. Null
 * where the price of the rule is not known, as with a venue's fill.
 */
export function fillSlippage(
  rule: number,
  facts: ExecutionFacts,
  prices: RulePrices,
  money: PositionMoney,
): number | null {
  if (rule === FILL_RULE_REPORTED) return null;
  if ((facts.flags & FILL_FLAG_SLIPPED) === 0) return 0;
  const from = rulePrice(rule, prices);
  return from === undefined ? null : money.value(Math.abs(facts.price - from), Math.abs(facts.quantity));
}

/** Returns the price of a rule before slippage, in steps. */
function rulePrice(rule: number, { open, close, placementClose, stop, entry }: RulePrices): number | undefined {
  if (rule === FILL_RULE_OPEN || rule === FILL_RULE_STOP_GAP || rule === FILL_RULE_LIMIT_OPEN) return open;
  if (rule === FILL_RULE_TOUCH_OPEN || rule === FILL_RULE_SESSION_OPEN) return open;
  if (rule === FILL_RULE_PLACEMENT_CLOSE) return placementClose;
  if (rule === FILL_RULE_CLOSE) return close;
  // With room up to its limit an order fills at its trigger too; at the limit itself none slips.
  const isAtTrigger = rule === FILL_RULE_STOP_LIMIT || rule === FILL_RULE_TOUCH_LIMIT;
  if (isAtTrigger || rule === FILL_RULE_STOP || rule === FILL_RULE_TOUCH) return stop === 0 ? undefined : stop;
  return rule === FILL_RULE_ENTRY_PRICE ? entry : undefined;
}
