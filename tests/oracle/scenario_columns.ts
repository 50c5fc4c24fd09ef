/**
 * Packs the bars of a scenario into columns, with the steps that they make.
 *
 * @module
 */

import { BAR_COLUMNS } from "../../src/contract/contract.gen.ts";
import { DAY_US, SESSION_DAY_OFFSET } from "../../src/feeds/time/civil_date.ts";
import type { Scenario } from "./scenario.ts";
import { barTime } from "./scenario_times.ts";

/** Packed columns with the facts that a replay needs. */
export interface ScenarioColumns {
  readonly packed: Float64Array<ArrayBuffer>;
  readonly counts: Uint32Array<ArrayBuffer>;
  /** Times of the bars of each feed. */
  readonly times: readonly (readonly number[])[];
  /** Times of the steps, ascending: each is one call of `next`. */
  readonly steps: readonly number[];
}

/** Packs the bars of all feeds. */
export function packScenario(scenario: Scenario): ScenarioColumns {
  const times = scenario.datas.map((feed) =>
    feed.bars.map((bar, row) => barTime(bar[0], `bar ${row} of ${feed.name}`))
  );
  const total = times.reduce((sum, own) => sum + own.length, 0);
  const packed = new Float64Array(total * BAR_COLUMNS);
  let offset = 0;
  scenario.datas.forEach((feed, id) => {
    const count = feed.bars.length;
    feed.bars.forEach((bar, row) => {
      const timeUs = times[id]![row]!;
      packed[offset + row] = timeUs;
      packed[offset + count + row] = row === 0 ? timeUs - DAY_US : times[id]![row - 1]!;
      packed[offset + 2 * count + row] = Math.floor(timeUs / DAY_US) + SESSION_DAY_OFFSET;
      for (let column = 1; column < bar.length; column++) {
        packed[offset + (2 + column) * count + row] = bar[column] as number;
      }
    });
    offset += count * BAR_COLUMNS;
  });
  const steps = [...new Set(times.flat())].sort((a, b) => a - b);
  return { packed, counts: Uint32Array.from(times, (own) => own.length), times, steps };
}
