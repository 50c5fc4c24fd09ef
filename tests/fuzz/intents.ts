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
  /** Share of what the entry opens, of a protective order. */
  readonly share?: number;
  readonly basket?: number;
  /** Id of the first order of its call; zero for that order itself. */
  readonly call?: number;
}

/** Types that came after the first ones, for members of groups. */
const LATER_TYPES: readonly number[] = [
  contract.TYPE_STOP_TRAIL,
  contract.TYPE_STOP_TRAIL_LIMIT,
  contract.TYPE_MARKET_IF_TOUCHED,
  contract.TYPE_LIMIT_IF_TOUCHED,
];

/** Flags by which limits of a session refuse, alone and together. */
const LIMITS: readonly number[] = [
  contract.ORDER_FLAG_RISK_SIZE,
  contract.ORDER_FLAG_RISK_NOTIONAL,
  contract.ORDER_FLAG_RISK_POSITION | contract.ORDER_FLAG_RISK_RATE,
  contract.ORDER_FLAG_RISK_GROSS,
  contract.ORDER_FLAG_RISK_OPEN_ORDERS,
  contract.ORDER_FLAG_RISK_RATE,
  contract.ORDER_FLAG_RISK_COLLAR | contract.ORDER_FLAG_RISK_STALE,
  contract.ORDER_FLAG_RISK_STALE,
];

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
      if (random.chance(25)) {
        world.limits = random.chance(95) ? LIMITS[random.between(0, LIMITS.length - 1)]! : contract.ORDER_FLAG_MASK + 1;
        if (random.chance(30)) writeReplace(world);
        else writeOrders(world);
        world.limits = 0;
        return;
      }
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
    swarm.weight("trails", 12),
    swarm.weight("trails", 8),
    swarm.weight("opens", 6),
    swarm.weight("touches", 8),
    swarm.weight("touches", 8),
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
  if (type === contract.TYPE_LIMIT && random.chance(swarm.weight("first bars", 15))) {
    flags |= contract.ORDER_FLAG_POST_ONLY;
  }
  const last = world.recentOrder(),
    grouped = swarm.weight("groups", 1) > 0,
    protecting = swarm.weight("protection", 1) > 0;
  const oco = grouped && random.chance(12) && last !== undefined ? last.id : 0;
  if (grouped && random.chance(12)) return writeCall(world, market, oco);
  const order = writePlace(world, market, { type, side, flags, oco });
  if (grouped && random.chance(15)) {
    for (let members = random.weighted([0, 60, 30, 10]); members > 0; members--) {
      writePlace(world, random.chance(85) ? market : world.market(), {
        type: random.chance(65)
          ? random.pick([contract.TYPE_LIMIT, contract.TYPE_STOP, contract.TYPE_STOP_LIMIT])
          : random.pick(LATER_TYPES),
        side: random.chance(70) ? side : contract.SIDE_BUY + contract.SIDE_SELL - side,
        oco: order.id,
      });
    }
  } else if (protecting && random.chance(market.terms.reported ? 30 : 45)) {
    writeProtection(world, random.chance(92) || last === undefined ? order : last);
  }
}

/** Writes the orders of a call, which are taken or refused together: a group, some of them with protection. */
function writeCall(world: World, market: FuzzMarket, oco: number): void {
  const { random } = world;
  let call = random.chance(3) ? world.recentOrder()?.id ?? 0 : 0, leader = oco;
  for (let members = random.between(1, 4); members > 0; members--) {
    const wrong = random.pick([contract.ORDER_FLAG_EXTERNAL, contract.ORDER_FLAG_CLOSE, TARGET]);
    const order = writePlace(world, random.chance(90) ? market : world.market(), {
      type: random.pick([contract.TYPE_LIMIT, contract.TYPE_STOP, contract.TYPE_STOP_LIMIT, ...LATER_TYPES]),
      side: random.between(contract.SIDE_BUY, contract.SIDE_SELL),
      flags: contract.ORDER_FLAG_TOGETHER | (random.chance(3) ? wrong : random.chance(8) ? WHOLE : 0),
      oco: random.chance(3) ? world.recentOrder()?.id ?? 0 : leader,
      call,
    });
    if (call === 0) call = order.id;
    if (leader === 0 && random.chance(90)) leader = order.id;
    if (random.chance(25)) writeProtection(world, order, contract.ORDER_FLAG_TOGETHER);
  }
}

