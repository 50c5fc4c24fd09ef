/**
 * `prove` on strategies that are right and on three that are wrong, as classes and as the command runs them: in processes
 * without permissions.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import * as ct from "../mod.ts";
import { formatProof, type LawReport, type ProofReport, prove } from "../src/laws/mod.ts";
import { Breakout } from "../tasks/demo/breakout.ts";
import { SmaCross } from "../tasks/demo/sma_cross.ts";
import { pathOf, ROOT, run, temporaryFolder } from "./boundary/installed_library.ts";
import { enginesUnderTest } from "./engines.ts";
import { DependsOnRegistration } from "./wrong_strategies/depends_on_registration.ts";
import { ForgetsState } from "./wrong_strategies/forgets_state.ts";
import { openLibrary } from "../src/engine/native/library.ts";
import { PeeksAhead } from "./wrong_strategies/peeks_ahead.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

const AAPL = "fixtures/prices/aapl.csv", MINUTES = "fixtures/prices/2006-min-005.csv";
const engineBackend = enginesUnderTest().at(-1)!;
const daily = await ct.csv(new URL(AAPL, ROOT)), minutes = await ct.csv(new URL(MINUTES, ROOT), { stamp: "close" });

/** The laws that a backtest of one feed meets, where both engines are there. */
const MET: readonly number[] = enginesUnderTest().length > 1 ? [1, 2, 3, 4, 5, 7, 8, 9] : [2, 3, 4, 5, 7, 8, 9];

/** Demands that every law held that the run meets, and that the others say why they do not apply. */
function assertProved(proof: ProofReport): void {
  assertEquals(proof.laws.map(({ law }) => law), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const law of proof.laws) {
    const text = `law ${law.law}: ${JSON.stringify(law)}`;
    assert(law.verdict !== "failed", text);
    if (MET.includes(law.law)) assert(law.verdict === "held" && law.cases > 0, text);
    else if (law.verdict === "not applicable") assert((law.reason ?? "").length > 10, text);
  }
  assertEquals(proof.verdict, "held");
  assert(proof.run.fills > 10, `${proof.run.fills} fills`);
}

/** The only law of a proof that failed. */
function failure(proof: ProofReport): LawReport & { counterExample: NonNullable<LawReport["counterExample"]> } {
  const failed = proof.laws.filter(({ verdict }) => verdict === "failed");
  assertEquals([failed.length, proof.verdict], [1, "failed"], formatProof(proof));
  return { ...failed[0]!, counterExample: failed[0]!.counterExample! };
}

Deno.test("prove holds on the README's strategy and on the demo's, headed by what was tried and ending with what it cannot see", async () => {
  const cross = await prove(SmaCross, daily, { cash: 10_000, commission: 0.001, engineBackend, cuts: 8 });
  const breakout = await prove(Breakout, minutes, { commission: 0.0001, engineBackend, cuts: 8 });
  for (const proof of [cross, breakout]) assertProved(proof);
  const lines = formatProof(cross).split("\n");
  assert(lines[0]!.startsWith("Tested on 8 cut points of 1260 bars"), lines[0]);
  assert(lines[1]!.includes("ran in this process"), lines[1]);
  const end = lines.slice(lines.indexOf("None of this can see:") + 1);
  assertEquals(end.flatMap((line) => /^ {2}- (\w+):/.exec(line)?.[1] ?? []), [
    "stamps",
    "adjustment",
    "survivorship",
    "fitting",
    "pretence",
  ]);
  assertEquals(JSON.parse(JSON.stringify(cross)), cross as unknown);
});

Deno.test("prove with one seed gives one report", async () => {
  const proofs: ProofReport[] = [];
  for (let time = 0; time < 2; time++) proofs.push(await prove(SmaCross, daily, { engineBackend, cuts: 3, seed: 5 }));
  assertEquals(proofs[0], proofs[1]);
});

Deno.test("a strategy that peeks through a closure breaks law 8, and that alone", async () => {
  const { law, counterExample } = failure(await prove(PeeksAhead, daily, { engineBackend, cuts: 6 }));
  assertEquals([law, counterExample.member, counterExample.size], [8, "next", 2]);
  assertStringIncludes(counterExample.place, "line tomorrow (tomorrow(close)), PeeksAhead.next");
});

Deno.test("a strategy that keeps state which a checkpoint loses breaks law 5, and that alone", async () => {
  const { law, counterExample } = failure(await prove(ForgetsState, daily, { engineBackend, cuts: 6 }));
  assertEquals([law, counterExample.member], [5, "next"]);
  assertStringIncludes(counterExample.smallest, "resumed after bar");
});

