/**
 * What happens to the account without an order of the strategy: money from outside, interest, the cost of borrowing,
 * dividends, splits, the end of a feed, funding, and the spreads that fills slip by, as events of the steps that they meet.
 *
 * Where orders are matched on finer bars, these are steps of the engine, so that each event meets the finer bars behind its
 * time and none before it. Ahead of the bars of a step they come in this order: spreads; what fell due since the last session date, on what was held then;
 * dividends, which are for each old unit; splits; ends of feeds; money from outside. The rates of funding wait for the end
 * of the step.
 *
 * @module
 */

import {
  annualRate,
  type Dividend,
  dividendOf,
  type FundingRate,
  rateUnits,
  type Split,
  splitRatio,
} from "../broker/accrual_terms.ts";
import { spreadSteps } from "../broker/fill_terms.ts";
import type { InstrumentOptions, InstrumentSpec } from "../broker/instrument_spec.ts";
import type { Rational } from "../broker/rational.ts";
import {
  ACCRUAL_BORROW,
  ACCRUAL_FUNDING,
  ACCRUAL_INTEREST,
  ACCRUAL_LOAN,
  DUE_AT_END,
  DUE_AT_ONCE,
} from "../contract/contract.gen.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";
import { type Moment, readMoment } from "../feeds/time/moment_text.ts";
import { firstAfter } from "../feeds/time/ordered_times.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import type { EventWriter } from "../records/event_writer.ts";
import type { JsonObject } from "../records/json.ts";
import { quoted } from "../records/text.ts";
import { CashFlows } from "./cash_flows.ts";
import type { BacktestOptions } from "./backtest_options.ts";
import { columnsHash } from "./run_identity.ts";
import { dayBefore } from "./run_span.ts";
import type { Timeline } from "./timeline.ts";

/** Days of a year for rates of a year. */
const DAYS_OF_YEAR = 365;

/** Places of events ahead of the bars of a step. */
const PLACE_SPREAD = 0,
  PLACE_DUE = 1,
  PLACE_DIVIDEND = 2,
  PLACE_SPLIT = 3,
  PLACE_END = 4,
  PLACE_CASH = 5,
  PLACE_FUNDING = 6;

/** An event of a known step. */
interface Coming {
  readonly step: number;
  readonly place: number;
  write(timeUs: number, writer: EventWriter): void;
}

/** A row of an option whose step is not known yet, by its time or by its session day. */
interface WaitingRow {
  readonly at: number;
  readonly write: Coming["write"];
}

/** Rows of one option of a feed, or its column. */
interface FeedRows {
  readonly name: "funding" | "dividends" | "splits" | "slippageSpread";
  readonly place: number;
  /** Rows by time and by session day, each ascending, and the next one of each. */
  readonly byTime: readonly WaitingRow[];
  readonly byDay: readonly WaitingRow[];
  nextTime: number;
  nextDay: number;
  readonly column: string | undefined;
  /** Makes the event of a value. */
  make(value: unknown, what: string): Coming["write"];
  /** Returns the hash of the column, or the rows as text: the part that a run that goes on has to share. */
  identity(): string;
  /** True once a row met a bar. */
  met: boolean;
  /** The last number of the column, from which a spread has to differ; 0 before the first one. */
  last: number;
}

/** What falls due on one feed. */
interface FeedDues {
  readonly rows: readonly FeedRows[];
  /** Rate of a year for shorts, in 10^-9. */
  readonly borrow: number;
  readonly closesAtEnd: boolean;
  /** True once the feed had a bar, before which nothing is held. */
  begun: boolean;
  /** True once the position was closed where the bars end. */
  ended: boolean;
}

/** The steps of the engine where orders are matched on finer bars, of which several make a step of the run. */
export interface FinerTimes {
  /** Bars of the engine: the finer ones of a feed that has them. */
  readonly feeds: readonly FeedData[];
  readonly timeline: Timeline;
  /** Number of the engine's steps up to each step of the run. */
  readonly ends: Uint32Array;
  /** For each feed that is filled on finer bars the number of them up to the end of each of its bars. */
  readonly barEnds: readonly (Uint32Array | undefined)[];
}

/** The time of events inside a step of the run, and that of the engine's step before them. */
export interface InsideTimes {
  readonly timeUs: number;
  readonly beforeUs: number;
}

