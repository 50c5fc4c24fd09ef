import { assert, assertEquals } from "@std/assert";
import * as ct from "../../../mod.ts";
import { Random } from "../../laws/random.ts";
import { feedOf } from "../bars.ts";
import type { BarColumns, FeedData } from "../feed_data.ts";
import { rowsOf } from "../slice.ts";
import { BlockGrower } from "./block_grower.ts";
import { type BarSize, checkBarSize } from "./bar_size.ts";
import { growingFeed } from "./resample.ts";

const MINUTE = 60_000, COUNT = 1200, NEW_YORK = await ct.calendar("XNYS");

/** Bars round the clock with holes, of which some are days long. */
function bars(minutes: number, options: ct.BarsOptions): FeedData {
  const random = new Random(minutes), time: Date[] = [], close: number[] = [];
  let endMs = Date.UTC(2024, 5, 24), price = 100;
  for (let bar = 0; bar < COUNT; bar++) {
    endMs += minutes * MINUTE * (random.chance(3) ? random.between(2, 200) : 1);
    time.push(new Date(endMs));
    close.push(price += random.between(-4, 4) / 4);
  }
  const open = close.map((price, bar) => close[bar - 1] ?? price),
    volume = close.map((_price, bar) => bar * 7 % 11 / 10);
  const high = close.map((price, bar) => Math.max(price, open[bar]!) + 0.25);
  const low = close.map((price, bar) => Math.min(price, open[bar]!) - 0.25);
  return feedOf(
    ct.bars({ time, open, high, low, close, volume }, { timeframe: `${minutes}m`, stamp: "close", ...options }),
  );
}

Deno.test("the larger bar so far is the same in blocks as over all bars at once, whatever the blocks", () => {
  const random = new Random(3), sizes: BarSize[] = ["2h", "1d", "2d", "1w", "1M"];
  sizes.push({ ticks: 7 }, { volume: 9 }, { rangeBars: 4 });
  const sources = [
    bars(30, { calendar: NEW_YORK }),
    bars(45, { calendar: NEW_YORK }),
    bars(20, { session: { open: "09:30", close: "16:00" }, timeZone: "America/New_York" }),
    bars(60, {}),
  ];
  let completed = 0;
  for (const whole of sources) {
    for (const size of sizes) {
      const checked = checkBarSize(size), { feed: all } = growingFeed(whole, checked);
      for (const most of [1, 30, 500]) {
        const grower = new BlockGrower(checked), made: FeedData[] = [];
        for (let from = 0; from < COUNT;) {
          const until = Math.min(COUNT, from + random.between(0, most));
          made.push(grower.goOn(rowsOf(whole, from, until)));
          from = until;
        }
        const text = `${JSON.stringify(size)}, blocks up to ${most}`;
        for (const name of ["open", "high", "low", "close", "volume"] as (keyof BarColumns)[]) {
          assertEquals(made.flatMap(({ columns }) => [...columns[name]]), [...all.columns[name]], `${text}: ${name}`);
        }
        const complete = made.flatMap(({ extra }) => [...extra["complete"]!]);
        assertEquals(complete, [...all.extra["complete"]!], text);
        completed += complete.filter((is) => is === 1).length;
      }
    }
  }
  assert(completed > 3000, `${completed}`);
});
