/**
 * Periods of backtrader's analyzers: the period of a date, and the key of its results.
 *
 * @module
 */

/** Codes of timeframes. */
export const DAYS = 5, WEEKS = 6, MONTHS = 7, YEARS = 8, NO_TIMEFRAME = 9;

/** Periods of a year by timeframe. */
export const PER_YEAR: Readonly<Record<number, number>> = { [DAYS]: 252, [WEEKS]: 52, [MONTHS]: 12, [YEARS]: 1 };

/** Returns the key of the period that holds a date, written as YYYY-MM-DD. A later period has another key. */
export function keyOf(timeframe: number, date: string): string {
  switch (timeframe) {
    case DAYS:
      return `${date}T00:00:00`;
    case WEEKS: {
      const day = new Date(`${date}T00:00:00Z`), weekday = (day.getUTCDay() + 6) % 7;
      return `${new Date(day.getTime() + (6 - weekday) * 86_400_000).toISOString().slice(0, 10)}T00:00:00`;
    }
    case MONTHS: {
      const [year, month] = date.split("-").map(Number);
      return `${new Date(Date.UTC(year!, month!, 0)).toISOString().slice(0, 10)}T00:00:00`;
    }
    case YEARS:
      return `${date.slice(0, 4)}-12-31`;
    case NO_TIMEFRAME:
      return "9999-12-31T23:59:59.999999";
    default:
      throw new RangeError(`Cannot group by timeframe ${timeframe}: there are ${DAYS} to ${NO_TIMEFRAME}`);
  }
}

/** A value for each period, in the order of time. */
export type Periods = ReadonlyMap<string, number>;

/** Calls back for each bar, with the key of its period and whether it is the first bar of that. */
export function eachBar(
  dates: readonly string[],
  timeframe: number,
  visit: (at: number, key: string, begins: boolean) => void,
): void {
  let last = "";
  dates.forEach((date, at) => {
    const key = keyOf(timeframe, date);
    visit(at, key, key !== last);
    last = key;
  });
}
