import { assertEquals, assertThrows } from "@std/assert";
import { CODES } from "../contract/codes.ts";
import { CODE_NAMES } from "../records/code_names.ts";
import { fillPriceSource, type PricedFill } from "./fill_price_source.ts";

const FILL: PricedFill = { rule: "open", side: "buy", type: "market", clamped: false };

Deno.test("every rule of the contract has a field, or is a venue's price", () => {
  for (const [name, [code]] of Object.entries(CODES["FILL_RULE"]!)) {
    const { field } = fillPriceSource({ ...FILL, rule: CODE_NAMES.FILL_RULE.shown.get(code)! });
    assertEquals(field === null, name === "REPORTED", name);
  }
  assertThrows(() => fillPriceSource({ ...FILL, rule: "magic" }), RangeError, 'the fill rule "magic"');
});

Deno.test("a fill is bound by its trigger, its limit, or the extreme at which its slippage was cut", () => {
  const told = (fill: Partial<PricedFill>): unknown => Object.values(fillPriceSource({ ...FILL, ...fill }));
  assertEquals(told({}), ["open", null]);
  assertEquals(told({ rule: "stopGap", type: "stop" }), ["open", "trigger"]);
  assertEquals(told({ rule: "stop", type: "stop" }), ["trigger", "trigger"]);
  assertEquals(told({ rule: "stopLimit", type: "stopLimit" }), ["trigger", "limit"]);
  assertEquals(told({ rule: "limitOpen", type: "limit" }), ["open", "limit"]);
  assertEquals(told({ rule: "entryPrice", type: "limit" }), ["entry", "limit"]);
  assertEquals(told({ rule: "entryPrice", type: "stop" }), ["entry", "trigger"]);
  assertEquals(told({ rule: "liquidation", type: undefined }), ["close", "maintenance"]);
  assertEquals(told({ clamped: true }), ["open", "high"]);
  assertEquals(told({ clamped: true, side: "sell", rule: "stop", type: "stop" }), ["trigger", "low"]);
});