/** The events of a run on its account. It writes each one ahead of the bars of the first step that it meets. */
export class AccountEvents {
  /** The next step of the run that has an event; Infinity without one in the steps that are known. */
  nextStep: number = Infinity;
  /** The next step of the engine that has one. */
  #next = Infinity;
  #finer: FinerTimes | undefined;
  readonly #flows: CashFlows | undefined;
  readonly #cashFlows: BacktestOptions["cashFlows"];
  readonly #dues: readonly FeedDues[];
  readonly #names: readonly string[];
  /** Rates of a year in 10^-9. */
  readonly #interest: { readonly cash: number; readonly debt: number };
  #coming: readonly Coming[] = [];
  /** The last date before the run. */
  readonly #dayBefore: number;
  /** The last session date so far; 0 before the first. */
  #day = 0;

  private constructor(
    flows: CashFlows | undefined,
    cashFlows: BacktestOptions["cashFlows"],
    dues: readonly FeedDues[],
    names: readonly string[],
    interest: { readonly cash: number; readonly debt: number },
    dayBefore: number,
  ) {
    this.#flows = flows;
    this.#cashFlows = cashFlows;
    this.#dues = dues;
    this.#names = names;
    this.#interest = interest;
    this.#dayBefore = dayBefore;
  }

  /**
   * Makes the events of a run before its first step, or returns undefined without any.
   *
   * @param notes Takes a note on an amount that was rounded.
   * @throws {RangeError} If an amount is out of range, or a feed has no column of a name.
   */
  static of(
    options: BacktestOptions,
    feeds: readonly FeedData[],
    specs: readonly InstrumentSpec[],
    moneyUnit: Rational,
    notes: string[],
  ): AccountEvents | undefined {
    const { cashFlows, interest = {} } = options;
    const flows = cashFlows === undefined ? undefined : new CashFlows(cashFlows, moneyUnit, notes);
    const rates = {
      cash: annualRate(interest.cash ?? 0, "interest.cash"),
      debt: annualRate(interest.debt ?? 0, "interest.debt"),
    };
    const dues = feeds.map((feed, id) => {
      const terms = { ...options, ...options.instruments?.[feed.name] };
      return duesOf(terms, feed, id, specs[id]!, moneyUnit);
    });
    const isIdle = ({ rows, borrow, closesAtEnd }: FeedDues): boolean =>
      rows.length === 0 && borrow === 0 && !closesAtEnd;
    if (flows === undefined && rates.cash === 0 && rates.debt === 0 && dues.every(isIdle)) return undefined;
    return new AccountEvents(
      flows,
      cashFlows,
      dues,
      feeds.map(({ name }) => name),
      rates,
      dayBefore(options.from, feeds),
    );
  }

  /** The amounts and the rates by feed and option, which a run that goes on from a checkpoint has to share. */
  get identity(): JsonObject {
    const feeds = this.#dues.map(({ rows, borrow, closesAtEnd }, id) => {
      const options = Object.fromEntries(rows.map(({ name, identity }): [string, string] => [name, identity()]));
      return [this.#names[id]!, { ...options, borrow, closesAtEnd }] as const;
    });
    return { ...this.#interest, cashFlows: JSON.stringify(this.#cashFlows ?? []), feeds: Object.fromEntries(feeds) };
  }

  /** True if a position is closed where the bars of its feed end. */
  get closesFeeds(): boolean {
    return this.#dues.some(({ closesAtEnd }) => closesAtEnd);
  }

  /** Name of an option whose events come ahead of the bars of their steps; undefined without any. */
  get aheadOfBars(): string | undefined {
    const { cash, debt } = this.#interest;
    for (const { rows, borrow, closesAtEnd } of this.#dues) {
      const ahead = rows.find(({ place }) => place < PLACE_CASH);
      if (ahead !== undefined) return ahead.name;
      if (borrow !== 0) return "borrow";
      if (closesAtEnd) return "onFeedEnd";
    }
    if (cash !== 0 || debt !== 0) return "interest";
    return this.#flows === undefined ? undefined : "cashFlows";
  }

