/**
 * The start of a run: from a strategy, feeds and options to parts that a driver can use.
 *
 * The parts do not depend on a step, so a driver over columns and one over arriving blocks can share them.
 *
 * @module
 */

import { type AccountParts, AccountView } from "../broker/account_view.ts";
import { hasMargin, InstrumentSpec } from "../broker/instrument_spec.ts";
import { inferMoneyUnit } from "../broker/grids.ts";
import { Journal } from "../broker/journal.ts";
import { type OnRuin, resolveOnRuin } from "../broker/on_ruin.ts";
import { OrderDesk, type OrderDeskParts } from "../broker/order_desk.ts";
import { packBars, type PackedBars, priceStepsOf } from "../broker/pack.ts";
import { QueueAccount, type QueueAccountParts } from "../broker/queue_account.ts";
import { QueueDesk } from "../broker/queue_desk.ts";
import { QueueSpec } from "../broker/queue_spec.ts";
import { parseRational, ratio, type Rational, toNumber, toText } from "../broker/rational.ts";
import { RunClock } from "../broker/run_clock.ts";
import { displayOf, moneyOf } from "../broker/told_rounding.ts";
import type { Bindings } from "../checkpoint/value_text.ts";
import { DriveBuffer } from "../core/drive_buffer.ts";
import { Engine } from "../engine/engine.ts";
import { type Bars, feedOf } from "../feeds/bars.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { inspected } from "../host.ts";
import { ClockGroup } from "../lines/clock_group.ts";
import { FeedLines } from "../lines/feed_lines.ts";
import { OutputLog } from "../logs/output_log.ts";
import { EventWriter } from "../records/event_writer.ts";
import type { RunRecorder } from "../replay/run_recorder.ts";
import type { ResolvedConfiguration } from "../results/result_fields.ts";
import type { Sizer } from "../strategy/sizers.ts";
import type { Params, Strategy, StrategyClass } from "../strategy/strategy.ts";
import type { BacktestOptions } from "./backtest_options.ts";
import { EngineSession } from "./broker_session.ts";
import {
  encodeConfiguration,
  PLAIN_CONDUCT,
  resolvedConfiguration,
  resolveRules,
  type RuleChoices,
} from "./configuration.ts";
import { AccountEvents } from "./account_events.ts";
import { withSharedDayEnds } from "./day_ends.ts";
import { noteOnFillAtClose } from "./fill_at_close.ts";
import { checkAgreement, type FillFeeds, fillFeedsOf, firstTimes, matchedPlaces, stepsThrough } from "./fill_feeds.ts";
import { feedsUpTo, firstStepFrom } from "./run_span.ts";
import { tradedFeeds } from "./traded_feeds.ts";
import { checkRates } from "./figure_feeds.ts";
import { HeldSteps } from "./held_steps.ts";
import { checkIdleOptions } from "./idle_options.ts";
import { checkedPath, pathChoice } from "./intrabar_path.ts";
import { measureStepOf } from "./measure_from.ts";
import { Marks } from "./marks.ts";
import { checkCheatOnOpen, checkQueueOptions, toldStates } from "./queue_options.ts";
import { resolveParams } from "./params.ts";
import { bindingsOf } from "./run_bindings.ts";
import { dataHash, describeConfiguration } from "./run_identity.ts";
import { checkFeedNames, checkFeeds, checkFeedValues, checkSizer, isFeed, lookup, takenInput } from "./run_input.ts";
import { checkMembers, checkStrategyClass } from "./strategy_class.ts";
import { StrategyGuard } from "./strategy_guard.ts";
import { mergeTimes, type Timeline } from "./timeline.ts";
import { flatFeeds } from "./flat_feeds.ts";
import { SessionExits } from "./session_exits.ts";
import { TimerRegistry } from "./timer_registry.ts";
import { WakeLines } from "./wake_lines.ts";

/** Output records of one crossing; more outputs take further crossings. */
export const OUTPUTS_ROOM = 256;
/** Initial room for events; the buffer grows. */
export const EVENTS_ROOM = 16;
/** With fewer money units in a unit of the currency, the summary tells how coarse money is. */
const COARSE_MONEY_UNITS = 100;
/** Default cash at the start, in the account's currency. */
const CASH_DEFAULT = 10_000;

