/**
 * Indicators beside other libraries: five that all of them have, over the same prices, the fastest of many rounds.
 *
 * @module
 */

import * as ct from "../../mod.ts";
import { feedOf } from "../../src/feeds/bars.ts";
import { Clock } from "../../src/lines/clock.ts";
import { FeedLines } from "../../src/lines/feed_lines.ts";
import { columnOf, type Line } from "../../src/lines/line.ts";
import { syntheticBars } from "../synthetic_bars.ts";
import { checkAgreement, TOLERANCE } from "./agreement.ts";

/** How many times as long as the fastest of the others an indicator may take. */
export const RATIO_MAX = 1.6;

/** Bars after which averages with different first values agree. */
const CONVERGED = 2000;

/** The parts of `@ixjb94/indicators` that are measured. */
export interface Ixjb94 {
  sma(source: readonly number[], period: number): number[];
  ema(source: readonly number[], period: number): number[];
  rsi(source: readonly number[], period: number): number[];
  macd(source: readonly number[], fast: number, slow: number, signal: number): number[][];
  atr(high: readonly number[], low: readonly number[], close: readonly number[], period: number): number[];
}

/** The parts of `indicatorts` that are measured. */
export interface Indicatorts {
  sma(values: readonly number[], options: { period: number }): number[];
  ema(values: readonly number[], options: { period: number }): number[];
  rsi(values: readonly number[], options: { period: number }): number[];
  macd(
    values: readonly number[],
    options: { fast: number; slow: number; signal: number },
  ): { macdLine: number[]; signalLine: number[] };
  atr(
    high: readonly number[],
    low: readonly number[],
    close: readonly number[],
    options: { period: number },
  ): { atrLine: number[] };
}

/** The other libraries. */
export interface Peers {
  readonly ixjb94: Ixjb94;
  readonly indicatorts: Indicatorts;
}

/** The packages, pinned. */
const PACKAGES = { ixjb94: "npm:@ixjb94/indicators@1.2.4", indicatorts: "npm:indicatorts@2.2.2" } as const;

/**
 * Loads the other libraries.
 *
 * @throws {Error} If one cannot be loaded.
 */
export async function loadPeers(): Promise<Peers> {
  const load = async (name: string): Promise<Readonly<Record<string, unknown>>> => {
    try {
      // The name is no literal, so that nothing but this call asks for the package: no check and no cache of modules.
      return await import(name);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`Cannot load ${name}: ${reason}; let Deno reach the registry of npm, or name other measures`);
    }
  };
  const [ixjb94, indicatorts] = await Promise.all([load(PACKAGES.ixjb94), load(PACKAGES.indicatorts)]);
  const Sync = ixjb94!["IndicatorsSync"] as new () => Ixjb94;
  return { ixjb94: new Sync(), indicatorts: indicatorts as unknown as Indicatorts };
}

/** The same indicator in every library, and where their values have to agree. */
interface Study {
  readonly name: string;
  readonly ours: () => readonly Float64Array[];
  readonly ixjb94: () => readonly ArrayLike<number>[];
  readonly indicatorts: () => readonly ArrayLike<number>[];
  /** Bar from which on each other library agrees. */
  readonly agreesFrom: { readonly ixjb94: number; readonly indicatorts: number };
  /** Form that `indicatorts` has, if it is another one than that which is measured. */
  readonly formOfIndicatorts?: () => readonly Float64Array[];
  /** The difference of the libraries. */
  readonly remark: string;
}

/** Times of an indicator: the fastest round of each library in milliseconds. */
export interface PeerTimes {
  readonly name: string;
  readonly oursMs: number;
  readonly ixjb94Ms: number;
  readonly indicatortsMs: number;
  readonly remark: string;
}

/**
 * Checks that all libraries agree, and then lets them compute every indicator in turn, round by round, so that a slow
 * moment of the machine meets all of them.
 *
 * @throws {Error} If values differ.
 */
export function measurePeers(peers: Peers, count: number, rounds: number): PeerTimes[] {
  return studiesOf(peers, count).map((study) => {
    const { name, remark, ours, ixjb94, indicatorts, agreesFrom, formOfIndicatorts = ours } = study;
    checkAll(`${name} of ${PACKAGES.ixjb94}`, ours(), ixjb94(), agreesFrom.ixjb94);
    checkAll(`${name} of ${PACKAGES.indicatorts}`, formOfIndicatorts(), indicatorts(), agreesFrom.indicatorts);
    const runs = [ours, ixjb94, indicatorts], best = runs.map(() => Infinity);
    for (let round = 0; round < rounds; round++) {
      for (const [k, run] of runs.entries()) {
        const begin = performance.now();
        run();
        best[k] = Math.min(best[k]!, performance.now() - begin);
      }
    }
    const [oursMs, ixjb94Ms, indicatortsMs] = best as [number, number, number];
    return { name, oursMs, ixjb94Ms, indicatortsMs, remark };
  });
}

