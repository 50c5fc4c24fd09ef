/**
 * From the end of a run to its result.
 *
 * @module
 */

import { STATUS_CHAIN_HIGH, STATUS_CHAIN_LOW, STATUS_SEQUENCE } from "../contract/contract.gen.ts";
import type { Engine } from "../engine/engine.ts";
import type { Clock } from "../lines/clock.ts";
import { hashText } from "../records/text.ts";
import type { Params } from "../strategy/strategy.ts";
import type { BacktestOptions } from "./backtest_options.ts";
import type { InstrumentSpec } from "../broker/instrument_spec.ts";
import type { Journal } from "../broker/journal.ts";
import type { PackedBars } from "../broker/pack.ts";
import type { Rational } from "../broker/rational.ts";
import { type ResolvedConfiguration, Result } from "../results/result.ts";
import { computeStats } from "../analyzers/stats.ts";
import type { Timeline } from "./timeline.ts";

/** What is left of a run when it is over. */
export interface FinishedRun<P extends Params> {
  readonly strategyName: string;
  readonly options: BacktestOptions<P>;
  readonly names: readonly string[];
  readonly specs: readonly InstrumentSpec[];
  readonly configuration: ResolvedConfiguration;
  readonly packed: PackedBars;
  readonly clocks: readonly Clock[];
  readonly timeline: Timeline;
  readonly engine: Engine;
  readonly journal: Journal;
  /** Cash and value of each step in display units, one column after the other. */
  readonly marks: Float64Array;
  readonly inMarket: Uint8Array;
  readonly warmUpBars: number;
}

/** Makes the result. */
export function resultOf<P extends Params>(run: FinishedRun<P>, status: Float64Array): Result {
  const { timeUs, sessionDay } = run.timeline, steps = timeUs.length, options = run.options;
  const cash = run.marks.subarray(0, steps), equity = run.marks.subarray(steps);
  const cashInitial = options.cash ?? 10_000;
  const first = run.packed.feeds[0]!, closes = first.columns.close;
  const engine = { backend: run.engine.backend.name, reason: run.engine.backend.reason };
  // The feed that lacks most bars tells why a strategy never became warm.
  const coldest = run.clocks.reduce((a, b) => b.minPeriod - b.length > a.minPeriod - a.length ? b : a);
  return new Result({
    strategy: run.strategyName,
    timeUs,
    equity,
    cash,
    cashInitial,
    rows: () => run.journal.rows(),
    engine,
    crossings: run.engine.crossings,
    chain: hashText(status[STATUS_CHAIN_LOW]!, status[STATUS_CHAIN_HIGH]!),
    events: status[STATUS_SEQUENCE]!,
    configuration: run.configuration,
    stats: (rows) =>
      computeStats({
        timeUs,
        sessionDay,
        equity,
        inMarket: run.inMarket,
        cashInitial,
        buyAndHold: first.length === 0 ? null : { firstClose: closes[0]!, lastClose: closes[first.length - 1]! },
        ...rows,
        warmUpBars: run.warmUpBars,
        periodsPerYear: options.periodsPerYear,
        timeZone: first.timeZone,
      }),
    summaryContext: {
      strategy: run.strategyName,
      feeds: run.names,
      engine,
      notes: notesOf(run),
      barsNeeded: coldest.minPeriod,
      barsGiven: coldest.length,
    },
  });
}

/** What the readers and the run decided by themselves. */
function notesOf<P extends Params>({ packed, options, specs }: FinishedRun<P>): string[] {
  const notes = packed.feeds.flatMap((feed) => feed.notes);
  packed.feeds.forEach((feed, id) => {
    const given = options.instruments?.[feed.name]?.resolution ?? options.resolution;
    if (given === undefined && feed.length > 0 && specs[id]!.price(1) === 1) {
      notes.push(
        `Prices of ${feed.name} have no decimals, so order prices are whole numbers; pass resolution: 0.01 if not so`,
      );
    }
  });
  return [...notes, ...packed.notes];
}

/** What the resolved configuration is made of. */
export interface Resolved<P extends Params> {
  readonly options: BacktestOptions<P>;
  readonly rules: Readonly<Record<string, string>>;
  readonly moneyUnit: Rational;
  readonly params: P;
  readonly specs: readonly InstrumentSpec[];
  readonly lanes: Float64Array;
}

/** The configuration with everything that was inferred, as plain data. */
export function resolvedConfiguration<P extends Params>(run: Resolved<P>): ResolvedConfiguration {
  const text = (value: Rational): string =>
    value.denominator === 1n ? `${value.numerator}` : `${value.numerator}/${value.denominator}`;
  return {
    profile: run.options.profile ?? "exact",
    rules: run.rules,
    cash: run.options.cash ?? 10_000,
    moneyUnit: text(run.moneyUnit),
    params: run.params,
    instruments: run.specs.map((spec) => ({
      name: spec.name,
      resolution: text(spec.resolution),
      tick: text({
        numerator: spec.resolution.numerator * BigInt(spec.tick),
        denominator: spec.resolution.denominator,
      }),
      lot: text(spec.lot),
      multiplier: text(spec.multiplier),
    })),
    lanes: Array.from(run.lanes),
  };
}
