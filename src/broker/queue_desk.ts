/**
 * The order desk under the queue model: the order calls of a strategy as those of a strategy of backtrader.
 *
 * Sizes are units as they are said, one unit by default. Protection makes a bracket of backtrader: entry, stop, limit,
 * each with the entry's size and lifetime, submitted together.
 *
 * @module
 */

import {
  ORDER_FLAG_HOLD,
  ORDER_FLAG_TRAIL_RATE,
  REASON_ON_TARGET,
  TYPE_LIMIT,
  TYPE_MARKET,
  TYPE_MARKET_ON_CLOSE,
  TYPE_STOP,
  TYPE_STOP_TRAIL,
  TYPE_STOP_TRAIL_LIMIT,
} from "../contract/contract.gen.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { inspected } from "../host.ts";
import type { Clock } from "../lines/clock.ts";
import { isOptions } from "../options.ts";
import type { CloseOptions, ReplaceOptions, SizedOrderOptions, TargetOptions } from "../strategy/order_options.ts";
import type { OrderView } from "../strategy/order_view.ts";
import { OrderDesk, type OrderDeskParts } from "./order_desk.ts";
import type { OrderPlacement } from "./order_placement.ts";
import type { OrderRecord } from "./order_record.ts";
import { checkFlag, lotsOf, plainTerms, type SnappedTerms, snapPrice, snapTarget, snapTerms } from "./order_terms.ts";
import type { QueueAccount } from "./queue_account.ts";
import { QueueTimes } from "./queue_times.ts";
import type { OrderSide } from "./result_rows.ts";
import { oppositeOf, sideOf } from "./side.ts";

/** The parts that a desk under the queue model works with. */
export interface QueueDeskParts extends OrderDeskParts {
  readonly account: QueueAccount;
  /** Feeds of the instruments, with their times under the queue model. */
  readonly bars: readonly FeedData[];
  readonly clocks: readonly Clock[];
}

/** Size of an order without one, as backtrader's default sizer has it. */
const DEFAULT_SIZE = 1;

/** Options of `buy` and `sell` that backtrader has not, with what to do instead. */
const UNKNOWN_OPTIONS: readonly (readonly [name: keyof SizedOrderOptions, remedy: string])[] = [
  ["cash", "pass size in units"],
  ["fraction", "pass size in units, or use target({ fraction })"],
  ["reduceOnly", "leave it out; every order may open a position"],
  ["touch", "pass limit, which fills at that price or better"],
  ["onOpen", "leave it out; a market order fills at the next open"],
  ["postOnly", "leave it out; a limit order is no taker there"],
];

/** Checks the requests of a strategy and writes their events, as backtrader's strategy and broker take them. */
export class QueueDesk extends OrderDesk {
  readonly #parts: QueueDeskParts;
  readonly #times: readonly QueueTimes[];

  constructor(parts: QueueDeskParts) {
    super(parts);
    this.#parts = parts;
    this.#times = parts.bars.map((feed) => new QueueTimes(feed));
    parts.account.onRead = (instrument) => this.#touch(instrument);
  }

