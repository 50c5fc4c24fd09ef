import { assertEquals } from "@std/assert";
import * as ct from "../../mod.ts";

const calendar = await ct.calendar("XNYS");

/** The begins of bars on the clock of New York. */
function begins(feed: ct.Bars): readonly string[] {
  const clock = new Intl.DateTimeFormat("sv", { timeZone: "America/New_York", dateStyle: "short", timeStyle: "short" });
  return Array.from(feed.columns.beginUs, (us) => clock.format(Math.ceil(us / 1000)));
}

function barsAt(time: readonly string[], options: ct.BarsOptions): ct.Bars {
  const price = time.map(() => 10);
  return ct.bars({ time, open: price, high: price, low: price, close: price }, { calendar, ...options });
}

Deno.test("a bar that would begin while the market is closed begins with the next open", () => {
  const hours = ["2024-07-02 10:00", "2024-07-02 16:00", "2024-07-03 10:00", "2024-07-03 13:00", "2024-07-05 10:00"];
  assertEquals(begins(barsAt(hours, { timeframe: "1h", stamp: "close" })), [
    "2024-07-02 09:30",
    "2024-07-02 15:00",
    "2024-07-03 09:30",
    "2024-07-03 12:00",
    "2024-07-05 09:30",
  ]);
  const minutes = barsAt([
    "2024-07-02 15:00",
    "2024-07-03 10:00",
    "2024-07-03 12:30",
    "2024-07-05 09:30",
    "2024-07-08 15:30",
  ], {
    timeframe: "30m",
    stamp: "open",
  });
  assertEquals(begins(minutes.resample("1d")), [
    "2024-07-02 09:30",
    "2024-07-03 09:30",
    "2024-07-05 09:30",
    "2024-07-08 09:30",
  ]);
  assertEquals(begins(minutes.resample("1w")), ["2024-07-01 09:30"]);
});

Deno.test("bars outside of the sessions keep their begins, and so do bars of dates", () => {
  const extended = ["2024-07-02 17:00", "2024-07-03 09:00", "2024-07-03 10:00"];
  assertEquals(begins(barsAt(extended, { timeframe: "1h", stamp: "close" })), [
    "2024-07-02 16:00",
    "2024-07-03 08:00",
    "2024-07-03 09:00",
  ]);
  assertEquals(begins(barsAt(["2024-07-02", "2024-07-03", "2024-07-05"], {})), [
    "2024-07-02 00:00",
    "2024-07-03 00:00",
    "2024-07-05 00:00",
  ]);
});

Deno.test("a fill at the open of a day that was made of hours has the time of that open", () => {
  class Buys extends ct.Strategy.with({}) {
    override next(): void {
      if (this.position.size === 0) this.buy({ size: 1 });
    }
  }
  const feed = barsAt(["2024-07-02 15:30", "2024-07-03 12:30", "2024-07-05 15:30"], {
    timeframe: "30m",
    stamp: "open",
  });
  const [fill] = ct.backtest(Buys, feed.resample("1d"), { engineBackend: "typescript" }).fills;
  assertEquals(new Date(fill!.timeUs / 1000).toISOString(), "2024-07-03T13:30:00.000Z");
});
