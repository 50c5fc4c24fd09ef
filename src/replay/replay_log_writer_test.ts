import { assert, assertEquals, assertThrows } from "@std/assert";
import * as contract from "../contract/contract.gen.ts";
import { createEngine } from "../../tests/engines.ts";
import { Random } from "../laws/random.ts";
import { makeWorkload, type Workload } from "../../tests/fuzz/workload.ts";
import { MemorySink, type ReplayLogSink } from "./log_sink.ts";
import { PACKAGE_VERSION } from "../package_version.ts";
import { recordEvents } from "./record_events.ts";
import { replay } from "./replay.ts";
import { ReplayLogReader } from "./replay_log_reader.ts";
import { recordingConfiguration, ReplayLogWriter } from "./replay_log_writer.ts";

function workload(): Workload {
  return makeWorkload(new Random(9), 500);
}

function lanes(): Float64Array {
  return workload().configuration.lanes;
}

Deno.test("the header says what the log was made with", () => {
  const sink = new MemorySink(), configuration = recordingConfiguration(lanes());
  const description = { strategy: "Sma", params: { fast: 10, "1": [null, true, "\u{1f600} \ud800"] }, package: "9" };
  new ReplayLogWriter(sink, { configuration, dataHash: "0123456789abcdef", description });
  const { header } = new ReplayLogReader(sink.bytes());
  assertEquals(header.configuration, configuration);
  assertEquals(header.dataHash, "0123456789abcdef");
  assertEquals(header.description, { ...description, package: PACKAGE_VERSION });
});

Deno.test("a log whose sink fails stays readable up to the last whole chunk", () => {
  const { configuration, events } = workload();
  for (const room of [2000, 20_000, 60_000]) {
    const sink = new MemorySink();
    let left = room;
    const failing: ReplayLogSink = {
      writeSync(bytes) {
        if (left === 0) throw new Error("No space left on device");
        const part = bytes.subarray(0, left);
        left -= part.length;
        return sink.writeSync(part);
      },
    };
    const options = { engineBackend: "typescript", environmentOverride: false, chunkRecords: 32 } as const;
    assertThrows(() => recordEvents(configuration.lanes, events, failing, options), Error, "No space left");
    const chunks = [...new ReplayLogReader(sink.bytes(), { allowUnfinished: true }).chunks()];
    const read = chunks.flatMap((chunk) => chunk.kind === "events" ? [...chunk.words] : []);
    assertEquals(Uint32Array.from(read), new Uint32Array(events.buffer).slice(0, read.length));
    assertEquals(chunks.at(-1)!.kind, "break");
    assertEquals(chunks.length > 1, room > 2000, `${chunks.length} chunks of ${room} bytes`);
  }
});

/** Writes a log without end, told to a file, until it is killed. */
const ENDLESS = `
import { Engine } from "${new URL("../engine/engine.ts", import.meta.url)}";
import { makeWorkload } from "${new URL("../../tests/fuzz/workload.ts", import.meta.url)}";
import { Random } from "${new URL("../laws/random.ts", import.meta.url)}";
import { ReplayLogWriter } from "${new URL("./replay_log_writer.ts", import.meta.url)}";
const { configuration, events } = makeWorkload(new Random(9), 20000);
const engine = new Engine(configuration.lanes, { engineBackend: "typescript", environmentOverride: false });
const sink = Deno.openSync(Deno.args[0], { write: true });
const writer = new ReplayLogWriter(sink, { configuration: configuration.lanes }, { chunkRecords: 50 });
for (let from = 0;; from = (from + 160) % events.length) {
  const batch = events.subarray(from, from + 160);
  engine.apply(batch);
  writer.events(batch, batch.length / 16);
  const outputs = engine.readAll();
  writer.outputs(outputs, outputs.length / 16);
}
`;

