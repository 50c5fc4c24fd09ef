/**
 * `deno task crash --session`: kills runs on paper with SIGKILL at random moments and lets them go on from their journals.
 *
 * The venue is a fake one in this process, so nothing of it is lost. A run that was killed is begun again with its
 * journal, several times over, on the same engine or on another, each time with a limit at which its files are rotated.
 * At its end it must have the chain and the bytes of the run that was left alone, which rotates nothing: nothing lost,
 * nothing twice.
 *
 * @module
 */

import { xorshift32 } from "../bench/synthetic_bars.ts";
import { type EngineName, enginesHere } from "../src/engine/backends.ts";
import { type FakeCandle, fakeVenue } from "../src/fake_venue/mod.ts";
import { readWrittenLines } from "../src/journal/written_lines.ts";
import { segmentsOf } from "../src/replay/file_segments.ts";
import { readSegments } from "../tests/read_segments.ts";

/** Options of the crash test of sessions. */
export interface CrashSessionOptions {
  readonly kills: number;
  readonly restoreIn: "same" | "other" | "both";
  readonly seed: number;
}

/** Outcome of the crash test of sessions. */
export interface CrashSessionReport {
  /** Kills that hit a run before its end. */
  readonly kills: number;
  /** Kills of runs that came to the same as the run that was left alone. */
  readonly same: number;
}

/** What a run says at its end. */
interface Outcome {
  readonly chain: string;
  readonly fills: number;
  readonly bars: number;
}

const START_MS = Date.parse("2024-01-01T00:00:00Z"), MINUTES = 60, WARM_UP = 10, SPEED = 1200;
/** Kills of one run before it may come to its end. */
const KILLS_OF_A_RUN = 5;
/** Limits at which the files of a run that is killed are rotated, in MiB: for six bars, for one or two, and for twenty. */
const LIMITS_MIB = [0.006, 0.0015, 0.02] as const;

