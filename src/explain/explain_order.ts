/**
 * Explains an order, from its placement to its end.
 *
 * @module
 */

import type { OrderChange } from "../broker/journal_story.ts";
import type { OrderRow, RefusalRow } from "../broker/result_rows.ts";
import { askedText, validText } from "./asked_text.ts";
import { closedBy, endedBy, type FilledTerms, fillSteps, isTrailing, trailedTerms } from "./explain_fill.ts";
import type { ExplanationStep } from "./explanation.ts";
import type { ExplainedBar, RunFacts } from "./explained_run.ts";
import { moneyText, numberText } from "./number_text.ts";
import { meaningOfReason, meaningOfState } from "./reason_words.ts";
import { type Wait, waitOf } from "./waiting.ts";

/** Waits of one kind in a row that are told one by one, before the others are told together. */
const WAITS_TOLD = 3;

/** Returns the steps of an order. */
export function orderSteps(facts: RunFacts, order: OrderRow): ExplanationStep[] {
  return [...placementSteps(facts, order), ...new OrderLife(facts, order).steps(), endStep(facts, order)];
}

function placementSteps(facts: RunFacts, order: OrderRow): ExplanationStep[] {
  const place = { timeUs: order.placedUs, bar: order.bar }, { limit, stop, size } = order.asked;
  const fills = facts.fillsUntil(order.bar), held = facts.before(fills, order.feed)?.position ?? 0;
  const cash = facts.cashBefore(fills, order.bar), known = facts.lastBar(order.feed, order.placedUs);
  const shown = known === undefined
    ? `No bar of ${order.feed} had come`
    : `The last close of ${order.feed} was ${numberText(known.close)}`;
  const numbers = Object.fromEntries(
    Object.entries({ size, limit, stop, cash: order.asked.cash, fraction: order.asked.fraction })
      .filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
  return [
    {
      ...place,
      what: "asked",
      text: `Order ${order.id} was placed: ${askedText(order)}.`,
      numbers,
      code: order.role,
    },
    {
      ...place,
      what: "known",
      text: `${shown}, the position in it ${numberText(held)}, the cash ${moneyText(cash)}.`,
      numbers: { ...(known === undefined ? {} : { close: known.close }), position: held, cash },
    },
    ...snapSteps(facts, order).map((step) => ({ ...place, ...step })),
  ];
}

/** What the grid made of the numbers of an order; an order that was refused at its placement has none. */
function snapSteps(facts: RunFacts, order: OrderRow): Omit<ExplanationStep, "timeUs" | "bar">[] {
  if (order.state === "rejected" && order.endedUs === order.placedUs) return [];
  const placed = facts.run.placedTerms(order);
  return ([["limit", "limit"], ["stop", "trigger"], ["size", "size"]] as const).flatMap(([name, word]) => {
    const asked = order.asked[name], used = placed[name];
    if (order.role === "target" || asked === undefined || used === null || asked === used) return [];
    const grid = name === "size" ? "down to whole lots" : "to the grid of prices";
    return [{
      what: "snapped" as const,
      text: `The ${word} ${numberText(asked)} went ${grid}, to ${numberText(used)}.`,
      numbers: { asked, used },
      code: name,
    }];
  });
}

/** Walks along the bars and the changes of an order. */
class OrderLife {
  readonly #facts: RunFacts;
  readonly #order: OrderRow;
  readonly #fills: readonly number[];
  readonly #changes: readonly OrderChange[];
  readonly #refusals: readonly RefusalRow[];
  readonly #steps: ExplanationStep[] = [];
  readonly #wokenUs: number | null = null;
  readonly #wokenRule: string | null = null;
  readonly #inGroup: boolean;
  readonly #waits: { readonly wait: Wait; readonly bar: ExplainedBar }[] = [];
  #size: number | null;
  #limit: number | null;
  #stop: number | null;
  #triggered = false;
  #meetsFromUs: number;
  /** Bars that pass before the order is in the market. */
  #latency: number;

  constructor(facts: RunFacts, order: OrderRow) {
    this.#facts = facts;
    this.#order = order;
    this.#fills = facts.fillsOf(order.id);
    this.#changes = facts.changesOf(order.id);
    this.#refusals = facts.run.rows.refusals.filter(({ orderId }) => orderId === order.id);
    this.#inGroup = facts.groupOf(order).length > 0;
    this.#meetsFromUs = order.placedUs;
    this.#latency = this.#latencyBars();
    const first = this.#changes.some(({ kind }) => kind === "replaced") ? facts.run.placedTerms(order) : order;
    this.#limit = first.limit;
    this.#stop = first.stop;
    this.#size = facts.run.placedTerms(order).size;
    const waking = order.parent === null
      ? undefined
      : facts.fillsOf(order.parent).map((at) => facts.fill(at)).find(({ closing }) => !closing);
    if (waking === undefined) return;
    this.#wokenUs = facts.run.timeUs[waking.bar]!;
    this.#wokenRule = waking.rule;
  }

  /** Returns the bars that pass before new terms are in the market; protection comes with its entry. */
  #latencyBars(): number {
    return this.#order.parent === null ? this.#facts.feed(this.#order.feed).latencyBars : 0;
  }

  /** Returns the steps between placement and end. */
  steps(): readonly ExplanationStep[] {
    const facts = this.#facts, order = this.#order, untilUs = order.endedUs ?? Infinity;
    // Requests of the step of the placement follow it.
    this.#requests(order.placedUs);
    if (untilUs <= order.placedUs) return this.#steps;
    const requestTimes = [...this.#changes, ...this.#refusals].map(({ timeUs }) => timeUs);
    let requested = order.placedUs;
    const requestsUpTo = (timeUs: number, included: boolean): void => {
      const due = [...new Set(requestTimes)].toSorted((a, b) => a - b).filter((time) =>
        time > requested && (time < timeUs || included && time === timeUs)
      );
      for (const time of due) {
        this.#tellWaits();
        this.#requests(time);
        requested = time;
      }
    };
    for (const bar of facts.barsBetween(order.feed, order.placedUs, untilUs)) {
      requestsUpTo(bar.timeUs, false);
      this.#meet(bar);
      requestsUpTo(bar.timeUs, true);
    }
    requestsUpTo(untilUs, true);
    this.#tellWaits();
    return this.#steps;
  }

  /** Tells what a bar did. */
  #meet(bar: ExplainedBar): void {
    const facts = this.#facts, order = this.#order, step = facts.step(bar.timeUs);
    const triggers = this.#changes.some(({ kind, bar }) => kind === "triggered" && bar === step);
    const fills = this.#fills.filter((at) => facts.fill(at).bar === step);
    if (fills.length > 0) {
      this.#tellWaits();
      const terms = { ...this.#termsAt(step), triggersNow: triggers };
      for (const at of fills) this.#steps.push(...fillSteps(facts, at, terms));
    } else if (order.endedUs !== bar.timeUs || order.reason === "byRequest") {
      const wait = this.#waitOn(bar, step, triggers);
      const told = this.#waits.at(-1);
      if (told !== undefined && told.wait.kind !== wait.kind) this.#tellWaits();
      this.#waits.push({ wait, bar });
      if (triggers) this.#tellWaits();
    }
    if (triggers) this.#triggered = true;
    if (this.#latency > 0) this.#latency--;
  }

  /** Returns the limit and the trigger with the bar of a step. */
  #termsAt(step: number): Omit<FilledTerms, "triggersNow"> {
    return trailedTerms(this.#facts, this.#order, step, { limit: this.#limit, stop: this.#stop });
  }

  #waitOn(bar: ExplainedBar, step: number, triggers: boolean): Wait {
    const { side, type, parent, feed } = this.#order, { run } = this.#facts;
    const order = {
      ...{ side, type, parent, ...this.#termsAt(step), triggered: this.#triggered },
      ...{ meetsFromUs: this.#meetsFromUs, isOnItsWay: this.#latency > 0, inGroup: this.#inGroup },
      ...{ wokenUs: this.#wokenUs, wokenRule: this.#wokenRule },
    };
    const { needsVolume, limitsVolume } = this.#facts.feed(feed);
    return waitOf(order, bar, { needsVolume, limitsVolume, limitFill: run.limitFill, hasPath: run.hasPath, triggers });
  }

  /** Tells the waits of one kind that have come: the first ones, and then how many more there were and how near. */
  #tellWaits(): void {
    const waits = this.#waits.splice(0), facts = this.#facts;
    if (waits.length === 0) return;
    const told = waits.length <= WAITS_TOLD + 1
      ? waits
      : waits[0]!.wait.miss === undefined
      ? waits.slice(0, 1)
      : waits.slice(0, WAITS_TOLD);
    for (const { wait, bar } of told) {
      const { text, numbers, kind } = wait;
      this.#steps.push({
        timeUs: bar.timeUs,
        bar: facts.step(bar.timeUs),
        what: wait.kind === "triggeredOnly" ? "triggered" : "waited",
        text,
        numbers,
        code: kind,
      });
    }
    const rest = waits.slice(told.length);
    if (rest.length > 0) this.#tellRest(rest);
  }

  #tellRest(rest: readonly { readonly wait: Wait; readonly bar: ExplainedBar }[]): void {
    const facts = this.#facts, last = rest.at(-1)!, { kind } = last.wait;
    const nearest = rest.reduce((one, other) => other.wait.miss! < one.wait.miss! ? other : one);
    const bars = `${rest.length} more bars up to this one did not fill it`;
    const near = last.wait.miss === undefined
      ? `for the same reason.`
      : `either; the nearest was bar ${facts.step(nearest.bar.timeUs)}: ${nearest.wait.text}`;
    this.#steps.push({
      timeUs: last.bar.timeUs,
      bar: facts.step(last.bar.timeUs),
      what: "waitedLonger",
      text: `${bars} ${near}`,
      numbers: {
        bars: rest.length,
        ...(last.wait.miss === undefined
          ? {}
          : { nearestBar: facts.step(nearest.bar.timeUs), ...nearest.wait.numbers }),
      },
      code: kind,
    });
  }

  /** Tells the replacements of a step, and what was refused of them. */
  #requests(timeUs: number): void {
    const bar = this.#facts.step(timeUs);
    for (const row of this.#refusals) {
      // The refusal with which an order ends is told by its end.
      const ends = row.reason === this.#order.reason && timeUs === this.#order.endedUs;
      if (row.timeUs === timeUs && !ends) this.#steps.push(refusalStep(row, bar));
    }
    for (const change of this.#changes) {
      if (change.kind !== "replaced" || change.timeUs !== timeUs) continue;
      this.#steps.push(this.#replacement(change, bar));
      this.#meetsFromUs = timeUs;
      this.#latency = this.#latencyBars();
    }
  }

  #replacement({ timeUs, size, limit, stop }: OrderChange, bar: number): ExplanationStep {
    // Where a trigger had gone by itself before it was replaced, no record tells.
    const follows = isTrailing(this.#order);
    const changed = ([["limit", follows ? null : this.#limit, limit], ["trigger", follows ? null : this.#stop, stop], [
      "size",
      this.#size,
      size,
    ]] as const)
      .flatMap(([name, from, to]) => to === null || from === to ? [] : [{ name, from, to }]);
    this.#limit = limit;
    this.#stop = stop;
    if (size !== null) this.#size = size;
    const text = changed.map(({ name, from, to }) =>
      `its ${name} ${from === null ? "" : `from ${numberText(from)} `}to ${numberText(to)}`
    );
    return {
      timeUs,
      bar,
      what: "replaced",
      text: `It was replaced: ${text.length === 0 ? "by the same terms" : text.join(", ")}.`,
      numbers: Object.fromEntries(
        changed.flatMap(({ name, from, to }) => [
          ...(from === null ? [] : [[`${name}Before`, from] as const]),
          [`${name}After`, to] as const,
        ]),
      ),
    };
  }
}

