import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  STATUS_CASH,
  STATUS_CHAIN_HIGH,
  STATUS_CHAIN_LOW,
  STATUS_SEQUENCE,
  STATUS_VALUE,
} from "../../src/contract/contract.gen.ts";
import { trialColumns, trialConfiguration, trialOrder } from "../../src/native/trial.ts";
import { createEngine, testRust } from "../engines.ts";
import { installedLibrary, LIBRARY_FOLDER, pathOf, ROOT, run, temporaryFolder } from "./installed_library.ts";

/** What the TypeScript engine says at the end of the C program's backtest. */
function expectedLine(): string {
  using engine = createEngine("typescript", trialConfiguration());
  const columns = trialColumns(), marks = new Float64Array(4);
  engine.loadColumns(columns, Uint32Array.of(2));
  engine.advance(columns, { marks, untilUs: 1_000 });
  engine.apply(trialOrder());
  engine.advance(columns, { marks, row: 1 });
  const status = engine.status();
  return [STATUS_SEQUENCE, STATUS_CASH, STATUS_VALUE, STATUS_CHAIN_LOW, STATUS_CHAIN_HIGH]
    .map((lane) => status[lane]).join(" ");
}

/** Compiles the C program against the header and the library. */
async function compile(folder: URL): Promise<string> {
  const program = pathOf(new URL("smoke", folder));
  const compiled = await run("cc", [
    ...["-std=c99", "-Wall", "-Wextra", "-Wconversion", "-pedantic", "-Werror", "-g"],
    ...["-I", pathOf(new URL("rust/ffi/include/", ROOT)), "-o", program],
    pathOf(new URL("tests/boundary/smoke.c", ROOT)),
    pathOf(installedLibrary()),
    `-Wl,-rpath,${pathOf(LIBRARY_FOLDER)}`,
    "-lm",
  ]);
  assertEquals(compiled, { code: 0, stdout: "", stderr: "" });
  return program;
}

/**
 * Runs a program that a test has built, by way of a Deno process of its own: what a test may run is listed by name, and
 * a file in a temporary folder has none yet.
 */
function runBuilt(program: string): ReturnType<typeof run> {
  const code = "const { code, stdout, stderr } = new Deno.Command(Deno.args[0]).outputSync();" +
    "Deno.stdout.writeSync(stdout); Deno.stderr.writeSync(stderr); Deno.exitCode = code;";
  return run(Deno.execPath(), ["eval", code, program]);
}

async function isThere(program: string): Promise<boolean> {
  try {
    return (await run(program, ["--version"])).code === 0;
  } catch {
    return false;
  }
}

/** Registers a test that needs programs besides the library. */
async function testWith(programs: readonly string[], name: string, fn: () => Promise<void>): Promise<void> {
  for (const program of programs) {
    if (await isThere(program)) continue;
    Deno.test({ name: `${name} (skipped: there is no ${program} to run)`, ignore: true, fn });
    return;
  }
  testRust(name, {}, fn);
}

await testWith(["cc"], "a C program uses the library and gets what the TypeScript engine gets", async () => {
  using folder = temporaryFolder();
  const program = await compile(folder.url);
  const line = expectedLine();
  assertEquals(await runBuilt(program), { code: 0, stdout: `${line}\n${line}\n`, stderr: "" });
});

await testWith(
  ["cc", "valgrind"],
  "a C program that uses the library leaks nothing and reads nothing wrong",
  async () => {
    using folder = temporaryFolder();
    const program = await compile(folder.url);
    const { code, stderr } = await run("valgrind", ["--leak-check=full", "--error-exitcode=9", program]);
    assertStringIncludes(stderr, "ERROR SUMMARY: 0 errors");
    assertEquals(code, 0, stderr);
  },
);
