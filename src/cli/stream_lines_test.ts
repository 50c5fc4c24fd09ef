import { assertEquals } from "@std/assert";
import { streamLines } from "./stream_lines.ts";

function streamOf(...pieces: string[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  return ReadableStream.from(pieces.map((piece) => new TextEncoder().encode(piece)));
}

Deno.test("lines come without their ends, wherever the pieces of the stream were cut", async () => {
  const lines = await Array.fromAsync(streamLines(streamOf("a", "b\r\nc\n\n", "", "d", "e\nf")));
  assertEquals(lines, ["ab", "c", "", "de", "f"]);
  assertEquals(await Array.fromAsync(streamLines(streamOf("a\n"))), ["a"]);
  assertEquals(await Array.fromAsync(streamLines(streamOf())), []);
});
