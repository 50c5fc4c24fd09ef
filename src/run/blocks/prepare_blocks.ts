/**
 * The parts of a run whose bars come block by block, made when the first block of each feed is there.
 *
 * @module
 */

import { AccountView } from "../../broker/account_view.ts";
import { hasMargin, type InstrumentSpec } from "../../broker/instrument_spec.ts";
import { Journal } from "../../broker/journal.ts";
import { OrderDesk } from "../../broker/order_desk.ts";
import type { PackedBars } from "../../broker/pack.ts";
import { toText } from "../../broker/rational.ts";
import { RunClock } from "../../broker/run_clock.ts";
import { BAR_COLUMNS, COLUMN_CLOSE } from "../../contract/contract.gen.ts";
import { DriveBuffer } from "../../core/drive_buffer.ts";
import type { Engine } from "../../engine/engine.ts";
import { SealedColumns } from "../../engine/sealed_columns.ts";
import { Bars, feedOf } from "../../feeds/bars.ts";
import type { BarColumns, FeedData } from "../../feeds/feed_data.ts";
import { bars } from "../../feeds/read_columns.ts";
import { type BlockColumns, ClockGroup, columnsOfLines } from "../../lines/clock_group.ts";
import { FeedLines } from "../../lines/feed_lines.ts";
import { OutputLog } from "../../logs/output_log.ts";
import { EventWriter } from "../../records/event_writer.ts";
import type { Params, Strategy, StrategyClass } from "../../strategy/strategy.ts";
import type { BacktestOptions } from "../backtest_options.ts";
import { EngineSession } from "../broker_session.ts";
import { checkRates } from "../figure_feeds.ts";
import { HeldSteps } from "../held_steps.ts";
import { Marks } from "../marks.ts";
import { engineOf, EVENTS_ROOM, OUTPUTS_ROOM, type Settings, settle } from "../prepare.ts";
import { flatFeeds } from "../flat_feeds.ts";
import { bindingsOf } from "../run_bindings.ts";
import { describeConfiguration } from "../run_identity.ts";
import { lookup } from "../run_input.ts";
import { SessionExits } from "../session_exits.ts";
import { checkMembers } from "../strategy_class.ts";
import { StrategyGuard } from "../strategy_guard.ts";
import { mergeTimes, type Timeline } from "../timeline.ts";
import { TimerRegistry } from "../timer_registry.ts";
import { WakeLines } from "../wake_lines.ts";
import { BlockBars } from "./block_bars.ts";
import { BlockPrices } from "./block_prices.ts";

/** A feed of the run with the bars of the block at hand. */
interface LiveFeed {
  /** Facts of the feed; its columns and sessions are those of the block at hand. */
  readonly feed: FeedData;
  readonly bars: BlockBars;
  /** Facts that the block at hand has of its own. */
  block: FeedData;
}

/** The parts of a run over blocks. */
export interface PreparedBlocks extends Omit<Settings, "given" | "moneyUnit" | "cashUnits"> {
  readonly live: readonly LiveFeed[];
  readonly clocks: ClockGroup;
  readonly clock: RunClock;
  readonly held: HeldSteps;
  readonly account: AccountView;
  readonly journal: Journal;
  readonly log: OutputLog | undefined;
  readonly engine: Engine;
  readonly session: EngineSession;
  readonly everyStep: boolean;
  readonly guard: StrategyGuard;
  readonly strategy: Strategy;
  /** Where requests become events: those of the strategy, and those of an operator. */
  readonly desk: OrderDesk;
  /** Absent where no position is closed at the close of a session. */
  readonly exits: SessionExits | undefined;
  readonly timers: TimerRegistry;
  readonly wakes: WakeLines;
  readonly prices: BlockPrices;
  /** Bars of the first block of each feed, which gave the terms that are not given. */
  readonly firstBars: readonly number[];
}

/** A block on the grids of the run. */
export interface PackedBlock {
  readonly packed: PackedBars;
  readonly timeline: Timeline;
}

/** What a run has before its bars come: its class, the first blocks by name, and its options. */
export interface BlocksInput<P extends Params> {
  readonly strategyClass: StrategyClass<P>;
  /** The first block of each feed, by the names of the feeds. */
  readonly first: ReadonlyMap<string, FeedData>;
  readonly options: BacktestOptions<P>;
  readonly keep: number;
  readonly blockBars: number;
}

/** The settings, the prices and the first merged block; it needs no engine. */
export interface SettledBlocks {
  readonly settings: Settings;
  readonly prices: BlockPrices;
  readonly firstBars: readonly number[];
}

