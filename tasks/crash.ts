/**
 * `deno task crash`: kills a run at random moments and lets it recover from its last checkpoint.
 *
 * A run that saves a checkpoint every so many steps is killed with SIGKILL, which leaves it no time for anything. Some
 * kills come while a checkpoint is being written. A new process goes on from the file, on the same engine or on the
 * other. Its outcome (chain, events, orders, fills, equity, and all that the strategy heard) must be the same as that of
 * the undisturbed run.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { xorshift32 } from "../bench/synthetic_bars.ts";
import { type EngineName, enginesHere } from "../src/engine/backends.ts";
import { crashSession } from "./crash_session.ts";
import type { VictimOutcome } from "./crash_victim.ts";

const HELP = `Kills a run at random moments and compares what it comes to after recovery with the undisturbed run.

Usage: deno task crash [--session] [--kills N] [--restore-in same|other|both] [--seed S] [--bars N] [--every N]

--session        Kill runs on paper over a fake venue, which go on from their journals; --bars and --every have no meaning.
--kills N        How many times; 20 by default.
--restore-in X   Engine that goes on: the one that was killed, the other one (default), or both by turns.
--seed S         Seed of the strategy and of the moments; 1 by default. Moments also depend on the machine's speed.
--bars N         Bars of the run; 6000 by default.
--every N        Steps from one checkpoint to the next; 40 by default.

Ends with "N of N: same final hash", of sessions "N of N: nothing lost, nothing twice". Exit code: 0 if all are the same, 1 if not, 2 for wrong arguments.`;

/** Options of the crash test. */
export interface CrashOptions {
  readonly kills: number;
  readonly restoreIn: "same" | "other" | "both";
  readonly seed: number;
  readonly bars: number;
  readonly every: number;
}

/** Outcome of the crash test. */
export interface CrashReport {
  /** Kills that hit a run in its middle. */
  readonly kills: number;
  /** Recoveries that came to the same as the undisturbed run. */
  readonly same: number;
  /** Recoveries that went on behind a checkpoint, the others having been killed before the first. */
  readonly resumed: number;
}

/** Reads the arguments; throws a `TypeError` or a `RangeError` that says what is wrong. */
export function readCrashOptions(args: readonly string[]): CrashOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kills: { type: "string", default: "20" },
      "restore-in": { type: "string", default: "other" },
      seed: { type: "string", default: "1" },
      bars: { type: "string", default: "6000" },
      every: { type: "string", default: "40" },
      session: { type: "boolean", default: false },
    },
  });
  const restoreIn = values["restore-in"];
  if (restoreIn !== "same" && restoreIn !== "other" && restoreIn !== "both") {
    throw new RangeError(`Cannot restore in "${restoreIn}": it is same, other or both`);
  }
  const number = (name: "kills" | "seed" | "bars" | "every"): number => {
    const value = Number(values[name]);
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new RangeError(`Cannot use --${name} ${values[name]}: it is a whole number from 1 on`);
    }
    return value;
  };
  return { kills: number("kills"), restoreIn, seed: number("seed"), bars: number("bars"), every: number("every") };
}

