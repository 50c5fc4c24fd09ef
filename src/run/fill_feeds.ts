/**
 * Fills on finer bars: the feeds on which orders of a run are matched, where these are not the feeds of its strategy.
 *
 * The engine gets the finer bars alone, and the strategy the coarse ones. The last finer bar of a coarse bar is known
 * when the coarse one is, so that each coarse bar is a step of the engine. Finer bars that lie astride its end are refused.
 *
 * @module
 */

import type { CurrentBar } from "../broker/account_view.ts";
import type { InstrumentSpec } from "../broker/instrument_spec.ts";
import type { RunClock } from "../broker/run_clock.ts";
import { Bars, feedOf } from "../feeds/bars.ts";
import type { BarColumns, FeedData } from "../feeds/feed_data.ts";
import { pickedFeed } from "../feeds/resample/resample.ts";
import { barsInSessions } from "../feeds/resample/time_groups.ts";
import { DAY_US, formatWallTime, SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";
import { formatTimeframe } from "../feeds/time/timeframe.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { inspected } from "../host.ts";
import { quoted } from "../records/text.ts";

/** The feeds of a run that is filled on finer bars. */
export interface FillFeeds {
  /** Feeds of the strategy. Their bars end at steps of the engine. */
  readonly shown: readonly FeedData[];
  /** Feeds of the engine, in the same order: the finer bars, or those of the strategy. */
  readonly matched: readonly FeedData[];
  /** For each feed that is filled on finer bars the number of them up to the end of each of its bars; else undefined. */
  readonly ends: readonly (Uint32Array | undefined)[];
}

/** Coarse and finer bars of one instrument that have been brought together. */
interface Aligned {
  readonly shown: FeedData;
  readonly matched: FeedData;
  readonly ends: Uint32Array;
}

/** What was brought together last with finer bars. Runs of a sweep read the same feeds again and again. */
const known: WeakMap<BarColumns, { readonly coarse: BarColumns; readonly aligned: Aligned }> = new WeakMap();

/**
 * Returns the option `fillOn`, read once.
 *
 * @throws {TypeError} If it is no object of bars by the name of a feed.
 */
export function takenFillOn(given: unknown): Readonly<Record<string, Bars>> {
  if (typeof given !== "object" || given === null || Array.isArray(given) || given instanceof Bars) {
    throw new TypeError(`Cannot use fillOn ${inspected(given, 0)}: pass finer bars by feed, such as { spy: minutes }`);
  }
  const taken: Record<string, Bars> = {};
  for (const [name, bars] of Object.entries(given)) {
    if (!(bars instanceof Bars)) {
      const remedy = bars instanceof Promise ? "write await ct.csv(...)" : "pass what ct.csv or ct.bars returns";
      throw new TypeError(`Cannot use ${inspected(bars, 0)} as fillOn of feed "${name}": ${remedy}`);
    }
    Object.defineProperty(taken, name, { value: bars, enumerable: true });
  }
  return taken;
}

/**
 * Brings the feeds of a strategy together with the finer bars on which its orders are matched.
 *
 * @throws {RangeError} If a name is unknown, bars are not finer, or a coarse bar has none of them.
 */
export function fillFeedsOf(feeds: readonly FeedData[], fillOn: Readonly<Record<string, Bars>>): FillFeeds {
  for (const name of Object.keys(fillOn)) {
    const feed = feeds.find((each) => each.name === name);
    if (feed === undefined) {
      throw new RangeError(
        `Cannot find feed "${name}" of the option fillOn: there are ${quoted(feeds.map((each) => each.name))}`,
      );
    }
    if (!feed.trade) {
      throw new RangeError(`Cannot use fillOn for feed "${name}": it gives lines alone, and has no orders`);
    }
  }
  const parts = feeds.map((feed) => Object.hasOwn(fillOn, feed.name) ? align(feed, feedOf(fillOn[feed.name]!)) : feed);
  return {
    shown: parts.map((part) => "shown" in part ? part.shown : part),
    matched: parts.map((part) => "matched" in part ? part.matched : part),
    ends: parts.map((part) => "ends" in part ? part.ends : undefined),
  };
}

/**
 * Returns the finer bars without those that a feed of days leaves out which was made of such bars: they lie outside of
 * every session.
 */
export function finerWithin(coarse: FeedData, fine: FeedData): FeedData {
  if (coarse.resampledFrom === undefined) return fine;
  const rows = barsInSessions(fine, { us: coarse.timeframeUs, months: 0 });
  return rows === undefined ? fine : pickedFeed(fine, rows);
}

function align(coarse: FeedData, given: FeedData): Aligned {
  const last = known.get(given.columns);
  // Facts of the feeds, as their names, may differ where the columns are the same.
  if (last?.coarse === coarse.columns) return withFacts(coarse, given, last.aligned);
  checkFiner(coarse, given);
  const fine = finerWithin(coarse, given);
  const { columns } = fine, { first, ends } = finerRows(coarse, fine), count = ends.length;
  const timeUs = columns.timeUs.slice(first, ends[count - 1] ?? first), beginUs = columns.beginUs;
  for (let bar = 0; bar < count; bar++) {
    const row = ends[bar]! - 1, us = coarse.columns.timeUs[bar]!;
    // The last finer bar is known at the end of the coarse one, which has to come behind it and ahead of the next one.
    const isFree = us > beginUs[row]! && us > (row > first ? columns.timeUs[row - 1]! : -Infinity) &&
      (row + 1 >= columns.timeUs.length || beginUs[row + 1]! >= us);
    if (!isFree && columns.timeUs[row]! !== us) throw astride(coarse, fine, bar, row);
    timeUs[row - first] = us;
  }
  const cut = (values: Float64Array): Float64Array => values.subarray(first, first + timeUs.length);
  const { sessionDay, open, high, low, close, volume } = columns;
  const aligned: Aligned = {
    shown: coarse,
    matched: {
      ...fine,
      length: timeUs.length,
      extra: Object.fromEntries(Object.entries(fine.extra).map(([name, values]) => [name, cut(values)])),
      columns: {
        timeUs,
        beginUs: cut(beginUs),
        ...{ sessionDay: cut(sessionDay), open: cut(open), high: cut(high) },
        ...{ low: cut(low), close: cut(close), volume: cut(volume) },
      },
    },
    ends: ends.map((end) => end - first),
  };
  known.set(given.columns, { coarse: coarse.columns, aligned });
  return withFacts(coarse, given, aligned);
}

/** Returns the error of a coarse bar at whose end its own last finer bar or one of the next bar goes on. */
function astride(coarse: FeedData, fine: FeedData, bar: number, row: number): RangeError {
  const zone = new TimeZone(coarse.timeZone), { timeUs, beginUs } = fine.columns, endUs = coarse.columns.timeUs[bar]!;
  const text = (us: number): string => formatWallTime(zone.wallTimeUs(us));
  const own = timeUs[row]! > endUs, at = own ? row : row + 1;
  return new RangeError(
    `Cannot match the orders on feed "${coarse.name}" on the bars of fillOn: its bar ${barText(coarse, bar)} ends at ${
      text(endUs)
    }, and a finer bar of ${own ? "it" : "the next one"} goes from ${text(beginUs[at]!)} to ${
      text(timeUs[at]!)
    }; pass finer bars that end where the bars of the feed do, such as shorter ones, or read the feed with the hours of ` +
      "its sessions (calendar, or session: { open, close }), so that its bars end with them",
  );
}

/** Returns feeds that were brought together, with the facts that they have in a run. */
function withFacts(coarse: FeedData, fine: FeedData, { shown, matched, ends }: Aligned): Aligned {
  const left = fine.length - matched.length;
  const outside = left === 0 ? "" : `; ${left} of them lie outside of its bars and are left out`;
  const note = `orders are matched on bars of ${formatTimeframe(fine.timeframeUs)} (fillOn)${outside}`;
  return {
    shown: { ...coarse, columns: shown.columns, notes: [...coarse.notes, ...fine.notes, note] },
    matched: { ...matched, name: coarse.name, trade: coarse.trade },
    ends,
  };
}

function checkFiner(coarse: FeedData, fine: FeedData): void {
  const what = `Cannot match the orders on feed "${coarse.name}" on the bars of fillOn`;
  if (fine.growing === true) throw new RangeError(`${what}: each of them shows a larger bar so far`);
  if (!(fine.timeframeUs < coarse.timeframeUs)) {
    throw new RangeError(
      `${what}: they are bars of ${formatTimeframe(fine.timeframeUs)}, which are not finer than its ` +
        `${formatTimeframe(coarse.timeframeUs)}`,
    );
  }
  if (fine.stamp === "unknown" || coarse.stamp === "unknown") {
    const which = fine.stamp === "unknown" ? "finer bars" : "bars of the feed";
    throw new RangeError(
      `${what}: it is unknown whether times of the ${which} are those at which bars open or close; pass stamp: "open" or ` +
        `"close" when reading them`,
    );
  }
}

/**
 * Returns the first finer bar, and for each coarse bar the row behind its last finer one.
 *
 * @throws {RangeError} If a coarse bar has none.
 */
export function finerRows(
  coarse: FeedData,
  fine: FeedData,
): { readonly first: number; readonly ends: Uint32Array } {
  const { timeUs, beginUs, sessionDay } = fine.columns, bars = coarse.columns, byDay = coarse.timeframeUs >= DAY_US;
  // Sessions of a date may begin on the evening before it, so days are told by their dates and not by hours.
  const isWithin = (row: number, bar: number): boolean =>
    byDay ? sessionDay[row]! <= bars.sessionDay[bar]! : timeUs[row]! <= bars.timeUs[bar]!;
  let row = 0;
  if (coarse.length > 0) {
    const beganUs = bars.beginUs[0]!, isMade = coarse.resampledFrom !== undefined;
    // Bars that were made of others have the one that lies astride the open of the session.
    const isBefore = (at: number): boolean => {
      if (byDay && coarse.timeframeUs === DAY_US) return sessionDay[at]! < bars.sessionDay[0]!;
      return isMade ? timeUs[at]! <= beganUs : beginUs[at]! < beganUs;
    };
    while (row < timeUs.length && isBefore(row)) row++;
  }
  const first = row, ends = new Uint32Array(coarse.length);
  for (let bar = 0; bar < coarse.length; bar++) {
    const from = row;
    while (row < timeUs.length && isWithin(row, bar)) row++;
    if (row === from) {
      throw new RangeError(
        `Cannot match the orders on feed "${coarse.name}" on the bars of fillOn: none of them lies in its bar ` +
          `${barText(coarse, bar)}; pass finer bars for all of it, or end and begin the run where they do`,
      );
    }
    ends[bar] = row;
  }
  return { first, ends };
}

/**
 * Rejects finer bars whose prices are not those of the coarse bars, both as steps of the price grid.
 *
 * @throws {RangeError} With the first bar that disagrees and both values.
 */
export function checkAgreement({ shown, matched, ends }: FillFeeds, specs: readonly InstrumentSpec[]): void {
  shown.forEach((feed, id) => {
    const last = ends[id];
    if (last !== undefined) checkFeed(feed, matched[id]!, last, specs[id]!);
  });
}

function checkFeed(coarse: FeedData, fine: FeedData, ends: Uint32Array, spec: InstrumentSpec): void {
  const { open, high, low, close } = fine.columns;
  for (let bar = 0, from = 0; bar < ends.length; from = ends[bar++]!) {
    const end = ends[bar]!;
    let most = high[from]!, least = low[from]!;
    for (let row = from + 1; row < end; row++) {
      if (high[row]! > most) most = high[row]!;
      if (low[row]! < least) least = low[row]!;
    }
    const told = { open: open[from]!, high: most, low: least, close: close[end - 1]! };
    for (const name of ["open", "high", "low", "close"] as const) {
      const price = coarse.columns[name][bar]!;
      if (price === told[name] || spec.wholeSteps(price) === spec.wholeSteps(told[name])) continue;
      throw new RangeError(
        `Cannot match the orders on feed "${coarse.name}" on the bars of fillOn: its bar ${barText(coarse, bar)} has ` +
          `${name} ${price}, and the ${end - from} finer bars in it have ${
            told[name]
          }; make the feed of them, as with ` +
          `finer.resample("1d"), or pass the finer bars of the same source`,
      );
    }
  }
}

/** Returns a bar in words: its number, and its date or its end. */
function barText({ columns, timeframeUs, timeZone }: FeedData, bar: number): string {
  const at = timeframeUs >= DAY_US
    ? formatWallTime((columns.sessionDay[bar]! - SESSION_DAY_OFFSET) * DAY_US)
    : `to ${formatWallTime(new TimeZone(timeZone).wallTimeUs(columns.timeUs[bar]!))}`;
  return `${bar} (${at})`;
}

/**
 * Returns the number of steps of the engine up to each step of the strategy.
 *
 * @param shownUs Times of the strategy's steps.
 * @param matchedUs Times of the engine's steps, each of the strategy's among them.
 */
export function stepsThrough(shownUs: Float64Array, matchedUs: Float64Array): Uint32Array {
  const ends = new Uint32Array(shownUs.length);
  for (let step = 0, end = 0; step < shownUs.length; step++) {
    while (end < matchedUs.length && matchedUs[end]! <= shownUs[step]!) end++;
    ends[step] = end;
  }
  return ends;
}

/** Returns for each step of the strategy the time of its first step of the engine. */
export function firstTimes(ends: Uint32Array, matchedUs: Float64Array): Float64Array {
  return Float64Array.from(ends, (_end, step) => matchedUs[step === 0 ? 0 : ends[step - 1]!]!);
}

/**
 * Returns the places of the bars on which orders were matched last, by instrument: the account of a strategy has the value
 * that these give, also within a larger bar.
 *
 * @param feeds Feeds on which orders are matched.
 * @param shownUs Times of the strategy's steps.
 * @param clock Tells the current one of these.
 */
export function matchedPlaces(
  feeds: readonly FeedData[],
  shownUs: Float64Array,
  clock: Pick<RunClock, "step">,
): readonly CurrentBar[] {
  return feeds.map(({ columns }) => {
    const ends = stepsThrough(shownUs, columns.timeUs);
    return {
      get bar(): number {
        return ends[clock.step]! - 1;
      },
    };
  });
}
