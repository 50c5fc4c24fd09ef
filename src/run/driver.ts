/**
 * The driver between a strategy and a broker.
 *
 * The driver is lazy. The broker has a horizon: the next step at which it could emit a notice. Up to there `next` runs
 * on columns alone; the driver crosses only at the horizon, or in the step that meets a request of the strategy. A law with a test
 * requires the same result as stepping bar by bar.
 *
 * @module
 */

import type { AccountView } from "../broker/account_view.ts";
import type { Journal } from "../broker/journal.ts";
import type { RunClock } from "../broker/run_clock.ts";
import type { OnRuin } from "../broker/on_ruin.ts";
import { OUTPUT_COMMIT, OUTPUT_MARK, RISK_FLAG_REDUCE_ONLY } from "../contract/contract.gen.ts";
import type { OutputLog } from "../logs/output_log.ts";
import type { Strategy } from "../strategy/strategy.ts";
import type { AccountEvents } from "./account_events.ts";
import type { BrokerSession } from "./broker_session.ts";
import type { ComingOpens } from "./coming_opens.ts";
import type { HeldSteps } from "./held_steps.ts";
import { type Readiness, READY, type StepSource, WARMING } from "./step_source.ts";
import { overrides, type StrategyGuard } from "./strategy_guard.ts";

/** The parts that a driver works with. */
export interface DriverParts {
  readonly strategy: Strategy;
  readonly guard: StrategyGuard;
  readonly clock: RunClock;
  readonly session: BrokerSession;
  readonly account: AccountView;
  readonly journal: Journal;
  readonly held: HeldSteps;
  /** Absent without a logger, so that a run without one pays nothing. */
  readonly log: OutputLog | undefined;
  /** True to commit every step, instead of running ahead to the horizon. */
  readonly everyStep: boolean;
  readonly onRuin: OnRuin;
  /** Acts ahead of `next`: the timers. */
  readonly beforeNext?: StepHook | undefined;
  /** Acts behind `next`, with the requests of the strategy written: the exits of sessions. */
  readonly afterNext?: StepHook | undefined;
  /** What happens to the account without an order; absent without any of it. */
  readonly accountEvents?: AccountEvents | undefined;
  /** Says on which steps `next` is called; absent where it is on each. */
  readonly nextCalls?: NextCalls | undefined;
  /** Opens of coming bars; absent where the strategy does not decide on them. */
  readonly comingOpens?: ComingOpens | undefined;
  /** Looks at the waiting intents before the broker gets them: the limits of a session. */
  readonly beforeCrossing?: (() => void) | undefined;
  /** Time of the broker's first step in each step, where it has more of them; absent where these are the same. */
  readonly opensUs?: Float64Array | undefined;
}

/** Says on which steps `next` is called. */
export interface NextCalls {
  /** True if the engine has said something since the last step of which {@linkcode NextCalls.isDue} was asked. */
  hasNews: boolean;
  /** True if `next` is due on the current step. */
  readonly isDue: boolean;
  /** Returns the first bar from one on on which it may be due without news; it may be early. For one feed alone. */
  nextBar(from: number): number;
}

/** Acts in some steps, and knows the next one in advance, so that the run can go ahead to it. */
export interface StepHook {
  /** The next step in which it acts; Infinity after the last. */
  readonly nextStep: number;
  /** Acts in that step. */
  act(step: number): void;
  /** Acts behind requests that were made on the opens behind a step, by the time of the step. */
  actOnOpens?(timeUs: number): void;
}

/** A step that no run has. */
const NEVER = 2 ** 30;

/** Saves a run after some of its steps. */
export interface StepSaver {
  /** Step of the next save. */
  readonly nextStep: number;
  /** Saves a run whose session has finished the step. */
  save(step: number, steps: StepSource): void;
}

/** Calls a strategy on each step, crosses to the broker when necessary, and applies the notices. */
export class Driver {
  readonly #strategy: Strategy;
  readonly #guard: StrategyGuard;
  readonly #clock: RunClock;
  readonly #session: BrokerSession;
  readonly #account: AccountView;
  readonly #journal: Journal;
  readonly #held: HeldSteps;
  readonly #log: OutputLog | undefined;
  readonly #everyStep: boolean;
  readonly #onRuin: OnRuin;
  readonly #beforeNext: StepHook | undefined;
  readonly #afterNext: StepHook | undefined;
  readonly #accountEvents: AccountEvents | undefined;
  /** True if intents may wait for the step that they meet, so that an order that fills there costs one crossing. */
  readonly #mayWait: boolean;
  readonly #nextCalls: NextCalls | undefined;
  readonly #comingOpens: ComingOpens | undefined;
  readonly #beforeCrossing: (() => void) | undefined;
  readonly #opensUs: Float64Array | undefined;
  /** True once the run has acted on the ruin of the account, in this run or before its checkpoint. */
  #ruined: boolean;
  /** Risk flags that somebody set beside the run, such as the operator of a session. */
  #riskFlags = 0;
  /** True while flags that were set before the first step wait for it. */
  #riskWaits = false;

