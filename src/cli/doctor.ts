/**
 * The command `doctor`: shows the facts for a run, the engine and the reason for it, and the remedies.
 *
 * @module
 */

import { ENGINE_BACKEND_VARIABLE, ENGINE_CHOICES, type EngineChoice } from "../engine/choice.ts";
import type { Command } from "./command.ts";
import { diagnose, type Diagnosis } from "./diagnosis.ts";
import type { CommandLine } from "./flags.ts";
import { cacheVariables } from "../engine/native/library_folders.ts";
import type { Terminal } from "./terminal.ts";
import { jsonText } from "../records/json_line.ts";

/** The command `doctor`. */
export const command: Command = {
  description:
    "Tells what is here: the version of Deno, the platform, the Rust library and the WebAssembly module and " +
    "whether they are good, which engine a run takes and why, what is not permitted, and what to run to mend it. Run it with the permissions of the " +
    "program that is in question; it asks for none.",
  operands: { usage: "", least: 0, most: 0 },
  flags: [
    {
      name: "engine",
      value: "NAME",
      choices: ENGINE_CHOICES,
      summary: `The engine that is wanted; ${ENGINE_BACKEND_VARIABLE}, or else auto, by default.`,
    },
  ],
  permissions: [
    { flag: "none", purpose: "what is not granted is not looked at, which the answer says" },
    { flag: "--allow-read, --allow-ffi", purpose: "of the folder of the Rust library, to look for it and try it" },
    {
      flag: "--allow-env",
      purpose: `of ${
        [ENGINE_BACKEND_VARIABLE, ...cacheVariables()].join(", ")
      }: the choice of engine, the user's cache`,
    },
    { flag: "--allow-run=cargo", purpose: "to tell whether the library could be built" },
  ],
  exitCodes: {
    0: "the engine that is wanted runs; TypeScript always does",
    1: "an engine is wanted by name and cannot be had, or the library or the module does not do what it must",
  },
  run,
};

async function run(line: CommandLine, terminal: Terminal): Promise<number> {
  const diagnosis = await diagnose(line.value("engine") as EngineChoice | undefined);
  const { engine, library, wasm } = diagnosis;
  const isSound = engine.backend === "rust"
    ? library.found && library.problems.length === 0
    : engine.backend !== "wasm" || wasm.problems.length === 0;
  const ok = engine.backend !== null && isSound;
  if (line.has("json")) terminal.out(jsonText({ ok, ...diagnosis }));
  else terminal.out(renderDiagnosis(diagnosis));
  return ok ? 0 : 1;
}

/** Returns a diagnosis as text for people. */
export function renderDiagnosis(diagnosis: Diagnosis): string {
  const { engine, library, wasm } = diagnosis;
  const rows: (readonly [string, string])[] = [
    ["Package", `@cracktrader/cracktrader ${diagnosis.version} in ${diagnosis.package}`],
    ["Deno", `${diagnosis.deno} on ${diagnosis.platform}`],
    ["Engine", engine.backend === null ? `none: ${engine.reason}` : `${engine.backend}: ${engine.reason}`],
    ...(library.found ? libraryRows(library) : [["Library", `none: ${library.message}`] as const]),
    ["WebAssembly", `${wasm.size} bytes, by ${wasm.toolchain}; ${trialText(wasm.problems)}`],
    ...diagnosis.folders.map(({ path, read, ffi }) => ["Looked in", `${path} (read ${read}, ffi ${ffi})`] as const),
    ...Object.entries(diagnosis.environment).map(([name, value]) => ["Variable", `${name}: ${value}`] as const),
    ["cargo", diagnosis.cargo],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(([label, text]) => `${label.padEnd(width)}  ${text}`);
  return [lines.join("\n"), ...diagnosis.remedies].join("\n\n");
}

function libraryRows(library: Diagnosis["library"] & { found: true }): (readonly [string, string])[] {
  const { problems } = library;
  const trial = problems.length === 0 ? `its layout is the contract's, ${trialText(problems)}` : trialText(problems);
  return [
    ["Library", library.path],
    ...(library.sha256 === null ? [] : [["SHA-256", library.sha256] as const]),
    ["Trial", trial],
  ];
}

function trialText(problems: readonly string[]): string {
  return problems.length === 0 ? "a trial run came out right" : problems.join("; ");
}
