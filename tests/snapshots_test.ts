/**
 * Snapshots that were tampered with under a right checksum: both engines refuse the same ones, and what they take they go
 * on from alike.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  AFFORDABILITY_AT_SUBMISSION,
  BAR_CLOSE,
  BAR_HIGH,
  BAR_LOW,
  BAR_OPEN,
  CONFIG_INSTRUMENTS_COUNT,
  CONFIG_RULE_AFFORDABILITY,
  EVENT_BAR,
  EVENT_PLACE,
  EVENT_STEP,
  LANE_ORDER_ID,
  PLACE_LIMIT,
  PLACE_ORDER_TYPE,
  PLACE_QUANTITY,
  PLACE_SIDE,
  PLACE_VALIDITY,
  RECORD_LANES,
  SIDE_BUY,
  STATE_ACCEPTED,
  STATE_CREATED,
  STATE_PARTIALLY_FILLED,
  STATE_SUBMITTED,
  TYPE_LIMIT,
  VALIDITY_GTC,
} from "../src/contract/contract.gen.ts";
import { Chain } from "../src/core/state/chain.ts";
import { EngineError } from "../src/engine/engine.ts";
import { trialColumns, trialConfiguration, trialOrder } from "../src/engine/native/trial.ts";
import { EventLogBuilder } from "../src/laws/log/event_log_builder.ts";
import { Random } from "../src/laws/random.ts";
import { describeSnapshot } from "../src/replay/describe_snapshot.ts";
import { createEngine, type EngineName, enginesUnderTest } from "./engines.ts";
import { makeQueueWorkload, queueConfiguration } from "./fuzz/queue_workload.ts";
import { makeWorkload } from "./fuzz/workload.ts";

/** A change of one number. */
interface Tampering {
  /** Path of the field; `[]` stands for any index. */
  readonly field: string;
  /** The number, or the word for one that JSON has not. */
  readonly value: number | "nan" | "inf" | "-0";
  readonly about: string;
}

interface TamperedRun {
  readonly seed: number;
  readonly events: number;
  readonly cases: readonly Tampering[];
}

type Model = "exact" | "queue";

const WORDS: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, "-0": -0 };
const FIXTURE: Readonly<Record<Model, TamperedRun>> = JSON.parse(
  Deno.readTextFileSync(new URL("../fixtures/snapshots/tampered.json", import.meta.url)),
);

/** Returns a snapshot with another number in a lane, under a right checksum. */
function tampered(snapshot: Float64Array, lane: number, value: number): Uint8Array {
  const lanes = snapshot.slice(), words = new Uint32Array(lanes.buffer), chain = new Chain();
  lanes[lane] = value;
  for (let at = 0; at < words.length - 2; at += 2) chain.mix(words[at]!, words[at + 1]!);
  words.set([chain.low, chain.high], words.length - 2);
  return new Uint8Array(lanes.buffer);
}

/** A log cut in its middle: the snapshot there, and what comes after it. */
class CutLog {
  readonly configuration: Float64Array;
  readonly snapshot: Float64Array<ArrayBuffer>;
  readonly rest: Float64Array;

  constructor(model: Model, seed: number, events: number) {
    const make = model === "exact" ? makeWorkload : makeQueueWorkload;
    const log = make(new Random(seed), events),
      middle = Math.floor(log.events.length / RECORD_LANES / 2) * RECORD_LANES;
    this.configuration = log.configuration.lanes;
    this.rest = log.events.subarray(middle);
    using engine = createEngine("typescript", this.configuration);
    engine.apply(log.events.subarray(0, middle));
    this.snapshot = new Float64Array(engine.snapshot().buffer);
  }

  /** The snapshot with another number in a lane, under a right checksum. */
  tampered(lane: number, value: number): Uint8Array {
    return tampered(this.snapshot, lane, value);
  }

