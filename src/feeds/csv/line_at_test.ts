import { assertEquals } from "@std/assert";
import { lineOfOffset, lineText } from "./line_at.ts";

Deno.test("lineOfOffset() and lineText() find a line", () => {
  const bytes = new TextEncoder().encode("ab\r\n\ncd\n");
  assertEquals([0, 3, 4, 5, 6].map((offset) => lineOfOffset(bytes, offset)), [1, 1, 2, 3, 3]);
  assertEquals(lineText(bytes, 5), "cd");
});
