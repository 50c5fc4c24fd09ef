import { assert, assertEquals, assertThrows } from "@std/assert";
import * as contract from "../contract/contract.gen.ts";
import { Random } from "../laws/random.ts";
import { makeWorkload } from "../../tests/fuzz/workload.ts";
import { ChunkWriter } from "./chunk_writer.ts";
import { exportJsonLines, importJsonLines } from "./json_lines.ts";
import { JsonLinesError } from "./json_lines_error.ts";
import type { JsonObject } from "../records/json.ts";
import { layoutHash } from "./log_format.ts";
import { MemorySink } from "./log_sink.ts";
import { recordEvents } from "./record_events.ts";
import { replay } from "./replay.ts";
import { recordingConfiguration } from "./replay_log_writer.ts";

const PLAIN = { engineBackend: "typescript", environmentOverride: false } as const;

function logOf(seed: number, chunkRecords: number): Uint8Array<ArrayBuffer> {
  const { configuration, events } = makeWorkload(new Random(seed), 400), sink = new MemorySink();
  const description = { strategy: "S", params: { fast: 3, text: "\u00e4\n\u2028" } };
  recordEvents(configuration.lanes, events, sink, { ...PLAIN, chunkRecords, description });
  return sink.bytes();
}

Deno.test("random logs come back from JSON Lines as the same bytes, chunks and garbage included", () => {
  for (let seed = 1; seed <= 12; seed++) {
    const log = logOf(seed, seed % 2 === 0 ? 1000 : 17), lines = [...exportJsonLines(log)];
    assertEquals(importJsonLines(lines), log);
    assert(lines.every((line) => !line.includes("\n")));
    assert(replay(importJsonLines(lines), PLAIN).equal);
  }
});

Deno.test("events of random bits come back as the same bytes, every NaN with its own", () => {
  const random = new Random(7), { configuration } = makeWorkload(random, 30), sink = new MemorySink();
  const words = Uint32Array.from({ length: 64 * contract.RECORD_WORDS }, () => random.word());
  for (let at = 1; at < words.length; at += 7) {
    words[at] = random.pick([0x7ff80000, 0xfff00000, 0x80000000, 0x7ff00001]);
  }
  const writer = new ChunkWriter(sink), lanes = recordingConfiguration(configuration.lanes);
  lanes[contract.CONFIG_CASH_INITIAL] = -0;
  lanes[contract.CONFIG_RULE_LIMIT_FILL] = -0;
  writer.header({ layoutHash: layoutHash(), dataHash: "00000000ffffffff", configuration: lanes, description: {} });
  writer.events(words, 64);
  writer.outputs(words, 64);
  const log = sink.bytes(), lines = [...exportJsonLines(log, { allowUnfinished: true })];
  assertEquals(importJsonLines(lines), log);
  assert(lines.join("").includes('"0x'));
});

Deno.test("an unfinished log is exported as far as it is whole, and stays unfinished", () => {
  const log = logOf(3, 50), part = log.subarray(0, log.length - 20);
  assertThrows(() => [...exportJsonLines(part)], Error, "the file ends inside a chunk");
  const bytes = importJsonLines(exportJsonLines(part, { allowUnfinished: true }));
  assertEquals(bytes, log.slice(0, bytes.length));
  assertThrows(() => replay(bytes, PLAIN), Error, "the file ends without a trailer");
});

Deno.test("blank lines and another order of fields change nothing", () => {
  const log = logOf(4, 100);
  const lines = [...exportJsonLines(log)].flatMap((line) => {
    const entries = Object.entries(JSON.parse(line) as JsonObject);
    return [JSON.stringify(Object.fromEntries(entries.reverse()), null, 1).replaceAll("\n", " "), ""];
  });
  assertEquals(importJsonLines(lines), log);
});

/** Imports lines with one of them changed and returns the error. */
function errorWith(number: number, change: (line: JsonObject) => JsonObject | undefined): JsonLinesError {
  const lines = [...exportJsonLines(logOf(7, 100))], changed = change(JSON.parse(lines[number - 1]!));
  if (changed === undefined) lines.splice(number - 1, 1);
  else lines[number - 1] = JSON.stringify(changed);
  return assertThrows(() => importJsonLines(lines), JsonLinesError) as JsonLinesError;
}

