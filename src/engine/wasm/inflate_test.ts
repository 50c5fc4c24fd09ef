import { assertEquals, assertThrows } from "@std/assert";
import { inflate } from "./inflate.ts";

async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Bytes between noise, which is stored, and a repeated byte. */
function mixed(size: number, variety: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let at = 0, state = variety + 1; at < size; at++) {
    state = Math.imul(state, 1_664_525) + 1_013_904_223 >>> 0;
    bytes[at] = (state >>> 16) % variety;
  }
  return bytes;
}

Deno.test("inflate() gives back what the platform compressed, from noise to repetition", async () => {
  for (const size of [0, 1, 2, 300, 70_000]) {
    for (const variety of [1, 2, 7, 60, 256]) {
      const bytes = mixed(size, variety);
      assertEquals(inflate(await deflated(bytes), size), bytes, `${size} bytes of ${variety} kinds`);
    }
  }
  const source = Deno.readFileSync(new URL("inflate.ts", import.meta.url));
  assertEquals(inflate(await deflated(source), source.length), source);
});

Deno.test("inflate() knows blocks of fixed codes and stored ones", () => {
  // "aaaa" in fixed codes: a literal, and a copy of three bytes from a distance of one.
  assertEquals(inflate(Uint8Array.of(0x4b, 0x04, 0x02, 0x00), 4), new TextEncoder().encode("aaaa"));
  assertEquals(inflate(Uint8Array.of(1, 2, 0, 0xfd, 0xff, 104, 105), 2), new TextEncoder().encode("hi"));
});

Deno.test("inflate() refuses damaged data, and gives no bytes of another number", async () => {
  const bytes = mixed(3_000, 60), packed = await deflated(bytes);
  for (const size of [2_999, 3_001]) {
    assertThrows(() => inflate(packed, size), RangeError, "Cannot decompress the data");
  }
  for (let end = 0; end < packed.length; end += 97) {
    assertThrows(() => inflate(packed.subarray(0, end), bytes.length), RangeError, "Cannot decompress the data");
  }
  for (const damaged of [[7], [1, 2, 0, 0, 0, 104, 105], [0x4b, 0x04, 0x62, 0x00]]) {
    assertThrows(() => inflate(Uint8Array.from(damaged), 4), RangeError, "Cannot decompress the data");
  }
});