  /** Tells the core of the first read of a position; one before the first bar waits for it. */
  #touch(instrument: number): void {
    const { account, clock: { phase }, writer, clock } = this.#parts;
    if (phase === "construction" || phase === "start") account.untold.push(instrument);
    else if (phase === "bars") {
      this.#tellEarly();
      writer.positionRead(clock.requestUs, instrument);
    } else return;
    account.reads.add(instrument);
  }

  #tellEarly(): void {
    const { account, writer, clock } = this.#parts;
    for (const instrument of account.untold.splice(0)) writer.positionRead(clock.requestUs, instrument);
  }

  override place(side: OrderSide, options: SizedOrderOptions): OrderView {
    this.checkPhase(side);
    const unknown = UNKNOWN_OPTIONS.find(([name]) => options[name] !== undefined && options[name] !== false);
    if (unknown !== undefined) {
      const [name, remedy] = unknown;
      throw new RangeError(`Cannot ${side} with ${name} with the queue model of profile "backtrader": ${remedy}`);
    }
    const instrument = this.feedId(options.feed), spec = this.#parts.specs[instrument]!, opposite = oppositeOf(side);
    this.checkBegins(side, instrument);
    const { valid, size = DEFAULT_SIZE, trail: _trail, limitOffset: _offset, ...rest } = options;
    if (valid === "ioc" || valid === "fok") {
      throw new RangeError(
        `Cannot ${side} with valid "${valid}" with the queue model of profile "backtrader": it has no such lifetime`,
      );
    }
    if (Array.isArray(options.oco)) {
      throw new RangeError(
        `Cannot ${side} with oco ${
          inspected(options.oco, 0)
        } with the queue model of profile "backtrader": pass the one ` +
          "order that leads the group",
      );
    }
    const lifetime = this.#times[instrument]!.lifetime(valid, this.#barUs(instrument));
    const plain = snapTerms(side, { ...rest, size } as SizedOrderOptions, spec, this.#parts.moneyUnit, 0);
    const trail = trailOf(side, options), close = this.#parts.account.price(instrument);
    if (trail !== undefined && plain.stop === 0) this.#checkCloseIsKnown(`${side} with trail and no stop`, "pass stop");
    const terms = { ...(trail === undefined ? plain : trailTerms(side, options, plain, close)), ...lifetime };
    const stopLoss = priceOf(side, "stopLoss", options.stopLoss),
      takeProfit = priceOf(side, "takeProfit", options.takeProfit);
    const stop = stopLoss === undefined ? undefined : snapPrice(opposite, "stop", stopLoss, "stopLoss", spec);
    const limit = takeProfit === undefined ? undefined : snapPrice(opposite, "limit", takeProfit, "takeProfit", spec);
    const oco = options.oco === undefined ? 0 : this.own(options.oco as OrderView).group;
    const tag = this.#parts.records.tags.number(options.tag), bracket = stop !== undefined || limit !== undefined;
    const common = { instrument, lifetime, oco, tag };
    const entry = this.#place(
      { ...common, side, type: terms.type, role: "entry", asked: options, parent: 0 },
      terms,
      bracket,
      trail,
    );
    const children = { ...common, side: opposite, parent: entry.id };
    // The stop stands in the queue ahead of the limit, so it wins where a bar reaches both.
    if (stop !== undefined) {
      const child = {
        ...children,
        type: TYPE_STOP,
        role: "stopLoss",
        asked: { size, stop: stopLoss! },
      } as const;
      const stopTerms = { ...plainTerms(TYPE_STOP, terms.quantity, 0, stop), ...lifetime };
      entry.protect(this.#place(child, stopTerms, limit !== undefined));
    }
    if (limit !== undefined) {
      const asked = { size, limit: takeProfit! };
      const child = { ...children, type: TYPE_LIMIT, role: "takeProfit", asked } as const;
      entry.protect(this.#place(child, { ...plainTerms(TYPE_LIMIT, terms.quantity, limit, 0), ...lifetime }, false));
    }
    return entry;
  }

  override close(options: CloseOptions): OrderView | null {
    this.checkPhase("close");
    const instrument = this.feedId(options.feed), spec = this.#parts.specs[instrument]!;
    this.checkBegins("close", instrument);
    checkFlag(options.onClose, "onClose");
    const held = this.#parts.account.lots(instrument), tag = this.#parts.records.tags.number(options.tag);
    const quantity = options.size === undefined ? Math.abs(held) : lotsOf(options.size, spec);
    if (held === 0) return null;
    const side = oppositeOf(sideOf(held)), type = options.onClose === true ? TYPE_MARKET_ON_CLOSE : TYPE_MARKET;
    const order = { side, type, instrument, role: "close", asked: options, parent: 0, oco: 0, tag } as const;
    return this.#place(order, plainTerms(type, quantity, 0, 0), false);
  }

  override target(options: TargetOptions): OrderView {
    this.checkPhase("target");
    const instrument = this.feedId(options.feed), { records, specs, moneyUnit } = this.#parts;
    this.checkBegins("target", instrument);
    // The terms are those of backtrader; this checks what is said.
    snapTarget(options, specs[instrument]!, moneyUnit);
    if (options.size === undefined) this.#checkCloseIsKnown("target a value or a fraction", "pass size");
    const size = this.#sizeToTarget(instrument, options), tag = records.tags.number(options.tag);
    const side = size < 0 ? "sell" : "buy";
    const order = {
      side,
      type: TYPE_MARKET,
      instrument,
      role: "target",
      asked: options,
      parent: 0,
      oco: 0,
      tag,
    } as const;
    if (size !== 0) return this.#place(order, plainTerms(TYPE_MARKET, Math.abs(size), 0, 0), false);
    // Backtrader makes no order. The one here never was: it stands in no row.
    const { requestNumber: step, requestUs: placedUs } = this.#parts.clock;
    const record = records.add({ ...order, step, placedUs }, { quantity: 0, limit: 0, stop: 0 });
    record.refuse(REASON_ON_TARGET, placedUs);
    record.hide();
    return record;
  }

  /** Returns the signed size of the order that takes a position to a target. */
  #sizeToTarget(instrument: number, { size, value, fraction }: TargetOptions): number {
    const { account } = this.#parts, held = account.lots(instrument);
    if (size !== undefined) return size - held;
    const wanted = value ?? fraction! * account.value;
    if (wanted === 0 && held !== 0) return 0 - held;
    const worth = account.markUnits(instrument), close = account.price(instrument);
    if (wanted > worth) return account.unitsFor(instrument, close, wanted - worth);
    return wanted < worth ? 0 - account.unitsFor(instrument, close, worth - wanted) : 0;
  }

  override replace(order: OrderView, _options: ReplaceOptions): void {
    this.checkPhase("replace");
    const { id } = this.own(order);
    throw new RangeError(
      `Cannot replace order ${id} with the queue model of profile "backtrader": it has no such call; cancel the order ` +
        "and place another one",
    );
  }

  override group(): never {
    this.checkPhase("oco");
    throw new RangeError(
      `Cannot make a group with the queue model of profile "backtrader": it takes each order alone; place each with the ` +
        "first one as oco",
    );
  }

  override targetWeights(): never {
    this.checkPhase("targetWeights");
    throw new RangeError(
      `Cannot take weights with the queue model of profile "backtrader": its orders share no account; place a target for ` +
        "each feed",
    );
  }

  override transfer(action: "deposit" | "withdraw"): void {
    this.checkPhase(action);
    throw new RangeError(
      `Cannot ${action} with the queue model of profile "backtrader": its core moves no money from outside`,
    );
  }

  /** @throws {TypeError} Always: the queue model closes no session. */
  override exit(): void {
    throw new TypeError(`Cannot close a position at the close of its session with profile "backtrader"`);
  }

  /** Rejects a request on an open that backtrader works out from the close of the same bar. */
  #checkCloseIsKnown(action: string, remedy: string): void {
    if (this.#parts.clock.amidUs === undefined) return;
    throw new RangeError(
      `Cannot ${action} in nextOpen with the queue model of profile "backtrader": backtrader takes the close of the bar ` +
        `that begins, which nobody knows at its open; ${remedy}`,
    );
  }

  /** Returns the time of the bar that the broker has; that of the step where it has none. */
  #barUs(instrument: number): number {
    const { bars, clocks, clock } = this.#parts;
    return clock.amidUs ?? bars[instrument]!.columns.timeUs[clocks[instrument]!.bar] ?? clock.timeUs;
  }

  #place(
    order: Omit<OrderPlacement, "step" | "placedUs">,
    terms: SnappedTerms,
    held: boolean,
    trail?: QueueTrail,
  ): OrderRecord {
    const { clock, writer } = this.#parts, { requestNumber: step, requestUs: placedUs } = clock;
    this.#tellEarly();
    const flags = (held ? ORDER_FLAG_HOLD : 0) | (trail?.isRate === true ? ORDER_FLAG_TRAIL_RATE : 0);
    const record = this.send({ ...order, step, placedUs }, flags, terms);
    if (trail !== undefined) writer.trail(trail.distance);
    if (order.type === TYPE_MARKET_ON_CLOSE) {
      writer.sessionEnd(this.#times[order.instrument]!.sessionEnd(this.#barUs(order.instrument)));
    }
    return record;
  }
}

