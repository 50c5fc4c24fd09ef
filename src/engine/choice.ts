/**
 * The choice of an engine's backend: option, environment variable, `"auto"`, and the reason in words.
 *
 * @module
 */

import { inspected, permittedVariable } from "../host.ts";
import type { BackendOptions, CoreBackend } from "./backend.ts";
import { type Backend, BACKENDS, ENGINE_NAMES, type EngineName } from "./backends.ts";
import { EngineError } from "./engine_error.ts";

/** Which engine to use: `"auto"` takes Rust when it can be had without asking, else TypeScript. */
export type EngineChoice = "auto" | EngineName;

/** The engine that is in use, and why it is that one. */
export interface EngineBackend {
  /** Name of the engine. */
  readonly name: EngineName;
  /** Why it is this one, as a clause without a full stop. */
  readonly reason: string;
}

/** Options of an {@linkcode Engine}. */
export interface EngineOptions {
  /**
   * Which engine to use; `"auto"` by default. The environment variable `CRACKTRADER_ENGINE_BACKEND` overrides it, where
   * reading that variable is permitted.
   */
  readonly engineBackend?: EngineChoice;
  /** Path or `file:` URL of the Rust library; without it the checkout and the user's cache are searched. */
  readonly libraryPath?: string | URL;
  /**
   * Whether the environment variable counts; true by default. False is for comparisons, where a choice from outside
   * would compare an engine with itself.
   */
  readonly environmentOverride?: boolean;
}

/** Choice that counts, and who made it. */
export interface WantedEngine {
  readonly choice: EngineChoice;
  /** Clause that says where the choice comes from. */
  readonly reason: string;
}

/** Backend that was chosen. */
export interface ChosenBackend {
  /** Name, and why it is that one. */
  readonly backend: EngineBackend;
  /** Makes a core of a configuration that was checked. */
  readonly make: (config: Float64Array) => CoreBackend;
}

/** Environment variable that overrides the choice of engine. */
export const ENGINE_BACKEND_VARIABLE = "CRACKTRADER_ENGINE_BACKEND";

/** All that can be asked for. */
export const ENGINE_CHOICES: readonly EngineChoice[] = ["auto", ...ENGINE_NAMES];

/**
 * Reads which engine is wanted: the environment variable where it counts, else the option, else `"auto"`.
 *
 * @throws {RangeError} if option or variable is none of the choices
 */
export function wantedEngine(options: EngineOptions): WantedEngine {
  const choice = checkedChoice("engineBackend", options.engineBackend ?? "auto");
  if (options.environmentOverride !== false) {
    const value = engineOverride();
    if (value !== undefined) {
      const override = checkedChoice(`the environment variable ${ENGINE_BACKEND_VARIABLE}`, value);
      return { choice: override, reason: `${ENGINE_BACKEND_VARIABLE} is "${override}"` };
    }
  }
  return { choice, reason: `engineBackend is "${choice}"` };
}

/** Returns the environment variable, if it is set and may be read without asking. */
export function engineOverride(): string | undefined {
  return permittedVariable(ENGINE_BACKEND_VARIABLE);
}

/**
 * Opens the backend that is wanted; of `"auto"` the first in the table that can be had, with the reasons why others
 * cannot.
 *
 * @throws {EngineError} a code that begins with `LIBRARY_` if a backend was asked for by name and cannot be had
 */
export function chooseBackend(
  wanted: WantedEngine,
  options: BackendOptions,
  backends: Readonly<Record<EngineName, Backend>> = BACKENDS,
): ChosenBackend {
  let reason = wanted.reason;
  for (const name of wanted.choice === "auto" ? ENGINE_NAMES : [wanted.choice]) {
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
