/**
 * `deno task parity`: the one-shot gate. Everything that must hold before anybody is told that both engines are one.
 *
 * Each part is a process of its own, so that one that crashes fails alone. A part that could not run fails the gate,
 * unless a flag says that it is skipped; then the verdict says so.
 *
 * @module
 */

import { parseArgs } from "node:util";

const HELP = `Runs the parity gate: every part in turn, one line each, then a verdict.

Usage: deno task parity [--skip-install] [--skip-benchmark] [--skip-model] [--with-integration] [--cases N]
                        [--json-out FILE] [--help]

--skip-install       Take the Rust library that is installed.
--skip-benchmark     Leave the quick backend benchmark out.
--skip-model         Leave the model in exact fractions out, which needs python3.
--with-integration   Add whole runs over the public API: processes, permissions, files, kills, the command line, the demo.
--cases N            Random runs in that model; 300 by default.
--json-out FILE      Write the report as JSON, too.

Exit code: 0 if every part passed (the verdict names those that were skipped), 1 if one failed, 2 for wrong arguments.`;

/** A part of the gate. */
export interface GatePart {
  /** Its name. */
  readonly name: string;
  /** A line about what the part shows. */
  readonly shows: string;
  /** The flag that skips it, if there is one. */
  readonly skippedBy?: "skip-install" | "skip-benchmark" | "skip-model";
  /** The flag that adds it, if it is not always there. */
  readonly addedBy?: "with-integration";
  /** Arguments for Deno. */
  readonly args: readonly string[];
  /** The number of cases that the part runs, unless `--cases` says another. */
  readonly cases?: number;
  /** Finds the counts to show in what the part printed; nothing found is a failure, as a part that counts nothing ran nothing. */
  readonly counts: RegExp;
}

/** The outcome of a part. */
export interface PartReport {
  readonly name: string;
  readonly verdict: "passed" | "failed" | "skipped";
  readonly seconds: number;
  /** The counts of the part, or why it failed or was skipped. */
  readonly says: string;
  /** The last lines that it printed, if it failed. */
  readonly output?: string;
}

/** The outcome of the gate. */
export interface GateReport {
  readonly verdict: "green" | "red";
  readonly skipped: readonly string[];
  readonly parts: readonly PartReport[];
}

/** Flags of the gate. */
export interface GateFlags {
  readonly "skip-install": boolean;
  readonly "skip-benchmark": boolean;
  readonly "skip-model": boolean;
  readonly "with-integration": boolean;
  /** Number of cases of the parts that count them; undefined for their own. */
  readonly cases: number | undefined;
}

/** Runs one part and returns its exit code and everything that it printed. */
export type PartRunner = (args: readonly string[]) => Promise<{ readonly code: number; readonly output: string }>;

const RUST = "--allow-ffi=./rust/lib";

/** Arguments for a task that writes files and runs programs, Deno among them. */
function task(...programs: readonly string[]): readonly string[] {
  const run = `--allow-run=${[Deno.execPath(), ...programs].join(",")}`;
  return ["run", "--no-prompt", "--allow-read", "--allow-write", run, RUST];
}

/** The programs that the tests run if they are there. */
const TESTED = task("cargo", "rustc", "cc", "gcc", "valgrind", "python3", "redis-server");

/** A part that is files of the test suite, with the suite's permissions and on both engines. */
function suite(...paths: readonly string[]): readonly string[] {
  return [...TESTED, "--allow-env=CRACKTRADER_*", "tasks/test.ts", "--require-rust", "--skip-cargo", "--", ...paths];
}

const PASSED = /(\d+ passed, 0 failed(?:, \d+ skipped)?)\s*$/;

