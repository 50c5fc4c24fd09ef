//! The whole state of the core, which a snapshot holds, and nothing else. Functions of the other files change it; each
//! field is owned by the file that its comment names.

use crate::contract::*;
use crate::state::book::Books;
use crate::state::chain::Chain;
use crate::state::fields::{Account, Instrument, Order, Producer};
use crate::state::instrument_terms::terms_of;
use crate::state::mark_hash::MarkHash;
use crate::state::order::Orders;
use crate::state::outputs::Outputs;
use alloc::vec::Vec;

/// Place of the first rule in the seed. It is apart from that of the head, which may grow.
const RULE_PLACE: usize = 256;

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
    /// True if the current event was refused, or a part of it.
    pub event_refused: bool,
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
    /// True if any instrument is traded on margin, so that a run without it asks for nothing.
    pub on_margin: bool,
    /// True if the tiers of any commission ask for the notional traded so far.
    pub counts_traded: bool,
    /// True if orders may take the way of plain ones (exact/plain.rs).
    pub may_be_plain: bool,
    /// Instruments whose bar of the open step has arrived.
    pub bars_of_step: Vec<u32>,
    pub orders: Orders,
    /// The resting orders that wait, by instrument (exact/due.rs). They follow from the orders.
    pub books: Books,
    pub outputs: Outputs,
    pub chain: Chain,
    pub input_hash: Chain,
    pub mark_hash: MarkHash,

    // Sequence and hashes before the current event (notices.rs). If the event ends a step, the step's commit holds
    // them. Between events they are meaningless, and no snapshot holds them.
    pub commit_sequence: u32,
    pub commit_lanes: [u32; 6],

    // The queue model (queue/broker.rs): slots of submitted orders that wait for the cash check, first in first out.
    pub submitted: Vec<usize>,
    /// Instruments by first access, the order in which doubles are summed.
    pub positions_read: Vec<u32>,
    /// Transfers that the next valuation takes into the cash.
    pub transfers: Vec<f64>,
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
            event_refused: false,
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
            on_margin: false,
            counts_traded: false,
            may_be_plain: false,
            bars_of_step: Vec::new(),
            orders: Orders::default(),
            books: Books::new(config[CONFIG_INSTRUMENTS_COUNT] as usize),
            outputs: Outputs::default(),
            chain: Chain::default(),
            input_hash: Chain::default(),
            mark_hash: MarkHash::default(),
            commit_sequence: 0,
            commit_lanes: [0; 6],
            submitted: Vec::new(),
            positions_read: Vec::new(),
            transfers: Vec::new(),
        };
        state.on_margin = state.instruments.iter().any(|each| each.terms.margin_kind != MARGIN_NONE);
        state.counts_traded =
            state.instruments.iter().any(|each| each.terms.commission_tiers.iter().any(|tier| tier.from != 0.0));
        // Records of marks and bars are made on the general way, and where invariants are checked it is the only one.
        state.may_be_plain = state.exact
            && !state.checks
            && !state.marks_to_records
            && !state.input_hash_on
            && state.instruments.len() == 1
            && state.instruments[0].terms.is_plain
            && state.rule(CONFIG_RULE_CHEAT_ON_CLOSE) != CHEAT_ON_CLOSE_ON;
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
        let marks = self.mark_hash.sum();
        self.commit_lanes = [self.chain.low, self.chain.high, input.low, input.high, marks.low, marks.high];
    }

    /// Adds the meaning of the configuration to both hashes: each lane that is not at its default, after its place. So a
    /// lane that comes later leaves the hashes of all runs that do not use it as they are.
    fn seed(&mut self) {
        for (lane, value) in self.config.iter().enumerate() {
            if lane == CONFIG_VERSION || (CONFIG_MARKS_TO_RECORDS..=CONFIG_INPUT_HASH).contains(&lane) {
                continue;
            }
            let is_head = lane < CONFIG_INSTRUMENTS;
            let (place, block) = if is_head {
                (lane, 0)
            } else {
                let lane = lane - CONFIG_INSTRUMENTS;
                (lane % INSTRUMENT_STRIDE, lane / INSTRUMENT_STRIDE + 1)
            };
            let initial = if is_head { CONFIG_DEFAULTS[place] } else { INSTRUMENT_DEFAULTS[place] };
            if value.to_bits() == initial.to_bits() {
                continue;
            }
            let is_rule = is_head && lane >= CONFIG_RULE_NUMBERS;
            let place = if is_rule { RULE_PLACE + lane - CONFIG_RULE_NUMBERS } else { place };
            for hash in [&mut self.chain, &mut self.input_hash] {
                hash.mix(place as u32, block as u32);
                hash.mix_lane(value.to_bits());
            }
        }
    }
}
