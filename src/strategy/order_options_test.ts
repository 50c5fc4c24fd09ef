import { assertEquals, assertThrows } from "@std/assert";
import { type CloseOptions, type OrderOptions, type ReplaceOptions, takenOrderOptions } from "./order_options.ts";

const ORDER: { [K in keyof Required<OrderOptions>]: true } = {
  size: true,
  cash: true,
  fraction: true,
  limit: true,
  stop: true,
  trail: true,
  limitOffset: true,
  touch: true,
  onOpen: true,
  onClose: true,
  valid: true,
  postOnly: true,
  stopLoss: true,
  takeProfit: true,
  oco: true,
  reduceOnly: true,
  tag: true,
  feed: true,
};
const CLOSE: { [K in keyof Required<CloseOptions>]: true } = { size: true, onClose: true, tag: true, feed: true };
const REPLACE: { [K in keyof Required<ReplaceOptions>]: true } = {
  size: true,
  limit: true,
  stop: true,
  trail: true,
  limitOffset: true,
};

Deno.test("every option that the types have is known", () => {
  for (const [action, options] of [["buy", ORDER], ["sell", ORDER], ["close", CLOSE], ["replace", REPLACE]] as const) {
    assertEquals(takenOrderOptions(action, options), options as object);
  }
});

Deno.test("an option of another action or library is an error that lists those there are", () => {
  assertThrows(
    () => takenOrderOptions("replace", { price: 5 }),
    TypeError,
    'Cannot use option "price" of replace: write limit for a limit order, and stop for a stop order; the options are size, limit, stop, trail, limitOffset',
  );
  assertThrows(
    () => takenOrderOptions("replace", { touch: 5 }),
    TypeError,
    'Cannot use option "touch" of replace: write stop, which is the trigger of every kind',
  );
  for (const [action, name] of [["buy", "sl"], ["sell", "tp"], ["buy", "exectype"], ["close", "limit"]] as const) {
    assertThrows(() => takenOrderOptions(action, { [name]: 1 }), TypeError, `Cannot use option "${name}" of ${action}`);
  }
});

Deno.test("an argument that is not an object is an error that shows one", () => {
  for (const options of [10, "10", null, true] as unknown as object[]) {
    assertThrows(
      () => takenOrderOptions("buy", options),
      TypeError,
      `Cannot buy with ${Deno.inspect(options)}: pass an object, such as { size: 10 }`,
    );
  }
});
