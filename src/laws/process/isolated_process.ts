/**
 * The process behind a {@linkcode ProcessRunner}: reads requests from standard input, imports the strategy, makes the
 * runs, and writes the answer to standard output.
 *
 * Everything that the strategy could get in the way of happens before it is imported: the requests and the key of the
 * answer are read, a thread begins to watch standard input, and the built-in objects are frozen.
 *
 * @module
 */

import { deserialize, serialize } from "node:v8";
import { loadedSamples } from "../../feeds/sample.ts";
import { isPlainParam } from "../../run/params.ts";
import { type Params, Strategy, type StrategyClass } from "../../strategy/strategy.ts";
import { outcomeOf, type RunOutcome, type RunRequest } from "../strategy/run_outcome.ts";
import { frameOf, KEY_BYTES } from "./answer_frame.ts";
import { freezeBuiltIns } from "./built_ins.ts";
import { type FixedSources, fixSources } from "./fixed_sources.ts";
import { type FoundPlace, hereIs } from "./machine_place.ts";
import { closeRealms } from "./realms.ts";
import { StrayErrors } from "./stray_errors.ts";

/** The question to a process. */
export interface ProcessQuestion {
  /** The runs to make. */
  readonly requests: readonly RunRequest[];
  /** The clock and the random numbers of the process; its own by default. */
  readonly fixed?: FixedSources;
}

/** The answer of a process. */
export interface ProcessAnswer {
  /** Name of the strategy class. */
  readonly strategy: string;
  /** Its default parameters, without those that cannot be sent. */
  readonly defaults: Params;
  /** Names of the default parameters that cannot be sent, such as functions, which this process has in the class. */
  readonly unsent: readonly string[];
  /** Outcomes of the runs. */
  readonly outcomes: readonly RunOutcome[];
  /** Names of the fixed sources that the strategy or its modules read. */
  readonly reads: readonly string[];
  /** Time zone and language of the process. */
  readonly place: FoundPlace;
  /** Names of the samples of this package that the strategy or its modules loaded. */
  readonly samples: readonly string[];
  /** The reason why there are no outcomes. */
  readonly problem: string | undefined;
  /** An error of the strategy that nobody caught: of a promise, a timer or a thread. */
  readonly stray: string | undefined;
}

/** The part of an answer that the runs make. */
type MadeAnswer = Omit<ProcessAnswer, "reads" | "place" | "samples" | "stray">;

/**
 * Ends the process when its parent has ended, which closes standard input. A thread watches, since the strategy may
 * never return. A process may end itself without permission.
 */
const WATCH = `const bytes = new Uint8Array(64);
for (;;) {
  let count = null;
  try {
    count = Deno.stdin.readSync(bytes);
  } catch {
    // It cannot be watched any more.
  }
  if (count === null) Deno.kill(Deno.pid, "SIGKILL");
}`;

/** Stores that outlive a process. Their place is new for each process; without them there is nothing to leave behind. */
const STORES: readonly string[] = ["localStorage", "sessionStorage", "caches"];

/**
 * Answers the question on standard input.
 *
 * @param load Imports the module of the strategy.
 * @param name Name of the export; the only strategy for an empty text.
 */
export async function answerQuestion(
  load: () => Promise<Readonly<Record<string, unknown>>>,
  name: string,
): Promise<void> {
  const write = Deno.stdout.writeSync.bind(Deno.stdout), { stringify } = JSON, asError = Error;
  const key = readBytes(KEY_BYTES), length = new DataView(readBytes(8).buffer).getFloat64(0);
  const { requests, fixed } = deserialize(readBytes(length)) as ProcessQuestion;
  new Worker(`data:application/javascript,${encodeURIComponent(WATCH)}`, { type: "module" });
  // The console of a strategy goes to standard error, where its text is in nobody's way.
  for (const method of ["log", "info", "debug", "table", "dir"] as const) console[method] = console.error;
  for (const store of STORES) Reflect.deleteProperty(globalThis, store);
  const place = hereIs(), strays = new StrayErrors();
  closeRealms();
  const reads = fixed === undefined ? new Set<string>() : fixSources(fixed).reads;
  freezeBuiltIns();
  let answer: MadeAnswer;
  try {
    answer = await answerOf(await load(), name, requests);
  } catch (error) {
    const text = error instanceof asError ? error.message : stringify(error) ?? "a value that is no error";
    answer = problemOf(`Cannot import the strategy in a process without permissions: ${remedied(text)}`);
  }
  const stray = await strays.told(), samples = loadedSamples();
  const whole: ProcessAnswer = { ...answer, reads: [...reads], place, samples, stray };
  const frame = frameOf(key, new Uint8Array(serialize(whole)));
  for (let written = 0; written < frame.length;) written += write(frame.subarray(written));
}

