/**
 * Limits of single orders, held against each request of a strategy before the core gets it.
 *
 * A request that a limit refuses goes to the core with a flag that says so, and the core refuses it with the reason of the
 * limit. So the decision is in the log: a replay shows it without these limits. It follows from bars, positions and
 * earlier requests alone, so a run that is made again from its journal decides the same.
 *
 * @module
 */

import {
  EVENT_CANCEL,
  EVENT_PLACE,
  EVENT_REPLACE,
  LANE_INSTRUMENT,
  LANE_KIND,
  LANE_ORDER_ID,
  ORDER_FLAG_CLOSE,
  ORDER_FLAG_PROTECTIVE,
  ORDER_FLAG_REDUCE_ONLY,
  ORDER_FLAG_RISK_COLLAR,
  ORDER_FLAG_RISK_GROSS,
  ORDER_FLAG_RISK_NOTIONAL,
  ORDER_FLAG_RISK_OPEN_ORDERS,
  ORDER_FLAG_RISK_POSITION,
  ORDER_FLAG_RISK_RATE,
  ORDER_FLAG_RISK_SIZE,
  ORDER_FLAG_RISK_STALE,
  ORDER_FLAG_TARGET,
  ORDER_FLAG_WHOLE,
  PLACE_CASH,
  PLACE_FLAGS,
  PLACE_FRACTION,
  PLACE_LIMIT,
  PLACE_ORDER_TYPE,
  PLACE_QUANTITY,
  PLACE_SIDE,
  PLACE_STOP,
  RATE_SCALE,
  RECORD_LANES,
  RECORD_WORDS,
  REPLACE_FLAGS,
  REPLACE_LIMIT,
  REPLACE_QUANTITY,
  REPLACE_STOP,
  SIDE_BUY,
  TYPE_MARKET,
  TYPE_STOP_TRAIL,
  TYPE_STOP_TRAIL_LIMIT,
} from "../contract/contract.gen.ts";
import { wordsOf } from "../contract/words.ts";
import type { OrderRecord } from "../broker/order_record.ts";
import type { PreparedBlocks } from "../run/blocks/prepare_blocks.ts";
import type { RiskLimits } from "./risk_limits.ts";

const SECOND_US = 1_000_000, MINUTE_US = 60_000_000;
/** Flags of orders that never open a position. */
const REDUCING = ORDER_FLAG_REDUCE_ONLY | ORDER_FLAG_PROTECTIVE | ORDER_FLAG_CLOSE;

/** Limits of orders, each with the flag by which the core refuses. */
const FLAGS = {
  maxOrderSize: ORDER_FLAG_RISK_SIZE,
  maxOrderNotional: ORDER_FLAG_RISK_NOTIONAL,
  maxPositionNotional: ORDER_FLAG_RISK_POSITION,
  maxGrossNotional: ORDER_FLAG_RISK_GROSS,
  maxOpenOrders: ORDER_FLAG_RISK_OPEN_ORDERS,
  maxOrdersPerSecond: ORDER_FLAG_RISK_RATE,
  maxOrdersPerMinute: ORDER_FLAG_RISK_RATE,
  maxPriceDistance: ORDER_FLAG_RISK_COLLAR,
  maxStaleBars: ORDER_FLAG_RISK_STALE,
} as const;

/** Name of a limit of orders. */
type OrderLimitName = keyof typeof FLAGS;
const NAMES = Object.keys(FLAGS) as OrderLimitName[];

/** An instrument as the limits see it, in display units. */
interface Exposure {
  /** Signed size of the position. */
  readonly held: number;
  /** Value of a unit at the last close. */
  readonly unitValue: number;
  readonly close: number;
  readonly closeUs: number;
  readonly pointValue: number;
  /** Units of the orders that work or are asked for and could open a position, by side: buys, then sales. */
  readonly working: [number, number];
}

