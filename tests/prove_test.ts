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
const MET: readonly number[] = enginesUnderTest().length > 1 ? [1, 2, 3, 4, 5, 7, 8, 9, 11] : [2, 3, 4, 5, 7, 8, 9, 11];

/** Demands that every law held that the run meets, and that the others say why they do not apply. */
function assertProved(proof: ProofReport): void {
  assertEquals(proof.laws.map(({ law }) => law), [1, 2, 3, 4, 5, 6, 7, 8, 9, 11]);
  for (const law of proof.laws) {
    const text = `law ${law.law}: ${JSON.stringify(law)}`;
    assert(law.verdict !== "failed", text);
    if (MET.includes(law.law)) assert(law.verdict === "held" && law.cases > 0, text);
    else if (law.verdict === "not applicable") assert((law.reason ?? "").length > 10, text);
  }
  assertEquals(proof.verdict, "held");
  assert(proof.run.fills > 10, `${proof.run.fills} fills`);
}

/** The only law of a proof that failed, or that one of those that did which is not among the others. */
function failure(
  proof: ProofReport,
  others: readonly number[] = [],
): LawReport & { counterExample: NonNullable<LawReport["counterExample"]> } {
  const failed = proof.laws.filter(({ verdict }) => verdict === "failed");
  const [own, ...more] = failed.filter(({ law }) => !others.includes(law));
  assertEquals([failed.length - 1, more, proof.verdict], [others.length, [], "failed"], formatProof(proof));
  return { ...own!, counterExample: own!.counterExample! };
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

Deno.test("a strategy whose indicator peeks breaks law 8, and laws 3 and 11, as step by step and in small blocks it sees no later bar", async () => {
  const { law, counterExample } = failure(await prove(PeeksAhead, daily, { engineBackend, cuts: 6 }), [3, 11]);
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
function twoFeeds(): Record<string, ct.Bars> {
  const part = (column: Float64Array, from: number): number[] => Array.from(column.slice(from, from + 300));
  const feed = (name: string, from: number): ct.Bars => {
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
function csvOf({ columns: { timeUs, open, high, low, close } }: ct.Bars): string {
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
    const failed = stdout.match(/^ +\d+ {2}\S.* failed [^]*?(?=^ +\d+ {2}\S|^$)/gm) ?? [];
    const found = failed.find((each) => each.includes(law)) ?? "";
    assertStringIncludes(found, law);
    assertStringIncludes(found, place);
    assert(/smallest: +\d+ of \d+ bars, from bar/.test(found), found);
    assertStringIncludes(stdout, law.startsWith("8") ? "3 laws failed: 3 (batching), 8" : "1 law failed");
  });
}

/** Writes a strategy to an empty folder, where no configuration names the package. */
function strategyIn(folder: URL, next: string, before: string = ""): string {
  const path = pathOf(new URL("mine.ts", folder));
  Deno.writeTextFileSync(
    path,
    `import * as ct from "@cracktrader/cracktrader";\n${before}\n` +
      `export class Mine extends ct.Strategy.with({ every: 30 }) { override next(): void { ${next} } }\n`,
  );
  return path;
}

const TRADES = "if (this.data.length % this.params.every === 0) this.buy({ size: 1 });" +
  " else if (this.data.length % this.params.every === 20) this.close();";

Deno.test("a strategy in an empty folder is proved with this package, and what it prints is in nobody's way", async () => {
  using folder = temporaryFolder();
  const prints =
    `console.log("bar", this.data.length); Deno.stdout.writeSync(new Uint8Array(100).fill(123)); ${TRADES}`;
  const path = strategyIn(folder.url, prints, 'console.log("loaded"); console.error("more");');
  const { code, stdout, stderr } = await proveTask(
    path,
    "--data",
    AAPL,
    "--cuts",
    "1",
    "--params",
    "every=31",
    "--json",
  );
  assertEquals([code, stderr], [0, ""]);
  const proof = JSON.parse(stdout) as ProofReport;
  assertEquals([proof.verdict, proof.isolated, proof.replaced], ["held", true, []]);
  assertEquals(proof.code, [{ specifier: new URL("mine.ts", folder.url).href, bytes: Deno.statSync(path).size }]);
  assertEquals(proof.startDates.starts.map(({ bars }) => bars), [1, 25, 126, 315, 630]);
  const chain = ct.backtest(
    class Mine extends ct.Strategy {
      override next(): void {
        if (this.data.length % 31 === 0) this.buy({ size: 1 });
        else if (this.data.length % 31 === 20) this.close();
      }
    },
    daily,
    { engineBackend: "typescript" },
  ).chain;
  assertEquals(proof.run.chain, chain, "the proof is of the run that anybody makes");
});

Deno.test("deno task prove ends with exit code 1 on dice, and on a strategy that depends on the clock, with the name of the source", async () => {
  using folder = temporaryFolder();
  const dice = await proveTask(
    strategyIn(folder.url, "if (Math.random() < 0.1) this.buy({ size: 1 });"),
    "--data",
    AAPL,
  );
  assertEquals(dice.code, 1, dice.stderr);
  assertStringIncludes(dice.stdout, "1 law failed: 2 (determinism).");
  assertStringIncludes(dice.stdout, "the strategy reads Math.random");
  assertStringIncludes(dice.stdout, "  8  no look-ahead  not applicable  the strategy does not repeat");
  const clock = strategyIn(folder.url, `if (Date.now() > 1.6e12) { ${TRADES} }`);
  const { code, stdout } = await proveTask(clock, "--data", AAPL);
  assertEquals(code, 1, stdout);
  assertStringIncludes(stdout.replaceAll(/\s+/g, " "), "the run repeats, but depends on the clock (Date)");
  assertStringIncludes(
    stdout,
    "Not proved: the strategy depends on the clock, on random numbers or on the machine, so laws 2, 3, 5, 7, 8",
  );
  assertStringIncludes(stdout, "Start date: not measured, as the strategy does not repeat.");
});

Deno.test("deno task prove ends with exit code 2 on data in the code, on loops and on what cannot be imported", async () => {
  using folder = temporaryFolder();
  Deno.copyFileSync(new URL(AAPL, ROOT), new URL("aapl.csv", folder.url));
  const data = strategyIn(folder.url, TRADES, 'import text from "./aapl.csv" with { type: "text" };\nexport { text };');
  const refused = await proveTask(data, "--data", AAPL);
  assertEquals([refused.code, refused.stdout], [2, ""]);
  assertStringIncludes(refused.stderr, "it imports ./aapl.csv as text, and a proof takes code alone");
  const loops = await proveTask(strategyIn(folder.url, "for (;;);"), "--data", AAPL, "--timeout", "2");
  assertEquals([loops.code, loops.stdout], [2, ""]);
  assertStringIncludes(loops.stderr, "its process did not answer within 2 seconds and was ended");
  for (const limit of ["0", "-1", "1e9", "soon"]) {
    const { code, stderr } = await proveTask(data, "--data", AAPL, `--timeout=${limit}`);
    assertEquals(code, 2);
    assertStringIncludes(stderr, limit === "soon" ? "--timeout" : "the timeout is a number above 0");
  }
  const denied = await run(Deno.execPath(), [
    ...["run", "--quiet", "--no-lock", "--no-prompt", "--allow-read", "tasks/prove.ts", data, "--data", AAPL],
  ]);
  assertEquals([denied.code, denied.stdout], [2, ""]);
  assertStringIncludes(denied.stderr, `run with --allow-run=${Deno.execPath()}`);
  const without = await run(Deno.execPath(), [
    ...["run", "--quiet", "--no-lock", "--no-prompt", "--allow-read", "--allow-run", "tasks/prove.ts"],
    ...["tasks/demo/sma_cross.ts", "--data", AAPL, "--engine", "rust"],
  ]);
  assertEquals([without.code, without.stdout], [2, ""]);
  assertStringIncludes(without.stderr, 'Cannot prove on the Rust engine although engineBackend is "rust"');
});

/** A process of this machine. */
interface RunningProcess {
  readonly id: number;
  readonly parent: number;
  /** Time that it has used, in hundredths of a second. */
  readonly ticks: number;
}

const LISTS_PROCESSES = `for (const { name } of Deno.readDirSync("/proc")) {
  try {
    if (/^\\d+$/.test(name)) console.log(Deno.readTextFileSync("/proc/" + name + "/stat").trim());
  } catch {
    // It has ended meanwhile.
  }
}`;

/** The running processes; on Linux alone. A process that has ended and was not waited for yet is none. */
async function processes(): Promise<RunningProcess[]> {
  // A test may not read there itself.
  const { stdout } = await run(Deno.execPath(), ["eval", "--no-lock", "--ext=js", LISTS_PROCESSES]);
  return [...stdout.matchAll(/^(\d+) \(.*\) (\S) (\d+) (.*)$/gm)].flatMap(([, id, state, parent, rest]) => {
    const fields = rest!.split(" ").map(Number);
    return state === "Z" || state === "X"
      ? []
      : [{ id: Number(id), parent: Number(parent), ticks: fields[9]! + fields[10]! }];
  });
}

/** Waits until something is so; a test that never gets there fails by the limit. */
async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 500; attempt++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((go) => setTimeout(go, 20));
  }
  throw new Error(`waited in vain until ${what}`);
}

Deno.test("a strategy that never ends ends with its parent, whatever ends that one", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  using folder = temporaryFolder();
  // It has an end all the same, for the day on which this test fails.
  const loops = "Deno.addSignalListener('SIGTERM', () => {}); while (performance.now() < 90_000);";
  const path = strategyIn(folder.url, loops);
  for (const signal of ["SIGTERM", "SIGINT", "SIGKILL"] as const) {
    const flags = ["run", "--quiet", "--no-lock", "--no-prompt", "--allow-read", "--allow-run"];
    const parent = new Deno.Command(Deno.execPath(), {
      args: [...flags, "tasks/prove.ts", path, "--data", AAPL],
      cwd: ROOT,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    // The graph is read by a process that ends by itself within a second or so, and the strategy's one never does.
    const child = await until("the strategy runs", async () => {
      return (await processes()).find((each) => each.parent === parent.pid && each.ticks > 200);
    });
    parent.kill(signal);
    await parent.status;
    await until(`the process ends after ${signal}`, async () => {
      return (await processes()).every(({ id }) => id !== child.id) ? true : undefined;
    });
  }
});

Deno.test("deno task prove ends with exit code 2 where there is nothing to prove, and says why", async () => {
  const cases: [string[], string][] = [
    [["tests/wrong_strategies/nowhere.ts", "--data", AAPL], "nowhere.ts: Module not found"],
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
