import { assert, assertEquals } from "@std/assert";
import { CODES, type CodeTable, REASONS } from "../contract/codes.ts";
import { ORDER_EVENTS, ORDER_STATES } from "../contract/order_states.ts";
import { EVENT_KINDS, OUTPUT_KINDS } from "../contract/records.ts";
import {
  camelCase,
  CODE_NAMES,
  type CodeTableName,
  eventKindName,
  fillRuleMeaning,
  fillRuleName,
  reasonMeaning,
  reasonName,
  stateName,
  typeName,
} from "./code_names.ts";

/** The contract's own tables by the name under which the names of each have to stand. */
const TABLES: Readonly<Record<string, CodeTable>> = {
  ...CODES,
  REASON: REASONS,
  STATE: ORDER_STATES,
  ORDER_EVENT: ORDER_EVENTS,
  EVENT: Object.fromEntries(Object.entries(EVENT_KINDS).map(([name, { code, doc }]) => [name, [code, doc]])),
  OUTPUT: Object.fromEntries(Object.entries(OUTPUT_KINDS).map(([name, { code, doc }]) => [name, [code, doc]])),
};

Deno.test("every table of the contract has names, and they are of its own codes in its own order", () => {
  assertEquals(Object.keys(CODE_NAMES).toSorted(), Object.keys(TABLES).toSorted());
  for (const [table, { names, codes, meanings }] of Object.entries(CODE_NAMES)) {
    const entries = Object.entries(TABLES[table]!).filter(([name]) => name !== "TYPE_MASK");
    assertEquals([...names], entries.map(([name, [code]]) => [code, name]), table);
    assertEquals([...codes], entries.map(([name, [code]]) => [name, code]), table);
    assertEquals([...meanings], entries.map(([, [code, meaning]]) => [code, meaning]), table);
  }
});

Deno.test("every code has a name in camel case, and no two of a table have the same", () => {
  for (const [table, { names, shown }] of Object.entries(CODE_NAMES)) {
    assertEquals([...shown.keys()], [...names.keys()]);
    for (const name of shown.values()) assert(/^[a-z]+(?:[A-Z0-9][a-z0-9]*)*$/.test(name), `${table}: ${name}`);
    assertEquals(new Set(shown.values()).size, shown.size);
  }
  assertEquals(["TIME_US", "time_us", "GTC"].map(camelCase), ["timeUs", "timeUs", "gtc"]);
});

Deno.test("the names of a code are those of its table", () => {
  const functions: readonly (readonly [CodeTableName, "shown" | "meanings", (code: number) => string])[] = [
    ["REASON", "shown", reasonName],
    ["REASON", "meanings", reasonMeaning],
    ["FILL_RULE", "shown", fillRuleName],
    ["FILL_RULE", "meanings", fillRuleMeaning],
    ["EVENT", "shown", eventKindName],
    ["STATE", "shown", stateName],
    ["TYPE", "shown", typeName],
  ];
  for (const [table, kind, name] of functions) {
    for (const [code, expected] of CODE_NAMES[table][kind]) assertEquals(name(code), expected);
  }
});

Deno.test("the types and states of the strategy API are those of the contract", () => {
  const types = [...CODE_NAMES.TYPE.shown.values()];
  for (const name of ["market", "limit", "stop", "stopLimit", "marketOnClose"] as const) assert(types.includes(name));
  assert([...CODE_NAMES.STATE.shown.values()].includes("partiallyFilled"));
});

Deno.test("a code that has no name yet shows its number", () => {
  assertEquals([reasonName(65_535), fillRuleName(65_535)], ["reason 65535", "rule 65535"]);
  assertEquals([reasonMeaning(60_000), fillRuleMeaning(99), eventKindName(200)], [
    "reason 60000",
    "rule 99",
    "event 200",
  ]);
});
