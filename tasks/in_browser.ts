/**
 * Runs a program that opens pages in Chromium: `picture` or `bench_report`.
 *
 * The driver of the browser reads and runs parts of the system that differ from one to another, so the program has all
 * permissions. It is started here, so that the task itself has none but to start Deno.
 *
 * @module
 */

const PROGRAMS: readonly string[] = ["picture", "bench_report"];

const [program = "", ...args] = Deno.args;
if (!PROGRAMS.includes(program)) {
  console.error(`Cannot run "${program}" in a browser: there are ${PROGRAMS.join(", ")}`);
  Deno.exit(2);
}
const child = new Deno.Command(Deno.execPath(), {
  args: ["run", "--no-lock", "--no-prompt", "--allow-all", `tasks/${program}.ts`, ...args],
  cwd: new URL("../", import.meta.url),
  stdin: "null",
}).spawn();
Deno.exitCode = (await child.status).code;
