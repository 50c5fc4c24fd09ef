/**
 * A figure over a window that moves along the session dates.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { valueOf } from "./figure.ts";
import { RETURN_FIGURES, type RollingFigureName } from "./figures.ts";
import type { ReturnSeries } from "./returns/return_series.ts";
import { dateText } from "./returns/calendar_periods.ts";

/** Values of a figure over a moving window, one for each session date from the end of the first window on. */
export interface RollingFigure {
  /** Session date of the last return of each window, `YYYY-MM-DD`. */
  readonly dates: readonly string[];
  /** Value for each window; null where it is not defined. */
  readonly values: readonly (number | null)[];
}

/**
 * Works out a figure for each window of consecutive returns.
 *
 * @param series The returns.
 * @param name Name of a figure that follows from returns alone.
 * @param window Number of returns in a window, a whole number from 1 on.
 * @returns The values; none if there are fewer returns than a window has.
 * @throws {RangeError} If there is no such figure, or the window is no such number.
 */
export function rollingFigure(series: ReturnSeries, name: RollingFigureName, window: number): RollingFigure {
  if (!Object.hasOwn(RETURN_FIGURES, name)) {
    throw new RangeError(
      `Cannot roll figure ${inspected(name)}: only figures of returns can be, such as "sharpe", "beta", "volatility"`,
    );
  }
  if (!(Number.isSafeInteger(window) && window > 0)) {
    throw new RangeError(`Cannot roll over ${inspected(window, 0)} returns: pass a whole number from 1 on`);
  }
  const figure = RETURN_FIGURES[name], dates: string[] = [], values: (number | null)[] = [];
  for (let to = window; to <= series.days.length; to++) {
    dates.push(dateText(series.days[to - 1]!));
    values.push(valueOf(figure, series.window(to - window, to)).value);
  }
  return { dates, values };
}