  /** Notes on what no step met. */
  get notes(): string[] {
    const late = this.#flows?.late ?? 0, notes: string[] = [];
    if (late > 0) notes.push(`${late === 1 ? "A cash flow lies" : `${late} cash flows lie`} behind the last bar`);
    if (this.closesFeeds && !this.#dues.some(({ ended }) => ended)) {
      notes.push(
        "No feed ends before the run, so onFeedEnd closed nothing; closeAtEnd closes what is open where the run ends",
      );
    }
    this.#dues.forEach(({ rows }, id) => {
      for (const { name, met, column, byTime, byDay } of rows) {
        if (met || column === undefined && byTime.length + byDay.length === 0) continue;
        notes.push(
          column === undefined
            ? `No row of ${name} of ${this.#names[id]} lies within its bars`
            : `Column "${column}" of ${this.#names[id]}, its ${name}, is 0 on every bar`,
        );
      }
    });
    return notes;
  }

  /**
   * Goes on to all steps of a run, which have all bars of all feeds.
   *
   * @param firstStep The first step that may have an event; those of earlier ones have been.
   * @param beginStep The first step of the option `from`: the cash of an account that has not begun brings and costs nothing.
   * @param finer The steps of the engine, where these are others.
   */
  goOn(
    given: readonly FeedData[],
    steps: Timeline,
    firstStep: number = 0,
    beginStep: number = 0,
    finer?: FinerTimes,
  ): void {
    const { timeUs } = finer?.timeline ?? steps, coming: Coming[] = [];
    (finer?.feeds ?? given).forEach(({ length, columns }, id) => {
      if (length > 0) this.#addEnd(coming, id, firstAfter(timeUs, columns.timeUs[length - 1]!, false), timeUs.length);
    });
    this.#finer = finer;
    this.#goOn(coming, given, steps, firstStep, beginStep);
  }

  /**
   * Goes on to the steps of a block.
   *
   * @param ended Which feeds have ended ahead of the block.
   */
  goOnWith(feeds: readonly FeedData[], timeline: Timeline, ended: readonly boolean[]): void {
    const coming: Coming[] = [];
    this.#dues.forEach(({ begun }, id) => {
      if (begun && ended[id] === true) this.#addEnd(coming, id, 0, timeline.timeUs.length);
    });
    this.#goOn(coming, feeds, timeline, 0, 0);
  }

  /** Adds the end of a feed at the first step of the engine behind its bars, if the run has one. */
  #addEnd(coming: Coming[], id: number, step: number, steps: number): void {
    const dues = this.#dues[id]!;
    if (!dues.closesAtEnd || dues.ended || step >= steps) return;
    dues.ended = true;
    coming.push({ step, place: PLACE_END, write: (time, writer) => writer.endTrading(time, id) });
  }

  #goOn(
    coming: Coming[],
    given: readonly FeedData[],
    steps: Timeline,
    firstStep: number,
    beginStep: number,
  ): void {
    const finer = this.#finer, { timeUs, sessionDay } = finer?.timeline ?? steps, feeds = finer?.feeds ?? given;
    const engineStep = (step: number): number => finer === undefined || step === 0 ? step : finer.ends[step - 1]!;
    const from = engineStep(firstStep), begin = engineStep(beginStep), dues: Coming[] = [];
    this.#addDues(dues, sessionDay, begin);
    coming.push(...dues.filter(({ step }) => begin <= from || step >= begin));
    this.#dues.forEach((dues, id) => {
      const { columns, length } = feeds[id]!;
      if (length === 0) return;
      const stepOf = (row: number): number => firstAfter(timeUs, columns.timeUs[row]!, true);
      // A feed without finer bars has its bar at the end of a step, and what comes ahead of that at its begin.
      const opens = finer === undefined || finer.barEnds[id] !== undefined
        ? stepOf
        : (row: number): number => engineStep(firstAfter(steps.timeUs, columns.timeUs[row]!, true));
      for (const rows of dues.rows) {
        const placeOf = rows.place === PLACE_FUNDING ? stepOf : opens;
        const add = (row: number, write: Coming["write"]): void => {
          rows.met = true;
          coming.push({ step: placeOf(row), place: rows.place, write });
        };
        addRows(rows, columns, dues.begun, add);
        if (rows.column === undefined) continue;
        // The column is of the strategy's bars: a rate is due at the end of one, and all else ahead of it.
        const bars = given[id]!, values = bars.extra[rows.column]!, ends = finer?.barEnds[id];
        for (let bar = 0; bar < bars.length; bar++) {
          const value = values[bar]!;
          // A rate or an amount is due once, while a spread holds until another one comes.
          if (Number.isNaN(value) || value === (rows.place === PLACE_SPREAD ? rows.last : 0)) continue;
          rows.last = value;
          const first = ends === undefined || bar === 0 ? 0 : ends[bar - 1]!;
          const row = ends === undefined ? bar : rows.place === PLACE_FUNDING ? ends[bar]! - 1 : first;
          add(row, rows.make(value, `${rows.name} of feed "${this.#names[id]}" in bar ${bar + 1}`));
        }
      }
      dues.begun = true;
    });
    this.#flows?.goOn(feeds, timeUs, from);
    // The sort is stable, so events of one place keep their order.
    this.#coming = coming.filter(({ step }) => step >= from).sort((a, b) => a.step - b.step || a.place - b.place);
    this.nextStep = 0;
    this.#findNext();
  }

  /** Adds what the days between two session dates cost and bring. */
  #addDues(coming: Coming[], sessionDay: Float64Array, begin: number): void {
    const { cash, debt } = this.#interest, due: [id: number, accrual: number, annual: number][] = [];
    this.#dues.forEach(({ borrow }, id) => {
      if (borrow !== 0) due.push([id, ACCRUAL_BORROW, borrow]);
    });
    if (cash !== 0) due.push([0, ACCRUAL_INTEREST, cash]);
    if (debt !== 0) due.push([0, ACCRUAL_LOAN, debt]);
    if (due.length === 0) return;
    sessionDay.forEach((day, step) => {
      // A feed of another calendar can have an earlier date behind a later one.
      if (day <= this.#day) return;
      // A run that begins later has not held its cash before.
      const since = step === begin ? Math.max(this.#day, this.#dayBefore) : this.#day;
      const days = this.#day === 0 || day <= since ? 0 : day - since;
      this.#day = day;
      for (const [id, accrual, annual] of due) {
        const rate = Math.round(annual * days / DAYS_OF_YEAR);
        if (rate === 0) continue;
        const write: Coming["write"] = (time, writer) => writer.rate(time, id, accrual, rate, DUE_AT_ONCE);
        coming.push({ step, place: PLACE_DUE, write });
      }
    });
  }

  /** The times of the next events, where they lie inside a step of the run; else that step opens with them. */
  get inside(): InsideTimes | undefined {
    const finer = this.#finer, next = this.#next;
    if (finer === undefined || next === Infinity) return undefined;
    const first = this.nextStep === 0 ? 0 : finer.ends[this.nextStep - 1]!, { timeUs } = finer.timeline;
    return next === first ? undefined : { timeUs: timeUs[next]!, beforeUs: timeUs[next - 1]! };
  }

  /** Writes the events of the next step of the engine, which opens with them. */
  write(timeUs: number, writer: EventWriter): void {
    const step = this.#next, flows = this.#flows;
    let count = 0;
    for (; this.#coming[count]?.step === step && this.#coming[count]!.place < PLACE_CASH; count++) {
      this.#coming[count]!.write(timeUs, writer);
    }
    if (flows?.nextStep === step) flows.write(timeUs, writer);
    for (; this.#coming[count]?.step === step; count++) this.#coming[count]!.write(timeUs, writer);
    this.#coming = this.#coming.slice(count);
    this.#findNext();
  }

  #findNext(): void {
    const next = this.#next = Math.min(this.#coming[0]?.step ?? Infinity, this.#flows?.nextStep ?? Infinity);
    const ends = this.#finer?.ends;
    if (ends === undefined || next === Infinity) {
      this.nextStep = next;
      return;
    }
    let step = Number.isFinite(this.nextStep) ? this.nextStep : 0;
    while (ends[step]! <= next) step++;
    this.nextStep = step;
  }
}

