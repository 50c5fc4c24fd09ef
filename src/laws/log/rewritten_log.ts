/**
 * Rewrites logs in ways that must change only the rewritten part: other instrument ids, finer grids.
 *
 * @module
 */

import {
  BAR_CLOSE,
  BAR_HIGH,
  BAR_LOW,
  BAR_OPEN,
  CONFIG_INSTRUMENTS,
  CONFIG_INSTRUMENTS_COUNT,
  DIVIDEND_DENOMINATOR,
  EVENT_BAR,
  EVENT_CANCEL,
  EVENT_DIVIDEND,
  EVENT_FILL_REPORT,
  EVENT_FUNDING,
  EVENT_HALT,
  EVENT_ORDER_REPORT,
  EVENT_PLACE,
  EVENT_POSITION_READ,
  EVENT_QUOTE,
  EVENT_REPLACE,
  EVENT_SESSION,
  EVENT_SPLIT,
  EVENT_SPREAD,
  EVENT_STEP,
  EVENT_TICK,
  FILL_REPORT_FEE_LOTS,
  FILL_REPORT_PRICE,
  FILL_REPORT_QUANTITY,
  INSTRUMENT_COMMISSION_UNIT_DENOMINATOR,
  INSTRUMENT_MARGIN_LOTS,
  INSTRUMENT_SCALE_DENOMINATOR_FIRST,
  INSTRUMENT_STRIDE,
  INSTRUMENT_TICK,
  INSTRUMENT_VOLUME_LOTS_NUMERATOR,
  LANE_INSTRUMENT,
  LANE_KIND,
  ORDER_REPORT_FILLED,
  OUT_CAUSE,
  OUT_CODE,
  OUT_EXECUTION_FILLED,
  OUT_EXECUTION_ORDERED,
  OUT_EXECUTION_POSITION_SIZE,
  OUT_EXECUTION_PRICE,
  OUT_EXECUTION_QUANTITY,
  OUT_FILL_CLOSED,
  OUT_FILL_POSITION_SIZE,
  OUT_FILL_PRICE,
  OUT_FILL_QUANTITY,
  OUT_ORDER_FILLED,
  OUT_ORDER_INSTRUMENT,
  OUT_ORDER_LIMIT,
  OUT_ORDER_POSITION_SIZE,
  OUT_ORDER_QUANTITY,
  OUT_ORDER_STOP,
  OUT_REFUSAL_ORDER_ID,
  OUT_ROUND_TRIP_ENTRY_QUANTITY,
  OUT_ROUND_TRIP_QUANTITY,
  OUT_ROUND_TRIP_QUANTITY_MAX,
  OUT_SEQUENCE,
  OUTPUT_COMMIT,
  OUTPUT_DIAGNOSTIC,
  OUTPUT_EXECUTION,
  OUTPUT_FILL,
  OUTPUT_MARK,
  OUTPUT_ORDER,
  OUTPUT_REFUSAL,
  OUTPUT_ROUND_TRIP,
  PLACE_LIMIT,
  PLACE_QUANTITY,
  PLACE_STOP,
  PLACE_TRAIL,
  REASON_BORROW,
  REASON_FUNDING,
  REASON_LIQUIDATION,
  REASON_NEGATIVE_CASH,
  RECORD_WORDS,
  REPLACE_LIMIT,
  REPLACE_QUANTITY,
  REPLACE_STOP,
  REPLACE_TRAIL,
  SPREAD_STEPS,
} from "../../contract/contract.gen.ts";
import { wordsOf } from "../../contract/words.ts";
import { type EventLog, rewrittenEvents } from "./event_log.ts";
import { isTrade, outputsOf } from "./played_log.ts";

/** Event kinds whose instrument lane holds an instrument. */
const OF_INSTRUMENT: ReadonlySet<number> = new Set([
  EVENT_BAR,
  EVENT_QUOTE,
  EVENT_TICK,
  EVENT_ORDER_REPORT,
  EVENT_FILL_REPORT,
  EVENT_SESSION,
  EVENT_HALT,
  EVENT_FUNDING,
  EVENT_DIVIDEND,
  EVENT_SPLIT,
  EVENT_SPREAD,
  EVENT_PLACE,
  EVENT_CANCEL,
  EVENT_REPLACE,
  EVENT_POSITION_READ,
]);

/** Reasons of what a step tells of a position without an order: what fell due on it, and that it is liquidated. */
const OF_POSITION: ReadonlySet<number> = new Set([REASON_FUNDING, REASON_BORROW, REASON_LIQUIDATION]);

type Lanes = Readonly<Record<number, readonly number[]>>;

/** A grid that can be made finer: prices or sizes. */
export type Grid = "prices" | "lots";