/** The request, checked and with defaults. */
export interface Settings {
  readonly strategyName: string;
  readonly options: BacktestOptions;
  /** Bars as they were given. */
  readonly given: readonly Bars[];
  /** Feeds under their names in the strategy. */
  readonly sources: readonly FeedData[];
  readonly names: readonly string[];
  readonly specs: readonly InstrumentSpec[];
  /** Notes on options that were rounded. */
  readonly notes: readonly string[];
  readonly params: Params;
  /** Least amount of money. */
  readonly moneyUnit: Rational;
  /** Units of money in one unit of the currency. */
  readonly moneyUnits: number;
  /** Cash at the start, in display units and in money units. */
  readonly cash: number;
  readonly cashUnits: number;
  /** Configuration as the core's lanes, and as plain data. */
  readonly config: Float64Array;
  readonly configuration: ResolvedConfiguration;
  readonly onRuin: OnRuin;
  /** What happens to the account without an order; absent without any of it. */
  readonly accountEvents: AccountEvents | undefined;
  /** Says the size of orders without one. */
  readonly sizer: Sizer | undefined;
  /** The feeds on which orders are matched; absent where these are those of the strategy. */
  readonly fills: FillFeeds | undefined;
}

/** A run that a driver can use. Its fields do not change; the objects in them do. */
export interface PreparedRun extends Omit<Settings, "sources" | "moneyUnit" | "cashUnits"> {
  /** Bars of the engine. */
  readonly packed: PackedBars;
  /** Bars of the strategy: those of the engine, unless orders are matched on finer ones. */
  readonly shown: PackedBars;
  /** Steps of the strategy. */
  readonly timeline: Timeline;
  /** Times of the steps of the engine. */
  readonly matchedUs: Float64Array;
  /** Number of the engine's steps up to each step of the strategy, and the time of the first one in each. */
  readonly ends: Uint32Array | undefined;
  readonly opensUs: Float64Array | undefined;
  /** First step on which `next` may be called, by the option `from`. */
  readonly firstStep: number;
  readonly clocks: ClockGroup;
  readonly clock: RunClock;
  readonly marks: Marks;
  readonly held: HeldSteps;
  readonly account: AccountView;
  readonly journal: Journal;
  /** Absent without a logger, so that a run without one pays nothing. */
  readonly log: OutputLog | undefined;
  readonly bindings: Bindings;
  readonly engine: Engine;
  readonly session: EngineSession;
  /** True to commit every step, instead of running ahead to the horizon. */
  readonly everyStep: boolean;
  readonly guard: StrategyGuard;
  readonly strategy: Strategy;
  /** Timers that the strategy declares. */
  readonly timers: TimerRegistry;
  /** Lines by which the strategy is woken. */
  readonly wakes: WakeLines;
  /** Exits of sessions; absent where positions may stay open. */
  readonly exits: SessionExits | undefined;
}

/**
 * Prepares a run. The caller must dispose of its engine.
 *
 * @throws {TypeError} If an option is unknown or of the wrong type.
 * @throws {RangeError} If an option or the data cannot be used.
 * @throws {StrategyError} If the constructor of the strategy throws.
 */