/** Adds the rows up to the last bar of the columns; those before the first bar of a feed are left out. */
function addRows(
  rows: FeedRows,
  { timeUs, sessionDay, beginUs }: FeedData["columns"],
  begun: boolean,
  add: (row: number, write: Coming["write"]) => void,
): void {
  const last = timeUs.length - 1;
  for (; (rows.byTime[rows.nextTime]?.at ?? Infinity) <= timeUs[last]!; rows.nextTime++) {
    const { at, write } = rows.byTime[rows.nextTime]!;
    if (begun || at > beginUs[0]!) add(firstAfter(timeUs, at, true), write);
  }
  for (; (rows.byDay[rows.nextDay]?.at ?? Infinity) <= sessionDay[last]!; rows.nextDay++) {
    const { at, write } = rows.byDay[rows.nextDay]!;
    if (begun || at >= sessionDay[0]!) add(firstAfter(sessionDay, at, true), write);
  }
}

/** Returns what falls due on a feed. */
function duesOf(
  { funding, dividends, splits, borrow = 0, onFeedEnd, slippageSpread }: InstrumentOptions,
  feed: FeedData,
  id: number,
  spec: InstrumentSpec,
  moneyUnit: Rational,
): FeedDues {
  const spread = feed.trade ? slippageSpread ?? undefined : undefined;
  const rows = [
    rowsOf(feed, "slippageSpread", PLACE_SPREAD, spread, (given, what) => {
      const steps = spreadSteps(given as number, spec.resolution, what);
      return (time, writer) => writer.spread(time, id, steps);
    }),
    rowsOf(feed, "dividends", PLACE_DIVIDEND, dividends, (amount, what) => {
      const [numerator, denominator] = dividendOf(amount, spec, moneyUnit, what);
      return (time, writer) => writer.dividend(time, id, numerator, denominator);
    }),
    rowsOf(feed, "splits", PLACE_SPLIT, splits, (given, what) => {
      const [numerator, denominator] = splitRatio(given, what);
      return (time, writer) => writer.split(time, id, numerator, denominator);
    }),
    rowsOf(feed, "funding", PLACE_FUNDING, funding, (given, what) => {
      const rate = rateUnits(given, what);
      return (time, writer) => rate === 0 ? undefined : writer.rate(time, id, ACCRUAL_FUNDING, rate, DUE_AT_END);
    }),
  ];
  return {
    rows: rows.filter((each) => each !== undefined),
    borrow: annualRate(borrow, `borrow of feed "${feed.name}"`),
    closesAtEnd: onFeedEnd === "close",
    ...{ begun: false, ended: false },
  };
}

