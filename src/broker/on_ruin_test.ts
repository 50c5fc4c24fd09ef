import { assertEquals, assertThrows } from "@std/assert";
import { resolveOnRuin } from "./on_ruin.ts";

Deno.test("entries stop by default, and each choice is taken as it is", () => {
  assertEquals(resolveOnRuin(undefined), "stop-entries");
  for (const choice of ["stop-entries", "stop", "ignore"]) assertEquals(resolveOnRuin(choice), choice);
});

Deno.test("anything else is an error with the value and the choices", () => {
  for (const [wrong, shown] of [["end", '"end"'], [null, "null"], [1, "1"], ["", '""']] as const) {
    assertThrows(
      () => resolveOnRuin(wrong),
      RangeError,
      `Cannot use onRuin ${shown}: pass "stop-entries", "stop" or "ignore"`,
    );
  }
});
