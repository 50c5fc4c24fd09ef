/**
 * The pairs of the order-state table that a fuzz covered, derived from events and outputs alone.
 *
 * @module
 */

import * as contract from "../../src/contract/contract.gen.ts";
import { ORDER_EVENTS, ORDER_STATES, ORDER_TABLE } from "../../src/contract/order_states.ts";
import { wordsOf } from "../../src/contract/words.ts";

const SLEEPS = "an order that sleeps is at no venue, so its cancel is no request: it is cancelled at once";
const EMPTY = "an order that sleeps has no lots yet, so that every fill is of more than all that is left";
const ACCEPTS_FIRST = "a fill says that the order was accepted, which comes first";
const NOTHING_LEFT = "nothing is left, so that every further fill is of all that is left or more";
const SENT_ONCE = "an order is sent once, when it is placed";

/** Pairs that no log of the exact profile can cause, with an explanation. */
export const UNREACHABLE_PAIRS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(ORDER_EVENTS).flatMap((event) =>
    Object.keys(ORDER_STATES).flatMap((state): (readonly [string, string])[] => {
      const pair = pairName(state, event);
      if (event === "SUBMIT") return state === "CREATED" ? [] : [[pair, SENT_ONCE]];
      if (state === "SUBMITTED" && (event === "FILL" || event === "FILL_ALL")) return [[pair, ACCEPTS_FIRST]];
      if (state === "FILLED" && event === "FILL") return [[pair, NOTHING_LEFT]];
      if (state !== "CREATED") return [];
      return event === "REQUEST_CANCEL" ? [[pair, SLEEPS]] : event === "FILL" ? [[pair, EMPTY]] : [];
    })
  ),
);

/** Returns the name of a pair in texts. */
export function pairName(state: string, event: string): string {
  return `${state} ${event}`;
}

const STATE_NAMES: readonly string[] = Object.keys(ORDER_STATES);

/** Order events of order reports; counts only prove that the order works. */
const EVENTS_OF_REPORTS: ReadonlyMap<number, string> = new Map([
  [contract.REPORT_ACCEPTED, "ACCEPT"],
  [contract.REPORT_TRIGGERED, "TRIGGER"],
  [contract.REPORT_PARTIALLY_FILLED, "ACCEPT"],
  [contract.REPORT_FILLED, "ACCEPT"],
  [contract.REPORT_CANCELLED, "CANCEL"],
  [contract.REPORT_CANCEL_REFUSED, "REFUSE_CANCEL"],
  [contract.REPORT_REPLACED, "REPLACE"],
  [contract.REPORT_REPLACE_REFUSED, "REFUSE_REPLACE"],
  [contract.REPORT_REJECTED, "REJECT"],
  [contract.REPORT_EXPIRED, "EXPIRE"],
]);

/** Order events of the updates that the engine makes by itself. */
const EVENTS_OF_STATES: ReadonlyMap<number, string> = new Map([
  [contract.STATE_SUBMITTED, "SUBMIT"],
  [contract.STATE_ACCEPTED, "ACCEPT"],
  [contract.STATE_TRIGGERED, "TRIGGER"],
  [contract.STATE_CANCELLED, "CANCEL"],
  [contract.STATE_REJECTED, "REJECT"],
  [contract.STATE_EXPIRED, "EXPIRE"],
]);

interface KnownOrder {
  state: number;
  /** Signed lots in the last update. */
  quantity: number;
  filled: number;
}

/** Collects the covered pairs of many logs. */
export class Transitions {
  readonly #counts: Map<string, number>;

  /** @param counts pairs that were covered elsewhere */
  constructor(counts: Readonly<Record<string, number>> = {}) {
    this.#counts = new Map(Object.entries(counts));
  }

