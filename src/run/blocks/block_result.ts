/**
 * The result of a run whose bars came block by block.
 *
 * @module
 */

import { accountStats, type MarginMeter } from "../../analyzers/account_stats.ts";
import type { Benchmark } from "../../analyzers/benchmark/benchmark_values.ts";
import { FigureInput } from "../../analyzers/figure_input.ts";
import { runFigures } from "../../analyzers/figures.ts";
import { growthCurve } from "../../analyzers/returns/growth_curve.ts";
import {
  type BuyAndHoldPrices,
  computeStats,
  type KeptFacts,
  type Stats,
  type StatsInput,
} from "../../analyzers/stats.ts";
import type { JournalRows } from "../../broker/result_rows.ts";
import {
  STATUS_CHAIN_HIGH,
  STATUS_CHAIN_LOW,
  STATUS_MARK_HIGH,
  STATUS_MARK_LOW,
  STATUS_SEQUENCE,
} from "../../contract/contract.gen.ts";
import { Bars } from "../../feeds/bars.ts";
import { hashText } from "../../records/text.ts";
import { Result } from "../../results/result.ts";
import type { KeptPart, ResultFields } from "../../results/result_fields.ts";
import { noteOnAmountLimit } from "../amount_limit_note.ts";
import { benchmarkOf, noteOnBenchmark, riskFreeOf } from "../figure_feeds.ts";
import { closesAtFeedEnd, noteOnEndedFeeds, noteOnSpans } from "../feed_spans.ts";
import { flowRows, flowsOf, noteOnPositions, noteOnSnapping, paymentRows, splitRows } from "../finish.ts";
import { canDecide } from "../strategy_guard.ts";
import type { CurveKeeper } from "./curve_keeper.ts";
import type { FeedSpan } from "./feed_span.ts";
import { noteOnTerms, type PreparedBlocks } from "./prepare_blocks.ts";
import type { NamedRunFeeds } from "./run_feeds.ts";
import type { SunkRows } from "./row_sink.ts";

/** What is left of a run at its end. */
export interface FinishedBlocks {
  readonly run: PreparedBlocks;
  readonly feeds: NamedRunFeeds;
  readonly equity: "all" | "daily" | "none";
  readonly curves: CurveKeeper;
  readonly spans: readonly FeedSpan[];
  /** The rows; those of a run with a sink are none. */
  readonly rows: JournalRows;
  readonly sunk: SunkRows | undefined;
  readonly warmUpBars: number;
  /** Number of the first measured step. */
  readonly measured: number;
  /** Margin and leverage; undefined where no instrument has a margin. */
  readonly meter: MarginMeter | undefined;
  /** Final status of the engine. */
  readonly status: Float64Array;
}

const IN_MEMORY = "run ct.backtest over bars in memory to have it";

