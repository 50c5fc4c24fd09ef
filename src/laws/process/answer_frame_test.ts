import { assertEquals, assertThrows } from "@std/assert";
import { Random } from "../random.ts";
import { BrokenFrameError, frameOf, FrameReader, KEY_BYTES } from "./answer_frame.ts";

const random = new Random(7);
const bytesOf = (count: number, below: number = 256): Uint8Array =>
  Uint8Array.from({ length: count }, () => random.below(below));
const key = bytesOf(KEY_BYTES);

/** Gives bytes to a reader in pieces of random lengths, and returns the payload that it finds. */
function read(bytes: Uint8Array, longest: number): Uint8Array | undefined {
  const reader = new FrameReader(key);
  for (let at = 0; at < bytes.length;) {
    const until = Math.min(bytes.length, at + random.between(1, longest));
    const found = reader.take(bytes.slice(at, until));
    if (found !== undefined) return found;
    at = until;
  }
  return undefined;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

Deno.test("a payload comes out of its frame, whatever the strategy wrote before, in pieces of any length", () => {
  for (let time = 0; time < 300; time++) {
    const payload = bytesOf(random.below(200)), longest = random.pick([1, 3, 100, 1000]);
    // Text before the key may hold beginnings of the key.
    const noise = joined(...Array.from({ length: random.below(4) }, () => key.slice(0, random.below(KEY_BYTES))));
    assertEquals(read(joined(noise, frameOf(key, payload), bytesOf(5)), longest), payload);
  }
});

Deno.test("a frame under another key, and one that is not whole, are no answer", () => {
  const payload = bytesOf(50), whole = frameOf(key, payload);
  assertEquals(read(frameOf(bytesOf(KEY_BYTES), payload), 40), undefined);
  for (let length = 0; length < whole.length; length++) assertEquals(read(whole.slice(0, length), 500), undefined);
});

Deno.test("bytes that a thread writes into a frame are found out", () => {
  for (let time = 0; time < 200; time++) {
    const whole = frameOf(key, bytesOf(60)), at = KEY_BYTES + random.below(whole.length - KEY_BYTES - 1);
    const flipped = whole.slice();
    flipped[at] = flipped[at]! ^ (1 << random.below(8));
    const inserted = joined(whole.slice(0, at), bytesOf(3), whole.slice(at));
    for (const broken of [flipped, inserted]) {
      let found: Uint8Array | undefined;
      // A length that was changed may make the reader wait for more; it never makes it take another payload.
      try {
        found = read(broken, 64);
      } catch (error) {
        if (!(error instanceof BrokenFrameError)) throw error;
      }
      assertEquals(found, undefined, `byte ${at}`);
    }
  }
  const whole = frameOf(key, bytesOf(60));
  whole[KEY_BYTES + 20] = whole[KEY_BYTES + 20]! ^ 1;
  assertThrows(() => read(whole, 500), BrokenFrameError, "digest");
});
