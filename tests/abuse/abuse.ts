/**
 * Tries cases one after the other, judges each, and makes the smallest program of one that fails.
 *
 * @module
 */

import type { EngineName } from "../../src/engine/backends.ts";
import { type Case, caseOf } from "./calls.ts";
import { type Expression, render, shrunk } from "./expression.ts";
import { digestOf, digestOfEnd, faultOfEnd } from "./judge.ts";
import { evaluated, programFile, runProgram } from "./program.ts";

/** Most findings that are told, by kind and fault. */
const FINDINGS_MOST = 20;
/** Most smaller programs that the search for the smallest one tries. */
const SHRINK_ATTEMPTS = 150;

/** A case that failed. */
export interface Finding {
  readonly number: number;
  readonly kind: string;
  /** The fault in words. */
  readonly fault: string;
  /** The smallest program that has the fault, as a file. */
  readonly program: string;
}

/** Counts of the cases of one part of the interface. */
export interface KindCounts {
  cases: number;
  /** Cases whose call returned. */
  returned: number;
}

/** The state that calls must leave as it was. */
function surroundings(): string {
  const prototypes = [Object.prototype, Array.prototype, Function.prototype, Promise.prototype, Float64Array.prototype];
  const names = prototypes.map((prototype) => Reflect.ownKeys(prototype).map(String).sort().join(","));
  return [Reflect.ownKeys(globalThis).map(String).sort().join("\n"), ...names].join("\n");
}

/** Tries cases on engines. */
export class Abuse {
  readonly #engines: readonly EngineName[];
  readonly #before: string;
  readonly #bars: string;
  readonly #rejections: string[] = [];
  readonly #onRejection: (event: PromiseRejectionEvent) => void;
  /** Programs that ran, repeated ones and those of the shrinking included. */
  programs = 0;
  /** Counts by part of the interface. */
  readonly counts: Map<string, KindCounts> = new Map();

  constructor(engines: readonly EngineName[]) {
    this.#engines = engines;
    evaluated("[finished(), checkpoint(), log()]");
    this.#bars = digestOf(evaluated("feed()"));
    this.#before = surroundings();
    this.#onRejection = (event) => {
      event.preventDefault();
      this.#rejections.push(Deno.inspect(event.reason, { depth: 0 }).slice(0, 300));
    };
    globalThis.addEventListener("unhandledrejection", this.#onRejection);
  }

  /** Stops listening. */
  [Symbol.dispose](): void {
    globalThis.removeEventListener("unhandledrejection", this.#onRejection);
  }

  /** Tries the case of a number. */
  async try(seed: number, number: number): Promise<Finding | undefined> {
    using _console = silenced();
    const { kind, call } = caseOf(seed, number);
    const counts = this.counts.get(kind) ?? { cases: 0, returned: 0 };
    this.counts.set(kind, counts);
    counts.cases++;
    const found = await this.#faultOf(call, counts);
    if (found === undefined) return undefined;
    return await this.#finding({ number, kind, call }, found);
  }

  async #finding({ number, kind, call }: Case, found: Fault): Promise<Finding> {
    const first = headOf(found.fault);
    const smallest = await shrunk(call, async (smaller) => {
      const other = await this.#faultOf(smaller);
      return other !== undefined && headOf(other.fault) === first;
    }, SHRINK_ATTEMPTS);
    const last = await this.#faultOf(smallest) ?? found;
    return { number, kind, fault: last.fault, program: programFile(render(smallest), last.engine) };
  }

  /** Runs a call on every engine, and again on the first one. */
  async #faultOf(call: Expression, counts?: KindCounts): Promise<Fault | undefined> {
    const text = render(call), ends: string[] = [];
    for (const engine of [...this.#engines, this.#engines[0]!]) {
      this.programs++;
      const end = await runProgram(text, engine);
      if (counts !== undefined && ends.length === 0 && !end.outcome.threw) counts.returned++;
      const fault = faultOfEnd(call, end);
      if (fault !== undefined) return { fault, engine };
      ends.push(digestOfEnd(end));
      // One engine opens the library of a path and the other has none.
      if (text.includes("libraryPath")) continue;
      const other = ends.findIndex((digest) => digest !== ends[0]);
      if (other === -1) continue;
      const how = other < this.#engines.length ? `on ${this.#engines.join(" and ")}` : "the second time";
      return { fault: `the outcomes differ ${how}: ${differenceOf(ends[0]!, ends[other]!)}`, engine };
    }
    const engine = this.#engines[0]!;
    // A rejection that nobody catches is told after the microtasks.
    if (/async|Promise|then/.test(text)) await new Promise((resolve) => setTimeout(resolve, 0));
    if (this.#rejections.length > 0) {
      return { fault: `a promise was rejected and nobody caught it: ${this.#rejections.splice(0)[0]}`, engine };
    }
    const now = surroundings();
    if (now !== this.#before) {
      return { fault: `a global object was changed: ${differenceOf(this.#before, now)}`, engine };
    }
    if (digestOf(evaluated("feed()")) !== this.#bars) return { fault: "the bars of the caller were changed", engine };
    return undefined;
  }
}

/** Keeps the global console quiet, to which a logger writes by default. */
function silenced(): Disposable {
  const { debug, info, warn, error, log } = console, none = (): void => {};
  Object.assign(console, { debug: none, info: none, warn: none, error: none, log: none });
  return { [Symbol.dispose]: () => void Object.assign(console, { debug, info, warn, error, log }) };
}

interface Fault {
  readonly fault: string;
  readonly engine: EngineName;
}

/** The part of a fault that is the same for a smaller program. */
function headOf(fault: string): string {
  return fault.replaceAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.e+]*/g, "").slice(0, 60);
}

function differenceOf(first: string, other: string): string {
  const lines = first.split("\n"), others = other.split("\n");
  const at = lines.findIndex((line, at) => line !== others[at]);
  return `"${lines[at]?.trim().slice(0, 200)}" and "${others[at]?.trim().slice(0, 200)}"`;
}

/** Returns findings without those that repeat a fault of the same kind. */
export function distinct(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map(findings.map((finding) => [`${finding.kind} ${finding.fault.slice(0, 60)}`, finding]));
  return [...seen.values()].slice(0, FINDINGS_MOST);
}
