import { assertEquals } from "@std/assert";
import { FILL_RULE_LIMIT, FILL_RULE_OPEN } from "../../src/contract/contract.gen.ts";
import type { OrderRequest } from "./order_request.ts";
import { parseScenarios } from "./scenario.ts";
import { WholePrices } from "./whole_price.ts";

/** A limit order whose price is written as this text. */
function limitAt(text: string): OrderRequest {
  const action = `{"call":1,"op":"buy","args":{"price":${text}}}`;
  const json = `{"name":"x","datas":[{"name":"d","bars":[]}],"actions":[${action}],"events":[],"final":{}}`;
  const [scenario] = parseScenarios(json, "a.json");
  const args = scenario!.actions[0]!.args!, price = args.price!;
  return { id: "x", data: 0, size: 1, exectype: "Limit", price, pricelimit: price, held: false, args };
}

const enlarging = { size: 1, opened: 1, pnl: -0, flags: 0 };

Deno.test("zero has no sign when a position of a whole price grows at a whole price", () => {
  const prices = new WholePrices(), ten = limitAt("10"), nine = limitAt("9");
  prices.profitOf(ten, FILL_RULE_LIMIT, { size: 1, opened: 1, pnl: 0, flags: 0 }, 1);
  assertEquals(prices.profitOf(nine, FILL_RULE_LIMIT, enlarging, 2), 0);
  // The average is a double from then on.
  assertEquals(prices.profitOf(nine, FILL_RULE_LIMIT, enlarging, 3), -0);
});

Deno.test("zero keeps its sign when one of the prices is a double", () => {
  const ten = limitAt("10"), nine = limitAt("9"), fraction = limitAt("9.0");
  const first = new WholePrices(), second = new WholePrices();
  first.profitOf(ten, FILL_RULE_LIMIT, { size: 1, opened: 1, pnl: 0, flags: 0 }, 1);
  assertEquals(first.profitOf(fraction, FILL_RULE_LIMIT, enlarging, 2), -0);
  second.profitOf(ten, FILL_RULE_OPEN, { size: 1, opened: 1, pnl: 0, flags: 0 }, 1);
  assertEquals(second.profitOf(nine, FILL_RULE_LIMIT, enlarging, 2), -0);
});
