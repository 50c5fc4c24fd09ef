import { assert, assertEquals } from "@std/assert";
import { CODES, REASONS } from "../contract/codes.ts";
import { ORDER_STATES } from "../contract/order_states.ts";
import { fillRuleName, reasonName, stateName, typeName } from "./code_names.ts";

Deno.test("every code has a name in camel case, and no two have the same", () => {
  for (
    const [table, nameOf] of [
      [REASONS, reasonName],
      [CODES.FILL_RULE!, fillRuleName],
      [ORDER_STATES, stateName],
      [CODES.TYPE!, typeName],
    ] as const
  ) {
    const names = Object.values(table).map(([code]) => nameOf(code));
    for (const name of names) assert(/^[a-z]+(?:[A-Z0-9][a-z0-9]*)*$/.test(name), name);
    assertEquals(new Set(names).size, names.length);
  }
});

Deno.test("the types of the strategy API are those of the contract", () => {
  const names = Object.values(CODES.TYPE!).map(([code]) => typeName(code));
  for (const name of ["market", "limit", "stop", "stopLimit", "marketOnClose"] as const) assert(names.includes(name));
  assert(Object.values(ORDER_STATES).some(([code]) => stateName(code) === "partiallyFilled"));
});

Deno.test("a code that has no name yet shows its number", () => {
  assertEquals([reasonName(65_535), fillRuleName(65_535)], ["reason 65535", "rule 65535"]);
});
