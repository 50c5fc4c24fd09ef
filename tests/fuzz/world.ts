/**
 * What the generator believes of the account and the market: enough to ask mostly for what makes sense, and no engine.
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

/** An order that the generator asked for. */
export interface OrderModel {
  readonly id: number;
  readonly market: FuzzMarket;
  readonly type: number;
  readonly side: number;
  quantity: number;
  readonly protective: boolean;
  /** Whether it was asked for in a way that is refused, so that a venue would never hear of it. */
  readonly doomed: boolean;
  /** Lots that the venue has filled. */
  filled: number;
  fills: number;
  /** What was asked of the venue and not answered. */
  asked: "nothing" | "cancel" | "replace";
  replace_quantity: number;
  ended: boolean;
}

/** A venue that numbers what it says. */
interface ProducerModel {
  readonly id: number;
  next: number;
  readonly holes: number[];
}

/** Everything that the parts of the generator share. */
export class World {
  readonly random: Random;
  readonly log: EventLogBuilder = new EventLogBuilder();
  readonly configuration: FuzzConfiguration;
  /** What this case leaves out. */
  readonly swarm: Swarm;
  readonly markets: FuzzMarket[];
  readonly orders: OrderModel[] = [];
  /** Places in the log of what venues said, for repeating it. */
  readonly reports: number[] = [];
  readonly spacing_us: number;
  now_us: number;
  day = 738_000;
  next_order_id = 1;
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

  /** An instrument on which one would trade. */
  market(): FuzzMarket {
    return this.random.pick(this.markets);
  }

  /** An order of lately, seldom an old one. */
  recentOrder(): OrderModel | undefined {
    const orders = this.orders;
    if (orders.length === 0) return undefined;
    const back = this.random.chance(90) ? Math.min(10, orders.length) : orders.length;
    return orders[orders.length - 1 - this.random.below(back)];
  }

  /** A price near the market, a few swings off or that of an order before, on the tick more often than not. */
  nearPrice(market: FuzzMarket, swings: number): number {
    // Orders at one price and bars that end there are where a rule turns from one case into the other.
    if (market.levels.length > 0 && this.random.chance(15)) return this.random.pick(market.levels);
    const offset = this.random.between(-swings * market.swing, swings * market.swing);
    const price = Math.max(1, market.price + offset), tick = market.terms.tick;
    if (this.random.chance(2)) return price + (this.random.chance(50) ? 0.5 : 0);
    return Math.min(Math.max(tick, price - price % tick), 2 ** 53 - 1 - (2 ** 53 - 1) % tick);
  }

  /** Has the last record numbered by a venue: the next number mostly, else one seen, one left out, or a hole's. */
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
