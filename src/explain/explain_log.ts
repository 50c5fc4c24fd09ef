/**
 * Reads a run from its replay log, in the form in which explanations read it.
 *
 * The rows come from the same journal as those of a result, which takes the outputs of the log in; the bars and the orders
 * come from its events.
 *
 * @module
 */

import type { InstrumentUnits } from "../broker/instrument_units.ts";
import { Journal } from "../broker/journal.ts";
import { parseRational } from "../broker/rational.ts";
import type { AskedOrder, OrderRole } from "../broker/result_rows.ts";
import { sideOf } from "../broker/side.ts";
import {
  BAR_BEGIN_US,
  BAR_CLOSE,
  BAR_HIGH,
  BAR_LOW,
  BAR_OPEN,
  BAR_SESSION_DAY,
  BAR_VOLUME,
  BAR_WITHOUT_VOLUME_NO_FILL,
  CONFIG_CASH_INITIAL,
  CONFIG_INSTRUMENTS,
  CONFIG_RULE_LIMIT_FILL,
  CONFIG_RULE_NUMBERS,
  CONFIG_RULE_PATH,
  EVENT_BAR,
  EVENT_PLACE,
  EVENT_REPLACE,
  EVENT_STEP,
  EXACT_MAX,
  INSTRUMENT_BAR_WITHOUT_VOLUME,
  INSTRUMENT_LATENCY_BARS,
  INSTRUMENT_SLIPPAGE_RATE,
  INSTRUMENT_STRIDE,
  INSTRUMENT_VOLUME_LIMIT_NUMERATOR,
  LANE_INSTRUMENT,
  LANE_KIND,
  LANE_ORDER_ID,
  LANE_TIME_US,
  LIMIT_FILL_TOUCH,
  NUMBERS_DOUBLES,
  ORDER_FLAG_CLOSE,
  ORDER_FLAG_POST_ONLY,
  ORDER_FLAG_PROTECTIVE,
  ORDER_FLAG_REDUCE_ONLY,
  ORDER_FLAG_TARGET,
  ORDER_FLAG_TRAIL_RATE,
  OUT_TIME_US,
  PATH_WORST_CASE,
  PLACE_CASH,
  PLACE_FLAGS,
  PLACE_FRACTION,
  PLACE_LIMIT,
  PLACE_OCO,
  PLACE_ORDER_TYPE,
  PLACE_PARENT,
  PLACE_QUANTITY,
  PLACE_SIDE,
  PLACE_STOP,
  PLACE_TRAIL,
  PLACE_VALID_US,
  PLACE_VALIDITY,
  RATE_SCALE,
  RECORD_LANES,
  RECORD_WORDS,
  REPLACE_LIMIT,
  REPLACE_TRAIL,
  SIDE_BUY,
  TYPE_LIMIT,
  TYPE_MARKET,
  TYPE_MARKET_ON_CLOSE,
  TYPE_STOP_TRAIL_LIMIT,
} from "../contract/contract.gen.ts";
import { wordsOf } from "../contract/words.ts";
import type { BarColumns } from "../feeds/feed_data.ts";
import type { ExecutionFacts } from "../records/execution_facts.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../records/json.ts";
import { OutputReader } from "../records/output_reader.ts";
import { displayUnitsOf } from "../replay/display_values.ts";
import type { ReplayLogSource } from "../replay/log_source.ts";
import { ReplayLogReader, type ReplayLogReaderOptions, type ReplayLogRecords } from "../replay/replay_log_reader.ts";
import type { ExplainedFeed, ExplainedRun } from "./explained_run.ts";

/** The columns of the bars of an instrument while they are read. */
type GrowingColumns = Record<keyof BarColumns, number[]>;

/** An instrument of a log. */
interface LogInstrument {
  readonly units: InstrumentUnits;
  readonly needsVolume: boolean;
  readonly limitsVolume: boolean;
  readonly latencyBars: number;
  readonly slippage: number;
  readonly bars: GrowingColumns;
  readonly margin: Pick<ExplainedFeed, "margin" | "settlement">;
}

/**
 * Reads the run of a log.
 *
 * @param source The log: its bytes or its file.
 * @param options Options of the reader.
 * @throws {ReplayLogError} If it is no log, or damaged.
 * @throws {RangeError} If no run wrote it.
 */