/** The parts in their order. */
export const PARTS: readonly GatePart[] = [
  {
    name: "install",
    shows: "the Rust core builds and passes its trial",
    skippedBy: "skip-install",
    args: [
      ...["run", "--no-prompt", "--allow-read=.", "--allow-write=rust/lib", "--allow-run=cargo", RUST],
      "tasks/install_rust.ts",
    ],
    counts: /(Installed \S+)/,
  },
  {
    name: "cargo tests",
    shows: "the Rust core's own tests",
    args: [...TESTED, "--allow-env=CRACKTRADER_*", "tasks/test.ts", "--require-rust", "--only-cargo"],
    counts: PASSED,
  },
  {
    name: "unit and contract tests",
    shows: "each file's tests, both engines",
    args: suite("src", "tasks", "bench"),
    counts: PASSED,
  },
  {
    name: "fixtures",
    shows: "recorded and hand-worked cases, oracle, order-state table, logs, on both engines",
    args: suite(
      "tests/parity_test.ts",
      "tests/oracle_test.ts",
      "tests/queue_test.ts",
      "tests/order_states_test.ts",
      "tests/logs_test.ts",
    ),
    counts: PASSED,
  },
  {
    name: "replay",
    shows: "canonical logs, replayed on both engines byte for byte",
    args: suite("tests/replay_test.ts"),
    counts: PASSED,
  },
  {
    name: "fuzz",
    shows: "a fixed corpus, both engines and the auditor",
    args: [
      "run",
      "--no-prompt",
      "--allow-read",
      "--allow-write=fixtures/regressions",
      RUST,
      "tasks/fuzz.ts",
      "--seed",
      "1",
      "--demand-coverage",
    ],
    counts: /(\d+ random events)/,
  },
  {
    name: "model",
    shows: "random runs, row by row as in a model in exact fractions that was written from the documents alone",
    skippedBy: "skip-model",
    args: ["run", "--no-prompt", "--allow-read=.", "--allow-run=python3", RUST, "tasks/model.ts"],
    cases: 300,
    counts: /(\d+ of \d+ runs agree)/,
  },
  {
    name: "laws",
    shows: "laws on event logs, runs and the example strategies",
    args: suite(
      "tests/laws_test.ts",
      "tests/run_laws_test.ts",
      "tests/flows_test.ts",
      "tests/api/waiting_feeds_test.ts",
      "tests/prove_test.ts",
      "tests/prove_attacks_test.ts",
    ),
    counts: PASSED,
  },
  {
    name: "laws of sessions",
    shows: "live = replay and paper = backtest, through faults and restarts, on both engines",
    args: suite("tests/session"),
    counts: PASSED,
  },
  {
    name: "search",
    shows: "every trial is its run alone, for any number of workers; the evidence has its recorded values",
    args: suite("tests/search", "src/search/evidence"),
    counts: PASSED,
  },
  {
    name: "queue",
    shows: "20 workers of a queue killed: nothing lost, nothing twice, every trial as on one machine",
    args: [
      ...[...task("redis-server"), "--allow-net=127.0.0.1"],
      ...["--allow-env=NODE_ENV,MSGPACKR_NATIVE_ACCELERATION_DISABLED", "tasks/queue_demo.ts"],
      ...["--kills", "20", "--trials", "1000"],
    ],
    counts: /(\d+ of \d+: same chain as local)/,
  },
  {
    name: "examples",
    shows: "six scripts a user would write, offline, against their recorded hashes",
    args: suite("tests/examples_test.ts"),
    counts: PASSED,
  },
  {
    name: "mutants",
    shows: "a sample of planted defects is caught",
    args: [...task("cargo", "git"), "tasks/mutants.ts", "--sample", "6", "--seed", "1"],
    counts: /(\d+ of \d+ (?:killed|caught))/,
  },
  {
    name: "benchmark",
    shows: "the quick backend comparison with its parity check",
    skippedBy: "skip-benchmark",
    args: [
      "run",
      "--no-prompt",
      "--allow-read",
      "--allow-write",
      "--allow-sys=cpus,osRelease,systemMemoryInfo",
      RUST,
      "tasks/bench_backends.ts",
      "--include-rust",
      "--iterations",
      "5",
      "--warmup",
      "1",
      "--bars",
      "2000",
    ],
    counts: /(speedup[^\n]*)/i,
  },
  {
    name: "integration",
    shows: "whole runs over the public API with files, processes and permissions",
    addedBy: "with-integration",
    args: suite("tests/api", "tests/boundary", "tests/cli", "tests/readme_test.ts"),
    counts: PASSED,
  },
  {
    name: "versus backtrader",
    shows: "strategies on the real backtrader, which pip installs: no bit differs",
    addedBy: "with-integration",
    args: [
      "run",
      "--no-prompt",
      "--allow-read",
      "--allow-write=fixtures/versus",
      "--allow-run=python3",
      RUST,
      "tasks/versus_backtrader.ts",
    ],
    counts: /(\d+ strategies: 0 differing bits)/,
  },
  {
    name: "versus backtesting.py",
    shows: "strategies on the real backtesting.py, which pip installs: each difference is explained by a rule",
    addedBy: "with-integration",
    args: [
      "run",
      "--no-prompt",
      "--allow-read",
      "--allow-write=fixtures/versus",
      "--allow-run=python3",
      RUST,
      "tasks/versus_backtesting_py.ts",
    ],
    counts: /(\d+ strategies, unexplained: 0)/,
  },
  {
    name: "crashes",
    shows: "kills at random moments, recovered in the other engine",
    addedBy: "with-integration",
    args: [...task(), "tasks/crash.ts", "--kills", "6", "--restore-in", "other"],
    counts: /(\d+ of \d+: same final hash)/,
  },
  {
    name: "crashes of sessions",
    shows: "runs on paper that are killed again and again, and go on from their journals in either engine",
    addedBy: "with-integration",
    args: [
      ...task(),
      "--allow-net=127.0.0.1",
      "tasks/crash.ts",
      "--session",
      "--kills",
      "40",
      "--restore-in",
      "both",
    ],
    counts: /(\d+ of \d+: nothing lost, nothing twice)/,
  },
  {
    name: "demo",
    shows: "the README's first command, equal chains",
    addedBy: "with-integration",
    args: [
      "run",
      "--no-prompt",
      "--allow-read=.",
      "--allow-write=rust/lib,demo",
      "--allow-run=cargo",
      RUST,
      "tasks/demo.ts",
    ],
    counts: /(chain \S+)/i,
  },
];

