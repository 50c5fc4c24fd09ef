/**
 * Measures how much of a run depends on the date at which its data begin. This is a measurement and no law: averages
 * that never forget, and positions that are still open, depend on the start by right.
 *
 * @module
 */

import type { Bars } from "../../feeds/bars.ts";
import { firstAfter } from "../../feeds/time/ordered_times.ts";
import type { OrderRow } from "../../broker/result_rows.ts";
import type { LineMemory } from "../../lines/line_about.ts";
import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import type { StrategyModule } from "../process/process_runner.ts";
import type { DeclaredLine } from "../../strategy/declared_lines.ts";
import { prepareRepeated } from "./determinism_of_run.ts";
import type { MadeRun, ProveOptions, TriedRun } from "./tried_run.ts";

/** From which bar on something is the same in a run that begins later. Bars count in steps of the whole run, from 0. */
export interface SameFrom {
  /** The first bar from which on it is the same up to the end; null if it is another at the last bar, too. */
  readonly bar: number | null;
  /**
   * The first difference after the later start, or after the lines are the same; null if there is none. Bars at which the
   * line of the later run is not warm are left out, as its NaN there is no value.
   */
  readonly difference: StartDifference | null;
}

/** A difference between the whole run and one that begins later. */
export interface StartDifference {
  /** Its bar. */
  readonly bar: number;
  /** What the whole run has there. */
  readonly expected: string;
  /** What the run that begins later has there. */
  readonly found: string;
}

/** A declared line in a run that begins later. */
export interface LineFrom extends SameFrom {
  /** The line, as `field (name of the line)`. */
  readonly line: string;
  /**
   * Size of the first difference and of the one at the last bar, as a fraction of what the whole run has there; null
   * without a difference, or where a value is not a number or the whole run has 0.
   */
  readonly size: {
    /** That of the first difference. */
    readonly first: number | null;
    /** That at the last bar. */
    readonly last: number | null;
  };
  /** Number of bars at which the line of the later run has a value. */
  readonly warmBars: number;
}

/** A run without the first bars. */
export interface LaterStart {
  /** Number of bars that were cut off, which is the index of its first bar. */
  readonly bars: number;
  /** Time of its first bar, in microseconds since the epoch. */
  readonly timeUs: number;
  /** The declared lines, bit by bit. */
  readonly lines: readonly LineFrom[];
  /** The orders at each bar, by side, kind and prices; sizes are left out, as they follow from the account. */
  readonly orders: SameFrom & {
    /** Number of orders of the whole run from that bar on. */
    readonly compared: number;
  };
  /** The error by which the run ended; null if it did not. */
  readonly failure: string | null;
}

/** A declared line of the strategy, with the memory that its indicators declare. */
export interface LineMemoryFound {
  /** The line, as `field (name of the line)`. */
  readonly line: string;
  /** Bars that a value depends on, as its indicators declare. */
  readonly memory: LineMemory;
  /** Number of its bars up to its first value; the length of the window, if it is one. */
  readonly minPeriod: number;
  /**
   * A difference that contradicts the memory: a window, and another value in a run that begins before that window; null
   * if none was found.
   */
  readonly contradiction: (StartDifference & { readonly startBar: number }) | null;
}

/** The measurement. */
export interface StartDates {
  /** The reason why it could not be made; null if it was. */
  readonly reason: string | null;
  /** The runs without the first bars, the longest first. */
  readonly starts: readonly LaterStart[];
  /** The declared lines; empty if the measurement could not be made. */
  readonly lines: readonly LineMemoryFound[];
}

/** Parts of the bars that are cut off, beside a single bar. */
const PARTS: readonly number[] = [1 / 50, 1 / 10, 1 / 4, 1 / 2];

/**
 * Measures from which bar on a run does the same when its data begin later: the first bar, and a fiftieth, a tenth, a
 * quarter and a half of the bars are cut off. The terms that the whole run inferred from its data are handed over.
 */
export async function startDatesOfRun<P extends Params>(
  strategy: StrategyClass<P> | StrategyModule,
  feeds: Bars | Readonly<Record<string, Bars>>,
  options: ProveOptions<P> = {},
): Promise<StartDates> {
  return await measureStartDates(await prepareRepeated(strategy, feeds, options));
}

/** Makes the measurement on a run that was already made. */
export async function measureStartDates(run: TriedRun): Promise<StartDates> {
  if (run.unsteady !== undefined) return { reason: run.unsteady, starts: [], lines: [] };
  const counts = [...new Set([1, ...PARTS.map((part) => Math.floor(run.steps * part))])].filter((bars) =>
    bars >= 1 && bars < run.steps
  ).sort((a, b) => a - b);
  if (counts.length === 0) return { reason: "a run of one bar cannot begin later", starts: [], lines: [] };
  const wants = { lines: true }, until = run.steps;
  const [whole, ...later] = await run.make(
    { wants },
    ...counts.map((from) => ({ feeds: run.feedsOf({ from, until }), wants })),
  );
  const starts = later.map((made, at) => laterStart(run, whole!, made, counts[at]!));
  return { reason: null, starts, lines: whole!.outcome.lines.map((line, at) => memoryOf(line, at, starts)) };
}

