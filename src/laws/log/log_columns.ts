/**
 * A log as packed columns of bars and the events between them, driven in the way of a run.
 *
 * @module
 */

import {
  BAR_BEGIN_US,
  BAR_CLOSE,
  BAR_COLUMNS,
  BAR_HIGH,
  BAR_LOW,
  BAR_OPEN,
  BAR_SESSION_DAY,
  BAR_VOLUME,
  CONFIG_INSTRUMENTS_COUNT,
  EVENT_BAR,
  EVENT_SHUTDOWN,
  EVENT_STEP,
  LANE_INSTRUMENT,
  LANE_KIND,
  LANE_PRODUCER,
  LANE_TIME_US,
  RECORD_LANES,
  RECORD_WORDS,
  STATUS_DATA_HIGH,
  STATUS_DATA_LOW,
  STATUS_NOTICES,
} from "../../contract/contract.gen.ts";
import { wordsOf } from "../../contract/words.ts";
import { recordsAt } from "./event_log_builder.ts";
import { type EventLog, eventsCount } from "./event_log.ts";
import { makeEngine } from "./playback.ts";
import type { EngineName } from "../../engine/backends.ts";
import { ended, failed, type PlayedLog, readWords } from "./played_log.ts";

/** A step of a log: its time, and the places of the events ahead of its bars and of those after it. */
export interface ColumnsStep {
  /** Time in microseconds since the epoch. */
  readonly timeUs: number;
  /** Places in the log of the events of its time ahead of its bars. */
  readonly before: readonly number[];
  /** Places in the log of the events after the step. */
  readonly after: readonly number[];
}

/** A log whose bars lie in columns. */
export interface ColumnsLog {
  /** The log. */
  readonly log: EventLog;
  /** Its steps. */
  readonly steps: readonly ColumnsStep[];
  /** The columns of each instrument, one after the other. */
  readonly columns: Float64Array;
  /** Number of bars of each instrument. */
  readonly counts: Uint32Array;
}

/** Columns of a bar, as lanes of its record. */
const BAR_LANES: readonly number[] = [BAR_OPEN, BAR_HIGH, BAR_LOW, BAR_CLOSE, BAR_VOLUME];

/**
 * Separates the bars of a log from its other events. At each time, columns have events such as payments, the bars by
 * ascending instrument, the step, and then the events that are not market data. For any other log the reason is returned.
 */
export function columnsOfLog(log: EventLog): ColumnsLog | { readonly leftOut: string } {
  const { configuration, events } = log, words = wordsOf(events), bars: number[][] = [];
  for (let id = 0; id < configuration[CONFIG_INSTRUMENTS_COUNT]!; id++) bars.push([]);
  const steps: { timeUs: number; before: number[]; after: number[] }[] = [];
  let open_us: number | undefined, last_instrument = -1, before: number[] = [];
  for (let place = 0; place < eventsCount(events); place++) {
    const at = place * RECORD_WORDS,
      kind = words[at + LANE_KIND]!,
      time_us = events[place * RECORD_LANES + LANE_TIME_US]!;
    const last = steps.at(-1), odd = { leftOut: `columns: event ${place + 1} is not where columns would put it` };
    if (kind === EVENT_BAR) {
      const instrument = words[at + LANE_INSTRUMENT]!, rows = bars[instrument];
      const continues = open_us === time_us && instrument > last_instrument;
      const begins = open_us === undefined && (last === undefined || time_us > last.timeUs);
      if (rows === undefined || words[at + LANE_PRODUCER] !== 0 || !(continues || begins)) return odd;
      rows.push(place);
      open_us = time_us;
      last_instrument = instrument;
    } else if (kind === EVENT_STEP) {
      if (open_us !== time_us) return odd;
      if (last_instrument === -1) return odd;
      steps.push({ timeUs: time_us, before, after: [] });
      before = [];
      open_us = undefined;
      last_instrument = -1;
    } else if (
      kind < EVENT_SHUTDOWN && last_instrument === -1 && (open_us === time_us || open_us === undefined) &&
      (last === undefined || time_us > last.timeUs)
    ) {
      before.push(place);
      open_us = time_us;
    } else {
      if (last === undefined || open_us !== undefined || time_us !== last.timeUs && kind !== EVENT_SHUTDOWN) return odd;
      last.after.push(place);
    }
  }
  if (steps.length === 0 || open_us !== undefined) return { leftOut: "columns: the log has no whole steps of bars" };
  return { log, steps, counts: Uint32Array.from(bars, (rows) => rows.length), columns: packed(events, bars) };
}

