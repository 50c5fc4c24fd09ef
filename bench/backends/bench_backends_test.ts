/**
 * The comparison with engines that are made up, so that what cannot be had from the real ones can be seen.
 *
 * @module
 */

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import type { EngineName } from "../engines.ts";
import { parseBackendArguments } from "./arguments.ts";
import { type BackendSurroundings, benchBackends } from "./bench_backends.ts";
import { fakeReport } from "./fake_report.ts";
import type { Outcome } from "./outcome.ts";
import { PROFILES } from "./profiles.ts";
import type { Report } from "./report.ts";
import type { Workload } from "./workload.ts";

const QUICK = ["--iterations", "5", "--warmup", "1", "--bars", "128", "--iteration-milliseconds", "1"];
const OUTCOME: Outcome = { chain: "0123456789abcdef", cash: 1, value: 2, position: {} };

/** Work that both engines do alike, but for what is said of Rust. */
function fakeWorkload(rust: { readonly outcome?: Outcome; readonly chains?: readonly string[] } = {}): Workload {
  return {
    backend: (name: EngineName) => ({
      name,
      run: () => () => name === "rust" ? rust.outcome ?? OUTCOME : OUTCOME,
      chains: () => name === "rust" ? rust.chains ?? ["a", "b", "c"] : ["a", "b", "c"],
    }),
    bareLoopName: "nothing",
    bareLoop: () => 1,
    bareLoopShare: 1,
    log: () => PROFILES["resting-limit"]!.workload(2).log(),
  };
}

function surroundings(workload: Workload, rustProblem?: string): BackendSurroundings & { readonly lines: string[] } {
  const lines: string[] = [];
  const { machine } = fakeReport();
  return {
    workload: () => workload,
    rustProblem: () => rustProblem,
    machine: () => machine,
    print: (line) => lines.push(line),
    lines,
  };
}

/** Calls a function with a folder that is there as long as it runs. */
function inFolder(act: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    act(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("engines that differ have no speedup, and the first event at which they do is named", () => {
  inFolder((folder) => {
    const jsonOut = `${folder}/report.json`, baseline = `${folder}/baseline.json`;
    const differing = fakeWorkload({ outcome: { ...OUTCOME, cash: 3 }, chains: ["a", "b", "x"] });
    const around = surroundings(differing);
    const args = [...QUICK, "--json-out", jsonOut, "--baseline-json", baseline, "--update-baseline"];
    assertEquals(benchBackends(parseBackendArguments(args), around), 1);
    assertEquals(around.lines, [
      "no speedup: engines differ at event 3",
      "  PLACE of order 1 at 1577836860000000 us",
      "  seen before the warm-up, typescript and rust:",
      "  cash: 1 and 3",
      `wrote report ${jsonOut}`,
      `The baseline ${baseline} was not written`,
    ]);
    const report: Report = JSON.parse(Deno.readTextFileSync(jsonOut));
    assertEquals([report.speedup, report.backends], [{ ratio: null, reason: "engines differ at event 3" }, {}]);
    assertThrows(() => Deno.statSync(baseline), Deno.errors.NotFound);
  });
});

Deno.test("each of cash, value, position and hash is a condition of its own", () => {
  const cases: Partial<Outcome>[] = [{ cash: 0 }, { value: 0 }, { position: { a: 1 } }, { chain: "f123456789abcdef" }];
  for (const changed of cases) {
    const around = surroundings(fakeWorkload({ outcome: { ...OUTCOME, ...changed } }));
    assertEquals(benchBackends(parseBackendArguments(QUICK), around), 1);
    // The chains of the made-up engines agree, so that no event shows what differs, and no number may stand there.
    assertEquals(around.lines[0], "no speedup: runs differ, though at no event of their log");
    assertEquals(around.lines.some((line) => line.startsWith("speedup")), false);
  }
});

Deno.test("Rust that is not there is said, the others are measured, and it is an error when it was asked for", () => {
  const around = surroundings(fakeWorkload(), "there is none");
  assertEquals(benchBackends(parseBackendArguments(QUICK), around), 0);
  assertEquals(around.lines[0], "Rust is not measured: there is none");
  assertEquals(around.lines.at(-1), "no speedup: there is none");
  const measured = (name: string): boolean => around.lines.some((line) => line.startsWith(`${name} `));
  assertEquals(["typescript", "wasm", "rust"].map(measured), [true, true, false]);
  assertThrows(
    () =>
      benchBackends(parseBackendArguments([...QUICK, "--include-rust"]), surroundings(fakeWorkload(), "there is none")),
    Error,
    "Cannot include Rust: there is none",
  );
  const left = surroundings(fakeWorkload());
  assertEquals(benchBackends(parseBackendArguments([...QUICK, "--typescript-only"]), left), 0);
  assertEquals(left.lines.at(-1), "no speedup: --typescript-only leaves it out");
});

Deno.test("a regression fails with both numbers, and one beyond doubt is measured once", () => {
  inFolder((folder) => {
    const path = `${folder}/baseline.json`;
    const compare = (baseline: Report, ratio: string): { code: number; lines: string } => {
      Deno.writeTextFileSync(path, JSON.stringify(baseline));
      const around = surroundings(fakeWorkload());
      const args = [...QUICK, "--baseline-json", path, "--max-slowdown-ratio", ratio];
      return { code: benchBackends(parseBackendArguments(args), around), lines: around.lines.join("\n") };
    };
    // Whatever this machine measures lies between these two baselines.
    const slow = compare(fakeReport({ ratios: [1e9, 1e9] }), "1.1");
    assertEquals(slow.code, 0);
    assertStringIncludes(slow.lines, "1.000e+9 x bare loop then");
    const fast = compare(fakeReport({ ratios: [1e-9, 1e-9] }), "1.1");
    assertEquals(fast.code, 1);
    assertStringIncludes(fast.lines, "regressed: more than 1.1");
    assertStringIncludes(fast.lines, "one measurement");
  });
});

Deno.test("a baseline is written once, and again only by force", () => {
  inFolder((folder) => {
    const path = `${folder}/baseline.json`, update = [...QUICK, "--baseline-json", path, "--update-baseline"];
    assertEquals(benchBackends(parseBackendArguments(update), surroundings(fakeWorkload())), 0);
    Deno.writeTextFileSync(path, "kept");
    assertThrows(
      () => benchBackends(parseBackendArguments(update), surroundings(fakeWorkload())),
      Error,
      `Cannot write baseline ${path}: it exists; pass --force-baseline-overwrite to replace it`,
    );
    assertEquals(Deno.readTextFileSync(path), "kept");
    const forced = [...update, "--force-baseline-overwrite"];
    assertEquals(benchBackends(parseBackendArguments(forced), surroundings(fakeWorkload())), 0);
    assertEquals(JSON.parse(Deno.readTextFileSync(path)).format, "cracktrader backend report");
  });
});

Deno.test("a report that cannot be written is an error that names the file", () => {
  const args = [...QUICK, "--json-out", "no/such/folder/report.json"];
  assertThrows(
    () => benchBackends(parseBackendArguments(args), surroundings(fakeWorkload())),
    Error,
    "Cannot write report no/such/folder/report.json: ",
  );
});
