import { assertEquals } from "@std/assert";
import { formatProof } from "./format_proof.ts";
import { CANNOT_SEE, type ProofReport } from "./prove.ts";

const PROOF: ProofReport = {
  strategy: "Mine",
  tried: "Tested on 2 of 20 cut points; 60 bars in all of aapl",
  isolated: true,
  feeds: [{ name: "aapl", bars: 60, firstUs: 0, lastUs: 59 }],
  run: { engine: "rust", bars: 60, orders: 3, fills: 2, chain: "0123456789abcdef" },
  laws: [
    { law: 2, name: "determinism", verdict: "held", tried: "2 repetitions", cases: 2, leftOut: ["a second process"] },
    {
      law: 6,
      name: "idempotency",
      verdict: "not applicable",
      tried: "nothing",
      cases: 0,
      leftOut: [],
      reason: "no venue",
    },
    {
      law: 8,
      name: "no look-ahead",
      verdict: "failed",
      tried: "2 of 20 cut points",
      cases: 1,
      leftOut: [],
      counterExample: {
        what: "The claim",
        place: "bar 7 (2024-01-08), Mine.next",
        expected: "buy",
        found: "nothing",
        smallest: "2 of 60 bars",
        size: 2,
        events: ["1 STEP"],
      },
    },
  ],
  verdict: "failed",
  cannotSee: CANNOT_SEE,
};

Deno.test("a proof is headed by what was tried, tells each law, and ends with what it cannot see", () => {
  assertEquals(formatProof(PROOF).split("\n").slice(0, 15), [
    "Tested on 2 of 20 cut points; 60 bars in all of aapl.",
    "The strategy ran in fresh processes without permission to read files or use the net.",
    "Mine: 60 bars, 3 orders, 2 fills, chain 0123456789abcdef on rust",
    "",
    "  2  determinism    held            2 repetitions",
    "     left out: a second process",
    "  6  idempotency    not applicable  no venue",
    "  8  no look-ahead  failed          after 1 of: 2 of 20 cut points",
    "     claim:     The claim",
    "     place:     bar 7 (2024-01-08), Mine.next",
    "     expected:  buy",
    "     found:     nothing",
    "     smallest:  2 of 60 bars",
    "       1 STEP",
    "",
  ]);
  assertEquals(formatProof(PROOF).split("\n").slice(15, 17), [
    "1 law failed: 8 (no look-ahead).",
    "None of this can see:",
  ]);
});

Deno.test("a run that traded nothing is said to prove next to nothing, and long texts are wrapped and cut", () => {
  const idle = formatProof({ ...PROOF, run: { ...PROOF.run, fills: 0 }, laws: [], verdict: "held" });
  assertEquals(idle.includes("Nothing was traded"), true);
  const failed = PROOF.laws[2]!, long = { ...failed.counterExample!, found: "word ".repeat(200) };
  const lines = formatProof({ ...PROOF, laws: [{ ...failed, counterExample: long }] }).split("\n");
  assertEquals(lines.every((line) => line.length <= 120), true);
  assertEquals(lines.some((line) => line.endsWith(" ...")), true);
});
