import { assertEquals } from "@std/assert";
import { enginesUnderTest } from "../../../tests/engines.ts";
import { makeWorkload } from "../../../tests/fuzz/workload.ts";
import { openLibrary } from "../../engine/native/library.ts";
import { Random } from "../random.ts";
import { snapshotsOfLog } from "./checkpoint_of_log.ts";
import { type EventLog, eventsCount } from "./event_log.ts";
import { playedDifference, playLog, playMoved } from "./played_log.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

const engines = enginesUnderTest();

function randomLog(seed: number): EventLog {
  const { configuration, events } = makeWorkload(new Random(seed), 300);
  return { configuration: configuration.lanes, events };
}

Deno.test("snapshots after chosen events, restored by turns, change nothing, whichever engine is the first", () => {
  for (const seed of [1, 2, 3, 4]) {
    const log = randomLog(seed), count = eventsCount(log.events);
    const report = snapshotsOfLog(log, [1, 17, 100, count - 1, count, count + 5], { engines });
    assertEquals([report.counterExample, report.verdict, report.cases], [undefined, "held", engines.length]);
  }
});

Deno.test("the engine changes after each chosen event that the log has, and the outputs are those of one play", () => {
  const log = randomLog(7), names = [...engines].reverse(), count = eventsCount(log.events);
  const moved = playMoved(names, log, [0, 5, 50, count]), next = (at: number): string => names[at % names.length]!;
  assertEquals(
    moved.how,
    `${next(0)}, restored into ${next(1)} after event 5, restored into ${next(2)} after event 50`,
  );
  assertEquals(playedDifference(playLog(names[0]!, log), moved), undefined);
});
