/**
 * What a run keeps of its steps while it goes on: the last step of each session date, and facts of all steps.
 *
 * Session dates are bounded, as times lie in the years 1685 to 2254, however many steps each of them has.
 *
 * @module
 */

import type { KnownValues } from "../../analyzers/benchmark/benchmark_values.ts";
import { periodsPerYearOf } from "../../analyzers/returns/periods_per_year.ts";
import { GrowthMeter } from "../../analyzers/returns/growth_curve.ts";
import type { CurveFacts } from "../../analyzers/stats.ts";
import type { BarColumns } from "../../feeds/feed_data.ts";
import { DAY_US } from "../../feeds/time/civil_date.ts";
import { firstAfter } from "../../feeds/time/ordered_times.ts";
import type { TimeZone } from "../../feeds/time/time_zone.ts";

/** Steps of a block that are over. Amounts are in the account's currency. */
export interface SettledSteps {
  readonly timeUs: Float64Array;
  readonly sessionDay: Float64Array;
  readonly equity: Float64Array;
  readonly cash: Float64Array;
  /** Money that came from outside, less what went there, of the steps that have some. */
  readonly flows: ReadonlyMap<number, number>;
  /** 1 for each step that ended with a position. */
  readonly inMarket: Uint8Array;
  /** Bars of each feed up to the end of the block. */
  readonly bars: readonly BarColumns[];
}

/** One step. */
interface KeptStep {
  readonly timeUs: number;
  readonly day: number;
  readonly equity: number;
  /** Value as it would be without the money that came or went since the keeper began. */
  readonly growth: number;
  readonly cash: number;
}

/** A curve of some steps. */
export interface ThinCurve {
  readonly timeUs: Float64Array;
  readonly sessionDay: Float64Array;
  readonly equity: Float64Array;
  readonly growth: Float64Array;
  readonly cash: Float64Array;
}

/** Keeps the last step of each session date from one step on. */
export class DateKeeper {
  readonly #zone: TimeZone;
  /** The step before the first one, and the first one. */
  readonly #before: KeptStep | undefined;
  #firstStep: KeptStep | undefined;
  /** The last steps of the dates that are over, and the last step so far. */
  readonly #ends: KeptStep[] = [];
  readonly #steps: number[] = [];
  #last: KeptStep | undefined;
  #latestDay = -Infinity;
  /** Closes known at steps that are kept, by feed. */
  readonly #closes: readonly { readonly timeUs: number[]; readonly values: number[] }[];
  /** Closes known at the last step so far. */
  #lastCloses: readonly (ReturnType<typeof closeAt>)[] = [];
  readonly #meter: GrowthMeter;
  #grown = 0;
  #count = 0;
  #held = 0;
  #peak: number;
  #peakUs = NaN;
  #low: number;
  #fraction = 0;
  #days = 0;

  /**
   * Makes a keeper before its first step.
   *
   * @param equityInitial Value of the account before it.
   * @param before The step before it, if the run has one.
   */
  constructor(feeds: number, zone: TimeZone, equityInitial: number, before?: KeptStep) {
    this.#zone = zone;
    // The steps of a keeper grow from the value before the first of them.
    this.#before = before === undefined ? undefined : { ...before, growth: before.equity };
    this.#meter = new GrowthMeter(equityInitial);
    this.#peak = this.#low = equityInitial;
    this.#closes = Array.from({ length: feeds }, () => ({ timeUs: [], values: [] }));
  }

  /** Takes steps of a block, from one on. */
  take(steps: SettledSteps, from: number = 0): void {
    const { timeUs, sessionDay, equity, cash, inMarket, flows } = steps;
    for (let step = from; step < timeUs.length; step++) {
      const day = sessionDay[step]!, value = this.#meter.next(equity[step]!, flows.get(step) ?? 0);
      if (this.#count === 0) {
        this.#firstStep = { timeUs: timeUs[step]!, day, equity: equity[step]!, growth: value, cash: cash[step]! };
        this.#peakUs = timeUs[step]!;
        if (this.#before !== undefined) this.#keepCloses(this.#before.timeUs, steps.bars);
        this.#keepCloses(timeUs[step]!, steps.bars);
      }
      if (day > this.#latestDay) {
        if (step > from) this.#end(steps, step - 1, this.#grown);
        else if (this.#last !== undefined) this.#endLast();
        this.#steps.push(1);
        this.#latestDay = day;
      } else this.#steps[this.#steps.length - 1]!++;
      this.#count++;
      this.#held += inMarket[step]!;
      this.#draw(value, timeUs[step]!);
      this.#grown = value;
    }
    const last = timeUs.length - 1;
    if (last < from) return;
    this.#last = {
      timeUs: timeUs[last]!,
      day: this.#latestDay,
      equity: equity[last]!,
      growth: this.#grown,
      cash: cash[last]!,
    };
    this.#lastCloses = steps.bars.map((columns) => closeAt(columns, timeUs[last]!));
  }

  #end({ timeUs, equity, cash, bars }: SettledSteps, step: number, growth: number): void {
    this.#ends.push({ timeUs: timeUs[step]!, day: this.#latestDay, equity: equity[step]!, growth, cash: cash[step]! });
    this.#keepCloses(timeUs[step]!, bars);
  }

