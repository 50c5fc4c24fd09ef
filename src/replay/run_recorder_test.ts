import { assert, assertEquals, assertThrows } from "@std/assert";
import * as contract from "../contract/contract.gen.ts";
import { createEngine, type EngineName, enginesUnderTest } from "../../tests/engines.ts";
import { type ColumnsCase, makeColumnsCase } from "../../tests/fuzz/columns_case.ts";
import { recordsAt } from "../laws/log/event_log_builder.ts";
import { Random } from "../laws/random.ts";
import { hashText } from "../records/text.ts";
import { MemorySink } from "./log_sink.ts";
import { replay } from "./replay.ts";
import { ReplayLogReader } from "./replay_log_reader.ts";
import { ReplayLogWriter } from "./replay_log_writer.ts";
import { RunLog } from "./run_log.ts";
import { RunRecorder } from "./run_recorder.ts";

/** How far the engine goes at once: to the next word of the strategy, or as a seed says. */
type Stride = "lazily" | number;

/** Drives an engine through a case as a run does, and returns its log and its last chain and input hash. */
function drive(
  name: EngineName,
  columns: ColumnsCase,
  stride: Stride,
): { log: Uint8Array<ArrayBuffer>; chain: string; inputHash: string } {
  const sink = new MemorySink(), configuration = columns.configuration.lanes, last = columns.steps.length - 1;
  using engine = createEngine(name, configuration);
  engine.loadColumns(columns.columns, columns.counts);
  const status = engine.status();
  const dataHash = hashText(status[contract.STATUS_DATA_LOW]!, status[contract.STATUS_DATA_HIGH]!);
  const recorder = new RunLog(sink, { chunkRecords: 128 }).begin({ configuration, dataHash }, columns);
  const marks = new Float64Array(2 * columns.steps.length), buffer = new Float64Array(64 * contract.RECORD_LANES);
  const random = typeof stride === "number" ? new Random(stride) : undefined;
  const read = (): void => {
    for (let count = 64; count === 64;) recorder.outputs(buffer, count = engine.read(buffer));
  };
  const apply = (places: readonly number[]): void => {
    const records = recordsAt(columns.events, places);
    if (records.length === 0) return;
    engine.apply(records);
    recorder.intents(records, records.length / contract.RECORD_LANES);
    read();
  };
  for (let step = 0; step <= last;) {
    apply(columns.steps[step]!.before);
    let target = Math.min(last, step + (random?.between(0, 9) ?? last));
    const speaks = columns.steps.findIndex((each, at) =>
      at >= step && (each.after.length > 0 || (columns.steps[at + 1]?.before.length ?? 0) > 0)
    );
    if (speaks >= 0) target = Math.min(target, speaks);
    const steps = engine.advance(columns.columns, { marks, row: step, untilUs: columns.steps[target]!.time_us });
    assertEquals(steps, target + 1 - step);
    recorder.advanced(target + 1);
    read();
    apply(columns.steps[target]!.after);
    if (random?.chance(5)) recorder.flush();
    step = target + 1;
  }
  engine.status(status);
  recorder.finish(status);
  return {
    log: sink.bytes(),
    chain: hashText(status[contract.STATUS_CHAIN_LOW]!, status[contract.STATUS_CHAIN_HIGH]!),
    inputHash: hashText(status[contract.STATUS_INPUT_LOW]!, status[contract.STATUS_INPUT_HIGH]!),
  };
}

/** The words of all events of a log. */
function eventsOf(log: Uint8Array): Uint32Array {
  const words: number[] = [];
  for (const chunk of new ReplayLogReader(log).chunks()) if (chunk.kind === "events") words.push(...chunk.words);
  return Uint32Array.from(words);
}

for (const name of enginesUnderTest()) {
  Deno.test(`a run from columns on ${name} writes the events that the columns stand for, and replays on every engine`, () => {
    let several = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const columns = makeColumnsCase(new Random(seed), 400);
      if (columns.counts.length > 1) several++;
      for (const stride of ["lazily", seed] satisfies Stride[]) {
        const { log, chain, inputHash } = drive(name, columns, stride);
        assertEquals(eventsOf(log), new Uint32Array(columns.events.buffer));
        for (const engineBackend of enginesUnderTest()) {
          const report = replay(log, { engineBackend, environmentOverride: false });
          assertEquals([report.difference, report.equal], [undefined, true]);
          assertEquals([report.chain, report.inputHash], [chain, inputHash]);
        }
      }
    }
    assert(several >= 3, `${several} cases had several instruments`);
  });

  Deno.test(`a bar at -0 and a volume of -0 are recorded on ${name} as the input hash takes them in`, () => {
    const columns = negativeZeros();
    const { log, inputHash } = drive(name, columns, "lazily");
    for (const engineBackend of enginesUnderTest()) {
      const report = replay(log, { engineBackend, environmentOverride: false });
      assertEquals([report.difference, report.inputHash], [undefined, inputHash]);
    }
    const floats = new Float64Array(eventsOf(log).buffer), second = 2 * contract.RECORD_LANES;
    assertEquals([floats[second], floats[second + contract.BAR_VOLUME]], [-0, -0]);
    assertEquals(floats[3 * contract.RECORD_LANES], 0);
  });
}

/** One instrument with bars that end at -1, -0 and 1 seconds. */
function negativeZeros(): ColumnsCase {
  const { configuration } = makeColumnsCase(new Random(1), 20),
    counts = new Uint32Array(configuration.instruments.length);
  counts[0] = 3;
  const prices = [10, 10, 10];
  const columns = Float64Array.of(
    ...[-1e6, -0, 1e6],
    ...[-2e6, -1e6, -0],
    ...[5, 5, 5],
    ...[prices, prices, prices, prices].flat(),
    ...[1, -0, 2],
  );
  const steps = [-1e6, 0, 1e6].map((time_us) => ({ time_us, bars: [], before: [], after: [] }));
  return { configuration, columns, counts, steps, events: new Float64Array(0) };
}

Deno.test("a log names the data that its run was given", () => {
  const columns = makeColumnsCase(new Random(3), 60), { log } = drive("typescript", columns, "lazily");
  using engine = createEngine("typescript", columns.configuration.lanes);
  engine.loadColumns(columns.columns, columns.counts);
  const status = engine.status();
  const expected = hashText(status[contract.STATUS_DATA_LOW]!, status[contract.STATUS_DATA_HIGH]!);
  assertEquals(new ReplayLogReader(log).header.dataHash, expected);
});

Deno.test("steps that the columns do not have, and columns of another length, are refused", () => {
  const columns = makeColumnsCase(new Random(3), 60), configuration = columns.configuration.lanes;
  const writer = new ReplayLogWriter(new MemorySink(), { configuration });
  const recorder = new RunRecorder(writer, columns), count = columns.steps.length;
  recorder.advanced(count);
  assertEquals(recorder.steps, count);
  assertThrows(
    () => recorder.advanced(count + 1),
    RangeError,
    `Cannot record ${count + 1} steps: the columns have ${count}`,
  );
  assertThrows(
    () => new RunRecorder(writer, { columns: columns.columns.subarray(1), counts: columns.counts }),
    RangeError,
    `Cannot record columns of ${columns.columns.length - 1} doubles: the counts say that there are`,
  );
});
