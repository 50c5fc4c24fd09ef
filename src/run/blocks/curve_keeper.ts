/**
 * The curves of a run whose bars come block by block: of all steps, or of the last one of each session date.
 *
 * @module
 */

import type { KnownValues } from "../../analyzers/benchmark/benchmark_values.ts";
import type { CurveFacts } from "../../analyzers/stats.ts";
import type { TimeZone } from "../../feeds/time/time_zone.ts";
import { DateKeeper, type SettledSteps, type ThinCurve } from "./date_keeper.ts";

/** The curves of all steps. */
export interface WholeCurve extends Omit<ThinCurve, "growth"> {
  readonly inMarket: Uint8Array;
}

/** Steps of one part of the curves: blocks may be of one bar each, which would cost more as arrays of their own. */
const PART_STEPS = 4096;

/** A part of the curves, of which the first so many steps are filled. */
class CurvePart {
  readonly timeUs: Float64Array = new Float64Array(PART_STEPS);
  readonly sessionDay: Float64Array = new Float64Array(PART_STEPS);
  readonly equity: Float64Array = new Float64Array(PART_STEPS);
  readonly cash: Float64Array = new Float64Array(PART_STEPS);
  readonly inMarket: Uint8Array = new Uint8Array(PART_STEPS);
  length = 0;

  /** Takes steps of a block from one on, as many as there is room for, and returns their number. */
  take(steps: SettledSteps, from: number): number {
    const until = Math.min(steps.timeUs.length, from + PART_STEPS - this.length);
    for (const name of ["timeUs", "sessionDay", "equity", "cash", "inMarket"] as const) {
      this[name].set(steps[name].subarray(from, until), this.length);
    }
    this.length += until - from;
    return until - from;
  }
}

/** Keeps what a result needs of the steps of a run. */
export class CurveKeeper {
  readonly #keepsAll: boolean;
  readonly #parts: CurvePart[] = [];
  readonly #feeds: number;
  readonly #zone: TimeZone;
  /** Last steps of the session dates of the whole run, and of its measured part. */
  readonly #run: DateKeeper;
  #measured: DateKeeper | undefined;
  #steps = 0;
  #facts: CurveFacts | undefined;

  /**
   * Makes a keeper before the first step.
   *
   * @param keepsAll True to keep all steps.
   * @param measuresAll True if the whole run is measured.
   */
  constructor(
    keepsAll: boolean,
    measuresAll: boolean,
    parts: { readonly feeds: number; readonly zone: TimeZone; readonly cashInitial: number },
  ) {
    this.#keepsAll = keepsAll;
    this.#feeds = parts.feeds;
    this.#zone = parts.zone;
    this.#run = new DateKeeper(parts.feeds, parts.zone, parts.cashInitial);
    if (measuresAll) this.#measured = this.#run;
  }

  /** Number of steps so far. */
  get steps(): number {
    return this.#steps;
  }

  /** Time of the first step of the run; NaN without one. */
  get firstUs(): number {
    return this.#run.firstUs;
  }

  /** Takes the steps of a block; the measured part begins with step `measured` of the run, or has not begun. */
  take(steps: SettledSteps, measured: number): void {
    const first = this.#steps, count = steps.timeUs.length, before = this.#run.last;
    this.#steps += count;
    if (this.#keepsAll) this.#keep(steps);
    this.#run.take(steps);
    if (this.#measured === this.#run || measured >= this.#steps) return;
    const from = Math.max(0, measured - first);
    if (this.#measured === undefined) {
      const last = from > 0
        ? {
          timeUs: steps.timeUs[from - 1]!,
          day: steps.sessionDay[from - 1]!,
          equity: steps.equity[from - 1]!,
          growth: steps.equity[from - 1]!,
          cash: steps.cash[from - 1]!,
        }
        : before;
      // A run that is warm with its first step is measured whole.
      if (last === undefined) {
        this.#measured = this.#run;
        return;
      }
      this.#measured = new DateKeeper(this.#feeds, this.#zone, last.equity, last);
    }
    this.#measured.take(steps, from);
  }

  /** Curves of all steps, if they are kept. */
  whole(): WholeCurve | undefined {
    if (!this.#keepsAll) return undefined;
    const all = <C extends Float64Array | Uint8Array>(name: keyof WholeCurve, column: C): C => {
      let at = 0;
      for (const part of this.#parts) {
        column.set(part[name].subarray(0, part.length), at);
        at += part.length;
      }
      return column;
    };
    const values = (name: keyof WholeCurve): Float64Array => all(name, new Float64Array(this.#steps));
    return {
      ...{ timeUs: values("timeUs"), sessionDay: values("sessionDay"), equity: values("equity"), cash: values("cash") },
      inMarket: all("inMarket", new Uint8Array(this.#steps)),
    };
  }

  #keep(steps: SettledSteps): void {
    for (let from = 0; from < steps.timeUs.length;) {
      let part = this.#parts.at(-1);
      if (part === undefined || part.length === PART_STEPS) this.#parts.push(part = new CurvePart());
      from += part.take(steps, from);
    }
  }

  /** The last step of each session date. */
  daily(): ThinCurve {
    return this.#run.curve();
  }

  /** The keeper of the measured part; one of no steps if it never began. */
  measured(): DateKeeper {
    return this.#measured ??= new DateKeeper(
      this.#feeds,
      this.#zone,
      this.#run.last?.equity ?? NaN,
      this.#run.last,
    );
  }

  /** Facts of the measured steps. */
  facts(): CurveFacts {
    return this.#facts ??= this.measured().facts();
  }

  /** Closes of each feed that were known at the last steps of the measured session dates. */
  closes(): readonly KnownValues[] {
    return this.measured().closes();
  }
}