export function prepareRun<P extends Params>(
  strategyClass: StrategyClass<P>,
  feeds: Bars | Readonly<Record<string, Bars>>,
  given: BacktestOptions<P>,
): PreparedRun {
  const settings = settle(strategyClass, feeds, given), { specs, moneyUnits, config } = settings;
  const { options } = settings;
  const { fills } = settings, shown = packBars(settings.sources, specs), timeline = mergeTimes(shown.feeds);
  const packed = fills === undefined ? shown : packBars(fills.matched, specs);
  const matchedUs = fills === undefined ? timeline.timeUs : mergeTimes(packed.feeds).timeUs;
  const ends = fills === undefined ? undefined : stepsThrough(timeline.timeUs, matchedUs);
  const opensUs = ends === undefined ? undefined : firstTimes(ends, matchedUs);
  const firstStep = firstStepFrom(settings.sources, timeline.timeUs, options.from);
  // A moment after the data is an error now, and not when the statistics are read.
  const measured = measureStepOf(options.measureFrom, timeline, 0, shown.feeds);
  checkRates(options, timeline.timeUs[Math.max(measured, firstStep, 1) - 1]);
  const bars = shown.feeds.map(({ name, columns }) => ({ name, timeUs: columns.timeUs }));
  const clocks = new ClockGroup(bars, options.stepByStep === true), clock = new RunClock(timeline.timeUs);
  const steps = timeline.timeUs.length, marks = new Marks(matchedUs.length, ends);
  const places = fills === undefined ? clocks.feeds : matchedPlaces(packed.feeds, timeline.timeUs, clock);
  const account = accountOf(
    { config, cashInitial: settings.cashUnits, moneyUnits, packed, specs, clocks: places },
    { clock, marks, takesShortCash: settings.configuration.rules["SHORT_CASH"] === "TAKEN" },
  );
  const log = options.logger === undefined
    ? undefined
    : new OutputLog(options.logger, { instruments: specs, moneyUnits, doubles: specs[0]!.isPlain });
  const buffer = new DriveBuffer(OUTPUTS_ROOM, EVENTS_ROOM), intents = new EventWriter(buffer);
  const journal = new Journal(buffer.outputs, specs, packed.feeds.map(({ columns }) => columns), account, moneyUnits);
  journal.orders.trailing!.nowUs = () => clock.timeUs;
  journal.keepsPositions = specs.some(hasMargin);
  if (account instanceof QueueAccount) journal.isTold = toldStates(settings.configuration.rules);
  const bindings = bindingsOf(account, journal.orders);
  const guard = new StrategyGuard(strategyClass.name, clock, shown.feeds[0]!.timeZone);
  const timers = new TimerRegistry(shown.feeds, clock), wakes = new WakeLines(clocks, clock);
  const engine = engineOf(config, options, packed);
  try {
    engine.adopt(marks);
    engine.adopt(buffer);
    engine.loadSealed(packed.sealed);
    const desk = deskOf(
      {
        params: settings.params,
        feeds: lookup(
          settings.names,
          shown.feeds.map((feed, id) =>
            new FeedLines(feed, clocks.feeds[id]!, hasSteps(feed, specs[id]!) ? priceStepsOf(shown, id) : undefined)
          ),
        ),
        clock,
        specs,
        moneyUnit: settings.moneyUnit,
        account,
        records: journal.orders,
        writer: intents,
        sizer: settings.sizer,
        timers,
        wakes,
        isFinelyFilled: fills === undefined ? undefined : (id): boolean => fills.ends[id] !== undefined,
      },
      packed.feeds,
      clocks,
    );
    const exits = exitsOf({ packed: shown, fills, specs, clocks, timeline, account, journal, desk });
    const strategy: Strategy = guard.run("constructor", () => new strategyClass(desk));
    checkMembers(strategyClass.name, strategy);
    const recorder = beginLog(settings, packed, engine, bindings);
    return {
      ...settings,
      packed,
      shown,
      timeline,
      matchedUs,
      ends,
      opensUs,
      firstStep,
      clocks,
      clock,
      marks,
      held: new HeldSteps(steps),
      account,
      journal,
      log,
      bindings,
      engine,
      session: new EngineSession({
        ...{ engine, sealed: packed.sealed, marks, buffer, intents, recorder, ends },
        tags: journal.orders.tags,
      }),
      // The queue model tells cash and value of a step by its marks alone.
      everyStep: options.stepByStep === true || recorder !== undefined || account instanceof QueueAccount,
      guard,
      strategy,
      timers,
      wakes,
      exits,
    };
  } catch (error) {
    engine[Symbol.dispose]();
    throw error;
  }
}

/** Returns the account of a run by its numbers. */
function accountOf(
  parts: AccountParts,
  queue: Pick<QueueAccountParts, "clock" | "marks" | "takesShortCash">,
): AccountView {
  const specs = parts.specs.filter((spec) => spec instanceof QueueSpec);
  return specs.length > 0 ? new QueueAccount({ ...parts, ...queue, specs }) : new AccountView(parts);
}