/** Returns the message of an error in the import of a strategy with the remedy that a proof has for it. */
function remedied(text: string): string {
  if (/read only property|not extensible|Cannot (?:redefine|delete) property/.test(text)) {
    return `${text}; the built-in objects are frozen in a proof`;
  }
  // The runtime proposes a flag, which nobody can give to this process.
  const asked = /^(Requires .*?), run again with the --allow-\S+ flag/s.exec(text)?.[1];
  if (asked === undefined) return text;
  return `${asked}; the process of a proof has no permission: put what reads files under \`if (import.meta.main)\``;
}

/** Reads a number of bytes from standard input. */
function readBytes(count: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(count);
  for (let at = 0; at < count;) {
    const read = Deno.stdin.readSync(bytes.subarray(at));
    if (read === null) throw new Error(`Cannot read the question: it ends after ${at} of ${count} bytes`);
    at += read;
  }
  return bytes;
}

function problemOf(problem: string): MadeAnswer {
  return { strategy: "", defaults: {}, unsent: [], outcomes: [], problem };
}

async function answerOf(
  exports: Readonly<Record<string, unknown>>,
  name: string,
  requests: readonly RunRequest[],
): Promise<MadeAnswer> {
  const found = findStrategy(exports, name);
  if (typeof found === "string") return problemOf(found);
  const defaults = Object.entries(found.defaults), sent = defaults.filter(([, value]) => isPlainParam(value));
  const unsent = defaults.map(([each]) => each).filter((each) => !sent.some(([known]) => known === each));
  const base = { strategy: found.name, defaults: Object.fromEntries(sent), unsent };
  try {
    const outcomes: RunOutcome[] = [];
    for (const request of requests) {
      const outcome = outcomeOf(found, request);
      // Nothing is waited for that need not be: other code of the strategy would run then.
      outcomes.push(outcome instanceof Promise ? await outcome : outcome);
    }
    return { ...base, outcomes, problem: undefined };
  } catch (error) {
    return { ...base, outcomes: [], problem: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Returns the strategy class among a module's exports: the one with the name, or without a name the only one. Returns
 * the reason as text if there is none.
 */
function findStrategy(exports: Readonly<Record<string, unknown>>, name: string): StrategyClass<Params> | string {
  const found = new Map(Object.entries(exports).filter(([, value]) => isStrategyClass(value)));
  const there = found.size === 0 ? "it exports no strategy" : `its strategies are ${[...found.keys()].join(", ")}`;
  if (name !== "") {
    const named = found.get(name);
    return named as StrategyClass<Params> | undefined ??
      `Cannot find the strategy "${name}" in the module: ${there}${foreignNote([exports[name]])}`;
  }
  // A class that is exported under two names is one strategy.
  const different = new Set(found.values());
  if (different.size === 1) return [...different][0] as StrategyClass<Params>;
  return `Cannot tell which export of the module is the strategy: ${there}` +
    (found.size === 0 ? foreignNote(Object.values(exports)) : "; name one");
}

function isStrategyClass(value: unknown): boolean {
  return typeof value === "function" && value.prototype instanceof Strategy;
}

/** Returns a note if a value is a strategy of another copy of this package. */
function foreignNote(values: readonly unknown[]): string {
  const isForeign = values.some((value) => {
    const prototype: unknown = typeof value === "function" ? value.prototype : undefined;
    return typeof prototype === "object" && prototype !== null && "next" in prototype && "notifyOrder" in prototype;
  });
  return isForeign
    ? "; there is one of another copy of this package, so import it as @cracktrader/cracktrader and not by a path"
    : "";
}