/** Returns the declared memory of a line, and the first later start that contradicts it. */
function memoryOf(line: DeclaredLine, at: number, starts: readonly LaterStart[]): LineMemoryFound {
  const { field, name, memory, minPeriod } = line;
  const other = memory !== "window" ? undefined : starts.find(({ lines }) => lines[at]!.difference !== null);
  const difference = other?.lines[at]?.difference ?? null;
  const contradiction = difference === null ? null : { ...difference, startBar: other!.bars };
  return { line: `${field} (${name})`, memory, minPeriod, contradiction };
}

function laterStart(run: TriedRun, whole: MadeRun, later: MadeRun, bars: number): LaterStart {
  const lines = whole.outcome.lines.map((line) => lineFrom(run, line, later, bars));
  // Orders are bound to differ as long as the lines do.
  const settled = Math.max(bars, ...lines.map(({ bar }) => bar ?? bars));
  return {
    bars,
    timeUs: run.timeUs[bars]!,
    lines,
    orders: ordersFrom(whole, later, { bars, settled }),
    failure: later.outcome.failure?.message ?? null,
  };
}

function lineFrom(run: TriedRun, line: DeclaredLine, later: MadeRun, bars: number): LineFrom {
  const name = `${line.field} (${line.name})`, other = later.outcome.lines.find(({ field }) => field === line.field);
  const { timeUs } = line, cut = firstAfter(timeUs, run.timeUs[bars]!, true);
  const stepOf = (row: number): number => firstAfter(run.timeUs, timeUs[row]!, true);
  const rows = timeUs.length;
  if (other === undefined) {
    const difference = { bar: bars, expected: "a line", found: "no line" };
    return { line: name, bar: null, difference, size: { first: null, last: null }, warmBars: 0 };
  }
  const differs = (row: number): boolean => !Object.is(line.values[row], other.values[row - cut]);
  const sizeAt = (row: number): number | null => relativeSize(line.values[row]!, other.values[row - cut]!);
  // The later run has no value on its first bars, which is no difference of the values.
  const warm = Math.min(rows, cut + other.minPeriod - 1);
  let first = warm, last = rows - 1;
  while (first < rows && !differs(first)) first++;
  while (last >= cut && !differs(last)) last--;
  const isNever = last === rows - 1 && last >= cut;
  const difference = first === rows
    ? null
    : { bar: stepOf(first), expected: `${line.values[first]}`, found: `${other.values[first - cut]}` };
  return {
    line: name,
    bar: isNever ? null : last < cut ? bars : stepOf(last + 1),
    difference,
    size: difference === null ? { first: null, last: null } : { first: sizeAt(first), last: sizeAt(rows - 1) },
    warmBars: rows - warm,
  };
}

/** Returns the distance of two values as a fraction of the first one; null where there is no such number. */
function relativeSize(expected: number, found: number): number | null {
  const size = Math.abs(found - expected) / Math.abs(expected);
  return Number.isFinite(size) ? size : null;
}

function ordersFrom(
  whole: MadeRun,
  later: MadeRun,
  { bars, settled }: { readonly bars: number; readonly settled: number },
): LaterStart["orders"] {
  const expected = ordersByBar(whole, 0), found = ordersByBar(later, bars);
  const steps = [...new Set([...expected.keys(), ...found.keys()])].filter((step) => step >= bars).sort((a, b) =>
    a - b
  );
  const text = (orders: ReadonlyMap<number, readonly string[]>, step: number): string =>
    orders.get(step)?.join("; ") ?? "no order";
  const differing = steps.filter((step) => text(expected, step) !== text(found, step));
  const first = differing.find((step) => step >= settled) ?? differing[0];
  const from = differing.length === 0 ? bars : differing.at(-1)! + 1;
  const compared = [...expected].reduce((sum, [step, orders]) => step >= from ? sum + orders.length : sum, 0);
  return {
    // A run without a further order shows nothing of its orders.
    bar: differing.length > 0 && compared === 0 ? null : from,
    difference: first === undefined ? null : { bar: first, expected: text(expected, first), found: text(found, first) },
    compared,
  };
}

/** Returns the orders at each step of the whole run as texts. */
function ordersByBar({ outcome }: MadeRun, from: number): ReadonlyMap<number, readonly string[]> {
  const orders = new Map<number, string[]>();
  for (const order of outcome.rows?.orders ?? []) {
    const step = order.bar + from, there = orders.get(step) ?? [];
    orders.set(step, [...there, orderText(order)].sort());
  }
  return orders;
}

/** Returns an order by side, kind and prices. The protection of an entry is an order of its own. */
function orderText({ feed, side, type, role, limit, stop }: OrderRow): string {
  const prices = [...(limit === null ? [] : [`limit ${limit}`]), ...(stop === null ? [] : [`stop ${stop}`])];
  return [`${side} ${feed}`, type, role, ...prices].join(" ");
}
