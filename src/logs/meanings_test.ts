import { assertEquals } from "@std/assert";
import { CODES, REASONS } from "../contract/codes.ts";
import { fillRuleMeaning, reasonMeaning } from "./meanings.ts";

Deno.test("codes say what the contract says of them, and an unknown one its number", () => {
  for (const [code, meaning] of Object.values(REASONS)) assertEquals(reasonMeaning(code), meaning);
  for (const [code, meaning] of Object.values(CODES.FILL_RULE!)) assertEquals(fillRuleMeaning(code), meaning);
  assertEquals([reasonMeaning(60_000), fillRuleMeaning(99)], ["reason 60000", "rule 99"]);
});
