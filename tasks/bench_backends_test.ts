/**
 * The exit codes of the command, from real processes on small data.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { enginesUnderTest } from "../tests/engines.ts";

const ROOT = new URL("../", import.meta.url);
const QUICK = ["--iterations", "5", "--warmup", "1", "--bars", "40", "--iteration-milliseconds", "1"];

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as its task does. */
async function run(args: readonly string[]): Promise<Ended> {
  const permissions = ["--allow-read", "--allow-write", "--allow-sys=cpus,osRelease,systemMemoryInfo"];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--no-lock",
      ...permissions,
      "--allow-ffi=./rust/lib",
      "tasks/bench_backends.ts",
      ...args,
    ],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

const engineFlags = enginesUnderTest().includes("rust") ? ["--include-rust"] : [];

Deno.test("the command measures, writes a baseline, compares with it and fails on a ratio that nothing meets", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const report = `${folder}/report.json`, baseline = `${folder}/baseline.json`;
    const all = [...QUICK, ...engineFlags, "--json-out", report, "--baseline-json", baseline];
    const written = await run([...all, "--update-baseline"]);
    assertEquals([written.code, written.err], [0, ""]);
    assertStringIncludes(written.out, `wrote baseline ${baseline}`);
    const { parity, backends } = JSON.parse(await Deno.readTextFile(report));
    assertEquals(Object.keys(backends), [...enginesUnderTest()]);
    assertEquals(parity.status, "equal");
    const good = await run([...all, "--max-slowdown-ratio", "1000"]);
    assertEquals([good.code, good.err], [0, ""]);
    const bad = await run([...all, "--max-slowdown-ratio", "0.01"]);
    assertEquals(bad.code, 1);
    assert(/typescript: \S+ x bare loop then, \S+ x bare loop now, \S+ times, regressed: more than 0.01/.test(bad.out));
    const again = await run([...all, "--update-baseline"]);
    assertEquals(again.code, 1);
    assertStringIncludes(again.err, "pass --force-baseline-overwrite to replace it");
    const other = await run([...all, "--profile", "views"]);
    assertEquals(other.code, 1);
    assertStringIncludes(other.err, "its profile is sma, and this run's is views");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("wrong arguments end with code 2 and help with code 0", async () => {
  const few = await run(["--iterations", "4"]);
  assertEquals([few.code, few.out, few.err], [2, "", "Cannot use --iterations 4: it is a whole number from 5 on\n"]);
  const help = await run(["--help"]);
  assertEquals([help.code, help.err], [0, ""]);
  assertStringIncludes(help.out, "deno task bench:backends");
});