/** A request in display units. */
interface Request {
  readonly instrument: number;
  readonly isBuy: boolean;
  readonly size: number;
  /** Its limit and its trigger, as far as it has them. */
  readonly prices: readonly number[];
  /** True if it can only reduce a position. */
  readonly reduces: boolean;
}

/** Holds the limits of orders. */
export class OrderLimits {
  readonly #stepsUs: readonly number[];
  #limits: RiskLimits = {};
  /** Times of the orders of the last minute. */
  #times: number[] = [];
  #values: Partial<Record<OrderLimitName, number>> = {};
  readonly #refusals: Partial<Record<OrderLimitName, number>> = {};

  /** @param stepsUs Length of a bar of each feed in microseconds. */
  constructor(stepsUs: readonly number[]) {
    this.#stepsUs = stepsUs;
  }

  /** Lets other limits hold from now on. */
  limit(limits: RiskLimits): void {
    this.#limits = limits;
  }

  /** Values of the last request that was held against the limits; empty before the first. */
  get values(): Readonly<Partial<Record<keyof RiskLimits, number>>> {
    return this.#values;
  }

  /** Returns the number of requests that a limit has refused so far; undefined for one that is none of orders. */
  refusals(name: keyof RiskLimits): number | undefined {
    return name in FLAGS ? this.#refusals[name as OrderLimitName] ?? 0 : undefined;
  }

  /** Marks the waiting requests that a limit refuses. */
  check(run: PreparedBlocks): void {
    const { intents } = run.session, words = wordsOf(intents.floats);
    const kindAt = (at: number): number => words[at * RECORD_WORDS + LANE_KIND]!;
    const requests = Array.from({ length: intents.count }, (_, at) => at)
      .filter((at) => [EVENT_PLACE, EVENT_REPLACE, EVENT_CANCEL].includes(kindAt(at)));
    if (requests.every((at) => kindAt(at) === EVENT_CANCEL)) return;
    const first = requests.find((at) => kindAt(at) === EVENT_PLACE);
    const firstId = first === undefined ? Infinity : words[first * RECORD_WORDS + LANE_ORDER_ID]!;
    const before = run.journal.orders.working().filter((order) => order.id < firstId && order.parent === 0);
    const working = before.filter(opens), timeUs = run.clock.timeUs;
    const exposures = exposuresOf(run);
    // Units of each order that counts, as the requests before leave it.
    const sizes = new Map<number, number>();
    for (const order of before) {
      if (!opens(order) && !isClosing(order)) continue;
      const exposure = exposures[order.instrument]!, size = remainingOf(order, exposure, run);
      exposure.working[order.side === "buy" ? 0 : 1] += size;
      sizes.set(order.id, size);
    }
    let open = working.length;
    this.#times = this.#times.filter((us) => us > timeUs - MINUTE_US);
    for (const at of requests) {
      const word = at * RECORD_WORDS;
      if (kindAt(at) === EVENT_PLACE) {
        // What protects an entry comes with it, and is no order of its own.
        if ((words[word + PLACE_FLAGS]! & ORDER_FLAG_PROTECTIVE) !== 0) continue;
        const request = requestOf(run, exposures, intents.floats, words, at);
        const found = request.reduces ? 0 : this.#refused(request, exposures, timeUs, open);
        words[word + PLACE_FLAGS]! |= found;
        if (found !== 0) continue;
        this.#times.push(timeUs);
        if (!request.reduces) open++;
        // A market order that closes is sure to fill, so what comes behind it on its side would open.
        const counts = !request.reduces || words[word + PLACE_ORDER_TYPE] === TYPE_MARKET;
        if (!counts) continue;
        exposures[request.instrument]!.working[request.isBuy ? 0 : 1] += request.size;
        sizes.set(words[word + LANE_ORDER_ID]!, request.size);
      } else {
        const id = words[word + LANE_ORDER_ID]!, order = run.journal.orders.get(id), before = sizes.get(id);
        // One that a limit refused, that was cancelled, or that opens nothing, counts for nothing.
        if (order === undefined || before === undefined) continue;
        const side = order.side === "buy" ? 0 : 1, { working } = exposures[order.instrument]!;
        if (kindAt(at) === EVENT_CANCEL) {
          working[side] -= before;
          sizes.delete(id);
          if (opens(order)) open--;
          continue;
        }
        if (!opens(order)) continue;
        const request = replacementOf(run, order, before, intents.floats, at);
        working[side] -= before;
        // A replacement takes the place of an order that is counted.
        const found = this.#refused(request, exposures, timeUs, open - 1);
        words[word + REPLACE_FLAGS] = found;
        working[side] += found === 0 ? request.size : before;
        if (found === 0) sizes.set(id, request.size);
        if (found === 0) this.#times.push(timeUs);
      }
    }
  }

