/**
 * Comparison of our indicators with recorded series, row by row of tables that the families of indicators keep.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import type { FeedLines } from "../../src/lines/feed_lines.ts";
import { columnOf, type Line } from "../../src/lines/line.ts";
import { recordedSeries, type RecordingName } from "./recorded_series.ts";

/** The lines of the feed that a series was recorded over. */
export interface RecordedInputs {
  readonly feed: FeedLines;
  readonly open: Line;
  readonly high: Line;
  readonly low: Line;
  readonly close: Line;
  readonly volume: Line;
}

/** A recorded series, our line, and how equal they are. */
export interface OracleRow {
  /** Name of the recorded series: the call that made it. */
  readonly series: string;
  /** Makes our line. */
  readonly make: (inputs: RecordedInputs) => Line;
  /**
   * `"bits"`, every value being the same double (0 and -0 are one); or the largest difference, relative to the recorded value, or to the
   * largest one of the series with `of: "largest"`.
   */
  readonly equal: "bits" | number;
  /** The value that a difference is relative to; `"each"` by default. */
  readonly of?: "each" | "largest";
  /** First bar that is compared, where first values differ by convention; by default all are, those without a value too. */
  readonly from?: number;
  /** The reason why the row asks for less than the same bits in every bar. */
  readonly because?: string;
}

/** The rows of a family of indicators, by the library that recorded the series. */
export interface OracleRows {
  readonly talib?: readonly OracleRow[];
  readonly pandasTa?: readonly OracleRow[];
  readonly numpy?: readonly OracleRow[];
}

/** Registers a test for each row. */
export function compareRows(recording: RecordingName, feedOf: () => FeedLines, rows: readonly OracleRow[]): void {
  const recorded = recordedSeries(recording);
  for (const row of rows) {
    const { series, equal } = row, claim = equal === "bits" ? "bit for bit" : `within ${equal}`;
    const title = `${row.make.toString().replace(/\s+/g, " ").replace(/^.*?=>\s*/, "")} equals ${recording} ${series}`;
    Deno.test(`${title}, ${claim}${row.from === undefined ? "" : `, from bar ${row.from}`}`, () => {
      const feed = feedOf(), { open, high, low, close, volume } = feed, theirs = recorded.get(series);
      assert(theirs !== undefined, `there is no recorded series ${series}`);
      compare(row, columnOf(row.make({ feed, open, high, low, close, volume })), theirs);
    });
  }
}

/** Compares a column with a recorded one, and the row with what it could say. */
function compare({ equal, of = "each", from = 0, because }: OracleRow, ours: Float64Array, theirs: Float64Array): void {
  assertEquals(because === undefined, equal === "bits" && from === 0, "a reason belongs to a row that asks for less");
  assertEquals(ours.length, theirs.length);
  assert(theirs.subarray(from).some(Number.isFinite), "nothing is compared");
  const largest = theirs.reduce((most, value) => Math.abs(value) > most ? Math.abs(value) : most, 0);
  const apart = (i: number): number =>
    Object.is(ours[i], theirs[i]) || ours[i] === theirs[i]
      ? 0
      : Math.abs(ours[i]! - theirs[i]!) / (of === "largest" ? largest : Math.abs(theirs[i]!));
  const allowed = equal === "bits" ? 0 : equal;
  let most = 0;
  for (let i = from; i < ours.length; i++) {
    const distance = apart(i);
    assert(distance <= allowed, `bar ${i}: ${ours[i]} is ${distance} from ${theirs[i]}`);
    most = Math.max(most, distance);
  }
  assert(equal === "bits" || most > 0, "the row allows a difference, but there is none: say bits");
  assert(equal === "bits" || most > equal / 1000, `the row allows ${equal}, but ${most} is the largest difference`);
  assert(
    from === 0 || apart(from - 1) > allowed || Number.isNaN(apart(from - 1)),
    `the bar before ${from} is equal too`,
  );
}
