import { assertEquals, assertThrows } from "@std/assert";
import { gzipSync } from "node:zlib";
import { LOG_MAGIC } from "./log_format.ts";
import { LogReader, type ReplayLogSource } from "./log_source.ts";
import { ReplayLogError } from "./replay_log_error.ts";

Deno.test("a log is read in pieces from bytes, from a path and from a file URL alike", async () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_byte, at) => at % 251);
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeFile(path, bytes);
    for (const source of [bytes, path, new URL(`file://${path}`)] satisfies ReplayLogSource[]) {
      using reader = new LogReader(source);
      assertEquals(reader.read(0).length, 0);
      assertEquals(reader.read(300), bytes.slice(0, 300));
      assertEquals(reader.offset, 300);
      assertEquals(reader.read(5000), bytes.slice(300));
      assertEquals(reader.offset, 1000);
      assertEquals(reader.read(8).length, 0);
    }
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("a piece that is read lies at the beginning of a buffer of its own, so that records can be viewed", () => {
  const whole = new Uint8Array(64);
  using reader = new LogReader(whole.subarray(3));
  const piece = reader.read(16);
  assertEquals([piece.byteOffset, piece.buffer.byteLength], [0, 16]);
});

Deno.test("something else than bytes or a path is refused by name", () => {
  assertThrows(
    () => new LogReader(17 as unknown as string),
    TypeError,
    "Cannot read 17 as a replay log: pass its bytes or its path",
  );
});

Deno.test("a log whose first bytes are in segments beside it is one log, and a segment that is missing has its byte", () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_byte, at) => at < LOG_MAGIC.length ? LOG_MAGIC[at]! : at % 251);
  const folder = Deno.makeTempDirSync(), path = `${folder}/run.log`;
  Deno.writeFileSync(`${folder}/run.00001.log.gz`, gzipSync(bytes.subarray(0, 300)));
  Deno.writeFileSync(`${folder}/run.00002.log.gz`, gzipSync(bytes.subarray(300, 900)));
  Deno.writeFileSync(path, bytes.subarray(900));
  {
    using reader = new LogReader(path);
    assertEquals([reader.read(250), reader.read(700), reader.read(90)], [
      bytes.slice(0, 250),
      bytes.slice(250, 950),
      bytes.slice(950),
    ]);
  }
  Deno.removeSync(`${folder}/run.00002.log.gz`);
  Deno.copyFileSync(`${folder}/run.00001.log.gz`, `${folder}/run.00003.log.gz`);
  using damaged = new LogReader(path);
  assertEquals(damaged.read(200).length, 200);
  const error = assertThrows(() => damaged.read(200), ReplayLogError, "run.00002.log.gz is missing; put it back");
  assertEquals([error.code, error.offset], ["DAMAGED", 300]);
  // A whole log in the place of the file is read alone.
  Deno.writeFileSync(path, bytes);
  using whole = new LogReader(path);
  assertEquals(whole.read(2000), bytes);
});
