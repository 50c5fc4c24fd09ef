/**
 * The auditor's books: a double-entry ledger, positions with their cost, round trips and marks, in integers of any size.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";
import type { AuditedOrder } from "./audited_order.ts";
import { type Charged, InstrumentTerms } from "./instrument_terms.ts";
import { halfEven, rational } from "./rational.ts";

/** An expected notice: lanes without a name must be zero. */
export interface Expected {
  readonly kind: "ORDER" | "FILL" | "EXECUTION" | "ROUND_TRIP" | "REFUSAL" | "DIAGNOSTIC";
  readonly detail: number;
  readonly reason: number;
  readonly lanes: Readonly<Record<string, bigint | number>>;
}

interface Position {
  size: bigint;
  cost: bigint;
  /** Value at the last mark. */
  mark: bigint;
  /** Size and price of the last mark, or of the last attempt. */
  seen: string;
  trip: RoundTrip | undefined;
}

interface RoundTrip {
  readonly number: number;
  readonly opened_us: number;
  readonly bars_opened: number;
  readonly label: number;
  quantity_max: bigint;
  entry_value: bigint;
  exit_value: bigint;
  entry_quantity: bigint;
  pnl: bigint;
  commission: bigint;
  flags: number;
}

/** Returns whether the engine reported that it cannot hold the mark of an instrument at a price. */
export type Unmarkable = (instrument: number, price: bigint) => boolean;

/** A fill to book. */
export interface FillTerms {
  readonly time_us: number;
  readonly instrument: number;
  readonly price: bigint;
  /** Signed lots. */
  readonly quantity: bigint;
  readonly rule: number;
  readonly flags: number;
  readonly id_high: number;
  readonly id_low: number;
  /** The venue's fee, if the report has one; negative for a rebate. */
  readonly fee?: bigint;
  /** Lots of the opening part that the venue keeps as its fee. */
  readonly fee_lots?: bigint;
}

/** The accounts of the ledger. Each entry moves an amount from one to another, so that they sum to zero. */
type LedgerAccount = "outside" | "payments" | "cash" | "cost" | "commission" | "profit";

/** Returns a figure of a round trip, which stays at the greatest exact number once it would pass it. */
function figure(sum: bigint): bigint {
  const most = BigInt(contract.EXACT_MAX);
  return sum > most ? most : sum < -most ? -most : sum;
}

