import { assert, assertEquals } from "@std/assert";
import { formatProof } from "./format_proof.ts";
import { CANNOT_SEE, type ProofReport } from "./prove.ts";

const PROOF: ProofReport = {
  strategy: "Mine",
  tried: "Tested on 2 of 20 cut points; 60 bars in all of aapl",
  isolated: true,
  code: [{ specifier: "file:///home/mine.ts", bytes: 527 }, { specifier: "file:///home/more/lib.ts", bytes: 9000 }],
  replaced: [],
  samples: [],
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
  startDates: { reason: "nobody asked", starts: [], lines: [] },
  verdict: "failed",
  cannotSee: CANNOT_SEE,
};

Deno.test("a proof is headed by what was tried, tells each law, and ends with what it cannot see", () => {
  assertEquals(formatProof(PROOF).split("\n").slice(0, 19), [
    "Tested on 2 of 20 cut points; 60 bars in all of aapl.",
    "The strategy ran in fresh processes that had its code and the bars, and no permission to read files or use the net.",
    "Its code: mine.ts (527 bytes), more/lib.ts (9000 bytes)",
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
    "Start date: not measured, as nobody asked.",
    "",
    "1 law failed: 8 (no look-ahead).",
  ]);
  assertEquals(formatProof(PROOF).split("\n")[19], "None of this can see:");
});

Deno.test("another copy of the package that was replaced is named, and a strategy that depends on the clock is not proved", () => {
  const laws = PROOF.laws.slice(0, 2).map((
    law,
  ) => ({ ...law, verdict: "not applicable", reason: "the clock" } as const));
  const proof = { ...PROOF, laws, verdict: "not applicable", replaced: ["file:///other/mod.ts"] } as const;
  const lines = formatProof(proof).split("\n");
  assertEquals(
    lines.find((line) => line.startsWith("Another")),
    "Another copy of this package, file:///other/mod.ts, is imported there; this one took its place.",
  );
  assertEquals(
    lines.find((line) => line.startsWith("Not proved")),
    "Not proved: the strategy depends on the clock, on random numbers or on the machine, so law 2 could not be tried.",
  );
});

Deno.test("each later start tells from which bar on lines and orders are the same, or the first that differ", () => {
  const difference = { bar: 30, expected: "1.5", found: "1.25" }, size = { first: 1 / 6, last: 1e-15 };
  const line = { difference, size, warmBars: 70 };
  const start = { bars: 6, timeUs: 6, lines: [], orders: { bar: 6, difference: null, compared: 1 }, failure: null };
  const never = {
    ...start,
    bars: 15,
    lines: [
      { ...line, line: "fast (ema)", bar: null },
      { ...line, line: "zero", bar: null, size: { first: null, last: null } },
      { ...line, line: "long", bar: null, difference: null, warmBars: 0 },
      { ...line, line: "slow (sma)", bar: 40 },
    ],
    orders: { bar: null, difference: { bar: 41, expected: "no order", found: "buy aapl market entry" }, compared: 0 },
  };
  const starts = [start, never, { ...start, bars: 1, failure: "it is too short" }];
  const text = formatProof({ ...PROOF, startDates: { reason: null, starts, lines: [] } });
  const begin = text.indexOf("Start date"), end = text.indexOf("\n\n", begin);
  assertEquals(text.slice(begin, end).split("\n"), [
    "Start date (a measurement, which cannot fail): from which bar on a run that begins later does the same",
    "  6 bars later:  no declared lines; the same orders from bar 6 on (1 order)",
    "  15 bars later:  the same lines from bar 40 on, but never fast (ema), at bar 30 first 1.25 in place of 1.5, 17 % off,",
    "                  and 1e-13 % off at the last bar, zero, at bar 30 first 1.25 in place of 1.5, long, which has no value",
    "                  in that run; never the same orders, at bar 41 first buy aapl market entry in place of no order",
    "  1 bar later:  the run fails: it is too short",
  ]);
});

Deno.test("each declared line is told with its memory, and with the difference that contradicts it", () => {
  const contradiction = { bar: 30, expected: "1.5", found: "1.25", startBar: 1 };
  const lines = [
    { line: "bar (high - low)", memory: "window", minPeriod: 1, contradiction: null },
    { line: "fast (sma(close, 10))", memory: "window", minPeriod: 10, contradiction },
    { line: "slow (ema)", memory: "fading", minPeriod: 30, contradiction: null },
    { line: "x".repeat(80), memory: "unbounded", minPeriod: 2, contradiction: null },
  ] as const;
  const text = formatProof({ ...PROOF, startDates: { reason: null, starts: [], lines } });
  const begin = text.indexOf("Its lines"), end = text.indexOf("\n\n", begin), gap = " ".repeat(66);
  assertEquals(text.slice(begin, end).split("\n"), [
    "Its lines, and the bars that each depends on by its declaration:",
    `  bar (high - low)${gap.slice(16)}its own bar`,
    `  fast (sma(close, 10))${gap.slice(21)}the last 10 bars`,
    "     not so: in a run that begins 1 bar later it is another one, at bar 30 first 1.25 in place of 1.5; declare memory:",
    '             "fading" or "unbounded"',
    `  slow (ema)${gap.slice(10)}all bars before, with a weight that fades`,
    `  ${"x".repeat(60)} ...${gap.slice(64)}all bars before`,
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

Deno.test("a sample that the strategy loads itself is named", () => {
  const text = formatProof({ ...PROOF, samples: ["aapl"] });
  assert(text.includes('It loads the prices of ct.sample("aapl") itself. No law cuts those'), text);
  assert(!formatProof(PROOF).includes("ct.sample"), "none is named where none was loaded");
});
