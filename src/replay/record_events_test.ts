import { assertEquals } from "@std/assert";
import * as contract from "../contract/contract.gen.ts";
import { createEngine, enginesUnderTest } from "../../tests/engines.ts";
import { Random } from "../laws/random.ts";
import { makeWorkload } from "../../tests/fuzz/workload.ts";
import { MemorySink } from "./log_sink.ts";
import { recordEvents } from "./record_events.ts";
import { ReplayLogReader } from "./replay_log_reader.ts";

for (const engineBackend of enginesUnderTest()) {
  Deno.test(`the outputs of a log are those of ${engineBackend} over the same events, whatever the conduct was`, () => {
    const { configuration, events } = makeWorkload(new Random(12), 700), sink = new MemorySink();
    const quiet = configuration.lanes.slice();
    quiet[contract.CONFIG_MARKS_TO_RECORDS] = quiet[contract.CONFIG_INPUT_HASH] = 0;
    recordEvents(quiet, events, sink, { engineBackend, environmentOverride: false, description: { case: 12 } });
    using engine = createEngine(engineBackend, configuration.lanes);
    engine.apply(events);
    const expected = new Uint32Array(engine.readAll().buffer), reader = new ReplayLogReader(sink.bytes());
    const outputs = [...reader.chunks()].flatMap((chunk) => chunk.kind === "outputs" ? [...chunk.words] : []);
    assertEquals(Uint32Array.from(outputs), expected);
    assertEquals([reader.header.configuration, reader.header.description["case"]], [configuration.lanes, 12]);
  });
}
