import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { CODE_NAMES } from "../records/code_names.ts";
import { type FillNumbers, fillRuleReason, fillRuleSentence } from "./fill_rule_sentence.ts";

const BAR = { open: 101, high: 107, low: 93, close: 99 };
const NUMBERS: FillNumbers = {
  side: "buy",
  bar: BAR,
  limit: 104,
  stop: 103,
  placementClose: 98,
  entryPrice: 102,
  cameBack: false,
};

/** The numbers that the sentence of each rule names for a buy, and the price that it takes before slippage. */
const RULES: Readonly<Record<string, readonly [named: readonly number[], bound: number | null]>> = {
  open: [[101], 101],
  stopGap: [[101, 103], 101],
  stop: [[107, 103], 103],
  limitOpen: [[101, 104], 101],
  limit: [[93, 104], 104],
  stopLimit: [[107, 103, 104], 103],
  close: [[99], 99],
  entryPrice: [[102, 103], 102],
  touchOpen: [[101, 103], 101],
  touch: [[93, 103], 103],
  touchLimit: [[93, 103, 104], 103],
  sessionOpen: [[101], 101],
  reported: [[], null],
  placementClose: [[98], 98],
  closeAtEnd: [[99], 99],
  liquidation: [[99], 99],
  feedEnded: [[99], 99],
  split: [[99], 99],
};

Deno.test("every fill rule of the contract has a sentence that names its numbers, and the bound of its price", () => {
  assertEquals(Object.keys(RULES).toSorted(), [...CODE_NAMES.FILL_RULE.shown.values()].toSorted());
  for (const [rule, [named, bound]] of Object.entries(RULES)) {
    const reason = fillRuleReason(rule, NUMBERS);
    assertEquals(reason.bound, bound, rule);
    assertEquals(fillRuleSentence(rule, NUMBERS), reason.text);
    assert(/^[A-Z][^]*\.$/.test(reason.text), reason.text);
    for (const number of named) assertStringIncludes(reason.text, `${number}`);
  }
});

Deno.test("a sale names the other end of the bar, and a stop-limit that came back its close", () => {
  const sale = { ...NUMBERS, side: "sell" } as const;
  assertEquals(fillRuleSentence("limit", sale), "The high 107 reached the limit 104, and the order fills there.");
  assertEquals(fillRuleSentence("stop", sale), "The low 93 reached the trigger 103, and a stop fills there.");
  assertEquals(
    fillRuleSentence("stopGap", sale),
    "The open 101 was at the trigger 103 or below it, so a stop fills at the open.",
  );
  assertEquals(
    fillRuleSentence("limit", { ...NUMBERS, cameBack: true }),
    "After the trigger 103 the close 99 proves that the price came back to the limit 104, where the order fills.",
  );
  assertEquals(
    fillRuleSentence("entryPrice", { ...NUMBERS, stop: null }),
    "The entry filled at 102, which had passed the limit 104 already, so its protection fills at the price of the entry.",
  );
});

Deno.test("a rule that there is not is an error that names those that there are", () => {
  assertThrows(
    () => fillRuleReason("guess", NUMBERS),
    RangeError,
    'Cannot explain the fill rule "guess": there are open,',
  );
});
