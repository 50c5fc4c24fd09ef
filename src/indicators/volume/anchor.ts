/**
 * The anchor of an indicator: the bar at which it begins.
 *
 * @module
 */

import { dayOfDate, SESSION_DAY_OFFSET } from "../../feeds/time/civil_date.ts";
import { inspected } from "../../host.ts";
import { type FeedLines, sessionLineOf } from "../../lines/feed_lines.ts";
import { columnOf, deriveLine, describeOperand, Line, noteOnRun } from "../../lines/line.ts";

/**
 * The bar at which an indicator begins: the first one of a session date or later, as in `"2018-01-02"`; the first one
 * that ends at a moment or later; or each bar at which a line becomes other than 0, such as one of a condition.
 */
export type Anchor = string | Date | Line;

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Returns a line of the number of the anchor: 0 before the first, and another number where an indicator begins anew.
 *
 * @throws {TypeError} If the anchor is none of the three.
 * @throws {RangeError} If a text or a Date is no date.
 */
export function anchorLine(indicator: string, feed: FeedLines, from: Anchor): Line {
  if (from instanceof Line) return countLine(from);
  const remedy = 'pass a date such as "2018-01-02", a Date, or a line that is not 0 where it begins';
  if (typeof from === "string") {
    const [, year, month, day] = DATE.exec(from) ?? [], date = dayOfDate(Number(year), Number(month), Number(day));
    if (Number.isNaN(date)) throw new RangeError(`Cannot begin ${indicator} from ${inspected(from, 0)}: ${remedy}`);
    // A date does not move with the bars, so who watches for a reading of dates has to see one.
    void feed.time;
    return stepLine(indicator, feed, from, sessionLineOf(feed), date + SESSION_DAY_OFFSET);
  }
  if (from instanceof Date) {
    const ms = from.getTime();
    if (Number.isNaN(ms)) throw new RangeError(`Cannot begin ${indicator} from a Date without a time: ${remedy}`);
    return stepLine(indicator, feed, from.toISOString(), feed.time, ms * 1000);
  }
  throw new TypeError(`Cannot begin ${indicator} from ${describeOperand(from)}: ${remedy}`);
}

/** A line that is 0, and 1 as soon as another one of the feed reaches a value; one that never does is told. */
function stepLine(indicator: string, feed: FeedLines, from: string, line: Line, first: number): Line {
  const last = columnOf(line).at(-1);
  if (last !== undefined && last < first) {
    noteOnRun(line, `${indicator} begins ${from}, after the last bar of ${feed.name}, and so has no value`);
  }
  return deriveLine({ name: `from ${from}`, inputs: [line], start: () => (value) => value! >= first ? 1 : 0 });
}

/** A line that counts how often another one has become other than 0. */
function countLine(line: Line): Line {
  const start = (): (value: number) => number => {
    let before = 0, count = 0;
    return (value) => {
      if (value !== 0 && before === 0) count++;
      before = value;
      return count;
    };
  };
  return deriveLine({ name: line.name, inputs: [line], start });
}
