/**
 * The whole state of the core, which a snapshot holds, and nothing else. Functions of the other files change it; each
 * field is owned by the file that its comment names.
 *
 * @module
 */

import {
  CHEAT_ON_CLOSE_ON,
  CONFIG_CASH_INITIAL,
  CONFIG_CHAIN,
  CONFIG_CHECKS,
  CONFIG_DEFAULTS,
  CONFIG_INPUT_HASH,
  CONFIG_INSTRUMENTS,
  CONFIG_INSTRUMENTS_COUNT,
  CONFIG_MARKS_TO_RECORDS,
  CONFIG_RULE_CHEAT_ON_CLOSE,
  CONFIG_RULE_NUMBERS,
  CONFIG_VERSION,
  INSTRUMENT_DEFAULTS,
  INSTRUMENT_STRIDE,
  MARGIN_NONE,
  NUMBERS_EXACT,
  RULE_CHOICES,
} from "../../contract/contract.gen.ts";
import { Books } from "./book.ts";
import { Chain } from "./chain.ts";
import { Account, Instrument } from "./fields.gen.ts";
import { MarkHash } from "./mark_hash.ts";
import { termsOf } from "./instrument_terms.ts";
import { type Order, Orders } from "./order.ts";
import { Outputs } from "./outputs.ts";
import type { Producer } from "./sequence.ts";

/** Place of the first rule in the seed. It is apart from that of the head, which may grow. */
const RULE_PLACE = 256;

/** State of the core. */
export class State {
  /** The configuration as given. */
  readonly config: Float64Array;
  /** The choice of each rule, in the order of the table. */
  readonly rules: readonly number[];
  /** True if numbers are exact: integers in steps, lots and money units. */
  readonly exact: boolean;
  readonly marks_to_records: boolean;
  readonly checks: boolean;
  readonly chain_on: boolean;
  readonly input_hash_on: boolean;

  // Sequencing (admit.ts).
  /** Number of events offered so far, which is the sequence of the last one. */
  sequence = 0;
  /** Kind of the current event, for refusals and diagnostics. */
  event_kind = 0;
  event_producer = 0;
  event_producer_sequence = 0;
  /** True if the current event was refused, or a part of it. */
  event_refused = false;
  /** Time of the current event. */
  time_us = 0;
  /** Time of the last step, or of the open one; meaningless before the first. */
  step_us = 0;
  /** True if any step was opened. */
  step_seen = false;
  step_open = false;
  shut_down = false;
  risk_flags = 0;
  readonly producers: Producer[] = [];

  /** Sums in money units (ledger.ts of the model). */
  readonly account: Account = new Account();

  // Sequence and hashes before the current event (notices.ts). If the event ends a step, the step's commit holds them.
  // Between events they are meaningless, and no snapshot holds them.
  commit_sequence = 0;
  readonly commit_lanes: Uint32Array = new Uint32Array(6);

  readonly instruments: Instrument[] = [];
  /** True if any instrument is traded on margin, so that a run without it asks for nothing. */
  readonly on_margin: boolean;
  /** True if the tiers of any commission ask for the notional traded so far. */
  readonly counts_traded: boolean;
  /** True if orders may take the way of plain ones (exact/plain.ts). */
  readonly may_be_plain: boolean;
  /** Instruments whose bar of the open step has arrived. */
  readonly bars_of_step: number[] = [];
  readonly orders: Orders = new Orders();
  /** The resting orders that wait, by instrument (exact/due.ts). They follow from the orders. */
  readonly books: Books;
  readonly outputs: Outputs = new Outputs();
  readonly chain: Chain = new Chain();
  readonly input_hash: Chain = new Chain();
  readonly mark_hash: MarkHash = new MarkHash();

  // The queue model (queue/broker.ts): slots of submitted orders that wait for the cash check, first in first out.
  readonly submitted: number[] = [];
  /** Instruments by first access, the order in which doubles are summed. */
  readonly positions_read: number[] = [];
  /** Transfers that the next valuation takes into the cash. */
  readonly transfers: number[] = [];