/** Returns the order desk of a run by its account. */
function deskOf(parts: OrderDeskParts, bars: readonly FeedData[], { feeds: clocks }: ClockGroup): OrderDesk {
  const { account } = parts;
  return account instanceof QueueAccount ? new QueueDesk({ ...parts, account, bars, clocks }) : new OrderDesk(parts);
}

/** Checks the input and adds the defaults. */
export function settle<P extends Params>(
  strategyClass: StrategyClass<P>,
  feeds: Bars | Readonly<Record<string, Bars>>,
  asGiven: BacktestOptions<P>,
): Settings {
  checkStrategyClass(strategyClass);
  checkFeedValues("run", feeds);
  const options = takenInput(asGiven);
  const named = isFeed(feeds) ? { [feeds.name]: feeds } : { ...feeds }, names = Object.keys(named);
  const given = Object.values(named), { profile = "exact" } = options;
  const own = tradedFeeds(names.map((name) => feedOf(named[name]!)), names);
  // There each time is a step of its own.
  const coarse = feedsUpTo(profile === "backtrader" ? own : withSharedDayEnds(own), options.to);
  const fills = options.fillOn === undefined ? undefined : fillFeedsOf(coarse, options.fillOn);
  const sources = fills?.shown ?? coarse;
  checkFeedNames(names);
  checkFeeds(sources, options);
  const params = resolveParams(strategyClass, options.params ?? {});
  const asked = options.cash ?? CASH_DEFAULT;
  if (!(asked > 0 && asked < Infinity)) {
    throw new RangeError(`Cannot start with cash ${asked}: pass a positive number`);
  }
  const rules = rulesOf(options), plain = rules["NUMBERS"] === "DOUBLES";
  checkCheatOnOpen(options);
  if (plain) checkQueueOptions(options);
  const moneyUnit = plain
    ? ratio(1n, 1n)
    : options.moneyUnit === undefined
    ? inferMoneyUnit(asked)
    : parseRational(options.moneyUnit, "moneyUnit");
  const moneyUnits = toNumber(moneyUnit.denominator, "moneyUnit") / toNumber(moneyUnit.numerator, "moneyUnit");
  const notes: string[] = [], cashUnits = plain ? asked : moneyOf(asked, moneyUnit, "cash", notes);
  if (!plain && options.moneyUnit === undefined && moneyUnits < COARSE_MONEY_UNITS) {
    const unit = toText(moneyUnit);
    notes.push(
      `Money is counted in units of ${unit}, as the cash is ${asked}: an amount below half of that is nothing`,
    );
  }
  if (cashUnits === 0) {
    throw new RangeError(
      `Cannot start with cash ${asked}: it is nothing in units of ${
        toText(moneyUnit)
      }; pass more, or a finer moneyUnit`,
    );
  }
  const cash = plain ? asked : displayOf(cashUnits, moneyUnit);
  const specs = (fills?.matched ?? sources).map((feed) => {
    const terms = { ...options, ...options.instruments?.[feed.name] };
    return plain ? new QueueSpec(feed, terms) : new InstrumentSpec(feed, terms, cash, moneyUnit);
  });
  if (!plain) checkIdleOptions(options, sources.filter(({ trade }) => trade).map(({ name }) => name));
  if (fills !== undefined) checkAgreement(fills, specs);
  notes.push(...specs.flatMap((spec) => spec.notes));
  const onRuin = plain ? "ignore" : resolveOnRuin(options.onRuin), replayed = options.replayLog !== undefined;
  const accountEvents = plain ? undefined : AccountEvents.of(options, sources, specs, moneyUnit, notes);
  if (rules["CHEAT_ON_CLOSE"] === "ON") notes.push(noteOnFillAtClose(specs, accountEvents));
  const config = encodeConfiguration(rules, cashUnits, specs, {
    ...PLAIN_CONDUCT,
    checks: options.checks ?? false,
    chain: replayed || (options.chain ?? true),
    marksToRecords: replayed,
    inputHash: replayed || options.checkpoint !== undefined,
  });
  const configuration = resolvedConfiguration({
    profile,
    rules,
    cash,
    moneyUnit,
    params,
    specs,
    onRuin,
    lanes: config,
  });
  return {
    strategyName: strategyClass.name,
    options,
    given,
    sources,
    names,
    specs,
    notes,
    params,
    moneyUnit,
    moneyUnits,
    cash,
    cashUnits,
    config,
    configuration,
    onRuin,
    accountEvents,
    sizer: sizerOfRun(strategyClass, options),
    fills,
  };
}