Deno.test("a strategy that depends on the order of registration breaks law 7, and that alone", async () => {
  const { law, counterExample } = failure(await prove(DependsOnRegistration, twoFeeds(), { engineBackend, cuts: 6 }));
  assertEquals([law, counterExample.member, counterExample.size], [7, "next", 2]);
  assertStringIncludes(counterExample.what, "registered as two, one instead of one, two");
});

/** Two stretches of one instrument at the same times, so as if they were two. */
function twoFeeds(): Record<string, ct.Feed> {
  const part = (column: Float64Array, from: number): number[] => Array.from(column.slice(from, from + 300));
  const feed = (name: string, from: number): ct.Feed => {
    const { open, high, low, close, timeUs } = daily.columns;
    return ct.bars({
      time: part(timeUs, 0).map((time) => new Date(time / 1000).toISOString().slice(0, 10)),
      open: part(open, from),
      high: part(high, from),
      low: part(low, from),
      close: part(close, from),
    }, { name });
  };
  return { one: feed("one", 0), two: feed("two", 400) };
}

/** The feed as a file. */
function csvOf({ columns: { timeUs, open, high, low, close } }: ct.Feed): string {
  const rows = Array.from(timeUs, (time, row) => {
    const prices = [open, high, low, close].map((column) => column[row]);
    return [new Date(time / 1000).toISOString().slice(0, 10), ...prices].join();
  });
  return ["Date,Open,High,Low,Close", ...rows].join("\n");
}

/** Runs the task with the permissions that `deno task prove` gives it. */
function proveTask(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const flags = ["--no-prompt", "--allow-read", "--allow-run", "--allow-ffi=./rust/lib"];
  return run(Deno.execPath(), ["run", "--quiet", "--no-lock", ...flags, "tasks/prove.ts", ...args], { NO_COLOR: "1" });
}

Deno.test("deno task prove runs a demo strategy without permissions, says so, and ends with exit code 0", async () => {
  const { code, stdout, stderr } = await proveTask(
    ...["tasks/demo/breakout.ts", "--data", MINUTES, "--stamp", "close", "--cuts", "3", "--commission", "0.0001"],
  );
  assertEquals([code, stderr], [0, ""]);
  assert(stdout.startsWith("Tested on 3 cut points of 2142 bars"), stdout);
  assertStringIncludes(
    stdout,
    "in fresh processes that had its code and the bars, and no permission to read files or use the net",
  );
  assertStringIncludes(stdout, "No law failed.");
});

for (
  const [what, file, law, place] of [
    ["peeks ahead", "peeks_ahead.ts", "8  no look-ahead", "line tomorrow (tomorrow(close)), PeeksAhead.next"],
    ["forgets its state", "forgets_state.ts", "5  checkpoint", "ForgetsState.next"],
    ["depends on registration", "depends_on_registration.ts", "7  metamorphic", "DependsOnRegistration.next"],
  ] as const
) {
  Deno.test(`deno task prove ends with exit code 1 on the strategy that ${what}, naming law, place and smallest case`, async () => {
    using folder = temporaryFolder();
    const data = Object.entries(twoFeeds()).map(([name, feed]) => {
      const path = pathOf(new URL(`${name}.csv`, folder.url));
      Deno.writeTextFileSync(path, csvOf(feed));
      return `${name}=${path}`;
    });
    const feeds = law.startsWith("7") ? data : data.slice(0, 1);
    const { code, stdout } = await proveTask(
      ...[`tests/wrong_strategies/${file}`, "--cuts", "3", ...feeds.flatMap((feed) => ["--data", feed])],
    );
    assertEquals(code, 1, stdout);
    const [found] = /^ {2}\d .* failed [^]*?(?=^ {2}\d |^$)/m.exec(stdout) ?? [""];
    assertStringIncludes(found, law);
    assertStringIncludes(found, place);
    assert(/smallest: +\d+ of \d+ bars, from bar/.test(found), found);
    assertStringIncludes(stdout, "1 law failed");
  });
}

Deno.test("deno task prove ends with exit code 2 where there is nothing to prove, and says why", async () => {
  const cases: [string[], string][] = [
    [["tests/wrong_strategies/nowhere.ts", "--data", AAPL], "Module not found"],
    [["tests/wrong_strategies/peeks_ahead.ts"], "Cannot go on without prices"],
    [["tests/wrong_strategies/peeks_ahead.ts", "--data", "nowhere.csv"], "nowhere.csv"],
    [["tests/wrong_strategies/peeks_ahead.ts", "--data", AAPL, "--cuts", "none"], "--cuts"],
    [["tests/wrong_strategies/peeks_ahead.ts", "--data", AAPL, "--export", "Other"], 'strategy "Other"'],
  ];
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = await proveTask(...args);
    assertEquals([code, stdout], [2, ""], args.join(" "));
    assertStringIncludes(stderr, message);
  }
});
