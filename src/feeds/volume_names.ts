/**
 * Names of a volume that say what it counts: `Volume BTC` beside `Volume USDT`, `volumefrom` beside `volumeto`.
 *
 * A name that only begins with the word is no volume: `Volume SMA`, `Volume Change` and `Volume Weighted Average Price`
 * are made of volumes.
 *
 * @module
 */

/** Behind the word: what is traded is counted. */
const COUNTED = ["from", "base", "coin", "asset", "shares", "contracts", "lots", "units", "traded", "total"];

/**
 * Behind the word: moneys and coins, by how often they are the money in which the price of another one is counted. Of
 * two columns, the one that stands further down here counts the traded coin.
 */
const MONEYS: readonly (readonly string[])[] = [
  [
    ...[
      "to",
      "quote",
      "currency",
      "money",
      "usd",
      "usdt",
      "usdc",
      "busd",
      "tusd",
      "fdusd",
      "usdp",
      "dai",
      "eur",
      "gbp",
    ],
    ...["jpy", "krw", "chf", "aud", "cad", "nzd", "cny", "hkd", "sgd", "try", "brl", "mxn", "inr", "rub", "pln", "zar"],
    ...["idr", "thb", "uah", "ngn", "ars", "sek", "nok", "dkk", "czk"],
  ],
  ["btc", "xbt"],
  ["eth", "bnb"],
];
const COIN_RANK = MONEYS.length;

/** A coin by its letters, as sources write it: `1INCH`, `DOGE`. */
const COIN = /^[A-Z0-9]{2,10}$/;

/** What is made of volumes is written in such letters, too. */
const MADE_OF_VOLUMES = new RegExp(
  "^(?:[a-z]?[a-z]?ma|[vt]?wap|avg|average|mean|median|sum|change|chg|delta|diff|pct|perc|percent|roc|rsi|osc|obv|macd|mfi|" +
    "cmf|adl|ratio|rel|std|stdev|stddev|dev|var|zscore|score|rank|norm|log|trend|index|flag|signal|profile|poc|" +
    "buy|sell|bid|ask|up|down|min|max|high|low|open|close|price|imbalance|oi|pre|post|day|daily|week|month|year)\\d*$",
);

/** A column that counts a volume. */
interface CountedVolume {
  readonly column: number;
  /** The place among the moneys: 0 for a money, the greatest for a coin or a number of shares. */
  readonly rank: number;
  /** True if the word is known, and not merely written as a coin is. */
  readonly isKnown: boolean;
}

/**
 * Returns the column of the volume by the word behind `volume` in its name.
 *
 * @param names The names, as written in the file.
 * @param taken Columns that have another role.
 * @returns The column; -1 for none, both if two columns may count what is traded.
 */
export function countedVolume(
  names: readonly string[],
  taken: ReadonlySet<number>,
): number | readonly [number, number] {
  const volumes = names.flatMap((name, column) => taken.has(column) ? [] : volumeOf(name, column));
  const hasKnown = volumes.some(({ isKnown }) => isKnown);
  // A word in small letters may be anything, unless the name beside it shows that coins are counted.
  const usable = volumes.filter(({ column, isKnown }) => isKnown || hasKnown || COIN.test(wordOf(names[column]!)!));
  if (usable.length === 0) return -1;
  const best = Math.max(...usable.map(({ rank }) => rank));
  const [first, second] = usable.filter(({ rank }) => rank === best);
  return second === undefined ? first!.column : [first!.column, second.column];
}

/**
 * Returns a note about a volume that was found by the word behind it, so that it can be seen that it is the right one.
 *
 * @param name The name of the column of the volume.
 * @returns The note, or `undefined` if the name has no such word.
 */
export function countedVolumeNote(name: string): string | undefined {
  const word = wordOf(name);
  if (word === undefined) return undefined;
  const isMoney = MONEYS[0]!.includes(word.toLowerCase());
  return `Column ${JSON.stringify(name)} is read as the volume, as no column is named so alone` +
    (isMoney ? `; it may count money: columns: { volume: "" } leaves it out` : "");
}

function volumeOf(name: string, column: number): readonly CountedVolume[] {
  const written = wordOf(name), word = written?.toLowerCase();
  if (word === undefined || MADE_OF_VOLUMES.test(word)) return [];
  const money = MONEYS.findIndex((words) => words.includes(word)), isKnown = money !== -1 || COUNTED.includes(word);
  return [{ column, rank: money === -1 ? COIN_RANK : money, isKnown }];
}

/** Returns the one word behind `volume`: `BTC` of `Volume BTC`, `Volume_(BTC)` and `VolumeBTC`. */
function wordOf(name: string): string | undefined {
  return /^[^\p{L}\p{N}]*volume[^\p{L}\p{N}]*([\p{L}\p{N}]+)[^\p{L}\p{N}]*$/iu.exec(name)?.[1];
}