  /** Returns the count of each pair. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  /** Adds a log with its configuration and outputs. */
  add(config: Float64Array, events: Float64Array, outputs: Uint32Array): void {
    const words = wordsOf(events);
    const floats = new Float64Array(outputs.slice().buffer), orders = new Map<number, KnownOrder>();
    let output = 0;
    for (let event = 0; event * contract.RECORD_WORDS < words.length; event++) {
      const record = words.subarray(event * contract.RECORD_WORDS, (event + 1) * contract.RECORD_WORDS);
      const order = orders.get(record[contract.LANE_ORDER_ID]!);
      const first = output;
      while (output < outputs.length && outputs[output + contract.OUT_CAUSE]! <= event + 1) {
        output += contract.RECORD_WORDS;
      }
      if (placedSilently(config, record, outputs, first, output)) {
        this.#meet(contract.STATE_CREATED, "SUBMIT");
        this.#meet(contract.STATE_SUBMITTED, "ACCEPT");
        orders.set(record[contract.LANE_ORDER_ID]!, { state: contract.STATE_ACCEPTED, quantity: 0, filled: 0 });
      }
      const asked = order === undefined || refused(outputs, first, output)
        ? undefined
        : requested(config, record, order.state);
      if (asked !== undefined) this.#meet(order!.state, asked);
      else if (record[contract.LANE_KIND] === contract.EVENT_FILL_REPORT && order !== undefined) {
        this.#meetFill(
          order,
          events[event * contract.RECORD_LANES + contract.FILL_REPORT_QUANTITY]!,
          outputs,
          first,
          output,
        );
      }
      for (let at = first; at < output; at += contract.RECORD_WORDS) {
        this.#takeOutput(orders, outputs, floats, at, asked === undefined);
      }
    }
  }

  #takeOutput(
    orders: Map<number, KnownOrder>,
    outputs: Uint32Array,
    floats: Float64Array,
    at: number,
    own: boolean,
  ): void {
    const code = outputs[at + contract.OUT_CODE]!, detail = (code >>> 8) & 255;
    const executed = (code & 255) === contract.OUTPUT_EXECUTION, id = outputs[at + contract.OUT_ORDER_ORDER_ID]!;
    if ((code & 255) !== contract.OUTPUT_ORDER && (!executed || id === 0)) return;
    const [FILLED, QUANTITY] = executed
      ? [contract.OUT_EXECUTION_FILLED, contract.OUT_EXECUTION_ORDERED]
      : [contract.OUT_ORDER_FILLED, contract.OUT_ORDER_QUANTITY];
    const known = orders.get(id) ?? { state: contract.STATE_CREATED, quantity: 0, filled: 0 };
    orders.set(id, known);
    const filled = floats[at / 2 + FILLED]!, quantity = floats[at / 2 + QUANTITY]!;
    if (filled !== known.filled) {
      this.#meet(known.state, filled === quantity ? "FILL_ALL" : "FILL");
    } else if (own && detail !== known.state) {
      const event = EVENTS_OF_STATES.get(detail);
      if (event !== undefined) this.#meet(known.state, event);
    }
    known.state = detail;
    known.filled = filled;
    known.quantity = quantity;
  }

  /** A fill that the table does not allow shows only in a diagnostic. */
  #meetFill(order: KnownOrder, lots: number, outputs: Uint32Array, from: number, until: number): void {
    for (let at = from; at < until; at += contract.RECORD_WORDS) {
      const code = outputs[at + contract.OUT_CODE]!;
      const said = code >>> 16 === contract.REASON_ILLEGAL_TRANSITION || code >>> 16 === contract.REASON_OVERFILL;
      if ((code & 255) === contract.OUTPUT_ORDER || !said || order.state === contract.STATE_SUBMITTED) continue;
      const left = Math.abs(order.quantity) - Math.abs(order.filled);
      this.#meet(order.state, lots < left ? "FILL" : "FILL_ALL");
    }
  }

  #meet(state: number, event: string): void {
    const pair = pairName(STATE_NAMES[state]!, event);
    this.#counts.set(pair, (this.#counts.get(pair) ?? 0) + 1);
  }

  /** Returns the possible pairs that are not covered. */
  missing(): string[] {
    return Object.keys(ORDER_TABLE).flatMap((state) => Object.keys(ORDER_EVENTS).map((event) => pairName(state, event)))
      .filter((pair) => !(pair in UNREACHABLE_PAIRS) && !this.#counts.has(pair));
  }
}

/** Returns whether an event placed an order of simulated execution, which no notice tells. */
function placedSilently(
  config: Float64Array,
  words: Uint32Array,
  outputs: Uint32Array,
  from: number,
  until: number,
): boolean {
  if (words[contract.LANE_KIND] !== contract.EVENT_PLACE || isReported(config, words)) return false;
  for (let at = from; at < until; at += contract.RECORD_WORDS) {
    const kind = outputs[at + contract.OUT_CODE]! & 255;
    if (kind === contract.OUTPUT_REFUSAL || kind === contract.OUTPUT_DIAGNOSTIC) return false;
  }
  return true;
}

function isReported(config: Float64Array, words: Uint32Array): boolean {
  const base = contract.CONFIG_INSTRUMENTS + words[contract.LANE_INSTRUMENT]! * contract.INSTRUMENT_STRIDE;
  return config[base + contract.INSTRUMENT_EXECUTION] === contract.EXECUTION_REPORTED;
}

/** Returns whether the outputs between two places only show that a record was rejected. */
function refused(outputs: Uint32Array, from: number, until: number): boolean {
  for (let at = from; at < until; at += contract.RECORD_WORDS) {
    if ((outputs[at + contract.OUT_CODE]! & 255) === contract.OUTPUT_REFUSAL) return true;
  }
  return false;
}

/** Returns the request or report of an event on its order, as an event of the table. */
function requested(config: Float64Array, words: Uint32Array, state: number): string | undefined {
  const reported = isReported(config, words);
  switch (words[contract.LANE_KIND]) {
    case contract.EVENT_CANCEL:
      return reported && state !== contract.STATE_CREATED ? "REQUEST_CANCEL" : "CANCEL";
    case contract.EVENT_REPLACE:
      return reported ? "REQUEST_REPLACE" : "REPLACE";
    case contract.EVENT_ORDER_REPORT:
      return EVENTS_OF_REPORTS.get(words[contract.ORDER_REPORT_REPORT]!);
    default:
      return undefined;
  }
}
