/**
 * The quiet loop: pulls steps that can change nothing but marks.
 *
 * @module
 */

import { COLUMN_CLOSE, EVENT_STEP, EXACT_MAX } from "../../contract/contract.gen.ts";
import { lacksDay } from "./due.ts";
import { horizonOfOrders } from "./horizon.ts";
import { markOf } from "./ledger.ts";
import { unpaidCost } from "./margin.ts";
import { pullSeveral } from "./quiet_several.ts";
import { assert } from "../state/assert.ts";
import type { Columns } from "../state/columns.ts";
import type { State } from "../state/state.ts";

/** Pulls bars while no order can fill or end, and marks each step. */
export function advanceQuietly(
  state: State,
  loaded: Columns,
  columns: Float64Array,
  until_us: number,
  marks: Float64Array,
  row: number,
): number {
  if (!isQuiet(state)) return 0;
  const before_us = horizonOfOrders(state, loaded, columns), pulls = loaded.counts.length === 1 ? pull : pullSeveral;
  const steps = pulls(state, loaded, columns, until_us, before_us, marks, row);
  if (steps === 0) return 0;
  state.event_kind = EVENT_STEP;
  state.event_producer = 0;
  state.event_producer_sequence = 0;
  state.step_us = state.time_us;
  state.step_seen = true;
  return steps;
}

/**
 * Pulls the bars of a single instrument up to a time and before another; returns the number of steps. Local variables
 * hold the chain for speed.
 */
function pull(
  state: State,
  loaded: Columns,
  columns: Float64Array,
  until_us: number,
  before_us: number,
  marks: Float64Array,
  row: number,
): number {
  const instrument = state.instruments[0]!, count = loaded.counts[0]!, capacity = marks.length / 2;
  const first = instrument.bars - loaded.bases[0]!;
  const rows = count - first < capacity - row ? count - first : capacity - row;
  assert(state.sequence + 2 * rows <= 0xffff_ffff, "Cannot advance past 2^32 - 1 events");
  const closes = COLUMN_CLOSE * count, cash = state.account.cash, size = instrument.position_size;
  // A position adds its value to this, a future only what is above its cost.
  const base = cash - unpaidCost(instrument);
  const lanes = state.chain.lanes;
  let low = lanes[0]! | 0, high = lanes[1]! | 0, sequence = state.sequence | 0;
  let value = cash + state.account.marks, steps = 0;
  // The value of the step before, as the step at which it falls to zero emits a diagnostic.
  let before = state.account.value;
  if (value > EXACT_MAX || value < -EXACT_MAX || columns[first]! >= before_us) return 0;
  if (size === 0 && value <= 0 && before > 0) return 0;
  // The first mark of a size finds if marks are whole multiples of the close: then one multiplication makes a mark.
  if (size !== 0) {
    instrument.close = columns[first + closes]!;
    markOf(instrument);
  }
  const multiple = size !== 0 && instrument.mark_rest === 0 ? instrument.mark_whole : -1;
  for (; steps < rows; steps++) {
    const from = first + steps, time_us = columns[from]!;
    if (time_us > until_us || time_us >= before_us) break;
    if (size !== 0) {
      const close = columns[from + closes]!;
      let marked = close * multiple;
      if (marked < 0 || marked > EXACT_MAX) {
        instrument.close = close;
        marked = markOf(instrument);
        // A mark past a limit emits a diagnostic, so the full step has to compute it.
        if (marked === Infinity) break;
      }
      const worth = base + (size < 0 ? -marked : marked);
      if (worth > EXACT_MAX || worth < -EXACT_MAX || (worth <= 0 && before > 0)) break;
      value = worth;
      before = worth;
    }
    // The chain takes the bar's sequence and the step's, in the order of the events.
    sequence++;
    let a = Math.imul(low ^ sequence, 0x9e3779b1), b = Math.imul(high, 0x85ebca77);
    low = ((a << 13) | (a >>> 19)) + b | 0;
    high = ((b << 17) | (b >>> 15)) ^ a;
    sequence++;
    a = Math.imul(low ^ sequence, 0x9e3779b1);
    b = Math.imul(high, 0x85ebca77);
    low = ((a << 13) | (a >>> 19)) + b | 0;
    high = ((b << 17) | (b >>> 15)) ^ a;
    marks[row + steps] = cash;
    marks[capacity + row + steps] = value;
  }
  if (steps === 0) return 0;
  if (state.chain_on) {
    state.chain.set(low, high);
    state.mark_hash.addColumns(marks, row, capacity + row, steps);
  }
  if (size !== 0) instrument.mark = value - cash;
  state.account.marks = instrument.mark;
  state.account.value = value;
  state.sequence += 2 * steps;
  const last = first + steps - 1;
  state.time_us = columns[last]! + 0;
  // Only these fields of a bar remain when its step has closed.
  instrument.bars += steps;
  instrument.time_us = state.time_us;
  instrument.close = columns[last + closes]!;
  return steps;
}

/** Returns whether steps before the horizon change nothing but marks. A DAY order without a day needs the full step. */
function isQuiet(state: State): boolean {
  for (const slot of state.orders.awake) {
    const order = state.order(slot);
    if (order.ended === 0 && lacksDay(order)) return false;
  }
  return true;
}
