/**
 * One run of one strategy: the driver between the strategy and an engine.
 *
 * Driving is lazy. The engine says at which step something could next be said (its horizon); up to there `next` runs on
 * columns alone, and the engine is crossed to only when that step is reached or the strategy asks for something. That
 * this equals stepping bar by bar is a law with a test.
 *
 * @module
 */

import {
  CONTRACT_VERSION,
  STATUS_CASH,
  STATUS_CHAIN_HIGH,
  STATUS_CHAIN_LOW,
  STATUS_COUNT,
  STATUS_DATA_HIGH,
  STATUS_DATA_LOW,
  STATUS_INPUT_HIGH,
  STATUS_INPUT_LOW,
  STATUS_SEQUENCE,
  STATUS_VALUE,
} from "../contract/contract.gen.ts";
import { DriveBuffer } from "../core/drive_buffer.ts";
import { Engine } from "../engine/engine.ts";
import { writeWhole } from "../checkpoint/atomic_file.ts";
import { CheckpointError } from "../checkpoint/checkpoint_error.ts";
import { encodeValue } from "../checkpoint/value_text.ts";
import type { Feed } from "../feeds/feed.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { Clock } from "../lines/clock.ts";
import { FeedLines } from "../lines/feed_lines.ts";
import { Line } from "../lines/line.ts";
import { OutputLog } from "../logs/output_log.ts";
import { PACKAGE_VERSION } from "../package_version.ts";
import { hashText } from "../records/text.ts";
import type { RunRecorder } from "../replay/run_recorder.ts";
import { type Params, Strategy, type StrategyClass } from "../strategy/strategy.ts";
import { StrategyError } from "../strategy/strategy_error.ts";
import { AccountView } from "../broker/account_view.ts";
import type { BacktestOptions } from "./backtest_options.ts";
import { encodeConfiguration, lanesByName, PLAIN_CONDUCT, resolveRules } from "./configuration.ts";
import { EventWriter } from "../records/event_writer.ts";
import { InstrumentSpec, moneyOf } from "../broker/instrument_spec.ts";
import { Journal } from "../broker/journal.ts";
import { formatMoment } from "../records/moment_text.ts";
import { packBars, type PackedBars } from "../broker/pack.ts";
import { parseRational, type Rational, toNumber } from "../broker/rational.ts";
import type { ResolvedConfiguration, Result } from "../results/result.ts";
import { mergeTimes, type Timeline } from "./timeline.ts";
import { OrderDesk, RunClock } from "../broker/order_desk.ts";
import { OrderRecord } from "../broker/order_record.ts";
import { loadRun, type ReadCheckpoint, readRun, type RunIdentity, type RunState, saveRun } from "./run_checkpoint.ts";
import { resolvedConfiguration, resultOf } from "./run_result.ts";
import { checkFeeds, checkInput, isFeed, lookup, resolveParams } from "./run_input.ts";

/** Output records that one crossing brings; more take a further one. */
const OUTPUTS_ROOM = 256;
/** Events that there is room for before it grows. */
const EVENTS_ROOM = 16;

/** A run, from its feeds to its result. */
export class Run<P extends Params> {
  readonly #params: P;
  readonly #strategy: Strategy<P>;
  readonly #strategyName: string;
  readonly #options: BacktestOptions<P>;
  readonly #names: readonly string[];
  readonly #specs: readonly InstrumentSpec[];
  readonly #moneyUnit: Rational;
  readonly #moneyUnits: number;
  readonly #rules: Readonly<Record<string, string>>;
  readonly #config: Float64Array;
  readonly #configuration: ResolvedConfiguration;
  readonly #packed: PackedBars;
  readonly #clocks: readonly Clock[];
  readonly #timeline: Timeline;
  readonly #engine: Engine;
  readonly #account: AccountView;
  readonly #journal: Journal;
  readonly #buffer: DriveBuffer = new DriveBuffer(OUTPUTS_ROOM, EVENTS_ROOM);
  readonly #writer: EventWriter = new EventWriter(this.#buffer);
  /** Cash and value of each step, one column after the other. */
  readonly #marks: Float64Array;
  readonly #inMarket: Uint8Array;
  /** The member of the strategy that is running, or nothing while the engine is. */
  #member = "";
  readonly #clock: RunClock;
  /** Steps that the engine has committed. */
  #committed = 0;
  /** Time of the first step at which the engine could say something. */
  #horizonUs = Infinity;
  #warmUpBars = 0;
  /** From which step on `inMarket` holds what is in the account now. */
  #heldFrom = 0;
  /** Whether `nextstart` was called, with several feeds. */
  #started = false;
  /** The step at which the loop begins: zero, or the one behind a checkpoint. */
  #firstStep = 0;
  /** The step after which the next checkpoint is saved. */
  #saveStep = -1;
  /** Absent without a logger, so that a run which logs nothing pays nothing. */
  readonly #log: OutputLog | undefined;
  /** Who writes the replay log, if one is asked for. */
  #recorder: RunRecorder | undefined;

