import { assertEquals } from "@std/assert";
import { DriveBuffer } from "../core/drive_buffer.ts";
import { bars } from "../feeds/read_columns.ts";
import { EventWriter } from "../records/event_writer.ts";
import type { Logger } from "../logs/logger.ts";
import { Strategy } from "../strategy/strategy.ts";
import type { BrokerSession } from "./broker_session.ts";
import { Driver } from "./driver.ts";
import { prepareRun } from "./prepare.ts";
import { stepsOf } from "./step_source.ts";

const column = [1, 2, 3, 4, 5, 6];
const feed = bars({
  time: column.map((day) => new Date(Date.UTC(2024, 0, day))),
  open: column,
  high: column,
  low: column,
  close: column,
}, { timeframe: "1d", stamp: "close" });

const SILENT: Logger = { debug: () => {}, info: () => {}, warning: () => {}, error: () => {} };

/** A broker that says nothing, and notes each crossing: the step, and the intents that were handed over. */
class SilentBroker implements BrokerSession {
  readonly intents: EventWriter = new EventWriter(new DriveBuffer(1, 1));
  readonly crossings: (readonly [number, number])[] = [];
  readonly notices: Float64Array = new Float64Array(0);
  /** Steps that began with intents of the step before. */
  readonly waited: number[] = [];
  committed = 0;
  horizonUs = Infinity;
  readonly #horizons: readonly number[];

  /** Takes the steps that are horizons. */
  constructor(horizons: readonly number[]) {
    this.#horizons = horizons;
    this.#look(0);
  }

  drive(step: number, timeUs: number, intentsUs: number): number {
    this.crossings.push([step, this.intents.count]);
    if (intentsUs < timeUs) this.waited.push(step);
    this.intents.clear();
    this.committed = step + 1;
    this.#look(step + 1);
    return 0;
  }

  driveAmid(timeUs: number): number {
    throw new Error(`No strategy of these tests decides amid the step at ${timeUs}`);
  }

  more(): number {
    return 0;
  }

  #look(from: number): void {
    const next = this.#horizons.find((step) => step >= from);
    this.horizonUs = next === undefined ? Infinity : feed.columns.timeUs[next]!;
  }
}

/** Crossings, the steps to which intents waited, the steps on which `next` ran, and the saved ones. */
interface Driven extends Pick<SilentBroker, "crossings" | "waited"> {
  readonly steps: readonly number[];
  readonly saved: readonly number[];
}

/** Drives a strategy that writes an intent on some steps; returns crossings and the steps on which `next` ran. */
function driven(
  horizons: readonly number[],
  asks: readonly number[],
  more: { readonly everyStep?: boolean; readonly log?: boolean; readonly saveStep?: number } = {},
): Driven {
  const session = new SilentBroker(horizons), steps: number[] = [], saved: number[] = [];
  class Asks extends Strategy {
    override next(): void {
      const step = this.data.length - 1;
      steps.push(step);
      if (asks.includes(step)) session.intents.cancel(0, 0, 1);
    }
  }
  const run = prepareRun(Asks, feed, { engineBackend: "typescript" });
  using _engine = run.engine;
  const times = feed.columns.timeUs, { everyStep = false, saveStep } = more;
  const saver = saveStep === undefined ? undefined : { nextStep: saveStep, save: (step: number) => saved.push(step) };
  const log = more.log === true
    ? prepareRun(Asks, feed, { logger: SILENT, engineBackend: "typescript" }).log
    : undefined;
  new Driver({ ...run, session, everyStep, log }).run(stepsOf(run.clocks, times, "all"), saver);
  return { crossings: session.crossings, waited: session.waited, steps, saved };
}

Deno.test("a strategy that asks for nothing is run to the end without a crossing", () => {
  assertEquals(driven([], []), { crossings: [], waited: [], steps: [0, 1, 2, 3, 4, 5], saved: [] });
});

Deno.test("the broker is crossed to at its horizon before next, and an intent waits for the step that it meets", () => {
  const { crossings, waited, steps } = driven([2, 4], [0, 4]);
  assertEquals([crossings, waited], [[[1, 1], [2, 0], [4, 0], [5, 1]], [1, 5]]);
  assertEquals(steps, [0, 1, 2, 3, 4, 5]);
});

Deno.test("an intent of the last step, of a saved one, or of a run with a log is handed over in its own step", () => {
  const last = driven([], [5]), saved = driven([3], [3], { saveStep: 3 });
  assertEquals([last.crossings, last.waited], [[[5, 1]], []]);
  assertEquals([saved.crossings, saved.waited], [[[3, 0], [3, 1]], []]);
  const logged = driven([], [1], { log: true });
  assertEquals([logged.crossings, logged.waited], [[[1, 1]], []]);
});

Deno.test("step by step every step is committed once before next", () => {
  const { crossings } = driven([], [1], { everyStep: true });
  assertEquals(crossings, [[0, 0], [1, 0], [1, 1], [2, 0], [3, 0], [4, 0], [5, 0]]);
});

Deno.test("a save is due after its step, which the broker has been brought through", () => {
  assertEquals(driven([], [], { saveStep: 3 }), {
    ...{ crossings: [[3, 0]], waited: [], steps: [0, 1, 2, 3, 4, 5], saved: [3] },
  });
});

Deno.test("a hook acts before next in its steps, and the run goes ahead between them without a crossing", () => {
  const calls: string[] = [], session = new SilentBroker([]), left = [2, 3, 5];
  class Tells extends Strategy {
    override next(): void {
      calls.push(`next ${this.data.length - 1}`);
    }
  }
  const run = prepareRun(Tells, feed, { engineBackend: "typescript" });
  using _engine = run.engine;
  const beforeNext = {
    get nextStep(): number {
      return left[0] ?? Infinity;
    },
    act(step: number): void {
      calls.push(`act ${step}`);
      left.shift();
    },
  };
  new Driver({ ...run, session, beforeNext }).run(
    stepsOf(run.clocks, feed.columns.timeUs, "all"),
    undefined,
  );
  assertEquals(calls, [
    ...["next 0", "next 1", "act 2", "next 2", "act 3", "next 3", "next 4", "act 5", "next 5"],
  ]);
  assertEquals(session.crossings, []);
});
