import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { CODE_NAMES } from "../records/code_names.ts";
import { fillRuleReason } from "../explain/fill_rule_sentence.ts";
import { type FillFacts, fillSentence } from "./fill_sentence.ts";

const BAR = { open: 101.5, high: 104.25, low: 98.75, close: 103 };
const FILL: FillFacts = {
  ...{ rule: "open", side: "buy", price: 101.5, decimals: 2, limit: 100.25, stop: 102.5 },
  ...{ slipped: false, clamped: false, ambiguous: false, late: false, lateExit: false },
};

Deno.test("a sentence is that of the explanation of the rule, with the decimals of the page", () => {
  const { open, limit, stop, side } = { ...FILL, ...BAR };
  for (const rule of CODE_NAMES.FILL_RULE.shown.values()) {
    const numbers = { side, bar: BAR, limit, stop, placementClose: null, entryPrice: open, cameBack: false };
    const expected = fillRuleReason(rule, numbers, (price) => price.toFixed(2)).text;
    assert(fillSentence({ ...FILL, rule }, BAR).startsWith(`${expected} Bar: open 101.50,`), rule);
  }
});

Deno.test("a sentence tells of slippage, doubt and lateness, and ends with the bar", () => {
  const told = fillSentence(
    { ...FILL, slipped: true, clamped: true, ambiguous: true, late: true, lateExit: true },
    BAR,
  );
  for (const word of ["Slippage", "cut at the high 104.25", "worse", "end of its order", "close of its session"]) {
    assertStringIncludes(told, word);
  }
  assert(told.endsWith("Bar: open 101.50, high 104.25, low 98.75, close 103.00."));
  assertStringIncludes(fillSentence({ ...FILL, side: "sell", clamped: true }, BAR), "cut at the low 98.75");
});

Deno.test("without its bar a sentence says the price", () => {
  assertEquals(fillSentence(FILL), "A market order fills at the open of the first bar that it meets, 101.50.");
});