Deno.test("the log of a process that was killed replays as far as it goes", async () => {
  for (const bytes of [1, 300_000]) {
    const path = await Deno.makeTempFile();
    try {
      const args = ["eval", "--no-lock", ENDLESS, path];
      const child = new Deno.Command(Deno.execPath(), { args, stdout: "null", stderr: "null" }).spawn();
      let ended = false;
      child.status.then(() => ended = true);
      while (!ended && Deno.statSync(path).size < bytes) await new Promise((resolve) => setTimeout(resolve, 5));
      assertEquals(ended, false, "The process ended by itself");
      child.kill("SIGKILL");
      await child.status;
      const report = replay(path, { engineBackend: "typescript", environmentOverride: false, allowUnfinished: true });
      assertEquals([report.equal, report.difference], [true, undefined]);
      assert(["CUT", "NO_TRAILER"].includes(report.breaksOff!.code), report.breaksOff!.message);
      assert(bytes === 1 || report.events > 500, `${report.events} events were whole`);
    } finally {
      await Deno.remove(path);
    }
  }
});

Deno.test("never more than one chunk is held back, and a flush holds nothing back", () => {
  const { configuration, events } = workload(), sink = new MemorySink();
  const writer = new ReplayLogWriter(sink, { configuration: configuration.lanes }, { chunkRecords: 32 });
  const header = sink.bytes().length, count = events.length / contract.RECORD_LANES;
  writer.events(events, count);
  const written = Math.floor((count - 1) / 32);
  assertEquals(sink.bytes().length, header + written * (16 + 32 * contract.RECORD_BYTES));
  writer.flush();
  assertEquals(sink.bytes().length, header + (written + 1) * 16 + count * contract.RECORD_BYTES);
  writer.flush();
  assertEquals(sink.bytes().length, header + (written + 1) * 16 + count * contract.RECORD_BYTES);
});

Deno.test("a configuration that does not keep what a log needs is refused, and recordingConfiguration mends it", () => {
  for (const lane of [contract.CONFIG_MARKS_TO_RECORDS, contract.CONFIG_CHAIN, contract.CONFIG_INPUT_HASH]) {
    const configuration = lanes();
    configuration[lane] = 0;
    const error = assertThrows(() => new ReplayLogWriter(new MemorySink(), { configuration }), RangeError);
    assert((error as Error).message.includes(`lane ${lane} (`), (error as Error).message);
    assert((error as Error).message.endsWith("is 0: it must be 1; make it with recordingConfiguration"));
    assertEquals(recordingConfiguration(configuration), lanes());
  }
});

Deno.test("an end that does not fit what was written is refused", () => {
  const { configuration, events } = workload(), count = events.length / contract.RECORD_LANES;
  using engine = createEngine("typescript", configuration.lanes);
  const writer = new ReplayLogWriter(new MemorySink(), { configuration: configuration.lanes });
  engine.apply(events);
  writer.events(events, count - 1);
  assertThrows(
    () => writer.finish(engine.status()),
    RangeError,
    "outputs wait in the engine: read and write them first",
  );
  const outputs = engine.readAll();
  writer.outputs(outputs, outputs.length / contract.RECORD_LANES);
  assertThrows(
    () => writer.finish(engine.status()),
    RangeError,
    `Cannot finish a replay log of ${count - 1} events: the engine was given ${count}`,
  );
  writer.events(events.subarray((count - 1) * contract.RECORD_LANES), 1);
  writer.finish(engine.status());
  assertThrows(() => writer.events(events, 1), Error, "Cannot add events to a replay log that is finished");
  assertThrows(() => writer.finish(engine.status()), Error, "Cannot add an end to a replay log that is finished");
});

Deno.test("wrong arguments are refused with their value", () => {
  const start = { configuration: lanes() }, sink = new MemorySink();
  for (const chunkRecords of [0, -1, 1.5, 8193, NaN]) {
    const make = (): ReplayLogWriter => new ReplayLogWriter(sink, start, { chunkRecords });
    assertThrows(make, RangeError, `Cannot use ${chunkRecords} as chunkRecords`);
  }
  assertThrows(
    () => new ReplayLogWriter(sink, { ...start, dataHash: "12" }),
    RangeError,
    `Cannot use "12" as dataHash`,
  );
  const long = { ...start, description: { text: "x".repeat(0x100_0000) } };
  assertThrows(() => new ReplayLogWriter(sink, long), RangeError, "Cannot describe a replay log in 167772");
  assertEquals(sink.bytes().length, 0);
  const writer = new ReplayLogWriter(sink, start);
  assertThrows(() => writer.events(new Float64Array(16), 2), RangeError, "Cannot write 2 events: the buffer holds 1");
  assertThrows(() => writer.outputs(new Float64Array(16), -1), RangeError, "Cannot write -1 outputs");
});