function refusalStep({ timeUs, reason, needed, available, price, size }: RefusalRow, bar: number): ExplanationStep {
  const amounts = needed === null ? "" : `: it needed ${moneyText(needed)}, and there was ${moneyText(available ?? 0)}`;
  const value = price !== null ? ` (price ${numberText(price)})` : size !== null ? ` (size ${numberText(size)})` : "";
  return {
    timeUs,
    bar,
    what: "refused",
    text: `A request was refused, ${reason}${value}: ${meaningOfReason(reason)}${amounts}.`,
    numbers: Object.fromEntries(
      Object.entries({ needed, available, price, size }).filter((entry): entry is [string, number] =>
        entry[1] !== null
      ),
    ),
    code: reason,
  };
}

/** Tells the end of an order, or that it did not end. */
function endStep(facts: RunFacts, order: OrderRow): ExplanationStep {
  const { id, state, reason, endedUs, filled } = order, { timeUs: times } = facts.run;
  const lastUs = times.at(-1) ?? order.placedUs, timeUs = endedUs ?? lastUs;
  const place = { timeUs, bar: facts.step(timeUs), what: "ended", code: state } as const;
  const numbers = { filled, ...(order.size === null ? {} : { size: order.size }) };
  if (endedUs === null) {
    const text = `Order ${id} did not end: it is ${state} (${meaningOfState(state)}) after the last bar.`;
    return { ...place, text, numbers };
  }
  if (state === "filled") {
    const cut = reason === "filled" ? "" : ` The rest was given up, ${reason}: ${meaningOfReason(reason)}.`;
    return { ...place, text: `Order ${id} is filled: ${numberText(filled)} in all.${cut}`, numbers };
  }
  const { valid } = order.asked;
  const validity = reason === "validityOver" && valid !== undefined ? ` It was valid ${validText(valid)}.` : "";
  const refusal = facts.run.rows.refusals.find((row) => row.orderId === id && row.reason === reason);
  const part = filled === 0 ? "" : ` ${numberText(filled)} of it had filled.`;
  const price = refusal?.price ?? null, size = refusal?.size ?? null;
  const value = price !== null
    ? ` The price was ${numberText(price)}.`
    : size !== null
    ? ` The size was ${numberText(size)}.`
    : "";
  const money = refusal?.needed == null
    ? ""
    : ` It needed ${moneyText(refusal.needed)}, and there was ${moneyText(refusal.available ?? 0)}.`;
  return {
    ...place,
    text: `Order ${id} is ${state}, ${reason}: ${meaningOfReason(reason)}.${causeOf(facts, order)}${
      roomOf(facts, order, price)
    }${validity}${value}${money}${part}`,
    numbers: {
      ...numbers,
      ...(refusal?.needed == null ? {} : { needed: refusal.needed, available: refusal.available ?? 0 }),
    },
  };
}

