import { assert, assertEquals } from "@std/assert";
import * as ct from "../../../mod.ts";
import { SmaCross } from "../../../tasks/demo/sma_cross.ts";
import {
  BAR_CLOSE,
  CASH_AMOUNT,
  CONFIG_CASH_INITIAL,
  EVENT_BAR,
  EVENT_CASH,
  EVENT_PLACE,
  LANE_KIND,
  PLACE_QUANTITY,
} from "../../contract/contract.gen.ts";
import { openLibrary } from "../../engine/native/library.ts";
import { filteredEvents, rewrittenEvents } from "../log/event_log.ts";
import { mismatchOf, tryReplay } from "./replay_of_run.ts";
import { type LoggedRun, TriedRun } from "./tried_run.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

const feed = await ct.csv(new URL("../../../fixtures/prices/aapl.csv", import.meta.url));
const run = await TriedRun.prepare(SmaCross, feed, { engineBackend: "typescript", closeAtEnd: true });
const logged = await run.logged();

/** The log with its events or its configuration changed. */
function falsified(change: Partial<LoggedRun["events"]>): LoggedRun {
  return { ...logged, events: { ...logged.events, ...change } };
}

Deno.test("the log of a run is that of the run: configuration, bars, intents and hashes", async () => {
  assertEquals(mismatchOf(run, logged), undefined);
  assertEquals((await tryReplay(run)).verdict, "held");
});

Deno.test("other cash, another bar, one bar less or money that nobody paid in are no log of the run", () => {
  const { events, configuration } = logged.events;
  const rich = falsified({ configuration: configuration.with(CONFIG_CASH_INITIAL, 1e12) });
  assertEquals(mismatchOf(run, rich)?.found, "1000000000000");
  let bars = 0;
  const priced = falsified({
    events: rewrittenEvents(events, (words, floats) => {
      if (words[LANE_KIND] === EVENT_BAR && ++bars === 200) floats[BAR_CLOSE]!++;
    }),
  });
  const place = mismatchOf(run, priced);
  // Each bar has its step behind it.
  assertEquals([place?.place, place?.found === place?.expected], ["event 399 of the data", false]);
  bars = 0;
  const shorter = falsified({
    events: filteredEvents(events, (words) => words[LANE_KIND] !== EVENT_BAR || ++bars !== 1260),
  });
  assert(/^event 2519 of the data$/.test(mismatchOf(run, shorter)!.place), mismatchOf(run, shorter)!.place);
  let orders = 0;
  const paid = falsified({
    events: rewrittenEvents(events, (words, floats) => {
      if (words[LANE_KIND] !== EVENT_PLACE || ++orders !== 1) return;
      words.fill(0, LANE_KIND);
      words[LANE_KIND] = EVENT_CASH;
      floats[CASH_AMOUNT] = 1e9;
    }),
  });
  assert(mismatchOf(run, paid)!.found.startsWith("CASH "), mismatchOf(run, paid)!.found);
});

Deno.test("the log of another run over the same bars has other hashes than the run told", async () => {
  class Other extends SmaCross {
    override next(): void {
      if (this.data.length === 700) this.buy({ size: 1 });
      else super.next();
    }
  }
  const other = await (await TriedRun.prepare(Other, feed, { engineBackend: "typescript", closeAtEnd: true })).logged();
  const mismatch = mismatchOf(run, { ...other, made: logged.made });
  assert(mismatch !== undefined && /^bar (699|700) /.test(mismatch.place), mismatch?.place);
  // The intents alone are nothing that can be compared: another size is another run.
  const { events } = logged.events;
  let orders = 0;
  const larger = rewrittenEvents(events, (words, floats) => {
    if (words[LANE_KIND] === EVENT_PLACE && ++orders === 1) floats[PLACE_QUANTITY]!++;
  });
  assertEquals(
    mismatchOf(run, falsified({ events: larger })),
    undefined,
    "its outputs tell, which the replay compares",
  );
});
