/**
 * The generator's model of the account and the market: enough for mostly sensible requests, but no engine.
 *
 * @module
 */

import { LANE_PRODUCER, LANE_PRODUCER_SEQUENCE } from "../../src/contract/contract.gen.ts";
import type { FuzzConfiguration, FuzzInstrument } from "./configuration.ts";
import { EventLogBuilder } from "../../src/laws/log/event_log_builder.ts";
import type { MarketModel } from "../../src/laws/market.ts";
import type { Random } from "../../src/laws/random.ts";
import { Swarm } from "./swarm.ts";

/** An instrument, its terms and its market. */
export interface FuzzMarket extends MarketModel {
  readonly terms: FuzzInstrument;
}

/** An order that the generator requested. */
export interface OrderModel {
  readonly id: number;
  readonly market: FuzzMarket;
  readonly type: number;
  readonly side: number;
  quantity: number;
  /** Order id of the entry that it protects, or zero. */
  readonly parent: number;
  readonly protective: boolean;
  /** True if the request was made to be rejected, so that a venue would never receive the order. */
  readonly doomed: boolean;
  /** Lots that the venue has filled. */
  filled: number;
  fills: number;
  /** The request to the venue that has no answer yet. */
  asked: "nothing" | "cancel" | "replace";
  replace_quantity: number;
  ended: boolean;
  /** Limit, else trigger, or zero: the price that its protective orders are checked against. */
  readonly reference: number;
}

/** A venue that numbers its reports. */
interface ProducerModel {
  readonly id: number;
  next: number;
  readonly holes: number[];
}

/** The state that all parts of the generator share. */
export class World {
  readonly random: Random;
  readonly log: EventLogBuilder = new EventLogBuilder();
  readonly configuration: FuzzConfiguration;
  /** The kinds that this case leaves out. */
  readonly swarm: Swarm;
  readonly markets: FuzzMarket[];
  readonly orders: OrderModel[] = [];
  /** Places of the venues' reports in the log, for repeating them. */
  readonly reports: number[] = [];
  readonly spacing_us: number;
  now_us: number;
  day = 738_000;
  next_order_id = 1;
  /** Flags by which a limit of a session refuses what is written now, or zero. */
  limits = 0;
  readonly #producers: ProducerModel[];

  constructor(random: Random, configuration: FuzzConfiguration) {
    this.random = random;
    this.configuration = configuration;
    this.swarm = new Swarm(random);
    this.spacing_us = random.pick([60_000_000, 300_000_000, 86_400_000_000]);
    this.now_us = random.pick([1_700_000_000_000_000, -5_000_000_000_000, 0]);
    this.markets = configuration.instruments.map((terms, id) => ({
      id,
      terms,
      price: terms.price,
      swing: Math.max(1, Math.floor(terms.price * random.between(1, 40) / 1000)),
      every: random.pick([1, 1, 1, 2, 5]),
      end_us: this.now_us - this.spacing_us,
      levels: [],
    }));
    this.#producers = [1, 2, random.between(3, 64)].map((id) => ({ id, next: 1, holes: [] }));
  }

  /** Returns an instrument to trade on. */
  market(): FuzzMarket {
    return this.random.pick(this.markets);
  }

  /** Returns a recent order, rarely an old one. */
  recentOrder(): OrderModel | undefined {
    const orders = this.orders;
    if (orders.length === 0) return undefined;
    const back = this.random.chance(90) ? Math.min(10, orders.length) : orders.length;
    return orders[orders.length - 1 - this.random.below(back)];
  }

  /**
   * Returns a price near the market, a few swings off, or the price of an earlier order. It is on the tick more often
   * than not.
   */
  nearPrice(market: FuzzMarket, swings: number): number {
    // A rule changes its result where a bar ends exactly at the price of an order, so such prices are frequent.
    if (market.levels.length > 0 && this.random.chance(15)) return this.random.pick(market.levels);
    const offset = this.random.between(-swings * market.swing, swings * market.swing);
    const price = Math.max(1, market.price + offset), tick = Math.max(1, market.terms.tick);
    if (this.random.chance(2)) return price + (this.random.chance(50) ? 0.5 : 0);
    return Math.min(Math.max(tick, price - price % tick), 2 ** 53 - 1 - (2 ** 53 - 1) % tick);
  }

  /**
   * Gives the last record a number of a venue: mostly the next one, otherwise a seen one, a skipped one, or one from a
   * hole.
   */
  number(): void {
    const random = this.random, producer = this.#producers[random.weighted([80, 15, 5])]!;
    let number = producer.next;
    const what = random.weighted([86, 3, 5, 6]);
    if (what === 1 && producer.next > 1) number = random.between(1, producer.next - 1);
    else if (what === 3 && producer.holes.length > 0) {
      number = producer.holes.splice(random.below(producer.holes.length), 1)[0]!;
    } else {
      if (what === 2) {
        const skipped = random.between(1, 3);
        for (let hole = 0; hole < skipped; hole++) producer.holes.push(producer.next + hole);
        number += skipped;
      }
      producer.next = number + 1;
    }
    this.log.word(LANE_PRODUCER, producer.id).word(LANE_PRODUCER_SEQUENCE, number);
  }
}
