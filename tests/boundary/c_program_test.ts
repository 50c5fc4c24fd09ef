import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  STATUS_CASH,
  STATUS_CHAIN_HIGH,
  STATUS_CHAIN_LOW,
  STATUS_SEQUENCE,
  STATUS_VALUE,
} from "../../src/contract/contract.gen.ts";
import { trialColumns, trialConfiguration } from "../../src/engine/native/trial.ts";
import { repeatedOrder } from "../repeated_order.ts";
import { createEngine, testRust } from "../engines.ts";
import { compileProgram, missingPrograms, runBuilt } from "./c_program.ts";
import { run, temporaryFolder } from "./installed_library.ts";

/** Returns the line that the C program has to print: the end of its backtest on the TypeScript engine. */
function expectedLine(): string {
  using engine = createEngine("typescript", trialConfiguration());
  const columns = trialColumns(), marks = new Float64Array(4);
  engine.loadColumns(columns, Uint32Array.of(2));
  engine.advance(columns, { marks, untilUs: 1_000 });
  engine.apply(repeatedOrder());
  engine.advance(columns, { marks, row: 1 });
  const status = engine.status();
  return [STATUS_SEQUENCE, STATUS_CASH, STATUS_VALUE, STATUS_CHAIN_LOW, STATUS_CHAIN_HIGH]
    .map((lane) => status[lane]).join(" ");
}

/** Registers a test that needs programs besides the library. */
async function testWith(programs: readonly string[], name: string, fn: () => Promise<void>): Promise<void> {
  const missing = await missingPrograms(programs);
  if (missing.length === 0) testRust(name, {}, fn);
  else Deno.test({ name: `${name} (skipped: there is no ${missing.join(" and no ")} to run)`, ignore: true, fn });
}

await testWith(["cc"], "a C program uses the library and gets what the TypeScript engine gets", async () => {
  using folder = temporaryFolder();
  const program = await compileProgram("smoke.c", folder.url);
  const line = expectedLine();
  assertEquals(await runBuilt(program), { code: 0, stdout: `${line}\n${line}\n`, stderr: "" });
});

await testWith(
  ["cc", "valgrind"],
  "a C program that uses the library leaks nothing and reads nothing wrong",
  async () => {
    using folder = temporaryFolder();
    const program = await compileProgram("smoke.c", folder.url);
    const { code, stderr } = await run("valgrind", ["--leak-check=full", "--error-exitcode=9", program]);
    assertStringIncludes(stderr, "ERROR SUMMARY: 0 errors");
    assertEquals(code, 0, stderr);
  },
);
