import { assertEquals, assertThrows } from "@std/assert";
import { resolveFlatAt } from "./flat_at.ts";

Deno.test("a position is closed at the close, or never", () => {
  assertEquals([undefined, null, "close"].map((said) => resolveFlatAt(said, "flatAt")), [
    undefined,
    undefined,
    "close",
  ]);
  for (const said of ["open", true, "", 0]) {
    assertThrows(
      () => resolveFlatAt(said, "flatAt"),
      RangeError,
      'pass "close", or null for a feed that may stay open',
    );
  }
});
