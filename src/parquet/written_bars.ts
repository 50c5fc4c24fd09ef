/**
 * Reads a file that `writeParquet` wrote: its columns and its facts as they are.
 *
 * @module
 */

import type { BarColumns, FeedData } from "../feeds/feed_data.ts";
import { readPart } from "../feeds/slice.ts";
import { DAY_US, SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";
import { formatTimeframe } from "../feeds/time/timeframe.ts";
import { barFault, isBar, NO_FLOOR } from "../feeds/validate_bars.ts";
import { inspected } from "../host.ts";
import { type BarFacts, FACTS_KEY, readFacts } from "./bar_facts.ts";
import { checksum, unsealed } from "./checksum.ts";
import type { ColumnKind } from "./column_form.ts";
import type { ParquetFile } from "./parquet_file.ts";
import type { CheckedParquetOptions } from "./parquet_options.ts";
import { withSessions } from "./sessions_anew.ts";
import { BEGIN, beginOf, SESSION, TIME, WRITER } from "./write_parquet.ts";

const REMEDY = "the file was changed or damaged after writeParquet wrote it; write it anew";
/** Options that say how to read columns, which such a file says itself. */
const SETTLED = ["columns", "adjust", "symbol", "dateOrder"] as const;

/** Returns whether `writeParquet` wrote a file. */
export function isWritten(file: ParquetFile): boolean {
  return file.texts.has(FACTS_KEY) || file.createdBy === WRITER;
}

/**
 * Reads the bars.
 *
 * @throws {RangeError} If the file was changed or damaged afterwards, or an option contradicts its facts.
 */
export async function writtenBars(file: ParquetFile, options: CheckedParquetOptions): Promise<FeedData> {
  const { source } = file, written = file.texts.get(FACTS_KEY);
  if (written === undefined) throw new RangeError(`Cannot read ${source}: it has no text "${FACTS_KEY}"; ${REMEDY}`);
  const { text, sha256 } = unsealed(written), facts = readFacts(text);
  if (typeof facts === "string") {
    throw new RangeError(`Cannot read ${source}: of its text "${FACTS_KEY}", ${facts}; write it anew`);
  }
  checkOptions(source, facts, options);
  const columns = await columnsOf(file, facts), extra: Record<string, Float64Array> = {};
  for (const [name, column] of facts.extra) extra[name] = await numbersOf(file, column, "number");
  checkRows(file, columns, facts.anyPrices === true ? NO_FLOOR : 0);
  if (sha256 !== await checksum(text, { columns, extra })) {
    throw new RangeError(`Cannot read ${source}: its content is not that of its checksum; ${REMEDY}`);
  }
  const { given, feed } = options;
  const bars: FeedData = {
    ...facts,
    ...{ length: file.length, columns, extra },
    name: given.has("name") ? feed.name : facts.name,
    decimals: feed.decimals ?? facts.decimals,
    trade: given.has("trade") ? feed.trade : facts.trade,
  };
  const settled = withSessions(bars, feed, (row) => file.place(row));
  // Bars of which there is none have no part either.
  return feed.part.from === undefined && feed.part.to === undefined ? settled : readPart(settled, feed.part);
}

function checkOptions(source: string, facts: BarFacts, { given, feed }: CheckedParquetOptions): void {
  const settled = SETTLED.find((name) => given.has(name));
  if (settled !== undefined) {
    throw new RangeError(
      `Cannot use option "${settled}" for ${source}: writeParquet wrote it, and its columns are settled; leave it out`,
    );
  }
  const { timeframe, stamp, timeZone } = feed;
  const wanted = [
    [
      "timeframe",
      timeframe === undefined ? undefined : formatTimeframe(timeframe.us),
      formatTimeframe(facts.timeframeUs),
    ],
    ["stamp", stamp, facts.stamp],
    ["timeZone", timeZone?.name, facts.timeZone],
  ] as const;
  const other = wanted.find(([, asked, written]) => asked !== undefined && asked !== written);
  if (other === undefined) return;
  throw new RangeError(
    `Cannot read ${source} with the ${other[0]} ${inspected(other[1])}: writeParquet wrote it with ${
      inspected(other[2])
    }; leave the option out`,
  );
}

async function columnsOf(file: ParquetFile, { timeframeUs }: BarFacts): Promise<BarColumns> {
  const timeUs = await numbersOf(file, TIME, "moment");
  const beginUs = file.forms.some(({ name }) => name === BEGIN)
    ? await numbersOf(file, BEGIN, "moment")
    : timeUs.map((_, row) => beginOf(timeUs, row, timeframeUs));
  const sessionDay = (await numbersOf(file, SESSION, "date")).map((us) => us / DAY_US + SESSION_DAY_OFFSET);
  return {
    ...{ timeUs, beginUs, sessionDay },
    open: await numbersOf(file, "open", "number"),
    high: await numbersOf(file, "high", "number"),
    low: await numbersOf(file, "low", "number"),
    close: await numbersOf(file, "close", "number"),
    volume: await numbersOf(file, "volume", "number"),
  };
}

async function numbersOf(file: ParquetFile, column: string, kind: ColumnKind): Promise<Float64Array> {
  const form = file.forms.find(({ name }) => name === column);
  if (form === undefined || form.kind !== kind) {
    const found = form === undefined ? "it has none" : `it holds ${form.holds}`;
    throw new RangeError(`Cannot read the column "${column}" of ${file.source}: ${found}; ${REMEDY}`);
  }
  const { values, nulls } = await file.numbers(form);
  if (nulls === undefined) return values;
  throw new RangeError(`Cannot read ${file.place(nulls.indexOf(1))}, column "${column}": the value is null; ${REMEDY}`);
}

function checkRows(
  file: ParquetFile,
  { timeUs, beginUs, open, high, low, close, volume }: BarColumns,
  floor: number,
): void {
  let previous = -Infinity;
  for (let row = 0; row < timeUs.length; row++) {
    const time = timeUs[row]!;
    if (
      time > previous && beginUs[row]! <= time &&
      isBar(open[row]!, high[row]!, low[row]!, close[row]!, volume[row]!, floor)
    ) {
      previous = time;
      continue;
    }
    const reason = barFault(open[row]!, high[row]!, low[row]!, close[row]!, volume[row]!, floor)?.reason ??
      "its time does not lie behind that of the row before it, or its begin behind its end";
    throw new RangeError(`Cannot read ${file.place(row)}: ${reason}; ${REMEDY}`);
  }
}