/** Tells how the room below zero decided, where prices may be zero and below. */
function roomOf({ run }: RunFacts, { feed, reason }: OrderRow, price: number | null): string {
  const from = run.feeds.get(feed)?.pricesFrom;
  if (from === undefined) return "";
  const counted = ` Prices of ${feed} are counted from ${numberText(from)} on: pass a`;
  if (reason === "amountLimit") return `${counted} higher pricesFrom, or a coarser moneyUnit.`;
  return price !== null && price <= from ? `${counted} lower pricesFrom.` : "";
}

/** Names what ended an order that another one ended. */
function causeOf(facts: RunFacts, order: OrderRow): string {
  if (order.reason === "oco") {
    const at = endedBy(facts, order);
    if (at === undefined) return "";
    const { orderId, price, ambiguous } = facts.fill(at);
    const why = ambiguous ? ", and the bar does not tell which of them came first" : "";
    return ` Order ${orderId} filled first, at ${numberText(price)}${why}.`;
  }
  if (order.reason === "positionClosed") {
    const at = closedBy(facts, order);
    if (at === undefined) return "";
    const { orderId, price } = facts.fill(at);
    return orderId === 0
      ? ` The end of the run closed it at ${numberText(price)}.`
      : ` Order ${orderId} closed it at ${numberText(price)}.`;
  }
  if (order.reason === "parentEnded" || order.reason === "nothingOpened") {
    const entry = facts.order(order.parent ?? 0);
    return entry === undefined ? "" : ` Its entry, order ${entry.id}, is ${entry.state} (${entry.reason}).`;
  }
  return "";
}
