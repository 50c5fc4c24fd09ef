/**
 * The choice of an engine's backend, from option, environment variable and `"auto"`, with its reason in words.
 *
 * @module
 */

import { inspected, permittedVariable } from "../host.ts";
import type { BackendOptions, CoreBackend } from "./backend.ts";
import { type Backend, BACKENDS, ENGINE_NAMES, type EngineName } from "./backends.ts";
import { EngineError } from "./engine_error.ts";

/** Engine to use: `"auto"` takes Rust if it opens without a prompt, else WebAssembly if it is there, else TypeScript. */
export type EngineChoice = "auto" | EngineName;

/** The engine in use, and the reason for the choice. */
export interface EngineBackend {
  /** Name of the engine. */
  readonly name: EngineName;
  /** Reason for the choice, as a clause without a full stop. */
  readonly reason: string;
}

/** Options of an {@linkcode Engine}. */
export interface EngineOptions {
  /**
   * Engine to use; `"auto"` by default. The environment variable `CRACKTRADER_ENGINE_BACKEND` overrides it if reading
   * that variable is permitted.
   */
  readonly engineBackend?: EngineChoice;
  /** Path or `file:` URL of the Rust library; without it the checkout and the user's cache are searched. */
  readonly libraryPath?: string | URL;
  /**
   * False to ignore the environment variable; true by default. A comparison of engines ignores it, as it would compare
   * an engine with itself.
   */
  readonly environmentOverride?: boolean;
}

/** Longest path of a library that is tried, and shown in messages. */
const PATH_MOST = 4096;

/** Names of the {@linkcode EngineOptions}. */
export const ENGINE_OPTIONS: readonly string[] = ["engineBackend", "libraryPath", "environmentOverride"];

/** The effective choice, with its source. */
export interface WantedEngine {
  readonly choice: EngineChoice;
  /** Source of the choice, as a clause. */
  readonly reason: string;
}

/** The backend that opened. */
export interface ChosenBackend {
  /** Name, and the reason for the choice. */
  readonly backend: EngineBackend;
  /** Makes a core from a checked configuration. */
  readonly make: (config: Float64Array) => CoreBackend;
}

/** Environment variable that overrides the choice of engine. */
export const ENGINE_BACKEND_VARIABLE = "CRACKTRADER_ENGINE_BACKEND";

/** All valid choices. */
export const ENGINE_CHOICES: readonly EngineChoice[] = ["auto", ...ENGINE_NAMES];

/**
 * Returns the effective choice: the environment variable if it counts, else the option, else `"auto"`.
 *
 * @throws {RangeError} if option or variable is none of the choices
 */
export function wantedEngine(options: EngineOptions): WantedEngine {
  const { libraryPath } = options;
  if (libraryPath !== undefined && typeof libraryPath !== "string" && !(libraryPath instanceof URL)) {
    throw new TypeError(`Cannot use libraryPath ${inspected(libraryPath, 0)}: pass a path or a file: URL`);
  }
  if (libraryPath !== undefined && `${libraryPath}`.length > PATH_MOST) {
    throw new RangeError(
      `Cannot use libraryPath ${inspected(libraryPath)}: no path is longer than ${PATH_MOST} characters`,
    );
  }
  const choice = checkedChoice("engineBackend", options.engineBackend === undefined ? "auto" : options.engineBackend);
  if (options.environmentOverride !== false) {
    const value = engineOverride();
    if (value !== undefined) {
      const override = checkedChoice(`the environment variable ${ENGINE_BACKEND_VARIABLE}`, value);
      return { choice: override, reason: `${ENGINE_BACKEND_VARIABLE} is "${override}"` };
    }
  }
  return { choice, reason: `engineBackend is "${choice}"` };
}

/** Returns the value of the environment variable, if it is set and permitted. Never prompts. */
export function engineOverride(): string | undefined {
  return permittedVariable(ENGINE_BACKEND_VARIABLE);
}

/**
 * Opens the wanted backend. For `"auto"` it opens the first one in the table that works, and adds the problems of the
 * others to the reason.
 *
 * @throws {EngineError} a code that begins with `LIBRARY_` or `WASM_` if the backend was chosen by name and does not open
 */
export function chooseBackend(
  wanted: WantedEngine,
  options: BackendOptions,
  backends: Readonly<Record<EngineName, Backend>> = BACKENDS,
): ChosenBackend {
  let reason = wanted.reason;
  const names = Object.keys(backends) as EngineName[];
  for (const name of wanted.choice === "auto" ? names : [wanted.choice]) {
    const { title, needs, open } = backends[name], opened = open(options);
    if (opened.found) {
      if (opened.path !== undefined) reason += `, and ${opened.path} can be used`;
      return { backend: { name, reason }, make: opened.make };
    }
    const { code, message, remedy } = opened;
    if (wanted.choice === name) {
      throw new EngineError(
        code,
        `Cannot use the ${title} engine although ${wanted.reason}: ${message}. To mend it, ${remedy}`,
      );
    }
    reason += `, and ${needs} cannot be used: ${message}`;
  }
  throw new Error(`Cannot be without an engine although ${reason}: the last of the table is always there`);
}

function checkedChoice(source: string, value: string): EngineChoice {
  const choice = ENGINE_CHOICES.find((known) => known === value);
  if (choice !== undefined) return choice;
  const known = ENGINE_CHOICES.map((choice) => `"${choice}"`).join(", ");
  throw new RangeError(`Cannot use ${inspected(value)} as ${source}: there are ${known}`);
}