Deno.test("a bad line is told with its number and its field", () => {
  const total = [...exportJsonLines(logOf(7, 100))].length;
  const expectAt = (number: number, field: string, text: string, change: (line: JsonObject) => JsonObject): void => {
    const error = errorWith(number, change);
    assertEquals([error.line, error.field], [number, field], error.message);
    assert(error.message.startsWith(`Cannot import line ${number}${field === "" ? "" : ` at "${field}"`}: `));
    assert(error.message.includes(text), error.message);
  };
  expectAt(1, "log", "the first line is a header", () => ({ chunk: "events", count: 1 }));
  expectAt(1, "version", "this package reads 1", (line) => ({ ...line, version: 2 }));
  expectAt(1, "layout_hash", "lays records out by", (line) => ({ ...line, layout_hash: "0000000000000000" }));
  expectAt(1, "data_hash", "hexadecimal", (line) => ({ ...line, data_hash: "ABC" }));
  expectAt(1, "description", "it is an object", (line) => ({ ...line, description: 3 }));
  expectAt(1, "other", "there is no such field", (line) => ({ ...line, other: 3 }));
  const configured = (change: JsonObject) => (line: JsonObject): JsonObject => ({
    ...line,
    configuration: { ...line["configuration"] as JsonObject, ...change },
  });
  expectAt(1, "configuration.checks", "it is missing", (line) => {
    const { checks: _left, ...rest } = line["configuration"] as JsonObject;
    return { ...line, configuration: rest };
  });
  expectAt(1, "configuration", "is refused, reason", configured({ cash_initial: -5 }));
  expectAt(1, "configuration.rules", "it is an object", configured({ rules: 1 }));
  expectAt(1, "configuration.rules.NUMBERS", "is no choice", configured({ rules: { NUMBERS: "WHOLE" } }));
  expectAt(1, "configuration.instruments", "it is a list", configured({ instruments: {} }));
  expectAt(1, "configuration.instruments.0.lot", "no such field", configured({ instruments: [{ lot: 1 }] }));
  expectAt(2, "chunk", "is no kind of chunk", () => ({ chunk: "marks", count: 3 }));
  expectAt(2, "chunk", "no event comes before it", () => ({ chunk: "outputs", count: 3 }));
  expectAt(2, "count", "from 1 to 8192", () => ({ chunk: "events", count: 0 }));
  expectAt(3, "event", "is not the number of the next event, 1", (line) => ({ ...line, event: 2 }));
  expectAt(3, "open", "is no number", (line) => ({ ...line, open: "wide" }));
  expectAt(3, "time_us", "is no number", (line) => ({ ...line, time_us: null }));
  expectAt(total, "trailer.events", "and there are", (line) => {
    const trailer = line["trailer"] as JsonObject;
    return { trailer: { ...trailer, events: 1 } };
  });
  expectAt(total, "trailer.status.cash", "is no number", (line) => {
    const trailer = line["trailer"] as JsonObject;
    return { trailer: { ...trailer, status: { ...trailer["status"] as JsonObject, cash: true } } };
  });
  assertEquals(errorWith(5, () => undefined).field, "event");
});

Deno.test("a line that is not JSON, lines after the trailer, and lines that end too early are errors", () => {
  const lines = [...exportJsonLines(logOf(7, 100))];
  const messageOf = (changed: readonly string[]): string =>
    (assertThrows(() => importJsonLines(changed), JsonLinesError) as Error).message;
  assert(messageOf([lines[0]!, lines[1]!.slice(0, -1)]).startsWith("Cannot import line 2: it is no JSON: "));
  assertEquals(messageOf(["[]"]), "Cannot import line 1: it is no object");
  assertEquals(messageOf([]), "Cannot import line 1: there is no header");
  const end = `Cannot import line ${lines.length + 1}: something follows the trailer, with which a log ends`;
  assertEquals(messageOf([...lines, lines[2]!]), end);
  assert(messageOf(lines.slice(0, 4)).endsWith(" events, and the lines end after 2"));
});

Deno.test("a number that no double holds is refused, not read as infinity", () => {
  const lines = [...exportJsonLines(logOf(7, 100))];
  lines[2] = lines[2]!.replace(/"close":[^,]+/, '"close":1e999');
  const error = assertThrows(() => importJsonLines(lines), JsonLinesError) as JsonLinesError;
  assertEquals([error.line, error.field], [3, "close"]);
});

Deno.test("a name that stands twice in one object is an error, and not the last one taken", () => {
  const lines = [...exportJsonLines(logOf(7, 100))];
  const refused = (number: number, from: string, to: string, field: string) => {
    const changed = lines.with(number - 1, lines[number - 1]!.replace(from, to));
    const error = assertThrows(() => importJsonLines(changed), JsonLinesError) as JsonLinesError;
    assertEquals([error.line, error.field], [number, field]);
    assertEquals(error.message, `Cannot import line ${number} at "${field}": it is there twice`);
  };
  refused(2, "{", '{"count":1,', "count");
  refused(1, '"strategy"', '"strategy":"T","strategy"', "description.strategy");
  refused(1, '"fast"', '"fast":4,"fast"', "description.params.fast");
  refused(3, '"kind"', '"kind":"BAR","kind"', "kind");
});

Deno.test("a description that is nested too deep is refused where it is imported, written and read", () => {
  const deep = (levels: number) => `"d":${"[".repeat(levels)}${"]".repeat(levels)},`;
  const lines = [...exportJsonLines(logOf(7, 100))];
  const nested = (levels: number) =>
    lines.with(0, lines[0]!.replace('"description":{', `"description":{${deep(levels)}`));
  for (const levels of [1000, 200_000]) {
    const error = assertThrows(() => importJsonLines(nested(levels)), JsonLinesError) as JsonLinesError;
    assertEquals(error.message, 'Cannot import line 1 at "description": it is nested deeper than 1000 levels');
  }
  const log = importJsonLines(nested(900));
  assertEquals(importJsonLines(exportJsonLines(log)), log);
  assert(replay(log, PLAIN).equal);

  const { configuration, events } = makeWorkload(new Random(2), 10);
  const description = JSON.parse(`{${deep(200_000).slice(0, -1)}}`);
  assertThrows(
    () => recordEvents(configuration.lanes, events, new MemorySink(), { ...PLAIN, description }),
    RangeError,
    "Cannot describe a replay log by values that are nested deeper than 1000 levels: leave something out",
  );
});

Deno.test("the message about a long value shows its beginning", () => {
  const lines = [...exportJsonLines(logOf(7, 100))];
  const long = lines.with(2, lines[2]!.replace(/"close":[^,]+/, `"close":"${"x".repeat(1_000_000)}"`));
  const error = assertThrows(() => importJsonLines(long), JsonLinesError) as Error;
  assertEquals(error.message.startsWith('Cannot import line 3 at "close": "xxx'), true);
  assertEquals(error.message.length < 400, true);
});
