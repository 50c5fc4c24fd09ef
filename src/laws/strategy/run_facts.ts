/**
 * Lists the facts of a run in an order that does not depend on the registration or the ids of feeds, and finds the
 * first fact that two runs do not share.
 *
 * @module
 */

import { firstAfter } from "../../feeds/time/ordered_times.ts";
import type { RunOutcome } from "./run_outcome.ts";
import type { TraceTerms } from "./strategy_probe.ts";

/** Maps the facts of a run to the terms of another run. */
export interface FactsReading {
  /** Returns the name of a feed in the other run; the same by default. */
  readonly feedName?: (name: string) => string;
  /** Factor of prices and money; 1 by default. */
  readonly factor?: number;
  /** Shift of times, in microseconds; 0 by default. */
  readonly shiftUs?: number;
  /** Compares the requests of the strategy and its notifications too; true by default. */
  readonly trace?: boolean;
  /** Compares orders, fills, trades and the marks too; true by default. */
  readonly rows?: boolean;
}

/** Order within a step: the broker acts, the account is marked, the strategy acts, the strategy is answered. */
type Phase = 0 | 1 | 2 | 3;

interface Fact {
  readonly phase: Phase;
  readonly feed: string;
  readonly text: string;
  readonly member: string | undefined;
}

/** The first difference between two runs. */
export interface FactDifference {
  /** Index of the step. */
  readonly step: number;
  /** True if the first difference is an action of the strategy, while all its data are the same. */
  readonly byStrategy: boolean;
  /** The member of the strategy in which the action happens, if it is known. */
  readonly member: string | undefined;
  /** The fact of the first run. */
  readonly expected: string;
  /** The fact of the second run. */
  readonly found: string;
}

/** A run to compare: its outcome, the times of its steps, and its reading. */
export interface ComparedRun {
  readonly outcome: RunOutcome;
  readonly timeUs: Float64Array;
  readonly reading?: FactsReading;
}

/** Fields that name an order. */
const ORDER_IDS: ReadonlySet<string> = new Set(["orderId", "parent", "oco", "entryOrderId", "exitOrderId"]);

/** Terms that are prices or amounts of money; of one within another, as `stopLoss.amount`, the last name counts. */
const SCALED: ReadonlySet<string> = new Set([
  "limit",
  "limitOffset",
  "stop",
  "touch",
  "stopLoss",
  "takeProfit",
  "cash",
  "amount",
  "value",
  "price",
  "notional",
  "slippage",
  "mae",
  "mfe",
  "commission",
  "pnl",
  "averagePrice",
  "entryPrice",
  "entryValue",
  "exitPrice",
  "needed",
  "available",
]);

/**
 * Returns the first fact up to a step that two runs do not share, or undefined.
 *
 * @param untilStep the last step to compare; with Infinity the ends of the runs are compared too
 */
