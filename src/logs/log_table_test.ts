import { assert, assertEquals } from "@std/assert";
import { CODES, REASONS } from "../contract/codes.ts";
import { OUTPUT_DIAGNOSTIC, OUTPUT_FILL, OUTPUT_ORDER, OUTPUT_REFUSAL } from "../contract/contract.gen.ts";
import { EVENT_KINDS, OUTPUT_KINDS } from "../contract/records.ts";
import { LOG_CATEGORIES, LOG_LEVELS } from "./log_entry.ts";
import { classifyOutput, EVENT_CATEGORIES, REASON_ROWS } from "./log_table.ts";

Deno.test("the table has a row for every reason of the contract and for nothing else", () => {
  assertEquals(Object.keys(REASON_ROWS), Object.keys(REASONS));
  assertEquals(Object.keys(EVENT_CATEGORIES), Object.keys(EVENT_KINDS));
});

Deno.test("every kind of output with every reason about every event has a level and a category", () => {
  const used = new Set<string>();
  for (const [kindName, kind] of Object.entries(OUTPUT_KINDS)) {
    for (const [reasonName, [reason]] of Object.entries(REASONS)) {
      const [level, category] = REASON_ROWS[reasonName]!;
      for (const [eventName, event] of Object.entries(EVENT_KINDS)) {
        const found = classifyOutput(kind.code, 2, reason, event.code);
        assert(
          LOG_LEVELS.includes(found.level) && LOG_CATEGORIES.includes(found.category),
          `${kindName} ${reasonName}`,
        );
        used.add(found.category);
        if (kind.code === OUTPUT_REFUSAL || kind.code === OUTPUT_DIAGNOSTIC) {
          assertEquals(found.category, category === "event" ? EVENT_CATEGORIES[eventName]! : category);
        }
        if (kind.code === OUTPUT_REFUSAL || kind.code === OUTPUT_ORDER) assertEquals(found.level, level);
      }
    }
  }
  assertEquals([...used].sort(), [...LOG_CATEGORIES].sort());
});

Deno.test("an error is what is lost, or what cannot go on, or what ruins the account", () => {
  const errors = Object.entries(REASON_ROWS).filter(([, [level]]) => level === "ERROR").map(([name]) => name);
  // A fill that comes for an order that is not kept any more, or beyond its quantity, is money that the account lacks.
  assertEquals(errors, [
    "SEQUENCE_LIMIT",
    "ORDERS_LIMIT",
    "ORDER_RETIRED",
    "AMOUNT_LIMIT",
    "OVERFILL",
    "COUNT_BEYOND",
    "RUINED",
  ]);
});

Deno.test("a diagnostic is logged at the level that the engine gave it", () => {
  for (const [name, [level]] of Object.entries(CODES.LEVEL!)) {
    for (const [reason] of Object.values(REASONS)) {
      assertEquals<string>(classifyOutput(OUTPUT_DIAGNOSTIC, level, reason, 1).level, name);
    }
  }
});

Deno.test("a fill is an execution at INFO by whichever rule its price was set", () => {
  for (const [rule] of Object.values(CODES.FILL_RULE!)) {
    assertEquals(classifyOutput(OUTPUT_FILL, 5, rule, 0), { level: "INFO", category: "execution" });
  }
});

Deno.test("a record that the contract does not know is a warning of the engine, not a failure", () => {
  for (const [kind, reason] of [[77, 0], [OUTPUT_REFUSAL, 60_000]] as const) {
    assertEquals(classifyOutput(kind, 0, reason, 99), { level: "WARNING", category: "engine" });
  }
});