  /** Returns the flags of the limits that refuse a request. */
  #refused(
    { instrument, isBuy, size, prices }: Request,
    exposures: readonly Exposure[],
    timeUs: number,
    open: number,
  ): number {
    const own = exposures[instrument]!, { close, closeUs, unitValue, pointValue } = own;
    const price = prices.length === 0 ? close : Math.max(...prices);
    const held = isBuy ? own.held : -own.held, side = isBuy ? 0 : 1, waiting = own.working[side];
    // What only reduces the position, behind all that reduces it already, passes.
    if (size <= Math.max(0, -held - waiting)) return 0;
    const after = Math.max(0, held + waiting + size);
    const gross = exposures.reduce(
      (sum, each, id) => sum + (id === instrument ? after * Math.max(price * pointValue, unitValue) : worstOf(each)),
      0,
    );
    const within = (us: number): number => this.#times.filter((each) => each > timeUs - us).length + 1;
    const values: Readonly<Record<OrderLimitName, number>> = this.#values = {
      maxOrderSize: size,
      maxOrderNotional: size * price * pointValue,
      maxPositionNotional: after * price * pointValue,
      maxGrossNotional: gross,
      maxOpenOrders: open + 1,
      maxOrdersPerSecond: within(SECOND_US),
      maxOrdersPerMinute: within(MINUTE_US),
      maxPriceDistance: prices.reduce((most, each) => Math.max(most, Math.abs(each - close) / close), 0),
      maxStaleBars: (timeUs - closeUs) / this.#stepsUs[instrument]!,
    };
    let flags = 0;
    for (const name of NAMES) {
      const limit = this.#limits[name];
      // A notional without a price is no number, and within no limit.
      if (limit === undefined || values[name] <= limit) continue;
      flags |= FLAGS[name];
      this.#refusals[name] = (this.#refusals[name] ?? 0) + 1;
    }
    return flags;
  }
}

/** Returns the notional that a position has at most, if all that works fills. */
function worstOf({ held, working: [buys, sales], unitValue }: Exposure): number {
  const most = Math.max(Math.abs(held), held + buys, sales - held);
  return most === 0 ? 0 : most * unitValue;
}

/** Returns the instruments as the limits see them, before any order counts. */
function exposuresOf(run: PreparedBlocks): Exposure[] {
  return run.specs.map(({ pointValue }, id): Exposure => {
    const { bars } = run.live[id]!, close = bars.close.at(-1) ?? NaN, closeUs = bars.timeUs.at(-1) ?? -Infinity;
    const held = run.account.positions[id]!.size;
    return { held, close, closeUs, pointValue, unitValue: close * pointValue, working: [0, 0] };
  });
}

/** Returns whether an order could open a position. */
function opens(order: OrderRecord): boolean {
  return order.role !== "close" && order.role !== "flatAt" && !order.asked.reduceOnly;
}

/** Returns whether an order is closing the position, at the next open. */
function isClosing(order: OrderRecord): boolean {
  return order.type === "market" && order.role === "close";
}

/** Returns the units of an order that have not filled; an order whose fill decides its size counts as the largest. */
function remainingOf(order: OrderRecord, { held, unitValue }: Exposure, { account }: PreparedBlocks): number {
  const { asked, size, filled } = order;
  if (order.role === "target") {
    const target = sizeBy(asked.size, asked.value, asked.fraction, unitValue, account.value);
    return Math.abs((order.side === "buy" ? target : -target) - held);
  }
  if (size !== null) return size - filled;
  return sizeBy(asked.size, asked.cash, asked.fraction ?? 1, unitValue, account.value);
}

