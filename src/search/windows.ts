/**
 * The windows of a walk-forward run: on which bars it trains, and on which it is tested.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { addMonths, DAY_US, SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";
import { firstAfter } from "../feeds/time/ordered_times.ts";

/**
 * Length of a window: a number of bars of the first feed, or a time by the calendar of session dates: `"90d"`, `"26w"`,
 * `"6M"`, `"2y"`.
 */
export type WindowLength = number | `${number}${"d" | "w" | "M" | "y"}`;

/** A window in places of bars of the first feed: each part begins with its first bar and ends before another one. */
export interface BarWindow {
  readonly trainFrom: number;
  readonly trainUntil: number;
  readonly testFrom: number;
  readonly testUntil: number;
}

/** How the windows lie. */
export interface WindowPlan {
  readonly train: WindowLength;
  readonly test: WindowLength;
  /** True if every training begins with the first bar. */
  readonly anchored: boolean;
  /** Bars between training and test, which belong to neither. */
  readonly purge: number;
}

/** A length that was read. */
type Length = { readonly bars: number } | { readonly days: number } | { readonly months: number };

/**
 * Returns the windows, each test beginning where the one before ended. The last test may be shorter; it has two bars at
 * least.
 *
 * @param plan How they lie.
 * @param sessionDay Session date of each bar of the first feed.
 * @throws {TypeError} If a length is neither a number nor a text of one.
 * @throws {RangeError} If a length is not above zero, or there are too few bars for one window.
 */
export function windowsOf(plan: WindowPlan, sessionDay: Float64Array): readonly BarWindow[] {
  const train = lengthOf("train", plan.train), test = lengthOf("test", plan.test), { purge, anchored } = plan;
  const windows: BarWindow[] = [];
  for (let testFrom = after(0, train, sessionDay) + purge; testFrom + 1 < sessionDay.length;) {
    const trainUntil = testFrom - purge, testUntil = after(testFrom, test, sessionDay);
    const trainFrom = anchored ? 0 : before(trainUntil, train, sessionDay);
    windows.push({ trainFrom, trainUntil, testFrom, testUntil });
    if (!(testUntil > testFrom)) throw new Error("A window of a walk-forward run does not go on");
    testFrom = testUntil;
  }
  if (windows.length > 0 && windows[0]!.trainUntil - windows[0]!.trainFrom > 1) return windows;
  throw new RangeError(
    `Cannot walk forward over ${sessionDay.length} bars with train ${inspected(plan.train, 0)} and test ${
      inspected(plan.test, 0)
    }${purge === 0 ? "" : ` and purge ${purge}`}: they make no window; pass shorter ones, or more bars`,
  );
}

/** Returns the first bar that does not belong to a window from a bar on; at most the number of bars. */
function after(from: number, length: Length, sessionDay: Float64Array): number {
  if ("bars" in length) return Math.min(from + length.bars, sessionDay.length);
  const day = sessionDay[from]!, end = "days" in length ? day + length.days : monthsLater(day, length.months);
  return Math.max(from + 1, firstAfter(sessionDay, end, true));
}

/** Returns the first bar of a window that ends before a bar. */
function before(until: number, length: Length, sessionDay: Float64Array): number {
  if ("bars" in length) return Math.max(0, until - length.bars);
  const day = sessionDay[until - 1]! + 1,
    begin = "days" in length ? day - length.days : monthsLater(day, -length.months);
  return Math.min(until - 1, firstAfter(sessionDay, begin, true));
}

/** Returns a session date some months later; the last day of a shorter month. */
function monthsLater(day: number, months: number): number {
  return addMonths((day - SESSION_DAY_OFFSET) * DAY_US, months) / DAY_US + SESSION_DAY_OFFSET;
}

function lengthOf(name: string, given: unknown): Length {
  if (typeof given === "number" && Number.isSafeInteger(given) && given > 0) return { bars: given };
  const [, digits, unit] = typeof given === "string" ? /^(\d{1,5})([dwMy])$/.exec(given) ?? [] : [];
  const count = Number(digits);
  if (unit !== undefined && count > 0) {
    return unit === "d"
      ? { days: count }
      : unit === "w"
      ? { days: 7 * count }
      : { months: unit === "M" ? count : 12 * count };
  }
  const message =
    `Cannot use ${name} ${inspected(given, 0)} as length of a window: pass a number of bars, or a time such ` +
    'as "90d", "26w", "6M" or "2y"';
  throw typeof given === "number" || typeof given === "string" ? new RangeError(message) : new TypeError(message);
}
