/**
 * Makes random logs of the backtrader profile: plain doubles, one pass in queue order, brackets, trailing stops, checks
 * at submission. No auditor checks these, since in this profile the order of operations defines the result. Both
 * engines are compared.
 *
 * @module
 */

import * as contract from "../../src/contract/contract.gen.ts";
import { RULE_LANES } from "../../src/contract/rules.ts";
import type { FuzzConfiguration, FuzzInstrument } from "./configuration.ts";
import { writeGarbage } from "./garbage.ts";
import { addQueueSettings } from "./queue_settings.ts";
import { nextBar, writeBar, writeSideEvent } from "../../src/laws/market.ts";
import type { Random } from "../../src/laws/random.ts";
import type { Workload } from "./workload.ts";
import { type FuzzMarket, World } from "./world.ts";

/** Prices are whole hundredths, so that doubles round in every sum. */
const PRICE_STEP = 0.01;

/** Makes a configuration of the backtrader profile. */
export function queueConfiguration(random: Random): FuzzConfiguration {
  const count = random.between(1, 3), instruments: FuzzInstrument[] = [];
  const lanes = new Float64Array(contract.CONFIG_INSTRUMENTS + count * contract.INSTRUMENT_STRIDE);
  lanes[contract.CONFIG_VERSION] = contract.CONTRACT_VERSION;
  lanes[contract.CONFIG_INSTRUMENTS_COUNT] = count;
  lanes[contract.CONFIG_CURRENCIES_COUNT] = 1;
  const conduct = [
    contract.CONFIG_MARKS_TO_RECORDS,
    contract.CONFIG_CHECKS,
    contract.CONFIG_CHAIN,
    contract.CONFIG_INPUT_HASH,
  ];
  for (const lane of conduct) lanes[lane] = 1;
  Object.values(RULE_LANES).forEach((rule, at) => {
    lanes[contract.CONFIG_RULE_NUMBERS + at] = rule.choices.findIndex(([name]) => name === rule.backtrader);
  });
  let worth = 0;
  for (let id = 0; id < count; id++) {
    const base = contract.CONFIG_INSTRUMENTS + id * contract.INSTRUMENT_STRIDE;
    const set = (lane: number, value: number): number => lanes[base + lane] = value;
    for (
      const lane of [
        contract.INSTRUMENT_TRADED,
        contract.INSTRUMENT_TICK,
        contract.INSTRUMENT_SCALE_NUMERATOR,
        contract.INSTRUMENT_SCALE_DENOMINATOR_FIRST,
        contract.INSTRUMENT_SCALE_DENOMINATOR_SECOND,
        contract.INSTRUMENT_COMMISSION_UNIT_DENOMINATOR,
      ]
    ) set(lane, 1);
    set(contract.INSTRUMENT_MULTIPLIER, random.pick([1, 1, 1, 10, 0.1]));
    const kind = random.pick([contract.COMMISSION_NONE, contract.COMMISSION_RATE, contract.COMMISSION_PER_LOT]);
    set(contract.INSTRUMENT_COMMISSION_KIND, kind);
    if (kind === contract.COMMISSION_RATE) set(contract.INSTRUMENT_COMMISSION_RATE, random.between(1, 30) / 1000);
    if (kind === contract.COMMISSION_PER_LOT) set(contract.INSTRUMENT_COMMISSION_RATE, random.between(1, 300) / 100);
    const price = random.between(500, 20_000), lots = random.between(1, 100);
    worth = Math.max(worth, price * PRICE_STEP * lots);
    instruments.push({ reported: false, traded: true, tick: 1, price, lots, fraction_most: 1e9 });
  }
  const cash = Math.round(worth * random.between(2, 40) * 100) / 100;
  lanes[contract.CONFIG_CASH_INITIAL] = cash;
  return { lanes, cash, instruments };
}

/** Makes a case with about a given number of events, under random settings of the broker. */
export function makeSetQueueWorkload(random: Random, events_count: number): Workload {
  return makeQueueWorkload(random, events_count, true);
}