function sizeBy(
  size: number | undefined,
  cash: number | undefined,
  fraction: number | undefined,
  unitValue: number,
  value: number,
): number {
  return size ?? (cash ?? (fraction ?? 0) * value) / unitValue;
}

/** Returns what an order asks for. */
function requestOf(
  { specs, account, moneyUnits }: PreparedBlocks,
  exposures: readonly Exposure[],
  floats: Float64Array,
  words: Uint32Array,
  at: number,
): Request {
  const word = at * RECORD_WORDS, float = at * RECORD_LANES;
  const flags = words[word + PLACE_FLAGS]!, instrument = words[word + LANE_INSTRUMENT]!, spec = specs[instrument]!;
  const { held, unitValue } = exposures[instrument]!, isBuy = words[word + PLACE_SIDE] === SIDE_BUY;
  const isWhole = (flags & ORDER_FLAG_WHOLE) !== 0, isAgainst = isBuy ? held < 0 : held > 0;
  const quantity = floats[float + PLACE_QUANTITY]!, cash = floats[float + PLACE_CASH]!;
  const closes = (flags & REDUCING) !== 0 || isWhole && isAgainst;
  if (closes) {
    const size = quantity === 0 ? Math.abs(held) : Math.min(spec.size(quantity), Math.abs(held));
    return { instrument, isBuy, size: isAgainst ? size : 0, prices: [], reduces: true };
  }
  const fraction = isWhole ? 1 : floats[float + PLACE_FRACTION]! / RATE_SCALE;
  const type = words[word + PLACE_ORDER_TYPE]!, trails = type === TYPE_STOP_TRAIL || type === TYPE_STOP_TRAIL_LIMIT;
  const prices = trails ? [] : pricesOf(spec, floats[float + PLACE_LIMIT]!, floats[float + PLACE_STOP]!);
  const value = prices.length === 0 ? unitValue : Math.min(...prices) * spec.pointValue;
  const size = sizeBy(
    quantity === 0 ? undefined : spec.size(quantity),
    cash === 0 ? undefined : cash / moneyUnits,
    fraction,
    value,
    account.value,
  );
  if ((flags & ORDER_FLAG_TARGET) === 0) return { instrument, isBuy, size, prices, reduces: false };
  const change = (isBuy ? size : -size) - held;
  // A target on the side of the position that is no larger only reduces.
  const reduces = size <= Math.abs(held) && (size === 0 || isBuy === held > 0);
  return { instrument, isBuy: change > 0, size: Math.abs(change), prices, reduces };
}

/** Returns what a replacement asks for. */
function replacementOf(
  { specs }: PreparedBlocks,
  order: OrderRecord,
  before: number,
  floats: Float64Array,
  at: number,
): Request {
  const float = at * RECORD_LANES, spec = specs[order.instrument]!, { type } = order;
  const quantity = floats[float + REPLACE_QUANTITY]!;
  const [limit, stop] = [floats[float + REPLACE_LIMIT]!, floats[float + REPLACE_STOP]!];
  const prices = type === "stopTrailLimit" ? pricesOf(spec, 0, stop) : pricesOf(spec, limit, stop);
  const kept = [limit === 0 ? order.limit : null, stop === 0 ? order.stop : null].filter((price) => price !== null);
  return {
    ...{ instrument: order.instrument, isBuy: order.side === "buy" },
    size: quantity > 0 ? Math.max(0, spec.size(quantity) - order.filled) : before,
    prices: [...prices, ...kept],
    reduces: false,
  };
}

function pricesOf(spec: { price(steps: number): number }, limit: number, stop: number): number[] {
  return [limit, stop].filter((steps) => steps > 0).map((steps) => spec.price(steps));
}
