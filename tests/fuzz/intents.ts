/**
 * The intents of a strategy: orders of all types with and without children and groups, cancels, replacements, flags.
 *
 * @module
 */

import * as contract from "../../src/contract/contract.gen.ts";
import type { FuzzMarket, OrderModel, World } from "./world.ts";

/** Lanes of an order that differ from those of a plain one. */
interface PlaceTerms {
  readonly type: number;
  readonly side: number;
  readonly flags?: number;
  readonly parent?: number;
  readonly oco?: number;
  readonly basket?: number;
}

const WHOLE = contract.ORDER_FLAG_WHOLE, TARGET = contract.ORDER_FLAG_TARGET;

/** Writes an intent, or a few related ones. */
export function writeIntent(world: World): void {
  const { random, log, swarm } = world;
  const weights = [
    60,
    swarm.weight("cancels", 14),
    swarm.weight("replacements", 24),
    swarm.weight("risk flags", 2),
    2,
    2,
    swarm.weight("cash", 3),
    swarm.weight("baskets", 5),
  ];
  switch (random.weighted(weights)) {
    case 0:
      return writeOrders(world);
    case 1:
      return writeCancel(world);
    case 2:
      return writeReplace(world);
    case 3: {
      // Flags are removed again at once, or no later order could be placed.
      log.begin(contract.EVENT_RISK, world.now_us)
        .word(contract.RISK_FLAGS, random.chance(90) ? random.between(1, 3) : 4);
      writeOrders(world);
      log.begin(contract.EVENT_RISK, world.now_us);
      return;
    }
    case 4:
      log.begin(contract.EVENT_POSITION_READ, world.now_us, world.market().id);
      return;
    case 6:
      return writeTransfer(world);
    case 7:
      return writeBasket(world);
    default:
      log.begin(contract.EVENT_NO_OP, world.now_us);
  }
}

/** Writes money that comes from outside or goes there: mostly what the account can take, rarely nothing or too much. */
function writeTransfer({ random, log, now_us, configuration }: World): void {
  const most = Math.max(10, Math.floor(configuration.cash / random.pick([1, 4, 40])));
  const amount = random.chance(95) ? random.between(1, most) : random.pick([0, contract.EXACT_MAX, 0.5, 2 ** 60]);
  log.begin(contract.EVENT_TRANSFER, now_us)
    .float(contract.TRANSFER_AMOUNT, random.chance(40) ? -amount : amount)
    .word(contract.TRANSFER_CURRENCY, random.chance(98) ? 0 : 1);
}

/** Writes targets that share the account: mostly one an instrument and the account at most, rarely more. */
function writeBasket(world: World): void {
  const { random } = world, basket = world.next_order_id;
  const markets = world.markets.filter(() => random.chance(70));
  if (random.chance(3)) markets.push(world.market());
  for (const market of markets.length === 0 ? [world.market()] : markets) {
    const type = random.chance(98) ? contract.TYPE_MARKET : contract.TYPE_MARKET_ON_CLOSE;
    const flags = random.chance(98) ? TARGET : random.pick([0, WHOLE, contract.ORDER_FLAG_CLOSE]);
    const side = random.chance(75) ? contract.SIDE_BUY : contract.SIDE_SELL;
    const oco = random.chance(1) ? world.recentOrder()?.id ?? 0 : 0;
    writePlace(world, market, { type, side, flags, basket, oco });
  }
}

/** Writes a market order without ties, as most strategies place them: with a size or without, or to close or to aim. */
export function writeMarketOrder(world: World): void {
  const { random } = world, side = random.between(contract.SIDE_BUY, contract.SIDE_SELL);
  const flags = [0, contract.ORDER_FLAG_REDUCE_ONLY, contract.ORDER_FLAG_CLOSE, WHOLE, TARGET][
    random.weighted([50, 8, 20, 10, 12])
  ]!;
  writePlace(world, world.market(), { type: contract.TYPE_MARKET, side, flags });
}

/**
 * Writes an entry, often with its stop-loss and take-profit, or with a partner in a group of which only one can fill.
 */
