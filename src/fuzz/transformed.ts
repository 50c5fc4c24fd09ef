/**
 * Cases rewritten in ways that must change nothing but what was rewritten: other instrument ids, finer grids.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";
import { noticesOnly } from "./difference.ts";
import type { Workload } from "./workload.ts";

/** Event kinds whose instrument lane names one. */
const OF_INSTRUMENT: ReadonlySet<number> = new Set([
  contract.EVENT_BAR,
  contract.EVENT_QUOTE,
  contract.EVENT_TICK,
  contract.EVENT_ORDER_REPORT,
  contract.EVENT_FILL_REPORT,
  contract.EVENT_SESSION,
  contract.EVENT_HALT,
  contract.EVENT_PLACE,
  contract.EVENT_CANCEL,
  contract.EVENT_REPLACE,
  contract.EVENT_TOUCH,
]);

/** Lanes that count price steps, by kind. */
const PRICE_LANES: Readonly<Record<number, readonly number[]>> = {
  [contract.EVENT_BAR]: [contract.BAR_OPEN, contract.BAR_HIGH, contract.BAR_LOW, contract.BAR_CLOSE],
  [contract.EVENT_FILL_REPORT]: [contract.FILL_REPORT_PRICE],
  [contract.EVENT_PLACE]: [contract.PLACE_LIMIT, contract.PLACE_STOP],
  [contract.EVENT_REPLACE]: [contract.REPLACE_LIMIT, contract.REPLACE_STOP],
};

/** Lanes that count lots, by kind. */
const LOT_LANES: Readonly<Record<number, readonly number[]>> = {
  [contract.EVENT_ORDER_REPORT]: [contract.ORDER_REPORT_FILLED],
  [contract.EVENT_FILL_REPORT]: [contract.FILL_REPORT_QUANTITY],
  [contract.EVENT_PLACE]: [contract.PLACE_QUANTITY],
  [contract.EVENT_REPLACE]: [contract.REPLACE_QUANTITY],
};

/** The case with only some of its records. */
export function filtered(workload: Workload, keep: (words: Uint32Array, floats: Float64Array) => boolean): Workload {
  const words = new Uint32Array(workload.events.buffer), kept: number[] = [];
  for (let at = 0; at < words.length; at += contract.RECORD_WORDS) {
    const record = words.slice(at, at + contract.RECORD_WORDS);
    if (keep(record, new Float64Array(record.buffer))) kept.push(...record);
  }
  return { ...workload, events: new Float64Array(Uint32Array.from(kept).buffer) };
}

/** The case with its instruments registered in another order: instrument `id` becomes `order[id]`. */
export function permuted(workload: Workload, order: readonly number[]): Workload {
  const lanes = workload.configuration.lanes.slice(), stride = contract.INSTRUMENT_STRIDE;
  order.forEach((to, from) => {
    const block = workload.configuration.lanes.subarray(contract.CONFIG_INSTRUMENTS + from * stride).subarray(
      0,
      stride,
    );
    lanes.set(block, contract.CONFIG_INSTRUMENTS + to * stride);
  });
  const events = rewritten(workload.events, (words) => {
    const to = order[words[contract.LANE_INSTRUMENT]!];
    if (to !== undefined && OF_INSTRUMENT.has(words[contract.LANE_KIND]!)) words[contract.LANE_INSTRUMENT] = to;
  });
  return { configuration: { ...workload.configuration, lanes }, events };
}

/** The notices of a case as they would be after {@linkcode permuted}, and its marks. */
export function permutedOutputs(workload: Workload, outputs: Uint32Array, order: readonly number[]): Uint32Array {
  const events = new Uint32Array(workload.events.buffer), mapped = withoutCommits(outputs);
  for (let at = 0; at < mapped.length; at += contract.RECORD_WORDS) {
    const kind = mapped[at + contract.OUT_CODE]! & 255;
    if (kind === contract.OUTPUT_MARK) continue;
    const cause = (mapped[at + contract.OUT_CAUSE]! - 1) * contract.RECORD_WORDS;
    // What the broker says in a step names real instruments; what answers an event names that event's.
    const told = kind === contract.OUTPUT_REFUSAL || kind === contract.OUTPUT_DIAGNOSTIC;
    const answers = told && mapped[at + contract.OUT_REFUSAL_ORDER_ID] === 0;
    if (answers && !OF_INSTRUMENT.has(events[cause + contract.LANE_KIND]!)) continue;
    const place = at + contract.OUT_ORDER_INSTRUMENT, to = order[mapped[place]!];
    if (to !== undefined) mapped[place] = to;
  }
  return mapped;
}

