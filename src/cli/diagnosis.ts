/**
 * Collects the facts for a run: the library, the engine and the reason for it, permissions, and remedies.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import type { EngineName } from "../engine/backends.ts";
import { ENGINE_BACKEND_VARIABLE, type EngineChoice } from "../engine/choice.ts";
import { Engine, EngineError } from "../engine/engine.ts";
import { type OpenedLibrary, openLibrary, verifyLibrary } from "../engine/native/library.ts";
import { trialConfiguration, trialProblems } from "../engine/native/trial.ts";
import { shippedModule } from "../engine/wasm/shipped_module.ts";
import { openWasm } from "../engine/wasm/wasm_backend.ts";
import { PACKAGE_VERSION } from "../package_version.ts";
import { CARGO_REMEDY, findCargo } from "./cargo.ts";
import { cacheVariables, IS_LOCAL, libraryFolders } from "../engine/native/library_folders.ts";

/** The state of a permission, read without a prompt. */
export type PermissionText = "granted" | "not granted";

/** The engine that a run would use. */
export interface EngineDiagnosis {
  /** The requested engine. */
  readonly asked: EngineChoice;
  /** The origin of the request: a flag, the environment, or the default. */
  readonly askedBy: "--engine" | "CRACKTRADER_ENGINE_BACKEND" | "default";
  /** The engine that runs; null if the requested one is not available. */
  readonly backend: EngineName | null;
  /** The reason, in a sentence or a clause. */
  readonly reason: string;
}

/** The library that was found, or the reason why there is none. */
export type LibraryDiagnosis =
  | {
    readonly found: true;
    /** Path of its file. */
    readonly path: string;
    /** SHA-256 of its file, or null if it is unknown or the file may not be read. */
    readonly sha256: string | null;
    /** Faults in a trial run. The layout was compared before. */
    readonly problems: readonly string[];
  }
  | {
    readonly found: false;
    /** The reason, as a code. */
    readonly code: string;
    /** The reason, as a clause. */
    readonly message: string;
  };

/** The WebAssembly module that is part of this package. */
export interface WasmDiagnosis {
  /** Size of the module in bytes. */
  readonly size: number;
  /** Compiler that built it, with its platform. */
  readonly toolchain: string;
  /** Faults in a trial run, or the reason why it cannot be used. */
  readonly problems: readonly string[];
}

/** A folder in which the library is searched. */
export interface FolderDiagnosis {
  /** Path of the folder. */
  readonly path: string;
  /** Permission to read the folder. */
  readonly read: PermissionText;
  /** Permission to open a library in the folder. */
  readonly ffi: PermissionText;
}

/** The result of {@linkcode diagnose}. */
export interface Diagnosis {
  /** Version of this package. */
  readonly version: string;
  /** Place of this package: a folder on the disk, or its address at a registry. */
  readonly package: string;
  /** Version of Deno. */
  readonly deno: string;
  /** The platform, such as `x86_64-unknown-linux-gnu`. */
  readonly platform: string;
  /** The engine that a run would use. */
  readonly engine: EngineDiagnosis;
  /** The Rust library. */
  readonly library: LibraryDiagnosis;
  /** The WebAssembly module. */
  readonly wasm: WasmDiagnosis;
  /** The folders in which the library is searched. */
  readonly folders: readonly FolderDiagnosis[];
  /** The relevant environment variables by name: the value, or a note that it is not set or may not be read. */
  readonly environment: Readonly<Record<string, string>>;
  /** The cargo that would build the library: its version, or the reason why there is none. */
  readonly cargo: string;
  /** Remedies for an engine that is not available; empty if nothing is missing. */
  readonly remedies: readonly string[];
}

/**
 * Returns the facts for a run. It asks for no permission.
 *
 * @param engine The requested engine; by default that of the environment, or else `"auto"`.
 * @throws {RangeError} If the environment names an engine that does not exist.
 */
