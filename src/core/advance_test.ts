import { assertEquals } from "@std/assert";
import { createEngine, enginesUnderTest } from "../../tests/engines.ts";
import {
  BAR_COLUMNS,
  COLUMN_BEGIN_US,
  CONFIG_CHECKS,
  EVENT_CANCEL,
  EVENT_STEP,
  LANE_KIND,
  LANE_ORDER_ID,
  LANE_TIME_US,
  OUT_CODE,
  OUT_TIME_US,
  OUTPUT_EXECUTION,
  OUTPUT_ORDER,
  PLACE_LIMIT,
  PLACE_ORDER_TYPE,
  RECORD_LANES,
  STATUS_CASH,
  TYPE_LIMIT,
} from "../contract/contract.gen.ts";
import type { EngineName } from "../engine/backends.ts";
import type { Engine } from "../engine/engine.ts";
import { trialConfiguration, trialOrder } from "../engine/native/trial.ts";

const ROWS = 4;

/** Returns bars of a millisecond each from a row on, with opens of 100, 110, 120 and 130. */
function columns(first: number = 0): Float64Array {
  const count = ROWS - first, columns = new Float64Array(count * BAR_COLUMNS);
  for (let row = first; row < ROWS; row++) {
    const open = 100 + 10 * row, bar = [1_000 * (row + 1), 1_000 * row, 719_163, open, open + 5, open - 5, open + 1, 1];
    bar.forEach((value, column) => columns[column * count + row - first] = value);
  }
  return columns;
}

/** Returns the event STEP of a time. */
function stepAt(time_us: number): Float64Array {
  const floats = new Float64Array(RECORD_LANES);
  floats[LANE_TIME_US] = time_us;
  new Uint32Array(floats.buffer)[LANE_KIND] = EVENT_STEP;
  return floats;
}

/** Returns kind and time of each output. */
function told(outputs: Float64Array): number[][] {
  const words = new Uint32Array(outputs.buffer), told: number[][] = [];
  for (let lane = 0; lane < outputs.length; lane += RECORD_LANES) {
    told.push([words[2 * lane + OUT_CODE]! & 255, outputs[lane + OUT_TIME_US]!]);
  }
  return told;
}

/** Where an engine makes its steps: with checks, every step is a full one. */
interface Place {
  readonly name: EngineName;
  readonly checks: number;
}

/** Returns an engine and room for the marks of all bars. */
function engineAt({ name, checks }: Place): { readonly engine: Engine; readonly marks: Float64Array } {
  const config = trialConfiguration();
  config[CONFIG_CHECKS] = checks;
  return { engine: createEngine(name, config), marks: new Float64Array(2 * ROWS) };
}

/** Asserts that a single order was executed, at a time and an open. */
function assertExecuted(engine: Engine, time_us: number, open: number): void {
  assertEquals(told(engine.readAll()), [[OUTPUT_EXECUTION, time_us]]);
  assertEquals(engine.status()[STATUS_CASH], 10_000 - 5 * open);
}

/** Runs all bars with an order for five lots that comes at a time without a bar, behind the bars up to there. */
function runWithOrderAt(place: Place, bars: Float64Array, order_us: number): Engine {
  const { engine, marks } = engineAt(place), order = trialOrder();
  engine.loadColumns(bars, Uint32Array.of(ROWS));
  const row = engine.advance(bars, { marks, row: 0, untilUs: order_us });
  engine.apply(stepAt(order_us));
  order[LANE_TIME_US] = order_us;
  engine.apply(order);
  engine.advance(bars, { marks, row, untilUs: Infinity });
  return engine;
}

for (const name of enginesUnderTest()) {
  for (const checks of [0, 1]) {
    const place = { name, checks }, where = `on ${name} with ${checks === 1 ? "full" : "short"} steps`;
    Deno.test(`an order that is placed between two bars meets the second, ${where}`, () => {
      const bars = columns();
      bars[COLUMN_BEGIN_US * ROWS + 1] = 1_600;
      using engine = runWithOrderAt(place, bars, 1_500);
      assertExecuted(engine, 2_000, 110);
    });

    Deno.test(`an order that is placed within a bar meets the next one, ${where}`, () => {
      using engine = runWithOrderAt(place, columns(), 1_500);
      assertExecuted(engine, 3_000, 120);
    });

    Deno.test(`an order before the first bar meets none that has begun, ${where}`, () => {
      const bars = columns();
      bars[COLUMN_BEGIN_US * ROWS] = -1_000;
      using engine = runWithOrderAt(place, bars, -500);
      assertExecuted(engine, 2_000, 110);
    });

    Deno.test(`an order that was cancelled hides no limit, ${where}`, () => {
      const bars = columns(), made = engineAt(place), { marks } = made;
      using engine = made.engine;
      engine.loadColumns(bars, Uint32Array.of(ROWS));
      engine.advance(bars, { marks, row: 0, untilUs: 1_000 });
      const limit = trialOrder(), limit_words = new Uint32Array(limit.buffer);
      limit[PLACE_LIMIT] = 107;
      limit_words[PLACE_ORDER_TYPE] = TYPE_LIMIT;
      limit_words[LANE_ORDER_ID] = 2;
      const cancel = stepAt(1_000), cancel_words = new Uint32Array(cancel.buffer);
      cancel_words[LANE_KIND] = EVENT_CANCEL;
      cancel_words[LANE_ORDER_ID] = 1;
      for (const event of [trialOrder(), limit, cancel]) engine.apply(event);
      engine.advance(bars, { marks, row: 1, untilUs: Infinity });
      // The second bar has its low at 105.
      assertEquals(told(engine.readAll()), [[OUTPUT_ORDER, 1_000], [OUTPUT_EXECUTION, 2_000]]);
      assertEquals(engine.status()[STATUS_CASH], 10_000 - 5 * 107);
    });

    Deno.test(`an order meets the first of the bars that are loaded after it, ${where}`, () => {
      const bars = columns(), later = columns(1), made = engineAt(place), { marks } = made;
      using engine = made.engine;
      engine.loadColumns(bars, Uint32Array.of(ROWS));
      engine.advance(bars, { marks, row: 0, untilUs: 1_000 });
      engine.apply(trialOrder());
      engine.loadColumns(later, Uint32Array.of(ROWS - 1), Uint32Array.of(1));
      engine.advance(later, { marks, row: 1, untilUs: Infinity });
      assertExecuted(engine, 2_000, 110);
    });
  }
}
