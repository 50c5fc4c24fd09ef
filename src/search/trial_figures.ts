/**
 * The figures that each trial of a search keeps, and the one that it is ranked by.
 *
 * @module
 */

import { type Figure, isFigure } from "../analyzers/figure.ts";
import { figures } from "../analyzers/figures.ts";
import type { Stats } from "../analyzers/stats.ts";
import { inspected } from "../host.ts";
import { quoted } from "../records/text.ts";
import type { Result } from "../results/result.ts";

/** Names of the figures that every trial keeps. */
export type KeptFigureName =
  | "finalEquity"
  | "returnFraction"
  | "cagr"
  | "volatility"
  | "sharpe"
  | "sortino"
  | "calmar"
  | "maxDrawdown"
  | "maxDrawdownDuration"
  | "tradesClosed"
  | "tradesOpen"
  | "tradesAmbiguous"
  | "winRate"
  | "averageTrade"
  | "bestTrade"
  | "worstTrade"
  | "profitFactor"
  | "expectancy"
  | "exposure"
  | "turnover"
  | "commission";

/**
 * Figures that every trial keeps: those that the statistics have, for which no row has to be made. The value says where in
 * the statistics each stands.
 */
const OF_STATS: Readonly<Record<KeptFigureName, (stats: Stats) => number | null>> = {
  finalEquity: ({ finalEquity }) => finalEquity,
  returnFraction: ({ returnFraction }) => returnFraction,
  cagr: ({ cagr }) => cagr,
  volatility: ({ volatility }) => volatility,
  sharpe: ({ sharpe }) => sharpe,
  sortino: ({ sortino }) => sortino,
  calmar: ({ calmar }) => calmar,
  maxDrawdown: ({ maxDrawdown }) => maxDrawdown,
  maxDrawdownDuration: ({ maxDrawdownDuration }) => maxDrawdownDuration,
  tradesClosed: ({ trades }) => trades.closed,
  tradesOpen: ({ trades }) => trades.open,
  tradesAmbiguous: ({ trades }) => trades.ambiguous,
  winRate: ({ winRate }) => winRate,
  averageTrade: ({ averageTrade }) => averageTrade,
  bestTrade: ({ bestTrade }) => bestTrade,
  worstTrade: ({ worstTrade }) => worstTrade,
  profitFactor: ({ profitFactor }) => profitFactor,
  expectancy: ({ expectancy }) => expectancy,
  exposure: ({ exposure }) => exposure,
  turnover: ({ turnover }) => turnover,
  commission: ({ commission }) => commission,
};

/** Figures of a trial by name: those that every trial keeps, and those that were asked for. Null if not defined. */
export type TrialFigures = Readonly<Record<KeptFigureName, number | null>> & Readonly<Record<string, number | null>>;

/** Names of the figures that every trial keeps, in their order. */
export const KEPT_FIGURES: readonly KeptFigureName[] = Object.keys(OF_STATS) as KeptFigureName[];

/**
 * Returns the figures of a trial.
 *
 * @param result The run of the trial.
 * @param further Names of figures beside those that every trial keeps. They cost more, as rows are made for them.
 */
export function trialFigures(result: Result, further: readonly string[]): TrialFigures {
  const { stats } = result;
  const kept = Object.entries(OF_STATS).map(([name, read]) => [name, read(stats)] as const);
  const more = further.length === 0 ? [] : further.map((name) => [name, result.figures[name]!] as const);
  return Object.freeze(Object.fromEntries([...kept, ...more])) as TrialFigures;
}

/**
 * Returns the names of figures that a search asks for beside those that every trial keeps.
 *
 * @param asked The objective, and the names of the option `keep`.
 * @param own Figures of the user, by name.
 * @param place Words for where other figures may stand: "or an export of the module".
 * @throws {TypeError} If a name is no text, or the objective is none.
 * @throws {RangeError} If there is no figure of a name; the message lists those that are spelt nearly so.
 */
export function furtherFigures(
  asked: readonly (readonly [option: string, name: unknown])[],
  own: Readonly<Record<string, Figure>>,
  place: string = "",
): readonly string[] {
  const names = new Set<string>();
  for (const [option, name] of asked) {
    if (typeof name !== "string") {
      throw new TypeError(
        `Cannot use ${option} ${
          inspected(name, 0)
        }: pass the name of a figure, such as "sharpe"; ct.analyzer makes one ` +
          "of your own for the option figures",
      );
    }
    if (!Object.hasOwn(figures, name) && !Object.hasOwn(own, name)) throw unknownFigure(option, name, own, place);
    if (!Object.hasOwn(OF_STATS, name)) names.add(name);
  }
  return [...names];
}

/** Returns the figures of the user among the exports of a module. */
export function figuresOfModule(exports: Readonly<Record<string, unknown>>): Record<string, Figure> {
  return Object.fromEntries(
    Object.entries(exports).filter((entry): entry is [string, Figure] => isFigure(entry[1])),
  );
}

function unknownFigure(
  option: string,
  name: string,
  own: Readonly<Record<string, Figure>>,
  place: string,
): RangeError {
  const near = nearNames(name, [...Object.keys(own), ...Object.keys(figures)]);
  const remedy = near.length > 0 ? `did you mean ${quoted(near)}?` : "ct.figures lists them";
  return new RangeError(`Cannot find the figure ${JSON.stringify(name)} of ${option}${place}: ${remedy}`);
}

/** Most near names in a message. */
const NEAR_MAX = 3;

/** Returns the names that are spelt most nearly as another one: at most a third of its letters differ. */
export function nearNames(name: string, known: readonly string[]): string[] {
  const wanted = name.toLowerCase();
  const graded = known.map((each) => {
    const other = each.toLowerCase();
    const holds = wanted.length >= 3 && (other.includes(wanted) || wanted.includes(other));
    return { each, edits: holds ? 1 : editsBetween(wanted, other) };
  });
  const most = Math.max(1, Math.ceil(wanted.length / 3));
  return graded.filter(({ edits }) => edits <= most).toSorted((a, b) => a.edits - b.edits).slice(0, NEAR_MAX).map((
    { each },
  ) => each);
}

/** Returns the least number of letters to add, to leave out or to change. Source: V. I. Levenshtein (1966). */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_none, at) => at);
  for (let at = 1; at <= one.length; at++) {
    const next = [at];
    for (let to = 1; to <= other.length; to++) {
      const same = one[at - 1] === other[to - 1] ? 0 : 1;
      next.push(Math.min(row[to]! + 1, next[to - 1]! + 1, row[to - 1]! + same));
    }
    row = next;
  }
  return row[other.length]!;
}