/** Writes the orders that protect an entry. The stop-loss leads the group of the take-profit. */
function writeProtection(world: World, entry: OrderModel, together: number = 0): void {
  const { random } = world;
  const side = random.chance(97) ? contract.SIDE_BUY + contract.SIDE_SELL - entry.side : entry.side;
  const flags = contract.ORDER_FLAG_PROTECTIVE | together | (random.chance(1) ? contract.ORDER_FLAG_EXTERNAL : 0);
  const what = random.weighted([60, 20, 15, 5]);
  const relative = (): number => random.chance(25) ? contract.ORDER_FLAG_RELATIVE : 0;
  let stop = 0;
  if (what !== 1) {
    const trails = random.chance(world.swarm.weight("trails", 30));
    const type = trails
      ? contract.TYPE_STOP_TRAIL
      : random.chance(96)
      ? contract.TYPE_STOP
      : random.pick([contract.TYPE_STOP_LIMIT, contract.TYPE_MARKET_IF_TOUCHED]);
    const all = flags | (trails && random.chance(98) ? 0 : relative());
    stop = writePlace(world, entry.market, { type, side, flags: all, parent: entry.id }).id;
  }
  const shares = random.chance(world.swarm.weight("shares", 25)) ? random.between(1, 3) : 0;
  for (let left = shares; what !== 2 && left > 0; left--) {
    const share = left === 1 && random.chance(60) ? 1_000_000_000 : random.between(100_000_000, 900_000_000);
    const all = flags | relative();
    writePlace(world, entry.market, {
      type: contract.TYPE_LIMIT,
      side,
      flags: all,
      parent: entry.id,
      oco: stop,
      share,
    });
  }
  if (what !== 2 && shares === 0) {
    const all = flags | relative();
    writePlace(world, entry.market, { type: contract.TYPE_LIMIT, side, flags: all, parent: entry.id, oco: stop });
  }
  if (what === 3) writePlace(world, entry.market, { type: contract.TYPE_STOP, side, flags, parent: entry.id });
}

/** Returns the label of an order: its call, or now and then a number that means nothing to the core. */
function labelOf({ random }: World, { call }: PlaceTerms, id: number): number {
  if (call !== undefined) return call === 0 ? id : call;
  return random.chance(30) ? random.between(1, 9) : 0;
}

