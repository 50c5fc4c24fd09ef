import { assertEquals, assertThrows } from "@std/assert";
import { LogReader, type ReplayLogSource } from "./log_source.ts";

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