/** Makes the result. */
export function resultOfBlocks(finished: FinishedBlocks): Result {
  const { run, equity, curves, spans, rows, sunk, warmUpBars, measured, status } = finished;
  const { options, names, engine: { backend }, configuration } = run, steps = curves.steps;
  const ends = spans.map((span) => span.ends());
  const stepEnds = steps === 0 ? new Float64Array(0) : Float64Array.of(curves.firstUs, curves.daily().timeUs.at(-1)!);
  const engine = { backend: backend.name, reason: backend.reason };
  const sunkFacts = sunk?.facts(),
    kept: KeptFacts | undefined = equity === "all" && sunk === undefined ? undefined : {
      curve: curves.facts(),
      rows: sunkFacts,
      steps,
      measured,
    };
  const flows = flowsOf(run);
  const whole = curves.whole(), daily = equity === "daily" ? curves.daily() : undefined;
  const keeper = curves.measured(), benchmark = benchmarkOfBlocks(finished);
  const inputOf = (all: JournalRows): StatsInput => {
    const common = {
      cashInitial: run.cash,
      buyAndHold: buyAndHoldOfBlocks(finished),
      ...all,
      flows,
      warmUpBars,
      riskFree: riskFreeOf(options),
      benchmark,
      timeZone: ends[0]!.timeZone,
      kept,
    };
    if (whole !== undefined) {
      return { ...common, ...whole, measureStep: measured, periodsPerYear: options.periodsPerYear };
    }
    const thin = keeper.returnsCurve();
    return {
      ...common,
      ...thin,
      inMarket: new Uint8Array(thin.timeUs.length),
      periodsPerYear: options.periodsPerYear ?? keeper.periodsPerYear(),
    };
  };
  const ownFigures = options.figures ?? {}, none = new Float64Array(0), curve = whole ?? daily;
  let input: FigureInput | undefined;
  const figureInput = (all: JournalRows, stats: Stats): FigureInput => input ??= FigureInput.of(inputOf(all), stats);
  const coldest = [...run.clocks.feeds, ...run.clocks.derived].reduce((a, b) =>
    b.minPeriod - b.count > a.minPeriod - a.count ? b : a
  );
  const account = accountStats({
    payments: paymentRows(run),
    liquidations: run.journal.events.liquidations,
    measureStep: measured,
    meter: finished.meter,
  });
  const fields: ResultFields = {
    strategyName: run.strategyName,
    feedFacts: spans.map((span) => span.facts()),
    timeUs: curve?.timeUs ?? none,
    equity: curve?.equity ?? none,
    growth: () => whole === undefined ? daily?.growth ?? none : growthCurve(whole.equity, run.cash, flows, 0),
    cash: curve?.cash ?? none,
    cashInitial: run.cash,
    rows: () => rows,
    cashFlows: flowRows(flows),
    payments: paymentRows(run),
    splits: splitRows(run),
    engine,
    crossings: run.engine.crossings,
    chain: options.chain === false ? "" : hashText(status[STATUS_CHAIN_LOW]!, status[STATUS_CHAIN_HIGH]!),
    markHash: hashText(status[STATUS_MARK_LOW]!, status[STATUS_MARK_HIGH]!),
    moneyUnits: run.moneyUnits,
    events: status[STATUS_SEQUENCE]!,
    configuration,
    stats: (all) => ({ ...computeStats(inputOf(all())), ...(account === undefined ? {} : { account }) }),
    figures: (all, stats) => runFigures(figureInput(all, stats), ownFigures),
    ownUnits: Object.fromEntries(Object.entries(ownFigures).map(([name, { unit }]) => [name, unit])),
    missing: missingParts(equity, sunk !== undefined),
    summaryContext: {
      strategy: run.strategyName,
      feeds: names,
      engine,
      notes: [
        ...noteOnAmountLimit(run.journal, run.moneyUnits, ends[0]!.timeZone),
        ...ends.flatMap((feed) => feed.notes.map((note) => `${feed.name}: ${note}`)),
        ...noteOnSpans(ends),
        ...noteOnTerms(run),
        ...noteOnSnapping(ends, run.specs),
        ...run.notes,
        ...run.prices.notes,
        ...run.clocks.notes,
        ...noteOnBenchmark(options, stepEnds),
        ...(run.accountEvents?.notes ?? []),
        ...noteOnPositions(run.journal),
        ...noteOnEndedFeeds(
          ends,
          () => run.journal.orders.working().map(({ instrument }) => instrument),
          closesAtFeedEnd(options),
        ),
      ],
      barsNeeded: coldest.minPeriod,
      barsGiven: coldest.count,
      steps,
      instruments: configuration.instruments,
      canDecide: canDecide(run.strategy, run.timers.timers.length),
    },
  };
  const given = [...finished.feeds].filter((pair): pair is [string, Bars] => pair[1] instanceof Bars);
  return new Result(fields, run.strategy, Object.fromEntries(given), {
    figureInput,
    explained: () => {
      throw new TypeError(`Cannot explain a run whose bars were not kept: ${IN_MEMORY}`);
    },
  });
}

/** Returns the reasons for which parts of a result are not there. */
function missingParts(equity: "all" | "daily" | "none", hasSink: boolean): Partial<Record<KeptPart, string>> {
  const curve = equity === "all" ? undefined : `its equity was kept as "${equity}"; pass equity: "all"`;
  const rows = hasSink ? "they went to its sink; leave out sink to keep them" : undefined;
  const document = rows === undefined ? curve : "its rows went to its sink; leave out sink to keep them";
  return {
    explanations: `its bars came block by block and were not kept; ${IN_MEMORY}`,
    report: `its bars came block by block and were not kept; ${IN_MEMORY}`,
    ...(rows === undefined ? {} : { rows }),
    ...(curve === undefined ? {} : { marks: curve }),
    ...(document === undefined ? {} : { tables: document, document }),
  };
}

/** Returns the benchmark over what was kept of the bars. */
function benchmarkOfBlocks({ run, spans, curves }: FinishedBlocks): Benchmark | undefined {
  const { benchmark } = run.options, ends = spans.map((span) => span.ends());
  const asked = benchmarkOf(run.options, ends);
  if (asked === undefined || benchmark instanceof Bars) return asked;
  const closes = curves.closes();
  return {
    ...asked,
    feeds: closes.filter((_known, id) => ends[id]!.trade && ends[id]!.anyPrices !== true && ends[id]!.length > 0),
  };
}

/** Returns the first and the last price of each traded feed, the first being that before the measured part. */
function buyAndHoldOfBlocks({ spans, curves, measured }: FinishedBlocks): BuyAndHoldPrices[] {
  const closes = curves.closes(), beforeUs = measured === 0 ? -Infinity : curves.measured().beforeUs;
  return spans.flatMap((span, id) => {
    const feed = span.ends(), known = closes[id]!;
    if (!feed.trade || feed.anyPrices === true || span.bars === 0) return [];
    // A measured part that never began holds nothing.
    if (measured === curves.steps) {
      return [{ feed: feed.name, firstClose: span.lastClose!, lastClose: span.lastClose! }];
    }
    let firstClose = span.firstClose!;
    known.timeUs.forEach((us, at) => {
      if (us <= beforeUs) firstClose = known.values[at]!;
    });
    return [{ feed: feed.name, firstClose, lastClose: span.lastClose! }];
  });
}
