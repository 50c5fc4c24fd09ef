import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { testRust } from "../engines.ts";
import { compileProgram, missingPrograms, runBuilt } from "./c_program.ts";
import { run, temporaryFolder } from "./installed_library.ts";

/** The program's last lines if it found nothing. Several statuses show that it did more than create engines. */
const FOUND_NOTHING = /^\d+ rounds of seed \d+, \d+ calls, \d+ events: nothing found\nstatuses 0 to -11: \d+/;

/** Registers a test that needs programs besides the library. */
async function testWith(programs: readonly string[], name: string, fn: () => Promise<void>): Promise<void> {
  const missing = await missingPrograms(programs);
  if (missing.length === 0) testRust(name, {}, fn);
  else Deno.test({ name: `${name} (skipped: there is no ${missing.join(" and no ")} to run)`, ignore: true, fn });
}

await testWith(["cc"], "random bytes to every function of the library find nothing, the same twice", async () => {
  using folder = temporaryFolder();
  const program = await compileProgram("byte_fuzz.c", folder.url, ["-O1"]);
  const rounds = ["--seed", "7", "--rounds", "400"];
  const first = await runBuilt(program, rounds);
  assertEquals({ code: first.code, stderr: first.stderr }, { code: 0, stderr: "" });
  assertMatch(first.stdout, FOUND_NOTHING);
  assertEquals(await runBuilt(program, rounds), first);
  // Every status was met but, with no luck, one or the other that only a mended sum leads to.
  const statuses = /-11: ([\d ]+);/.exec(first.stdout)![1]!.split(" ").map(Number);
  const met = statuses.map((count, at) => count > 0 ? -at : 0).filter((status) => status !== 0);
  for (const status of [-1, -2, -3, -5, -6, -7, -8, -9, -11]) assertEquals(met.includes(status), true, `${status}`);
});

await testWith(["cc", "valgrind"], "random bytes to every function read and write nothing out of bounds", async () => {
  using folder = temporaryFolder();
  const program = await compileProgram("byte_fuzz.c", folder.url, ["-O1"]);
  const checked = ["--error-exitcode=9", "--leak-check=full", "--errors-for-leak-kinds=definite,possible"];
  const { code, stdout, stderr } = await run("valgrind", [
    ...checked,
    program,
    "--seconds",
    "5",
    "--seed",
    "1",
    "--exact",
  ]);
  assertStringIncludes(stderr, "ERROR SUMMARY: 0 errors");
  assertMatch(stdout, FOUND_NOTHING);
  assertEquals(code, 0, stderr);
});

await testWith(["cc"], "an argument that the program does not know is refused", async () => {
  using folder = temporaryFolder();
  const program = await compileProgram("byte_fuzz.c", folder.url);
  for (const args of [["--rounds", "many"], ["--seed"], ["--round", "1"]]) {
    assertEquals((await runBuilt(program, args)).code, 2, args.join(" "));
  }
});
