import { assertEquals, assertThrows } from "@std/assert";
import { MemorySink, writeAll } from "./log_sink.ts";

Deno.test("a memory sink keeps what it was given, whatever its size", () => {
  const sink = new MemorySink(), parts = [1, 5000, 0, 3, 100_000].map((size, at) => new Uint8Array(size).fill(at + 1));
  for (const part of parts) assertEquals(sink.writeSync(part), part.length);
  assertEquals(sink.bytes(), Uint8Array.from(parts.flatMap((part) => [...part])));
});

Deno.test("a sink that takes little at a time gets everything, in order", () => {
  const taken: number[] = [];
  writeAll({
    writeSync(bytes) {
      const part = bytes.subarray(0, 3);
      taken.push(...part);
      return part.length;
    },
  }, Uint8Array.of(1, 2, 3, 4, 5, 6, 7));
  assertEquals(taken, [1, 2, 3, 4, 5, 6, 7]);
});

Deno.test("a sink that says it took nothing, more than it was given, or no count is an error", () => {
  for (const count of [0, -1, 3, 1.5, NaN, Infinity, undefined as unknown as number, "2" as unknown as number]) {
    assertThrows(
      () => writeAll({ writeSync: () => count }, Uint8Array.of(1, 2)),
      Error,
      `Cannot write the replay log: the sink says that it took ${Deno.inspect(count)} of 2 bytes`,
    );
  }
});
