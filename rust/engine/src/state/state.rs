//! The whole state of the core, which a snapshot holds, and nothing else. Functions of the other files change it; each
//! field is owned by the file that its comment names.

use crate::contract::*;
use crate::state::chain::Chain;
use crate::state::fields::{Account, Instrument, Order, Producer};
use crate::state::instrument_terms::terms_of;
use crate::state::order::Orders;
use crate::state::outputs::Outputs;
use alloc::vec::Vec;

/// State of the core.
pub struct State {
    /// The configuration as given.
    pub config: Vec<f64>,
    /// The choice of each rule, in the order of the table.
    pub rules: [u32; RULE_CHOICES.len()],
    /// True if numbers are exact: integers in steps, lots and money units.
    pub exact: bool,
    pub marks_to_records: bool,
    pub checks: bool,
    pub chain_on: bool,
    pub input_hash_on: bool,

    // Sequencing (admit.rs).
    /// Number of events offered so far, which is the sequence of the last one.
    pub sequence: u32,
    /// Kind of the current event, for refusals and diagnostics.
    pub event_kind: u32,
    pub event_producer: u32,
    pub event_producer_sequence: u32,
    /// Time of the current event.
    pub time_us: f64,
    /// Time of the last step, or of the open one; meaningless before the first.
    pub step_us: f64,
    /// True if any step was opened.
    pub step_seen: bool,
    pub step_open: bool,
    pub shut_down: bool,
    pub risk_flags: u32,
    pub producers: Vec<Producer>,

    /// Sums in money units (ledger.rs of the model).
    pub account: Account,

    pub instruments: Vec<Instrument>,
    /// Instruments whose bar of the open step has arrived.
    pub bars_of_step: Vec<u32>,
    pub orders: Orders,
    pub outputs: Outputs,
    pub chain: Chain,
    pub input_hash: Chain,

    // Sequence and hashes before the current event (notices.rs). If the event ends a step, the step's commit holds
    // them. Between events they are meaningless, and no snapshot holds them.
    pub commit_sequence: u32,
    pub commit_lanes: [u32; 4],

    // The queue model (queue/broker.rs): slots of submitted orders that wait for the cash check, first in first out.
    pub submitted: Vec<usize>,
    /// Instruments by first access, the order in which doubles are summed.
    pub positions_read: Vec<u32>,
}

impl State {
    /// Makes the state of a checked configuration.
    pub fn new(config: &[f64]) -> Self {
        let mut rules = [0; RULE_CHOICES.len()];
        for (rule, choice) in rules.iter_mut().enumerate() {
            *choice = config[CONFIG_RULE_NUMBERS + rule] as u32;
        }
        let cash = config[CONFIG_CASH_INITIAL] + 0.0;
        let blocks = config[CONFIG_INSTRUMENTS..].chunks_exact(INSTRUMENT_STRIDE);
        let mut state = Self {
            config: config.to_vec(),
            rules,
            exact: config[CONFIG_RULE_NUMBERS] == f64::from(NUMBERS_EXACT),
            marks_to_records: config[CONFIG_MARKS_TO_RECORDS] == 1.0,
            checks: config[CONFIG_CHECKS] == 1.0,
            chain_on: config[CONFIG_CHAIN] == 1.0,
            input_hash_on: config[CONFIG_INPUT_HASH] == 1.0,
            sequence: 0,
            event_kind: 0,
            event_producer: 0,
            event_producer_sequence: 0,
            time_us: 0.0,
            step_us: 0.0,
            step_seen: false,
            step_open: false,
            shut_down: false,
            risk_flags: 0,
            producers: Vec::new(),
            account: Account { cash, value: cash, external: cash, ..Account::default() },
            instruments: blocks
                .zip(0..)
                .map(|(block, id)| Instrument { id, terms: terms_of(block), ..Instrument::default() })
                .collect(),
            bars_of_step: Vec::new(),
            orders: Orders::default(),
            outputs: Outputs::default(),
            chain: Chain::default(),
            input_hash: Chain::default(),
            commit_sequence: 0,
            commit_lanes: [0; 4],
            submitted: Vec::new(),
            positions_read: Vec::new(),
        };
        state.seed();
        state
    }

    /// Returns the choice of a rule by its lane in the configuration.
    #[inline]
    pub fn rule(&self, lane: usize) -> u32 {
        self.rules[lane - CONFIG_RULE_NUMBERS]
    }

    /// Returns the order in a slot.
    #[inline]
    pub fn order(&self, slot: usize) -> &Order {
        &self.orders.slots[slot]
    }

    /// Returns the instrument of an order.
    #[inline]
    pub fn instrument_of(&self, order: &Order) -> &Instrument {
        &self.instruments[order.instrument as usize]
    }

    /// Keeps sequence and hashes as they were before an event.
    pub fn keep_commit(&mut self) {
        let input = if self.input_hash_on { self.input_hash } else { Chain { low: 0, high: 0 } };
        self.commit_sequence = self.sequence;
        self.commit_lanes = [self.chain.low, self.chain.high, input.low, input.high];
    }

    /// Adds the meaning of the configuration, all of it but the conduct, to both hashes.
    fn seed(&mut self) {
        for (lane, value) in self.config.iter().enumerate() {
            if (CONFIG_MARKS_TO_RECORDS..=CONFIG_INPUT_HASH).contains(&lane) {
                continue;
            }
            // A rule that came later is mixed only where it was chosen, so that the chains of before stay as they are.
            let later = lane >= CONFIG_INSTRUMENTS
                && (lane - CONFIG_INSTRUMENTS) % INSTRUMENT_STRIDE >= INSTRUMENT_BAR_WITHOUT_VOLUME;
            if later && *value == 0.0 {
                continue;
            }
            self.chain.mix_lane(value.to_bits());
            self.input_hash.mix_lane(value.to_bits());
        }
    }
}