export function readExplainedRun(source: ReplayLogSource, options: ReplayLogReaderOptions = {}): ExplainedRun {
  const reader = new ReplayLogReader(source, options), { description, configuration } = reader.header;
  const instruments = instrumentsOf(description, configuration), units = instruments.map((each) => each.units);
  const money = displayUnitsOf(description)!.money, moneyUnits = Math.round(1 / money(1));
  const chunks: ReplayLogRecords[] = [], steps: number[] = [];
  for (const chunk of reader.chunks()) {
    if (chunk.kind !== "events" && chunk.kind !== "outputs") continue;
    chunks.push(chunk);
    if (chunk.kind === "events") readMarket(chunk, instruments, steps);
  }
  const columns = instruments.map(({ bars }) => columnsOf(bars)), timeUs = Float64Array.from(steps);
  const held = new Float64Array(units.length);
  const account = {
    execute: (facts: ExecutionFacts): void => void (held[facts.instrument] = facts.positionSize),
    transfer: (): void => {},
    split: (instrument: number, after: number): void => void (held[instrument] = after),
  };
  const journal = new Journal(new Float64Array(RECORD_LANES), units, columns, account, moneyUnits);
  journal.listening = { orders: false, trades: false };
  const stepOf = stepFinder(timeUs), orders = new LogOrders({ journal, units, money, held, stepOf });
  for (const chunk of chunks) {
    if (chunk.kind === "events") orders.read(chunk);
    else takeOutputs(journal, chunk, stepOf);
  }
  journal.acceptSent();
  return {
    feeds: new Map(instruments.map(({ units, margin, ...terms }, id): [string, ExplainedFeed] => [
      units.name,
      {
        ...{ name: units.name, columns: columns[id]!, pointValue: units.pointValue, ...margin },
        ...(units.zero === 0 ? {} : { pricesFrom: units.price(0) }),
        ...{ needsVolume: terms.needsVolume, limitsVolume: terms.limitsVolume, slippage: terms.slippage },
        latencyBars: terms.latencyBars,
      },
    ])),
    ...{ timeUs, rows: journal.rows(), story: journal.story(), moneyUnits },
    cashInitial: configuration[CONFIG_CASH_INITIAL]! / moneyUnits,
    hasPath: configuration[CONFIG_RULE_PATH] !== PATH_WORST_CASE,
    limitFill: configuration[CONFIG_RULE_LIMIT_FILL] === LIMIT_FILL_TOUCH ? "touch" : "through",
    timeZone: "UTC",
    // The events of a log are on the grid already.
    placedTerms: ({ role, asked: { size, limit, stop } }) => ({
      ...{ size: role === "target" ? null : size ?? null, limit: limit ?? null, stop: stop ?? null },
    }),
  };
}

/** Returns the instruments of a run that a log describes. */
function instrumentsOf(description: JsonObject, configuration: Float64Array): readonly LogInstrument[] {
  const units = displayUnitsOf(description), { instruments, strategy } = description;
  if (configuration[CONFIG_RULE_NUMBERS] === NUMBERS_DOUBLES) {
    throw new RangeError(
      'Cannot explain orders of this log: it is of a run of the queue model, as with profile "backtrader", and explanations ' +
        'are of the rules of profile "exact"',
    );
  }
  if (units === undefined || !Array.isArray(instruments) || typeof strategy !== "string") {
    throw new RangeError(
      "Cannot explain orders of this log: no run wrote it, so it does not tell its grids; take a log of replayLog or of " +
        "cracktrader run --log",
    );
  }
  return units.instruments.map(({ name, price, distance, size }, id): LogInstrument => {
    const base = CONFIG_INSTRUMENTS + id * INSTRUMENT_STRIDE, zero = Math.round(-price(0) / distance(1)) + 0;
    return {
      units: {
        ...{ name, price, distance, size, pointValue: pointValueOf(instruments[id]), zero },
        // The prices of a log are on its grid.
        wholeSteps: (shown) => Math.round(shown / distance(1)) + zero,
        lanes: configuration.subarray(base, base + INSTRUMENT_STRIDE),
      },
      needsVolume: configuration[base + INSTRUMENT_BAR_WITHOUT_VOLUME] === BAR_WITHOUT_VOLUME_NO_FILL,
      limitsVolume: configuration[base + INSTRUMENT_VOLUME_LIMIT_NUMERATOR] !== 0,
      latencyBars: configuration[base + INSTRUMENT_LATENCY_BARS]!,
      slippage: configuration[base + INSTRUMENT_SLIPPAGE_RATE]! / RATE_SCALE,
      margin: marginOf(instruments[id]),
      bars: { timeUs: [], beginUs: [], sessionDay: [], open: [], high: [], low: [], close: [], volume: [] },
    };
  });
}

/** Returns the margin of an instrument, which a run that wrote the log has described. */
function marginOf(instrument: JsonValue | undefined): Pick<ExplainedFeed, "margin" | "settlement"> {
  if (!isJsonObject(instrument) || instrument["margin"] === undefined) return {};
  const margin = instrument["margin"] as unknown as NonNullable<ExplainedFeed["margin"]>;
  return { margin, ...(instrument["settlement"] === "futures" ? { settlement: "futures" } : {}) };
}

