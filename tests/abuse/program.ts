/**
 * Runs the text of a program and keeps all that came of it.
 *
 * @module
 */

import * as ct from "../../mod.ts";
import * as laws from "../../src/laws/mod.ts";
import * as replay from "../../src/replay/mod.ts";
import type { EngineName } from "../../src/engine/backends.ts";
import { PRELUDE } from "./prelude.ts";

/** Outcome of a call: a value, or an error. */
export interface Outcome {
  readonly returned?: unknown;
  readonly error?: unknown;
  readonly threw: boolean;
}

/** Outcome of a call of a strategy. */
export interface ActOutcome extends Outcome {
  /** Index of the act in its strategy. */
  readonly at: number;
}

/** Everything that came of a program. */
export interface Ended {
  readonly outcome: Outcome;
  readonly acts: readonly ActOutcome[];
}

interface Told {
  readonly at: number;
  readonly returned?: unknown;
  readonly error?: unknown;
}

interface Scope {
  readonly run: (text: string) => unknown;
  readonly calls: Told[];
  readonly waiting: (() => unknown)[];
}

const scopes = new Map<EngineName, Scope>();

/** The scope of an engine: the prelude runs once, and programs see its names. */
function scopeOf(engine: EngineName): Scope {
  const found = scopes.get(engine);
  if (found !== undefined) return found;
  const make = new Function(
    "ct",
    "replay",
    "laws",
    "engine",
    `"use strict";\n${PRELUDE}\nreturn { run: (text) => eval(text), calls, waiting };`,
  ) as (...parts: unknown[]) => Scope;
  const scope = make(ct, replay, laws, engine);
  scopes.set(engine, scope);
  return scope;
}

/** Returns the value of an expression that names no engine. */
export function evaluated(text: string): unknown {
  return scopeOf("typescript").run(`(${text})`);
}

/** Runs a program on an engine. It never throws. */
export async function runProgram(text: string, engine: EngineName): Promise<Ended> {
  const scope = scopeOf(engine);
  scope.calls.length = scope.waiting.length = 0;
  let outcome: Outcome;
  try {
    const value = scope.run(`(${text})`);
    outcome = { threw: false, returned: value instanceof Promise ? await value : value };
  } catch (error) {
    outcome = { threw: true, error };
  }
  for (const make of scope.waiting) {
    try {
      make();
    } catch {
      // The act itself has told of it.
    }
  }
  const acts = scope.calls.map((told): ActOutcome => ({ ...told, threw: "error" in told }));
  return { outcome, acts };
}

/** The declarations of the prelude by their names. */
const DECLARATIONS: ReadonlyMap<string, string> = new Map(
  PRELUDE.trim().split(/\n(?=(?:const|class) )/).map((text) => [/^(?:const|class) (\w+)/.exec(text)![1]!, text]),
);

/** Returns the declarations that a program needs, in their order. */
function neededBy(program: string): readonly string[] {
  const needed = new Set<string>(), texts = [program];
  for (let text = texts.pop(); text !== undefined; text = texts.pop()) {
    for (const [name, declaration] of DECLARATIONS) {
      if (needed.has(name) || !new RegExp(`\\b${name}\\b`).test(text)) continue;
      needed.add(name);
      texts.push(declaration);
    }
  }
  return [...DECLARATIONS].filter(([name]) => needed.has(name)).map(([, declaration]) => declaration);
}

/** Returns a program as a file that a person can run in the project's folder. */
export function programFile(text: string, engine: EngineName): string {
  const declarations = neededBy(text), all = [...declarations, text].join("\n");
  const uses = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(all);
  return [
    "// deno run --no-check --allow-read --allow-ffi=./rust/lib case.js",
    'import * as ct from "@cracktrader/cracktrader";',
    ...uses("replay") ? ['import * as replay from "@cracktrader/cracktrader/replay";'] : [],
    ...uses("laws") ? ['import * as laws from "@cracktrader/cracktrader/laws";'] : [],
    ...uses("engine") ? [`const engine = "${engine}";`] : [],
    ...declarations,
    `console.log(await (${text}));`,
    ...uses("waiting") ? ["for (const make of waiting) make();"] : [],
    "",
  ].join("\n");
}
