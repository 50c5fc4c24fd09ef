/**
 * Reports of venues: acceptances, fills and ends, in order and out of order, once and twice, right and wrong.
 *
 * @module
 */

import * as contract from "../../src/contract/contract.gen.ts";
import type { OrderModel, World } from "./world.ts";

/** Writes a report on a recent order, or repeats an earlier one. */
export function writeReport(world: World): void {
  const { random, log, swarm } = world;
  if (world.reports.length > 0 && random.chance(swarm.weight("repeats", 7))) {
    const back = Math.min(world.reports.length, random.chance(80) ? 12 : 200);
    const repeated = world.reports[world.reports.length - 1 - random.below(back)]!;
    log.repeat(repeated).float(contract.LANE_TIME_US, world.now_us);
    // The report is delivered again with its own number, or made again with a new one.
    if (random.chance(70)) number(world);
    return;
  }
  const order = reportedOrder(world);
  if (order === undefined) return;
  if (order.asked !== "nothing" && random.chance(60)) return answer(world, order);
  // A venue may have replaced the order before the answer arrives.
  const most = order.asked === "replace" ? Math.max(order.quantity, order.replace_quantity) : order.quantity;
  const left = (random.chance(60) ? most : order.quantity) - order.filled;
  const wrong = (weight: number): number => swarm.weight("wrong reports", weight);
  switch (random.weighted([25, 10, order.ended ? 8 : 45, 6, 3, 3, wrong(22), wrong(4), 3])) {
    case 0:
      return report(world, order, contract.REPORT_ACCEPTED, order.filled);
    case 1:
      return report(world, order, contract.REPORT_TRIGGERED, order.filled);
    case 2:
      return writeFill(world, order, left);
    case 3:
      order.ended = true;
      return report(world, order, contract.REPORT_CANCELLED, order.filled);
    case 4:
      order.ended = true;
      return report(world, order, contract.REPORT_REJECTED, order.filled);
    case 5:
      order.ended = true;
      return report(world, order, contract.REPORT_EXPIRED, order.filled);
    case 6:
      return report(world, order, random.between(0, 11), order.filled);
    case 7:
      // The count is old, or its fills are still on their way, or it is too high.
      return report(
        world,
        order,
        random.pick([contract.REPORT_PARTIALLY_FILLED, contract.REPORT_FILLED, contract.REPORT_ACCEPTED]),
        random.pick([0, Math.floor(order.filled / 2), order.quantity, most, Math.min(most + 1, 2 ** 53)]),
      );
    default:
      return report(world, order, contract.REPORT_FILLED, order.filled);
  }
}

/** Returns a recent order that a venue knows, sometimes one that it should not know. */
function reportedOrder(world: World): OrderModel | undefined {
  if (world.random.chance(2)) return world.recentOrder();
  for (let look = 0; look < 12; look++) {
    const order = world.recentOrder();
    if (order === undefined || !order.market.terms.reported || order.doomed) continue;
    // A protective order is at no venue before its entry has filled.
    if (order.protective && order.quantity === 0 && world.random.chance(80)) continue;
    if (!order.ended || world.random.chance(30)) return order;
  }
  return undefined;
}

/** Grants or rejects the pending request. */
function answer(world: World, order: OrderModel): void {
  const granted = world.random.chance(65);
  // From time to time a venue answers another request than the pending one.
  const mistaken = world.random.chance(world.swarm.weight("wrong reports", 15));
  // Or it tells of something else, and the request waits on.
  if (world.random.chance(world.swarm.weight("wrong reports", 15))) {
    return report(world, order, world.random.between(contract.REPORT_ACCEPTED, contract.REPORT_EXPIRED), order.filled);
  }
  const asked = mistaken ? (order.asked === "cancel" ? "replace" : "cancel") : order.asked;
  order.asked = "nothing";
  if (asked === "cancel") {
    if (granted) order.ended = true;
    return report(world, order, granted ? contract.REPORT_CANCELLED : contract.REPORT_CANCEL_REFUSED, order.filled);
  }
  if (granted && order.replace_quantity !== 0) order.quantity = Math.max(order.replace_quantity, order.filled);
  report(world, order, granted ? contract.REPORT_REPLACED : contract.REPORT_REPLACE_REFUSED, order.filled);
}

function report(world: World, order: OrderModel, code: number, filled: number): void {
  world.reports.push(world.log.count);
  world.log.begin(contract.EVENT_ORDER_REPORT, world.now_us, order.market.id)
    .word(contract.LANE_ORDER_ID, order.id)
    .float(contract.ORDER_REPORT_FILLED, filled)
    .word(contract.ORDER_REPORT_REPORT, code);
  number(world);
}

/** Writes one execution, often with its count before or after it. */
function writeFill(world: World, order: OrderModel, left: number): void {
  const { random } = world;
  const over = random.chance(3);
  if (left <= 0 && !over) return report(world, order, contract.REPORT_FILLED, order.filled);
  const lots = over ? left + random.between(1, 3) : random.chance(45) ? left : random.between(1, left);
  const total = order.filled + lots;
  const code = total >= order.quantity ? contract.REPORT_FILLED : contract.REPORT_PARTIALLY_FILLED;
  if (random.chance(15)) report(world, order, code, total);
  order.fills++;
  world.reports.push(world.log.count);
  const price = random.chance(99) ? Math.ceil(world.nearPrice(order.market, 1)) : random.pick([0, -1, 0.5, 2 ** 53]);
  world.log.begin(contract.EVENT_FILL_REPORT, world.now_us, order.market.id)
    .word(contract.LANE_ORDER_ID, order.id)
    .float(contract.FILL_REPORT_PRICE, price)
    .float(contract.FILL_REPORT_QUANTITY, lots)
    .word(contract.FILL_REPORT_FILL_ID_HIGH, order.id)
    .word(contract.FILL_REPORT_FILL_ID_LOW, random.chance(97) ? order.fills : 1);
  if (random.chance(40)) {
    const usual = random.below(5000), odd = random.pick([-1, 0.5, contract.EXACT_MAX, -contract.EXACT_MAX, 2 ** 53]);
    const fee = random.chance(95) ? (random.chance(30) ? -usual : usual) : odd;
    world.log.float(contract.FILL_REPORT_COMMISSION, fee)
      .word(contract.FILL_REPORT_FLAGS, random.chance(98) ? contract.FILL_REPORT_FLAG_COMMISSION_GIVEN : 2);
  }
  if (random.chance(order.side === contract.SIDE_BUY ? 20 : 1)) {
    const most = Math.max(1, Math.floor(lots / random.pick([1, 2, 100])));
    world.log.float(
      contract.FILL_REPORT_FEE_LOTS,
      random.chance(98) ? random.between(1, most) : random.pick([-1, 0.5]),
    );
  }
  number(world);
  if (!over) order.filled = total;
  if (total >= order.quantity && !over && order.asked !== "replace") order.ended = true;
  for (const child of world.orders) if (child.parent === order.id) child.quantity = order.filled;
  if (random.chance(40)) report(world, order, code, total);
}

function number(world: World): void {
  if (world.random.chance(85)) world.number();
}