function pointValueOf(instrument: JsonValue | undefined): number {
  const multiplier = isJsonObject(instrument) ? instrument["multiplier"] : undefined;
  if (typeof multiplier !== "string") return 1;
  const { numerator, denominator } = parseRational(multiplier, "multiplier");
  return Number(numerator) / Number(denominator);
}

/** Reads the bars and the times of the steps from events. */
function readMarket({ floats, words, count }: ReplayLogRecords, all: readonly LogInstrument[], steps: number[]): void {
  for (let at = 0; at < count; at++) {
    const lane = at * RECORD_LANES, word = at * RECORD_WORDS, kind = words[word + LANE_KIND];
    const timeUs = floats[lane + LANE_TIME_US]!;
    if (kind === EVENT_STEP) steps.push(timeUs);
    if (kind !== EVENT_BAR) continue;
    const { units, bars } = all[words[word + LANE_INSTRUMENT]!]!;
    bars.timeUs.push(timeUs);
    bars.beginUs.push(floats[lane + BAR_BEGIN_US]!);
    bars.sessionDay.push(words[word + BAR_SESSION_DAY]!);
    bars.open.push(units.price(floats[lane + BAR_OPEN]!));
    bars.high.push(units.price(floats[lane + BAR_HIGH]!));
    bars.low.push(units.price(floats[lane + BAR_LOW]!));
    bars.close.push(units.price(floats[lane + BAR_CLOSE]!));
    bars.volume.push(floats[lane + BAR_VOLUME]!);
  }
}

function columnsOf(bars: GrowingColumns): BarColumns {
  const { timeUs, beginUs, sessionDay, open, high, low, close, volume } = bars;
  return {
    timeUs: Float64Array.from(timeUs),
    beginUs: Float64Array.from(beginUs),
    sessionDay: Float64Array.from(sessionDay),
    open: Float64Array.from(open),
    high: Float64Array.from(high),
    low: Float64Array.from(low),
    close: Float64Array.from(close),
    volume: Float64Array.from(volume),
  };
}

/** Returns a function that finds the index of a step by its time; times are asked for in their order. */
function stepFinder(timeUs: Float64Array): (us: number) => number {
  const steps = new Map(Array.from(timeUs, (us, step) => [us, step]));
  return (us) => steps.get(us) ?? 0;
}

function takeOutputs(journal: Journal, { floats, count }: ReplayLogRecords, stepOf: (us: number) => number): void {
  const notice = new OutputReader(floats), buffer = journal.reader.buffer;
  for (let at = 0; at < count; at++) {
    notice.seek(at);
    notice.copy(buffer, 0);
    journal.take(1, stepOf(notice.float(OUT_TIME_US)), -Infinity);
  }
}

/** The parts that the orders of a log are made with. */
interface LogOrderParts {
  readonly journal: Journal;
  readonly units: readonly InstrumentUnits[];
  readonly money: (units: number) => number;
  /** Signed lots of each position. */
  readonly held: Float64Array;
  readonly stepOf: (us: number) => number;
}

/** Makes the orders of a journal from the events of a log. */
class LogOrders {
  readonly #parts: LogOrderParts;
  #last = 0;

  constructor(parts: LogOrderParts) {
    this.#parts = parts;
  }

  /** Adds the orders that events place. */
  read({ floats, count }: ReplayLogRecords): void {
    const words = wordsOf(floats);
    for (let at = 0; at < count; at++) {
      const kind = words[at * RECORD_WORDS + LANE_KIND];
      const lanes = floats.subarray(at * RECORD_LANES), others = words.subarray(at * RECORD_WORDS);
      if (kind === EVENT_PLACE) this.#place(lanes, others);
      else if (kind === EVENT_REPLACE) {
        const order = this.#parts.journal.orders.get(others[LANE_ORDER_ID]!);
        order?.askDistance(lanes[REPLACE_TRAIL]!, lanes[REPLACE_LIMIT]!, lanes[LANE_TIME_US]!);
      }
    }
  }

