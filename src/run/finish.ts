/**
 * The end of a run: from the last step to the result.
 *
 * @module
 */

import { type AccountFlow, growthCurve } from "../analyzers/returns/growth_curve.ts";
import { accountStats, type MarginFeed, MarginMeter, type MarginSteps } from "../analyzers/account_stats.ts";
import { FigureInput } from "../analyzers/figure_input.ts";
import { runFigures } from "../analyzers/figures.ts";
import { measuredPart } from "../analyzers/measured_part.ts";
import { dailyEquity } from "../analyzers/returns/daily_returns.ts";
import { ReturnSeries } from "../analyzers/returns/return_series.ts";
import { seriesColumns } from "../analyzers/returns/series_columns.ts";
import { briefFacts, type BuyAndHoldPrices, computeStats, type Stats, type StatsInput } from "../analyzers/stats.ts";
import { noteOnBarsWithoutVolume } from "../broker/bar_without_volume.ts";
import { hasMargin, type InstrumentSpec } from "../broker/instrument_spec.ts";
import type { Journal } from "../broker/journal.ts";
import type { JournalStory } from "../broker/journal_story.ts";
import { placedTermsOf } from "../broker/order_terms.ts";
import type { CashFlowRow, JournalRows, PaymentRow, SplitRow } from "../broker/result_rows.ts";
import { parseRational, powerOfTenth, toText } from "../broker/rational.ts";
import {
  STATUS_CASH,
  STATUS_CHAIN_HIGH,
  STATUS_CHAIN_LOW,
  STATUS_MARK_HIGH,
  STATUS_MARK_LOW,
  STATUS_SEQUENCE,
  STATUS_VALUE,
} from "../contract/contract.gen.ts";
import type { ExplainedRun } from "../explain/explained_run.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { giveBack } from "../records/given_back.ts";
import { isoTime } from "../records/iso_time.ts";
import { hashText } from "../records/text.ts";
import { feedFacts } from "../results/feed_facts.ts";
import { Result } from "../results/result.ts";
import { FINISHED_RUNS } from "../results/run_of_result.ts";
import type { ResultFields } from "../results/result_fields.ts";
import { noteOnAmountLimit } from "./amount_limit_note.ts";
import type { Driver } from "./driver.ts";
import { benchmarkOf, noteOnBenchmark, riskFreeOf } from "./figure_feeds.ts";
import { closesAtFeedEnd, noteOnEndedFeeds, noteOnSpans } from "./feed_spans.ts";
import { rowsOfEngine } from "./finer_rows.ts";
import { measureStepOf } from "./measure_from.ts";
import type { MarkCurves } from "./marks.ts";
import type { PreparedRun } from "./prepare.ts";
import { canDecide } from "./strategy_guard.ts";

const NO_ROWS: JournalRows = { orders: [], fills: [], trades: [], refusals: [], diagnostics: [] };

/** Ends a run after `stop`, and returns the result. */
export function finishRun(run: PreparedRun, driver: Driver, warmUpBars: number): Result {
  const { timeUs } = run.timeline, steps = timeUs.length;
  if (steps > 0) {
    run.session.intents.shutDown(timeUs[steps - 1]!, run.options.closeAtEnd ?? false);
    driver.drive();
  }
  run.held.until(steps, run.account.inMarket);
  const status = run.session.finish();
  if (steps > 0) {
    // The final marks are those after the shutdown, which may have closed positions.
    const { lanes } = run.marks;
    lanes[lanes.length / 2 - 1] = status[STATUS_CASH]!;
    lanes[lanes.length - 1] = status[STATUS_VALUE]!;
  }
  return resultOf(run, warmUpBars, status, run.marks.take(run.moneyUnits));
}

/** Returns the money that came or went, in the account's currency. */
export function flowsOf({ journal, moneyUnits }: Pick<PreparedRun, "journal" | "moneyUnits">): AccountFlow[] {
  return journal.flows.map(({ step, timeUs, units }) => ({ step, timeUs, amount: units / moneyUnits }));
}

/** Returns the rows of the money that came or went. */
export function flowRows(flows: readonly AccountFlow[]): CashFlowRow[] {
  return flows.map(({ step, timeUs, amount }) => ({ timeUs, time: isoTime(timeUs), bar: step, amount }));
}

