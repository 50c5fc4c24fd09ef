/**
 * One backtest of which the memory is measured, as a program of its own: `memory_run.ts MODE BARS`.
 *
 * @module
 */

import * as ct from "../../mod.ts";
import { EVERY_CASE } from "../../tests/indicators/every_case.ts";
import { type IndicatorCase, inputsOf, seriesOf } from "../../tests/indicators/indicator_case.ts";
import type { EngineName } from "../engines.ts";
import { syntheticBars } from "../synthetic_bars.ts";

/** Which indicators the strategy has: none, those that it only declares, or those that it reads on every bar. */
export type MemoryMode = "none" | "declared" | "read";

/** Number of indicators. */
export const INDICATORS = 100;

/** Bars between two looks at the memory. */
const LOOK_EVERY = 4096;

/** Figures of a run. */
export interface MemoryRun {
  /** Greatest resident memory of the process that was seen, in bytes. */
  readonly peakBytes: number;
  /** Number of lines that the strategy declared. */
  readonly declared: number;
  /** Number of bars on which it was called: those behind the warm-up of its lines. */
  readonly calls: number;
  /** Number of values that it read. */
  readonly read: number;
  /** Their sum. */
  readonly sum: number;
  /** The engine that ran. */
  readonly backend: string;
}

/** The first calls of different indicators that have one line each. */
export function singleLines(): readonly IndicatorCase[] {
  const { inputs } = inputsOf(seriesOf("walk", 1, 10)), chosen = new Map<string, IndicatorCase>();
  for (const each of EVERY_CASE) {
    if (chosen.size === INDICATORS) break;
    if (!chosen.has(each.name) && each.make(inputs) instanceof ct.Line) chosen.set(each.name, each);
  }
  return [...chosen.values()];
}

/** Runs a strategy over synthetic bars and looks at the memory of this process, often. */
export function runWith(mode: MemoryMode, count: number, engineBackend: EngineName | "auto" = "auto"): MemoryRun {
  const cases = mode === "none" ? [] : singleLines();
  let peakBytes = 0, declared = 0, calls = 0, read = 0, sum = 0;
  const look = (): void => {
    peakBytes = Math.max(peakBytes, Deno.memoryUsage().rss);
  };
  class Reader extends ct.Strategy.with({}) {
    lines: readonly ct.Line[] = cases.map(({ make }) =>
      make({ feed: this.data, line: this.data.close, other: this.data.open }) as ct.Line
    );

    override start(): void {
      declared = this.lines.length;
    }

    override next(): void {
      const isFirst = calls++ === 0;
      if (mode === "read") {
        for (const line of this.lines) {
          sum += line.now;
          read++;
          // Columns are made when they are first read.
          if (isFirst) look();
        }
      }
      if (this.data.length % LOOK_EVERY === 0) look();
    }
  }
  const result = ct.backtest(Reader, syntheticBars(count), { cash: 1_000_000, engineBackend });
  look();
  return { peakBytes, declared, calls, read, sum, backend: result.engine.backend };
}

if (import.meta.main) {
  const [mode, count] = Deno.args;
  console.log(JSON.stringify(runWith(mode as MemoryMode, Number(count))));
}