/** Settles a run by the first blocks of its feeds. */
export function settleBlocks<P extends Params>({ strategyClass, first, options }: BlocksInput<P>): SettledBlocks {
  const feeds = Object.fromEntries([...first].map(([name, feed]) => [name, new Bars(feed)]));
  const settings = settle(strategyClass, feeds, options);
  if (settings.specs[0]!.isPlain) {
    throw new RangeError(
      'Cannot run over bars that come block by block with the queue model of profile "backtrader": pass finished bars to ' +
        "backtest",
    );
  }
  const firstBars = [...first.values()].map(({ length }) => length);
  const isGiven = settings.names.map((name) => termOf(settings.options, name, "resolution") !== undefined);
  return { settings, prices: new BlockPrices(settings.specs, isGiven, firstBars), firstBars };
}

/**
 * Rejects options that no run over blocks takes, before there are bars: by two that stand still.
 *
 * @throws {TypeError} If an option is unknown or of the wrong type.
 * @throws {RangeError} If an option cannot be used.
 */
export function checkBlocksOptions<P extends Params>(
  strategyClass: StrategyClass<P>,
  names: readonly string[],
  options: BacktestOptions<P>,
): void {
  const still = [1, 1], prices = { open: still, high: still, low: still, close: still, volume: still };
  const first = names.map((name) => {
    return [name, feedOf(bars({ time: ["2000-01-03", "2000-01-04"], ...prices }, { name }))] as const;
  });
  settleBlocks({ strategyClass, first: new Map(first), options, keep: 1, blockBars: 1 });
}

/** Packs a block: bars on their grids, and their steps. */
export function packBlock(prices: BlockPrices, sources: readonly FeedData[], blocks: readonly FeedData[]): PackedBlock {
  const packed = prices.pack(sources.map((feed, id) => {
    const { length, columns, extra, sessions } = blocks[id]!;
    return { ...feed, length, columns, extra, ...(sessions === undefined ? {} : { sessions }) };
  }));
  return { packed, timeline: mergeTimes(packed.feeds) };
}

/**
 * Makes the parts of a run with its first block. The caller must dispose of its engine.
 *
 * @throws {StrategyError} If the constructor of the strategy throws.
 */
export function prepareBlocks<P extends Params>(
  { strategyClass, keep, blockBars }: BlocksInput<P>,
  { settings, prices, firstBars }: SettledBlocks,
  { packed, timeline }: PackedBlock,
): PreparedBlocks {
  const { specs, moneyUnits, config, options } = settings;
  checkRates(options, timeline.timeUs[0]);
  const live = packed.feeds.map((block): LiveFeed => {
    const bars = new BlockBars(), live: LiveFeed = { feed: liveFeed(block, bars, () => live.block), bars, block };
    return live;
  });
  const times = packed.feeds.map(({ name, columns }) => ({ name, timeUs: columns.timeUs }));
  // A feed without a new bar shows its last one, which then lies among those that are kept.
  const clocks = new ClockGroup(times, options.stepByStep === true, { keep: keep + 1, block: blockBars });
  const clock = new RunClock(timeline.timeUs), closes = closeWindows(clocks);
  const account = new AccountView({
    ...{ config, cashInitial: settings.cashUnits, moneyUnits, packed: closes, specs },
    clocks: clocks.feeds,
  });
  const log = options.logger === undefined
    ? undefined
    : new OutputLog(options.logger, { instruments: specs, moneyUnits });
  const buffer = new DriveBuffer(OUTPUTS_ROOM, EVENTS_ROOM), intents = new EventWriter(buffer);
  const journal = new Journal(buffer.outputs, specs, live.map(({ bars }) => bars), account, moneyUnits);
  journal.orders.trailing!.nowUs = () => clock.timeUs;
  journal.keepsPositions = specs.some(hasMargin);
  const guard = new StrategyGuard(strategyClass.name, clock, packed.feeds[0]!.timeZone);
  const timers = new TimerRegistry(live.map(({ feed }) => feed), clock),
    wakes = new WakeLines(clocks, clock),
    engine = engineOf(config, options);
  try {
    // The columns of the block tell the names of the lines; the windows of the clocks have their values.
    const lines = packed.feeds.map((block, id) =>
      new FeedLines(liveFeed(block, block.columns, () => live[id]!.block), clocks.feeds[id]!)
    );
    clocks.begin(packed.feeds.map((feed, id) => columnsOf(feed, packed, id)));
    live.forEach(({ bars }, id) => bars.goOn(packed.feeds[id]!.columns));
    const desk = new OrderDesk({
      params: settings.params,
      feeds: lookup(settings.names, lines),
      clock,
      specs,
      moneyUnit: settings.moneyUnit,
      account,
      records: journal.orders,
      writer: intents,
      sizer: settings.sizer,
      timers,
      wakes,
    });
    const flat = flatFeeds(packed.feeds, specs, () => false);
    const exits = flat.length === 0 ? undefined : new SessionExits({
      ...{ feeds: packed.feeds, flat, clocks: clocks.feeds, account, records: journal.orders, desk },
    });
    if (exits !== undefined) journal.isLateExit = (order, filledUs) => exits.isLate(order, filledUs);
    const strategy: Strategy = guard.run("constructor", () => new strategyClass(desk));
    checkMembers(strategyClass.name, strategy);
    const sealed = new SealedColumns(new Float64Array(0), new Uint32Array(specs.length));
    const recorder = options.replayLog?.begin({
      configuration: config,
      description: {
        strategy: settings.strategyName,
        ...describeConfiguration(settings.configuration, bindingsOf(account, journal.orders)),
      },
    }, packed);
    return {
      ...settings,
      ...{
        live,
        clocks,
        clock,
        account,
        journal,
        log,
        engine,
        guard,
        strategy,
        desk,
        exits,
        timers,
        wakes,
        prices,
        firstBars,
      },
      held: new HeldSteps(timeline.timeUs.length),
      session: new EngineSession({
        ...{ engine, sealed, marks: new Marks(0), buffer, intents, recorder },
        tags: journal.orders.tags,
      }),
      everyStep: options.stepByStep === true || recorder !== undefined,
    };
  } catch (error) {
    engine[Symbol.dispose]();
    throw error;
  }
}

