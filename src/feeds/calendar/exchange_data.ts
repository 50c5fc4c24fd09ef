/**
 * The sessions of an exchange as rules with exceptions, which is the form of the generated modules, and the calendar
 * that they make.
 *
 * @module
 */

import { DAY_US, weekdayOf } from "../time/civil_date.ts";
import { TimeZone } from "../time/time_zone.ts";
import { Calendar } from "./calendar.ts";
import { dayOf } from "./date_text.ts";
import { type BreakHours, type ClockHours, clockHours, timesOfHours } from "./session_clock.ts";

/** Regular hours of an exchange from a date on. */
export interface ExchangeHours {
  /** First date with these hours. */
  readonly from: string;
  /** Begin of trading. */
  readonly open: string;
  /** End of trading; one that is not after the begin goes over midnight. */
  readonly close: string;
  /** Pauses. */
  readonly breaks: readonly BreakHours[];
}

/** Hours on dates that differ from the regular ones. */
export interface OddHours extends Omit<ExchangeHours, "from"> {
  /** The dates, in the form of {@linkcode ExchangeData.holidays}. */
  readonly dates: string;
}

/** The sessions of an exchange. */
export interface ExchangeData {
  /** Market identifier code (ISO 10383). */
  readonly name: string;
  /** Name of the exchange. */
  readonly exchange: string;
  /** Origin of the data, with version and licence. */
  readonly source: string;
  /** IANA name of the zone of dates and hours. */
  readonly timeZone: string;
  /** First date that is known. */
  readonly validFrom: string;
  /** Last date that is known. */
  readonly validTo: string;
  /** Regular hours from Monday to Friday, ascending by date. */
  readonly hours: readonly ExchangeHours[];
  /** Weekdays without a session: a line for each year, with month and day of each date, as in `2024 0101 0115`. */
  readonly holidays: string;
  /** Sessions with other hours, also those on weekends. */
  readonly odd: readonly OddHours[];
}

/** Makes the calendar of an exchange. */
export function exchangeCalendar(data: ExchangeData): Calendar {
  const zone = new TimeZone(data.timeZone), holidays = new Set(daysIn(data.holidays));
  const hoursOf = ({ open, close, breaks }: Omit<ExchangeHours, "from">): ClockHours =>
    clockHours(open, close, breaks, `the calendar "${data.name}"`);
  const regular = data.hours.map((hours) => ({ from: dayOf(hours.from, "a date"), hours: hoursOf(hours) }));
  const odd = new Map<number, ClockHours>();
  for (const each of data.odd) {
    const hours = hoursOf(each);
    for (const day of daysIn(each.dates)) odd.set(day, hours);
  }
  const hoursOn = (day: number): ClockHours | undefined => {
    const exception = odd.get(day);
    if (exception !== undefined) return exception;
    if (weekdayOf(day) > 5 || holidays.has(day)) return undefined;
    return regular.findLast(({ from }) => from <= day)?.hours;
  };
  return new Calendar({
    name: data.name,
    timeZone: data.timeZone,
    source: {
      firstDay: dayOf(data.validFrom, "a date"),
      lastDay: dayOf(data.validTo, "a date"),
      timesOn: (day) => {
        const hours = hoursOn(day);
        return hours === undefined ? undefined : timesOfHours(hours, day, zone);
      },
    },
  });
}

/** Returns the days of dates that are written by year. */
function daysIn(dates: string): number[] {
  return dates.trim().split("\n").filter((line) => line !== "").flatMap((line) => {
    const [year, ...ofYear] = line.trim().split(" ");
    return ofYear.map((date) => Date.parse(`${year}-${date.slice(0, 2)}-${date.slice(2)}`) * 1000 / DAY_US);
  });
}