/** Returns the rows of payments without a fill. */
export function paymentRows({ journal, moneyUnits }: Pick<PreparedRun, "journal" | "moneyUnits">): PaymentRow[] {
  return journal.payments.map(({ step, timeUs, kind, feed, units }) => ({
    ...{ timeUs, time: isoTime(timeUs), bar: step, kind, feed },
    amount: units / moneyUnits,
  }));
}

/** Returns the rows of splits. */
export function splitRows({ journal, specs }: Pick<PreparedRun, "journal" | "specs">): SplitRow[] {
  return journal.splits.map(({ step, timeUs, instrument, before, after }) => {
    const spec = specs[instrument]!, sizes = { sizeBefore: spec.size(before), size: spec.size(after) };
    return { timeUs, time: isoTime(timeUs), bar: step, feed: spec.name, ...sizes };
  });
}

/** Returns the figures of the account beside its fills, where there is anything of them. */
function accountPart(
  run: PreparedRun,
  curve: Pick<MarginSteps, "timeUs" | "equity">,
  measureStep: number,
): Pick<Stats, "account"> {
  const { journal, packed, specs } = run, meter = marginMeter(specs);
  const columns = packed.feeds.map((feed) => feed.columns);
  meter?.take({ ...curve, first: 0, columns, changes: journal.positions }, measureStep);
  const { liquidations } = journal.events;
  const account = accountStats({ payments: paymentRows(run), liquidations, measureStep, meter });
  return account === undefined ? {} : { account };
}

/** Returns the meter of margin and leverage; undefined where no instrument has a margin. */
export function marginMeter(specs: readonly InstrumentSpec[]): MarginMeter | undefined {
  if (!specs.some(hasMargin)) return undefined;
  return new MarginMeter(specs.map((spec): MarginFeed => {
    const { pointValue, margin: { margin } } = spec;
    return { pointValue, ...(margin === undefined ? {} : { margin }), size: (lots) => spec.size(lots) };
  }));
}

/** Makes the result of a run with the columns of its marks. */
function resultOf(run: PreparedRun, warmUpBars: number, status: Float64Array, curves: MarkCurves): Result {
  const { timeUs, sessionDay } = run.timeline, steps = timeUs.length, cashInitial = run.cash;
  const first = run.shown.feeds[0]!, { measureFrom } = run.options;
  const measured = measureStepOf(measureFrom, run.timeline, warmUpBars, run.shown.feeds);
  const measureStep = Math.max(measured, run.firstStep);
  const engine = { backend: run.engine.backend.name, reason: run.engine.backend.reason };
  // The clock that lacks most bars explains a strategy that never became warm.
  const coldest = [...run.clocks.feeds, ...run.clocks.derived].reduce((a, b) =>
    b.minPeriod - b.length > a.minPeriod - a.length ? b : a
  );
  const inputOf = (rows: JournalRows): StatsInput => ({
    timeUs,
    sessionDay,
    equity: curves.equity,
    flows,
    inMarket: run.held.column,
    cashInitial,
    measureStep,
    // Nothing can be held before the run begins; a measured part that begins later counts on the value before it.
    buyAndHold: measureStep === run.firstStep
      ? buyAndHoldOf(run.shown.feeds, timeUs[measureStep] ?? Infinity, true)
      : buyAndHoldOf(run.shown.feeds, timeUs[measureStep - 1]!, false),
    ...rows,
    warmUpBars,
    periodsPerYear: run.options.periodsPerYear,
    riskFree: riskFreeOf(run.options),
    benchmark: benchmarkOf(run.options, run.shown.feeds),
    timeZone: first.timeZone,
  });
  const flows = flowsOf(run);
  const story = (): JournalStory => run.journal.story();
  const ownFigures = run.options.figures ?? {};
  let input: FigureInput | undefined;
  const figureInput = (rows: JournalRows, stats: Stats): FigureInput => input ??= FigureInput.of(inputOf(rows), stats);
  const fields: ResultFields = {
    strategyName: run.strategyName,
    feedFacts: run.shown.feeds.map(feedFacts),
    timeUs,
    get equity() {
      return curves.equity;
    },
    growth: () => growthCurve(curves.equity, cashInitial, flows, 0),
    get cash() {
      return curves.cash;
    },
    cashInitial,
    rows: () => run.journal.rows(),
    cashFlows: flowRows(flows),
    payments: paymentRows(run),
    splits: splitRows(run),
    engine,
    crossings: run.engine.crossings,
    chain: run.options.chain === false ? "" : hashText(status[STATUS_CHAIN_LOW]!, status[STATUS_CHAIN_HIGH]!),
    markHash: hashText(status[STATUS_MARK_LOW]!, status[STATUS_MARK_HIGH]!),
    moneyUnits: run.moneyUnits,
    ...(run.ends === undefined ? {} : { hasFinerMarks: true }),
    events: status[STATUS_SEQUENCE]!,
    configuration: run.configuration,
    // No rows are made for statistics, as that takes several times as long.
    stats: () => ({
      ...computeStats({ ...inputOf(NO_ROWS), rowFacts: briefFacts(run.journal.brief(), measureStep) }),
      ...accountPart(run, { timeUs, equity: curves.equity }, measureStep),
    }),
    figures: (rows, stats) => runFigures(figureInput(rows, stats), ownFigures),
    ownUnits: Object.fromEntries(Object.entries(ownFigures).map(([name, { unit }]) => [name, unit])),
    summaryContext: {
      strategy: run.strategyName,
      feeds: run.names,
      engine,
      notes: notesOf(run),
      barsNeeded: coldest.minPeriod,
      barsGiven: coldest.length,
      steps,
      instruments: run.configuration.instruments,
      doubles: run.specs[0]!.isPlain,
      canDecide: canDecide(run.strategy, run.timers.timers.length),
    },
  };
  const feeds = Object.fromEntries(run.names.map((name, at) => [name, run.given[at]!]));
  const result = new Result(fields, run.strategy, feeds, {
    figureInput,
    explained: (rows) => explainedOf(run, { timeUs, cashInitial, rows, story: story() }),
  });
  FINISHED_RUNS.set(result, {
    timeZone: first.timeZone,
    story,
    feeds: run.shown.feeds,
    ...{ timeUs, sessionDay, cashInitial, measureStep, flows },
    get equity() {
      return curves.equity;
    },
    get cash() {
      return curves.cash;
    },
    benchmark: benchmarkOf(run.options, run.shown.feeds),
    series: () => seriesOf({ ...inputOf(NO_ROWS), benchmark: undefined }),
    giveBack: () => {
      curves.giveBack();
      giveBack(run.held.column);
      run.journal.giveBack();
    },
  });
  return result;
}