/** Lanes of events that count steps of a grid, by kind. */
const EVENT_LANES: Readonly<Record<Grid, Lanes>> = {
  prices: {
    [EVENT_BAR]: [BAR_OPEN, BAR_HIGH, BAR_LOW, BAR_CLOSE],
    [EVENT_SPREAD]: [SPREAD_STEPS],
    [EVENT_FILL_REPORT]: [FILL_REPORT_PRICE],
    [EVENT_PLACE]: [PLACE_LIMIT, PLACE_STOP, PLACE_TRAIL],
    [EVENT_REPLACE]: [REPLACE_LIMIT, REPLACE_STOP, REPLACE_TRAIL],
  },
  lots: {
    [EVENT_ORDER_REPORT]: [ORDER_REPORT_FILLED],
    [EVENT_FILL_REPORT]: [FILL_REPORT_QUANTITY, FILL_REPORT_FEE_LOTS],
    [EVENT_DIVIDEND]: [DIVIDEND_DENOMINATOR],
    [EVENT_PLACE]: [PLACE_QUANTITY],
    [EVENT_REPLACE]: [REPLACE_QUANTITY],
  },
};

/**
 * Lanes of order updates, executions and round trips that count steps of a grid. All other lanes stay the same on a finer
 * grid.
 */
const OUTPUT_LANES: Readonly<Record<Grid, Lanes>> = {
  prices: {
    [OUTPUT_ORDER]: [OUT_ORDER_LIMIT, OUT_ORDER_STOP],
    [OUTPUT_FILL]: [OUT_FILL_PRICE],
    [OUTPUT_EXECUTION]: [OUT_EXECUTION_PRICE],
  },
  lots: {
    [OUTPUT_ORDER]: [OUT_ORDER_QUANTITY, OUT_ORDER_FILLED, OUT_ORDER_POSITION_SIZE],
    [OUTPUT_FILL]: [OUT_FILL_QUANTITY, OUT_FILL_CLOSED, OUT_FILL_POSITION_SIZE],
    [OUTPUT_EXECUTION]: [
      OUT_EXECUTION_QUANTITY,
      OUT_EXECUTION_POSITION_SIZE,
      OUT_EXECUTION_ORDERED,
      OUT_EXECUTION_FILLED,
    ],
    [OUTPUT_ROUND_TRIP]: [OUT_ROUND_TRIP_QUANTITY, OUT_ROUND_TRIP_QUANTITY_MAX, OUT_ROUND_TRIP_ENTRY_QUANTITY],
  },
};

/** Returns the log with its instruments registered in another order: instrument `id` becomes `order[id]`. */
export function permutedLog({ configuration, events }: EventLog, order: readonly number[]): EventLog {
  const lanes = configuration.slice();
  order.forEach((to, from) => {
    const block = CONFIG_INSTRUMENTS + from * INSTRUMENT_STRIDE;
    lanes.set(configuration.subarray(block, block + INSTRUMENT_STRIDE), CONFIG_INSTRUMENTS + to * INSTRUMENT_STRIDE);
  });
  const rewritten = rewrittenEvents(events, (words) => {
    const to = order[words[LANE_INSTRUMENT]!];
    if (to !== undefined && OF_INSTRUMENT.has(words[LANE_KIND]!)) words[LANE_INSTRUMENT] = to;
  });
  return { configuration: lanes, events: rewritten };
}

/**
 * Returns the outputs that a log gives after {@linkcode permutedLog}. Commits are left out, as their hashes depend on
 * the configuration.
 */
export function permutedOutputs({ events }: EventLog, outputs: Uint32Array, order: readonly number[]): Uint32Array {
  const causes = wordsOf(events), mapped = withoutCommits(outputs);
  for (let at = 0; at < mapped.length; at += RECORD_WORDS) {
    const kind = mapped[at + OUT_CODE]! & 255;
    if (kind === OUTPUT_MARK) continue;
    const cause = (mapped[at + OUT_CAUSE]! - 1) * RECORD_WORDS;
    // Refusals and diagnostics within a step point at real instruments. Those that answer an event point at the
    // instrument of that event.
    const told = kind === OUTPUT_REFUSAL || kind === OUTPUT_DIAGNOSTIC;
    const answers = told && mapped[at + OUT_REFUSAL_ORDER_ID] === 0;
    const of_position = causes[cause + LANE_KIND] === EVENT_STEP && OF_POSITION.has(mapped[at + OUT_CODE]! >>> 16);
    if (answers && !of_position && !OF_INSTRUMENT.has(causes[cause + LANE_KIND]!)) continue;
    const place = at + OUT_ORDER_INSTRUMENT, to = order[mapped[place]!];
    if (to !== undefined) mapped[place] = to;
  }
  orderDues(mapped, causes);
  return mapped;
}

