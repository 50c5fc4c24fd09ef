/**
 * Market events: bars as random walks with gaps that often touch order prices, and other events of a market.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";
import type { EventLogBuilder } from "./log/event_log_builder.ts";
import type { Random } from "./random.ts";

/** An instrument and its market. */
export interface MarketModel {
  readonly id: number;
  /** Terms of the instrument, with its starting price. */
  readonly terms: { readonly price: number };
  price: number;
  /** Usual move of a bar, in price steps. */
  readonly swing: number;
  /** Number of steps between two bars. */
  readonly every: number;
  /** End of the last bar. */
  end_us: number;
  /** Prices at which orders were placed; bars often touch them. */
  readonly levels: number[];
}

/** The members of the surrounding world that the market uses. */
export interface MarketWorld {
  readonly random: Random;
  readonly log: EventLogBuilder;
  readonly configuration: { readonly cash: number };
  readonly swarm: { weight(kind: "gaps" | "recorded events" | "halts" | "cash", weight: number): number };
  readonly spacing_us: number;
  readonly now_us: number;
  readonly day: number;
  /** Returns an instrument to trade on. */
  market(): MarketModel;
  /** Gives the last record a number of a venue. */
  number(): void;
}

/** A finished bar. */
export interface FuzzBar {
  readonly time_us: number;
  readonly begin_us: number;
  readonly session_day: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Makes the next bar of an instrument. The bar ends now. */
export function nextBar(world: MarketWorld, market: MarketModel): FuzzBar {
  const random = world.random, swing = market.swing;
  const level = (): number => {
    if (market.levels.length > 0 && random.chance(40)) return random.pick(market.levels);
    return market.price + random.between(-swing, swing);
  };
  const gap = random.chance(world.swarm.weight("gaps", 10)) ? random.between(-4 * swing, 4 * swing) : 0;
  const open = legalPrice(random.chance(20) ? level() : market.price + gap);
  const close = legalPrice(random.chance(30) ? level() : open + random.between(-swing, swing));
  const high = Math.max(open, close, legalPrice(level())), low = Math.min(open, close, legalPrice(level()));
  const frame_us = market.every * world.spacing_us;
  // Most bars begin at the end of the previous one. Some are shorter, so that an order can be placed before they begin.
  const begin_us = Math.max(market.end_us, world.now_us - (random.chance(80) ? frame_us : Math.floor(frame_us / 2)));
  market.end_us = world.now_us;
  // The walk is pulled back to its start, so that amounts stay within the limits of the account.
  const home = market.terms.price;
  market.price = close > 3 * home || close * 3 < home ? home : close;
  // One bar of seven has no volume.
  const volume = random.below(9999);
  return {
    time_us: world.now_us,
    begin_us,
    session_day: world.day,
    open,
    high,
    low,
    close,
    volume: volume % 7 === 0 ? 0 : volume,
  };
}

function legalPrice(price: number): number {
  return Math.min(Math.max(1, Math.floor(price)), contract.EXACT_MAX);
}

/** Writes a bar as a record. */
export function writeBar(world: MarketWorld, market: MarketModel, bar: FuzzBar): void {
  world.log.begin(contract.EVENT_BAR, bar.time_us, market.id)
    .float(contract.BAR_OPEN, bar.open)
    .float(contract.BAR_HIGH, bar.high)
    .float(contract.BAR_LOW, bar.low)
    .float(contract.BAR_CLOSE, bar.close)
    .float(contract.BAR_VOLUME, bar.volume)
    .float(contract.BAR_BEGIN_US, bar.begin_us)
    .word(contract.BAR_SESSION_DAY, bar.session_day);
}

/** Writes another event of the market or the account: recorded events, halts, cash. */
export function writeSideEvent(world: MarketWorld, step_closed: boolean): void {
  const { random, log, now_us, swarm } = world, market = world.market();
  const recorded = (weight: number): number => swarm.weight("recorded events", weight);
  const quotes = step_closed ? 0 : recorded(6);
  // Quotes and ticks are market events, so they must come before their step is closed.
  const halts = swarm.weight("halts", 4), cash = swarm.weight("cash", 8);
  switch (random.weighted([quotes, quotes, recorded(4), recorded(4), halts, cash, 1])) {
    case 0:
      log.begin(contract.EVENT_QUOTE, now_us, market.id)
        .float(contract.QUOTE_BID, market.price).float(contract.QUOTE_BID_SIZE, random.between(1, 99))
        .float(contract.QUOTE_ASK, market.price + 1).float(contract.QUOTE_ASK_SIZE, random.between(1, 99));
      break;
    case 1:
      log.begin(contract.EVENT_TICK, now_us, market.id)
        .float(contract.TICK_PRICE, market.price).float(contract.TICK_SIZE, random.between(1, 99));
      break;
    case 2:
      log.begin(contract.EVENT_TIMER, now_us).word(contract.TIMER_TIMER, random.below(5));
      break;
    case 3:
      log.begin(contract.EVENT_SESSION, now_us, market.id)
        .word(contract.SESSION_PHASE, random.chance(90) ? random.between(1, 2) : random.pick([0, 3]));
      break;
    case 4:
      log.begin(contract.EVENT_HALT, now_us, market.id)
        .word(contract.HALT_HALTED, random.chance(90) ? (random.chance(25) ? 1 : 0) : random.between(2, 3));
      break;
    case 5:
      writeCash(world);
      break;
    default:
      log.begin(contract.EVENT_CONVERSION, now_us)
        .float(contract.CONVERSION_RATE, 1_000_000_000).word(contract.CONVERSION_CURRENCY, random.below(2));
  }
  if (random.chance(50)) world.number();
}

function writeCash(world: MarketWorld): void {
  const { random, log, configuration } = world;
  const most = Math.max(10, Math.floor(configuration.cash / random.pick([1, 4, 40, 400])));
  const amount = random.chance(95) ? random.between(1, most) : random.pick([0, contract.EXACT_MAX, 0.5, 2 ** 60]);
  log.begin(contract.EVENT_CASH, world.now_us).float(contract.CASH_AMOUNT, random.chance(60) ? amount : -amount);
  // Half of the payments are transfers. The others are taken whatever the cash is; a few are of no known kind.
  if (random.chance(50)) log.word(contract.CASH_PURPOSE, random.between(1, random.chance(97) ? 5 : 6));
  if (random.chance(2)) log.word(contract.CASH_CURRENCY, 1);
}
