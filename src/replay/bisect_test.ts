import { assert, assertEquals, assertThrows } from "@std/assert";
import { CONFIG_CHECKS, RECORD_LANES, RECORD_WORDS, STATUS_SEQUENCE } from "../contract/contract.gen.ts";
import { wordsOf } from "../contract/words.ts";
import { Chain } from "../core/state/chain.ts";
import { createEngine, type EngineName, enginesUnderTest } from "../../tests/engines.ts";
import { Random } from "../laws/random.ts";
import { makeWorkload } from "../../tests/fuzz/workload.ts";
import { bisect, type BisectEngine, type BisectSide } from "./bisect.ts";
import { describeSnapshot } from "./describe_snapshot.ts";

const EVENTS = 700;

/** A log and its configuration, without the checks, which a planted corruption would fail at once. */
function workload(seed: number): { config: Float64Array; events: Float64Array } {
  const { configuration, events } = makeWorkload(new Random(seed), EVENTS), config = configuration.lanes;
  config[CONFIG_CHECKS] = 0;
  return { config, events };
}

function sideOf(name: EngineName, config: Float64Array, events: Float64Array): BisectSide {
  return { name, config, events, createEngine: (lanes) => createEngine(name, lanes) };
}

/** A planted fault: an act once an engine has applied so many events. */
interface Fault {
  readonly after: number;
  readonly act: (engine: BisectEngine) => void;
}

/** An engine with a fault. */
class FaultyEngine implements BisectEngine {
  readonly #engine: BisectEngine;
  readonly #fault: Fault;
  /** Outputs from before the fault, which a restore would drop. */
  #kept: Float64Array = new Float64Array(0);

  constructor(engine: BisectEngine, fault: Fault) {
    this.#engine = engine;
    this.#fault = fault;
  }

  apply(events: Float64Array): void {
    const before = this.#engine.status()[STATUS_SEQUENCE]!, lanes = (this.#fault.after - before) * RECORD_LANES;
    if (lanes <= 0 || lanes > events.length) {
      this.#engine.apply(events);
      return;
    }
    this.#engine.apply(events.subarray(0, lanes));
    this.#kept = this.readAll();
    this.#fault.act(this.#engine);
    this.#engine.apply(events.subarray(lanes));
  }

  readAll(): Float64Array {
    const kept = this.#kept, read = this.#engine.readAll();
    this.#kept = new Float64Array(0);
    // Word by word, so that a NaN keeps its bits.
    const words = new Uint32Array((kept.length + read.length) * 2);
    words.set(wordsOf(kept));
    words.set(wordsOf(read), kept.length * 2);
    return new Float64Array(words.buffer);
  }

  status(): Float64Array {
    return this.#engine.status();
  }

  snapshot(): Uint8Array {
    return this.#engine.snapshot();
  }

  restore(bytes: Uint8Array): void {
    this.#engine.restore(bytes);
  }

  [Symbol.dispose](): void {
    this.#engine[Symbol.dispose]();
  }
}

function faulty(side: BisectSide, fault: Fault): BisectSide {
  return { ...side, name: "faulty", createEngine: (config) => new FaultyEngine(side.createEngine(config), fault) };
}

/** Adds one to a number of an engine's state, by way of a snapshot. */
function corrupt(engine: BisectEngine, path: string): void {
  const bytes = engine.snapshot().slice(),
    lanes = new Float64Array(bytes.buffer),
    words = new Uint32Array(bytes.buffer);
  lanes[describeSnapshot(bytes).find((field) => field.path === path)!.lane]!++;
  const sum = new Chain();
  for (let at = 0; at < words.length - 2; at += 2) sum.mix(words[at]!, words[at + 1]!);
  words[words.length - 2] = sum.low;
  words[words.length - 1] = sum.high;
  engine.restore(bytes);
}

Deno.test("one log on every two engines has no divergence, whatever the distance of checkpoints", () => {
  for (let seed = 0; seed < 4; seed++) {
    const { config, events } = workload(seed);
    const sides = enginesUnderTest().map((name) => sideOf(name, config, events));
    for (const checkpointEvery of [1, 64, 100_000]) {
      assertEquals(bisect(sides[0]!, sides.at(-1)!, { checkpointEvery }), undefined);
    }
  }
});

Deno.test("two logs that differ in one event at a random place diverge there", () => {
  const random = new Random(5);
  for (let seed = 0; seed < 12; seed++) {
    const { config, events } = workload(seed), count = events.length / RECORD_LANES, place = random.below(count);
    const other = events.slice(), words = new Uint32Array(other.buffer);
    words[place * RECORD_WORDS + random.below(RECORD_WORDS)]! ^= 1 << random.below(31);
    const engines = enginesUnderTest();
    const found = bisect(sideOf(engines[0]!, config, events), sideOf(engines.at(-1)!, config, other), {
      checkpointEvery: random.pick([7, 64, 1024]),
    })!;
    assertEquals(found.sequence, place + 1);
    // The input hash takes every bit of an event in, so the states differ there at the latest.
    assert(found.state.some(({ path }) => path === "input_hash.low" || path === "input_hash.high"));
    assert(found.sides.every((side) => side.event !== undefined && side.failure === undefined));
  }
});