/** Runs the gate; `print` takes the line of each part. */
export async function runGate(
  parts: readonly GatePart[],
  flags: GateFlags,
  runPart: PartRunner,
  print: (line: string) => void,
): Promise<GateReport> {
  const reports: PartReport[] = [];
  for (const part of parts) {
    if (part.addedBy !== undefined && !flags[part.addedBy]) continue;
    const report = part.skippedBy !== undefined && flags[part.skippedBy]
      ? { name: part.name, verdict: "skipped", seconds: 0, says: `--${part.skippedBy}` } as const
      : await reportOf(part, flags, runPart);
    reports.push(report);
    print(
      `${report.verdict.padEnd(8)}${part.name.padEnd(26)}${report.seconds.toFixed(1).padStart(6)} s  ${report.says}`,
    );
  }
  const skipped = reports.filter(({ verdict }) => verdict === "skipped").map(({ name }) => name);
  const green = reports.every(({ verdict }) => verdict !== "failed");
  return { verdict: green ? "green" : "red", skipped, parts: reports };
}

/** Arguments of a part, with its number of cases. */
function argsOf({ args, cases }: GatePart, flags: GateFlags): readonly string[] {
  return cases === undefined ? args : [...args, "--cases", String(flags.cases ?? cases)];
}

async function reportOf(part: GatePart, flags: GateFlags, runPart: PartRunner): Promise<PartReport> {
  const begin = performance.now();
  const { code, output } = await runOrSayWhy(argsOf(part, flags), runPart);
  const seconds = (performance.now() - begin) / 1000, plain = withoutColours(output), found = part.counts.exec(plain);
  if (code === 0 && found !== null) return { name: part.name, verdict: "passed", seconds, says: found[1]! };
  // A part that lacks a program says so; it fails the gate all the same.
  const skipped = /^skipped: .*$/m.exec(plain)?.[0];
  const says = code !== 0 && skipped !== undefined
    ? skipped
    : code !== 0
    ? `ended with exit code ${code}`
    : "counted nothing, so that it shows nothing";
  return {
    name: part.name,
    verdict: "failed",
    seconds,
    says,
    output: plain.trimEnd().split("\n").slice(-40).join("\n"),
  };
}

async function runOrSayWhy(args: readonly string[], runPart: PartRunner): Promise<{ code: number; output: string }> {
  try {
    return await runPart(args);
  } catch (error) {
    return { code: -1, output: String(error) };
  }
}

function withoutColours(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replaceAll(/\u001b\[[0-9;]*m/g, "");
}

async function runDeno(args: readonly string[]): Promise<{ code: number; output: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: new URL("..", import.meta.url),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const decoder = new TextDecoder();
  return { code, output: `${decoder.decode(stderr)}\n${decoder.decode(stdout)}` };
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  let values: Partial<Omit<GateFlags, "cases">> & { readonly "cases"?: string; readonly "json-out"?: string };
  try {
    values = parseArgs({
      args: [...args],
      options: {
        "skip-install": { type: "boolean" },
        "skip-benchmark": { type: "boolean" },
        "skip-model": { type: "boolean" },
        "with-integration": { type: "boolean" },
        "cases": { type: "string" },
        "json-out": { type: "string" },
      },
    }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    return 2;
  }
  const cases = values.cases === undefined ? undefined : Number(values.cases);
  if (cases !== undefined && !(Number.isSafeInteger(cases) && cases >= 1)) {
    console.error(`Cannot use --cases ${values.cases}: pass a whole number from 1 on\n\n${HELP}`);
    return 2;
  }
  const flags: GateFlags = {
    "skip-install": values["skip-install"] ?? false,
    "skip-benchmark": values["skip-benchmark"] ?? false,
    "skip-model": values["skip-model"] ?? false,
    "with-integration": values["with-integration"] ?? false,
    cases,
  };
  const report = await runGate(PARTS, flags, runDeno, (line) => console.log(line));
  for (const { name, output } of report.parts) if (output !== undefined) console.log(`\n--- ${name}\n${output}`);
  if (values["json-out"] !== undefined) {
    await Deno.writeTextFile(values["json-out"], JSON.stringify(report, null, 2) + "\n");
  }
  console.log(`\n${verdictLine(report)}`);
  return report.verdict === "green" ? 0 : 1;
}

/** The verdict in a line; a skipped part is named in it. */
export function verdictLine({ verdict, skipped, parts }: GateReport): string {
  const failed = parts.filter((part) => part.verdict === "failed").map(({ name }) => name);
  const without = skipped.length === 0 ? "" : `, without ${skipped.join(", ")} (skipped)`;
  return verdict === "green"
    ? `parity: green${without}: ${parts.length - skipped.length} parts passed`
    : `parity: RED${without}: ${failed.join(", ")} failed`;
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
