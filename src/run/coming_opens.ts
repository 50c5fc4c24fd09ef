/**
 * The opens of coming bars, which a strategy sees while it decides on them.
 *
 * @module
 */

import type { FeedData } from "../feeds/feed_data.ts";
import type { Clock } from "../lines/clock.ts";
import type { ClockGroup } from "../lines/clock_group.ts";
import type { Strategy } from "../strategy/strategy.ts";
import { overrides } from "./strategy_guard.ts";

/**
 * Shows the opens of the bars that a step brings, ahead of the step. Of bars that begin at different moments those that
 * begin first are shown alone: a later open would be a price of the future for the others. Requests go to these feeds
 * alone, as a bar of another one, which ends in a later step, may have begun before.
 */
export class ComingOpens {
  /** True if the requests come amid the step, behind its bars, as under backtrader's cheat-on-open; else they are of the one before. */
  readonly isAmid: boolean;
  readonly #clocks: readonly Clock[];
  #feeds: readonly FeedData[];
  /** Row of each feed up to which the steps have come. */
  readonly #rows: number[];

  /** Makes it for the clocks of feeds and the bars of these, as the strategy sees them. */
  constructor(clocks: readonly Clock[], feeds: readonly FeedData[], isAmid: boolean) {
    this.isAmid = isAmid;
    this.#clocks = clocks;
    this.#feeds = feeds;
    this.#rows = feeds.map(() => 0);
  }

  /** Goes on to the bars of the next block. */
  goOn(feeds: readonly FeedData[]): void {
    this.#feeds = feeds;
    this.#rows.fill(0);
  }

  /**
   * Shows the opens that a step brings.
   *
   * @param stepUs Time of the step; it ascends from call to call.
   * @param afterUs Time of the step before it. A bar that began before has no open that an order could still meet.
   * @returns The feeds whose open is shown; undefined if no bar of the step begins after that, so that nothing is shown.
   */
  show(stepUs: number, afterUs: number): ReadonlySet<number> | undefined {
    const rows = this.#rows, feeds = this.#feeds;
    for (const [id, { columns: { timeUs } }] of feeds.entries()) while (timeUs[rows[id]!]! < stepUs) rows[id]!++;
    const begins = feedsThatBegin(feeds, rows, stepUs, afterUs);
    if (begins.size === 0) return undefined;
    for (const [id, clock] of this.#clocks.entries()) {
      clock.comingOpen = begins.has(id) ? feeds[id]!.columns.open[rows[id]!]! : NaN;
    }
    return begins;
  }

  /** Hides the opens. */
  hide(): void {
    for (const clock of this.#clocks) clock.comingOpen = undefined;
  }
}

/**
 * Returns the feeds of a step whose bars begin first, at or after a moment, by their places.
 *
 * @param rows The row of each feed with its first bar that does not end before the step.
 */
export function feedsThatBegin(
  feeds: readonly Pick<FeedData, "columns">[],
  rows: readonly number[],
  stepUs: number,
  afterUs: number,
): ReadonlySet<number> {
  const begins = feeds.map(({ columns: { timeUs, beginUs } }, id) => {
    const row = rows[id]!, begin = beginUs[row]!;
    return timeUs[row] === stepUs && begin >= afterUs ? begin : Infinity;
  });
  const firstUs = Math.min(...begins);
  return new Set(begins.keys().filter((id) => begins[id] === firstUs && firstUs < Infinity));
}

/** The parts of a run that say whether its strategy decides on opens, and how its orders fill. */
interface OpensRun {
  readonly strategy: Strategy;
  readonly strategyName: string;
  readonly configuration: { readonly rules: Readonly<Record<string, string>> };
  readonly clocks: ClockGroup;
}

/**
 * Returns the opens of a run whose strategy overrides `nextOpen`; undefined for any other.
 *
 * @throws {RangeError} If its orders would fill ahead of the open that it knew, or as backtrader fills them.
 */
export function comingOpensOf(run: OpensRun, feeds: readonly FeedData[]): ComingOpens | undefined {
  const { strategy, strategyName, configuration: { rules }, clocks } = run;
  if (!overrides(strategy, "nextOpen")) return undefined;
  const isAmid = rules["CHEAT_ON_OPEN"] === "ON";
  if (rules["NUMBERS"] === "DOUBLES" && !isAmid) {
    throw new RangeError(
      `Cannot call nextOpen of ${strategyName} with profile "backtrader", whose broker is not told to cheat on the open: ` +
        'pass rules: { CHEAT_ON_OPEN: "ON" }, as cheat_on_open=True of a Cerebro, or leave nextOpen out',
    );
  }
  if (!isAmid && rules["CHEAT_ON_CLOSE"] === "ON") {
    throw new RangeError(
      `Cannot call nextOpen of ${strategyName} with fill: "close": its orders would fill at the close before the open ` +
        'that it knew; use fill: "open", or decide in next',
    );
  }
  return new ComingOpens(clocks.feeds, feeds, isAmid);
}

/**
 * Rejects a strategy of a session that overrides `nextOpen`.
 *
 * @param strategy The strategy, or the prototype of its class before it is made.
 * @throws {TypeError} If it does.
 */
export function checkNoComingOpens(strategyName: string, strategy: Strategy): void {
  if (!overrides(strategy, "nextOpen")) return;
  throw new TypeError(
    `Cannot run ${strategyName} in a session: it has nextOpen, and a session sees the open of a bar when the bar has ended; ` +
      "decide in next, or run it by ct.backtest or ct.run",
  );
}
