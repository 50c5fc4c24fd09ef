/**
 * Markets from a seed on which a strategy is stressed: trends, gaps, halts, flat ones, single bars and extremes.
 *
 * @module
 */

import type { Bars } from "../feeds/bars.ts";
import { bars as makeBars } from "../feeds/read_columns.ts";
import { Random } from "./random.ts";

/** A kind of market. */
export type MarketKind = "walk" | "trend" | "gaps" | "halts" | "flat" | "one bar" | "extremes" | "minutes";

/** Kinds of markets, which take turns. */
export const MARKET_KINDS: readonly MarketKind[] = [
  "walk",
  "trend",
  "gaps",
  "halts",
  "flat",
  "one bar",
  "extremes",
  "minutes",
];

/** Rows of a market, as plain numbers that a file holds. */
export interface MarketRow {
  readonly time: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Bars of a market, two at least, so that their length is known, but for the market of one bar. */
const BARS_LEAST = 30, BARS_MOST = 260;
const DAY_MS = 86_400_000, MINUTE_MS = 60_000;
/** Begin of all markets, a Monday. */
const BEGIN_MS = Date.UTC(2020, 0, 6);

/**
 * Returns the rows of a market.
 *
 * @param kind Its kind.
 * @param seed Seed of all markets.
 * @param number Number of the market, which has a stream of its own.
 */
export function marketRows(kind: MarketKind, seed: number, number: number): readonly MarketRow[] {
  const random = new Random(seed, number), isIntraday = kind === "minutes";
  const count = kind === "one bar" ? 1 : random.between(BARS_LEAST, BARS_MOST), rows: MarketRow[] = [];
  // Whole cents, so that the file has every digit.
  let cents = kind === "extremes" ? random.pick([3, 100, 10_000, 100_000_000]) : random.between(500, 50_000);
  const drift = kind === "trend" ? random.pick([-1, 1]) : 0;
  let moment = BEGIN_MS;
  for (let bar = 0; bar < count; bar++) {
    const swing = Math.max(1, Math.floor(cents / (kind === "extremes" ? 3 : 60)));
    const step = (): number => kind === "flat" ? 0 : random.between(-swing, swing);
    if (kind === "gaps" && random.chance(15)) cents = legal(cents + random.between(-6 * swing, 6 * swing));
    if (kind === "extremes" && random.chance(10)) cents = legal(random.pick([cents * 10, Math.floor(cents / 10), 1]));
    const open = legal(cents + Math.floor(step() / 4)), close = legal(open + step() + drift * Math.floor(swing / 3));
    const high = Math.max(open, close) + (kind === "flat" ? 0 : random.below(swing + 1));
    const low = legal(Math.min(open, close) - (kind === "flat" ? 0 : random.below(swing + 1)));
    // A halt has bars without volume, and moments without bars.
    const halted = kind === "halts" && random.chance(20), volume = halted ? 0 : random.between(1, 100_000);
    rows.push({
      time: isIntraday ? new Date(moment).toISOString() : new Date(moment).toISOString().slice(0, 10),
      ...{ open: open / 100, high: high / 100, low: low / 100, close: close / 100, volume },
    });
    cents = close;
    moment = nextMoment(moment, isIntraday, halted ? random.between(1, 9) : 1);
  }
  return rows;
}

/** Returns a moment some bars later: minutes of a session of six hours and a half, or days without weekends. */
function nextMoment(moment: number, isIntraday: boolean, bars: number): number {
  if (isIntraday) {
    const next = moment + 5 * MINUTE_MS * bars;
    return (next - BEGIN_MS) % DAY_MS < 390 * MINUTE_MS
      ? next
      : BEGIN_MS + (Math.floor((next - BEGIN_MS) / DAY_MS) + 1) * DAY_MS;
  }
  let next = moment;
  for (let bar = 0; bar < bars; bar++) {
    do next += DAY_MS; while (new Date(next).getUTCDay() % 6 === 0);
  }
  return next;
}

/** Keeps a price between one cent and ten million. */
function legal(cents: number): number {
  return Math.min(Math.max(1, cents), 1_000_000_000);
}

/** Returns rows as bars, as a reader of their file makes them. */
export function marketBars(rows: readonly MarketRow[], name: string): Bars {
  const column = <Name extends keyof MarketRow>(name: Name): MarketRow[Name][] => rows.map((row) => row[name]);
  const isIntraday = rows[0]!.time.length > 10;
  return makeBars({
    ...{ time: column("time"), open: column("open"), high: column("high"), low: column("low"), close: column("close") },
    volume: column("volume"),
  }, { name, timeframe: isIntraday ? "5m" : "1d", ...(isIntraday ? { stamp: "close" } : {}) });
}

/** Returns rows as a file of CSV. Its first line says how the rows came about. */
export function marketCsv(rows: readonly MarketRow[]): string {
  const lines = rows.map(({ time, open, high, low, close, volume }) =>
    [time, open, high, low, close, volume].join(",")
  );
  return `${["time,open,high,low,close,volume", ...lines].join("\n")}\n`;
}
