import { assertEquals } from "@std/assert";
import { hashText, parseHash } from "./hash_text.ts";

Deno.test("two words and their 16 digits are the same", () => {
  for (const [low, high, text] of [[0, 0, "0000000000000000"], [1, 0xffffffff, "00000001ffffffff"]] as const) {
    assertEquals(hashText(low, high), text);
    assertEquals(parseHash(text), [low, high]);
  }
});

Deno.test("text that is no hash is none", () => {
  for (const text of ["", "0", "000000000000000g", "00000000FFFFFFFF", "00000000000000000"]) {
    assertEquals(parseHash(text), undefined);
  }
});
