/**
 * Makes series of reports of venues on orders.
 *
 * @module
 */

import * as contract from "../../src/contract/contract.gen.ts";
import { EventLogBuilder } from "../../src/laws/log/event_log_builder.ts";
import type { Random } from "../../src/laws/random.ts";

/** Orders of one reported instrument, first bought, then sold, some of them replaced, with the venue's reports. */
export interface Delivery {
  /** The log in its regular order. */
  readonly events: Float64Array<ArrayBuffer>;
  /** Places of the records that may be repeated after their first delivery. */
  readonly repeatable: readonly number[];
  /** Stretches of order reports and fills. Within a stretch, an order report may stand anywhere. */
  readonly stretches: readonly (readonly number[])[];
}

const ORDERS = 6;
const SPACING_US = 60_000_000;

/** Makes a delivery: every order is accepted, filled in parts, and ends filled, cancelled or expired. */
export function makeDelivery(random: Random): Delivery {
  const log = new EventLogBuilder(), stretches: number[][] = [], repeatable: number[] = [];
  let time_us = 0, held = 0, order_id = 0;
  for (const side of [contract.SIDE_BUY, contract.SIDE_SELL]) {
    time_us += SPACING_US;
    const price = random.between(900, 1100);
    log.begin(contract.EVENT_BAR, time_us).float(contract.BAR_BEGIN_US, time_us - SPACING_US)
      .float(contract.BAR_OPEN, price).float(contract.BAR_HIGH, price + 9).float(contract.BAR_LOW, price - 9)
      .float(contract.BAR_CLOSE, price);
    log.begin(contract.EVENT_STEP, time_us);
    for (let order = 0; order < ORDERS; order++) {
      order_id++;
      const lots = side === contract.SIDE_BUY ? random.between(1, 60) : Math.max(1, Math.floor(held / ORDERS));
      log.begin(contract.EVENT_PLACE, time_us).word(contract.LANE_ORDER_ID, order_id)
        .word(contract.PLACE_ORDER_TYPE, contract.TYPE_MARKET).word(contract.PLACE_SIDE, side)
        .word(contract.PLACE_VALIDITY, contract.VALIDITY_GTC).float(contract.PLACE_QUANTITY, lots);
      const wanted = random.chance(50) ? random.between(1, 2 * lots) : 0, buys = side === contract.SIDE_BUY;
      if (wanted > 0) {
        log.begin(contract.EVENT_REPLACE, time_us).word(contract.LANE_ORDER_ID, order_id)
          .float(contract.REPLACE_QUANTITY, wanted);
      }
      const first = log.count;
      held += tell(log, random, { time_us, order_id, lots, wanted, buys });
      const stretch = Array.from({ length: log.count - first }, (_record, at) => first + at);
      stretches.push(stretch);
      repeatable.push(...stretch);
    }
  }
  return { events: log.records(), repeatable, stretches };
}

/** An order of a delivery. */
interface DeliveredOrder {
  readonly time_us: number;
  readonly order_id: number;
  readonly lots: number;
  /** The quantity that a replacement asks for, or zero. */
  readonly wanted: number;
  readonly buys: boolean;
}

/** Writes the venue's reports on one order; returns the signed lots that it left in the position. */
function tell(log: EventLogBuilder, random: Random, order: DeliveredOrder): number {
  const { time_us, order_id, buys } = order, granted = random.chance(70);
  let filled = 0, kept = 0, quantity = order.lots, decided = order.wanted === 0;
  const report = (code: number): void => {
    log.begin(contract.EVENT_ORDER_REPORT, time_us).word(contract.LANE_ORDER_ID, order_id)
      .float(contract.ORDER_REPORT_FILLED, filled).word(contract.ORDER_REPORT_REPORT, code);
  };
  const decide = (): void => {
    decided = true;
    if (granted) quantity = Math.max(order.wanted, filled);
    report(granted ? contract.REPORT_REPLACED : contract.REPORT_REPLACE_REFUSED);
  };
  report(contract.REPORT_ACCEPTED);
  for (let fill = 1; fill <= 4 && random.chance(85); fill++) {
    if (!decided && (filled === quantity || random.chance(30))) decide();
    if (filled === quantity) break;
    const part = random.chance(30) ? quantity - filled : random.between(1, quantity - filled);
    filled += part;
    log.begin(contract.EVENT_FILL_REPORT, time_us).word(contract.LANE_ORDER_ID, order_id)
      .word(contract.FILL_REPORT_FILL_ID_LOW, fill)
      .float(contract.FILL_REPORT_PRICE, random.between(900, 1100)).float(contract.FILL_REPORT_QUANTITY, part)
      .float(contract.FILL_REPORT_COMMISSION, random.between(-20, 50))
      .word(contract.FILL_REPORT_FLAGS, contract.FILL_REPORT_FLAG_COMMISSION_GIVEN);
    if (buys && part > 1 && random.chance(20)) {
      const fee_lots = random.between(1, part - 1);
      kept += fee_lots;
      log.float(contract.FILL_REPORT_FEE_LOTS, fee_lots);
    }
    report(filled === quantity ? contract.REPORT_FILLED : contract.REPORT_PARTIALLY_FILLED);
  }
  if (!decided) decide();
  if (filled < quantity) report(random.pick([contract.REPORT_CANCELLED, contract.REPORT_EXPIRED]));
  return (buys ? filled : -filled) - kept;
}
