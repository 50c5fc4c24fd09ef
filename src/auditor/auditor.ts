/**
 * The auditor: a slow, obvious model of the exact profile in integers of any size and fractions. It shares only the
 * contract with the engines. It reads a log with an engine's outputs, computes the expected outputs by itself, and
 * reports the first difference.
 *
 * It accepts three things from an engine without a check: that a record is malformed, that an amount would pass 2^53,
 * and the hashes. Of diagnostics it compares those on the ruin of the account, on liquidations and
 * on bars without volume.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";
import { wordsOf } from "../contract/words.ts";
import { Account } from "./account.ts";
import { AuditedOrder } from "./audited_order.ts";
import { AuditedOrders } from "./audited_orders.ts";
import type { AuditedBar } from "./bar_path.ts";
import { AuditedBroker } from "./broker.ts";
import { claimsOf, unmarkableOf } from "./claims.ts";
import { compareMark, compareNotices, compareStatus, nameReasons, Objection, objectTo } from "./comparison.ts";
import { fallsWithProtection, LIMITS, placementFaults } from "./placement.ts";
import { halfEven, rational } from "./rational.ts";
import { type AuditedEvent, type AuditedOutput, type Lanes, readEvent, readOutput } from "./records.ts";
import { acceptByFill, fillFault, outcomeOf, takeFillReport, takeOrderReport } from "./venue.ts";

/** The results of an engine for a log. */
export interface AuditedRun {
  readonly outputs: Uint32Array;
  readonly status: Float64Array;
}

/**
 * Audits a run of the exact profile.
 *
 * @param config the configuration's lanes
 * @param events the log's records
 * @returns the first objection, or undefined
 * @throws {RangeError} if the configuration has no exact numbers or no two passes
 */
export function audit(config: Float64Array, events: Float64Array, run: AuditedRun): string | undefined {
  const reason = notAudited(config);
  if (reason !== undefined) throw new RangeError(`Cannot audit this configuration: ${reason}`);
  return new Auditor(config).audit(events, run);
}

/** Returns the reason why the auditor does not cover a configuration, or undefined if it does. */
export function notAudited(config: Float64Array): string | undefined {
  if (config[contract.CONFIG_RULE_NUMBERS] !== contract.NUMBERS_EXACT) {
    return "with plain doubles the order of operations is the truth, which a model in fractions cannot judge";
  }
  if (config[contract.CONFIG_RULE_MATCHING] !== contract.MATCHING_TWO_PASSES) return "its matching is by queue";
  return undefined;
}

/** Reasons against a malformed lane of an order. */
const OF_ORDERS: ReadonlySet<number> = new Set([
  contract.REASON_UNKNOWN_CODE,
  contract.REASON_OUT_OF_RANGE,
  contract.REASON_OFF_GRID,
  contract.REASON_NEGATIVE,
]);

/** Reasons below this one reject a malformed record; the others reject its request. */
const FIRST_BUSINESS_REASON = contract.REASON_NOT_TRADED;

/** The audit of one run. */
class Auditor {
  readonly #account: Account;
  readonly #orders: AuditedOrders;
  readonly #broker: AuditedBroker;
  readonly #bars: Map<number, AuditedBar> = new Map();
  #last_order_id = 0;
  #risk_flags = 0;
  /** What a strategy moves with the next step. */
  #transfer = 0n;
  /** Time of the last step that closed. */
  #closed_us = NaN;
  #notices = 0;
  #lost_reports = 0;
  #event = 0;

  constructor(config: Float64Array) {
    this.#account = new Account(config);
    this.#orders = new AuditedOrders(this.#account);
    this.#broker = new AuditedBroker(this.#account, this.#orders, config);
  }