/** The books of one run. */
export class Account {
  readonly terms: readonly InstrumentTerms[];
  readonly #ledger: Record<LedgerAccount, bigint> = {
    outside: 0n,
    payments: 0n,
    cash: 0n,
    cost: 0n,
    commission: 0n,
    profit: 0n,
  };
  readonly #positions: Position[];
  readonly #last_prices: (bigint | undefined)[];
  readonly #bars: number[];
  /** Rates that fall due at the end of the step. */
  readonly #due: { readonly accrual: number; readonly instrument: number; readonly rate: bigint }[] = [];
  #trips = 0;
  /** Notional of all fills, where tiers of a commission ask for it. */
  #traded = 0n;
  #value: bigint;

  constructor(config: Float64Array) {
    const count = config[contract.CONFIG_INSTRUMENTS_COUNT]!;
    this.terms = Array.from({ length: count }, (_none, id) => new InstrumentTerms(config, id));
    this.#positions = this.terms.map(() => ({ size: 0n, cost: 0n, mark: 0n, seen: "", trip: undefined }));
    this.#last_prices = this.terms.map(() => undefined);
    this.#bars = this.terms.map(() => 0);
    this.fund(BigInt(config[contract.CONFIG_CASH_INITIAL]!));
    this.#value = this.cash;
  }

  get cash(): bigint {
    return this.#ledger.cash;
  }

  get external(): bigint {
    return -this.#ledger.outside;
  }

  get otherProfit(): bigint {
    return -this.#ledger.payments;
  }

  get commission(): bigint {
    return this.#ledger.commission;
  }

  get realised(): bigint {
    return -this.#ledger.profit;
  }

  /** Sum over the ledger. Anything but zero is a fault of the books themselves. */
  get imbalance(): bigint {
    return Object.values(this.#ledger).reduce((sum, each) => sum + each, 0n);
  }

  /**
   * Cash that an opening may use: twice the proceeds of open shorts are reserved. A position on margin adds its value and
   * reserves its margin.
   */
  get freeCash(): bigint {
    return this.#positions.reduce((cash, position, id) => {
      if (this.terms[id]!.on_margin) return cash + position.mark - this.#setAside(id, position.mark, "initial");
      return position.size < 0n ? cash + 2n * position.cost : cash;
    }, this.cash);
  }

  /** Returns the cash that an opening may use at a price, at which the position of its own instrument counts. */
  freeCashAt(instrument: number, price: bigint): bigint {
    const { mark, size } = this.#positions[instrument]!, terms = this.terms[instrument]!;
    const notional = terms.notional(price, size < 0n ? -size : size), free = this.freeCash;
    const held = terms.fits(price, size < 0n ? -size : size) && notional <= BigInt(contract.EXACT_MAX);
    if (!terms.on_margin || size === 0n || !held) return free;
    const value = this.#valueAt(instrument, price);
    return free - mark + this.#setAside(instrument, mark, "initial") + value -
      this.#setAside(instrument, value, "initial");
  }

  /** The sum of the maintenance margins of all positions at their last marks. */
  get maintenance(): bigint {
    return this.terms.reduce((sum, _terms, id) => sum + this.maintenanceOf(id), 0n);
  }

  /** Returns the maintenance margin of a position at its last mark. */
  maintenanceOf(instrument: number): bigint {
    return this.#setAside(instrument, this.#positions[instrument]!.mark, "maintenance");
  }

  /** Returns the number of the round trip of a position. */
  tripOf(instrument: number): number {
    return this.#positions[instrument]!.trip!.number;
  }

  /** Returns the margin of a position that adds an amount to the account's value. */
  #setAside(instrument: number, value: bigint, which: "initial" | "maintenance"): bigint {
    const { size, cost } = this.#positions[instrument]!, terms = this.terms[instrument]!;
    if (!terms.on_margin || size === 0n) return 0n;
    const worth = terms.settles_at_close ? value + cost : value, most = BigInt(contract.EXACT_MAX);
    const notional = worth < 0n ? -worth : worth, lots = size < 0n ? -size : size;
    const margin = which === "initial" ? terms.initialMargin(notional, lots) : terms.maintenanceMargin(notional, lots);
    return margin > most ? most : margin;
  }

  /** True if any position may be held on margin. */
  get onMargin(): boolean {
    return this.terms.some(({ on_margin }) => on_margin);
  }

  /** Cash plus the positions at the marks of this moment. */
  get marked(): bigint {
    return this.#positions.reduce((sum, { mark }) => sum + mark, this.cash);
  }

  /** Cash plus the positions at their last marks. */
  get value(): bigint {
    return this.#value;
  }

  /** Marks all positions at their last prices. The old value stays if the sum passes 2^53. */
  revalue(unmarkable: Unmarkable): void {
    this.markAll(unmarkable);
    const value = this.marked;
    if ((value < 0n ? -value : value) <= BigInt(contract.EXACT_MAX)) this.#value = value;
  }

  /** Marks all positions at their last prices. */
  markAll(unmarkable: Unmarkable): void {
    this.#positions.forEach((_position, id) => this.mark(id, unmarkable));
  }

  /** Marks a position again if its size or price changed. A position that the engine cannot mark keeps its old mark. */
  mark(id: number, unmarkable: Unmarkable): void {
    const position = this.#positions[id]!, terms = this.terms[id]!, sign = position.size < 0n ? -1n : 1n;
    const price = this.#last_prices[id] ?? 0n, seen = `${position.size} for ${position.cost} at ${price}`;
    if (position.seen === seen) return;
    position.seen = seen;
    // An engine may fail to mark only if the product passes 2^96, or if a mark or the sum of marks passes 2^53.
    const unpaid = terms.settles_at_close ? position.cost : 0n;
    const mark = sign * terms.notional(price, sign * position.size) - unpaid, limit = BigInt(contract.EXACT_MAX);
    const others = this.#positions.reduce((sum, { mark }) => sum + mark, -position.mark);
    const sums = [mark, others, others + mark].map((sum) => sum < 0n ? -sum : sum);
    const holds = terms.fits(price, sign * position.size) && sums.every((sum) => sum <= limit);
    if (holds || !unmarkable(id, price)) position.mark = mark;
  }

  /**
   * Returns the account's value during a step with an instrument at a price; all others are worth their last fill in
   * the step, else their last mark. A value that no engine can hold counts as one beyond all others.
   */
  valueWith(instrument: number, price: bigint): bigint {
    const most = BigInt(contract.EXACT_MAX), own = this.#valueAt(instrument, price);
    const others = this.#positions.reduce((sum, { mark }, id) => id === instrument ? sum : sum + mark, this.cash);
    return others + own > most ? most : others + own;
  }

  /** Returns the value with some instruments at other prices, where their values there are in range. */
  valueAt(prices: ReadonlyMap<number, bigint>): bigint {
    const most = BigInt(contract.EXACT_MAX);
    const value = this.#positions.reduce((sum, { mark }, id) => {
      const price = prices.get(id), value = price === undefined ? mark : this.#valueAt(id, price);
      return sum + (value > most || value < -most ? mark : value);
    }, this.cash);
    return value > most ? most : value;
  }

  /** Marks a position at the price of its fill, if engines can hold that. The end of the step marks it again. */
  markAtFill(instrument: number, price: bigint): void {
    const position = this.#positions[instrument]!, value = this.#valueAt(instrument, price);
    const marks = this.#positions.reduce((sum, { mark }) => sum + mark, value - position.mark);
    const most = BigInt(contract.EXACT_MAX);
    if ([value, marks].some((sum) => sum > most || sum < -most)) return;
    position.mark = value;
    position.seen = "a fill";
  }

  /** Returns the signed value of a position, or one beyond all others if its product passes the engines' limit. */
  #valueAt(instrument: number, price: bigint): bigint {
    const { size } = this.#positions[instrument]!, sign = size < 0n ? -1n : 1n, terms = this.terms[instrument]!;
    const value = terms.notional(price, sign * size);
    const held = sign * (terms.fits(price, sign * size) && value <= BigInt(contract.EXACT_MAX) ? value : 2n ** 96n);
    return terms.settles_at_close ? held - this.#positions[instrument]!.cost : held;
  }

  /** Signed lots held. */
  size(instrument: number): bigint {
    return this.#positions[instrument]!.size;
  }

  cost(instrument: number): bigint {
    return this.#positions[instrument]!.cost;
  }

  lastPrice(instrument: number): bigint | undefined {
    return this.#last_prices[instrument];
  }

  /** Books money that comes in from outside, or goes out. Who takes all of it is not ruined: the value is nothing then. */
  fund(amount: bigint): void {
    this.#move("outside", "cash", amount);
    if (amount < 0n && this.cash === 0n && this.#positions.every(({ size }) => size === 0n)) this.#value = 0n;
  }

  /** Books funding, interest, a fee, a rebate or an adjustment: profit if it comes in, loss if it goes out. */
  pay(amount: bigint): void {
    this.#move("payments", "cash", amount);
  }

  /** Takes a rate in 10^-9 that falls due at the end of the step. */
  owe(accrual: number, instrument: number, rate: bigint): void {
    this.#due.push({ accrual, instrument, rate });
  }

  /** Pays what is due at the end of a step: funding and borrowing by instrument, then interest on the cash of then. */
  settle(): void {
    const due = this.#due.splice(0), one = BigInt(contract.RATE_SCALE);
    const total = (accrual: number, instrument?: number): bigint =>
      due.filter((each) => each.accrual === accrual && (instrument === undefined || each.instrument === instrument))
        .reduce((sum, { rate }) => sum + rate, 0n);
    this.terms.forEach((terms, id) => {
      const { size } = this.#positions[id]!, price = this.#last_prices[id] ?? 0n;
      if (!terms.fits(price, size < 0n ? -size : size)) return;
      this.#accrue(-halfEven(terms.share(price, size, total(contract.ACCRUAL_FUNDING, id))));
      if (size < 0n) this.#accrue(halfEven(terms.share(price, size, total(contract.ACCRUAL_BORROW, id))));
    });
    const accrual = this.cash > 0n ? contract.ACCRUAL_INTEREST : contract.ACCRUAL_LOAN;
    this.#accrue(halfEven(rational(this.cash * total(accrual), one)));
  }

  /** Pays a rate at once, on what is there now at the last price. */
  settleAtOnce(accrual: number, instrument: number, rate: bigint): void {
    const waiting = this.#due.splice(0);
    this.owe(accrual, instrument, rate);
    this.settle();
    this.#due.push(...waiting);
  }

  /** Returns the price and the unsigned lots that a split makes of the last price and of lots; the lots are whole. */
  splitOf(instrument: number, lots: bigint, numerator: bigint, denominator: bigint): { price: bigint; lots: bigint } {
    const price = halfEven(rational((this.#last_prices[instrument] ?? 0n) * denominator, numerator));
    return { price, lots: lots * numerator / denominator };
  }

  /** Splits a position at the same cost, and gives the last price for its new lots. */
  split(instrument: number, numerator: bigint, denominator: bigint): void {
    const position = this.#positions[instrument]!, sign = position.size < 0n ? -1n : 1n;
    const { price, lots } = this.splitOf(instrument, sign * position.size, numerator, denominator);
    position.size = sign * lots;
    if (this.#last_prices[instrument] !== undefined) this.#last_prices[instrument] = price;
  }

  /** Pays a dividend of an amount per lot, which a short pays. */
  payDividend(instrument: number, numerator: bigint, denominator: bigint): void {
    this.#accrue(halfEven(rational(this.#positions[instrument]!.size * numerator, denominator)));
  }

  /** Pays an amount that no cash refuses, unless an engine could not hold the sums. */
  #accrue(amount: bigint): void {
    const most = BigInt(contract.EXACT_MAX);
    if ([amount, this.cash + amount, this.otherProfit + amount].every((sum) => sum <= most && sum >= -most)) {
      this.pay(amount);
    }
  }

  /** Records a bar of an instrument. */
  seeBar(instrument: number, close: bigint): void {
    this.#last_prices[instrument] = close;
    this.#bars[instrument]!++;
  }

  #move(from: LedgerAccount, to: LedgerAccount, amount: bigint): void {
    this.#ledger[from] -= amount;
    this.#ledger[to] += amount;
  }

  /**
   * Books a fill and returns its notices. An EXECUTION, of simulated trading, tells all; with a FILL the caller adds the
   * update of the order, since it knows the order's state. The order is undefined if the end of the run closes a
   * position.
   */
  fill(order: AuditedOrder | undefined, fill: FillTerms, state: number): Expected[] {
    const { instrument, price, quantity, time_us } = fill, terms = this.terms[instrument]!;
    const position = this.#positions[instrument]!, sign = quantity < 0n ? -1n : 1n, lots = quantity * sign;
    const against = position.size * sign < 0n ? -position.size * sign : 0n;
    const closed = against < lots ? against : lots, opened = lots - closed;
    const closing_value = terms.notional(price, closed), opening_value = terms.notional(price, opened);
    const [closing_fee, money_fee] = this.#fees(order, fill, closed, opened);
    const kept = fill.fee_lots ?? 0n, kept_value = terms.notional(price, kept), opening_fee = money_fee + kept_value;
    const released = closed === against
      ? (closed === 0n ? 0n : position.cost)
      : halfEven(rational(position.cost * closed, against));
    // Closing a long adds its value to cash and removes its cost from the books; for a short it is the opposite.
    const pnl = -sign * closing_value - released;
    // The cost of what settles at its close stays out of the ledger, so that profit and fees alone move.
    const cost_account = terms.settles_at_close ? "cash" : "cost";
    this.#move(cost_account, "cash", released);
    this.#move("profit", "cash", pnl);
    this.#move("cash", cost_account, sign * opening_value);
    this.#move("cash", "commission", closing_fee + money_fee);
    // The lots that the venue keeps cost what the fill paid for them, and that cost is the commission.
    this.#move(cost_account, "commission", kept_value);
    position.size += quantity - kept;
    position.cost += sign * opening_value - released - kept_value;
    if (this.#bars[instrument] === 0) this.#last_prices[instrument] = price;
    if (order !== undefined) {
      const { maker, traded } = this.chargedBy(order);
      order.charged += terms.charge(price, lots, order.filled, maker, traded);
    }
    if (this.terms.some(({ counts_traded }) => counts_traded)) {
      this.#traded = figure(this.#traded + terms.counted(price, closed) + terms.counted(price, opened));
    }
    if (order !== undefined) {
      order.filled += lots;
      order.value += closing_value + opening_value;
      order.commission += closing_fee + opening_fee;
      order.pnl += pnl;
      order.position_size = position.size;
      order.position_basis = position.cost;
      order.executed_us = time_us;
      order.fills++;
    }
    const told: Expected = {
      kind: "FILL",
      detail: state,
      reason: fill.rule,
      lanes: {
        time_us,
        price,
        quantity,
        closed: sign * closed,
        closed_value: released,
        opened_value: sign * opening_value,
        closed_commission: closing_fee,
        opened_commission: opening_fee,
        pnl,
        position_size: position.size,
        position_basis: position.cost,
        cash: this.cash,
        order_id: order?.id ?? 0,
        instrument,
        flags: fill.flags,
        fill_id_high: fill.id_high,
        fill_id_low: fill.id_low,
      },
    };
    const flipped = closed > 0n && opened > 0n, notices: Expected[] = flipped ? [] : [told];
    let trip = position.trip;
    if (closed > 0n) {
      trip!.exit_value = figure(trip!.exit_value + closing_value);
      trip!.pnl += pnl;
      trip!.commission += closing_fee;
      trip!.flags |= fill.flags & contract.FILL_FLAG_AMBIGUOUS;
      if (closed === against) {
        notices.push(this.#tellTrip(order, fill, trip!, 0n, contract.TRIP_CLOSED));
        position.trip = undefined;
      }
    }
    if (flipped) notices.push(told);
    if (opened > 0n) {
      if (position.trip === undefined) {
        trip = position.trip = this.#openTrip(order, fill);
        this.#growTrip(trip, fill, sign * opened, opening_value, opening_fee, position.size);
        notices.push(this.#tellTrip(order, fill, trip, position.size, contract.TRIP_OPENED));
      } else this.#growTrip(position.trip, fill, sign * opened, opening_value, opening_fee, position.size);
    }
    if (terms.reported) return notices;
    const counts = order === undefined
      ? { ordered: 0n, filled: 0n }
      : { ordered: sign * order.quantity, filled: sign * order.filled };
    const lanes = {
      time_us,
      price,
      quantity,
      value: closing_value + opening_value,
      commission: closing_fee + opening_fee,
      pnl,
      position_size: position.size,
      position_cost: position.cost,
      cash: this.cash,
      ...counts,
      bars: this.#bars[instrument]!,
      order_id: order?.id ?? 0,
      instrument,
      flags: fill.flags,
      round_trip: trip!.number,
      label: trip!.label,
    };
    return [{ kind: "EXECUTION", detail: state, reason: fill.rule, lanes }];
  }

  /** Returns what the next commission of an order depends on where a schedule charges it. */
  chargedBy(order: AuditedOrder | undefined): Charged {
    return { charged: order?.charged ?? 0n, maker: order?.makes ?? false, traded: this.#traded };
  }

  /** Returns the commission of the closing and of the opening part. */
  #fees(order: AuditedOrder | undefined, fill: FillTerms, closed: bigint, opened: bigint): [bigint, bigint] {
    const terms = this.terms[fill.instrument]!, lots = closed + opened;
    if (fill.fee !== undefined) {
      const closing = halfEven(rational(fill.fee * closed, lots));
      return [closing, fill.fee - closing];
    }
    const filled = order?.filled ?? 0n;
    const by = this.chargedBy(order);
    // What a split pays in cash costs nothing.
    if (fill.rule === contract.FILL_RULE_SPLIT) return [0n, 0n];
    const liquidation = fill.rule === contract.FILL_RULE_LIQUIDATION ? terms.liquidationFee(fill.price, closed) : 0n;
    const closing = closed === 0n ? 0n : terms.commission(fill.price, closed, filled, by) + liquidation;
    const added = closed === 0n ? 0n : terms.charge(fill.price, closed, filled, by.maker, by.traded);
    const after = { ...by, charged: by.charged + added };
    const opening = opened === 0n ? 0n : terms.commission(fill.price, opened, filled + closed, after);
    return [closing, opening];
  }

  #openTrip(order: AuditedOrder | undefined, fill: FillTerms): RoundTrip {
    return {
      number: ++this.#trips,
      opened_us: fill.time_us,
      bars_opened: this.#bars[fill.instrument]!,
      label: order?.label ?? 0,
      quantity_max: 0n,
      entry_value: 0n,
      exit_value: 0n,
      entry_quantity: 0n,
      pnl: 0n,
      commission: 0n,
      flags: 0,
    };
  }

  #growTrip(trip: RoundTrip, fill: FillTerms, lots: bigint, value: bigint, fee: bigint, held: bigint): void {
    trip.entry_quantity = figure(trip.entry_quantity + lots);
    trip.entry_value = figure(trip.entry_value + value);
    trip.commission += fee;
    trip.flags |= fill.flags & contract.FILL_FLAG_AMBIGUOUS;
    const magnitude = (size: bigint): bigint => size < 0n ? -size : size;
    if (magnitude(held) > magnitude(trip.quantity_max)) trip.quantity_max = held;
  }

  #tellTrip(
    order: AuditedOrder | undefined,
    fill: FillTerms,
    trip: RoundTrip,
    held: bigint,
    detail: number,
  ): Expected {
    return {
      kind: "ROUND_TRIP",
      detail,
      reason: contract.REASON_NONE,
      lanes: {
        time_us: fill.time_us,
        opened_us: trip.opened_us,
        quantity: held,
        quantity_max: trip.quantity_max,
        entry_value: trip.entry_value,
        exit_value: trip.exit_value,
        pnl: trip.pnl,
        commission: trip.commission,
        entry_quantity: trip.entry_quantity,
        bars_opened: trip.bars_opened,
        bars_closed: detail === contract.TRIP_CLOSED ? this.#bars[fill.instrument]! : 0,
        order_id: order?.id ?? 0,
        instrument: fill.instrument,
        flags: trip.flags,
        round_trip: trip.number,
        label: trip.label,
      },
    };
  }
}
