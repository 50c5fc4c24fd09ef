import { assertEquals, assertThrows } from "@std/assert";
import { bars } from "../feeds/read_columns.ts";
import { backtest } from "./backtest.ts";
import { Strategy } from "../strategy/strategy.ts";
import { CheckpointSaver, resumeRun } from "./checkpoints.ts";
import { type PreparedRun, prepareRun } from "./prepare.ts";
import { stepsOf } from "./step_source.ts";

const column = Array.from({ length: 9 }, (_value, at) => at + 1);
const feed = bars({
  time: column.map((day) => new Date(Date.UTC(2024, 0, day))),
  open: column,
  high: column,
  low: column,
  close: column,
}, { timeframe: "1d", stamp: "close" });

function prepared(): PreparedRun {
  class Idle extends Strategy {}
  return prepareRun(Idle, feed, { engineBackend: "typescript" });
}

Deno.test("saves are due at the last of every so many steps, counted from the first step of the whole run", () => {
  const run = prepared(), options = { every: 4, save: () => {} };
  using _engine = run.engine;
  const due = [-1, 0, 3, 4].map((step) => {
    run.clock.step = step;
    return new CheckpointSaver(run, options).nextStep;
  });
  assertEquals(due, [3, 3, 7, 7]);
});

Deno.test("a run that is resumed stands behind the step that was saved", () => {
  const run = prepared(), other = prepared(), saved: Uint8Array[] = [], times = feed.columns.timeUs;
  using _engine = run.engine, _other = other.engine;
  const saver = new CheckpointSaver(run, { every: 2, save: (bytes) => void saved.push(bytes) });
  const steps = stepsOf(run.clocks, times, "all");
  for (const step of [0, 1]) {
    steps.enter(step);
    run.session.drive(step, times[step]!, times[step]!);
  }
  run.held.until(1, true);
  saver.save(1, steps);
  const { step, heldFrom } = resumeRun(other, saved[0]!);
  assertEquals([step, heldFrom, saver.nextStep], [1, 1, 3]);
  assertEquals([other.clock.step, other.session.committed, other.held.from, other.clocks.feeds[0]!.index], [
    1,
    2,
    1,
    1,
  ]);
  assertEquals(other.held.column, run.held.column);
});

Deno.test("a function that would save later is refused: before the run as it is declared, or by its first promise", () => {
  let began = 0;
  class Counted extends Strategy {
    override start(): void {
      began++;
    }
  }
  const later = (): Promise<void> => Promise.reject(new Error("seen by nobody"));
  const plain: (bytes: Uint8Array) => void = later, declared = async (): Promise<void> => await later();
  for (const save of [declared, plain]) {
    assertThrows(
      () => backtest(Counted, feed, { engineBackend: "typescript", checkpoint: { every: 2, save } }),
      TypeError,
      "Cannot save a checkpoint by a function that is async: a run waits for no promise; pass a path, or a plain",
    );
  }
  assertEquals(began, 1);
});