Deno.test("a state that is corrupted at a random event diverges there, in that field, though no hash tells", () => {
  const random = new Random(6);
  for (let seed = 0; seed < 12; seed++) {
    const { config, events } = workload(seed), after = random.between(1, events.length / RECORD_LANES);
    // A snapshot in which a sum of the ledger is off would be refused; a count of round trips is held by nothing.
    const path = "trips", engines = enginesUnderTest();
    const side = sideOf(engines.at(-1)!, config, events);
    const wrong = faulty(side, { after, act: (engine) => corrupt(engine, path) });
    const found = bisect(sideOf(engines[0]!, config, events), wrong, {
      checkpointEvery: random.pick([16, 100, 4096]),
    })!;
    assertEquals(found.sequence, after);
    assertEquals(found.state.map((field) => field.path), [path]);
    assertEquals(found.state[0]!.second, found.state[0]!.first! + 1);
    assertEquals(found.sides[0].outputs, found.sides[1].outputs);
    assertEquals([found.sides[0].name, found.sides[1].name], [engines[0]!, "faulty"]);
  }
});

Deno.test("a difference that the next bar covers up is found with a checkpoint after every event", () => {
  const { config, events } = workload(3), side = sideOf("typescript", config, events);
  const wrong = faulty(side, { after: 100, act: (engine) => corrupt(engine, "instruments[0].volume") });
  const found = bisect(side, wrong, { checkpointEvery: 1 })!;
  assertEquals([found.sequence, found.state.map(({ path }) => path)], [100, ["instruments[0].volume"]]);
});

Deno.test("a fault that a restored snapshot does not bring back is found from the beginning", () => {
  const { config, events } = workload(8), side = sideOf("typescript", config, events);
  /** An engine that goes wrong 300 events after it has seen event 50 itself. */
  const createForgetful = (lanes: Float64Array): BisectEngine => {
    const engine = side.createEngine(lanes);
    let seen = false;
    const act = (): void => {
      if (seen) corrupt(engine, "trips");
    };
    const notice = (): void => {
      seen = true;
    };
    return new FaultyEngine(new FaultyEngine(engine, { after: 350, act }), { after: 50, act: notice });
  };
  const forgetful = { ...side, name: "forgetful", createEngine: createForgetful };
  const found = bisect(side, forgetful, { checkpointEvery: 64 })!;
  assertEquals([found.sequence, found.checkpoint, found.state.length], [350, 0, 1]);
  const remembered = faulty(side, { after: 350, act: (engine) => corrupt(engine, "trips") });
  assertEquals(bisect(side, remembered, { checkpointEvery: 64 })!.checkpoint, 320);
});

Deno.test("a log that ends early diverges after its end, where the other goes on", () => {
  const { config, events } = workload(9), cut = 400;
  const whole = sideOf("typescript", config, events);
  const short = sideOf("typescript", config, events.slice(0, cut * RECORD_LANES));
  for (const checkpointEvery of [37, 1024]) {
    const found = bisect(whole, short, { checkpointEvery })!;
    assertEquals([found.sequence, found.sides[1].event, found.sides[1].outputs.length], [cut + 1, undefined, 0]);
    assert(found.sides[0].event !== undefined);
    assert(found.state.some(({ path }) => path === "sequence"));
  }
});

Deno.test("sides that are configured differently differ before the first event", () => {
  const { config, events } = workload(10), other = config.slice();
  other[3]!++;
  const found = bisect(sideOf("typescript", config, events), sideOf("typescript", other, events))!;
  assertEquals([found.sequence, found.sides[0].event], [0, undefined]);
  assertEquals(found.state[0], { path: "config.cash_initial", first: config[3], second: other[3], display: {} });
});

Deno.test("an engine that fails at a random event is named with what it said", () => {
  const random = new Random(11);
  for (let seed = 0; seed < 4; seed++) {
    const { config, events } = workload(seed), side = sideOf("typescript", config, events);
    const after = random.between(1, events.length / RECORD_LANES);
    const act = (): void => {
      throw new Error("out of order");
    };
    const found = bisect(side, faulty(side, { after, act }), { checkpointEvery: 64 })!;
    assertEquals([found.sequence, found.state], [after, []]);
    assertEquals(found.sides.map(({ failure }) => failure), [undefined, "out of order"]);
  }
});

Deno.test("wrong arguments are refused by name", () => {
  const { config, events } = workload(1), side = sideOf("typescript", config, events);
  for (const checkpointEvery of [0, -1, 1.5, NaN]) {
    assertThrows(() => bisect(side, side, { checkpointEvery }), RangeError, `Cannot use ${checkpointEvery} as`);
  }
  const broken = { ...side, events: events.slice(1) };
  assertThrows(() => bisect(side, broken), RangeError, `lanes as the events of "typescript"`);
});
