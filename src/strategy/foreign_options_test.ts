import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { optionRemedy } from "./foreign_options.ts";
import { type OrderOptions, takenOrderOptions } from "./order_options.ts";

Deno.test("options of other libraries and misspelt ones lead to ours", () => {
  const names: Readonly<Record<string, string>> = {
    data: 'write feed: "name"',
    price: "write limit for a limit order",
    exectype: "leave it out",
    trailpercent: "write trail: { amount: 2 } or trail: { percent: 3 }",
    parent: "pass stopLoss and takeProfit to the entry",
    transmit: "pass stopLoss and takeProfit to the entry",
    sl: "write stopLoss",
    tp: "write takeProfit",
    stop_loss: "write stopLoss",
    takeprofit: "write takeProfit",
    quantity: "write size",
    time_in_force: 'write valid: "day"',
    clientOrderId: "write tag",
    symbol: 'write feed: "name"',
  };
  for (const [name, remedy] of Object.entries(names)) {
    const error = assertThrows(() => takenOrderOptions("buy", { [name]: 1 } as unknown as OrderOptions), TypeError);
    assertStringIncludes(error.message, `Cannot use option "${name}" of buy: ${remedy}`);
    assertStringIncludes(error.message, "; the options are size, cash, fraction, ");
  }
});

Deno.test("an option that no library is known to have is told with those that there are, and one of another call is named", () => {
  const names = ["size", "onClose"];
  assertEquals(optionRemedy("sise", names), undefined);
  assertEquals(optionRemedy("constructor", names), undefined);
  assertEquals(optionRemedy("on_close", names), "write onClose");
  assertEquals(optionRemedy("price", names), undefined);
  assertEquals(
    optionRemedy("price", ["size", "limit", "stop"]),
    "write limit for a limit order, and stop for a stop order",
  );
});
