/**
 * Clocks of a time zone: from moments to wall times and back.
 *
 * The rules come from the runtime's own time zone data by way of `Intl`. Asking it costs some microseconds, so it is
 * asked for one day after another only until the offset is known to hold from one change to the next; within such a
 * span a conversion is an addition.
 *
 * Known limitation: two changes of the clock on the same day that cancel each other would not be seen.
 *
 * @module
 */

import { DAY_US, SECOND_US } from "./civil_date.ts";

/** How far a span of equal offset is followed in each direction before it is cut. */
const SPAN_DAYS = 400;

/** No clock is changed by more than this, so a wall time farther than it from any change is unmistakable. */
const LARGEST_CHANGE_US = 2 * DAY_US;

interface OffsetSpan {
  readonly startUs: number;
  readonly endUs: number;
  readonly offsetUs: number;
}

/** One time zone of the IANA database. */
export class TimeZone {
  /** Its IANA name, as given. */
  readonly name: string;

  readonly #format: Intl.DateTimeFormat;
  readonly #spans: OffsetSpan[] = [];
  #span: OffsetSpan = { startUs: NaN, endUs: NaN, offsetUs: 0 };

  /**
   * Looks the zone up.
   *
   * @param name An IANA name: `"UTC"`, `"America/New_York"`.
   * @throws {RangeError} If the runtime does not know the name.
   */
  constructor(name: string) {
    this.name = name;
    try {
      this.#format = new Intl.DateTimeFormat("en-US", {
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
        `Cannot use time zone ${JSON.stringify(name)}: pass an IANA name such as "UTC" or "America/New_York"`,
      );
    }
    if (name === "UTC") this.#span = { startUs: -Infinity, endUs: Infinity, offsetUs: 0 };
  }

  /**
   * How far the zone's clock is ahead of UTC.
   *
   * @param timeUs A moment in microseconds since the epoch.
   * @returns Microseconds, negative west of Greenwich.
   */
  offsetUs(timeUs: number): number {
    if (!(timeUs >= this.#span.startUs && timeUs < this.#span.endUs)) this.#span = this.#spanAt(timeUs);
    return this.#span.offsetUs;
  }

  /**
   * The wall time of a moment.
   *
   * @param timeUs A moment in microseconds since the epoch.
   * @returns What the zone's clock shows, in microseconds.
   */
  wallTimeUs(timeUs: number): number {
    return timeUs + this.offsetUs(timeUs);
  }

  /**
   * The moment of a wall time.
   *
   * @param wallUs What the clock shows, in microseconds.
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
   * All moments at which the clock shows a wall time.
   *
   * @param wallUs What the clock shows, in microseconds.
   * @returns None where the clock was put forward over it, two where it was put back, else one; ascending.
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
   * The moment of a wall time that must have one: the second where the clock shows it twice, and where the clock was
   * put forward over it the moment of that change.
   *
   * @param wallUs What the clock shows, in microseconds.
   * @returns Microseconds since the epoch.
   */
  latestTimeUs(wallUs: number): number {
    const timeUs = this.timeUs(wallUs);
    if (!Number.isNaN(timeUs)) return timeUs;
    return this.moments(wallUs).at(-1) ?? this.#changeOver(wallUs);
  }

  /**
   * The last microsecond of a date: 23:59:59.999999, or what comes before the change if the clock is put forward over
   * that.
   *
   * @param dayNumber Days since 1970-01-01.
   * @returns Microseconds since the epoch.
   */
  endOfDateUs(dayNumber: number): number {
    const wallUs = (dayNumber + 1) * DAY_US - 1;
    const timeUs = this.latestTimeUs(wallUs);
    return this.wallTimeUs(timeUs) > wallUs ? timeUs - 1 : timeUs;
  }

  /** The moment at which the clock was put forward over a wall time. */
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

  /** Follows an offset in one direction; gives the first second of it (backward) or behind it (forward). */
  #edge(second: number, offset: number, direction: 1 | -1): number {
    let inside = second;
    for (let day = 0; day < SPAN_DAYS; day++) {
      const outside = inside + direction * 86_400;
      if (this.#askOffset(outside) !== offset) return this.#changeBetween(inside, outside, offset);
      inside = outside;
    }
    return direction === 1 ? inside + 1 : inside;
  }

  /** The first second after the one change between a second with an offset and another, earlier or later, without. */
  #changeBetween(inside: number, outside: number, offset: number): number {
    while (Math.abs(outside - inside) > 1) {
      const middle = Math.floor((inside + outside) / 2);
      if (this.#askOffset(middle) === offset) inside = middle;
      else outside = middle;
    }
    return Math.max(inside, outside);
  }

  /** The offset at a second since the epoch, in seconds, from the runtime. */
  #askOffset(second: number): number {
    const fields = this.#format.format(second * 1000).match(/\d+/g)!.map(Number);
    const [month, day, year, hour, minute, ofMinute] = fields as [number, number, number, number, number, number];
    return Date.UTC(year, month - 1, day, hour, minute, ofMinute) / 1000 - second;
  }
}