  #place(floats: Float64Array, words: Uint32Array): void {
    const id = words[LANE_ORDER_ID]!, instrument = words[LANE_INSTRUMENT]!, { orders } = this.#parts.journal;
    if (id !== this.#last + 1) {
      throw new RangeError(
        `Cannot explain orders of this log: order ${id} follows order ${this.#last}, and a run numbers them one by one`,
      );
    }
    this.#last = id;
    const placedUs = floats[LANE_TIME_US]!, type = words[PLACE_ORDER_TYPE]!, parent = words[PLACE_PARENT]!;
    const lots = floats[PLACE_QUANTITY]!, stop = floats[PLACE_STOP]!, flags = words[PLACE_FLAGS]!;
    const trail = floats[PLACE_TRAIL]!, offset = type === TYPE_STOP_TRAIL_LIMIT ? floats[PLACE_LIMIT]! : 0;
    const limit = type === TYPE_STOP_TRAIL_LIMIT ? 0 : floats[PLACE_LIMIT]!;
    const distance = trail === 0 ? undefined : { trail, byRate: (flags & ORDER_FLAG_TRAIL_RATE) !== 0 };
    const share = (flags & ORDER_FLAG_PROTECTIVE) === 0 ? 0 : floats[PLACE_FRACTION]!;
    const role = roleOf(words[PLACE_FLAGS]!, type, lots);
    // The run gives the flag to its own orders too, which nobody asked for.
    const reduceOnly = role === "entry" && (words[PLACE_FLAGS]! & ORDER_FLAG_REDUCE_ONLY) !== 0;
    // A target has its size from its fill, as an exit of all there is has.
    const isOfPosition = role === "close" && lots === 0, isUnsized = role === "target" || lots === EXACT_MAX;
    const quantity = isOfPosition ? Math.abs(this.#parts.held[instrument]!) : isUnsized ? 0 : lots;
    const order = orders.add({
      ...{ side: sideOf(words[PLACE_SIDE] === SIDE_BUY ? 1 : -1), type, instrument, role, placedUs, parent },
      ...{ asked: this.#askedOf(floats, words, role), step: this.#parts.stepOf(placedUs), oco: words[PLACE_OCO]! },
      ...{ distance, offset, share, postOnly: (flags & ORDER_FLAG_POST_ONLY) !== 0 },
      ...{ tag: 0, reduceOnly, lifetime: { validity: words[PLACE_VALIDITY]!, validUs: floats[PLACE_VALID_US]! } },
    }, { quantity, limit, stop });
    orders.get(parent)?.protect(order);
  }

  #askedOf(floats: Float64Array, words: Uint32Array, role: OrderRole): AskedOrder {
    const units = this.#parts.units[words[LANE_INSTRUMENT]!]!,
      lots = floats[PLACE_QUANTITY]!,
      cash = floats[PLACE_CASH]!;
    const fraction = floats[PLACE_FRACTION]!, stop = floats[PLACE_STOP]!, trail = floats[PLACE_TRAIL]!;
    const limit = floats[PLACE_LIMIT]!, isOffset = words[PLACE_ORDER_TYPE] === TYPE_STOP_TRAIL_LIMIT;
    const byRate = (words[PLACE_FLAGS]! & ORDER_FLAG_TRAIL_RATE) !== 0;
    // The fraction of a protective order is its share of what its entry opened.
    const protects = (words[PLACE_FLAGS]! & ORDER_FLAG_PROTECTIVE) !== 0;
    const isTarget = role === "target", isSized = lots !== 0 && lots !== EXACT_MAX;
    const nothing = isTarget && lots === 0 && cash === 0 && fraction === 0;
    // The side of a target is that of the position that it aims at.
    const sign = isTarget && words[PLACE_SIDE] !== SIDE_BUY ? -1 : 1;
    return {
      ...(isSized || nothing ? { size: sign * units.size(lots) + 0 } : {}),
      ...(cash === 0 ? {} : isTarget ? { value: sign * this.#parts.money(cash) } : { cash: this.#parts.money(cash) }),
      ...(fraction === 0 || protects ? {} : { fraction: sign * fraction / RATE_SCALE }),
      ...(isOffset ? { limitOffset: units.distance(limit) } : limit === 0 ? {} : { limit: units.price(limit) }),
      ...(trail === 0 ? {} : byRate ? { percent: trail / (RATE_SCALE / 100) } : { amount: units.distance(trail) }),
      ...(stop === 0 ? {} : { stop: units.price(stop) }),
    };
  }
}

function roleOf(flags: number, type: number, lots: number): OrderRole {
  if ((flags & ORDER_FLAG_PROTECTIVE) !== 0) return type === TYPE_LIMIT ? "takeProfit" : "stopLoss";
  if ((flags & ORDER_FLAG_TARGET) !== 0) return "target";
  if ((flags & ORDER_FLAG_CLOSE) !== 0) return "close";
  const exits = (flags & ORDER_FLAG_REDUCE_ONLY) !== 0 && (type === TYPE_MARKET || type === TYPE_MARKET_ON_CLOSE);
  return exits && lots === EXACT_MAX ? "flatAt" : "entry";
}