/** The outputs without commits, whose hashes know the configuration. */
export function withoutCommits(outputs: Uint32Array): Uint32Array {
  const kept: number[] = [];
  for (let at = 0; at < outputs.length; at += contract.RECORD_WORDS) {
    if ((outputs[at + contract.OUT_CODE]! & 255) === contract.OUTPUT_COMMIT) continue;
    for (let word = at; word < at + contract.RECORD_WORDS; word++) kept.push(outputs[word]!);
  }
  return Uint32Array.from(kept);
}

/** The case on grids twice as fine, of prices or of lots: all counts double and their worth halves. */
export function finer(workload: Workload, what: "prices" | "lots"): Workload {
  const lanes = workload.configuration.lanes.slice();
  workload.configuration.instruments.forEach((_instrument, id) => {
    const base = contract.CONFIG_INSTRUMENTS + id * contract.INSTRUMENT_STRIDE;
    lanes[base + contract.INSTRUMENT_SCALE_DENOMINATOR_FIRST]! *= 2;
    if (what === "prices") lanes[base + contract.INSTRUMENT_TICK]! *= 2;
    else lanes[base + contract.INSTRUMENT_COMMISSION_UNIT_DENOMINATOR]! *= 2;
  });
  const doubled = what === "prices" ? PRICE_LANES : LOT_LANES;
  const events = rewritten(workload.events, (words, floats) => {
    for (const lane of doubled[words[contract.LANE_KIND]!] ?? []) floats[lane]! *= 2;
  });
  return { configuration: { ...workload.configuration, lanes }, events };
}

/** Lanes of order updates and fills that count price steps or lots; every other lane stays on a finer grid. */
const DOUBLED_OUTPUTS: Readonly<Record<"prices" | "lots", Readonly<Record<number, readonly number[]>>>> = {
  prices: {
    [contract.OUTPUT_ORDER]: [contract.OUT_ORDER_LIMIT, contract.OUT_ORDER_STOP],
    [contract.OUTPUT_FILL]: [contract.OUT_FILL_PRICE],
  },
  lots: {
    [contract.OUTPUT_ORDER]: [
      contract.OUT_ORDER_QUANTITY,
      contract.OUT_ORDER_FILLED,
      contract.OUT_ORDER_POSITION_SIZE,
    ],
    [contract.OUTPUT_FILL]: [
      contract.OUT_FILL_QUANTITY,
      contract.OUT_FILL_CLOSED,
      contract.OUT_FILL_POSITION_SIZE,
    ],
    [contract.OUTPUT_ROUND_TRIP]: [
      contract.OUT_ROUND_TRIP_QUANTITY,
      contract.OUT_ROUND_TRIP_QUANTITY_MAX,
      contract.OUT_ROUND_TRIP_ENTRY_QUANTITY,
    ],
  },
};

/** The order updates, fills and round trips of a case as they would be after {@linkcode finer}. */
export function finerOutputs(outputs: Uint32Array, what: "prices" | "lots"): Uint32Array {
  const mapped = tradesOnly(outputs), floats = new Float64Array(mapped.buffer);
  for (let at = 0; at < mapped.length; at += contract.RECORD_WORDS) {
    const kind = mapped[at + contract.OUT_CODE]! & 255;
    for (const lane of DOUBLED_OUTPUTS[what][kind] ?? []) floats[at / 2 + lane]! *= 2;
  }
  return mapped;
}

/** Order updates, fills and round trips alone: refusals and diagnostics quote whatever value was in question. */
export function tradesOnly(outputs: Uint32Array): Uint32Array<ArrayBuffer> {
  const notices = noticesOnly(outputs), kept: number[] = [];
  for (let at = 0; at < notices.length; at += contract.RECORD_WORDS) {
    if ((notices[at + contract.OUT_CODE]! & 255) > contract.OUTPUT_ROUND_TRIP) continue;
    for (let word = at; word < at + contract.RECORD_WORDS; word++) kept.push(notices[word]!);
  }
  return Uint32Array.from(kept);
}

/** A copy of a log with every record changed. */
function rewritten(
  events: Float64Array<ArrayBuffer>,
  change: (words: Uint32Array, floats: Float64Array) => void,
): Float64Array<ArrayBuffer> {
  const copy = new Uint32Array(events.buffer).slice();
  for (let at = 0; at < copy.length; at += contract.RECORD_WORDS) {
    const byte = at * 4;
    change(
      new Uint32Array(copy.buffer, byte, contract.RECORD_WORDS),
      new Float64Array(copy.buffer, byte, contract.RECORD_LANES),
    );
  }
  return new Float64Array(copy.buffer);
}