/** Kills and recovers; `print` is told of each. */
export async function crash(options: CrashOptions, print: (line: string) => void): Promise<CrashReport> {
  const random = xorshift32(options.seed),
    engines: readonly EngineName[] = enginesHere().toReversed();
  if (engines.length === 1 && options.restoreIn !== "same") {
    throw new Error("Cannot restore in the other engine, as the Rust library is not there: run deno task install-rust");
  }
  const folder = await Deno.makeTempDir({ prefix: "crash_" });
  try {
    const expected = new Map<EngineName, VictimOutcome>(), timeMs = new Map<EngineName, number>();
    for (const engine of engines) {
      const path = `${folder}/undisturbed_${engine}.checkpoint`, begin = performance.now();
      const outcome = await finish(start(path, engine, options));
      timeMs.set(engine, performance.now() - begin);
      expected.set(engine, outcome);
    }
    const [first] = expected.values();
    for (const [engine, outcome] of expected) {
      if (!isSame(outcome, first!)) {
        throw new Error(`Cannot begin: the undisturbed run on ${engine} comes to something else`);
      }
    }
    print(`undisturbed: chain ${first!.chain}, ${first!.events} events`);
    let kills = 0, same = 0, resumed = 0, tooLate = 0;
    while (kills < options.kills) {
      const engine = engines[kills % engines.length]!, path = `${folder}/${kills}.checkpoint`;
      const run = start(path, engine, options), moment = timeMs.get(engine)! * (random() % 1000) / 1000;
      if (!await kill(run, moment)) {
        // It was over by then. The machine has become faster, or the moment was late: that was no kill.
        await Deno.remove(path);
        if (++tooLate > options.kills * 20) {
          throw new Error("Cannot kill the run, as it is always over: pass more --bars");
        }
        continue;
      }
      const other = engines[(engines.indexOf(engine) + 1) % engines.length]!;
      const where = options.restoreIn === "same" || (options.restoreIn === "both" && kills % 4 < 2) ? engine : other;
      const outcome = await finish(start(path, where, options)), equal = isSame(outcome, first!);
      kills++;
      if (equal) same++;
      if (outcome.resumedBehind >= 0) resumed++;
      const behind = outcome.resumedBehind < 0 ? "from the start" : `behind step ${outcome.resumedBehind}`;
      print(
        `kill ${kills}: ${engine} after ${Math.round(moment)} ms, went on in ${where} ${behind}: ` +
          (equal
            ? "same final hash"
            : `DIFFERENT: chain ${outcome.chain}, ${outcome.events} events, ${outcome.digest}`),
      );
    }
    return { kills, same, resumed };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function isSame(one: VictimOutcome, other: VictimOutcome): boolean {
  return one.chain === other.chain && one.events === other.events && one.digest === other.digest;
}

function start(path: string, engine: EngineName, { bars, every, seed }: CrashOptions): Deno.ChildProcess {
  const victim = new URL("crash_victim.ts", import.meta.url).pathname, folder = path.slice(0, path.lastIndexOf("/"));
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-check",
      "--no-prompt",
      "--allow-read",
      `--allow-write=${folder}`,
      "--allow-ffi=./rust/lib",
      victim,
      path,
      engine,
      String(bars),
      String(every),
      String(seed),
    ],
    cwd: new URL("..", import.meta.url),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function finish(run: Deno.ChildProcess): Promise<VictimOutcome> {
  const { success, code, stdout, stderr } = await run.output();
  if (success) return JSON.parse(new TextDecoder().decode(stdout));
  throw new Error(`The run ended with exit code ${code}: ${new TextDecoder().decode(stderr)}`);
}

/** Kills a run after some time; returns whether it was still running. */
async function kill(run: Deno.ChildProcess, afterMs: number): Promise<boolean> {
  const output = run.output();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const moment = new Promise<void>((resolve) => timer = setTimeout(resolve, afterMs));
  await Promise.race([output, moment]);
  clearTimeout(timer);
  try {
    run.kill("SIGKILL");
  } catch {
    // It ended by itself meanwhile; its exit code says so.
  }
  const { signal, success, stderr } = await output;
  if (signal === "SIGKILL") return true;
  if (success) return false;
  throw new Error(`The run failed before it was killed: ${new TextDecoder().decode(stderr)}`);
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  let options: CrashOptions;
  try {
    options = readCrashOptions(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    return 2;
  }
  try {
    if (args.includes("--session")) {
      const { kills, same } = await crashSession(options, (line) => console.log(line));
      console.log(`${same} of ${kills}: nothing lost, nothing twice`);
      return same === kills ? 0 : 1;
    }
    const { kills, same, resumed } = await crash(options, (line) => console.log(line));
    console.log(`${resumed} went on behind a checkpoint, ${kills - resumed} from the start`);
    console.log(`${same} of ${kills}: same final hash`);
    return same === kills ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