  audit(events: Float64Array, run: AuditedRun): string | undefined {
    const words = wordsOf(events);
    const floats = new Float64Array(run.outputs.slice().buffer), count = run.outputs.length / contract.RECORD_WORDS;
    let next = 0;
    try {
      for (let event = 0; event < events.length / contract.RECORD_LANES; event++) {
        this.#event = event + 1;
        const outputs: AuditedOutput[] = [];
        for (; next < count; next++) {
          const output = readOutput(floats, run.outputs, next);
          if (output.cause > this.#event) break;
          outputs.push(output);
        }
        this.#take(readEvent(events, words, event), outputs);
      }
      if (next < count) objectTo(`${count - next} outputs name events that are not in the log`);
      compareStatus(run.status, this.#amounts);
    } catch (error) {
      if (error instanceof Objection) return `event ${this.#event}: ${error.message}`;
      throw error;
    }
    return undefined;
  }

  #take(event: AuditedEvent, outputs: readonly AuditedOutput[]): void {
    for (const output of outputs) {
      if (output.kind === "COMMIT") continue;
      if (output.cause !== this.#event) objectTo(`an output names event ${output.cause} as its cause`);
      if (output.kind === "MARK") continue;
      if (output.sequence !== ++this.#notices) {
        objectTo(`notice ${this.#notices} has the number ${output.sequence}`);
      }
    }
    const expected = this.#broker.begin(event.lanes.time_us ?? 0, claimsOf(outputs));
    const refusal = outputs.find(({ kind, detail }) => kind === "REFUSAL" && detail !== contract.EVENT_STEP);
    if (outputs.some(isLostReport)) this.#lost_reports++;
    // A malformed term of a replacement refuses that term alone.
    const malformed = outputs.find(({ kind, reason, detail, lanes }) =>
      kind === "REFUSAL" && reason < FIRST_BUSINESS_REASON && !(lanes.order_id !== 0 && PARTIAL.has(detail))
    );
    if (malformed === undefined && event.kind !== undefined) this.#apply(event, refusal, outputs);
    // That the account cannot hold a payment is known after what comes ahead of it.
    else if (event.kind === "CASH" && this.#isBeyondSums(event.lanes, malformed)) {
      this.#matchAhead(event.lanes, outputs);
    }
    // A call falls with an order that is malformed; a record that is refused as such has no order.
    const has_order = malformed !== undefined && event.kind === "PLACE" && OF_ORDERS.has(malformed.reason) &&
      malformed.lanes.lane !== contract.LANE_TIME_US;
    if (has_order) this.#takeAlong(event.lanes, malformed.reason);
    compareNotices(expected, outputs);
    if (malformed === undefined) compareMark(this.#account, event.kind === "STEP", outputs);
    if (this.#account.imbalance !== 0n) objectTo(`the ledger is out of balance by ${this.#account.imbalance}`);
  }

  #apply(event: AuditedEvent, refusal: AuditedOutput | undefined, outputs: readonly AuditedOutput[]): void {
    const { lanes } = event, broker = this.#broker, account = this.#account;
    switch (event.kind) {
      case "BAR": {
        const price = (name: string): bigint => BigInt(lanes[name]!);
        const bar = { begin_us: lanes.begin_us!, session_day: lanes.session_day!, volume: lanes.volume! };
        const prices = { open: price("open"), high: price("high"), low: price("low"), close: price("close") };
        this.#bars.set(lanes.instrument!, { ...bar, ...prices });
        account.seeBar(lanes.instrument!, prices.close);
        return;
      }
      case "STEP":
        this.#closed_us = lanes.time_us!;
        this.#settleTransfer();
        broker.step(this.#bars);
        account.settle();
        if (account.onMargin) {
          const marks = (): void => account.markAll(unmarkableOf(outputs));
          marks();
          broker.liquidate(this.#bars, marks);
        }
        this.#bars.clear();
        return this.#revalue(outputs);
      case "HALT":
        if (lanes.halted === 2) return this.#endTrading(lanes, refusal, outputs);
        if (lanes.halted === 1) broker.halted.add(lanes.instrument!);
        else broker.halted.delete(lanes.instrument!);
        return;
      case "FUNDING": {
        if (refusal !== undefined) return;
        const rate = BigInt(lanes.rate!);
        if (lanes.due === contract.DUE_AT_ONCE) {
          this.#matchAhead(lanes, outputs);
          account.settleAtOnce(lanes.accrual!, lanes.instrument!, rate);
        } else account.owe(lanes.accrual!, lanes.instrument!, rate);
        return;
      }
      case "SPREAD": {
        const terms = account.terms[lanes.instrument!]!;
        const told = (terms.slippage_flags & contract.SLIPPAGE_FLAG_SPREAD) !== 0;
        if (told === (refusal?.reason === contract.REASON_NOT_SUPPORTED)) {
          objectTo(`a spread of instrument ${lanes.instrument} met ${nameReasons([refusal?.reason])}`);
        }
        if (refusal !== undefined) return;
        this.#matchAhead(lanes, outputs);
        terms.spread = BigInt(lanes.steps!);
        return;
      }
      case "SPLIT":
        if (this.#isReported(lanes.instrument!, refusal)) return;
        this.#matchAhead(lanes, outputs);
        broker.split(lanes.instrument!, BigInt(lanes.numerator!), BigInt(lanes.denominator!));
        return account.mark(lanes.instrument!, unmarkableOf(outputs));
      case "DIVIDEND":
        this.#matchAhead(lanes, outputs);
        account.payDividend(lanes.instrument!, BigInt(lanes.numerator!), BigInt(lanes.denominator!));
        return;
      case "TRANSFER":
        if (this.#account.terms.some(({ reported }) => reported)) {
          if (refusal?.reason !== contract.REASON_TRANSFER_REPORTED) {
            objectTo(`a transfer met ${nameReasons([refusal?.reason])} although a venue tells the cash`);
          }
          return;
        }
        return this.#takeTransfer(lanes, refusal);
      case "CASH":
        this.#matchAhead(lanes, outputs);
        return this.#takeCash(lanes, refusal, outputs);
      case "RISK":
        this.#risk_flags = lanes.flags!;
        return;
      case "SHUTDOWN":
        if (lanes.close_positions !== 1) return;
        broker.closeAll();
        return this.#revalue(outputs);
      case "PLACE":
        return this.#place(lanes, refusal, outputs);
      case "CANCEL":
      case "REPLACE":
      case "ORDER_REPORT":
      case "FILL_REPORT":
        return this.#takeForOrder(event.kind, lanes, refusal, outputs);
    }
  }

  /** Fills what fills at the close of its placement, ahead of an event that comes before the bars of its step. */
  #matchAhead({ time_us }: Lanes, outputs: readonly AuditedOutput[]): void {
    if (time_us === this.#closed_us || this.#bars.size > 0) return;
    this.#broker.matchAhead(unmarkableOf(outputs), () => this.#settleTransfer());
  }

  /** Returns whether a payment was refused because the sums of the account cannot hold it. */
  #isBeyondSums({ amount }: Lanes, malformed: AuditedOutput | undefined): boolean {
    return malformed?.reason === contract.REASON_OUT_OF_RANGE && malformed.lanes.lane === contract.CASH_AMOUNT &&
      Math.abs(amount!) <= contract.EXACT_MAX;
  }

  #endTrading(lanes: Lanes, refusal: AuditedOutput | undefined, outputs: readonly AuditedOutput[]): void {
    const instrument = lanes.instrument!;
    if (this.#isReported(instrument, refusal)) return;
    this.#matchAhead(lanes, outputs);
    this.#broker.endTrading(instrument);
    this.#account.mark(instrument, unmarkableOf(outputs));
  }

  /** Returns whether a venue trades an instrument, so that nothing here splits or closes its position. */
  #isReported(instrument: number, refusal: AuditedOutput | undefined): boolean {
    const { reported } = this.#account.terms[instrument]!;
    if (reported !== (refusal?.reason === contract.REASON_NOT_SUPPORTED)) {
      objectTo(`a split or an end of trading of instrument ${instrument} met ${nameReasons([refusal?.reason])}`);
    }
    return reported;
  }

  /** Marks all positions. An account that falls to nothing or less is told of. */
  #revalue(outputs: readonly AuditedOutput[]): void {
    const before = this.#account.value;
    this.#account.revalue(unmarkableOf(outputs));
    const value = this.#account.value;
    if (before <= 0n || value > 0n) return;
    const ruin = { kind: "DIAGNOSTIC", detail: contract.LEVEL_ERROR, reason: contract.REASON_RUINED } as const;
    this.#orders.expect([{ ...ruin, lanes: { value, expected: 0n, order_id: 0, instrument: 0 } }]);
  }

  /** Takes a payment. Only a transfer is refused for cash, and only one that takes what open shorts set aside. */
  #takeCash(lanes: Lanes, refusal: AuditedOutput | undefined, outputs: readonly AuditedOutput[]): void {
    const amount = BigInt(lanes.amount!), note = PAYMENT_NOTES.get(lanes.purpose!);
    const transfer = lanes.purpose === contract.CASH_PURPOSE_TRANSFER;
    const account = this.#account, spoken = this.#transfer < 0n ? this.#transfer : 0n;
    const lacks = transfer && amount < 0n && account.freeCash + spoken + amount < 0n;
    if (lacks !== (refusal?.reason === contract.REASON_INSUFFICIENT_CASH)) {
      objectTo(`a payment of ${amount} with free cash of ${account.freeCash} was ${lacks ? "taken" : "refused"}`);
    }
    if (refusal !== undefined) return;
    if (transfer) return this.#fund(amount);
    const noted = outputs.some(({ kind, reason, lanes: said }) =>
      kind === "DIAGNOSTIC" && reason === note && said.value === lanes.amount
    );
    if (!noted) objectTo(`a payment of ${amount} was not noted as ${nameReasons([note])}`);
    account.pay(amount);
  }

  /** Takes what a strategy moves, for the next step. */
  #takeTransfer(lanes: Lanes, refusal: AuditedOutput | undefined): void {
    const amount = BigInt(Number.isInteger(lanes.amount) ? lanes.amount! : 0),
      free = this.#account.freeCash + this.#transfer;
    const lacks = amount < 0n && free + amount < 0n;
    if (lacks !== (refusal?.reason === contract.REASON_INSUFFICIENT_CASH)) {
      objectTo(`a transfer of ${amount} with free cash of ${free} was ${lacks ? "taken" : "refused"}`);
    }
    if (refusal === undefined) this.#transfer += amount;
  }

  /** Moves what a strategy asked for, ahead of the orders of the step. */
  #settleTransfer(): void {
    const amount = this.#transfer, { cash, external } = this.#account, most = BigInt(contract.EXACT_MAX);
    this.#transfer = 0n;
    if (amount === 0n) return;
    const fits = [cash, external].every((money) => money + amount <= most && money + amount >= -most);
    if (fits) return this.#fund(amount);
    const lost = { kind: "DIAGNOSTIC", detail: contract.LEVEL_ERROR, reason: contract.REASON_OUT_OF_RANGE } as const;
    this.#orders.expect([{ ...lost, lanes: { value: amount, expected: 0n, order_id: 0, instrument: 0 } }]);
  }

