import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  CONFIG_CASH_INITIAL,
  CONFIG_INSTRUMENTS,
  CONFIG_INSTRUMENTS_COUNT,
  CONFIG_RULE_NUMBERS,
  CONFIG_VERSION,
  CONTRACT_VERSION,
  INSTRUMENT_STRIDE,
} from "../contract/contract.gen.ts";
import { RULE_LANES } from "../contract/rules.ts";
import { bars } from "../feeds/read_columns.ts";
import { encodeConfiguration, PLAIN_CONDUCT, resolveRules } from "./configuration.ts";
import { InstrumentSpec } from "../broker/instrument_spec.ts";
import { powerOfTenth } from "../broker/rational.ts";

Deno.test("each profile has a choice for every rule, and changes replace single ones", () => {
  for (const profile of ["exact", "backtrader"] as const) {
    const rules = resolveRules(profile, {});
    assertEquals(Object.keys(rules), Object.keys(RULE_LANES));
    for (const [name, rule] of Object.entries(RULE_LANES)) assertEquals(rules[name], rule[profile]);
  }
  const changed = resolveRules("exact", { LIMIT_FILL: "THROUGH" });
  assertEquals(changed, { ...resolveRules("exact", {}), LIMIT_FILL: "THROUGH" });
});

Deno.test("an unknown profile, rule or choice is an error that lists those there are", () => {
  assertThrows(
    () => resolveRules("exactly" as "exact", {}),
    RangeError,
    'Cannot use profile "exactly": pass "exact" or "backtrader"',
  );
  assertThrows(
    () => resolveRules("exact", { LIMITFILL: "TOUCH" }),
    RangeError,
    'Cannot find rule "LIMITFILL": there are',
  );
  const rules = resolveRules("exact", { LIMIT_FILL: "NEVER" });
  assertThrows(
    () => encodeConfiguration(rules, 0, [], PLAIN_CONDUCT),
    RangeError,
    'Cannot use choice "NEVER" of rule LIMIT_FILL: there are TOUCH, THROUGH',
  );
});

Deno.test("the lanes hold version, cash, the numbers of the choices and the instruments one after the other", () => {
  const column = [1.5];
  const feed = bars({ time: ["2024-01-01"], open: column, high: column, low: column, close: column }, {
    timeframe: "1d",
  });
  const spec = new InstrumentSpec(feed, { commission: 0.001 }, 1000, powerOfTenth(6));
  const rules = resolveRules("exact", { LIMIT_FILL: "THROUGH" });
  const lanes = encodeConfiguration(rules, 1e9, [spec, spec], PLAIN_CONDUCT);
  assertEquals(lanes.length, CONFIG_INSTRUMENTS + 2 * INSTRUMENT_STRIDE);
  assertEquals([lanes[CONFIG_VERSION], lanes[CONFIG_INSTRUMENTS_COUNT]], [CONTRACT_VERSION, 2]);
  assertEquals(lanes[CONFIG_CASH_INITIAL], 1e9);
  for (const [at, [name, rule]] of Object.entries(RULE_LANES).entries()) {
    assertEquals(rule.choices[lanes[CONFIG_RULE_NUMBERS + at]!]![0], rules[name]);
  }
  const first = lanes.subarray(CONFIG_INSTRUMENTS, CONFIG_INSTRUMENTS + INSTRUMENT_STRIDE);
  assertEquals([first, lanes.subarray(CONFIG_INSTRUMENTS + INSTRUMENT_STRIDE)], [spec.lanes, spec.lanes]);
  assert(lanes.every(Number.isFinite));
});