/** Returns the places of what fell due on positions, of each step by itself. */
function duesOfSteps(outputs: Uint32Array, causes: Uint32Array): number[][] {
  const dues: Map<number, number[]> = new Map();
  for (let at = 0; at < outputs.length; at += RECORD_WORDS) {
    const code = outputs[at + OUT_CODE]!, reason = code >>> 16, cause = outputs[at + OUT_CAUSE]!;
    if ((code & 255) !== OUTPUT_DIAGNOSTIC || (reason !== REASON_FUNDING && reason !== REASON_BORROW)) continue;
    if (causes[(cause - 1) * RECORD_WORDS + LANE_KIND] !== EVENT_STEP) continue;
    const places = dues.get(cause);
    if (places === undefined) dues.set(cause, [at]);
    else places.push(at);
  }
  return [...dues.values()];
}

/** Sorts what fell due on positions in a step by instrument, as an engine tells it. */
function orderDues(outputs: Uint32Array, causes: Uint32Array): void {
  for (const places of duesOfSteps(outputs, causes)) {
    const numbers = places.map((at) => outputs[at + OUT_SEQUENCE]!);
    const records = places.map((at) => outputs.slice(at, at + RECORD_WORDS));
    records.sort((one, other) => one[OUT_ORDER_INSTRUMENT]! - other[OUT_ORDER_INSTRUMENT]!);
    places.forEach((at, index) => {
      outputs.set(records[index]!, at);
      outputs[at + OUT_SEQUENCE] = numbers[index]!;
    });
  }
}

/**
 * Returns whether what fell due in a step took the cash below zero while the order of the instruments counted: the
 * warning names the one whose payment did it.
 */
export function hasDebtByDues({ events }: EventLog, outputs: Uint32Array): boolean {
  const causes = wordsOf(events);
  const steps = new Set(duesOfSteps(outputs, causes).map((places) => outputs[places[0]! + OUT_CAUSE]!));
  for (let at = 0; at < outputs.length; at += RECORD_WORDS) {
    const code = outputs[at + OUT_CODE]!;
    const warns = (code & 255) === OUTPUT_DIAGNOSTIC && code >>> 16 === REASON_NEGATIVE_CASH;
    if (warns && outputs[at + OUT_REFUSAL_ORDER_ID] === 0 && steps.has(outputs[at + OUT_CAUSE]!)) return true;
  }
  return false;
}

/** Returns the outputs without commits. */
export function withoutCommits(outputs: Uint32Array): Uint32Array {
  return outputsOf(outputs, (kind) => kind !== OUTPUT_COMMIT);
}

/**
 * Returns the log on grids twice as fine, of prices or of lots: all counts double and the value of one count halves.
 */
export function finerLog({ configuration, events }: EventLog, grid: Grid): EventLog {
  const lanes = configuration.slice();
  for (let id = 0; id < lanes[CONFIG_INSTRUMENTS_COUNT]!; id++) {
    const base = CONFIG_INSTRUMENTS + id * INSTRUMENT_STRIDE;
    lanes[base + INSTRUMENT_SCALE_DENOMINATOR_FIRST]! *= 2;
    if (grid === "prices") lanes[base + INSTRUMENT_TICK]! *= 2;
    else {
      lanes[base + INSTRUMENT_COMMISSION_UNIT_DENOMINATOR]! *= 2;
      lanes[base + INSTRUMENT_MARGIN_LOTS]! *= 2;
      lanes[base + INSTRUMENT_VOLUME_LOTS_NUMERATOR]! *= 2;
    }
  }
  const rewritten = rewrittenEvents(events, (words, floats) => {
    for (const lane of EVENT_LANES[grid][words[LANE_KIND]!] ?? []) floats[lane]! *= 2;
  });
  return { configuration: lanes, events: rewritten };
}

/** Returns whether an order rests or fills at the first price of the grid, where a price at a distance is held. */
export function hasPriceAtEnd(outputs: Uint32Array): boolean {
  const trades = outputsOf(outputs, isTrade), floats = new Float64Array(trades.buffer);
  for (let at = 0; at < trades.length; at += RECORD_WORDS) {
    const lanes = OUTPUT_LANES.prices[trades[at + OUT_CODE]! & 255] ?? [];
    if (lanes.some((lane) => floats[at / 2 + lane] === 1)) return true;
  }
  return false;
}

/** Returns the order updates, executions and round trips that a log gives after {@linkcode finerLog}. */
export function finerOutputs(outputs: Uint32Array, grid: Grid): Uint32Array {
  const mapped = outputsOf(outputs, isTrade), floats = new Float64Array(mapped.buffer);
  for (let at = 0; at < mapped.length; at += RECORD_WORDS) {
    for (const lane of OUTPUT_LANES[grid][mapped[at + OUT_CODE]! & 255] ?? []) floats[at / 2 + lane]! *= 2;
  }
  return mapped;
}
