/**
 * The step: the effects of market events, and the phases of the broker.
 *
 * @module
 */

import {
  BAR_BEGIN_US,
  BAR_CLOSE,
  BAR_HIGH,
  BAR_LOW,
  BAR_OPEN,
  BAR_SESSION_DAY,
  BAR_VOLUME,
  EXACT_MAX,
  HALT_HALTED,
  LEVEL_ERROR,
  REASON_AMOUNT_LIMIT,
  REASON_BAR_REPEATED,
  REASON_BAR_SHAPE,
  REASON_HALTED,
  REASON_NEGATIVE,
  REASON_NONE,
  REASON_OFF_GRID,
  REASON_RESUMED,
  REASON_RUINED,
  REASON_UNKNOWN_CODE,
  SHUTDOWN_CLOSE_POSITIONS,
  TIME_US_MAX,
} from "../contract/contract.gen.ts";
import { refuseEvent } from "./admit.ts";
import { assert } from "./state/assert.ts";
import { barShaped, checkPrice } from "./state/bar.ts";
import type { Event } from "./state/event.ts";
import type { Instrument } from "./state/fields.gen.ts";
import type { Model } from "./state/model.ts";
import { alarm, info, NO_LANE, noteCommit, noteDiagnostic, noteMark, WORD_LANE } from "./state/notices.ts";
import { shorten } from "./state/shorten.ts";
import type { State } from "./state/state.ts";

/** What a HALT says that ends the trading of its instrument. */
const HALT_ENDED = 2;

/** Opens the step of this time unless it is open or closed. */
export function openStep(state: State, time_us: number): void {
  if (state.step_open || (state.step_seen && time_us === state.step_us)) return;
  assert(!state.step_seen || time_us > state.step_us, "A step opens before the last one");
  if (state.step_seen && state.marks_to_records) noteCommit(state);
  state.step_us = time_us;
  state.step_seen = true;
  state.step_open = true;
}

/** Checks a bar and shows it on its instrument. */
export function applyBar(state: State, event: Event, instrument: Instrument): void {
  const open = event.float(BAR_OPEN), high = event.float(BAR_HIGH), low = event.float(BAR_LOW);
  const close = event.float(BAR_CLOSE), volume = event.float(BAR_VOLUME), begin_us = event.float(BAR_BEGIN_US);
  const exact = state.exact;
  for (let lane = BAR_OPEN; exact && lane <= BAR_CLOSE; lane++) {
    const reason = checkPrice(event.float(lane));
    if (reason !== REASON_NONE) {
      refuseEvent(state, event, reason, lane, event.float(lane));
      return;
    }
  }
  if (volume < 0) {
    refuseEvent(state, event, REASON_NEGATIVE, BAR_VOLUME, volume);
    return;
  }
  if (!Number.isInteger(begin_us)) {
    refuseEvent(state, event, REASON_OFF_GRID, BAR_BEGIN_US, begin_us);
    return;
  }
  if (instrument.has_bar) {
    refuseEvent(state, event, REASON_BAR_REPEATED, NO_LANE, 0);
    return;
  }
  const shaped = barShaped(open, high, low, close) && begin_us < state.time_us &&
    (instrument.bars === 0 || begin_us >= instrument.time_us) && begin_us >= -TIME_US_MAX;
  if (!shaped) {
    refuseEvent(state, event, REASON_BAR_SHAPE, NO_LANE, 0);
    return;
  }
  showBar(state, instrument, begin_us + 0, event.word(BAR_SESSION_DAY), open, high, low, close, volume + 0);
}