/** Returns the series of the returns of a run, which follows from its curves alone. */
function seriesOf(input: StatsInput): ReturnSeries {
  const part = measuredPart(input);
  return new ReturnSeries(seriesColumns(input, part, dailyEquity(part.sessionDay, part.growth)));
}

/** Returns the facts from which orders, fills and trades are explained. */
function explainedOf(
  { packed, ends, matchedUs, configuration, specs, names, moneyUnits }: PreparedRun,
  told: Pick<ExplainedRun, "timeUs" | "cashInitial" | "rows" | "story">,
): ExplainedRun {
  if (specs[0]!.isPlain) {
    throw new TypeError(
      'Cannot explain a run of the queue model, as with profile "backtrader": explanations are of the rules of profile ' +
        '"exact"; read rule and reason of its rows',
    );
  }
  const { rules, instruments } = configuration;
  const facts = ends === undefined ? told : {
    ...told,
    given: told.rows,
    timeUs: matchedUs,
    ...rowsOfEngine(told.rows, told.story, { feeds: packed.feeds, matchedUs }),
  };
  const feeds = packed.feeds.map(({ name, columns }, at) => {
    const { barWithoutVolume, slippage, multiplier, margin, settlement, fills } = instruments[at]!;
    const { numerator, denominator } = parseRational(multiplier, "multiplier");
    const pointValue = Number(numerator) / Number(denominator), needsVolume = barWithoutVolume === "no-fill";
    return [name, {
      ...{ name, columns, slippage, needsVolume, pointValue, limitsVolume: fills?.volumeLimit !== undefined },
      latencyBars: fills?.latencyBars ?? 0,
      ...(margin === undefined ? {} : { margin }),
      ...(settlement === undefined ? {} : { settlement }),
      ...(specs[at]!.zero === 0 ? {} : { pricesFrom: specs[at]!.price(0) }),
    }] as const;
  });
  return {
    ...facts,
    feeds: new Map(feeds),
    moneyUnits,
    placedTerms: (order) => placedTermsOf(order, specs[names.indexOf(order.feed)]!),
    hasPath: rules["PATH"] !== "WORST_CASE",
    limitFill: rules["LIMIT_FILL"] === "THROUGH" ? "through" : "touch",
    timeZone: packed.feeds[0]!.timeZone,
  };
}

