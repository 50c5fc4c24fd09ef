/**
 * Pictures of indicators: charts of recorded prices with series that other libraries computed over them.
 *
 * A picture is drawn of what was recorded, so that it does not show our own calculation. Each series names our line for
 * it, by which a test draws the same picture.
 *
 * @module
 */

import type { FeedLines } from "../../../src/lines/feed_lines.ts";
import { columnOf, type Line } from "../../../src/lines/line.ts";
import { dailyFeed, recordedSeries, type RecordingName } from "../../../tests/indicators/recorded_series.ts";
import { recordedFeed } from "../../../tests/oracle/indicators/recorded_prices.ts";
import { parseRecordings } from "../../../tests/oracle/indicators/recording.ts";
import { readText } from "../../../tests/oracle/read_text.ts";
import { type CandleValues, type Chart, chartSvg, type Pane, type Values } from "./chart.ts";

const FIXTURES = new URL("../../../fixtures/indicators/", import.meta.url);

/** The recorded prices: daily bars of Apple, the last 504 or all 1,260; or those of an index in 2006. */
export type PricesName = "aapl" | "aapl-all" | "index";

/** A recorded series, and our line for it. */
export interface Series {
  /** The file of fixtures/indicators. */
  readonly recording: string;
  /** The key of the series in that file, with the name of the line behind a bar where there are several. */
  readonly key: string;
  /** Makes our line. */
  readonly ours: (feed: FeedLines) => Line;
  /** Bars by which the library wrote a value earlier than it was known. */
  readonly ahead?: number;
}

/** The values of a picture, cut to the bars that it shows. */
export interface Shown {
  readonly prices: CandleValues & { readonly volume: Values };
  /** Returns the values of a series. */
  readonly of: (series: Series) => Values;
}

/** A picture. */
export interface Picture {
  /** Name of the file, without its ending. */
  readonly name: string;
  readonly title: string;
  /** What is to be seen, for those who do not see it. */
  readonly description: string;
  readonly prices: PricesName;
  /** The first bar that is shown, counted from 0. */
  readonly from: number;
  /** Number of bars that are shown. */
  readonly bars: number;
  readonly panes: (shown: Shown) => readonly Pane[];
}

/** Makes functions from a key and our line to a series of one recording. */
export function recordedIn(recording: string): (key: string, ours: Series["ours"], ahead?: number) => Series {
  return (key, ours, ahead = 0) => ({ recording, key, ours, ahead });
}

/** Draws a picture of the recorded series. */
export async function drawPicture(picture: Picture): Promise<string> {
  const recordings = await readRecordings();
  return draw(picture, ({ recording, key }) => {
    const values = recordings.get(`${recording}: ${key}`) ?? recordedSeries(recording as RecordingName).get(key);
    if (values === undefined) throw new Error(`Cannot draw "${picture.name}": ${recording} has no series ${key}`);
    return values;
  });
}

/** Draws a picture of our own lines over the same prices. */
export function drawOurs(picture: Picture): string {
  return draw(picture, ({ ours, ahead = 0 }) => {
    const known = columnOf(ours(feedOf(picture.prices))), values = new Float64Array(known.length).fill(NaN);
    values.set(known.subarray(ahead));
    return values;
  });
}

function draw(picture: Picture, valuesOf: (series: Series) => Values): string {
  const { title, description, from, bars } = picture, feed = feedOf(picture.prices);
  const cut = (values: Values): Values => values.subarray(from, from + bars);
  const { open, high, low, close, volume } = feed;
  const prices = { open, high, low, close, volume };
  const shown = Object.fromEntries(Object.entries(prices).map(([name, line]) => [name, cut(columnOf(line))] as const));
  const panes = picture.panes({ prices: shown as unknown as Shown["prices"], of: (series) => cut(valuesOf(series)) });
  const times = Array.from(cut(columnOf(feed.time)), (us) => new Date(us / 1000));
  const chart: Chart = { title, description, times, panes };
  return chartSvg(chart);
}

function feedOf(prices: PricesName): FeedLines {
  if (prices === "index") return recordedFeed(false).feed;
  return dailyFeed(prices === "aapl" ? 504 : 0);
}

let read: Promise<ReadonlyMap<string, Values>> | undefined;

/** Returns the series of the recordings of backtrader, by file and key. */
function readRecordings(): Promise<ReadonlyMap<string, Values>> {
  return read ??= readBacktrader();
}

async function readBacktrader(): Promise<ReadonlyMap<string, Values>> {
  const series = new Map<string, Values>();
  for (const file of ["backtrader", "backtrader_more"]) {
    const name = `${file}.json.gz`, text = await readText(new URL(name, FIXTURES));
    for (const { name: setup, lines } of parseRecordings(JSON.parse(text), name)) {
      for (const [line, values] of Object.entries(lines)) series.set(`${file}: ${setup} | ${line}`, values);
    }
  }
  for (const file of ["sma", "crossover"]) {
    const recorded = JSON.parse(await Deno.readTextFile(new URL(`${file}.json`, FIXTURES))) as Readonly<
      Record<string, { readonly values: string }>
    >;
    for (const [key, { values }] of Object.entries(recorded)) {
      series.set(`${file}: ${key}`, Float64Array.from(values.split(" "), Number));
    }
  }
  return series;
}