function rowsOf(
  { name: feed, timeZone, extra }: FeedData,
  name: FeedRows["name"],
  place: number,
  given: readonly (FundingRate | Dividend | Split)[] | string | undefined,
  make: FeedRows["make"],
): FeedRows | undefined {
  if (given === undefined) return undefined;
  // Only a run with checkpoints asks for it.
  const identity = (): string => typeof given === "string" ? columnsHash([extra[given]!]) : JSON.stringify(given);
  const rest = { ...{ name, place, make, identity }, nextTime: 0, nextDay: 0, met: false, last: 0 };
  if (typeof given === "string") {
    if (Object.hasOwn(extra, given)) return { ...rest, byTime: [], byDay: [], column: given };
    const known = Object.keys(extra);
    throw new RangeError(
      `Cannot find column "${given}" of feed "${feed}" for ${name}: ${
        known.length === 0 ? "it has no columns of numbers beside those of bars" : `there are ${quoted(known)}`
      }; a column of a file with a text in it is none`,
    );
  }
  const zone = new TimeZone(timeZone), byTime: WaitingRow[] = [], byDay: WaitingRow[] = [];
  const seen = new Map<string, number>();
  given.forEach((row, at) => {
    const what = `${name}[${at}] of feed "${feed}"`, moment = readMoment(what, momentOf(row), zone);
    const write = make("rate" in row ? row.rate : "amount" in row ? row.amount : row.ratio, what);
    const key = keyOf(row, moment.kind === "time" ? `at ${moment.timeUs}` : `on ${moment.dayNumber}`);
    const before = seen.get(key);
    if (before !== undefined) {
      throw new RangeError(
        `Cannot use ${what}: ${name}[${before}] is of the same ${
          "time" in row ? "time" : "date"
        }, as where two downloads ` +
          `overlap; leave one of them out${name === "splits" ? "" : ", or pass their sum if both are meant"}`,
      );
    }
    seen.set(key, at);
    if (moment.kind === "time") byTime.push({ at: moment.timeUs, write });
    else byDay.push({ at: moment.dayNumber + SESSION_DAY_OFFSET, write });
  });
  for (const rows of [byTime, byDay]) rows.sort((a, b) => a.at - b.at);
  return { ...rest, byTime, byDay, column: undefined };
}

/** Returns by what two rows are one and the same: their moment, and for dividends, of which a date may have two, the amount. */
function keyOf(row: FundingRate | Dividend | Split, moment: string): string {
  return "amount" in row ? `${moment} ${row.amount}` : moment;
}

function momentOf(row: FundingRate | Dividend | Split): Moment {
  return "time" in row ? row.time : row.date;
}