/** Returns the sizer of a run: the option, or that of the class. */
function sizerOfRun<P extends Params>({ name, sizer }: StrategyClass<P>, options: BacktestOptions): Sizer | undefined {
  checkSizer(sizer, `static sizer of ${name}`);
  return options.sizer ?? sizer;
}

/** Returns the rules of a run. */
function rulesOf(
  { profile = "exact", limitFill, fill, path, rules: changes }: BacktestOptions,
): Record<string, string> {
  if (limitFill !== undefined && limitFill !== "touch" && limitFill !== "through") {
    throw new RangeError(`Cannot use limitFill ${inspected(limitFill)}: pass "touch" or "through"`);
  }
  if (limitFill !== undefined && changes?.["LIMIT_FILL"] !== undefined) {
    throw new RangeError("Cannot use both limitFill and LIMIT_FILL of rules: pass one of them");
  }
  const limitFillRule: RuleChoices = limitFill === undefined ? {} : { LIMIT_FILL: limitFill.toUpperCase() };
  if (fill !== undefined && fill !== "open" && fill !== "close") {
    throw new RangeError(`Cannot use fill ${inspected(fill, 0)}: pass "open" or "close"`);
  }
  if (fill !== undefined && changes?.["CHEAT_ON_CLOSE"] !== undefined) {
    throw new RangeError("Cannot use both fill and CHEAT_ON_CLOSE of rules: pass one of them");
  }
  const fillRule: RuleChoices = fill === undefined ? {} : { CHEAT_ON_CLOSE: fill === "close" ? "ON" : "OFF" };
  if (path !== undefined && changes?.["PATH"] !== undefined) {
    throw new RangeError("Cannot use both path and PATH of rules: pass one of them");
  }
  const pathRule: RuleChoices = path === undefined ? {} : { PATH: pathChoice(checkedPath(path)) };
  return resolveRules(profile, { ...limitFillRule, ...fillRule, ...pathRule, ...changes });
}

/** Returns whether the core counts the prices of a feed in steps. */
function hasSteps({ anyPrices }: FeedData, { isPlain }: InstrumentSpec): boolean {
  return !isPlain && anyPrices !== true;
}

/** Returns the exits of sessions, if the position of any feed has to be closed. */
function exitsOf(
  { packed, fills, specs, clocks, timeline, account, journal, desk }:
    & Pick<
      PreparedRun,
      "packed" | "fills" | "specs" | "clocks" | "timeline" | "account" | "journal"
    >
    & { readonly desk: OrderDesk },
): SessionExits | undefined {
  const { feeds } = packed, flat = flatFeeds(feeds, specs, (id) => fills?.ends[id] !== undefined);
  if (flat.length === 0) return undefined;
  const exits = new SessionExits(
    { feeds, flat, clocks: clocks.feeds, account, records: journal.orders, desk },
    timeline.timeUs,
  );
  journal.isLateExit = (order, filledUs) => exits.isLate(order, filledUs);
  return exits;
}

export function engineOf(
  config: Float64Array,
  { engineBackend, libraryPath }: BacktestOptions,
  packed?: PackedBars,
): Engine {
  const options = {
    ...(engineBackend === undefined ? {} : { engineBackend }),
    ...(libraryPath === undefined ? {} : { libraryPath }),
  };
  return new Engine(config, options, packed?.sealed);
}

/** Begins the replay log, if there is one. */
function beginLog(settings: Settings, packed: PackedBars, engine: Engine, bindings: Bindings): RunRecorder | undefined {
  return settings.options.replayLog?.begin({
    configuration: settings.config,
    dataHash: dataHash(engine.status()),
    description: { strategy: settings.strategyName, ...describeConfiguration(settings.configuration, bindings) },
  }, packed);
}
