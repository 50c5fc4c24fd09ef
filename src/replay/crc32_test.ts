import { assertEquals } from "@std/assert";
import { crc32 } from "./crc32.ts";

Deno.test("crc32() is that of the standard's check value, at once and in parts", () => {
  const bytes = new TextEncoder().encode("123456789");
  assertEquals(crc32(bytes), 0xcbf4_3926);
  assertEquals(crc32(bytes.subarray(4), crc32(bytes.subarray(0, 4))), 0xcbf4_3926);
});