  /** Restores bytes and plays the rest: the code of the refusal, or what was said and where the chain ended. */
  playOn(name: EngineName, bytes: Uint8Array): string {
    using engine = createEngine(name, this.configuration);
    try {
      engine.restore(bytes);
    } catch (error) {
      assert(error instanceof EngineError);
      return error.code;
    }
    engine.apply(this.rest);
    return `${engine.readAll().length / RECORD_LANES} outputs, status ${engine.status()}`;
  }
}

for (const name of enginesUnderTest()) {
  Deno.test(`${name} refuses a state of an order that does not fit its place, and a last bar that was not counted`, () => {
    using engine = createEngine(name, trialConfiguration());
    const columns = trialColumns(), marks = new Float64Array(4);
    engine.loadColumns(columns, new Uint32Array([2]));
    engine.advance(columns, { marks, untilUs: 1_000 });
    // The trial's order at a limit that no bar reaches rests after the first bar, with nothing else about it.
    const order = trialOrder();
    new Uint32Array(order.buffer)[PLACE_ORDER_TYPE] = TYPE_LIMIT;
    order[PLACE_LIMIT] = 1;
    engine.apply(order);
    const whole = engine.snapshot(), lanes = new Float64Array(whole.slice().buffer), fields = describeSnapshot(whole);
    const cases = [
      ["instruments[0].bars", 1, [0]],
      ["orders[1].state", STATE_ACCEPTED, [STATE_CREATED, STATE_SUBMITTED, STATE_PARTIALLY_FILLED]],
    ] as const;
    for (const [path, value, wrong] of cases) {
      const lane = fields.find((field) => field.path === path)?.lane;
      assert(lane !== undefined, `there is no field ${path}`);
      assertEquals(lanes[lane], value, path);
      for (const number of wrong) {
        const told = assertThrows(() => engine.restore(tampered(lanes, lane, number)), EngineError, undefined, path);
        assertEquals(told.code, "BAD_SNAPSHOT", `${path} = ${number}`);
      }
    }
    engine.restore(whole);
    assertEquals(engine.snapshot(), whole);
  });
}

for (const name of enginesUnderTest()) {
  Deno.test(`${name} refuses an order that filled without a price and one that waits for its check twice`, () => {
    const configuration = queueConfiguration(new Random(1)).lanes;
    assert(configuration[CONFIG_INSTRUMENTS_COUNT]! > 1, "there is no instrument without a bar");
    configuration[CONFIG_RULE_AFFORDABILITY] = AFFORDABILITY_AT_SUBMISSION;
    using engine = createEngine(name, configuration);
    const log = new EventLogBuilder();
    const bar = (timeUs: number): void => {
      log.begin(EVENT_BAR, timeUs).float(BAR_OPEN, 10).float(BAR_HIGH, 10).float(BAR_LOW, 10).float(BAR_CLOSE, 10);
      log.begin(EVENT_STEP, timeUs);
    };
    const place = (timeUs: number, id: number, limit: number): void => {
      log.begin(EVENT_PLACE, timeUs).word(LANE_ORDER_ID, id).word(PLACE_ORDER_TYPE, TYPE_LIMIT)
        .word(PLACE_SIDE, SIDE_BUY).word(PLACE_VALIDITY, VALIDITY_GTC).float(PLACE_QUANTITY, 0.5)
        .float(PLACE_LIMIT, limit);
    };
    bar(1_000);
    place(1_000, 1, 20);
    bar(2_000);
    for (const id of [2, 3]) place(2_000, id, 5);
    engine.apply(log.records());
    const whole = engine.snapshot(), lanes = new Float64Array(whole.slice().buffer), fields = describeSnapshot(whole);
    const laneOf = (path: string): number => {
      const lane = fields.find((field) => field.path === path)?.lane;
      assert(lane !== undefined, `there is no field ${path}`);
      return lane;
    };
    assert(lanes[laneOf("orders[1].filled")]! > 0, "the first order is filled");
    // An order that filled is in an instrument that had a bar; one that waits may be before the first.
    for (
      const [path, wrong] of [["orders[1].instrument", 1], ["submitted[0]", lanes[laneOf("submitted[1]")]!]] as const
    ) {
      const told = assertThrows(
        () => engine.restore(tampered(lanes, laneOf(path), wrong)),
        EngineError,
        undefined,
        path,
      );
      assertEquals(told.code, "BAD_SNAPSHOT", path);
    }
    engine.restore(whole);
    assertEquals(engine.snapshot(), whole);
  });
}