  constructor(
    strategyClass: StrategyClass<P>,
    feeds: Feed | Readonly<Record<string, Feed>>,
    options: BacktestOptions<P>,
  ) {
    checkInput(feeds, options);
    const named = isFeed(feeds) ? { [feeds.name]: feeds } : feeds;
    this.#names = Object.keys(named);
    const sources = this.#names.map((name): Feed => ({ ...named[name]!, name }));
    checkFeeds(sources, options);
    this.#options = options;
    this.#strategyName = strategyClass.name;
    this.#params = resolveParams(strategyClass, options.params ?? {});
    this.#moneyUnit = options.moneyUnit === undefined
      ? { numerator: 1n, denominator: 1_000_000n }
      : parseRational(options.moneyUnit, "moneyUnit");
    this.#moneyUnits = toNumber(this.#moneyUnit.denominator, "moneyUnit") /
      toNumber(this.#moneyUnit.numerator, "moneyUnit");
    const cash = options.cash ?? 10_000;
    if (!(cash > 0)) throw new RangeError(`Cannot start with cash ${cash}: it is a positive number`);
    const cashUnits = moneyOf(cash, this.#moneyUnit, "cash");
    this.#specs = sources.map((feed) =>
      new InstrumentSpec(feed, { ...options, ...options.instruments?.[feed.name] }, cash, this.#moneyUnit)
    );
    const limitFill = options.limitFill === undefined ? {} : { LIMIT_FILL: options.limitFill.toUpperCase() };
    this.#rules = resolveRules(options.profile ?? "exact", { ...limitFill, ...options.rules });
    if (this.#rules["NUMBERS"] !== "EXACT" || this.#rules["MATCHING"] !== "TWO_PASSES") {
      throw new RangeError(
        `Cannot run profile "${options.profile ?? "exact"}" with ${this.#rules["NUMBERS"]} and ${
          this.#rules["MATCHING"]
        } ` +
          `through backtest: its edge is not built yet; "deno task oracle" replays recorded scenarios under it`,
      );
    }
    this.#config = encodeConfiguration(this.#rules, cashUnits, this.#specs, {
      ...PLAIN_CONDUCT,
      checks: options.checks ?? false,
      chain: options.replayLog !== undefined || (options.chain ?? true),
      marksToRecords: options.replayLog !== undefined,
      inputHash: options.replayLog !== undefined || options.checkpoint !== undefined,
    });
    this.#configuration = resolvedConfiguration({
      options,
      rules: this.#rules,
      moneyUnit: this.#moneyUnit,
      params: this.#params,
      specs: this.#specs,
      lanes: this.#config,
    });
    this.#packed = packBars(sources, this.#specs);
    this.#clocks = this.#packed.feeds.map((feed) => new Clock(feed.name, feed.length));
    this.#timeline = mergeTimes(this.#packed.feeds);
    this.#clock = new RunClock(this.#timeline.timeUs);
    const steps = this.#timeline.timeUs.length;
    this.#marks = new Float64Array(2 * steps);
    this.#inMarket = new Uint8Array(steps);
    this.#account = new AccountView(
      this.#config,
      cashUnits,
      this.#moneyUnits,
      this.#packed,
      this.#specs,
      this.#clocks,
    );
    this.#log = options.logger === undefined
      ? undefined
      : new OutputLog(options.logger, { instruments: this.#specs, moneyUnits: this.#moneyUnits });
    this.#journal = new Journal(this.#buffer.outputs, this.#specs, this.#account, this.#moneyUnits);
    this.#engine = new Engine(this.#config, {
      ...(options.engineBackend === undefined ? {} : { engineBackend: options.engineBackend }),
      ...(options.libraryPath === undefined ? {} : { libraryPath: options.libraryPath }),
    });
    try {
      this.#engine.loadSealed(this.#packed.sealed);
      const desk = new OrderDesk({
        params: this.#params,
        feeds: lookup(this.#names, this.#packed.feeds.map((feed, id) => new FeedLines(feed, this.#clocks[id]!))),
        clock: this.#clock,
        specs: this.#specs,
        moneyUnit: this.#moneyUnit,
        account: this.#account,
        records: this.#journal.orders,
        writer: this.#writer,
      });
      this.#strategy = this.#guarded("constructor", () => new strategyClass(desk));
      if (options.replayLog !== undefined) this.#recorder = this.#beginLog();
    } catch (error) {
      this.#engine[Symbol.dispose]();
      throw error;
    }
  }

  /** Frees the engine. */
  [Symbol.dispose](): void {
    this.#engine[Symbol.dispose]();
  }

  /** Runs to the end and returns the result. */
  execute(): Result {
    this.#clock.phase = "start";
    this.#journal.listening = {
      orders: overrides(this.#strategy, "notifyOrder"),
      trades: overrides(this.#strategy, "notifyTrade"),
    };
    if (this.#options.resume !== undefined) this.#resume(this.#options.resume);
    else this.#guarded("start", () => this.#strategy.start());
    const every = this.#options.checkpoint?.every;
    if (every !== undefined) this.#saveStep = this.#firstStep - this.#firstStep % every + every - 1;
    this.#clock.phase = "bars";
    if (this.#clocks.length === 1) this.#runOneFeed();
    else this.#runFeeds();
    this.#clock.phase = "stop";
    if (this.#timeline.timeUs.length > 0) this.#commit(this.#timeline.timeUs.length - 1);
    this.#guarded("stop", () => this.#strategy.stop());
    return this.#finish();
  }

  /** The loop over one feed, which has no cursors to merge. */
  #runOneFeed(): void {
    const clock = this.#clocks[0]!, times = this.#timeline.timeUs, warm = clock.minPeriod - 1;
    const strategy = this.#strategy, tellsCash = overrides(strategy, "notifyCash");
    const journal = this.#journal, everyStep = this.#options.stepByStep === true || this.#recorder !== undefined;
    clock.isNew = true;
    this.#warmUpBars = Math.min(warm, times.length);
    try {
      for (let step = this.#firstStep; step < times.length; step++) {
        clock.index = step;
        this.#clock.step = step;
        if (times[step]! >= this.#horizonUs || everyStep) this.#commit(step);
        if (journal.pendingOrders.length > 0 || journal.pendingTrades.length > 0) this.#notify();
        if (tellsCash) this.#tellCash();
        if (step > warm) {
          this.#member = "next";
          strategy.next();
        } else this.#warmUp(step === warm);
        if (this.#writer.count > 0) {
          this.#member = "";
          this.#drive(step);
        }
        if (step === this.#saveStep) this.#save(step);
      }
    } catch (error) {
      throw this.#strategyError(error);
    }
  }

  /** The loop over several feeds. */
  #runFeeds(): void {
    const times = this.#timeline.timeUs, strategy = this.#strategy;
    const columns = this.#packed.feeds.map((feed) => feed.columns.timeUs);
    const warm = this.#clocks.map((clock) => clock.minPeriod);
    const any = this.#options.start === "any", tellsCash = overrides(strategy, "notifyCash");
    const journal = this.#journal, everyStep = this.#options.stepByStep === true || this.#recorder !== undefined;
    try {
      for (let step = this.#firstStep; step < times.length; step++) {
        const time = times[step]!;
        let ready = 0;
        for (let id = 0; id < this.#clocks.length; id++) {
          const clock = this.#clocks[id]!;
          clock.isNew = columns[id]![clock.index + 1] === time;
          if (clock.isNew) clock.index++;
          if (clock.index + 1 >= warm[id]!) ready++;
        }
        this.#clock.step = step;
        if (time >= this.#horizonUs || everyStep) this.#commit(step);
        if (journal.pendingOrders.length > 0 || journal.pendingTrades.length > 0) this.#notify();
        if (tellsCash) this.#tellCash();
        if (any ? ready === 0 : ready < this.#clocks.length) {
          this.#warmUpBars++;
          this.#warmUp(false);
        } else if (!this.#started) {
          this.#started = true;
          this.#warmUp(true);
        } else {
          this.#member = "next";
          strategy.next();
        }
        if (this.#writer.count > 0) {
          this.#member = "";
          this.#drive(step);
        }
        if (step === this.#saveStep) this.#save(step);
      }
    } catch (error) {
      throw this.#strategyError(error);
    }
  }

  /** Calls `prenext`, or on the first warm bar `nextstart`. */
  #warmUp(warm: boolean): void {
    if (!warm) {
      this.#member = "prenext";
      this.#strategy.prenext();
      return;
    }
    // Whoever does not override nextstart has written next, and is told of that.
    this.#member = overrides(this.#strategy, "nextstart") ? "nextstart" : "next";
    this.#strategy.nextstart();
  }

  #tellCash(): void {
    this.#member = "notifyCash";
    this.#strategy.notifyCash(this.#account.cash, this.#account.value);
  }

  /** Brings the engine to a step, takes in what it says, and learns the next horizon. */
  #commit(step: number): void {
    if (step < this.#committed) return;
    this.#member = "";
    this.#drive(step);
  }

  /** Brings the engine to a step, applies what the strategy asked for, and takes in what it says, in one crossing. */
  #drive(step: number): void {
    const buffer = this.#buffer, marks = this.#marks;
    const untilUs = step < this.#committed ? -Infinity : this.#timeline.timeUs[step]!;
    buffer.ask(untilUs, marks.length, this.#committed, this.#writer.count);
    this.#engine.drive(this.#packed.columns, marks, buffer);
    if (this.#recorder !== undefined) this.#record(this.#recorder);
    this.#writer.clear();
    this.#committed += buffer.steps;
    this.#horizonUs = buffer.horizon_us;
    if (buffer.outputs_count > 0) this.#take(step);
  }

  /** Takes notices in, more of them while the room for them comes full, and keeps the column of steps with a position. */
  #take(step: number): void {
    const journal = this.#journal, buffer = this.#buffer, fills = journal.fillsCount;
    const held = this.#account.inMarket;
    if (journal.reader.buffer !== buffer.outputs) journal.reader.attach(buffer.outputs);
    let count = buffer.outputs_count;
    while (count > 0) {
      this.#recorder?.outputs(buffer.outputs, count);
      this.#log?.take(buffer.outputs, count);
      journal.take(count, step);
      count = this.#engine.pending > 0 ? this.#engine.read(buffer.outputs) : 0;
    }
    if (journal.fillsCount === fills) return;
    if (held) this.#inMarket.fill(1, this.#heldFrom, step);
    this.#heldFrom = step;
  }

  /** Tells the strategy what happened: first every order, as it was at each of its notices, then round trips. */
  #notify(): void {
    const { pendingOrders, pendingTrades } = this.#journal;
    this.#journal.pendingOrders = [];
    this.#journal.pendingTrades = [];
    this.#member = "notifyOrder";
    for (const { order, captured } of pendingOrders) order.as(captured, () => this.#strategy.notifyOrder(order));
    this.#member = "notifyTrade";
    for (const trade of pendingTrades) this.#strategy.notifyTrade(trade);
  }

  #finish(): Result {
    const steps = this.#timeline.timeUs.length, status = new Float64Array(STATUS_COUNT);
    if (steps > 0) {
      this.#writer.shutDown(this.#timeline.timeUs[steps - 1]!, this.#options.closeAtEnd ?? false);
      this.#drive(steps - 1);
    }
    if (this.#account.inMarket) this.#inMarket.fill(1, this.#heldFrom, steps);
    this.#engine.status(status);
    this.#recorder?.finish(status);
    if (steps > 0) {
      this.#marks[steps - 1] = status[STATUS_CASH]!;
      this.#marks[2 * steps - 1] = status[STATUS_VALUE]!;
    }
    for (let at = 0; at < this.#marks.length; at++) this.#marks[at] = this.#marks[at]! / this.#moneyUnits;
    return resultOf({
      strategyName: this.#strategyName,
      options: this.#options,
      names: this.#names,
      specs: this.#specs,
      configuration: this.#configuration,
      packed: this.#packed,
      clocks: this.#clocks,
      timeline: this.#timeline,
      engine: this.#engine,
      journal: this.#journal,
      marks: this.#marks,
      inMarket: this.#inMarket,
      warmUpBars: this.#warmUpBars,
    }, status);
  }

  /** Begins the replay log. */
  #beginLog(): RunRecorder {
    const status = this.#engine.status();
    return this.#options.replayLog!.begin({
      configuration: this.#config,
      dataHash: hashText(status[STATUS_DATA_LOW]!, status[STATUS_DATA_HIGH]!),
      description: { strategy: this.#strategyName, ...this.#plainConfiguration() },
    }, this.#packed);
  }

  /** Tells the replay log what a call of the engine did: steps first, then the intents behind them. */
  #record(recorder: RunRecorder): void {
    recorder.advanced(this.#committed + this.#buffer.steps);
    if (this.#writer.count > 0) recorder.intents(this.#writer.floats, this.#writer.count);
  }

  /** The resolved configuration as JSON, without the lanes. */
  #plainConfiguration(): RunIdentity {
    const { lanes: _lanes, params, ...rest } = this.#configuration;
    return JSON.parse(JSON.stringify({ ...rest, params: encodeValue(params, "params", this.#state().bindings) }));
  }

  /** What checkpoints are made of. */
  #state(): RunState {
    const account = this.#account, orders = this.#journal.orders;
    return {
      journal: this.#journal,
      clocks: this.#clocks,
      marks: this.#marks,
      inMarket: this.#inMarket,
      strategy: this.#strategy,
      strategyName: this.#strategyName,
      bindings: {
        orderId: (value) => value instanceof OrderRecord && orders.get(value.id) === value ? value.id : undefined,
        order: (id) => orders.get(id),
        isKept: (value) =>
          value instanceof Line || value instanceof FeedLines || value === account ||
          account.positions.some((position) => position === value),
      },
    };
  }

  /** What must be equal where a run is resumed. */
  #identity(status: Float64Array): RunIdentity {
    return {
      package: PACKAGE_VERSION,
      contract: CONTRACT_VERSION,
      strategy: this.#strategyName,
      ...this.#plainConfiguration(),
      start: this.#options.start ?? "all",
      closeAtEnd: this.#options.closeAtEnd ?? false,
      chain: this.#options.chain ?? true,
      instrumentLanes: lanesByName(this.#config, this.#names),
      dataBars: Array.from(this.#packed.counts),
      data: hashText(status[STATUS_DATA_LOW]!, status[STATUS_DATA_HIGH]!),
    };
  }

  /** Saves a checkpoint after a step, at its COMMIT. */
  #save(step: number): void {
    const { every, save } = this.#options.checkpoint!;
    this.#saveStep += every;
    this.#member = "";
    if (step >= this.#committed) this.#drive(step);
    const status = this.#engine.status();
    this.#member = "saveState";
    const bytes = saveRun(this.#state(), this.#identity(status), {
      step,
      warmUpBars: this.#warmUpBars,
      started: this.#started,
      heldFrom: this.#heldFrom,
      sequence: status[STATUS_SEQUENCE]!,
      chain: hashText(status[STATUS_CHAIN_LOW]!, status[STATUS_CHAIN_HIGH]!),
      inputHash: hashText(status[STATUS_INPUT_LOW]!, status[STATUS_INPUT_HIGH]!),
    }, this.#engine.snapshot());
    this.#member = "";
    if (typeof save === "function") save(bytes);
    else writeWhole(save, bytes);
  }

  /** Goes on from a checkpoint. */
  #resume(source: string | URL | Uint8Array): void {
    const name = source instanceof Uint8Array ? "the checkpoint" : String(source);
    const bytes = source instanceof Uint8Array ? source : Deno.readFileSync(source);
    const read: ReadCheckpoint = readRun(bytes, name, this.#identity(this.#engine.status()));
    this.#engine.restore(read.snapshot);
    this.#engine.loadSealed(this.#packed.sealed);
    const { step, warmUpBars, started, heldFrom } = read.position;
    this.#firstStep = this.#committed = step + 1;
    this.#clock.step = step;
    this.#warmUpBars = warmUpBars;
    this.#started = started;
    this.#heldFrom = heldFrom;
    this.#horizonUs = -Infinity;
    loadRun(read, this.#state());
  }

  #guarded<T>(member: string, act: () => T): T {
    this.#member = member;
    try {
      return act();
    } catch (error) {
      throw this.#strategyError(error);
    }
  }

  /** What a strategy threw, with its place; what the engine threw stays what it is. */
  #strategyError(cause: unknown): unknown {
    if (this.#member === "" || cause instanceof StrategyError || cause instanceof CheckpointError) return cause;
    const zone = new TimeZone(this.#packed.feeds[0]!.timeZone);
    const time = this.#clock.step < 0 ? "" : formatMoment(this.#clock.timeUs, zone, false);
    return new StrategyError(this.#strategyName, this.#member, this.#clock.step, time, cause);
  }
}

function overrides(
  strategy: Strategy,
  member: "nextstart" | "notifyCash" | "notifyOrder" | "notifyTrade",
): boolean {
  return strategy[member] !== Strategy.prototype[member];
}