  /** Makes a driver before the first step, or after the step of the resumed checkpoint. */
  constructor(parts: DriverParts) {
    this.#strategy = parts.strategy;
    this.#guard = parts.guard;
    this.#clock = parts.clock;
    this.#session = parts.session;
    this.#account = parts.account;
    this.#journal = parts.journal;
    this.#held = parts.held;
    this.#log = parts.log;
    this.#everyStep = parts.everyStep;
    this.#onRuin = parts.onRuin;
    this.#beforeNext = parts.beforeNext;
    this.#afterNext = parts.afterNext;
    this.#nextCalls = parts.nextCalls;
    this.#comingOpens = parts.comingOpens;
    this.#beforeCrossing = parts.beforeCrossing;
    this.#accountEvents = parts.accountEvents;
    this.#opensUs = parts.opensUs;
    this.#ruined = parts.journal.ruined;
    // A log tells what came of a request in the step of the request, and who decides behind it finds it read.
    this.#mayWait = !parts.everyStep && parts.log === undefined && parts.comingOpens === undefined;
    const { log } = parts;
    if (log !== undefined) parts.journal.orders.onAccepted = (order): void => log.accepted(order);
  }

  /** Runs the strategy from the step after the current one to the last step of the source. */
  run(steps: StepSource, saver: StepSaver | undefined): void {
    const tellsCash = overrides(this.#strategy, "notifyCash"), opens = this.#comingOpens;
    const meetsEachStep = this.#everyStep || tellsCash || opens !== undefined;
    try {
      for (let step = this.#clock.step + 1; step < steps.length; step++) {
        if (opens !== undefined && steps.isReady && !this.#stopped) this.#decideOnOpens(opens, steps.timeUs[step]!);
        const readiness = this.#meet(steps, step, tellsCash), saveStep = saver?.nextStep ?? NEVER;
        if (this.#riskWaits) this.#writeWaitingRisk();
        if (!this.#stopped) {
          const hooked = this.#hook(step), last = meetsEachStep ? step : Math.min(saveStep, hooked);
          step = this.#nextCalls === undefined
            ? this.#runAhead(steps, step, readiness, last)
            : this.#wakeAhead(steps, step, readiness, last, this.#nextCalls);
        }
        if (this.#afterNext?.nextStep === step) this.#act(this.#afterNext, step);
        if (this.#session.intents.count > 0) {
          const waits = this.#mayWait && step + 1 < steps.length && step !== saveStep;
          if (!waits) this.drive();
        }
        if (saver !== undefined && step === saveStep) this.#save(saver, steps);
      }
    } catch (error) {
      throw this.#guard.placed(error);
    }
  }

  /** Lets the strategy decide on the opens of a step that is not entered; its intents are those of the step before. */
  #decideOnOpens(opens: ComingOpens, stepUs: number): void {
    const clock = this.#clock, begins = opens.show(stepUs, clock.timeUs);
    if (begins === undefined) return;
    this.#guard.member = "nextOpen";
    clock.begins = begins;
    if (opens.isAmid) clock.amidUs = stepUs;
    try {
      const returned: unknown = this.#strategy.nextOpen();
      if (returned !== undefined) this.#guard.checkReturned(returned);
    } finally {
      opens.hide();
      clock.begins = undefined;
    }
    if (this.#session.intents.count > 0) {
      this.#guard.member = "";
      this.#afterNext?.actOnOpens?.(clock.timeUs);
      this.drive();
    }
    clock.amidUs = undefined;
  }

  /** Lets what comes ahead of `next` act in its step, and returns the step up to which the run may go ahead then. */
  #hook(step: number): number {
    const before = this.#beforeNext, event = (this.#accountEvents?.nextStep ?? NEVER) - 1;
    const until = Math.min(event, this.#afterNext?.nextStep ?? NEVER);
    if (before === undefined) return until;
    if (before.nextStep === step) {
      before.act(step);
      if (this.#nextCalls !== undefined) this.#nextCalls.hasNews = true;
    }
    return Math.min(until, before.nextStep - 1);
  }

  /** Lets a part of the run act, which is no member of the strategy. */
  #act(hook: StepHook, step: number): void {
    this.#guard.member = "";
    hook.act(step);
  }

  /** True if the strategy is not called any more, as the account is ruined. */
  get #stopped(): boolean {
    return this.#ruined && this.#onRuin === "stop";
  }

  /** Enters a step, crosses to the broker at the horizon, and calls the notifications. */
  #meet(steps: StepSource, step: number, tellsCash: boolean): Readiness {
    const readiness = steps.enter(step), journal = this.#journal, session = this.#session;
    this.#clock.step = step;
    if (this.#accountEvents?.nextStep === step) this.#open(this.#accountEvents, steps, step);
    // Intents that are there already are those of the step before, which waited for this one.
    if (session.intents.count > 0) this.drive(steps.timeUs[step - 1]!);
    else if (this.#everyStep || steps.timeUs[step]! >= session.horizonUs) this.commit();
    if (journal.ruined && !this.#ruined) this.#meetRuin(steps.timeUs[step]!);
    if (this.#stopped) return readiness;
    if (journal.news.count > 0 || journal.pendingTrades.length > 0) this.#notify();
    if (tellsCash) this.#tellCash();
    return readiness;
  }

  /** Opens a step with what happens to the account, after the intents of the step before, and meets its bars. */
  #open(events: AccountEvents, steps: StepSource, step: number): void {
    const beforeUs = step === 0 ? -Infinity : steps.timeUs[step - 1]!, { intents } = this.#session;
    do {
      const { inside } = events;
      // Finer bars ahead of an event meet the intents of the step before without it.
      if (inside !== undefined && intents.count > 0) this.#cross(beforeUs, true);
      events.write(inside?.timeUs ?? this.#opensUs?.[step] ?? steps.timeUs[step]!, intents);
      this.#cross(inside?.beforeUs ?? beforeUs, true, inside !== undefined);
    } while (events.nextStep === step);
    this.commit();
  }

  /** True if the ruin of the account keeps it from opening positions, whatever flags somebody sets. */
  get isHeldByRuin(): boolean {
    return this.#ruined && this.#onRuin !== "ignore";
  }

  /** Writes risk flags of somebody beside the run; those that the ruin of the account set stay. */
  setRisk(flags: number): void {
    this.#riskFlags = flags;
    const ruin = this.isHeldByRuin ? RISK_FLAG_REDUCE_ONLY : 0;
    const { timeUs } = this.#clock;
    // An intent follows a step, so flags that are set before the first one wait for it.
    if (Number.isNaN(timeUs)) this.#riskWaits = true;
    else this.#session.intents.risk(timeUs, flags | ruin);
  }

  /** Writes the flags that were set before the first step, ahead of the strategy's requests there. */
  #writeWaitingRisk(): void {
    this.#riskWaits = false;
    this.setRisk(this.#riskFlags);
  }

  /** Acts on the ruin of the account, ahead of the strategy's own requests of the step. */
  #meetRuin(timeUs: number): void {
    const { intents } = this.#session;
    this.#ruined = true;
    if (this.#onRuin === "ignore") return;
    intents.risk(timeUs, this.#riskFlags | RISK_FLAG_REDUCE_ONLY);
    if (this.#onRuin === "stop-entries") return;
    for (const order of this.#journal.orders.working()) intents.cancel(timeUs, order.instrument, order.id);
  }

  /**
   * Calls the strategy on an entered step and on those after it. Stops after a request of the strategy, before the
   * horizon, or after the last step. Returns the current step.
   *
   * The hot loop is a function of its own, because the compiler inlines only so much into one function. In one loop
   * with the crossing, the getters of lines stayed calls: 100,000 bars with 5,000 orders took 13 % longer on Rust. One
   * feed and several feeds share the loop: their `enter` has no measurable cost.
   */
  #runAhead(steps: StepSource, first: number, readiness: Readiness, last: number): number {
    const strategy = this.#strategy, guard = this.#guard, clock = this.#clock;
    const times = steps.timeUs, length = steps.length, intents = this.#session.intents;
    const horizonUs = this.#session.horizonUs;
    let step = first, ready = readiness;
    guard.member = "next";
    while (true) {
      if (ready === READY) {
        // Code in JavaScript may return a promise, whose orders would come too late.
        const returned: unknown = strategy.next();
        if (returned !== undefined) guard.checkReturned(returned);
      } else {
        this.#warmUp(ready === WARMING);
        guard.member = "next";
      }
      if (intents.count > 0 || step === last || step + 1 === length || times[step + 1]! >= horizonUs) return step;
      ready = steps.enter(++step);
      clock.step = step;
    }
  }

  /** As {@linkcode Driver.#runAhead}, for a strategy that is called on some steps, with a jump over the others. */
  #wakeAhead(steps: StepSource, first: number, readiness: Readiness, last: number, calls: NextCalls): number {
    const strategy = this.#strategy, guard = this.#guard, clock = this.#clock;
    const times = steps.timeUs, end = Math.min(last, steps.length - 1), intents = this.#session.intents;
    const horizonUs = this.#session.horizonUs;
    let step = first, ready = readiness;
    while (true) {
      if (ready !== READY) this.#warmUp(ready === WARMING);
      else {
        // A line may be computed to answer, by code of the strategy.
        guard.member = "next";
        if (calls.isDue) {
          const returned: unknown = strategy.next();
          if (returned !== undefined) guard.checkReturned(returned);
        }
      }
      calls.hasNews = false;
      if (intents.count > 0 || step === end || times[step + 1]! >= horizonUs) return step;
      const wanted = steps.mayJump && ready !== WARMING ? Math.min(calls.nextBar(step + 1), end) : step + 1;
      step = times[wanted]! < horizonUs ? wanted : stepBefore(times, horizonUs, step + 1, wanted);
      ready = steps.enter(step);
      clock.step = step;
    }
  }

  /** Calls `prenext`, or on the first ready step `nextstart`. */
  #warmUp(warming: boolean): void {
    if (warming) {
      this.#guard.member = "prenext";
      this.#strategy.prenext();
      return;
    }
    // `nextstart` calls `next` by default, so an error then names the member that the strategy wrote.
    this.#guard.member = overrides(this.#strategy, "nextstart") ? "nextstart" : "next";
    this.#strategy.nextstart();
  }

  #tellCash(): void {
    this.#guard.member = "notifyCash";
    this.#strategy.notifyCash(this.#account.cash, this.#account.value);
  }

  #save(saver: StepSaver, steps: StepSource): void {
    this.commit();
    saver.save(this.#clock.step, steps);
  }

  /** Finishes the current step at the broker, unless that happened before. */
  commit(): void {
    if (this.#clock.step >= this.#session.committed) this.drive();
  }

  /**
   * Finishes the current step at the broker with the waiting intents, and applies the notices.
   *
   * @param intentsUs Time of the step of the intents: this one, or the one before it.
   */
  drive(intentsUs: number = this.#clock.timeUs): void {
    this.#cross(intentsUs, false);
  }

  /**
   * Crosses to the broker; with `stays` the bars of the current step are left for the next crossing, but those up to
   * `intentsUs` where that `isInside` the step.
   */
  #cross(intentsUs: number, stays: boolean, isInside: boolean = false): void {
    this.#guard.member = "";
    const clock = this.#clock, { step, timeUs, phase, amidUs } = clock;
    // Orders that a receiver of logs placed now would be lost, or meet a step that is over.
    clock.phase = "a logger or the sink of a replay log";
    if (this.#session.intents.count > 0) this.#beforeCrossing?.();
    const count = amidUs === undefined
      ? this.#session.drive(step, timeUs, intentsUs, stays, isInside)
      : this.#session.driveAmid(amidUs);
    if (count > 0) this.#take(count, amidUs === undefined ? step : step + 1, intentsUs < timeUs);
    this.#journal.acceptSent();
    clock.phase = phase;
  }

  /** Applies the notices until none are queued, and updates the column of steps with a position. */
  #take(first: number, step: number, intentsWaited: boolean): void {
    const journal = this.#journal, session = this.#session, fills = journal.fillsCount;
    const held = this.#account.inMarket;
    const waitedUs = intentsWaited ? this.#opensUs?.[step] ?? this.#clock.timeUs : -Infinity;
    for (let count = first; count > 0; count = session.more()) {
      const { notices } = session;
      if (journal.reader.buffer !== notices) journal.reader.attach(notices);
      // The journal comes first: it knows which orders were accepted before their executions.
      journal.take(count, this.#clock.first + step, waitedUs);
      this.#log?.take(notices, count);
      if (this.#nextCalls !== undefined) this.#nextCalls.hasNews ||= this.#tells(count);
    }
    if (journal.fillsCount !== fills) this.#held.until(step, held);
  }

  /** Returns whether the notices say anything; marks and commits of steps are among them where a replay log is written. */
  #tells(count: number): boolean {
    const { reader } = this.#journal;
    for (let index = 0; index < count; index++) {
      reader.seek(index);
      if (reader.kind !== OUTPUT_MARK && reader.kind !== OUTPUT_COMMIT) return true;
    }
    return false;
  }

  /** Calls the notifications: first each change of an order, with the orders as they were then, then round trips. */
  #notify(): void {
    const { news, pendingTrades } = this.#journal, strategy = this.#strategy;
    this.#journal.pendingTrades = [];
    this.#guard.member = "notifyOrder";
    news.tellEach((order) => strategy.notifyOrder(order));
    this.#guard.member = "notifyTrade";
    for (const trade of pendingTrades) strategy.notifyTrade(trade);
  }
}

/** Returns the last step before a time; the first of the range is before it, and the last one is not. */
function stepBefore(times: Float64Array, timeUs: number, first: number, last: number): number {
  let low = first, high = last;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < timeUs) low = middle;
    else high = middle;
  }
  return low;
}