function writeOrders(world: World): void {
  const { random, swarm } = world, market = world.market();
  const types = [
    swarm.weight("market orders", 30),
    swarm.weight("limits", 25),
    swarm.weight("stops", 15),
    swarm.weight("stop-limits", 15),
    swarm.weight("closes", 15),
  ];
  const type = 1 + (types.every((weight) => weight === 0) ? 0 : random.weighted(types));
  const side = random.between(contract.SIDE_BUY, contract.SIDE_SELL);
  const reducing = swarm.weight("reducing orders", 8);
  const unsized = market.terms.reported ? 1 : 8, whole = swarm.weight("no sizes", unsized);
  const target = type === contract.TYPE_MARKET || random.chance(2) ? swarm.weight("targets", unsized * 2) : 0;
  let flags = [0, contract.ORDER_FLAG_REDUCE_ONLY, contract.ORDER_FLAG_CLOSE, 5, WHOLE, TARGET][
    random.weighted([80, reducing, reducing, reducing > 0 ? 1 : 0, whole, target])
  ]!;
  if (random.chance(market.terms.reported ? 8 : 1)) flags |= contract.ORDER_FLAG_EXTERNAL;
  const last = world.recentOrder(),
    grouped = swarm.weight("groups", 1) > 0,
    protecting = swarm.weight("protection", 1) > 0;
  const oco = grouped && random.chance(12) && last !== undefined ? last.id : 0;
  const order = writePlace(world, market, { type, side, flags, oco });
  if (grouped && random.chance(15)) {
    for (let members = random.weighted([0, 60, 30, 10]); members > 0; members--) {
      writePlace(world, random.chance(85) ? market : world.market(), {
        type: random.pick([contract.TYPE_LIMIT, contract.TYPE_STOP, contract.TYPE_STOP_LIMIT]),
        side: random.chance(70) ? side : contract.SIDE_BUY + contract.SIDE_SELL - side,
        oco: order.id,
      });
    }
  } else if (protecting && random.chance(market.terms.reported ? 30 : 45)) {
    writeProtection(world, random.chance(92) || last === undefined ? order : last);
  }
}

/** Writes the orders that protect an entry. The stop-loss leads the group of the take-profit. */
function writeProtection(world: World, entry: OrderModel): void {
  const { random } = world;
  const side = random.chance(97) ? contract.SIDE_BUY + contract.SIDE_SELL - entry.side : entry.side;
  const flags = contract.ORDER_FLAG_PROTECTIVE | (random.chance(1) ? contract.ORDER_FLAG_EXTERNAL : 0);
  const what = random.weighted([60, 20, 15, 5]);
  let stop = 0;
  if (what !== 1) {
    const type = random.chance(96) ? contract.TYPE_STOP : contract.TYPE_STOP_LIMIT;
    stop = writePlace(world, entry.market, { type, side, flags, parent: entry.id }).id;
  }
  if (what !== 2) {
    writePlace(world, entry.market, { type: contract.TYPE_LIMIT, side, flags, parent: entry.id, oco: stop });
  }
  if (what === 3) writePlace(world, entry.market, { type: contract.TYPE_STOP, side, flags, parent: entry.id });
}

function writePlace(world: World, market: FuzzMarket, terms: PlaceTerms): OrderModel {
  const { random, log } = world, { type, side } = terms;
  const flags = terms.flags ?? 0, protective = (flags & contract.ORDER_FLAG_PROTECTIVE) !== 0;
  const id = world.next_order_id;
  world.next_order_id += random.chance(95) ? 1 : random.between(2, 4);
  log.begin(contract.EVENT_PLACE, world.now_us, market.id)
    .word(contract.LANE_ORDER_ID, id)
    .word(contract.PLACE_ORDER_TYPE, type)
    .word(contract.PLACE_SIDE, side)
    .word(contract.PLACE_FLAGS, flags)
    .word(contract.PLACE_PARENT, terms.parent ?? 0)
    .word(contract.PLACE_OCO, terms.oco ?? 0)
    .word(contract.PLACE_BASKET, terms.basket ?? 0)
    .word(contract.PLACE_TAG, id % 5 === 0 ? id : 0)
    .word(contract.PLACE_ROUND_TRIP, random.chance(30) ? random.between(1, 9) : 0);
  let reference = 0;
  const wants_limit = type === contract.TYPE_LIMIT || type === contract.TYPE_STOP_LIMIT;
  const wants_stop = type === contract.TYPE_STOP || type === contract.TYPE_STOP_LIMIT;
  for (const [lane, wanted] of [[contract.PLACE_STOP, wants_stop], [contract.PLACE_LIMIT, wants_limit]] as const) {
    if (wanted === random.chance(1)) continue;
    let price = world.nearPrice(market, 3);
    // Most protective prices lie on the right side of their entry, or few entries would live.
    const entry = protective ? world.orders.find((order) => order.id === terms.parent) : undefined;
    for (let tries = 0; tries < 6 && entry !== undefined; tries++) {
      const reference = entry.reference === 0 ? market.price : entry.reference;
      const gains = (price > reference) === (entry.side === contract.SIDE_BUY);
      if (price !== reference && gains === (lane === contract.PLACE_LIMIT)) break;
      price = world.nearPrice(market, 3);
    }
    if (reference === 0 || lane === contract.PLACE_LIMIT) reference = price;
    log.float(lane, price);
    if (wanted) noteLevel(market, price);
  }
  const quantity = protective && random.chance(98)
    ? 0
    : terms.basket !== undefined && random.chance(98)
    ? writeShare(world)
    : writeSize(world, market, flags);
  writeValidity(world);
  const order: OrderModel = {
    id,
    market,
    type,
    side,
    quantity,
    parent: terms.parent ?? 0,
    protective,
    doomed: !protective && quantity === 0 || !market.terms.traded,
    filled: 0,
    fills: 0,
    asked: "nothing",
    replace_quantity: 0,
    ended: false,
    reference,
  };
  world.orders.push(order);
  return order;
}

