import { assert, assertEquals } from "@std/assert";
import * as ct from "../../../mod.ts";
import { Random } from "../../laws/random.ts";
import { feedOf } from "../bars.ts";
import type { FeedData } from "../feed_data.ts";
import { firstAfter } from "../time/ordered_times.ts";
import { type BarSize, checkBarSize } from "./bar_size.ts";
import { BlockResampler } from "./block_resampler.ts";
import { resampledFeed } from "./resample.ts";

const MINUTE = 60_000, NEW_YORK = await ct.calendar("XNYS");

/** Options of a reader and the moments of rows, as ends of bars. */
type Rows = readonly [ct.BarsOptions, readonly number[]];

/** Bars on some of the moments. */
function barsOf([options, ends]: Rows, from: number, until: number): FeedData {
  const rows = ends.slice(from, until),
    of = (shift: number): number[] => rows.map((end) => 100 + (end / MINUTE * 7 + shift) % 13 / 4);
  const [open, close] = [of(0), of(5)] as const, time = rows.map((end) => new Date(end));
  return feedOf(ct.bars({
    ...{ time, open, close, volume: of(1) },
    high: open.map((price, row) => Math.max(price, close[row]!) + 0.25),
    low: open.map((price, row) => Math.min(price, close[row]!) - 0.25),
  }, { stamp: "close", ...options }));
}

/** Moments every so many minutes, within sessions and an hour around them, with holes, one of them of many sessions. */
function ofSessions(minutes: number, random: Random): number[] {
  const ends: number[] = [];
  for (const { date, openUs, closeUs } of NEW_YORK.sessionsBetween("2024-06-20", "2024-08-05")) {
    if (date > "2024-07-05" && date < "2024-07-17") continue;
    const begin = openUs / 1000 - Math.ceil(60 / minutes) * minutes * MINUTE;
    for (let end = begin + minutes * MINUTE; end <= closeUs / 1000 + 60 * MINUTE; end += minutes * MINUTE) {
      if (!random.chance(15)) ends.push(end);
    }
  }
  return ends.filter((end, row) => row === 0 || end > ends[row - 1]!);
}

/** Moments every so many minutes, round the clock, with holes. */
function roundTheClock(minutes: number, random: Random): number[] {
  const ends: number[] = [];
  for (let end = Date.UTC(2024, 1, 27, 5, 10), rows = 0; rows < 2500; rows++) {
    end += minutes * MINUTE * (random.chance(2) ? random.between(2, 400) : 1);
    ends.push(end);
  }
  return ends;
}

Deno.test("larger bars of blocks are those of all bars at once, whatever the blocks and the steps between them", () => {
  const random = new Random(11), shape = (minutes: number) => `${minutes}m`, sizes: BarSize[] = [];
  let compared = 0;
  const sources: readonly Rows[] = [
    [{ timeframe: shape(30), calendar: NEW_YORK }, ofSessions(30, random)],
    [{ timeframe: shape(45), calendar: NEW_YORK }, ofSessions(45, random)],
    [
      { timeframe: shape(30), session: { open: "09:30", close: "16:00" }, timeZone: "America/New_York" },
      ofSessions(30, random),
    ],
    [{ timeframe: shape(10), timeZone: "America/New_York" }, roundTheClock(10, random)],
    [{ timeframe: shape(60) }, roundTheClock(60, random)],
  ];
  sizes.push("2h", "4h", "1d", "2d", "1w", "1M", { ticks: 7 }, { volume: 900 }, { rangeBars: 4 }, { renko: 0.5 });
  for (const rows of sources) {
    const ends = rows[1], whole = barsOf(rows, 0, ends.length);
    for (const size of sizes) {
      const checked = checkBarSize(size), all = resampledFeed(whole, checked);
      for (const most of [1, 40, 900]) {
        const text = `${JSON.stringify(size)}, ${rows[0].timeframe}, blocks up to ${most}`;
        const resampler = new BlockResampler(checked), made: FeedData[] = [], known: number[] = [];
        // Blocks of one bar take the longest; some days of them show as much.
        const count = most === 1 ? 150 : ends.length;
        for (let from = 0; from < count;) {
          const until = Math.min(count, from + 1 + random.below(most)), lastUs = ends[until - 1]! * 1000;
          // A step of another feed lies between two bars, now and then.
          const nextUs = (ends[until] ?? Infinity) * 1000, steps = random.chance(30) && until < count;
          const blocks = [[barsOf(rows, from, until), lastUs]] as [FeedData, number][];
          if (steps) {
            blocks.push([{ ...blocks[0]![0], length: 0, ...none(blocks[0]![0]) }, Math.floor((lastUs + nextUs) / 2)]);
          }
          for (const [block, us] of blocks) {
            const { feed, knownUs } = resampler.goOn(block, us);
            made.push(feed);
            known.push(...knownUs);
            // As soon as it is known, and no sooner.
            assertEquals(known.length, firstAfter(all.knownUs, us, false), text);
          }
          from = until;
        }
        const told = known.length;
        assertEquals(known, [...all.knownUs.subarray(0, told)], text);
        for (const name of Object.keys(whole.columns) as (keyof FeedData["columns"])[]) {
          assertEquals(
            made.flatMap(({ columns }) => [...columns[name]]),
            [...all.feed.columns[name].subarray(0, told)],
            `${text}: ${name}`,
          );
        }
        compared += told;
      }
    }
  }
  assert(compared > 5000, `${compared}`);
});

/** Returns the columns of a feed without a bar. */
function none({ columns, extra }: FeedData): Pick<FeedData, "columns" | "extra"> {
  const empty = <C extends object>(all: C): C =>
    Object.fromEntries(Object.entries(all).map(([name, column]) => [name, column.subarray(0, 0)])) as C;
  return { columns: empty(columns), extra: empty(extra) };
}