  /** Makes the state of a checked configuration. */
  constructor(config: Float64Array) {
    this.config = config.slice();
    this.rules = Array.from(config.subarray(CONFIG_RULE_NUMBERS, CONFIG_RULE_NUMBERS + RULE_CHOICES.length));
    this.exact = config[CONFIG_RULE_NUMBERS] === NUMBERS_EXACT;
    this.outputs.may_hold_nan = !this.exact;
    this.marks_to_records = config[CONFIG_MARKS_TO_RECORDS] === 1;
    this.checks = config[CONFIG_CHECKS] === 1;
    this.chain_on = config[CONFIG_CHAIN] === 1;
    this.input_hash_on = config[CONFIG_INPUT_HASH] === 1;
    const { account } = this;
    account.cash = account.value = account.external = config[CONFIG_CASH_INITIAL]! + 0;
    for (let id = 0; id < config[CONFIG_INSTRUMENTS_COUNT]!; id++) {
      this.instruments.push(new Instrument(id, termsOf(config, CONFIG_INSTRUMENTS + id * INSTRUMENT_STRIDE)));
    }
    this.on_margin = this.instruments.some(({ terms }) => terms.margin_kind !== MARGIN_NONE);
    this.counts_traded = this.instruments.some(({ terms }) => terms.commission_tiers.some(({ from }) => from !== 0));
    // Records of marks and bars are made on the general way, and where invariants are checked it is the only one.
    this.may_be_plain = this.exact && !this.checks && !this.marks_to_records && !this.input_hash_on &&
      this.instruments.length === 1 && this.instruments[0]!.terms.is_plain &&
      this.rule(CONFIG_RULE_CHEAT_ON_CLOSE) !== CHEAT_ON_CLOSE_ON;
    this.books = new Books(this.instruments.length);
    this.#seed();
  }

  /** Returns the choice of a rule by its lane in the configuration. */
  rule(lane: number): number {
    return this.rules[lane - CONFIG_RULE_NUMBERS]!;
  }

  /** Returns the order in a slot. */
  order(slot: number): Order {
    return this.orders.slots[slot]!;
  }

  /** Returns the instrument of an order. */
  instrumentOf(order: Order): Instrument {
    return this.instruments[order.instrument]!;
  }

  /** Keeps sequence and hashes as they were before an event. */
  keepCommit(): void {
    this.commit_sequence = this.sequence;
    this.commit_lanes[0] = this.chain.low;
    this.commit_lanes[1] = this.chain.high;
    this.commit_lanes[2] = this.input_hash_on ? this.input_hash.low : 0;
    this.commit_lanes[3] = this.input_hash_on ? this.input_hash.high : 0;
    const marks = this.mark_hash.sum();
    this.commit_lanes[4] = marks.low;
    this.commit_lanes[5] = marks.high;
  }

  /**
   * Adds the meaning of the configuration to both hashes: each lane that is not at its default, after its place. So a
   * lane that comes later leaves the hashes of all runs that do not use it as they are.
   */
  #seed(): void {
    const words = new Uint32Array(this.config.buffer);
    this.config.forEach((value, lane) => {
      if (lane === CONFIG_VERSION || (lane >= CONFIG_MARKS_TO_RECORDS && lane <= CONFIG_INPUT_HASH)) return;
      const block = Math.floor((lane - CONFIG_INSTRUMENTS) / INSTRUMENT_STRIDE) + 1,
        is_head = lane < CONFIG_INSTRUMENTS;
      const place = is_head ? lane : (lane - CONFIG_INSTRUMENTS) % INSTRUMENT_STRIDE;
      if (Object.is(value, is_head ? CONFIG_DEFAULTS[place] : INSTRUMENT_DEFAULTS[place])) return;
      const is_rule = is_head && lane >= CONFIG_RULE_NUMBERS;
      for (const hash of [this.chain, this.input_hash]) {
        if (is_rule) hash.mix(RULE_PLACE + lane - CONFIG_RULE_NUMBERS, 0);
        else hash.mix(place, is_head ? 0 : block);
        hash.mix(words[lane * 2]!, words[lane * 2 + 1]!);
      }
    });
  }
}
