/**
 * The names of months in the languages in which names of columns are known.
 *
 * @module
 */

/** The months by the beginnings of their names, without accents: English, German, Dutch, French, Spanish, Italian,
 * Portuguese and Polish. No beginning has two months. */
const BEGINNINGS: readonly string[] = [
  "jan ene gen sty",
  "feb fev lut",
  "mar maa mrt",
  "apr avr abr kwi",
  "may mai mei mag maj",
  "jun juin giu cze",
  "jul juil lug lip",
  "aug aou ago sie",
  "sep set wrz",
  "oct okt ott out paz",
  "nov lis",
  "dec dez dic gru",
];

const MONTHS: ReadonlyMap<string, number> = new Map(
  BEGINNINGS.flatMap((names, index) => names.split(" ").map((name) => [name, index + 1] as const)),
);

/**
 * Returns the month with a name.
 *
 * @param name The name or its first letters, three or more.
 * @returns 1 to 12, or NaN.
 */
export function monthOfName(name: string): number {
  const letters = name.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  // June and July of French have the same three letters.
  return MONTHS.get(letters.slice(0, 4)) ?? MONTHS.get(letters.slice(0, 3)) ?? NaN;
}