function checkAll(
  title: string,
  ours: readonly Float64Array[],
  theirs: readonly ArrayLike<number>[],
  from: number,
): void {
  for (const [k, values] of theirs.entries()) checkAgreement(`Line ${k + 1} of ${title}`, ours[k]!, values, from);
}

/** How many times as long as the fastest other library an indicator takes. */
export function peerRatio({ oursMs, ixjb94Ms, indicatortsMs }: PeerTimes): number {
  return oursMs / Math.min(ixjb94Ms, indicatortsMs);
}

/** The table of times, and whether all are within the bar. */
export function peersReport(times: readonly PeerTimes[], count: number): { text: string; isWithin: boolean } {
  const row = (cells: readonly string[]): string =>
    cells.map((cell, k) => k === 0 ? cell.padEnd(6) : k < 5 ? cell.padStart(12) : `  ${cell}`).join("").trimEnd();
  const ms = (value: number): string => value.toFixed(2);
  const rows = times.map((each) => {
    const ratio = peerRatio(each), verdict = ratio <= RATIO_MAX ? "" : "  above the bar";
    const cells = [each.name, ms(each.oursMs), ms(each.ixjb94Ms), ms(each.indicatortsMs), ms(ratio)];
    return row([...cells, each.remark]) + verdict;
  });
  const text = [
    `Milliseconds over ${count} bars, the fastest round; values agree to ${TOLERANCE}; the bar of the ratio to the ` +
    `fastest other library is ${RATIO_MAX}`,
    row(["", "cracktrader", "ixjb94", "indicatorts", "ratio"]),
    ...rows,
  ].join("\n");
  return { text, isWithin: times.every((each) => peerRatio(each) <= RATIO_MAX) };
}

function studiesOf({ ixjb94, indicatorts }: Peers, count: number): readonly Study[] {
  const bars = syntheticBars(count), feed = new FeedLines(feedOf(bars), new Clock("synthetic", count));
  // The others read arrays of numbers, as their documentation shows.
  const [high, low, close] = [feed.high, feed.low, feed.close].map((line) => Array.from(columnOf(line)));
  const columns = (...lines: readonly Line[]): Float64Array[] => lines.map(columnOf);
  return [
    {
      name: "sma",
      ours: () => columns(ct.sma(feed.close, 20)),
      ixjb94: () => [ixjb94.sma(close!, 20)],
      indicatorts: () => [indicatorts.sma(close!, { period: 20 })],
      agreesFrom: { ixjb94: 19, indicatorts: 19 },
      remark: "exactly rounded here, running sums there",
    },
    {
      name: "ema",
      ours: () => columns(ct.ema(feed.close, 20)),
      ixjb94: () => [ixjb94.ema(close!, 20)],
      indicatorts: () => [indicatorts.ema(close!, { period: 20 })],
      agreesFrom: { ixjb94: CONVERGED, indicatorts: CONVERGED },
      remark: "begins with a mean here, with the first value there",
    },
    {
      name: "rsi",
      ours: () => columns(ct.rsi(feed.close, 14)),
      ixjb94: () => [ixjb94.rsi(close!, 14)],
      indicatorts: () => [indicatorts.rsi(close!, { period: 14 })],
      agreesFrom: { ixjb94: 14, indicatorts: CONVERGED },
      remark: "indicatorts begins with the first change",
    },
    {
      name: "macd",
      ours: () => {
        const { line, signal, histogram } = ct.macd(feed.close, 12, 26, 9);
        return columns(line, signal, histogram);
      },
      ixjb94: () => ixjb94.macd(close!, 12, 26, 9),
      indicatorts: () => {
        const { macdLine, signalLine } = indicatorts.macd(close!, { fast: 12, slow: 26, signal: 9 });
        return [macdLine, signalLine];
      },
      agreesFrom: { ixjb94: CONVERGED, indicatorts: CONVERGED },
      remark: "begins with means here, with first values there; indicatorts has no histogram",
    },
    {
      name: "atr",
      ours: () => columns(ct.atr(feed, 14, { countsFirst: true })),
      ixjb94: () => [ixjb94.atr(high!, low!, close!, 14)],
      indicatorts: () => [indicatorts.atr(high!, low!, close!, { period: 14 }).atrLine],
      agreesFrom: { ixjb94: 13, indicatorts: 13 },
      formOfIndicatorts: () => columns(ct.atr(feed, 14, { countsFirst: true, average: "sma" })),
      remark: "indicatorts has the plain mean of the ranges, not Wilder's",
    },
  ];
}
