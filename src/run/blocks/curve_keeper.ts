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

/** Keeps what a result needs of the steps of a run. */
export class CurveKeeper {
  readonly #keepsAll: boolean;
  readonly #blocks: SettledSteps[] = [];
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
    if (this.#keepsAll) this.#blocks.push(steps);
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
    const all = (name: "timeUs" | "sessionDay" | "equity" | "cash"): Float64Array => {
      const column = new Float64Array(this.#steps);
      let at = 0;
      for (const block of this.#blocks) {
        column.set(block[name], at);
        at += block[name].length;
      }
      return column;
    };
    const inMarket = new Uint8Array(this.#steps);
    let at = 0;
    for (const block of this.#blocks) {
      inMarket.set(block.inMarket, at);
      at += block.inMarket.length;
    }
    return { timeUs: all("timeUs"), sessionDay: all("sessionDay"), equity: all("equity"), cash: all("cash"), inMarket };
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
