/**
 * Makes the calls of an abuse in a worker and tells how far it is.
 *
 * @module
 */

import type { EngineName } from "../../src/engine/backends.ts";
import { parseCsv } from "../../mod.ts";
import { damagedFile, readDamaged } from "../damaged_file.ts";
import { Abuse, distinct, type Finding } from "./abuse.ts";
import { KIND_NAMES } from "./calls.ts";

/** The calls to make. */
export interface AbuseRequest {
  readonly seed: number;
  /** Number of the first call. */
  readonly first: number;
  readonly cases: number;
  readonly files: number;
  readonly seconds: number;
  readonly engines: readonly EngineName[];
}

/** What was made so far. */
export interface AbuseTold {
  readonly calls: number;
  readonly programs: number;
  readonly files: number;
  /** For each part of the interface the calls, and those that returned. */
  readonly counts: readonly (readonly [kind: string, made: number, returned: number])[];
  readonly findings: readonly Finding[];
}

/** Bytes of memory with which the calls have to do, all that they keep included. */
const MEMORY_MOST = 3 * 2 ** 30;
/** Calls between two looks at the memory. */
const LOOK_EVERY = 500;

/** The used part of a worker's global scope. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<{ request: AbuseRequest; beat: Int32Array }>) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

const scope = globalThis as unknown as WorkerScope;
// A module that is loaded outside of a worker, as by a check of the imports, does nothing.
scope.onmessage = ({ data: { request, beat } }): void => {
  void abuse(request, beat).then((told) => {
    scope.postMessage({ ...told, isEnd: true });
    scope.close();
  });
};

/**
 * Makes calls and reads damaged files in turns, so that an end by time has some of both.
 *
 * @param beat Counts the steps, and holds the number of the call at work.
 */
async function abuse(
  { seed, first, cases, files, seconds, engines }: AbuseRequest,
  beat: Int32Array,
): Promise<AbuseTold> {
  using trial = new Abuse(engines);
  const findings: Finding[] = [], until = performance.now() + seconds * 1000;
  const perFile = files === 0 ? Infinity : Math.max(1, Math.floor(cases / files));
  let calls = 0, read = 0;
  const told = (): AbuseTold => ({
    calls,
    programs: trial.programs,
    files: read,
    counts: KIND_NAMES.map((kind) => {
      const { cases, returned } = trial.counts.get(kind) ?? { cases: 0, returned: 0 };
      return [kind, cases, returned] as const;
    }),
    findings: distinct(findings),
  });
  while ((calls < cases || read < files) && performance.now() < until) {
    Atomics.add(beat, 0, 1);
    Atomics.store(beat, 1, first + calls);
    if (read < files && (calls >= cases || calls >= (read + 1) * perFile)) {
      const file = damagedFile(seed * 1_000_003 + read++);
      try {
        readDamaged(file, ({ bytes, options }) => parseCsv(bytes, "damaged.csv", options));
      } catch (error) {
        const program = `damagedFile(${seed * 1_000_003 + read - 1})`;
        findings.push({ number: read - 1, kind: "file", fault: Deno.inspect(error), program });
      }
      continue;
    }
    const found = await trial.try(seed, first + calls++);
    if (found !== undefined) findings.push(found);
    if (calls % LOOK_EVERY !== 0) continue;
    const { rss } = Deno.memoryUsage();
    if (rss > MEMORY_MOST) {
      const fault = `the process has ${Math.round(rss / 2 ** 20)} MiB of memory`;
      findings.push({ number: first + calls - 1, kind: "memory", fault, program: "" });
    }
    scope.postMessage({ ...told(), isEnd: false });
  }
  return told();
}