  /** Ends a date with the last step of the block before. */
  #endLast(): void {
    this.#ends.push(this.#last!);
    this.#closes.forEach((kept, id) => {
      const known = this.#lastCloses[id];
      if (known !== undefined) keep(kept, known.timeUs, known.value);
    });
  }

  #keepCloses(timeUs: number, bars: readonly BarColumns[]): void {
    this.#closes.forEach((kept, id) => {
      const known = closeAt(bars[id]!, timeUs);
      if (known !== undefined) keep(kept, known.timeUs, known.value);
    });
  }

  /** Follows the drawdown, as `drawdownSpans` does over a whole curve. */
  #draw(value: number, timeUs: number): void {
    if (value < this.#peak) {
      if (value < this.#low) this.#low = value;
      return;
    }
    if (this.#low < this.#peak) this.#endStretch(timeUs);
    this.#peak = this.#low = value;
    this.#peakUs = timeUs;
  }

  #endStretch(timeUs: number): void {
    this.#fraction = Math.max(this.#fraction, (this.#peak - this.#low) / this.#peak);
    this.#days = Math.max(this.#days, (this.#zone.wallTimeUs(timeUs) - this.#zone.wallTimeUs(this.#peakUs)) / DAY_US);
  }

  /** Facts of all steps. Call it once, at the end. */
  facts(): CurveFacts {
    if (this.#low < this.#peak && this.#last !== undefined) this.#endStretch(this.#last.timeUs);
    return {
      bars: this.#count,
      sessionDays: this.#steps.length,
      firstUs: this.#firstStep?.timeUs ?? NaN,
      lastUs: this.#last?.timeUs ?? NaN,
      heldSteps: this.#held,
      drawdown: { fraction: this.#fraction, days: this.#days },
    };
  }

  /** The number of returns in a year that the session dates show. */
  periodsPerYear(): number {
    const days = Float64Array.from(this.#all(), ({ day }) => day);
    return periodsPerYearOf({ days, steps: Float64Array.from(this.#steps) });
  }

  /** The last step of each session date. */
  curve(): ThinCurve {
    return curveOf(this.#all());
  }

  /**
   * The steps that the returns of session dates are worked out of: the step before the first, if there is one, the first
   * one, if its date has several, and the last one of each date.
   */
  returnsCurve(): ThinCurve & { readonly measureStep: number } {
    const first = (this.#steps[0] ?? 0) > 1 ? [this.#firstStep!] : [],
      before = this.#before === undefined ? [] : [this.#before];
    return { ...curveOf([...before, ...first, ...this.#all()]), measureStep: before.length };
  }

  /** Closes of each feed that were known at the steps that are kept. */
  closes(): readonly KnownValues[] {
    return this.#closes.map(({ timeUs, values }, id) => {
      const last = this.#lastCloses[id], more = last !== undefined && last.timeUs > (timeUs.at(-1) ?? -Infinity);
      return {
        timeUs: Float64Array.from(more ? [...timeUs, last.timeUs] : timeUs),
        values: Float64Array.from(more ? [...values, last.value] : values),
      };
    });
  }

  /** Time of the step before the first one; -Infinity without one. */
  get beforeUs(): number {
    return this.#before?.timeUs ?? -Infinity;
  }

  /** Time of the first step; NaN before it. */
  get firstUs(): number {
    return this.#firstStep?.timeUs ?? NaN;
  }

  /** The last step so far, which another keeper may begin behind. */
  get last(): KeptStep | undefined {
    return this.#last;
  }

  #all(): KeptStep[] {
    return this.#last === undefined ? [] : [...this.#ends, this.#last];
  }
}

function keep(kept: { readonly timeUs: number[]; readonly values: number[] }, timeUs: number, value: number): void {
  if (timeUs <= (kept.timeUs.at(-1) ?? -Infinity)) return;
  kept.timeUs.push(timeUs);
  kept.values.push(value);
}

function closeAt(
  { timeUs, close }: BarColumns,
  atUs: number,
): { readonly timeUs: number; readonly value: number } | undefined {
  const row = firstAfter(timeUs, atUs, false) - 1;
  return row < 0 ? undefined : { timeUs: timeUs[row]!, value: close[row]! };
}

function curveOf(steps: readonly KeptStep[]): ThinCurve {
  return {
    timeUs: Float64Array.from(steps, ({ timeUs }) => timeUs),
    sessionDay: Float64Array.from(steps, ({ day }) => day),
    equity: Float64Array.from(steps, ({ equity }) => equity),
    growth: Float64Array.from(steps, ({ growth }) => growth),
    cash: Float64Array.from(steps, ({ cash }) => cash),
  };
}