for (const model of ["exact", "queue"] as const) {
  Deno.test(`an engine that takes a snapshot of the model ${model} gives the same one, with everything in it`, () => {
    const set = new Set<string>();
    for (let seed = 1; seed <= 80; seed++) {
      const { snapshot, configuration } = new CutLog(model, seed, 160), whole = new Uint8Array(snapshot.buffer);
      for (const { path, lane } of describeSnapshot(whole)) {
        if (snapshot[lane] !== 0) set.add(path.replaceAll(/\d+(?=\])/g, ""));
      }
      for (const name of enginesUnderTest()) {
        using engine = createEngine(name, configuration);
        engine.restore(whole);
        assertEquals(engine.snapshot(), whole, `${name}, seed ${seed}`);
      }
    }
    // A field that is zero in all of them would be lost unseen.
    assert(set.size > (model === "exact" ? 165 : 125), `${set.size} fields`);
    if (model === "exact") assert(set.has("risk_flags"));
  });

  for (const name of enginesUnderTest()) {
    Deno.test(`${name} refuses each tampered snapshot of the model ${model}, and is as it was`, () => {
      const { seed, events, cases } = FIXTURE[model], log = new CutLog(model, seed, events);
      const fields = describeSnapshot(new Uint8Array(log.snapshot.buffer));
      using engine = createEngine(name, log.configuration);
      const whole = new Uint8Array(log.snapshot.buffer);
      engine.restore(whole);
      for (const { field, value, about } of cases) {
        // The id of an order or a producer is no field of its own: it stands before the first one.
        const id = /^(\w+)\[\]\.id$/.exec(field)?.[1];
        const pattern = id === undefined ? field : `${id}[].${id === "orders" ? "instrument" : "highest"}`;
        const found = fields.filter(({ path }) => path.replaceAll(/\d+(?=\])/g, "") === pattern);
        assert(found.length > 0, `${model} has no field ${field}`);
        const number = typeof value === "string" ? WORDS[value]! : value;
        for (const { lane } of found) {
          const at = id === undefined ? lane : lane - 1;
          if (Object.is(log.snapshot[at], number)) continue;
          const told = assertThrows(() => engine.restore(log.tampered(at, number)), EngineError, undefined, about);
          assertEquals(told.code, "BAD_SNAPSHOT", `${field} = ${value}: ${about}`);
        }
      }
      assertEquals(engine.snapshot(), whole);
      engine.apply(log.rest);
      assertEquals(engine.snapshot().length > 0, true);
    });
  }

  Deno.test(`any number in any lane of a snapshot of the model ${model} is taken or refused by all engines alike`, () => {
    const extremes = [
      0.5,
      -1,
      -0,
      0,
      1,
      3,
      99,
      65_536,
      2 ** 32 - 1,
      2 ** 32,
      2 ** 53 - 1,
      -(2 ** 53 - 1),
      NaN,
      Infinity,
    ];
    const random = new Random(8), log = new CutLog(model, 3, 120);
    let taken = 0, refused = 0;
    for (let lane = 3 + log.snapshot[2]!; lane < log.snapshot.length - 1; lane++) {
      for (const value of [random.pick(extremes), random.pick(extremes), random.pick(extremes)]) {
        if (Object.is(log.snapshot[lane], value)) continue;
        const bytes = log.tampered(lane, value);
        const answers = new Set(enginesUnderTest().map((name) => log.playOn(name, bytes)));
        assertEquals(answers.size, 1, `lane ${lane} = ${value}: ${[...answers].join(" or ")}`);
        if (answers.has("BAD_SNAPSHOT")) refused++;
        else taken++;
      }
    }
    assert(taken > 100 && refused > 100, `${taken} taken, ${refused} refused`);
  });
}
