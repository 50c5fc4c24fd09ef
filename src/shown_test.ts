import { assertEquals, assertThrows } from "@std/assert";
import { inspect } from "node:util";
import { showBy, textOnly } from "./shown.ts";

class Purse {
  #coins = 3;
  static {
    showBy(
      Purse.prototype,
      (purse) => ({ title: "Purse of mine", facts: { coins: purse.#coins, of: { a: { b: 1 } } } }),
    );
  }
}

class Page {
  static {
    showBy(Page.prototype, () => "one\ntwo");
  }
}

Deno.test("showBy() shows title and facts under the options of the call, in Deno and in Node's inspection", () => {
  assertEquals(Deno.inspect(new Purse()), "Purse of mine { coins: 3, of: { a: { b: 1 } } }");
  assertEquals(Deno.inspect([new Purse()], { depth: 1 }), "[ Purse of mine { coins: 3, of: { a: [Object] } } ]");
  assertEquals(inspect(new Purse()), "Purse of mine { coins: 3, of: { a: { b: 1 } } }");
  assertEquals([Deno.inspect(new Page()), inspect(new Page())], ["one\ntwo", "one\ntwo"]);
  assertEquals(Object.keys(new Purse()), []);
});

Deno.test("showBy() shows the facts to a caller by hand, who passes no inspector", () => {
  const show = Reflect.get(new Purse(), Symbol.for("Deno.customInspect")) as () => string;
  assertEquals(show.call(new Purse()), "Purse of mine { coins: 3, of: { a: { b: 1 } } }");
});

Deno.test("textOnly() gives a text for a text, and throws for a number and for either", () => {
  assertEquals(textOnly("string", "close", "it", "read it"), "close");
  for (const hint of ["number", "default"]) {
    assertThrows(() => textOnly(hint, "close", "it", "read it"), TypeError, "Cannot compute with it itself: read it");
  }
});
