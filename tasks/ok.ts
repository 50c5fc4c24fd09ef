/**
 * `deno task ok`: the local gate. Runs every part, also after one that failed, and lists at the end what failed.
 *
 * @module
 */

import { CARGO_REMEDY, findCargo, RUST_FOLDER, TARGET_DIR_ARGUMENTS } from "./cargo.ts";

const ROOT = new URL("../", import.meta.url);

const HELP = `Check everything that must be in order before a change is handed in.

Usage: deno task ok [--help]

Format, lint, types, documentation, generated files, publishing, Rust format and clippy, then all tests on both engines.
Every part is run, also after one that failed.

Exit code: 0 if every part is in order, else 1.`;

interface Part {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: URL;
  /** Whether its output goes to the terminal as it comes; the others are shown only if they fail. */
  readonly streams: boolean;
}

function denoPart(args: readonly string[], options: { name?: string; streams?: boolean } = {}): Part {
  const { name = `deno ${args.join(" ")}`, streams = false } = options;
  return { name, program: Deno.execPath(), args, folder: ROOT, streams };
}

function cargoPart(cargoPath: string, args: readonly string[], name: string): Part {
  return { name, program: cargoPath, args, folder: RUST_FOLDER, streams: false };
}

/** The modules that the package exports. */
async function exportedModules(): Promise<string[]> {
  const configuration = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  return Object.values(configuration.exports as Record<string, string>);
}

async function readParts(): Promise<{ parts: Part[]; failures: string[] }> {
  const cargo = await findCargo();
  const parts = [
    denoPart(["fmt", "--check"]),
    denoPart(["lint"]),
    denoPart(["check", "."]),
    // Each alone, as a reader of one entry point sees no other.
    ...(await exportedModules()).map((module) => denoPart(["doc", "--lint", module])),
    denoPart(["task", "generate", "--check"]),
    // The tree has changes that are not committed while one works on it, so publishing must not ask for a clean one.
    denoPart(["publish", "--dry-run", "--allow-dirty"]),
  ];
  const clippy = [
    "clippy",
    "--workspace",
    "--all-targets",
    "--locked",
    ...TARGET_DIR_ARGUMENTS,
    "--",
    "-D",
    "warnings",
  ];
  if (cargo.found) {
    parts.push(cargoPart(cargo.path, ["fmt", "--all", "--check"], "cargo fmt --all --check"));
    parts.push(cargoPart(cargo.path, clippy, "cargo clippy --all-targets -- -D warnings"));
  }
  parts.push(denoPart(["task", "test", "--require-rust"], { streams: true }));
  const failures = cargo.found ? [] : [`cargo fmt, cargo clippy: ${cargo.reason}\n${CARGO_REMEDY}`];
  return { parts, failures };
}

async function runPart(part: Part): Promise<boolean> {
  const output = part.streams ? "inherit" : "piped";
  const command = new Deno.Command(part.program, {
    args: [...part.args],
    cwd: part.folder,
    stdin: "null",
    stdout: output,
    stderr: output,
  });
  const startMs = performance.now();
  let success: boolean;
  let text = "";
  if (part.streams) {
    success = (await command.spawn().status).success;
  } else {
    const result = await command.output();
    success = result.success;
    const decoder = new TextDecoder();
    text = decoder.decode(result.stdout) + decoder.decode(result.stderr);
  }
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1).padStart(6);
  console.log(`${success ? "ok    " : "FAILED"} ${seconds} s  ${part.name}`);
  if (!success && text !== "") console.log(text.trimEnd().replaceAll(/^/gm, "    "));
  return success;
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  if (args.length > 0) {
    console.error(`Cannot use the argument "${args[0]}": the task takes none but --help`);
    return 1;
  }
  const { parts, failures } = await readParts();
  for (const part of parts) {
    if (!await runPart(part)) failures.push(part.name);
  }
  console.log();
  for (const failure of failures) console.log(`failed: ${failure}`);
  console.log(failures.length === 0 ? "Everything is in order." : `${failures.length} of the parts failed.`);
  return failures.length === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