/** Kills and lets go on; `print` is told of each run. */
export async function crashSession(
  { kills: wanted, restoreIn, seed }: CrashSessionOptions,
  print: (line: string) => void,
): Promise<CrashSessionReport> {
  const random = xorshift32(seed), engines = enginesHere().toReversed();
  const candles = walk(random);
  const folder = await Deno.makeTempDir({ prefix: "crash_session_" });
  const lastUs = (START_MS + MINUTES * 60_000) * 1000;
  try {
    await using venue = fakeVenue({
      start: new Date(START_MS),
      speed: SPEED,
      instruments: [{ symbol: "BTC/USDT", candles }],
    });
    const address = await venue.start();
    const begin = (journal: string, engine: EngineName, rotateMiB: number = Infinity): Deno.ChildProcess =>
      victim(
        [address, `${folder}/${journal}`, engine, String(SPEED), String(lastUs), String(rotateMiB)],
        folder,
        address,
      );
    // The venue's time goes on, so the warm-up of every run is that of the first: they begin with copies of its journal.
    const first = begin("alone", engines[0]!), expected = await outcomeOf(first);
    print(`left alone: chain ${expected.chain}, ${expected.fills} fills, ${expected.bars} bars`);
    const whole = Deno.readFileSync(`${folder}/alone/run.log`);
    let kills = 0, same = 0;
    for (let number = 1; kills < wanted; number++) {
      const journal = `run-${number}`, here = Math.min(KILLS_OF_A_RUN, wanted - kills);
      beginOf(`${folder}/alone`, `${folder}/${journal}`);
      let hit = 0, tried = 0;
      while (hit < here && tried++ < 10 * here) {
        const engine = engineOf(engines, restoreIn, tried), child = begin(journal, engine, LIMITS_MIB[tried % 3]);
        if (await isKilled(child, `${folder}/${journal}/run.log`, whole.length * (random() % 1000) / 1000)) hit++;
        else break;
      }
      const ended = isEnded(`${folder}/${journal}`), engine = engineOf(engines, restoreIn, tried + 1);
      const outcome = ended ? undefined : await outcomeOf(begin(journal, engine, LIMITS_MIB[(tried + 1) % 3]));
      const path = `${folder}/${journal}/run.log`, log = readSegments(path);
      const isSame = log.length === whole.length && log.every((byte, at) => byte === whole[at]) &&
        (outcome === undefined || outcome.chain === expected.chain);
      kills += hit;
      if (isSame) same += hit;
      const said = isSame ? "nothing lost, nothing twice" : "DIFFERENT";
      print(`run ${number}: ${hit} kills, ${segmentsOf(path).last} segments of the log, ${said}`);
      if (hit === 0) throw new Error("Cannot kill a run, as it is always over");
    }
    return { kills, same };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function engineOf(
  engines: readonly EngineName[],
  restoreIn: CrashSessionOptions["restoreIn"],
  tried: number,
): EngineName {
  const turns = restoreIn === "same" ? 0 : restoreIn === "other" ? tried : tried >> 1;
  return engines[turns % engines.length]!;
}

/** Returns the candles of the venue: those of the warm-up, and those of the run. */
function walk(random: () => number): FakeCandle[] {
  let cents = 5_000_000;
  return Array.from({ length: WARM_UP + MINUTES }, (_, at) => {
    const open = cents, close = cents += random() % 8001 - 4000;
    const high = Math.max(open, close) + random() % 2000, low = Math.min(open, close) - random() % 2000;
    const text = (value: number): string => (value / 100).toFixed(2);
    return {
      ...{ time: START_MS + (at - WARM_UP) * 60_000, open: text(open), high: text(high), low: text(low) },
      ...{ close: text(close), volume: "10.00000" },
    };
  });
}

/** Begins a journal with the first two lines of another one: its head and its warm-up. */
function beginOf(from: string, to: string): void {
  const lines = Deno.readTextFileSync(`${from}/venue.jsonl`).split("\n");
  Deno.mkdirSync(to);
  Deno.writeTextFileSync(`${to}/venue.jsonl`, `${lines.slice(0, 2).join("\n")}\n`);
}

function isEnded(folder: string): boolean {
  return new TextDecoder().decode(readWrittenLines(folder).bytes).includes('"kind":"end"');
}

function victim(args: readonly string[], folder: string, address: string): Deno.ChildProcess {
  const module = new URL("crash_session_victim.ts", import.meta.url).pathname;
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-check",
      "--no-prompt",
      "--allow-read",
      `--allow-write=${folder}`,
      `--allow-net=${address}`,
      "--allow-ffi=./rust/lib",
      module,
      ...args,
    ],
    cwd: new URL("..", import.meta.url),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function outcomeOf(child: Deno.ChildProcess): Promise<Outcome> {
  const { success, stdout, stderr } = await child.output(), decoder = new TextDecoder();
  if (!success) throw new Error(`Cannot go on: ${decoder.decode(stderr)}`);
  return JSON.parse(decoder.decode(stdout)) as Outcome;
}

/** Kills a process when a log has so many bytes; false if the process was over before. */
async function isKilled(child: Deno.ChildProcess, path: string, bytes: number): Promise<boolean> {
  let isOver = false;
  const ending = child.output().then((output) => {
    isOver = true;
    return output;
  });
  const before = sizeOf(path);
  // A run that is made again writes nothing until it is behind what is there.
  for (const from = performance.now(); !isOver && performance.now() - from < 30_000;) {
    if (sizeOf(path) >= Math.max(bytes, before + 1)) break;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  try {
    if (!isOver) child.kill("SIGKILL");
  } catch {
    // It ended in this very moment.
  }
  const { signal } = await ending;
  return signal === "SIGKILL";
}

/** Returns the bytes of a log with its segments; 0 where there is none. */
function sizeOf(path: string): number {
  try {
    return readSegments(path).length;
  } catch {
    return 0;
  }
}