/**
 * Returns the first and last price of each traded feed: the first is that of its first bar from a time on, if it is to lie
 * `within` the part that begins there, else the one known at that time.
 */
function buyAndHoldOf(feeds: readonly FeedData[], fromUs: number, within: boolean): BuyAndHoldPrices[] {
  // A return on a price of zero or below says nothing.
  const held = feeds.filter(({ trade, anyPrices, length }) => trade && anyPrices !== true && length > 0);
  return held.map(({ name, length, columns }) => {
    const { timeUs, close } = columns;
    let row = 0;
    while (row + 1 < length && (within ? timeUs[row]! < fromUs : timeUs[row + 1]! <= fromUs)) row++;
    return { feed: name, firstClose: close[row]!, lastClose: close[length - 1]! };
  });
}

/** Returns a tick that fits a feed: the grid of its written prices, a hundredth at the coarsest, or the resolution. */
function tickOf({ feed, spec }: { readonly feed: FeedData; readonly spec: InstrumentSpec }): string {
  const grid = powerOfTenth(Math.max(feed.decimals, 2)), { numerator, denominator } = spec.resolution;
  const whole = grid.numerator * denominator % (grid.denominator * numerator) === 0n;
  return whole ? `${Number(grid.numerator) / Number(grid.denominator)}` : JSON.stringify(toText(spec.resolution));
}

/** Returns the note on feeds without a tick; none if each that is traded has one. */
export function noteOnSnapping(feeds: readonly FeedData[], specs: readonly InstrumentSpec[]): string[] {
  const free = feeds.flatMap((feed, id) =>
    feed.trade && specs[id]!.tick === 0 && !specs[id]!.isPlain ? [{ feed, spec: specs[id]! }] : []
  );
  if (free.length === 0) return [];
  return [
    `Order prices not snapped, as no tick is declared for ${free.map(({ feed }) => feed.name).join(", ")}; ` +
    `tick: ${tickOf(free[0]!)} sets it`,
  ];
}

/** Returns notes on what happened to positions and orders without an order of the strategy. */
export function noteOnPositions({ events, splits: { length: splits } }: Pick<Journal, "events" | "splits">): string[] {
  const count = (number: number, one: string, several: string): string =>
    number === 1 ? `1 ${one}` : `${number} ${several}`;
  const { liquidations, feedEnds } = events, notes: string[] = [];
  if (liquidations > 0) {
    notes.push(
      `${
        count(liquidations, "position was", "positions were")
      } liquidated, as the account fell below the maintenance margin`,
    );
  }
  if (splits > 0) {
    notes.push(
      `${count(splits, "split", "splits")} changed the lots of positions, and cancelled the orders on their feeds`,
    );
  }
  if (feedEnds > 0) {
    notes.push(
      `${count(feedEnds, "position was", "positions were")} closed where the bars of its feed end (onFeedEnd)`,
    );
  }
  return notes;
}

/** Returns notes on decisions of the readers and the run. */
function notesOf(
  { packed, shown, options, specs, notes, clocks, timeline, accountEvents, journal, moneyUnits }: PreparedRun,
): string[] {
  const volume = packed.feeds.flatMap((feed, id) => {
    const given = options.instruments?.[feed.name]?.barWithoutVolume ?? options.barWithoutVolume;
    return given === undefined ? noteOnBarsWithoutVolume(feed, specs[id]!.barWithoutVolume) ?? [] : [];
  });
  const told = shown.feeds.flatMap((feed) => feed.notes.map((note) => `${feed.name}: ${note}`));
  return [
    ...noteOnAmountLimit(journal, moneyUnits, shown.feeds[0]!.timeZone),
    ...told,
    ...noteOnSpans(shown.feeds),
    ...volume,
    ...noteOnSnapping(packed.feeds, specs),
    ...notes,
    ...packed.notes,
    ...clocks.notes,
    ...noteOnBenchmark(options, timeline.timeUs),
    ...(accountEvents?.notes ?? []),
    ...noteOnPositions(journal),
    ...noteOnEndedFeeds(
      shown.feeds,
      () => journal.orders.working().map(({ instrument }) => instrument),
      closesAtFeedEnd(options),
    ),
  ];
}
