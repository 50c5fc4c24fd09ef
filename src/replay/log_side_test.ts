import { assertEquals, assertThrows } from "@std/assert";
import { RECORD_LANES, RECORD_WORDS } from "../contract/contract.gen.ts";
import { EngineError } from "../engine/engine.ts";
import { enginesUnderTest } from "../../tests/engines.ts";
import { Random } from "../laws/random.ts";
import { makeWorkload } from "../../tests/fuzz/workload.ts";
import { bisect } from "./bisect.ts";
import { MemorySink } from "./log_sink.ts";
import { logSide } from "./log_side.ts";
import { recordEvents } from "./record_events.ts";
import { ReplayLogError } from "./replay_log_error.ts";

const { configuration: { lanes }, events } = makeWorkload(new Random(21), 900);

function logOf(records: Float64Array): Uint8Array {
  const sink = new MemorySink();
  recordEvents(lanes, records, sink, { engineBackend: "typescript", environmentOverride: false });
  return sink.bytes();
}

Deno.test("a log is its events, word by word, on the engine that was asked for", () => {
  const bytes = logOf(events);
  for (const engineBackend of enginesUnderTest()) {
    const side = logSide(bytes, { engineBackend, environmentOverride: false });
    assertEquals(side.name, engineBackend);
    assertEquals(new Uint32Array(side.events.buffer), new Uint32Array(events.buffer));
  }
});

Deno.test("one log on two engines has no divergence, and two logs part where they first differ", () => {
  const engines = enginesUnderTest().map((engineBackend) => ({ engineBackend, environmentOverride: false }));
  const bytes = logOf(events), ours = logSide(bytes, engines[0]!);
  assertEquals(bisect(ours, logSide(bytes, engines.at(-1)!)), undefined);
  const place = 333, other = events.slice();
  new Uint32Array(other.buffer)[place * RECORD_WORDS + 5]! ^= 1;
  const theirs = logSide(logOf(other), { ...engines.at(-1)!, name: "altered" });
  const found = bisect(ours, theirs)!;
  assertEquals([found.sequence, found.sides[1].name], [place + 1, "altered"]);
  const short = logSide(logOf(events.slice(0, 100 * RECORD_LANES)), engines[0]!);
  assertEquals(bisect(ours, short)!.sequence, 101);
});

Deno.test("a log that cannot be read, or an engine that cannot be had, is the error that it always is", () => {
  assertThrows(() => logSide(logOf(events).slice(0, 40)), ReplayLogError);
  const missing = { engineBackend: "rust", libraryPath: "no/such/library.so", environmentOverride: false } as const;
  assertThrows(() => logSide(logOf(events), missing), EngineError);
});
