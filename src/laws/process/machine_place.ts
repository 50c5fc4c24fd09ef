/**
 * The place of a machine: the time zone and the language that JavaScript uses where none is named.
 *
 * @module
 */

/** A place for a repetition. */
export interface OtherPlace {
  /** Name of the time zone. */
  readonly timeZone: string;
  /** Minutes that its clock is behind UTC. */
  readonly minutesBehind: number;
  /** Tag of the language. */
  readonly language: string;
}

/** The parts of a place that a process gets; it has its own of one that is left out. */
export type GivenPlace = Partial<OtherPlace>;

/** The place of a process, as JavaScript sees it. */
export type FoundPlace = Pick<OtherPlace, "minutesBehind" | "language">;

/**
 * Places for repetitions. The first two zones are 26 hours apart, so no moment has the same date, day of the week or
 * hour in both, and the third one has other minutes. The languages write numbers with other signs, groups and digits,
 * and sort letters otherwise.
 */
export const OTHER_PLACES: readonly OtherPlace[] = [
  { timeZone: "Etc/GMT-14", minutesBehind: -840, language: "de-DE" },
  { timeZone: "Etc/GMT+12", minutesBehind: 720, language: "ar-EG" },
  { timeZone: "Asia/Kathmandu", minutesBehind: -345, language: "sv-SE" },
];

/** A moment at which the clocks of those zones have their offsets. */
const MOMENT_MS = Date.UTC(2024, 0, 1);

/** Returns the variables of the environment by which a process of Deno gets a place. */
export function environmentOf({ timeZone, language }: GivenPlace): Readonly<Record<string, string>> {
  const locale = `${language?.replace("-", "_")}.UTF-8`;
  return {
    ...(timeZone === undefined ? {} : { TZ: timeZone }),
    ...(language === undefined ? {} : { LC_ALL: locale, LANG: locale }),
  };
}

/** Returns the place of this process. */
export function hereIs(): FoundPlace {
  const { locale } = Intl.DateTimeFormat().resolvedOptions();
  return { minutesBehind: new Date(MOMENT_MS).getTimezoneOffset(), language: locale };
}

/**
 * Returns whether a process is in the zone that it was given. A system may lack it, or take the zone from elsewhere than
 * the environment, as Windows may.
 */
export function isInZone(given: GivenPlace, found: FoundPlace): boolean {
  return given.minutesBehind === undefined || given.minutesBehind === found.minutesBehind;
}

/** Returns whether a process has the language that it was given. A system may take it from elsewhere, too. */
export function hasLanguage(given: GivenPlace, found: FoundPlace): boolean {
  const primary = (tag: string): string => tag.split("-")[0]!;
  return given.language === undefined || primary(given.language) === primary(found.language);
}
