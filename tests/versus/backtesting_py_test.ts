import { assert, assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { pathOf, ROOT, run } from "../boundary/installed_library.ts";
import { enginesUnderTest } from "../engines.ts";
import { Bridge, type Outcome } from "./backtesting_py/bridge.ts";
import { compare, comparisonLines, differences, playHere, pricesOf } from "./backtesting_py/compare.ts";
import { DECISIONS } from "./backtesting_py/decisions.ts";
import { type Plan, PLANS } from "./backtesting_py/plans.ts";
import { readPrices } from "./backtesting_py/prices.ts";
import { outcomeThere } from "./backtesting_py/python_side.ts";
import { programHash, readRecording, RECORDED } from "./backtesting_py/recording.ts";
import { BRIDGE_RULES, choices, RULE_KEYS } from "./backtesting_py/rules.ts";

const recording = readRecording();
const recorded = PLANS.find(({ strategy }) => strategy === RECORDED)!;

function bridge(plan: Plan, rules: Parameters<typeof choices>): Outcome {
  return new Bridge(readPrices(pricesOf(plan)), plan.terms, choices(...rules)).run(DECISIONS[plan.strategy]);
}

Deno.test("the recorded run of backtesting.py and that of every engine here differ by named rules alone", () => {
  const played = new Map(enginesUnderTest().map((engine) => [engine, playHere(recorded, engine)] as const));
  const comparison = compare(recorded, outcomeThere(recording), played);
  assertEquals([comparison.unexplained, comparison.firstUnexplained], [0, undefined]);
  assertEquals(comparison.engines, enginesUnderTest());
  assertEquals(comparison.explainedBy.map(({ rule }) => BRIDGE_RULES[rule].name), [
    "order prices on the grid",
    "stop and target in one bar",
    "contingent orders in the entry's bar",
    "order of the fills of a bar",
    "numbers",
  ]);
  const lines = comparisonLines(comparison).join("\n");
  assertStringIncludes(lines, "  there    304 trades, final equity 17182.536341951105\n");
  assertStringIncludes(lines, "\n  unexplained: 0");
});

Deno.test("the recording is of the strategies as they are, and says the versions", async () => {
  assertEquals([recording.strategy, recording.program], [RECORDED, await programHash()]);
  assertEquals(Object.keys(recording.versions), ["backtesting", "numpy", "pandas", "python"]);
});

Deno.test("each plan comes out on every engine here as the rules of this package say, bit for bit", () => {
  for (const plan of PLANS) {
    const expected = bridge(plan, ["ours"]);
    for (const engine of enginesUnderTest()) {
      assertEquals(differences(playHere(plan, engine), expected), [], `${plan.strategy} on ${engine}`);
    }
  }
});

Deno.test("a value that changes on either side has no explanation, and neither has one side's rule on the other side", () => {
  const theirs = outcomeThere(recording), ours = playHere(recorded, "typescript");
  const spoil = (outcome: Outcome): Outcome => ({ ...outcome, equity: outcome.equity.with(700, 1) });
  const faultsOf = (one: Outcome, other: Outcome): string[] => {
    const { unexplained, firstUnexplained } = compare(recorded, one, new Map([["typescript", other]]));
    return [String(unexplained), firstUnexplained ?? ""];
  };
  assertEquals(faultsOf(theirs, ours), ["0", ""]);
  const [count, place] = faultsOf(spoil(theirs), ours);
  assertEquals(count, "1");
  assertStringIncludes(place!, "backtesting.py, equity of bar 700: 1; the rules give 1");
  assertStringIncludes(faultsOf(theirs, spoil(ours))[1]!, "typescript, equity of bar 700: 1; the rules give 1");
  const shorter = { ...theirs, trades: theirs.trades.slice(0, -1) };
  assertStringIncludes(faultsOf(shorter, ours)[1]!, "backtesting.py, trade 304, size: undefined; the rules give ");
  for (const rule of ["grid", "oneBar", "entryBar", "sequence", "numbers"] as const) {
    assertNotEquals(differences(theirs, bridge(recorded, ["theirs", [rule]])), [], rule);
    assertNotEquals(differences(ours, bridge(recorded, ["ours", [rule]])), [], rule);
  }
});

Deno.test("every rule of the comparison explains something in some plan", () => {
  const used = new Set<string>();
  for (const plan of PLANS) {
    const outcomes = RULE_KEYS.map((_, at) => bridge(plan, ["theirs", RULE_KEYS.slice(0, at + 1)]));
    let last = bridge(plan, ["theirs"]);
    for (const [at, rule] of RULE_KEYS.entries()) {
      if (differences(last, outcomes[at]!).length > 0) used.add(rule);
      last = outcomes[at]!;
    }
  }
  assertEquals(RULE_KEYS.filter((rule) => !used.has(rule)), []);
});

Deno.test("the page for people who come from there has every rule with both behaviours", () => {
  const page = Deno.readTextFileSync(new URL("docs/coming-from-backtesting-py.md", ROOT));
  const cells = (line: string): string => line.split("|").slice(1, -1).map((cell) => cell.trim()).join(" | ");
  const rows = page.slice(page.indexOf("## Differences by rule")).split("\n").filter((line) => line.startsWith("|"));
  const expected = Object.values(BRIDGE_RULES).map(({ name, theirs, ours }) => `${name} | ${theirs} | ${ours}`);
  assertEquals(rows.map(cells).slice(2), expected);
});

Deno.test("without Python the comparison ends with an error that names its command", async () => {
  const library = enginesUnderTest().includes("rust") ? ["--allow-ffi=./rust/lib"] : [];
  const permissions = ["--no-prompt", "--allow-read", "--allow-run=python3", ...library];
  const args = ["run", ...permissions, pathOf(new URL("tasks/versus_backtesting_py.ts", ROOT))];
  const { code, stderr } = await run(Deno.execPath(), args, { PATH: "/nowhere", NO_COLOR: "1" });
  assertEquals(code, 1, stderr);
  assert(stderr.includes("Cannot compare: there is no python3 to run"), stderr);
  assertStringIncludes(stderr, "then run deno task versus:backtesting.py");
});
