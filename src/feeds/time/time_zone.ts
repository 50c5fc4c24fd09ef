/**
 * Converts moments to wall times of a time zone and back.
 *
 * The rules come from the runtime's own time zone data through `Intl`. A call takes some microseconds, so the spans
 * between two changes of the clock are found day by day and kept. Within such a span a conversion is an addition.
 *
 * Known limitation: two changes of the clock on the same day that cancel each other are not detected.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { DAY_US, SECOND_US } from "./civil_date.ts";

/** Most days for which a span of equal offset is followed in each direction. */
const SPAN_DAYS = 400;

/** No clock changes by more than this, so a wall time farther from any change is unambiguous. */
const LARGEST_CHANGE_US = 2 * DAY_US;

interface OffsetSpan {
  readonly startUs: number;
  readonly endUs: number;
  readonly offsetUs: number;
}

/** Formats and found spans by the names of their zones: a format takes longer to make than the clock of a whole run to read. */
const known: Map<string, { readonly format: Intl.DateTimeFormat; readonly spans: OffsetSpan[] }> = new Map();

/** One time zone of the IANA database. */
export class TimeZone {
  /** Its IANA name. */
  readonly name: string;

  readonly #format: Intl.DateTimeFormat;
  readonly #spans: OffsetSpan[];
  #span: OffsetSpan = { startUs: NaN, endUs: NaN, offsetUs: 0 };

  /**
   * Makes the time zone with a name.
   *
   * @param name An IANA name: `"UTC"`, `"America/New_York"`.
   * @throws {RangeError} If the runtime does not know the name.
   */
  constructor(name: string) {
    this.name = name;
    let zone = known.get(name);
    if (zone === undefined) {
      zone = { format: formatOf(name), spans: [] };
      known.set(name, zone);
    }
    this.#format = zone.format;
    this.#spans = zone.spans;
    if (name === "UTC") this.#span = { startUs: -Infinity, endUs: Infinity, offsetUs: 0 };
  }