  /** Moves money from outside into the account, or below zero out of it, which is told. */
  #fund(value: bigint): void {
    const note = { kind: "DIAGNOSTIC", detail: contract.LEVEL_INFO, reason: contract.REASON_TRANSFER } as const;
    this.#account.fund(value);
    this.#orders.expect([{ ...note, lanes: { value, expected: 0n, order_id: 0, instrument: 0 } }]);
  }

  /** Ends what a refused order takes along: the entry that it was to protect, and the other orders of its call. */
  #takeAlong(lanes: Lanes, said: number): void {
    const orders = this.#orders, entry = orders.all.get(lanes.parent!), flags = lanes.flags!;
    const together = (flags & contract.ORDER_FLAG_TOGETHER) !== 0, of_price = said === contract.REASON_PROTECTIVE_PRICE;
    if ((flags & contract.ORDER_FLAG_PROTECTIVE) === 0) return orders.endCall(flags, lanes.round_trip!);
    if (!together && !of_price || entry === undefined || entry.ended) return;
    if (entry.instrument !== lanes.instrument || !fallsWithProtection(entry, lanes, this.#account)) return;
    orders.end(entry, contract.STATE_REJECTED, of_price ? said : contract.REASON_GROUP_REFUSED);
    orders.endCall(entry.flags, entry.label);
  }

  #place(lanes: Lanes, refusal: AuditedOutput | undefined, outputs: readonly AuditedOutput[]): void {
    const faults = placementFaults(lanes, {
      account: this.#account,
      orders: this.#orders.all,
      live: this.#orders.live,
      last_order_id: this.#last_order_id,
      risk_flags: this.#risk_flags,
    });
    const note = outputs.find(({ kind, reason }) => kind === "DIAGNOSTIC" && CLOSE_NOTES.has(reason));
    const said = refusal?.reason ?? note?.reason;
    if (said === undefined && faults.length > 0) {
      objectTo(`order ${lanes.order_id} was placed although ${nameReasons(faults)}`);
    }
    if (said !== undefined && !faults.includes(said) && !UNJUDGED.has(said)) {
      objectTo(`order ${lanes.order_id} was refused for ${nameReasons([said])}, not for ${nameReasons(faults)}`);
    }
    if (said !== contract.REASON_ORDER_ID) this.#last_order_id = lanes.order_id!;
    if (said !== undefined && said === refusal?.reason) this.#takeAlong(lanes, said);
    if (said !== undefined) return;
    const order = new AuditedOrder(lanes), orders = this.#orders;
    orders.all.set(order.id, order);
    if (order.whole && this.#account.size(order.instrument) * order.sign < 0n) {
      order.flags |= contract.ORDER_FLAG_REDUCE_ONLY;
    }
    const entry = orders.all.get(order.parent);
    if (entry !== undefined && entry.opened > 0n) {
      const one = BigInt(contract.RATE_SCALE), part = order.entry_share > 0n ? order.entry_share : one;
      order.quantity = halfEven(rational(entry.opened * part, one));
      // Its entry filled in part in an earlier step, so the next bar is a bar as any other for it. The moment of that
      // fill is past, so a distance begins at the last price.
      if (!this.#account.terms[order.instrument]!.reported && order.quantity > 0n) {
        order.entry = { time_us: NaN, price: 0n, moment: "open", direction: 0n };
        orders.priceFrom(order, this.#account.lastPrice(order.instrument)!);
      }
    }
    const reported = this.#account.terms[order.instrument]!.reported;
    if ((order.flags & contract.ORDER_FLAG_CLOSE) !== 0 && order.quantity === 0n) {
      const size = this.#account.size(order.instrument);
      order.quantity = size < 0n ? -size : size;
    }
    if (reported && order.protective) {
      const { opened } = orders.all.get(order.parent)!;
      order.quantity = opened;
      orders.update(order, contract.STATE_CREATED, contract.REASON_PLACED);
      if (opened > 0n) orders.tellPlacement(order);
      return;
    }
    if (reported) orders.update(order, contract.STATE_SUBMITTED, contract.REASON_PLACED);
    else {
      orders.beginTrail(order);
      this.#broker.enterMarket(order);
      orders.enter(order, contract.STATE_ACCEPTED);
    }
  }

  #takeForOrder(
    kind: "CANCEL" | "REPLACE" | "ORDER_REPORT" | "FILL_REPORT",
    lanes: Lanes,
    refusal: AuditedOutput | undefined,
    outputs: readonly AuditedOutput[],
  ): void {
    const orders = this.#orders, order = orders.all.get(lanes.order_id!);
    if (order === undefined || order.instrument !== lanes.instrument) {
      if (refusal === undefined) objectTo(`order ${lanes.order_id} is unknown, which was not refused`);
      return;
    }
    const reported = this.#account.terms[order.instrument]!.reported;
    if (refusal?.reason === contract.REASON_ORDER_RETIRED) return;
    switch (kind) {
      case "CANCEL":
        if (reported && order.state !== contract.STATE_CREATED) {
          const outcome = outcomeOf(order.state, "REQUEST_CANCEL");
          if (typeof outcome !== "string") orders.update(order, outcome.state, contract.REASON_REQUESTED);
        } else if (!order.ended) orders.end(order, contract.STATE_CANCELLED, contract.REASON_BY_REQUEST);
        return;
      case "REPLACE": {
        if (lanes.flags !== 0) return this.#checkLimited(order, lanes.flags!, refusal);
        const outcome = outcomeOf(order.state, "REQUEST_REPLACE");
        if (typeof outcome === "string") return;
        // Each term is refused for itself, and the others go on.
        const refused = outputs.filter((output) => output.kind === "REFUSAL");
        const fault = this.#replaceFault(order, lanes, refused);
        if (fault !== undefined) objectTo(fault);
        const terms = { ...lanes };
        for (const output of refused) {
          const name = REPLACE_TERMS.find((term) => termLane(term) === output.lanes.lane);
          if (name !== undefined) terms[name] = 0;
        }
        if (REPLACE_TERMS.every((term) => terms[term] === 0)) return;
        if (reported) {
          order.replacement = terms;
          return orders.update(order, outcome.state, contract.REASON_REQUESTED);
        }
        if (terms.quantity) {
          order.quantity = BigInt(terms.quantity);
          // A new size in lots replaces any other one.
          order.cash = order.fraction = 0n;
          order.flags &= ~contract.ORDER_FLAG_WHOLE;
        }
        orders.reprice(order, terms);
        order.rests = false;
        order.from_us = lanes.time_us!;
        this.#broker.enterMarket(order);
        return orders.update(order, order.state, contract.REASON_BY_REQUEST);
      }
      case "ORDER_REPORT": {
        if (!reported) return;
        const beyond = BigInt(lanes.filled!) > order.capacity;
        if (beyond !== (refusal?.reason === contract.REASON_COUNT_BEYOND)) {
          objectTo(`a count of ${lanes.filled} for order ${order.id} was ${beyond ? "taken" : "refused"}`);
        }
        if (refusal === undefined) takeOrderReport(orders, order, lanes);
        return;
      }
      case "FILL_REPORT": {
        if (!reported) return;
        if (refusal?.reason === contract.REASON_AMOUNT_LIMIT) return acceptByFill(orders, order);
        const said = refusal?.reason ??
          outputs.find(({ reason }) => reason === contract.REASON_DUPLICATE_FILL)?.reason;
        const fault = fillFault(order, lanes, this.#account.size(order.instrument));
        if (said !== fault) {
          objectTo(
            `the fill of order ${order.id} was met with ${nameReasons([said])}, not ${nameReasons([fault])}`,
          );
        }
        if (fault !== undefined) return;
        takeFillReport(orders, this.#account, order, lanes);
        this.#account.mark(order.instrument, unmarkableOf(outputs));
      }
    }
  }

  /** Objects if a replacement that a limit of a session refuses was not refused for it. */
  #checkLimited(order: AuditedOrder, flags: number, refusal: AuditedOutput | undefined): void {
    const faults = LIMITS.filter(([flag]) => (flags & flag) !== 0).map(([, reason]) => reason);
    const known = LIMITS.reduce((all, [flag]) => all | flag, 0);
    if ((flags & ~known) !== 0) faults.splice(0, faults.length, contract.REASON_UNKNOWN_CODE);
    if (refusal !== undefined && faults.includes(refusal.reason)) return;
    objectTo(
      `the limited replacement of order ${order.id} met ${nameReasons([refusal?.reason])}, not ${nameReasons(faults)}`,
    );
  }

  /** Returns an objection if a term of a replacement was refused without a fault, or kept with one. */
  #replaceFault(order: AuditedOrder, lanes: Lanes, refused: readonly AuditedOutput[]): string | undefined {
    const tick = this.#account.terms[order.instrument]!.tick;
    for (const term of REPLACE_TERMS) {
      const value = lanes[term]!, said = refused.find((output) => output.lanes.lane === termLane(term))?.reason;
      const faults: number[] = [];
      if (value !== 0) {
        const count = BigInt(Math.floor(value)), reached = term === "stop" && order.triggered;
        if (term === "trail") faults.push(...this.#trailFaults(order, value));
        if (term === "quantity" && count <= order.filled) faults.push(contract.REASON_REPLACE_BELOW_FILLED);
        if (term === "quantity" && (order.protective || order.aim !== 0n)) faults.push(contract.REASON_NOT_SUPPORTED);
        const priced = term === "limit" || term === "stop", reported = this.#account.terms[order.instrument]!.reported;
        const trails = order.trails && (term === "stop" || order.type === contract.TYPE_STOP_TRAIL_LIMIT && !reported);
        if (priced && (order[term] === 0n && !trails || reached)) faults.push(contract.REASON_PRICE_UNEXPECTED);
        if (priced && tick !== 0n && count % tick !== 0n) faults.push(contract.REASON_OFF_TICK);
        const opens = !order.reducing && (order.flags & contract.ORDER_FLAG_EXTERNAL) === 0;
        const raises = term !== "quantity" || order.quantity === 0n || count > order.quantity;
        if (this.#risk_flags !== 0 && opens && raises) faults.push(contract.REASON_RISK_FLAGGED);
        if (priced && value > contract.EXACT_MAX) faults.push(contract.REASON_PRICE_RANGE);
      }
      const malformed = said !== undefined && said < FIRST_BUSINESS_REASON;
      if (said === undefined ? faults.length > 0 : !malformed && !faults.includes(said)) {
        return `the new ${term} of order ${order.id} met ${nameReasons([said])}, not ${nameReasons(faults)}`;
      }
    }
    return undefined;
  }

  /** Returns the reasons against a new trailing distance. */
  #trailFaults(order: AuditedOrder, trail: number): number[] {
    // At a venue an entry that opened before its protection was placed leaves no moment of its fill.
    const opened = this.#orders.all.get(order.parent)?.opened ?? 0n;
    const sleeps = order.relative && order.entry === undefined && opened === 0n;
    if (!order.trails && !sleeps) return [contract.REASON_PRICE_UNEXPECTED];
    if (this.#account.terms[order.instrument]!.reported) return [contract.REASON_NOT_SUPPORTED];
    return order.by_rate && trail >= contract.RATE_SCALE ? [contract.REASON_TRAIL_RANGE] : [];
  }
  /** Amounts that the status of the run should have. */
  get #amounts(): Readonly<Record<string, bigint>> {
    const account = this.#account;
    return {
      sequence: BigInt(this.#event),
      notices: BigInt(this.#notices),
      cash: account.cash,
      // Free cash alone may pass 2^53, below zero. An engine works it out in one subtraction, which rounds once.
      free_cash: BigInt(Number(account.freeCash)),
      external: account.external,
      commission: account.commission,
      realised: account.realised,
      other_profit: account.otherProfit,
      value: account.value,
      live_orders: BigInt(this.#orders.live.size),
      lost_reports: BigInt(this.#lost_reports),
    };
  }
}

/** Events whose refusals may concern a part of them. */
const PARTIAL: ReadonlySet<number> = new Set([contract.EVENT_STEP, contract.EVENT_REPLACE]);

/** Terms of a replacement. */
const REPLACE_TERMS = ["quantity", "limit", "stop", "trail"] as const;

function termLane(term: typeof REPLACE_TERMS[number]): number {
  return {
    quantity: contract.REPLACE_QUANTITY,
    limit: contract.REPLACE_LIMIT,
    stop: contract.REPLACE_STOP,
    trail: contract.REPLACE_TRAIL,
  }[term];
}

/** Reasons of the notes on payments, by purpose. The note of a transfer is another one. */
const PAYMENT_NOTES: ReadonlyMap<number, number> = new Map([
  [contract.CASH_PURPOSE_FUNDING, contract.REASON_FUNDING],
  [contract.CASH_PURPOSE_INTEREST, contract.REASON_INTEREST],
  [contract.CASH_PURPOSE_FEE, contract.REASON_FEE],
  [contract.CASH_PURPOSE_REBATE, contract.REASON_REBATE],
  [contract.CASH_PURPOSE_ADJUSTMENT, contract.REASON_ADJUSTMENT],
]);

/** Diagnostics of a closing order that is not placed. */
const CLOSE_NOTES: ReadonlySet<number> = new Set([
  contract.REASON_NOTHING_TO_CLOSE,
  contract.REASON_ALREADY_CLOSING,
]);

/** Reasons that the auditor accepts from the engine. */
const UNJUDGED: ReadonlySet<number> = new Set([
  contract.REASON_AMOUNT_LIMIT,
  contract.REASON_ORDERS_LIMIT,
  contract.REASON_NOT_SUPPORTED,
]);

/** Returns whether an output refuses a report on an order. A record that is refused as such names no order. */
function isLostReport({ kind, detail, reason, lanes }: AuditedOutput): boolean {
  const report = detail === contract.EVENT_ORDER_REPORT || detail === contract.EVENT_FILL_REPORT;
  const of_order = lanes.order_id !== 0 || reason === contract.REASON_UNKNOWN_ORDER;
  return kind === "REFUSAL" && report && of_order && reason !== contract.REASON_NOT_REPORTED_VENUE;
}