function writePlace(world: World, market: FuzzMarket, terms: PlaceTerms): OrderModel {
  const { random, log } = world, { type, side } = terms, trails = isTrailing(type);
  const relative = ((terms.flags ?? 0) & contract.ORDER_FLAG_RELATIVE) !== 0;
  const by_rate = (trails || relative) && random.chance(40) || random.chance(1);
  const own = (terms.flags ?? 0) | (by_rate ? contract.ORDER_FLAG_TRAIL_RATE : 0);
  const flags = own | (world.limits !== 0 && random.chance(70) ? world.limits : 0);
  const protective = (flags & contract.ORDER_FLAG_PROTECTIVE) !== 0;
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
    .word(contract.PLACE_ROUND_TRIP, labelOf(world, terms, id));
  let reference = 0;
  const wants_limit = !relative &&
    (type === contract.TYPE_LIMIT || type === contract.TYPE_STOP_LIMIT || type === contract.TYPE_LIMIT_IF_TOUCHED);
  const wants_stop = !relative &&
    (type === contract.TYPE_STOP || type === contract.TYPE_STOP_LIMIT || type === contract.TYPE_LIMIT_IF_TOUCHED ||
      type === contract.TYPE_MARKET_IF_TOUCHED || trails && random.chance(25));
  if ((trails || relative) !== random.chance(1)) log.float(contract.PLACE_TRAIL, distanceOf(world, market, by_rate));
  if (type === contract.TYPE_STOP_TRAIL_LIMIT && random.chance(70)) {
    log.float(contract.PLACE_LIMIT, offsetOf(world, market));
  }
  if (type === contract.TYPE_MARKET_ON_OPEN ? random.chance(70) : random.chance(1)) {
    log.float(contract.PLACE_SESSION_END_US, random.chance(97) ? world.day : -1);
  }
  if (terms.share !== undefined) log.float(contract.PLACE_FRACTION, terms.share);
  for (const [lane, wanted] of [[contract.PLACE_STOP, wants_stop], [contract.PLACE_LIMIT, wants_limit]] as const) {
    if (wanted === random.chance(1) || lane === contract.PLACE_LIMIT && type === contract.TYPE_STOP_TRAIL_LIMIT) {
      continue;
    }
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
  const quantity = protective && (terms.share !== undefined || random.chance(98))
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
    doomed: !protective && quantity === 0 || !market.terms.traded || flags !== own,
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
  const share = world.swarm.weight("validities", 15), first = world.swarm.weight("first bars", 5);
  const validity = 1 + random.weighted([70, share, share, first, first]);
  log.word(contract.PLACE_VALIDITY, validity);
  if ((validity === contract.VALIDITY_GTD) === random.chance(98)) {
    const valid_us = world.now_us + random.between(-1, 12) * Math.floor(world.spacing_us / 2);
    log.float(contract.PLACE_VALID_US, valid_us === 0 ? 1 : valid_us);
  }
}

function isTrailing(type: number): boolean {
  return type === contract.TYPE_STOP_TRAIL || type === contract.TYPE_STOP_TRAIL_LIMIT;
}

/** Returns a trailing or relative distance: some swings as steps or as a rate, rarely none or all. */
function distanceOf({ random }: World, market: FuzzMarket, by_rate: boolean): number {
  if (random.chance(2)) return random.pick([0, -1, 0.5, 1_000_000_000, 2 ** 53]);
  if (random.chance(2)) return by_rate ? 999_999_999 : market.price + random.between(0, market.swing);
  const steps = random.between(1, 3 * market.swing);
  return by_rate ? Math.min(999_999_999, Math.max(1, Math.floor(steps / market.price * 1_000_000_000))) : steps;
}

/** Returns the distance of a limit from its trailing trigger, mostly on the tick. */
function offsetOf({ random }: World, market: FuzzMarket): number {
  const steps = random.between(0, 2 * market.swing), tick = Math.max(1, market.terms.tick);
  return random.chance(3) ? steps : steps - steps % tick;
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
  if (world.limits !== 0) log.word(contract.REPLACE_FLAGS, world.limits);
  let quantity = 0;
  if (random.chance(order.protective ? 3 : 50)) {
    quantity = random.chance(70)
      ? order.quantity + random.between(-Math.min(order.quantity, 3), order.quantity + 3)
      : random.between(1, Math.max(1, order.filled + 1));
    quantity = Math.min(quantity, contract.EXACT_MAX);
    log.float(contract.REPLACE_QUANTITY, quantity);
  }
  const trails = isTrailing(order.type), offsets = order.type === contract.TYPE_STOP_TRAIL_LIMIT;
  const has_limit = order.type === contract.TYPE_LIMIT || order.type === contract.TYPE_STOP_LIMIT ||
    order.type === contract.TYPE_LIMIT_IF_TOUCHED || offsets;
  const has_stop = order.type === contract.TYPE_STOP || order.type === contract.TYPE_STOP_LIMIT ||
    order.type === contract.TYPE_LIMIT_IF_TOUCHED || order.type === contract.TYPE_MARKET_IF_TOUCHED;
  if (random.chance(has_limit ? 70 : 4)) {
    log.float(
      contract.REPLACE_LIMIT,
      offsets && random.chance(90) ? offsetOf(world, order.market) : levelOf(world, order),
    );
  }
  if (random.chance(trails ? 50 : order.protective ? 15 : 2)) {
    log.float(contract.REPLACE_TRAIL, distanceOf(world, order.market, random.chance(40)));
  }
  if (random.chance(has_stop ? 50 : 4)) log.float(contract.REPLACE_STOP, levelOf(world, order));
  if (order.market.terms.reported && !order.ended && world.limits === 0) {
    order.asked = "replace";
    order.replace_quantity = quantity;
  }
}

function levelOf(world: World, order: OrderModel): number {
  const price = world.nearPrice(order.market, 3);
  noteLevel(order.market, price);
  return price;
}
