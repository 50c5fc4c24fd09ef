import { assert, assertEquals, assertThrows } from "@std/assert";
import * as contract from "../contract/contract.gen.ts";
import { EngineError } from "../engine/engine.ts";
import { createEngine, type EngineName, enginesUnderTest } from "../../tests/engines.ts";
import { Random } from "../laws/random.ts";
import { makeWorkload } from "../../tests/fuzz/workload.ts";
import { ChunkWriter } from "./chunk_writer.ts";
import { hashText } from "../records/text.ts";
import { MemorySink } from "./log_sink.ts";
import { recordEvents } from "./record_events.ts";
import { replay, type ReplayReport } from "./replay.ts";
import { ReplayLogReader } from "./replay_log_reader.ts";

const SEEDS: readonly number[] = Array.from({ length: 16 }, (_seed, at) => at + 1);
const PLAIN = { engineBackend: "typescript", environmentOverride: false } as const;

function logOf(seed: number, engineBackend: EngineName = "typescript"): Uint8Array<ArrayBuffer> {
  const { configuration, events } = makeWorkload(new Random(seed), 600), sink = new MemorySink();
  recordEvents(configuration.lanes, events, sink, { engineBackend, environmentOverride: false, chunkRecords: 100 });
  return sink.bytes();
}

/** The log written anew with outputs changed: `change` is given every chunk of them and returns how many stay. */
function altered(
  bytes: Uint8Array,
  change: (outputs: Uint32Array, first: number, count: number) => number,
  status: (status: Float64Array) => void = () => {},
): Uint8Array<ArrayBuffer> {
  const reader = new ReplayLogReader(bytes), sink = new MemorySink(), writer = new ChunkWriter(sink);
  let outputs = 0, commits = 0;
  writer.header(reader.header);
  for (const chunk of reader.chunks()) {
    if (chunk.kind === "events") writer.events(chunk.words, chunk.count);
    else if (chunk.kind === "outputs") {
      const count = change(chunk.words, chunk.first, chunk.count);
      writer.outputs(chunk.words, count);
      outputs += count;
      for (let at = 0; at < count; at++) {
        const code = chunk.words[at * contract.RECORD_WORDS + contract.OUT_CODE]!;
        if ((code & 255) === contract.OUTPUT_COMMIT) commits++;
      }
    } else if (chunk.kind === "trailer") {
      status(chunk.status);
      writer.trailer({ ...chunk, outputs, commits });
    }
  }
  return sink.bytes();
}

/** Number of an output of a kind, and its place. */
function findOutput(bytes: Uint8Array, kind: number, nth: number): number {
  let found = 0;
  for (const chunk of new ReplayLogReader(bytes).chunks()) {
    if (chunk.kind !== "outputs") continue;
    for (let at = 0; at < chunk.count; at++) {
      const code = chunk.words[at * contract.RECORD_WORDS + contract.OUT_CODE]!;
      if ((code & 255) === kind && ++found === nth) return chunk.first + at;
    }
  }
  throw new Error(`The log has no output ${nth} of kind ${kind}`);
}

/** Changes one word of one output. */
function wordChanged(bytes: Uint8Array, output: number, word: number): Uint8Array<ArrayBuffer> {
  return altered(bytes, (words, first, count) => {
    if (output >= first && output < first + count) words[(output - first) * contract.RECORD_WORDS + word]! ^= 1;
    return count;
  });
}

for (const engineBackend of enginesUnderTest()) {
  Deno.test(`logs of every engine are the same bytes, and replay on ${engineBackend} to every hash`, () => {
    for (const seed of SEEDS) {
      const log = logOf(seed), { configuration, events } = makeWorkload(new Random(seed), 600);
      assertEquals(logOf(seed, engineBackend), log);
      const report = replay(log, { engineBackend, environmentOverride: false });
      assertEquals([report.equal, report.difference, report.breaksOff], [true, undefined, undefined]);
      assertEquals(report.engine.name, engineBackend);
      assertEquals(report.events, events.length / contract.RECORD_LANES);
      assert(report.commits > 30 && report.outputs > 2 * report.commits);
      using engine = createEngine(engineBackend, configuration.lanes);
      engine.apply(events);
      const status = engine.status();
      assertEquals(report.chain, hashText(status[contract.STATUS_CHAIN_LOW]!, status[contract.STATUS_CHAIN_HIGH]!));
      assertEquals(report.inputHash, hashText(status[contract.STATUS_INPUT_LOW]!, status[contract.STATUS_INPUT_HIGH]!));
    }
  });
}

Deno.test("a log under the rules of the queue, in plain doubles, replays too", () => {
  for (const seed of SEEDS) {
    const { configuration: { lanes }, events } = makeWorkload(new Random(seed), 400), sink = new MemorySink();
    lanes.fill(1, contract.CONFIG_RULE_NUMBERS, contract.CONFIG_INSTRUMENTS);
    lanes[contract.CONFIG_RULE_PATH] = contract.PATH_WORST_CASE;
    lanes[contract.CONFIG_RULE_LIMIT_FILL] = contract.LIMIT_FILL_TOUCH;
    for (let base = contract.CONFIG_INSTRUMENTS; base < lanes.length; base += contract.INSTRUMENT_STRIDE) {
      lanes[base + contract.INSTRUMENT_EXECUTION] = lanes[base + contract.INSTRUMENT_SLIPPAGE_RATE] = 0;
      lanes[base + contract.INSTRUMENT_COMMISSION_KIND] = contract.COMMISSION_NONE;
      // What came later is of exact numbers alone.
      for (let lane = contract.INSTRUMENT_BAR_WITHOUT_VOLUME; lane < contract.INSTRUMENT_STRIDE; lane++) {
        lanes[base + lane] = contract.INSTRUMENT_DEFAULTS[lane]!;
      }
    }
    recordEvents(lanes, events, sink, PLAIN);
    for (const engineBackend of enginesUnderTest()) {
      const { equal, outputs } = replay(sink.bytes(), { engineBackend, environmentOverride: false });
      assertEquals([equal, outputs > 100], [true, true]);
    }
  }
});