  /**
   * Returns the offset of the zone's clock from UTC.
   *
   * @param timeUs A moment in microseconds since the epoch.
   * @returns Microseconds, negative west of Greenwich.
   */
  offsetUs(timeUs: number): number {
    if (!(timeUs >= this.#span.startUs && timeUs < this.#span.endUs)) this.#span = this.#spanAt(timeUs);
    return this.#span.offsetUs;
  }

  /**
   * Returns the wall time of a moment.
   *
   * @param timeUs A moment in microseconds since the epoch.
   * @returns The wall time in microseconds.
   */
  wallTimeUs(timeUs: number): number {
    return timeUs + this.offsetUs(timeUs);
  }

  /**
   * Returns the moment of a wall time.
   *
   * @param wallUs The wall time in microseconds.
   * @returns Microseconds since the epoch, or NaN if the clock never shows it or shows it twice.
   */
  timeUs(wallUs: number): number {
    const span = this.#span;
    const timeUs = wallUs - span.offsetUs;
    if (timeUs >= span.startUs + LARGEST_CHANGE_US && timeUs < span.endUs - LARGEST_CHANGE_US) return timeUs;
    const moments = this.moments(wallUs);
    return moments.length === 1 ? moments[0]! : NaN;
  }

  /**
   * Returns all moments at which the clock shows a wall time.
   *
   * @param wallUs The wall time in microseconds.
   * @returns No moment if the clock was put forward over the time, two if it was put back, else one; ascending.
   */
  moments(wallUs: number): readonly number[] {
    const before = this.offsetUs(wallUs - DAY_US);
    const after = this.offsetUs(wallUs + DAY_US);
    const offsets = before === after ? [before] : [before, after];
    return offsets.map((offset) => wallUs - offset)
      .filter((timeUs) => this.wallTimeUs(timeUs) === wallUs)
      .sort((a, b) => a - b);
  }

  /**
   * Returns one moment for every wall time: the second one if the clock shows it twice, and the moment of the change if
   * the clock was put forward over it.
   *
   * @param wallUs The wall time in microseconds.
   * @returns Microseconds since the epoch.
   */
  latestTimeUs(wallUs: number): number {
    const timeUs = this.timeUs(wallUs);
    if (!Number.isNaN(timeUs)) return timeUs;
    return this.moments(wallUs).at(-1) ?? this.#changeOver(wallUs);
  }

  /**
   * Returns the date of the time up to a moment: an end at midnight belongs to the date before it, also where the clock
   * skips that midnight.
   *
   * @param endUs A moment in microseconds since the epoch.
   * @returns Days since 1970-01-01.
   */
  dayUpTo(endUs: number): number {
    return Math.floor(this.wallTimeUs(endUs - 1) / DAY_US);
  }

  /**
   * Returns the last microsecond of a date: 23:59:59.999999, or the one before the change if the clock is put forward
   * over that time.
   *
   * @param dayNumber Days since 1970-01-01.
   * @returns Microseconds since the epoch.
   */
  endOfDateUs(dayNumber: number): number {
    const wallUs = (dayNumber + 1) * DAY_US - 1;
    const timeUs = this.latestTimeUs(wallUs);
    return this.wallTimeUs(timeUs) > wallUs ? timeUs - 1 : timeUs;
  }

  /** Returns the moment at which the clock was put forward over a wall time. */
  #changeOver(wallUs: number): number {
    const second = Math.floor(wallUs / SECOND_US);
    const before = this.offsetUs(wallUs - DAY_US) / SECOND_US;
    const after = this.offsetUs(wallUs + DAY_US) / SECOND_US;
    return this.#changeBetween(second - before, second - after, after) * SECOND_US;
  }

  #spanAt(timeUs: number): OffsetSpan {
    const known = this.#spans.find((span) => timeUs >= span.startUs && timeUs < span.endUs);
    if (known !== undefined) return known;
    const second = Math.floor(timeUs / SECOND_US);
    const offset = this.#askOffset(second);
    const span = {
      startUs: this.#edge(second, offset, -1) * SECOND_US,
      endUs: this.#edge(second, offset, 1) * SECOND_US,
      offsetUs: offset * SECOND_US,
    };
    this.#spans.push(span);
    return span;
  }

  /**
   * Follows an offset in one direction. Returns its first second (backward), or the first second after it (forward).
   */
  #edge(second: number, offset: number, direction: 1 | -1): number {
    let inside = second;
    for (let day = 0; day < SPAN_DAYS; day++) {
      const outside = inside + direction * 86_400;
      if (this.#askOffset(outside) !== offset) return this.#changeBetween(inside, outside, offset);
      inside = outside;
    }
    return direction === 1 ? inside + 1 : inside;
  }

  /**
   * Returns the first second after the one change between a second with an offset and another, earlier or later,
   * without it.
   */
  #changeBetween(inside: number, outside: number, offset: number): number {
    while (Math.abs(outside - inside) > 1) {
      const middle = Math.floor((inside + outside) / 2);
      if (this.#askOffset(middle) === offset) inside = middle;
      else outside = middle;
    }
    return Math.max(inside, outside);
  }

  /** Returns the runtime's offset at a second since the epoch, in seconds. */
  #askOffset(second: number): number {
    const fields = this.#format.format(second * 1000).match(/\d+/g)!.map(Number);
    const [month, day, year, hour, minute, ofMinute] = fields as [number, number, number, number, number, number];
    return Date.UTC(year, month - 1, day, hour, minute, ofMinute) / 1000 - second;
  }
}

/** Returns the format that tells the clock of a zone. */
function formatOf(name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    throw new RangeError(
      `Cannot use time zone ${inspected(name, 0)}: pass an IANA name such as "UTC" or "America/New_York"`,
    );
  }
}
