/**
 * The quiet loop of several instruments: pulls steps that can change nothing but marks.
 *
 * @module
 */

import { COLUMN_CLOSE } from "../../contract/contract.gen.ts";
import { markOf } from "./ledger.ts";
import { unpaidCost } from "./margin.ts";
import { assert } from "../state/assert.ts";
import { type Columns, nextTime } from "../state/columns.ts";
import { signed } from "../state/order.ts";
import type { State } from "../state/state.ts";

/**
 * Pulls bars up to a time and before another, and marks each step; returns the number of steps. Local variables hold
 * the chain for speed.
 */
export function pullSeveral(
  state: State,
  loaded: Columns,
  columns: Float64Array,
  until_us: number,
  before_us: number,
  marks: Float64Array,
  row: number,
): number {
  const { account, chain, instruments } = state, count = loaded.counts.length, cash = account.cash;
  const capacity = marks.length / 2, held: number[] = [];
  let time_us = nextTime(state, loaded, columns), value = account.value, steps = 0, bars = 0;
  if (time_us > until_us || time_us >= before_us) return 0;
  // The row of each instrument's next bar in the buffer, and the end of its rows.
  const rows: number[] = [], ends: number[] = [];
  for (let id = 0; id < count; id++) {
    const { bars: seen, position_size, mark } = instruments[id]!,
      first = loaded.offsets[id]! + seen - loaded.bases[id]!;
    rows.push(first);
    ends.push(loaded.offsets[id]! + loaded.counts[id]!);
    bars += ends[id]! - first;
    if (position_size !== 0 || mark !== 0) held.push(id);
  }
  assert(state.sequence + 2 * bars <= 0xffff_ffff, "Cannot advance past 2^32 - 1 events");
  let low = chain.lanes[0]! | 0, high = chain.lanes[1]! | 0, sequence = state.sequence | 0;
  while (row + steps < capacity && time_us <= until_us && time_us < before_us) {
    markHeld(state, loaded, columns, held, rows, time_us);
    const worth = cash + account.marks;
    // The step at which the value falls to zero emits a diagnostic, so the full step has to close it.
    if (worth <= 0 && value > 0) break;
    value = worth;
    let next_us = Infinity;
    for (let id = 0; id < count; id++) {
      let at = rows[id]!;
      if (at < ends[id]! && columns[at] === time_us) {
        rows[id] = ++at;
        sequence++;
        const a = Math.imul(low ^ sequence, 0x9e3779b1), b = Math.imul(high, 0x85ebca77);
        low = ((a << 13) | (a >>> 19)) + b | 0;
        high = ((b << 17) | (b >>> 15)) ^ a;
      }
      if (at < ends[id]! && columns[at]! < next_us) next_us = columns[at]!;
    }
    // The chain takes the step after its bars, in the order of the events.
    sequence++;
    const a = Math.imul(low ^ sequence, 0x9e3779b1), b = Math.imul(high, 0x85ebca77);
    low = ((a << 13) | (a >>> 19)) + b | 0;
    high = ((b << 17) | (b >>> 15)) ^ a;
    marks[row + steps] = cash;
    marks[capacity + row + steps] = value;
    steps++;
    state.time_us = time_us + 0;
    time_us = next_us;
  }
  if (steps === 0) return 0;
  if (state.chain_on) {
    chain.set(low, high);
    state.mark_hash.addColumns(marks, row, capacity + row, steps);
  }
  account.value = value;
  state.sequence = sequence >>> 0;
  for (let id = 0; id < count; id++) {
    const instrument = instruments[id]!,
      last = rows[id]! - 1,
      seen = rows[id]! - loaded.offsets[id]! + loaded.bases[id]!;
    if (seen === instrument.bars) continue;
    instrument.bars = seen;
    instrument.time_us = columns[last]! + 0;
    instrument.close = columns[last + COLUMN_CLOSE * loaded.counts[id]!]!;
  }
  return steps;
}

/**
 * Marks the positions whose instruments have a bar at a time. No mark passes a limit: where one could, no step lies
 * before the horizon. A full step that follows marks the same positions again, to the same values.
 */
function markHeld(
  state: State,
  loaded: Columns,
  columns: Float64Array,
  held: readonly number[],
  rows: readonly number[],
  time_us: number,
): void {
  const { account } = state;
  for (const id of held) {
    const instrument = state.instruments[id]!, at = rows[id]!, count = loaded.counts[id]!;
    if (at === loaded.offsets[id]! + count || columns[at] !== time_us) continue;
    instrument.close = columns[at + COLUMN_CLOSE * count]!;
    const mark = markOf(instrument);
    assert(mark !== Infinity, "A mark before the horizon is past the limit");
    const value = signed(instrument.position_size < 0 ? -1 : 1, mark) - unpaidCost(instrument);
    account.marks = account.marks - instrument.mark + value;
    instrument.mark = value;
  }
}