/** Returns a feed whose sessions are those of the block at hand. */
function liveFeed(feed: FeedData, columns: BarColumns, block: () => FeedData): FeedData {
  const live = { ...feed, columns };
  return Object.defineProperty(live, "sessions", { get: () => block().sessions, enumerable: true });
}

/** Goes on to the next block with lines, account and journal. */
export function goOnWith({ live, clocks, clock, held }: PreparedBlocks, { packed, timeline }: PackedBlock): void {
  clocks.goOn(packed.feeds.map((feed, id) => columnsOf(feed, packed, id)), packed.feeds);
  live.forEach((feed, id) => {
    feed.block = packed.feeds[id]!;
    feed.bars.goOn(feed.block.columns);
  });
  clock.goOn(timeline.timeUs);
  held.goOn(timeline.timeUs.length);
}

/** Name of the column of closes in price steps, by which the account is valued. */
const CLOSE_STEPS = "#closeSteps";

/** Returns the columns of a block by the names that lines have. */
function columnsOf(feed: FeedData, packed: PackedBars, id: number): BlockColumns {
  const count = packed.counts[id]!;
  let offset = 0;
  for (let before = 0; before < id; before++) offset += packed.counts[before]! * BAR_COLUMNS;
  const from = offset + COLUMN_CLOSE * count, steps = packed.columns.subarray(from, from + count);
  return { ...columnsOfLines(feed), [CLOSE_STEPS]: steps };
}

/** Returns closes in price steps as an account reads them, in columns that go on with the windows of the clocks. */
function closeWindows(clocks: ClockGroup): PackedBars {
  const rooms = clocks.feeds.map(({ window }) => window!.room);
  const columns = new Float64Array(rooms.reduce((sum, room) => sum + room, 0) * BAR_COLUMNS);
  let offset = 0;
  clocks.feeds.forEach(({ window }, id) => {
    const room = rooms[id]!, from = offset + COLUMN_CLOSE * room;
    window!.given(CLOSE_STEPS, columns.subarray(from, from + room));
    offset += room * BAR_COLUMNS;
  });
  const counts = Uint32Array.from(rooms);
  return { columns, counts, sealed: new SealedColumns(columns, counts), feeds: [], notes: [] };
}

/** Returns a term of a feed as it was given for it, or for all. */
export function termOf(
  options: BacktestOptions,
  feed: string,
  name: "resolution" | "lot" | "multiplier" | "barWithoutVolume",
): unknown {
  return options.instruments?.[feed]?.[name] ?? options[name];
}

/** Returns a note on the terms of each feed that its first block gave; none where all were given. */
export function noteOnTerms({ options, names, specs, firstBars }: PreparedBlocks): string[] {
  return specs.flatMap((spec: InstrumentSpec, id) => {
    const name = names[id]!,
      isGiven = (term: Parameters<typeof termOf>[2]): boolean => termOf(options, name, term) !== undefined;
    const inferred = [
      ...(isGiven("resolution") ? [] : [`resolution ${toText(spec.resolution)}`]),
      ...(isGiven("lot") || isGiven("multiplier") ? [] : [`lot ${toText(spec.lot)}`]),
      ...(isGiven("barWithoutVolume") ? [] : [`barWithoutVolume "${spec.barWithoutVolume}"`]),
    ];
    if (inferred.length === 0) return [];
    return [`Taken from the first ${firstBars[id]} bars of ${name}: ${inferred.join(", ")}; instruments sets them`];
  });
}