export async function diagnose(engine?: EngineChoice): Promise<Diagnosis> {
  const opened = openLibrary();
  const library: LibraryDiagnosis = opened.found ? diagnoseLibrary(opened) : {
    found: false,
    code: opened.code,
    message: opened.message,
  };
  const cargo = await describeCargo();
  const remedies: string[] = [];
  if (!opened.found) {
    remedies.push(`To have the Rust engine, ${opened.remedy}`);
    if (!cargo.found) remedies.push(...CARGO_REMEDY.split("\n"));
  } else if (library.found && library.problems.length > 0) {
    remedies.push("The library does not do what it must: install it anew with install-rust");
  }
  return {
    version: PACKAGE_VERSION,
    package: packageAddress(),
    deno: Deno.version.deno,
    platform: Deno.build.target,
    engine: diagnoseEngine(engine),
    library,
    wasm: diagnoseWasm(),
    folders: libraryFolders().map((folder) => ({
      path: fileURLToPath(folder),
      read: permission({ name: "read", path: folder }),
      ffi: permission({ name: "ffi", path: folder }),
    })),
    environment: describeEnvironment(),
    cargo: cargo.text,
    remedies,
  };
}

/** Makes the engine of a run. Its name and reason are those in the result of a run. */
function diagnoseEngine(engine: EngineChoice | undefined): EngineDiagnosis {
  const value = engine === undefined ? readVariable(ENGINE_BACKEND_VARIABLE) : undefined;
  const asked = engine ?? (value || undefined) as EngineChoice | undefined ?? "auto";
  const askedBy = engine !== undefined ? "--engine" : value ? ENGINE_BACKEND_VARIABLE : "default";
  try {
    const options = engine === undefined ? {} : { engineBackend: engine, environmentOverride: false };
    using made = new Engine(trialConfiguration(), options);
    return { asked, askedBy, backend: made.backend.name, reason: made.backend.reason };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { asked, askedBy, backend: null, reason: error.message };
  }
}

function diagnoseLibrary({ path }: OpenedLibrary): LibraryDiagnosis {
  return { found: true, path, sha256: sha256Of(path), problems: verifyLibrary(path) };
}

function diagnoseWasm(): WasmDiagnosis {
  const { size, toolchain } = shippedModule(), opened = openWasm({});
  return { size, toolchain, problems: opened.found ? trialProblems(opened.make) : [opened.message] };
}

/** Returns the SHA-256 from `current.json` beside a library. Opening the library compared it with the file. */
function sha256Of(path: string): string | null {
  try {
    const note = JSON.parse(Deno.readTextFileSync(path.replace(/[^\\/]+$/, "current.json")));
    return /^[0-9a-f]{64}$/.test(note.sha256) ? note.sha256 : null;
  } catch {
    // The library itself was opened, so a missing hash is no failure.
    return null;
  }
}

function packageAddress(): string {
  const root = new URL("../../", import.meta.url);
  return IS_LOCAL ? fileURLToPath(root) : root.href;
}

async function describeCargo(): Promise<{ found: boolean; text: string }> {
  if (permission({ name: "run", command: "cargo" }) === "not granted") {
    return { found: true, text: "not on the PATH, or not looked for without --allow-run=cargo" };
  }
  const cargo = await findCargo();
  return { found: cargo.found, text: cargo.found ? cargo.version : cargo.reason };
}

function describeEnvironment(): Record<string, string> {
  return Object.fromEntries(
    [ENGINE_BACKEND_VARIABLE, ...cacheVariables()].map((name) => {
      const isGranted = permission({ name: "env", variable: name }) === "granted";
      return [name, isGranted ? readVariable(name) || "not set" : `not read without --allow-env=${name}`];
    }),
  );
}

function readVariable(name: string): string | undefined {
  return permission({ name: "env", variable: name }) === "granted" ? Deno.env.get(name) : undefined;
}

function permission(descriptor: Deno.PermissionDescriptor): PermissionText {
  return Deno.permissions.querySync(descriptor).state === "granted" ? "granted" : "not granted";
}
