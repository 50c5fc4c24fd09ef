/**
 * `flatAt: "close"` on bars of any length, resampled or of a file, over half days, breaks and changes of the clock:
 * nothing is held over the close of a session, and no exit is late, as no bar is missing.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { openLibrary } from "../../src/engine/native/library.ts";
import { enginesUnderTest } from "../engines.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

/** Calendars with the spans in which they have half days, breaks and other clocks. */
const SPANS: readonly (readonly [ct.CalendarName, string, string])[] = [
  ["XNYS", "2023-11-13", "2023-12-01"],
  ["XNYS", "2024-06-24", "2024-07-19"],
  ["XNYS", "2024-03-04", "2024-03-15"],
  ["XLON", "2023-12-18", "2024-01-08"],
  ["XETR", "2020-12-14", "2021-01-10"],
  ["XHKG", "2023-12-18", "2024-01-05"],
  ["XHKG", "2024-02-05", "2024-02-16"],
  ["XTKS", "2024-10-28", "2024-11-15"],
  ["CMES", "2023-11-13", "2023-12-01"],
  ["FX", "2024-10-28", "2024-11-09"],
];

const SIZES = ["30m", "1h", "2h", "3h", "4h", "5h", "6h", "390m", "8h", "12h", "23h"] as const;

class AlwaysIn extends ct.Strategy.with({}) {
  override next(): void {
    if (this.position.size === 0) this.buy({ size: 1 });
  }
}

/** Whole sessions of half an hour a bar. */
function halfHours(calendar: ct.Calendar, first: string, last: string): ct.Bars {
  const ends = calendar.sessionsBetween(first, last).flatMap(({ openUs, closeUs, breaks }) =>
    Array.from({ length: (closeUs - openUs) / 18e8 }, (_, bar) => openUs + (bar + 1) * 18e8)
      .filter((endUs) => !breaks.some(({ startUs, endUs: until }) => endUs > startUs && endUs <= until))
  );
  return priced(ends, "30m", calendar);
}

function priced(ends: readonly number[], timeframe: string, calendar: ct.Calendar): ct.Bars {
  const column = (above: number): number[] => ends.map((_, row) => 100 + row % 7 + above);
  const prices = { open: column(0), high: column(1), low: column(-1), close: column(0.5) };
  return ct.bars({ time: ends.map((us) => new Date(us / 1000)), ...prices }, { timeframe, stamp: "close", calendar });
}

/** Exits that were late, or came in another session than their entry, as session dates; and the number of all exits. */
function held(feed: ct.Bars): readonly [string[], number] {
  const { sessionDay } = feed.columns;
  const runs = enginesUnderTest().map((engineBackend) => {
    const { fills } = ct.backtest(AlwaysIn, feed, { flatAt: "close", engineBackend });
    return fills.map(({ bar, side, lateExit }) => ({ day: sessionDay[bar]!, side, lateExit }));
  });
  for (const fills of runs) assertEquals(fills, runs[0]);
  const fills = runs[0]!, exits = fills.filter(({ side }) => side === "sell").length;
  const wrong = fills.filter(({ day, side, lateExit }, at) =>
    lateExit || side === "sell" && day !== fills[at - 1]!.day
  );
  return [wrong.map(({ day }) => new Date((day - 719_163) * 864e5).toISOString().slice(0, 10)), exits];
}

Deno.test("resampled bars of any length are out at every close, on half days too", async () => {
  let trades = 0, single = 0;
  for (const [name, first, last] of SPANS) {
    const calendar = await ct.calendar(name), source = halfHours(calendar, first, last);
    const sessions = calendar.sessionsBetween(first, last).length;
    for (const size of SIZES) {
      const feed = source.resample(size), [wrong, count] = held(feed);
      assertEquals(wrong, [], `${name} ${first} ${size}`);
      if (feed.length === sessions) single++;
      assert(count >= sessions - 2, `${name} ${first} ${size}: ${count} trades in ${sessions} sessions`);
      trades += count;
    }
  }
  assert(trades > 1400 && single > 5, `${trades} trades, ${single} feeds with one bar a session`);
});

Deno.test("bars of a file that begin anew at each open are out at every close, whether the last one is cut or not", async () => {
  for (const [name, first, last] of SPANS.slice(0, 5)) {
    const calendar = await ct.calendar(name);
    for (const hours of [1, 2, 3, 4, 6, 8]) {
      for (const isCut of [true, false]) {
        const ends = calendar.sessionsBetween(first, last).flatMap(({ openUs, closeUs }) =>
          Array.from({ length: Math.ceil((closeUs - openUs) / (hours * 36e8)) }, (_, bar) => {
            const endUs = openUs + (bar + 1) * hours * 36e8;
            return isCut ? Math.min(endUs, closeUs) : endUs;
          })
        );
        const [wrong, count] = held(priced(ends, `${hours}h`, calendar)), about = `${name} ${first} ${hours}h ${isCut}`;
        assertEquals(wrong, [], about);
        assert(count >= calendar.sessionsBetween(first, last).length - 2, about);
      }
    }
  }
});

Deno.test("a bar is the last one of its session exactly where the session has no later one", async () => {
  for (const [name, first, last] of SPANS) {
    const calendar = await ct.calendar(name), source = halfHours(calendar, first, last);
    for (const size of SIZES) {
      const feed = source.resample(size), days = feed.columns.sessionDay, found: boolean[][] = [];
      class Watches extends ct.Strategy.with({}) {
        override next(): void {
          found.push([this.data.isSessionFirst, this.data.isSessionLast]);
        }
      }
      ct.backtest(Watches, feed, { engineBackend: "typescript" });
      const expected = Array.from(days, (day, row) => [day !== days[row - 1], day !== days[row + 1]]);
      assertEquals(found.slice(0, -1), expected.slice(0, -1), `${name} ${first} ${size}`);
    }
  }
});

Deno.test("bars of a number of others have no place in a session, so flatAt and isSessionLast refuse them by name", async () => {
  const calendar = await ct.calendar("XNYS"), source = halfHours(calendar, "2024-07-01", "2024-07-05");
  const message =
    'Cannot close the position of feed "bars" at the close: its bars end when they hold so many others, and ' +
    "no hours tell which is the last one of a session; resample to a length of time, or pass flatAt: null in " +
    "instruments for it";
  for (
    const counted of [
      source.resample({ ticks: 3 }),
      source.resample({ ticks: 46 }),
      source.resample({ ticks: 3 }).slice({ bars: 2 }),
    ]
  ) {
    const options = { flatAt: "close", engineBackend: "typescript" } as const;
    assertEquals(assertThrows(() => ct.backtest(AlwaysIn, counted, options), RangeError).message, message);
    class Asks extends ct.Strategy.with({}) {
      override next(): void {
        this.data.isSessionLast;
      }
    }
    assertThrows(
      () => ct.backtest(Asks, counted, { engineBackend: "typescript" }),
      ct.StrategyError,
      'Cannot read isSessionLast of feed "bars": its bars end when they hold so many others',
    );
  }
  const days = source.resample({ ticks: 3 }).resample("1d");
  assertEquals(ct.backtest(AlwaysIn, days, { flatAt: "close", engineBackend: "typescript" }).stats.bars, days.length);
});
