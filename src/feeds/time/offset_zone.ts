/**
 * Finds the time zone of stamps that carry offsets from UTC.
 *
 * @module
 */

import { DAY_US, HOUR_US, MINUTE_US } from "./civil_date.ts";
import { TimeZone } from "./time_zone.ts";

/** Stamps in a row with one offset from UTC. */
export interface OffsetRun {
  /** The offset in microseconds, negative west of Greenwich. */
  readonly offsetUs: number;
  /** The moment of the first of the stamps. */
  readonly firstUs: number;
  /** The moment of the last one. */
  lastUs: number;
}

/** Zones of exchanges; of zones with the same clock the first one is taken. */
const ZONES = [
  "UTC",
  "America/New_York",
  "Europe/London",
  "Europe/Berlin",
  "Asia/Tokyo",
  "Asia/Shanghai",
  "Asia/Kolkata",
  "Australia/Sydney",
  "America/Chicago",
  "America/Los_Angeles",
  "America/Sao_Paulo",
  "America/Halifax",
  "Europe/Athens",
  "Europe/Istanbul",
  "Asia/Jerusalem",
  "Asia/Dubai",
  "Asia/Bangkok",
  "Pacific/Auckland",
];

/**
 * Returns the first zone of an exchange whose clock has all given offsets, else the zone of the first offset alone.
 *
 * @param runs The stamps by their offsets, in the order of the rows; at least one.
 * @returns The zone.
 */
export function zoneOfOffsets(runs: readonly OffsetRun[]): TimeZone {
  for (const name of ZONES) {
    const zone = new TimeZone(name);
    const fits = runs.every(({ offsetUs, firstUs, lastUs }) =>
      zone.offsetUs(firstUs) === offsetUs && zone.offsetUs(lastUs) === offsetUs
    );
    if (fits) return zone;
  }
  return new TimeZone(offsetName(runs[0]!.offsetUs));
}

/**
 * Returns the first zone of an exchange in which all moments are midnight, and not in UTC too.
 *
 * @param moments Moments in microseconds since the epoch.
 * @returns The zone, or `undefined`.
 */
export function zoneOfMidnights(moments: Float64Array): TimeZone | undefined {
  // Most times are not of a whole hour, or not all of them, so that no zone has to be asked.
  if (moments.length === 0 || moments.some((moment) => moment % (30 * MINUTE_US) !== 0)) return undefined;
  return ZONES.map((name) => new TimeZone(name)).find((zone) =>
    zone.name !== "UTC" && moments.every((moment) => zone.wallTimeUs(moment) % DAY_US === 0)
  );
}

function offsetName(offsetUs: number): string {
  const size = Math.abs(offsetUs), two = (value: number) => String(value).padStart(2, "0");
  return `${offsetUs < 0 ? "-" : "+"}${two(Math.floor(size / HOUR_US))}:${two(Math.floor(size % HOUR_US / MINUTE_US))}`;
}