/** Shows a checked bar on its instrument. */
export function showBar(
  state: State,
  instrument: Instrument,
  begin_us: number,
  session_day: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
): void {
  assert(!instrument.has_bar, "An instrument shows two bars in one step");
  instrument.time_us = state.time_us;
  instrument.begin_us = begin_us;
  instrument.session_day = session_day;
  instrument.open = open;
  instrument.high = high;
  instrument.low = low;
  instrument.close = close;
  instrument.volume = volume;
  instrument.bars++;
  instrument.has_bar = true;
  const bars = state.bars_of_step;
  let at = bars.length;
  bars.push(instrument.id);
  // Sorted by ascending id, so that nothing depends on the order in which the bars of a step arrive.
  for (; at > 0 && bars[at - 1]! > instrument.id; at--) bars[at] = bars[at - 1]!;
  bars[at] = instrument.id;
}

/** Closes the step: the model expires and matches orders, then marks positions. */
export function closeStep(state: State, model: Model): void {
  assert(state.step_open, "A step closes that is not open");
  model.step(state);
  finishStep(state, model);
}

/** Closes a short step, of which the model asks for the open alone. */
export function closeShortStep(state: State, model: Model): void {
  assert(state.step_open, "A step closes that is not open");
  model.stepShort(state);
  finishStep(state, model);
}

/** Marks the positions, forgets the bars and ends the step. */
function finishStep(state: State, model: Model): void {
  model.mark(state);
  finishMarks(state);
  for (const id of state.bars_of_step) {
    const instrument = state.instruments[id]!;
    instrument.has_bar = false;
    if (!model.keeps_bars) forgetBar(instrument);
  }
  shorten(state.bars_of_step, 0);
  state.step_open = false;
}

/**
 * Clears all of the bar but its close when the step has closed: orders match a bar only in its own step; marks and
 * sizing need the close.
 */
function forgetBar(instrument: Instrument): void {
  instrument.begin_us = 0;
  instrument.session_day = 0;
  instrument.open = 0;
  instrument.high = 0;
  instrument.low = 0;
  instrument.volume = 0;
}

/** Sums up the value, tells when it falls to zero or below, and adds cash and value to the mark hash. */
export function finishMarks(state: State): void {
  const { account } = state, value = account.cash + account.marks;
  if (state.exact && (Math.abs(value) > EXACT_MAX || Math.abs(account.cash) > EXACT_MAX)) {
    noteDiagnostic(state, LEVEL_ERROR, REASON_AMOUNT_LIMIT, 0, 0, value, EXACT_MAX);
  } else {
    // Told again only after a value above zero. With doubles the value is not judged.
    if (state.exact && account.value > 0 && value <= 0) alarm(state, REASON_RUINED, 0, 0, value, 0);
    account.value = value;
  }
  // Doubles that overflowed can be NaN, whose bits differ between machines: both engines go on with one of them.
  if (!state.exact) {
    if (account.cash !== account.cash) account.cash = NaN;
    if (account.value !== account.value) account.value = NaN;
  }
  if (state.chain_on) state.mark_hash.add(account.cash, account.value);
  if (state.marks_to_records) noteMark(state);
}

/** Halts or resumes an instrument, or ends its trading. */
export function applyHalt(state: State, model: Model, event: Event, instrument: Instrument): void {
  const halted = event.word(HALT_HALTED);
  if (halted === HALT_ENDED) {
    model.endTrading(state, instrument);
    return;
  }
  if (halted > HALT_ENDED) {
    refuseEvent(state, event, REASON_UNKNOWN_CODE, WORD_LANE + HALT_HALTED, halted);
    return;
  }
  instrument.halted = halted === 1;
  info(state, halted === 1 ? REASON_HALTED : REASON_RESUMED, 0, instrument.id);
}

/** Ends the run. On request it closes the open positions at the last close. */
export function shutDown(state: State, model: Model, event: Event): void {
  const close_positions = event.word(SHUTDOWN_CLOSE_POSITIONS);
  if (close_positions > 1) {
    refuseEvent(state, event, REASON_UNKNOWN_CODE, WORD_LANE + SHUTDOWN_CLOSE_POSITIONS, close_positions);
    return;
  }
  if (close_positions === 1) {
    if (!model.closeOut(state, event)) return;
    finishMarks(state);
  }
  state.shut_down = true;
}