/** Makes a case with about a given number of events. `is_set` gives it random settings of the broker. */
export function makeQueueWorkload(random: Random, events_count: number, is_set: boolean = false): Workload {
  const configuration = queueConfiguration(random);
  if (is_set) addQueueSettings(random, configuration);
  const cheats = configuration.lanes[contract.CONFIG_RULE_CHEAT_ON_OPEN] === contract.CHEAT_ON_OPEN_ON;
  const world = new World(random, configuration);
  const intents = random.between(1, 3), garbage_percent = random.pick([0, 0, 3]), side_percent = random.pick([0, 4]);
  while (world.log.count < events_count - 6) {
    world.now_us += world.spacing_us;
    if (random.chance(15)) world.day++;
    const step = Math.floor(world.now_us / world.spacing_us);
    for (const market of world.markets) {
      if (step % market.every !== 0 || random.chance(3)) continue;
      writeQueueBar(world, market, is_set);
      if (random.chance(garbage_percent)) writeGarbage(world);
    }
    // Elsewhere intents before their step are refused.
    if (is_set && random.chance(cheats ? 50 : 2)) writeSetIntent(world);
    world.log.begin(contract.EVENT_STEP, world.now_us);
    if (is_set && random.chance(20)) writeSetIntent(world);
    for (let count = random.between(0, 2 * intents); count > 0; count--) writeQueueIntent(world);
    if (random.chance(side_percent)) writeSideEvent(world, true);
  }
  if (random.chance(80)) {
    world.log.begin(contract.EVENT_SHUTDOWN, world.now_us)
      .word(contract.SHUTDOWN_CLOSE_POSITIONS, random.between(0, 1));
  }
  return { configuration, events: world.log.records() };
}

/** Writes a bar whose prices are doubles with two decimals. */
function writeQueueBar(world: World, market: FuzzMarket, is_set: boolean): void {
  const bar = nextBar(world, market), { random } = world;
  // Volumes are such that fillers bound some fills and leave others whole.
  const volume = is_set ? random.between(0, 3 * market.terms.lots) / random.pick([1, 1, 4]) : bar.volume;
  const { open, high, low, close } = bar;
  const prices = { open: open * PRICE_STEP, high: high * PRICE_STEP, low: low * PRICE_STEP, close: close * PRICE_STEP };
  writeBar(world, market, { ...bar, ...prices, volume });
}

/** Writes an intent, a transfer or a read of a value. */
function writeSetIntent(world: World): void {
  const { random, log, configuration } = world;
  switch (random.weighted([70, 15, 15])) {
    case 0:
      return writeQueueIntent(world);
    case 1: {
      const amount = random.between(-100, 300) * configuration.cash / 1000;
      log.begin(contract.EVENT_CASH, world.now_us).float(contract.CASH_AMOUNT, amount);
      return;
    }
    default:
      log.begin(contract.EVENT_POSITION_READ, world.now_us, world.market().id)
        .word(contract.POSITION_READ_VALUED, random.chance(95) ? 1 : 2);
  }
}

/** Writes an intent of a strategy of this profile. */
export function writeQueueIntent(world: World): void {
  const { random, log } = world, market = world.market();
  switch (random.weighted([50, 14, 14, 6, 6])) {
    case 0:
      return void writeQueueOrder(world, market, {});
    case 1: {
      const order = world.recentOrder();
      if (order === undefined) return;
      log.begin(contract.EVENT_CANCEL, world.now_us, order.market.id).word(contract.LANE_ORDER_ID, order.id);
      return;
    }
    case 2:
      return writeBracket(world, market);
    case 3:
      log.begin(contract.EVENT_POSITION_READ, world.now_us, market.id);
      return;
    default: {
      const leader = writeQueueOrder(world, market, {});
      for (let member = random.between(1, 2); member > 0; member--) writeQueueOrder(world, market, { oco: leader });
    }
  }
}

