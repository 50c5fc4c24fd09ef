import { assertEquals } from "@std/assert";
import { createEngine, enginesUnderTest } from "../../tests/engines.ts";
import {
  BAR_BEGIN_US,
  BAR_CLOSE,
  BAR_HIGH,
  BAR_OPEN,
  CONFIG_INSTRUMENTS,
  CONFIG_INSTRUMENTS_COUNT,
  EVENT_BAR,
  EVENT_STEP,
  INSTRUMENT_STRIDE,
  LANE_INSTRUMENT,
  LANE_KIND,
  LANE_ORDER_ID,
  LANE_TIME_US,
  OUT_CODE,
  OUT_DIAGNOSTIC_INSTRUMENT,
  OUTPUT_DIAGNOSTIC,
  REASON_AMOUNT_LIMIT,
  RECORD_LANES,
  RECORD_WORDS,
} from "../contract/contract.gen.ts";
import { trialConfiguration, trialOrder } from "../engine/native/trial.ts";

/** Returns the trial configuration with two instruments. */
function twoInstruments(): Float64Array {
  const one = trialConfiguration(), two = new Float64Array(one.length + INSTRUMENT_STRIDE);
  two.set(one);
  two.set(one.subarray(CONFIG_INSTRUMENTS), one.length);
  two[CONFIG_INSTRUMENTS_COUNT] = 2;
  return two;
}

function record(kind: number, timeUs: number, instrument: number, fill: (floats: Float64Array) => void): Float64Array {
  const floats = new Float64Array(RECORD_LANES), words = new Uint32Array(floats.buffer);
  fill(floats);
  floats[LANE_TIME_US] = timeUs;
  words[LANE_KIND] = kind;
  words[LANE_INSTRUMENT] = instrument;
  return floats;
}

/** Returns the bars of a step, in this order of instruments, and the step. */
function step(timeUs: number, high: number, order: readonly number[]): Float64Array[] {
  const bars = order.map((instrument) =>
    record(EVENT_BAR, timeUs, instrument, (floats) => {
      floats.fill(100, BAR_OPEN, BAR_CLOSE + 1);
      floats[BAR_HIGH] = floats[BAR_CLOSE] = high;
      floats[BAR_BEGIN_US] = timeUs - 1_000;
    })
  );
  return [...bars, record(EVENT_STEP, timeUs, 0, () => {})];
}

/** Returns a position in each instrument, then marks of both past the exact range. */
function tooDear(order: readonly number[]): Float64Array {
  const orders = [0, 1].map((instrument) => {
    const placed = trialOrder(), words = new Uint32Array(placed.buffer);
    words[LANE_INSTRUMENT] = instrument;
    words[LANE_ORDER_ID] = instrument + 1;
    return placed;
  });
  const events = [...step(1_000, 100, order), ...orders, ...step(2_000, 100, order), ...step(3_000, 2 ** 52, order)];
  const log = new Float64Array(events.length * RECORD_LANES);
  events.forEach((event, at) => log.set(event, at * RECORD_LANES));
  return log;
}

for (const name of enginesUnderTest()) {
  Deno.test(`outputs of a step on ${name} stand by instrument, whatever the order of its bars`, () => {
    const [ascending, descending] = [[0, 1], [1, 0]].map((order) => {
      using engine = createEngine(name, twoInstruments());
      engine.apply(tooDear(order));
      return engine.readAll();
    });
    assertEquals(descending, ascending);
    const words = new Uint32Array(ascending!.buffer), code = OUTPUT_DIAGNOSTIC | REASON_AMOUNT_LIMIT << 16;
    const told: number[] = [];
    for (let base = 0; base < words.length; base += RECORD_WORDS) {
      if ((words[base + OUT_CODE]! & 0xffff_00ff) === code) told.push(words[base + OUT_DIAGNOSTIC_INSTRUMENT]!);
    }
    assertEquals(told, [0, 1]);
  });
}
