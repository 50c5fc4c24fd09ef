/**
 * Admission: checks whether an event may be applied at its time. A refusal holds the reason and the offending lane.
 *
 * @module
 */

import {
  CHEAT_ON_OPEN_ON,
  CONFIG_RULE_CHEAT_ON_OPEN,
  EVENT_BAR,
  EVENT_DIVIDEND,
  EVENT_FLOATS,
  EVENT_FLOATS_USED,
  EVENT_FUNDING,
  EVENT_PLACE,
  EVENT_QUOTE,
  EVENT_SHUTDOWN,
  EVENT_SPLIT,
  EVENT_SPREAD,
  EVENT_STEP,
  EVENT_TICK,
  EVENT_WORDS_USED,
  LANE_INSTRUMENT,
  LANE_KIND,
  LANE_PRODUCER,
  LANE_PRODUCER_SEQUENCE,
  LANE_TIME_US,
  PRODUCERS_MAX,
  REASON_DUPLICATE,
  REASON_GAP,
  REASON_HOLES_GIVEN_UP,
  REASON_INTENT_TIME,
  REASON_LATE_SEQUENCE,
  REASON_NONE,
  REASON_NOT_FINITE,
  REASON_OFF_GRID,
  REASON_OUT_OF_RANGE,
  REASON_RESERVED_LANE,
  REASON_STEP_CLOSED,
  REASON_STEP_OPEN,
  REASON_TIME_BACK,
  REASON_UNKNOWN_INSTRUMENT,
  REASON_UNKNOWN_KIND,
  REASON_UNKNOWN_PRODUCER,
  RECORD_WORDS,
  TIME_US_MAX,
} from "../contract/contract.gen.ts";
import type { Event } from "./state/event.ts";
import { info, noteRefusal, warn, WORD_LANE } from "./state/notices.ts";
import { Producer, SEQUENCE_GAP_FULL, SEQUENCE_LATE, SEQUENCE_NEXT, SEQUENCE_SEEN } from "./state/sequence.ts";
import type { State } from "./state/state.ts";

/** Refuses the current event and returns false. */
export function refuseEvent(state: State, event: Event, reason: number, lane: number, value: number): boolean {
  noteRefusal(state, reason, 0, event.word(LANE_INSTRUMENT), lane, value, 0, 0);
  return false;
}

/** Returns whether an event may be applied, and records its producer's number. Refuses the event otherwise. */
export function admit(state: State, event: Event): boolean {
  const kind = event.word(LANE_KIND);
  const floats = EVENT_FLOATS_USED[kind] ?? 0, words = EVENT_WORDS_USED[kind] ?? 0;
  if (floats === 0) return refuseEvent(state, event, REASON_UNKNOWN_KIND, WORD_LANE + LANE_KIND, kind);
  const wild = event.firstNotFinite(floats);
  if (wild >= 0) return refuseEvent(state, event, REASON_NOT_FINITE, wild, event.float(wild));
  const float_word = event.firstNotZero(floats * 2, EVENT_FLOATS * 2);
  if (float_word >= 0) return refuseEvent(state, event, REASON_RESERVED_LANE, float_word >> 1, 0);
  const word = event.firstNotZero(words, RECORD_WORDS);
  if (word >= 0) return refuseEvent(state, event, REASON_RESERVED_LANE, WORD_LANE + word, event.word(word));
  const time_us = event.float(LANE_TIME_US);
  if (Math.abs(time_us) > TIME_US_MAX) return refuseEvent(state, event, REASON_OUT_OF_RANGE, LANE_TIME_US, time_us);
  if (!Number.isInteger(time_us)) return refuseEvent(state, event, REASON_OFF_GRID, LANE_TIME_US, time_us);
  const instrument = event.word(LANE_INSTRUMENT);
  if (instrument >= state.instruments.length) {
    return refuseEvent(state, event, REASON_UNKNOWN_INSTRUMENT, WORD_LANE + LANE_INSTRUMENT, instrument);
  }
  const id = event.word(LANE_PRODUCER), number = event.word(LANE_PRODUCER_SEQUENCE);
  if (id > PRODUCERS_MAX || (id === 0) !== (number === 0)) {
    return refuseEvent(state, event, REASON_UNKNOWN_PRODUCER, WORD_LANE + LANE_PRODUCER, id);
  }
  const producer = id === 0 ? undefined : producerOf(state, id);
  const look = producer === undefined ? SEQUENCE_NEXT : producer.look(number);
  if (look === SEQUENCE_SEEN) {
    return refuseEvent(state, event, REASON_DUPLICATE, WORD_LANE + LANE_PRODUCER_SEQUENCE, number);
  }
  const timing = checkTime(state, kind, time_us);
  if (timing !== REASON_NONE) return refuseEvent(state, event, timing, LANE_TIME_US, time_us);
  if (producer !== undefined) {
    const expected = producer.highest + 1;
    producer.take(number);
    if (look === SEQUENCE_LATE) info(state, REASON_LATE_SEQUENCE, 0, instrument);
    else if (look !== SEQUENCE_NEXT) {
      warn(state, REASON_GAP, 0, instrument, number, expected);
      if (look === SEQUENCE_GAP_FULL) warn(state, REASON_HOLES_GIVEN_UP, 0, instrument, id, 0);
    }
  }
  return true;
}

/** Returns a producer, which it adds if it is new. Producers are sorted by ascending id. */
function producerOf(state: State, id: number): Producer {
  let at = 0;
  while (at < state.producers.length && state.producers[at]!.id < id) at++;
  const found = state.producers[at];
  if (found !== undefined && found.id === id) return found;
  const producer = new Producer(id);
  state.producers.splice(at, 0, producer);
  return producer;
}

/** Returns whether a kind of event is an intent, which follows a step; all others belong to one or open it. */
export function isIntent(kind: number): boolean {
  return kind >= EVENT_PLACE && kind !== EVENT_SPREAD;
}

/**
 * Returns the reason if the time of an event is wrong. Intents follow their step. Market events belong to a step; all
 * others belong to a step or follow it.
 */
function checkTime(state: State, kind: number, time_us: number): number {
  if (isIntent(kind)) {
    // Who cheats on the open sees the bars of a step and acts before the step closes.
    const in_step = state.rule(CONFIG_RULE_CHEAT_ON_OPEN) === CHEAT_ON_OPEN_ON;
    if (state.step_open && !in_step) return REASON_STEP_OPEN;
    if (!state.step_seen || time_us > state.step_us) return REASON_INTENT_TIME;
    return time_us < state.step_us ? REASON_TIME_BACK : REASON_NONE;
  }
  if (state.step_open) {
    if (kind === EVENT_SHUTDOWN || time_us > state.step_us) return REASON_STEP_OPEN;
    return time_us < state.step_us ? REASON_TIME_BACK : REASON_NONE;
  }
  if (!state.step_seen || time_us > state.step_us) return REASON_NONE;
  if (time_us < state.step_us) return REASON_TIME_BACK;
  const market = kind === EVENT_BAR || kind === EVENT_QUOTE || kind === EVENT_TICK || kind === EVENT_STEP ||
    kind === EVENT_FUNDING || kind === EVENT_DIVIDEND || kind === EVENT_SPLIT || kind === EVENT_SPREAD;
  return market ? REASON_STEP_CLOSED : REASON_NONE;
}