export function firstFactDifference(
  first: ComparedRun,
  second: ComparedRun,
  untilStep: number = Infinity,
): FactDifference | undefined {
  // A failed run has no rows; its trace has the requests and notifications up to the failure.
  const rows = first.outcome.failure === undefined && second.outcome.failure === undefined &&
    first.reading?.rows !== false;
  const expected = new RunFacts(first, untilStep, rows), found = new RunFacts(second, untilStep, rows);
  const steps = Math.min(untilStep, Math.max(first.timeUs.length, second.timeUs.length) - 1);
  for (let step = -1; step <= steps; step++) {
    const difference = differenceAt(expected, found, step);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function differenceAt(expected: RunFacts, found: RunFacts, step: number): FactDifference | undefined {
  // Most steps have only a mark, so comparing its two numbers avoids making the facts.
  if (expected.isQuiet(step) && found.isQuiet(step) && expected.sameMark(found, step)) return undefined;
  const one = expected.at(step), other = found.at(step);
  for (let at = 0; at < Math.max(one.length, other.length); at++) {
    const here = one[at], there = other[at];
    if (here?.phase === there?.phase && here?.feed === there?.feed && here?.text === there?.text) continue;
    // The other run lacks the earlier of the two facts.
    const order = here === undefined ? 1 : there === undefined ? -1 : compareFacts(here, there);
    const first = order <= 0 ? here! : there!;
    const alone = order !== 0;
    return {
      step,
      byStrategy: first.phase === 2,
      member: first.member,
      expected: alone && order > 0 ? `nothing${thenNext(here)}` : here!.text,
      found: alone && order < 0 ? `nothing${thenNext(there)}` : there!.text,
    };
  }
  return undefined;
}

/** Returns the fact that takes the place of a missing one, as text. */
function thenNext(fact: Fact | undefined): string {
  return fact === undefined ? "" : `; next comes ${fact.text}`;
}

function compareFacts(one: Fact, other: Fact): number {
  if (one.phase !== other.phase) return one.phase - other.phase;
  return one.feed < other.feed ? -1 : one.feed > other.feed ? 1 : 0;
}

/** The facts of one run by step. */
class RunFacts {
  readonly #facts: Map<number, Fact[]> = new Map();
  readonly #steps: Map<number, number>;
  readonly #times: Float64Array;
  readonly #reading: FactsReading;
  readonly #factor: number;
  readonly #outcome: RunOutcome;
  /** Names of orders: the feed, and the number among the orders of that feed. */
  readonly #orders: Map<number, string>;
  readonly #untilStep: number;
  readonly #equity: Float64Array;
  readonly #cash: Float64Array;

  constructor({ outcome, timeUs, reading = {} }: ComparedRun, untilStep: number, withRows: boolean) {
    this.#outcome = outcome;
    this.#reading = reading;
    this.#factor = reading.factor ?? 1;
    this.#untilStep = untilStep;
    this.#steps = new Map(Array.from(timeUs, (time, step) => [time, step]));
    this.#times = timeUs;
    this.#orders = orderNames(outcome, (name) => this.#feed(name));
    this.#equity = withRows ? outcome.rows!.equity : new Float64Array(0);
    this.#cash = withRows ? outcome.rows!.cash : new Float64Array(0);
    this.#takeTrace();
    if (withRows) this.#takeRows();
    this.#takeFailure();
    for (const facts of this.#facts.values()) facts.sort(compareFacts);
  }

  /** Returns the facts of a step, its mark included. */
  at(step: number): readonly Fact[] {
    const facts = this.#facts.get(step) ?? [], [cash, value] = this.#mark(step);
    if (cash === undefined) return facts;
    const text = `cash ${numberText(cash)}, value ${numberText(value!)}`;
    return [...facts, { phase: 1 as const, feed: "", text, member: undefined }].sort(compareFacts);
  }

  /** Returns whether a step has only its mark. */
  isQuiet(step: number): boolean {
    return !this.#facts.has(step);
  }

  /** Returns whether two runs have the same mark at a step. */
  sameMark(other: RunFacts, step: number): boolean {
    const [cash, value] = this.#mark(step), [otherCash, otherValue] = other.#mark(step);
    return Object.is(cash, otherCash) && Object.is(value, otherValue);
  }

  #mark(step: number): readonly [number | undefined, number | undefined] {
    const cash = this.#cash[step], value = this.#equity[step];
    return cash === undefined ? [cash, value] : [cash * this.#factor, value! * this.#factor];
  }

  #feed(name: string): string {
    return this.#reading.feedName?.(name) ?? name;
  }

  #add(step: number, phase: Phase, feed: string, text: string, member?: string): void {
    if (step > this.#untilStep) return;
    const facts = this.#facts.get(step) ?? [];
    this.#facts.set(step, facts);
    facts.push({ phase, feed, text, member });
  }

  #stepOf(timeUs: number): number {
    // Between two steps lie the times of finer bars on which orders are matched, which are those of the later one.
    return this.#steps.get(timeUs) ?? (timeUs === -Infinity ? -1 : firstAfter(this.#times, timeUs, true));
  }

  #takeTrace(): void {
    if (this.#reading.trace === false) return;
    for (const { timeUs, member, action, feed, order, terms } of this.#outcome.trace) {
      const name = this.#feed(feed), number = order === 0 ? "" : ` as ${this.#orders.get(order)}`;
      const told = action.startsWith("notify");
      const text = told ? `${action} of ${name}${number}` : `${action} ${name}${number} in ${member}`;
      this.#add(this.#stepOf(timeUs), 2, name, `${text} ${this.#terms(terms)}`, told ? undefined : member);
    }
  }

  #terms(terms: TraceTerms): string {
    const words = Object.entries(terms).map(([name, value]) =>
      /^oco(?:\.|$)/.test(name) && typeof value === "number"
        ? [name, this.#orders.get(value)]
        : [name, this.#scaled(name, value)]
    );
    return JSON.stringify(Object.fromEntries(words));
  }

  #scaled(name: string, value: unknown): unknown {
    // The row of an order has as text what the options of its request have as a number.
    if (name === "valid" && typeof value === "string" && value !== "day") return this.#scaled(name, Date.parse(value));
    if (typeof value !== "number") return value;
    if (name === "valid") return value + (this.#reading.shiftUs ?? 0) / 1000;
    return SCALED.has(name.slice(name.lastIndexOf(".") + 1)) ? value * this.#factor : value;
  }

  /** Returns a row as text, with all of its fields that can be compared between runs. */
  #row(row: object, ...without: readonly string[]): string {
    const left: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(row)) {
      if (without.includes(name) || name === "feed" || /(?:^b|B)ar$|Us$|At$|^time$|(?:^d|D)ate$/.test(name)) continue;
      if (ORDER_IDS.has(name)) {
        left[name] = value === null ? null : this.#orders.get(value as number) ?? null;
      } else if (name === "asked") left[name] = JSON.parse(this.#terms(plain(value as object)));
      else left[name] = this.#scaled(name, value);
    }
    return JSON.stringify(left);
  }

  #takeRows(): void {
    const rows = this.#outcome.rows!, names = this.#orders;
    for (const fill of rows.fills) {
      const feed = this.#feed(fill.feed);
      this.#add(fill.bar, 0, feed, `fill of ${names.get(fill.orderId)} ${this.#row(fill, "orderId")}`);
    }
    for (const trip of rows.trades) {
      const feed = this.#feed(trip.feed);
      // The result of a round trip is final only when it closes; before that the trip may still grow.
      this.#add(trip.openedBar, 0, feed, `trade of ${feed} opens ${trip.long ? "long" : "short"}`);
      if (trip.closedBar === null) continue;
      this.#add(trip.closedBar, 0, feed, `trade of ${feed} closes ${this.#row(trip, "id")}`);
    }
    for (const order of rows.orders) {
      const feed = this.#feed(order.feed), name = names.get(order.id), { side, type, role } = order;
      const placed = this.#row({ parent: order.parent, oco: order.oco, asked: order.asked });
      // The side of a target is final with its fill, and is none of its placement.
      const isTarget = role === "target", aim = isTarget ? "reach" : side;
      this.#add(order.bar, 3, feed, `${name} is to ${aim}, ${type}, ${role} ${placed}`);
      const last = this.#row(order, "id", "type", "role", "parent", "oco", "asked", ...(isTarget ? [] : ["side"]));
      if (order.endedUs !== null) this.#add(this.#stepOf(order.endedUs), 3, feed, `${name} ends ${last}`);
      else if (this.#untilStep === Infinity) this.#add(rows.equity.length - 1, 3, feed, `${name} is open ${last}`);
    }
    for (const refusal of rows.refusals) {
      // The refusal of a withdrawal is about no order, and about no feed.
      const feed = refusal.orderId === 0 ? "" : this.#feed(refusal.feed);
      this.#add(
        refusal.bar,
        3,
        feed,
        `${names.get(refusal.orderId) ?? "a transfer"} is refused ${this.#row(refusal, "orderId")}`,
      );
    }
    for (const diagnostic of rows.diagnostics) {
      const feed = OF_ACCOUNT.has(diagnostic.reason) ? "" : this.#feed(diagnostic.feed);
      this.#add(diagnostic.bar, 3, feed, `diagnostic for ${feed} ${this.#row(diagnostic)}`);
    }
  }

  #takeFailure(): void {
    const failure = this.#outcome.failure;
    if (failure === undefined) return;
    this.#add(
      failure.bar,
      2,
      "",
      `the run fails: ${failure.message}`,
      failure.member === "" ? undefined : failure.member,
    );
  }
}

/** Reasons of diagnostics about the account, whose rows name the first feed. */
const OF_ACCOUNT: ReadonlySet<string> = new Set(["transfer", "interest"]);

/** Returns names of orders that do not depend on other feeds: the feed, and the number of the order within it. */
function orderNames(outcome: RunOutcome, feedName: (name: string) => string): Map<number, string> {
  const feeds = new Map<number, string>();
  for (const entry of outcome.trace) if (entry.order > 0) feeds.set(entry.order, entry.feed);
  for (const order of outcome.rows?.orders ?? []) feeds.set(order.id, order.feed);
  const counts = new Map<string, number>(), names = new Map<number, string>();
  for (const id of [...feeds.keys()].sort((a, b) => a - b)) {
    const feed = feeds.get(id)!, count = (counts.get(feed) ?? 0) + 1;
    counts.set(feed, count);
    names.set(id, `order ${count} of ${feedName(feed)}`);
  }
  return names;
}

/** Returns a record of terms without undefined values. */
function plain(terms: object): TraceTerms {
  return Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined)) as TraceTerms;
}

function numberText(value: number): string {
  return Object.is(value, -0) ? "-0" : `${value}`;
}
