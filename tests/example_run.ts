/**
 * Runs the scripts of `tests/examples` as a user would: each as a process of its own, without network, with permission to
 * read the project and, for the Rust engine, to open its library.
 *
 * @module
 */

import { assert } from "@std/assert";
import { ENGINE_BACKEND_VARIABLE } from "../src/engine/choice.ts";
import type { EngineName } from "./engines.ts";

const ROOT = new URL("../", import.meta.url);
/** The recorded chains by the name of the script. */
export const EXAMPLE_CHAINS: URL = new URL("../fixtures/examples.json", import.meta.url);

/** The output of an example script. */
export interface ExampleRun {
  /** The engine that ran. */
  readonly engine: string;
  /** The state chain at the end. */
  readonly chain: string;
  /** Round trips that ended. */
  readonly trades: number;
  /** Everything. */
  readonly text: string;
}

/** Names of the scripts, in alphabetical order. */
export function exampleNames(): readonly string[] {
  const entries = [...Deno.readDirSync(new URL("examples/", import.meta.url))];
  return entries.filter((entry) => entry.name.endsWith(".ts")).map((entry) => entry.name.slice(0, -3)).sort();
}

/** The recorded chains. */
export function readExampleChains(): Readonly<Record<string, string>> {
  return JSON.parse(Deno.readTextFileSync(EXAMPLE_CHAINS)).chains;
}

/**
 * Runs a script. Which engine it takes is a matter of permission: Rust where its library may be opened, else WebAssembly,
 * unless the environment says TypeScript.
 *
 * @throws {AssertionError} if the script fails, or does not print engine, trades and chain
 */
export async function runExample(name: string, engine: EngineName, args: readonly string[] = []): Promise<ExampleRun> {
  const { success, stdout, stderr } = await startExample(name, engine, args);
  assert(success, `${name} failed on ${engine}:\n${stderr}`);
  const found = (pattern: RegExp): string => {
    const match = pattern.exec(stdout);
    assert(match !== null, `${name} prints nothing like ${pattern}:\n${stdout}`);
    return match[1]!;
  };
  return {
    engine: found(/^Engine: (\w+) /m),
    chain: found(/^Chain ([0-9a-f]{16})$/m),
    trades: Number(found(/^Trades closed +([\d,]+)/m).replaceAll(",", "")),
    text: stdout,
  };
}

/** What a script is permitted, so that it takes an engine. */
const PERMISSIONS: Readonly<Record<EngineName, readonly string[]>> = {
  rust: ["--allow-ffi=./rust/lib"],
  wasm: [],
  typescript: [`--allow-env=${ENGINE_BACKEND_VARIABLE}`],
};

/** Starts a script and waits for its end. */
export async function startExample(
  name: string,
  engine: EngineName,
  args: readonly string[] = [],
): Promise<{ success: boolean; stdout: string; stderr: string }> {
  const permissions = ["--no-prompt", "--allow-read=.", ...PERMISSIONS[engine]];
  const offline = ["--no-remote", "--no-npm", "--no-lock"];
  const output = await new Deno.Command(Deno.execPath(), {
    args: ["run", ...permissions, ...offline, `tests/examples/${name}.ts`, ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", ...(engine === "typescript" ? { [ENGINE_BACKEND_VARIABLE]: engine } : {}) },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { success: output.success, stdout: decoder.decode(output.stdout), stderr: decoder.decode(output.stderr) };
}
