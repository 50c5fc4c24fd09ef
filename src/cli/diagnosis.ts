/**
 * What is here for a run: the library, the engine and why it is that one, permissions, and what would mend it.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import type { EngineName } from "../engine/backends.ts";
import { ENGINE_BACKEND_VARIABLE, type EngineChoice } from "../engine/choice.ts";
import { Engine, EngineError } from "../engine/engine.ts";
import { type OpenedLibrary, openLibrary, verifyLibrary } from "../engine/native/library.ts";
import { trialConfiguration } from "../engine/native/trial.ts";
import { PACKAGE_VERSION } from "../package_version.ts";
import { CARGO_REMEDY, findCargo } from "./cargo.ts";
import { cacheVariables, IS_LOCAL, libraryFolders } from "../engine/native/library_folders.ts";

/** The state of a permission without asking for it. */
export type PermissionText = "granted" | "not granted";

/** The engine that a run takes. */
export interface EngineDiagnosis {
  /** What was asked for. */
  readonly asked: EngineChoice;
  /** Where it was asked: a flag, the environment, or nowhere. */
  readonly askedBy: "--engine" | "CRACKTRADER_ENGINE_BACKEND" | "default";
  /** Which engine runs; null if the one that was asked for cannot be had. */
  readonly backend: EngineName | null;
  /** Why, in a sentence or a clause. */
  readonly reason: string;
}

/** The library that was found, or why there is none. */
export type LibraryDiagnosis =
  | {
    readonly found: true;
    /** Path of its file. */
    readonly path: string;
    /** SHA-256 of its file, or null where the file may not be read. */
    readonly sha256: string | null;
    /** What does not come out as it must in a trial run; its layout has been compared before. */
    readonly problems: readonly string[];
  }
  | {
    readonly found: false;
    /** Why, as a code. */
    readonly code: string;
    /** Why, as a clause. */
    readonly message: string;
  };

/** A folder in which the library is looked for. */
export interface FolderDiagnosis {
  /** Path of the folder. */
  readonly path: string;
  /** Whether it may be read. */
  readonly read: PermissionText;
  /** Whether a library in it may be opened. */
  readonly ffi: PermissionText;
}

/** Everything that {@linkcode diagnose} tells. */
export interface Diagnosis {
  /** Version of this package. */
  readonly version: string;
  /** Where this package lies: a folder on the disk, or its address at a registry. */
  readonly package: string;
  /** Version of Deno. */
  readonly deno: string;
  /** The platform, such as `x86_64-unknown-linux-gnu`. */
  readonly platform: string;
  /** The engine that a run takes. */
  readonly engine: EngineDiagnosis;
  /** The Rust library. */
  readonly library: LibraryDiagnosis;
  /** Where it is looked for. */
  readonly folders: readonly FolderDiagnosis[];
  /** The environment variables that count, by name: their value, or that they are not set or may not be read. */
  readonly environment: Readonly<Record<string, string>>;
  /** The cargo that would build the library: its version, or why there is none. */
  readonly cargo: string;
  /** What to do for the engine that is not had; empty if nothing is missing. */
  readonly remedies: readonly string[];
}

/**
 * Looks at what is here. Asks for no permission.
 *
 * @param engine The engine that is wanted; what the environment says, or else `"auto"`, by default.
 * @throws {RangeError} If the environment names an engine that there is not.
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

/** Makes the engine that a run would have; what it says of itself is what a run's result says. */
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

/** The SHA-256 that `current.json` beside a library names; opening the library has compared it with the file. */
function sha256Of(path: string): string | null {
  try {
    const note = JSON.parse(Deno.readTextFileSync(path.replace(/[^\\/]+$/, "current.json")));
    return typeof note.sha256 === "string" ? note.sha256 : null;
  } catch {
    // The library itself was opened, so that this is no failure of it.
    return null;
  }
}

function packageAddress(): string {
  const root = new URL("../../", import.meta.url);
  return IS_LOCAL ? fileURLToPath(root) : root.href;
}

async function describeCargo(): Promise<{ found: boolean; text: string }> {
  if (permission({ name: "run", command: "cargo" }) === "not granted") {
    return { found: true, text: "not looked for without --allow-run=cargo" };
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
