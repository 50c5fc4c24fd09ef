/**
 * The final state of a log, independent of the way to it.
 *
 * @module
 */

import {
  OUT_CODE,
  OUT_EXECUTION_COMMISSION,
  OUT_EXECUTION_FILLED,
  OUT_EXECUTION_INSTRUMENT,
  OUT_EXECUTION_ORDER_ID,
  OUT_EXECUTION_ORDERED,
  OUT_EXECUTION_PNL,
  OUT_EXECUTION_POSITION_COST,
  OUT_EXECUTION_POSITION_SIZE,
  OUT_EXECUTION_ROUND_TRIP,
  OUT_EXECUTION_VALUE,
  OUT_FILL_INSTRUMENT,
  OUT_FILL_POSITION_BASIS,
  OUT_FILL_POSITION_SIZE,
  OUT_ORDER_COMMISSION,
  OUT_ORDER_FILLED,
  OUT_ORDER_ORDER_ID,
  OUT_ORDER_PNL,
  OUT_ORDER_QUANTITY,
  OUT_ORDER_VALUE,
  OUT_ROUND_TRIP_COMMISSION,
  OUT_ROUND_TRIP_ENTRY_VALUE,
  OUT_ROUND_TRIP_EXIT_VALUE,
  OUT_ROUND_TRIP_PNL,
  OUT_ROUND_TRIP_QUANTITY_MAX,
  OUT_ROUND_TRIP_ROUND_TRIP,
  OUTPUT_EXECUTION,
  OUTPUT_FILL,
  OUTPUT_ORDER,
  OUTPUT_ROUND_TRIP,
  RECORD_WORDS,
  STATUS_CASH,
  STATUS_COMMISSION,
  STATUS_OTHER_PROFIT,
  STATUS_REALISED,
  STATUS_VALUE,
} from "../../contract/contract.gen.ts";
import type { PlayedLog } from "./played_log.ts";

const ORDER_LANES: readonly number[] = [
  OUT_ORDER_QUANTITY,
  OUT_ORDER_FILLED,
  OUT_ORDER_VALUE,
  OUT_ORDER_COMMISSION,
  OUT_ORDER_PNL,
];
const POSITION_LANES: readonly number[] = [OUT_FILL_POSITION_SIZE, OUT_FILL_POSITION_BASIS];
const TRIP_LANES: readonly number[] = [
  OUT_ROUND_TRIP_QUANTITY_MAX,
  OUT_ROUND_TRIP_ENTRY_VALUE,
  OUT_ROUND_TRIP_EXIT_VALUE,
  OUT_ROUND_TRIP_PNL,
  OUT_ROUND_TRIP_COMMISSION,
];
const EXECUTED_POSITION_LANES: readonly number[] = [OUT_EXECUTION_POSITION_SIZE, OUT_EXECUTION_POSITION_COST];
const MONEY_LANES: readonly number[] = [
  STATUS_CASH,
  STATUS_VALUE,
  STATUS_COMMISSION,
  STATUS_REALISED,
  STATUS_OTHER_PROFIT,
];

/** Sums over the executions of orders and round trips, in place of which other records have totals. */
class Executions {
  readonly #orders: Map<number, number[]> = new Map();
  readonly #trips: Map<number, number[]> = new Map();

  /** Adds an EXECUTION, and puts order, position and round trip after it into a state. */
  add(words: Uint32Array, floats: Float64Array, at: number, state: Map<string, string>): void {
    const lane = (index: number): number => floats[at / 2 + index]!;
    const id = words[at + OUT_EXECUTION_ORDER_ID]!, trip = words[at + OUT_EXECUTION_ROUND_TRIP]!;
    const sums = [lane(OUT_EXECUTION_VALUE), lane(OUT_EXECUTION_COMMISSION), lane(OUT_EXECUTION_PNL)];
    const counts = [OUT_EXECUTION_ORDERED, OUT_EXECUTION_FILLED].map(lane);
    const order = addTo(this.#orders, id, sums);
    if (id !== 0) {
      state.set(`order ${id}`, `state ${(words[at + OUT_CODE]! >>> 8) & 255}, ${counts.join(" ")} ${order}`);
    }
    const position = EXECUTED_POSITION_LANES.map(lane);
    state.set(`position ${words[at + OUT_EXECUTION_INSTRUMENT]}`, position.join(" "));
    const open = position[0] === 0 ? "closed" : "open";
    state.set(`round trip ${trip}`, `${open} ${addTo(this.#trips, trip, sums)}`);
  }
}

/** Adds to the sums of an id, and returns them as a text. */
function addTo(all: Map<number, number[]>, id: number, added: readonly number[]): string {
  const sums = (all.get(id) ?? [0, 0, 0]).map((sum, at) => sum + added[at]!);
  all.set(id, sums);
  return sums.join(" ");
}

/**
 * Returns the final state of a log: orders, positions, round trips and cash, one text each. Sequences, diagnostics and
 * the chain depend on the way to that state, so they are left out.
 */
export function stateDigest({ outputs, status }: PlayedLog): readonly string[] {
  const floats = new Float64Array(outputs.slice().buffer), last = new Map<string, string>();
  const executions = new Executions();
  for (let at = 0; at < outputs.length; at += RECORD_WORDS) {
    const code = outputs[at + OUT_CODE]!, kind = code & 255;
    const lanes = (list: readonly number[]): string => list.map((lane) => floats[at / 2 + lane]).join(" ");
    if (kind === OUTPUT_EXECUTION) executions.add(outputs, floats, at, last);
    else if (kind === OUTPUT_ORDER) {
      last.set(`order ${outputs[at + OUT_ORDER_ORDER_ID]}`, `state ${(code >>> 8) & 255}, ${lanes(ORDER_LANES)}`);
    } else if (kind === OUTPUT_FILL) {
      last.set(`position ${outputs[at + OUT_FILL_INSTRUMENT]}`, lanes(POSITION_LANES));
    } else if (kind === OUTPUT_ROUND_TRIP) {
      last.set(`round trip ${outputs[at + OUT_ROUND_TRIP_ROUND_TRIP]}`, lanes(TRIP_LANES));
    }
  }
  const money = MONEY_LANES.map((lane) => status[lane]).join(" ");
  return [...[...last].map(([name, text]) => `${name}: ${text}`).sort(), `money: ${money}`];
}
