/**
 * Latency: the first bar that an order meets, and the close at which a market order fills under CHEAT_ON_CLOSE.
 *
 * Protection reaches the market with its entry, so no bar passes between them.
 *
 * @module
 */

import {
  AT_NEXT,
  CHEAT_ON_CLOSE_ON,
  CONFIG_RULE_CHEAT_ON_CLOSE,
  EXECUTION_REPORTED,
  THEN_MARKET,
  TRIGGER_NONE,
} from "../../contract/contract.gen.ts";
import type { Instrument } from "../state/fields.gen.ts";
import type { Order } from "../state/order.ts";
import type { State } from "../state/state.ts";

/** Sets the first bar that an order with new terms meets, and the close at which it fills. */
export function enterMarket(state: State, order: Order, instrument: Instrument): void {
  const { latency_bars, execution } = instrument.terms;
  if (execution === EXECUTION_REPORTED || order.protective) return;
  if (latency_bars !== 0) order.first_bar = instrument.bars + 1 + latency_bars;
  if (state.rule(CONFIG_RULE_CHEAT_ON_CLOSE) !== CHEAT_ON_CLOSE_ON) return;
  const { trigger, then, at } = order.kind,
    is_market = trigger === TRIGGER_NONE && then === THEN_MARKET && at === AT_NEXT;
  // A close of an earlier step is no price of the moment of the decision.
  const is_shown = instrument.bars > 0 && instrument.time_us === state.time_us;
  order.created_close = is_market && is_shown && latency_bars === 0 ? instrument.close : 0;
}
