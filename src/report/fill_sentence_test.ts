import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { CODE_NAMES } from "../records/code_names.ts";
import { type FillFacts, fillSentence, RULES_WITH_SENTENCE } from "./fill_sentence.ts";

const BAR = { open: 101.5, high: 104.25, low: 98.75, close: 103 };
const FILL: FillFacts = {
  ...{ rule: "open", side: "buy", price: 101.5, decimals: 2, limit: 100.25, stop: 102.5 },
  ...{ slipped: false, clamped: false, ambiguous: false, late: false, lateExit: false },
};

Deno.test("every rule of the contract has its sentence, and no other name has one", () => {
  assertEquals([...RULES_WITH_SENTENCE].sort(), [...CODE_NAMES.FILL_RULE.shown.values()].sort());
});

Deno.test("the sentence of a rule has the numbers by which it decides, for both directions", () => {
  const numbers: Readonly<Record<string, readonly [buy: readonly string[], sell: readonly string[]]>> = {
    open: [["101.50"], ["101.50"]],
    stopGap: [["101.50", "above", "102.50"], ["101.50", "below", "102.50"]],
    stop: [["high 104.25", "102.50"], ["low 98.75", "102.50"]],
    limitOpen: [["101.50", "below", "100.25"], ["101.50", "above", "100.25"]],
    limit: [["low 98.75", "100.25"], ["high 104.25", "100.25"]],
    stopLimit: [["high 104.25", "102.50", "100.25"], ["low 98.75", "102.50", "100.25"]],
    close: [["103.00"], ["103.00"]],
    entryPrice: [["101.50"], ["101.50"]],
    reported: [["101.50"], ["101.50"]],
    closeAtEnd: [["101.50"], ["101.50"]],
  };
  for (const rule of RULES_WITH_SENTENCE) {
    const [buy, sell] = numbers[rule]!;
    for (const [side, expected] of [["buy", buy], ["sell", sell]] as const) {
      // The numbers of the bar at the end are those of every sentence.
      const [first] = fillSentence({ ...FILL, rule, side }, BAR).split(". Bar:");
      for (const text of expected) assertStringIncludes(first!, text, `${rule}, ${side}`);
    }
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

Deno.test("without its bar, or with a rule that is not known, a sentence says the price", () => {
  assertEquals(fillSentence(FILL), "A market order fills at the open of the first bar that it meets, 101.50.");
  assertEquals(fillSentence({ ...FILL, rule: "rule 99" }), "The rule rule 99 set the price 101.50.");
});
