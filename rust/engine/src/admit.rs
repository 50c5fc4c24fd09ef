//! Admission: checks whether an event may be applied at its time. A refusal holds the reason and the offending lane.

use crate::contract::*;
use crate::state::event::Event;
use crate::state::fields::Producer;
use crate::state::notices::{info, note_refusal, warn, WORD_LANE};
use crate::state::number::is_integer;
use crate::state::sequence::Look;
use crate::state::state::State;

/// Refuses the current event and returns false.
#[cold]
pub fn refuse_event(state: &mut State, event: Event, reason: Reason, lane: usize, value: f64) -> bool {
    note_refusal(state, reason, 0, event.word(LANE_INSTRUMENT), lane, value, 0.0, 0.0);
    false
}

/// Returns whether an event may be applied, and records its producer's number. Refuses the event otherwise.
#[inline]
pub fn admit(state: &mut State, event: Event) -> bool {
    let kind = event.word(LANE_KIND);
    let floats = EVENT_FLOATS_USED.get(kind as usize).copied().unwrap_or(0);
    let words = EVENT_WORDS_USED.get(kind as usize).copied().unwrap_or(0);
    if floats == 0 {
        return refuse_event(state, event, REASON_UNKNOWN_KIND, WORD_LANE + LANE_KIND, f64::from(kind));
    }
    if !is_plain(event, floats, words) {
        return refuse_lane(state, event, floats, words);
    }
    let time_us = event.float(LANE_TIME_US);
    if time_us.abs() > TIME_US_MAX {
        return refuse_event(state, event, REASON_OUT_OF_RANGE, LANE_TIME_US, time_us);
    }
    if !is_integer(time_us) {
        return refuse_event(state, event, REASON_OFF_GRID, LANE_TIME_US, time_us);
    }
    let instrument = event.word(LANE_INSTRUMENT);
    if instrument as usize >= state.instruments.len() {
        let lane = WORD_LANE + LANE_INSTRUMENT;
        return refuse_event(state, event, REASON_UNKNOWN_INSTRUMENT, lane, f64::from(instrument));
    }
    let (id, number) = (event.word(LANE_PRODUCER), event.word(LANE_PRODUCER_SEQUENCE));
    if id > PRODUCERS_MAX as u32 || (id == 0) != (number == 0) {
        return refuse_event(state, event, REASON_UNKNOWN_PRODUCER, WORD_LANE + LANE_PRODUCER, f64::from(id));
    }
    let producer = if id == 0 { None } else { Some(producer_of(state, id)) };
    let look = producer.map_or(Look::Next, |at| state.producers[at].look(number));
    if look == Look::Seen {
        let lane = WORD_LANE + LANE_PRODUCER_SEQUENCE;
        return refuse_event(state, event, REASON_DUPLICATE, lane, f64::from(number));
    }
    let timing = check_time(state, kind, time_us);
    if timing != REASON_NONE {
        return refuse_event(state, event, timing, LANE_TIME_US, time_us);
    }
    if let Some(at) = producer {
        let expected = f64::from(state.producers[at].highest) + 1.0;
        state.producers[at].take(number);
        if look == Look::Late {
            info(state, REASON_LATE_SEQUENCE, 0, instrument);
        } else if look != Look::Next {
            warn(state, REASON_GAP, 0, instrument, f64::from(number), expected);
            if look == Look::GapFull {
                warn(state, REASON_HOLES_GIVEN_UP, 0, instrument, f64::from(id), 0.0);
            }
        }
    }
    true
}

/// Returns whether the float lanes in use are finite and all others are zero. One pass without a branch for each lane.
#[inline(always)]
fn is_plain(event: Event, floats: usize, words: usize) -> bool {
    const EXPONENT: u64 = 0x7ff << 52;
    let mut wild = 0;
    for lane in 0..EVENT_FLOATS {
        let bits = event.lanes[lane];
        wild |= if lane < floats { u64::from(bits & EXPONENT == EXPONENT) } else { bits };
    }
    for word in LANE_ORDER_ID + 1..RECORD_WORDS {
        wild |= if word < words { 0 } else { u64::from(event.word(word)) };
    }
    wild == 0
}

/// Refuses an event for its first lane that is not finite or should be zero, and returns false.
#[cold]
fn refuse_lane(state: &mut State, event: Event, floats: usize, words: usize) -> bool {
    for lane in 0..floats {
        if !event.float(lane).is_finite() {
            return refuse_event(state, event, REASON_NOT_FINITE, lane, event.float(lane));
        }
    }
    for lane in floats..EVENT_FLOATS {
        if event.lanes[lane] != 0 {
            return refuse_event(state, event, REASON_RESERVED_LANE, lane, 0.0);
        }
    }
    let word = (words..RECORD_WORDS).find(|&word| event.word(word) != 0).expect("A lane that is bad is found");
    refuse_event(state, event, REASON_RESERVED_LANE, WORD_LANE + word, f64::from(event.word(word)))
}

/// Returns the place of a producer, which it adds if it is new. Producers are sorted by ascending id.
fn producer_of(state: &mut State, id: u32) -> usize {
    let mut at = 0;
    while at < state.producers.len() && state.producers[at].id < id {
        at += 1;
    }
    if state.producers.get(at).is_none_or(|found| found.id != id) {
        state.producers.insert(at, Producer::new(id));
    }
    at
}

/// Returns whether a kind of event is an intent, which follows a step; all others belong to one or open it.
#[inline]
pub fn is_intent(kind: u32) -> bool {
    kind >= EVENT_PLACE && kind != EVENT_SPREAD
}

/// Returns the reason if the time of an event is wrong. Intents follow their step. Market events belong to a step; all
/// others belong to a step or follow it.
fn check_time(state: &State, kind: u32, time_us: f64) -> Reason {
    let back = if time_us < state.step_us { REASON_TIME_BACK } else { REASON_NONE };
    if is_intent(kind) {
        // Who cheats on the open sees the bars of a step and acts before the step closes.
        let in_step = state.rule(CONFIG_RULE_CHEAT_ON_OPEN) == CHEAT_ON_OPEN_ON;
        if state.step_open && !in_step {
            return REASON_STEP_OPEN;
        }
        if !state.step_seen || time_us > state.step_us {
            return REASON_INTENT_TIME;
        }
        return back;
    }
    if state.step_open {
        if kind == EVENT_SHUTDOWN || time_us > state.step_us {
            return REASON_STEP_OPEN;
        }
        return back;
    }
    if !state.step_seen || time_us > state.step_us {
        return REASON_NONE;
    }
    if time_us < state.step_us {
        return REASON_TIME_BACK;
    }
    match kind {
        EVENT_BAR | EVENT_QUOTE | EVENT_TICK | EVENT_STEP => REASON_STEP_CLOSED,
        EVENT_FUNDING | EVENT_DIVIDEND | EVENT_SPLIT | EVENT_SPREAD => REASON_STEP_CLOSED,
        _ => REASON_NONE,
    }
}