/** Writes an entry that waits for the last of its children, a stop and a target. */
function writeBracket(world: World, market: FuzzMarket): void {
  const { random } = world, side = random.between(contract.SIDE_BUY, contract.SIDE_SELL);
  const other = contract.SIDE_BUY + contract.SIDE_SELL - side, hold = contract.ORDER_FLAG_HOLD;
  const entry = writeQueueOrder(world, market, { side, flags: hold });
  if (random.chance(90)) {
    const type = random.pick([contract.TYPE_STOP, contract.TYPE_STOP_TRAIL]);
    writeQueueOrder(world, market, { type, side: other, parent: entry, flags: random.chance(85) ? hold : 0 });
  }
  if (random.chance(95)) writeQueueOrder(world, market, { type: contract.TYPE_LIMIT, side: other, parent: entry });
}

interface QueueTerms {
  readonly type?: number;
  readonly side?: number;
  readonly flags?: number;
  readonly parent?: number;
  readonly oco?: number;
}

function writeQueueOrder(world: World, market: FuzzMarket, terms: QueueTerms): number {
  const { random, log } = world, id = world.next_order_id++;
  const type = terms.type ?? 1 + random.weighted([30, 22, 14, 12, 8, 8, 6]);
  const side = terms.side ?? random.between(contract.SIDE_BUY, contract.SIDE_SELL);
  const price = (): number => world.nearPrice(market, 3) * PRICE_STEP;
  const validity = random.weighted([70, 18, 12]) + 1;
  const quantity = random.between(1, 2 * market.terms.lots) / random.pick([1, 1, 1, 2, 3]);
  log.begin(contract.EVENT_PLACE, world.now_us, market.id)
    .word(contract.LANE_ORDER_ID, id)
    .word(contract.PLACE_ORDER_TYPE, type)
    .word(contract.PLACE_SIDE, side)
    .word(contract.PLACE_FLAGS, terms.flags ?? 0)
    .word(contract.PLACE_PARENT, terms.parent ?? 0)
    .word(contract.PLACE_OCO, terms.oco ?? 0)
    .word(contract.PLACE_TAG, id % 5 === 0 ? id : 0)
    .word(contract.PLACE_VALIDITY, validity)
    .word(contract.PLACE_ROUND_TRIP, random.chance(30) ? random.between(1, 5) : 0)
    .float(contract.PLACE_QUANTITY, random.chance(99) ? quantity : -quantity);
  if (validity !== contract.VALIDITY_GTC) {
    log.float(contract.PLACE_VALID_US, world.now_us + random.between(0, 8) * world.spacing_us + 1);
  }
  const limits = [contract.TYPE_LIMIT, contract.TYPE_STOP_LIMIT, contract.TYPE_STOP_TRAIL_LIMIT];
  const stops = [
    contract.TYPE_STOP,
    contract.TYPE_STOP_LIMIT,
    contract.TYPE_STOP_TRAIL,
    contract.TYPE_STOP_TRAIL_LIMIT,
  ];
  if (limits.includes(type) || random.chance(type === contract.TYPE_MARKET ? 20 : 1)) {
    log.float(contract.PLACE_LIMIT, price());
  }
  if (stops.includes(type)) log.float(contract.PLACE_STOP, price());
  if (type === contract.TYPE_STOP_TRAIL || type === contract.TYPE_STOP_TRAIL_LIMIT) {
    const by_rate = random.chance(50);
    log.float(contract.PLACE_TRAIL, by_rate ? random.between(1, 80) / 1000 : random.between(1, 300) * PRICE_STEP);
    if (by_rate) log.word(contract.PLACE_FLAGS, (terms.flags ?? 0) | contract.ORDER_FLAG_TRAIL_RATE);
  }
  if (type === contract.TYPE_MARKET_ON_CLOSE) {
    log.float(contract.PLACE_SESSION_END_US, world.now_us + random.between(0, 4) * world.spacing_us + 1);
  }
  world.orders.push({
    id,
    market,
    type,
    side,
    quantity,
    protective: false,
    parent: 0,
    doomed: false,
    filled: 0,
    fills: 0,
    asked: "nothing",
    replace_quantity: 0,
    ended: false,
    reference: 0,
  });
  return id;
}