/**
 * Returns the price of a protective order.
 *
 * @throws {RangeError} If it is a distance or a list, which backtrader's brackets have not.
 */
function priceOf(
  side: OrderSide,
  name: string,
  price: SizedOrderOptions["stopLoss"] | SizedOrderOptions["takeProfit"],
): number | undefined {
  if (typeof price !== "object" || price === null) return price;
  throw new RangeError(
    `Cannot ${side} with ${name} ${inspected(price, 1)} with the queue model of profile "backtrader": pass a price`,
  );
}

/** Distance of a trigger that follows the close: an amount of price, or a fraction of it. */
interface QueueTrail {
  readonly distance: number;
  readonly isRate: boolean;
}

/**
 * Returns the distance of the trigger, or undefined without one.
 *
 * @throws {TypeError} If it is said in another form.
 * @throws {RangeError} If it is not above zero, or comes with an option that contradicts it.
 */
function trailOf(side: OrderSide, { trail, limitOffset, limit, onClose }: SizedOrderOptions): QueueTrail | undefined {
  if (trail === undefined) {
    if (limitOffset === undefined) return undefined;
    throw new RangeError(
      `Cannot ${side} with limitOffset and no trail: it is the distance from a trigger that follows`,
    );
  }
  const shown = inspected(trail, 0), [name, ...others] = isOptions(trail) ? Object.keys(trail) : [];
  const distance: unknown = isOptions(trail) ? trail[name as keyof typeof trail] : undefined;
  if (others.length > 0 || name !== "amount" && name !== "percent" || typeof distance !== "number") {
    throw new TypeError(`Cannot use trail ${shown}: pass { amount: 2 } or { percent: 3 }`);
  }
  if (!(distance > 0 && distance < Infinity)) {
    throw new RangeError(`Cannot use trail ${name} ${distance}: pass a number above 0`);
  }
  if (onClose === true) throw new RangeError(`Cannot ${side} with trail and onClose: pass one of them`);
  if (limitOffset !== undefined && limit !== undefined) {
    throw new RangeError(`Cannot ${side} with limit and limitOffset: pass one of them`);
  }
  return name === "percent" ? { distance: fractionOf(distance), isRate: true } : { distance, isRate: false };
}

/** Returns a percentage as a fraction: 5.4 is 0.054, and not 0.054000000000000006 as by a division. */
function fractionOf(percent: number): number {
  const text = String(percent);
  return text.includes("e") ? percent / 100 : Number(`${text}e-2`);
}

/** Returns the terms of an order whose trigger follows the close; its first price is `stop`, or the close itself. */
function trailTerms(
  side: OrderSide,
  { limitOffset }: SizedOrderOptions,
  plain: SnappedTerms,
  close: number,
): SnappedTerms {
  const stop = plain.stop === 0 ? close : plain.stop, sign = side === "buy" ? 1 : -1;
  const limit = limitOffset === undefined ? plain.limit : stop + sign * limitOffset;
  return { ...plain, type: limit === 0 ? TYPE_STOP_TRAIL : TYPE_STOP_TRAIL_LIMIT, stop, limit };
}