/** Writes the size in one of its forms, rarely in two or none; returns the lots if they are known. */
function writeSize(world: World, market: FuzzMarket, flags: number): number {
  const { random, log } = world;
  const unsized_percent = world.swarm.weight("sizes by amount", market.terms.reported || flags !== 0 ? 2 : 25);
  let lots = 0;
  if ((flags & contract.ORDER_FLAG_CLOSE) !== 0 && random.chance(60)) return 0;
  if ((flags & WHOLE) !== 0 && random.chance(98) || (flags & TARGET) !== 0 && random.chance(15)) return 0;
  if ((flags & TARGET) !== 0 && random.chance(60)) return writeAmount(world, market);
  if (random.chance(unsized_percent)) {
    writeAmount(world, market);
    if (random.chance(97)) return 0;
  } else if (random.chance(1)) return 0;
  lots = Math.max(1, Math.min(Math.floor(market.terms.lots * random.between(20, 200) / 100), contract.EXACT_MAX));
  log.float(contract.PLACE_QUANTITY, lots);
  return lots;
}

/** Writes a size as a share of the account or as an amount. */
function writeAmount({ random, log, configuration }: World, market: FuzzMarket): number {
  if (random.chance(60)) {
    const fraction = random.pick([1_000_000_000, 500_000_000, 100_000_000, random.between(1, 1_000_000_000)]);
    // With margin a share may be many times the account's value, so that few lots are left free.
    const times = market.terms.fraction_most / 1e9;
    log.float(contract.PLACE_FRACTION, Math.min(fraction * times, fraction * 30));
  } else log.float(contract.PLACE_CASH, random.between(1, Math.max(2, Math.floor(configuration.cash / 3))));
  return 0;
}

/** Writes the share of a leg of a basket: mostly one that leaves room for the others, and sometimes none. */
function writeShare({ random, log, markets }: World): number {
  const most = random.chance(80) ? Math.floor(1_000_000_000 / markets.length) : 1_000_000_000;
  if (random.chance(85)) log.float(contract.PLACE_FRACTION, random.between(1, most));
  return 0;
}

function writeValidity(world: World): void {
  const { random, log } = world;
  const share = world.swarm.weight("validities", 15), validity = 1 + random.weighted([70, share, share]);
  log.word(contract.PLACE_VALIDITY, validity);
  if ((validity === contract.VALIDITY_GTD) === random.chance(98)) {
    const valid_us = world.now_us + random.between(-1, 12) * Math.floor(world.spacing_us / 2);
    log.float(contract.PLACE_VALID_US, valid_us === 0 ? 1 : valid_us);
  }
}

function noteLevel(market: FuzzMarket, price: number): void {
  market.levels.push(price);
  if (market.levels.length > 8) market.levels.shift();
}

function writeCancel(world: World): void {
  const order = world.recentOrder();
  const id = order === undefined || world.random.chance(2) ? world.next_order_id + 5 : order.id;
  const market = order === undefined || world.random.chance(1) ? world.market() : order.market;
  world.log.begin(contract.EVENT_CANCEL, world.now_us, market.id).word(contract.LANE_ORDER_ID, id);
  if (order !== undefined && !order.market.terms.reported) order.ended = true;
  else if (order !== undefined && !order.ended) order.asked = "cancel";
}

function writeReplace(world: World): void {
  const { random, log } = world, order = world.recentOrder();
  if (order === undefined) return;
  log.begin(contract.EVENT_REPLACE, world.now_us, order.market.id).word(contract.LANE_ORDER_ID, order.id);
  let quantity = 0;
  if (random.chance(order.protective ? 3 : 50)) {
    quantity = random.chance(70)
      ? order.quantity + random.between(-Math.min(order.quantity, 3), order.quantity + 3)
      : random.between(1, Math.max(1, order.filled + 1));
    quantity = Math.min(quantity, contract.EXACT_MAX);
    log.float(contract.REPLACE_QUANTITY, quantity);
  }
  const has_limit = order.type === contract.TYPE_LIMIT || order.type === contract.TYPE_STOP_LIMIT;
  const has_stop = order.type === contract.TYPE_STOP || order.type === contract.TYPE_STOP_LIMIT;
  if (random.chance(has_limit ? 70 : 4)) log.float(contract.REPLACE_LIMIT, levelOf(world, order));
  if (random.chance(has_stop ? 50 : 4)) log.float(contract.REPLACE_STOP, levelOf(world, order));
  if (order.market.terms.reported && !order.ended) {
    order.asked = "replace";
    order.replace_quantity = quantity;
  }
}

function levelOf(world: World, order: OrderModel): number {
  const price = world.nearPrice(order.market, 3);
  noteLevel(order.market, price);
  return price;
}
