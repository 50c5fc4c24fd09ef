/**
 * `deno task defects`: plants defects in a copy of the tree, one at a time, and expects the tests to turn red.
 *
 * @module
 */

import { CARGO_REMEDY, findCargo } from "./cargo.ts";
import { type DefectPatch, readDefectPatches } from "./defect_patch.ts";

const ROOT = new URL("../", import.meta.url);
/** What a copy of the tree leaves out: history, builds, and what is only ever downloaded. */
const LEFT_OUT: readonly string[] = [".git", "rust/target", "rust/lib", "node_modules", "coverage"];

const HELP = `deno task defects [--patch NAME] [--help]

Copies the tree to a temporary folder and, for each patch in tests/defects, applies it there, builds, runs the suite
that the patch names and expects it to fail. The suites have to pass without any patch first. A patch that does not
apply, or whose code does not compile, is an error: it proves nothing.

--patch NAME   only the patches whose file name contains NAME

Exit code: 0 if every defect was caught, else 1.`;

/** What became of a defect. */
type Verdict = "caught" | "MISSED" | "ERROR";

/** What a program said and how it ended. */
interface Ended {
  readonly success: boolean;
  readonly text: string;
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  if (args.length > 0 && (args[0] !== "--patch" || args.length !== 2)) {
    console.error(`Cannot use the arguments "${args.join(" ")}": see --help`);
    return 2;
  }
  const patches = readDefectPatches().filter(({ name }) => args.length === 0 || name.includes(args[1]!));
  if (patches.length === 0) {
    console.error(`Cannot find a patch: no file in tests/defects has "${args[1] ?? ".patch"}" in its name`);
    return 2;
  }
  const cargo = await findCargo();
  if (!cargo.found) {
    console.error(`Cannot try the defects: ${cargo.reason}\n${CARGO_REMEDY}`);
    return 1;
  }
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "cracktrader-defects-" }));
  try {
    return await tryAll(folder, patches);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function tryAll(folder: string, patches: readonly DefectPatch[]): Promise<number> {
  await copyTree("", folder);
  console.log("Building and testing without a defect ...");
  const built = await deno(folder, ["task", "install-rust"]);
  if (!built.success) return complain("Cannot build the Rust engine", built);
  const suites = [...new Set(patches.flatMap(({ suite }) => suite))];
  const green = await runSuite(folder, suites);
  if (!green.success) return complain("Cannot try the defects as the suites fail without any", green);
  let caught = 0, library_defective = false;
  for (const patch of patches) {
    const start_ms = performance.now();
    // The library of a Rust defect that was taken out is still there; another Rust defect builds its own.
    if (library_defective && patch.engine === "typescript") await deno(folder, ["task", "install-rust"]);
    library_defective = patch.engine === "rust";
    const { verdict, text } = await tryDefect(folder, patch);
    if (verdict === "caught") caught++;
    const seconds = ((performance.now() - start_ms) / 1000).toFixed(1).padStart(6);
    console.log(`${verdict} ${seconds} s  ${patch.name}: ${patch.about}`);
    if (verdict !== "caught") console.log(lastLines(text));
  }
  console.log(`${caught} of ${patches.length} defects were caught`);
  return caught === patches.length ? 0 : 1;
}

/** Plants one defect, builds, tests, and takes it out again. */
async function tryDefect(folder: string, patch: DefectPatch): Promise<{ verdict: Verdict; text: string }> {
  const file = `${folder}/defect.patch`;
  await Deno.writeTextFile(file, patch.text);
  const applied = await run("git", folder, ["apply", file]);
  if (!applied.success) return { verdict: "ERROR", text: applied.text };
  const outcome = await testDefect(folder, patch);
  const reverted = await run("git", folder, ["apply", "--reverse", file]);
  if (!reverted.success) throw new Error(`Cannot take ${patch.name} out again: ${reverted.text}`);
  return outcome;
}

/** Builds the tree with its defect and runs the suite that has to catch it. */
async function testDefect(folder: string, patch: DefectPatch): Promise<{ verdict: Verdict; text: string }> {
  const compiled = patch.engine === "rust"
    ? await deno(folder, ["task", "install-rust"])
    : await deno(folder, ["check", "mod.ts", ...patch.suite]);
  if (!compiled.success) return { verdict: "ERROR", text: compiled.text };
  const tested = await runSuite(folder, patch.suite);
  // The summary line tells tests that failed from a suite that could not begin.
  const red = !tested.success && /\| \d+ passed.* \| [1-9]\d* failed/.test(tested.text);
  if (red) return { verdict: "caught", text: "" };
  return { verdict: tested.success ? "MISSED" : "ERROR", text: tested.text };
}

function runSuite(folder: string, suite: readonly string[]): Promise<Ended> {
  const permissions = ["--no-prompt", "--allow-read=.", "--allow-ffi=./rust/lib", "--allow-env=CRACKTRADER_*"];
  return deno(folder, ["test", ...permissions, ...suite], { CRACKTRADER_TEST_ENGINES: "both" });
}

function deno(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return run(Deno.execPath(), folder, args, env);
}

async function run(
  program: string,
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const command = new Deno.Command(program, {
    args: [...args],
    cwd: folder,
    env: { ...env, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
  const { success, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return { success, text: decoder.decode(stdout) + decoder.decode(stderr) };
}

async function copyTree(path: string, folder: string): Promise<void> {
  for await (const entry of Deno.readDir(new URL(path === "" ? "./" : `${path}/`, ROOT))) {
    const below = path === "" ? entry.name : `${path}/${entry.name}`;
    if (LEFT_OUT.includes(below)) continue;
    if (entry.isDirectory) {
      await Deno.mkdir(`${folder}/${below}`);
      await copyTree(below, folder);
    } else if (entry.isFile) await Deno.copyFile(new URL(below, ROOT), `${folder}/${below}`);
  }
}

function complain(what: string, ended: Ended): number {
  console.error(`${what}:\n${lastLines(ended.text)}`);
  return 1;
}

/** The end of a text, indented: what fails says so at last. */
function lastLines(text: string): string {
  return text.trimEnd().split("\n").slice(-40).map((line) => `    ${line}`).join("\n");
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