/** Returns the difference that a replay finds in a log. */
function differenceOf(bytes: Uint8Array): NonNullable<ReplayReport["difference"]> {
  const report = replay(bytes, PLAIN);
  assertEquals(report.equal, false);
  return report.difference!;
}

Deno.test("one changed bit in any word of any output is found, with its event, its number and its field", () => {
  const log = logOf(2), random = new Random(2), total = replay(log, PLAIN).outputs;
  for (let count = 0; count < 60; count++) {
    const output = 1 + random.below(total), word = random.below(contract.RECORD_WORDS);
    const { what, output: found, fields, event, eventFields } = differenceOf(wordChanged(log, output, word));
    assertEquals([what, found], ["output", output]);
    assert(fields.length >= 1 && event >= 1 && eventFields !== undefined, `output ${output}, word ${word}`);
  }
});

Deno.test("a difference names the field with both values and the event that caused it", () => {
  const log = logOf(2), output = findOutput(log, contract.OUTPUT_EXECUTION, 3);
  const price = differenceOf(altered(log, (words, first, count) => {
    if (output >= first && output < first + count) {
      const floats = new Float64Array(words.buffer, words.byteOffset);
      floats[(output - first) * contract.RECORD_LANES + contract.OUT_EXECUTION_PRICE]! += 1;
    }
    return count;
  }));
  assertEquals(price.fields.map(({ name }) => name), ["price"]);
  const { logged, replayed } = price.fields[0]!;
  assertEquals(logged, replayed as number + 1);
  assertEquals(price.eventFields!["kind"], "STEP");
});

Deno.test("a hash of a commit that differs is found, although nothing else does", () => {
  const log = logOf(3), output = findOutput(log, contract.OUTPUT_COMMIT, 20);
  for (
    const [word, name] of [
      [contract.OUT_COMMIT_CHAIN_LOW, "chain_low"],
      [contract.OUT_COMMIT_CHAIN_HIGH, "chain_high"],
      [contract.OUT_COMMIT_INPUT_LOW, "input_low"],
      [contract.OUT_COMMIT_INPUT_HIGH, "input_high"],
    ] as const
  ) {
    const difference = differenceOf(wordChanged(log, output, word));
    assertEquals([difference.output, difference.fields.map((field) => field.name)], [output, [name]]);
  }
});

Deno.test("outputs that only the log or only the engine has are told as such", () => {
  const log = logOf(4), { outputs } = replay(log, PLAIN);
  let last = 0;
  const short = altered(log, (_words, first, count) => {
    last = first + count - 1;
    return last === outputs ? count - 1 : count;
  });
  const extra = differenceOf(short);
  assertEquals([extra.what, extra.output], ["extra", outputs]);
  assert(extra.fields.every((field) => field.logged === undefined && field.replayed !== undefined));

  // The log of an engine that was told more after the last output: the outputs of a longer log, events of a shorter one.
  const reader = new ReplayLogReader(log), sink = new MemorySink(), writer = new ChunkWriter(sink);
  writer.header(reader.header);
  const chunks = [...reader.chunks()], events = chunks.filter((chunk) => chunk.kind === "events");
  const first = events[0]!;
  assert(first.kind === "events");
  writer.events(first.words, first.count);
  for (const chunk of chunks) if (chunk.kind === "outputs") writer.outputs(chunk.words, chunk.count);
  const missing = replay(sink.bytes(), { ...PLAIN, allowUnfinished: true }).difference!;
  assertEquals(missing.what, "missing");
  assert(missing.fields.every((field) => field.logged !== undefined && field.replayed === undefined));
});

Deno.test("a status at the end that differs is found", () => {
  const log = logOf(5), { events, outputs } = replay(log, PLAIN);
  const bad = altered(log, (_words, _first, count) => count, (status) => status[contract.STATUS_FREE_CASH]! += 1);
  const { what, event, output, fields } = differenceOf(bad);
  assertEquals([what, event, output, fields.map((field) => field.name)], ["status", events, outputs, ["free_cash"]]);
});

Deno.test("a log that breaks off is refused, or replayed as far as it goes", () => {
  const log = logOf(6), whole = replay(log, PLAIN);
  for (const length of [log.length - 1, Math.floor(log.length / 2), Math.floor(log.length / 3)]) {
    const part = log.subarray(0, length);
    assertThrows(() => replay(part, PLAIN), Error, "Cannot read the replay log at byte");
    const report = replay(part, { ...PLAIN, allowUnfinished: true });
    assertEquals([report.equal, report.breaksOff?.code], [true, "CUT"]);
    assert(report.events > 0 && report.outputs > 0 && report.outputs <= whole.outputs);
  }
});

Deno.test("an engine that cannot be had is an error, not a report", () => {
  const libraryPath = "rust/lib/no_such_library.so";
  assertThrows(
    () => replay(logOf(1), { engineBackend: "rust", environmentOverride: false, libraryPath }),
    EngineError,
  );
});
