import { assertEquals } from "@std/assert";
import { sha256Hex } from "./sha256.ts";

Deno.test("sha256Hex() gives the examples of FIPS 180-2", () => {
  const encoder = new TextEncoder();
  assertEquals(
    sha256Hex(encoder.encode("abc")),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  assertEquals(
    sha256Hex(encoder.encode("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  );
});

Deno.test("sha256Hex() equals the platform's digest for every length up to three blocks, in any place of a buffer", async () => {
  const bytes = Uint8Array.from({ length: 200 }, (_, index) => (index * 167 + 13) % 256);
  for (let length = 0; length <= 192; length++) {
    const part = bytes.subarray(length % 8, length % 8 + length);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", part));
    assertEquals(sha256Hex(part), Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join(""));
  }
});
