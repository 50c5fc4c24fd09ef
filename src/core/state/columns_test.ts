import { assertEquals } from "@std/assert";
import { createEngine, enginesUnderTest } from "../../../tests/engines.ts";
import {
  BAR_BEGIN_US,
  EVENT_BAR,
  EVENT_STEP,
  LANE_KIND,
  LANE_TIME_US,
  RECORD_LANES,
  STATUS_DATA_HIGH,
  STATUS_DATA_LOW,
} from "../../contract/contract.gen.ts";
import { trialColumns, trialConfiguration } from "../../engine/native/trial.ts";

/** Returns two bars that end before those of the columns, each with its step. */
function earlierBars(): Float64Array {
  const events = new Float64Array(4 * RECORD_LANES), words = new Uint32Array(events.buffer);
  for (const [at, kind] of [EVENT_BAR, EVENT_STEP, EVENT_BAR, EVENT_STEP].entries()) {
    const lane = at * RECORD_LANES, timeUs = at < 2 ? -2_000 : -1_000;
    if (kind === EVENT_BAR) {
      events.fill(100, lane + 1, lane + 5);
      events[lane + BAR_BEGIN_US] = timeUs - 1_000;
    }
    events[lane + LANE_TIME_US] = timeUs;
    words[2 * lane + LANE_KIND] = kind;
  }
  return events;
}

Deno.test("the hash of columns tells from which bar on they were loaded, and is the same on every engine", () => {
  const hashes = enginesUnderTest().map((name) =>
    [0, 1, 2].map((base) => {
      using engine = createEngine(name, trialConfiguration());
      engine.apply(earlierBars());
      engine.loadColumns(trialColumns(), Uint32Array.of(2), Uint32Array.of(base));
      const status = engine.status();
      return `${status[STATUS_DATA_LOW]} ${status[STATUS_DATA_HIGH]}`;
    })
  );
  for (const found of hashes) {
    assertEquals(found, hashes[0]!);
    assertEquals(new Set(found).size, 3);
  }
});
