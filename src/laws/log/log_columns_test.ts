import { assert, assertEquals } from "@std/assert";
import { BAR_COLUMNS, EVENT_BAR, EVENT_STEP, LANE_KIND, RECORD_WORDS } from "../../contract/contract.gen.ts";
import { wordsOf } from "../../contract/words.ts";
import { makeColumnsCase } from "../../../tests/fuzz/columns_case.ts";
import { recordsAt } from "./event_log_builder.ts";
import { Random } from "../random.ts";
import { eventsCount } from "./event_log.ts";
import { type ColumnsLog, columnsOfLog, driveColumns, DRIVING_WAYS } from "./log_columns.ts";
import { playedDifference } from "./played_log.ts";

const made = makeColumnsCase(new Random(5), 500);
const LOG = { configuration: made.configuration.lanes, events: made.events };

Deno.test("columnsOfLog takes the bars of a log apart as they were packed, with what follows each step", () => {
  const columns = columnsOfLog(LOG) as ColumnsLog;
  assertEquals(columns.columns, made.columns);
  assertEquals(columns.counts, made.counts);
  assertEquals(
    columns.steps.map(({ timeUs, before, after }) => [timeUs, before, after]),
    made.steps.map((step) => [step.time_us, step.before, step.after]),
  );
  assertEquals(columns.columns.length, columns.counts.reduce((sum, count) => sum + count, 0) * BAR_COLUMNS);
});

Deno.test("columnsOfLog says why a log is not what columns make, and at which event", () => {
  const words = wordsOf(LOG.events), all = Array.from({ length: eventsCount(LOG.events) }, (_event, place) => place);
  const step = all.find((place) => words[place * RECORD_WORDS + LANE_KIND] === EVENT_STEP)!;
  const bar = all.find((place) => place > step && words[place * RECORD_WORDS + LANE_KIND] === EVENT_BAR)!;
  const without = columnsOfLog({ ...LOG, events: recordsAt(LOG.events, all.toSpliced(step, 1)) });
  assert("leftOut" in without && without.leftOut.includes("event "), "a step is missing");
  const late = columnsOfLog({ ...LOG, events: recordsAt(LOG.events, [...all.toSpliced(bar, 1), bar]) });
  assert("leftOut" in late && late.leftOut.startsWith("columns: event "), "a bar comes late");
  const none = columnsOfLog({ ...LOG, events: new Float64Array(0) });
  assert("leftOut" in none && none.leftOut.includes("no whole steps"), "there is nothing");
});

Deno.test("driveColumns up to a step says what it says there on its way further", () => {
  const columns = columnsOfLog(LOG) as ColumnsLog, until = Math.floor(columns.steps.length / 2);
  const whole = driveColumns("typescript", LOG.configuration, columns, "step by step");
  assertEquals(whole.failure, undefined);
  for (const way of DRIVING_WAYS) {
    const part = driveColumns("typescript", LOG.configuration, columns, way, until);
    const outputs = whole.outputs.slice(0, part.outputs.length);
    assert(outputs.length > 0);
    assertEquals(playedDifference({ ...whole, outputs }, part, { state: false }), undefined);
  }
});
