import { assert, assertEquals } from "@std/assert";
import * as ct from "../../../mod.ts";
import { SmaCross } from "../../../tasks/demo/sma_cross.ts";
import { enginesUnderTest } from "../../../tests/engines.ts";
import {
  EVENT_BAR,
  EVENT_PLACE,
  EVENT_STEP,
  LANE_KIND,
  STATUS_CHAIN_HIGH,
  STATUS_CHAIN_LOW,
} from "../../contract/contract.gen.ts";
import { wordsOf } from "../../contract/words.ts";
import { MemorySink, RunLog } from "../../replay/mod.ts";
import { eventLogOf, eventsCount, eventText, filteredEvents, rewrittenEvents } from "./event_log.ts";
import { playLog } from "./played_log.ts";
import { proveLog } from "./prove_log.ts";

const feed = await ct.csv(new URL("../../../fixtures/prices/aapl.csv", import.meta.url));
const sink = new MemorySink();
const result = ct.backtest(SmaCross, feed, { engineBackend: "typescript", replayLog: new RunLog(sink) });
const LOG = eventLogOf(sink.bytes());

Deno.test("the event log of a run's replay log comes to the run's chain", () => {
  const { status } = playLog("typescript", LOG);
  const hex = [STATUS_CHAIN_LOW, STATUS_CHAIN_HIGH].map((lane) => status[lane]!.toString(16).padStart(8, "0")).join("");
  assertEquals([hex, eventsCount(LOG.events)], [result.chain, result.events]);
});

Deno.test("every law but those of venues holds on the log of a run", () => {
  const reports = proveLog(LOG, { engines: enginesUnderTest() });
  const verdicts = reports.map(({ law, verdict }) => [law, verdict] as const);
  const expected = (law: number): string => {
    const alone = law === 1 && enginesUnderTest().length < 2;
    return law === 6 || alone ? "not applicable" : "held";
  };
  assertEquals(verdicts, verdicts.map(([law]) => [law, expected(law)] as const));
  assertEquals(reports[2]!.leftOut, [], "the log of a run is what columns make");
});

Deno.test("events are filtered, rewritten and told by their records", () => {
  const orders = filteredEvents(LOG.events, (words) => words[LANE_KIND] === EVENT_PLACE);
  // Protective orders of an entry that was refused have an event and no row.
  assert(eventsCount(orders) >= result.orders.length, `${eventsCount(orders)} of ${result.orders.length} orders`);
  assert(eventText(orders, 0).startsWith("PLACE time_us="), eventText(orders, 0));
  const turned = rewrittenEvents(LOG.events, (words) => {
    if (words[LANE_KIND] === EVENT_BAR) words[LANE_KIND] = EVENT_STEP;
  });
  const kinds = (events: Float64Array): Set<number> =>
    new Set(Array.from({ length: eventsCount(events) }, (_event, at) => wordsOf(events)[at * 32 + LANE_KIND]!));
  assertEquals([kinds(turned).has(EVENT_BAR), kinds(LOG.events).has(EVENT_BAR)], [false, true]);
});