function packed(events: Float64Array, bars: readonly (readonly number[])[]): Float64Array {
  const columns = new Float64Array(bars.reduce((sum, rows) => sum + rows.length, 0) * BAR_COLUMNS),
    words = wordsOf(events);
  let at = 0;
  for (const rows of bars) {
    for (const place of rows) columns[at++] = events[place * RECORD_LANES + LANE_TIME_US]!;
    for (const place of rows) columns[at++] = events[place * RECORD_LANES + BAR_BEGIN_US]!;
    for (const place of rows) columns[at++] = words[place * RECORD_WORDS + BAR_SESSION_DAY]!;
    for (const lane of BAR_LANES) for (const place of rows) columns[at++] = events[place * RECORD_LANES + lane]!;
  }
  return columns;
}

/** The ways to drive columns. */
export type DrivingWay = "step by step" | "to the horizon" | "in strides";

/** All ways to drive columns. */
export const DRIVING_WAYS: readonly DrivingWay[] = ["step by step", "to the horizon", "in strides"];

/**
 * The results of driving a log from columns, with the marks of its steps: cash and value, one column after the other.
 */
export interface DrivenLog extends PlayedLog {
  readonly marks: Float64Array;
}

/** Lengths of the strides in steps, used by turns. */
const STRIDES: readonly number[] = [1, 7, 30, 2, 13];

/** Number of strides after which the state moves into a new engine, which loads the columns again. */
const STRIDES_A_MOVE = 16;

/** Drives a log from its columns up to a step. */
export function driveColumns(
  name: EngineName,
  configuration: Float64Array,
  { log, steps, columns, counts }: ColumnsLog,
  way: DrivingWay,
  untilStep: number = steps.length,
): DrivenLog {
  let engine = makeEngine(name, configuration);
  const outputs: Uint32Array[] = [], marks = new Float64Array(2 * steps.length), how = `${name}, columns ${way}`;
  let row = 0;
  const advance = (step: number): void => {
    row += engine.advance(columns, { marks, row, untilUs: steps[step]!.timeUs });
    if (row !== step + 1) throw new Error(`Advancing to step ${step + 1} came to step ${row}`);
  };
  const move = (): void => {
    const snapshot = engine.snapshot();
    engine[Symbol.dispose]();
    engine = makeEngine(name, configuration);
    engine.restore(snapshot);
    engine.loadColumns(columns, counts);
  };
  const isQuiet = (step: number): boolean =>
    steps[step]!.after.length === 0 && (steps[step + 1]?.before.length ?? 0) === 0;
  try {
    engine.loadColumns(columns, counts);
    for (let step = 0, stride = 0; step < untilStep; stride++) {
      let target = step;
      const { before } = steps[step]!;
      if (before.length > 0) engine.apply(recordsAt(log.events, before));
      if (way === "in strides") {
        const most = Math.min(untilStep - 1, step + STRIDES[stride % STRIDES.length]! - 1);
        while (target < most && isQuiet(target)) target++;
      } else if (way === "to the horizon") {
        const horizonUs = engine.horizon(columns), notices = engine.status()[STATUS_NOTICES]!;
        while (target < untilStep - 1 && steps[target]!.timeUs < horizonUs && isQuiet(target)) target++;
        if (target > step) advance(target - 1);
        if (engine.status()[STATUS_NOTICES] !== notices) {
          throw new Error(`The horizon of step ${step + 1}, ${horizonUs}, is late: there are notices before it`);
        }
      }
      advance(target);
      if (steps[target]!.after.length > 0) engine.apply(recordsAt(log.events, steps[target]!.after));
      outputs.push(readWords(engine));
      step = target + 1;
      if (way === "in strides" && stride % STRIDES_A_MOVE === STRIDES_A_MOVE - 1) move();
    }
    const played = ended(how, engine, outputs);
    // A log does not contain the columns, so it has no hash of the data.
    played.status.fill(0, STATUS_DATA_LOW, STATUS_DATA_HIGH + 1);
    return { ...played, marks };
  } catch (error) {
    return { ...failed(how, outputs, error), marks };
  } finally {
    engine[Symbol.dispose]();
  }
}
