/**
 * The arguments of `deno task bench:backends`.
 *
 * @module
 */

import { PROFILES } from "./profiles.ts";

/** Arguments of the command line. */
export interface BackendArguments {
  /** Measured iterations. */
  readonly iterations: number;
  /** Iterations before them that do not count. */
  readonly warmup: number;
  /** Bars of the synthetic data. */
  readonly bars: number;
  /** Name of the profile. */
  readonly profile: string;
  /** Least time in milliseconds that an iteration gives each backend. */
  readonly iterationMs: number;
  /** Whether Rust must be there, may be left out, or is left out. */
  readonly rust: "required" | "when there" | "left out";
  /** Where the report goes. */
  readonly jsonOut?: string;
  /** The baseline that is compared with or written. */
  readonly baselineJson?: string;
  /** How many times slower than the baseline a backend may be. */
  readonly maxSlowdownRatio: number;
  /** The measure to compare with the baseline: the ratio to the bare loop, or the mean in milliseconds. */
  readonly compare: ComparedUnit;
  /** Write the baseline instead of comparing with it. */
  readonly updateBaseline: boolean;
  /** Write it even if it exists. */
  readonly forceBaselineOverwrite: boolean;
}

/** A measure that can be compared with a baseline. */
export type ComparedUnit = "ratio" | "milliseconds";

/** The text for `--help`. */
export const BACKENDS_HELP: string =
  `deno task bench:backends [--iterations N] [--warmup N] [--bars N] [--profile NAME] [--json-out F]
    [--include-rust | --typescript-only] [--baseline-json F [--max-slowdown-ratio R] [--compare ratio|milliseconds]]
    [--baseline-json F --update-baseline [--force-baseline-overwrite]]

Runs the same work on both engines and the bare loop in turn, and compares cash, value, position and hash of every run.
There is a speedup (TypeScript mean / Rust mean) only when all runs agree.

  --iterations N               measured iterations, 10 by default, 5 at least
  --warmup N                   iterations before them that do not count, 3 by default, 1 at least
  --bars N                     bars of the synthetic data, 10000 by default
  --profile NAME               ${profileLines()}
  --iteration-milliseconds N   least time that an iteration gives each engine, 100 by default; a short run is repeated
  --json-out F                 write the report (bench/backend_report.schema.json says what is in it)
  --include-rust               the Rust engine must be there; without this it is measured when it can be had
  --typescript-only            leave Rust and WebAssembly out
  --baseline-json F            compare with the report in F
  --max-slowdown-ratio R       fail when an engine is more than R times as slow as in the baseline, 1.10 by default
  --compare U                  what is compared: ratio to the bare loop (default) or milliseconds of the mean
  --update-baseline            write F instead, unless it exists
  --force-baseline-overwrite   write F also when it exists

Exit code: 0 if the engines agree and none is slower than allowed; 1 if they differ, one is slower, or something that was
asked for cannot be had; 2 for wrong arguments.`;

function profileLines(): string {
  const indent = " ".repeat(31);
  return Object.entries(PROFILES).map(([name, { about }], index) =>
    index === 0 ? `${name} by default: ${about}` : `${indent}${name}: ${about}`
  ).join("\n");
}

/** Flags that take a value, by name. */
const VALUE_FLAGS: ReadonlySet<string> = new Set([
  "--iterations",
  "--warmup",
  "--bars",
  "--profile",
  "--iteration-milliseconds",
  "--json-out",
  "--baseline-json",
  "--max-slowdown-ratio",
  "--compare",
]);
/** Flags that stand alone. */
const PLAIN_FLAGS: ReadonlySet<string> = new Set([
  "--include-rust",
  "--typescript-only",
  "--update-baseline",
  "--force-baseline-overwrite",
]);

/**
 * Reads the arguments.
 *
 * @throws {RangeError} If one is unknown, lacks its value, is out of range or contradicts another.
 */
export function parseBackendArguments(args: readonly string[]): BackendArguments {
  const { values, plain } = split(args);
  const profile = values.get("--profile") ?? Object.keys(PROFILES)[0]!;
  if (!Object.hasOwn(PROFILES, profile)) {
    throw new RangeError(`Cannot use --profile ${profile}: there are ${Object.keys(PROFILES).join(", ")}`);
  }
  const bars = whole(values, "--bars", 10_000, 2), { barsMax } = PROFILES[profile]!;
  if (bars > barsMax) {
    throw new RangeError(`Cannot use --bars ${bars} with --profile ${profile}: it takes ${barsMax} at most`);
  }
  if (plain.has("--include-rust") && plain.has("--typescript-only")) {
    throw new RangeError("Cannot use --include-rust with --typescript-only: say one of them");
  }
  const baselineJson = values.get("--baseline-json"), updateBaseline = plain.has("--update-baseline");
  needs(values.has("--max-slowdown-ratio"), "--max-slowdown-ratio", baselineJson !== undefined, "--baseline-json F");
  needs(values.has("--compare"), "--compare", baselineJson !== undefined, "--baseline-json F");
  needs(updateBaseline, "--update-baseline", baselineJson !== undefined, "--baseline-json F");
  const force = plain.has("--force-baseline-overwrite");
  needs(force, "--force-baseline-overwrite", updateBaseline, "--update-baseline");
  for (const name of ["--max-slowdown-ratio", "--compare"]) {
    if (updateBaseline && values.has(name)) {
      throw new RangeError(`Cannot use ${name} with --update-baseline: a baseline is compared with or written`);
    }
  }
  const jsonOut = values.get("--json-out");
  return {
    iterations: whole(values, "--iterations", 10, 5),
    warmup: whole(values, "--warmup", 3, 1),
    bars,
    profile,
    iterationMs: whole(values, "--iteration-milliseconds", 100, 1),
    rust: plain.has("--include-rust") ? "required" : plain.has("--typescript-only") ? "left out" : "when there",
    ...(jsonOut === undefined ? {} : { jsonOut }),
    ...(baselineJson === undefined ? {} : { baselineJson }),
    maxSlowdownRatio: ratio(values),
    compare: comparedUnit(values),
    updateBaseline,
    forceBaselineOverwrite: force,
  };
}

function split(args: readonly string[]): { values: Map<string, string>; plain: Set<string> } {
  const values = new Map<string, string>(), plain = new Set<string>();
  for (let at = 0; at < args.length; at++) {
    const word = args[at]!, equals = word.indexOf("=");
    const name = equals < 0 ? word : word.slice(0, equals);
    if (values.has(name) || plain.has(name)) throw new RangeError(`Cannot use ${name} twice: say it once`);
    if (PLAIN_FLAGS.has(word)) plain.add(word);
    else if (VALUE_FLAGS.has(name)) {
      const value = equals < 0 ? args[++at] : word.slice(equals + 1);
      if (value === undefined || value === "" || value.startsWith("--")) {
        throw new RangeError(`Cannot use ${name} without a value: see --help`);
      }
      values.set(name, value);
    } else throw new RangeError(`Cannot use the argument "${word}": see --help`);
  }
  return { values, plain };
}

function needs(given: boolean, name: string, there: boolean, needed: string): void {
  if (given && !there) throw new RangeError(`Cannot use ${name} without ${needed}: it says which baseline is meant`);
}

function whole(values: ReadonlyMap<string, string>, name: string, otherwise: number, least: number): number {
  const text = values.get(name);
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < least) {
    throw new RangeError(`Cannot use ${name} ${text}: it is a whole number from ${least} on`);
  }
  return number;
}

function ratio(values: ReadonlyMap<string, string>): number {
  const text = values.get("--max-slowdown-ratio");
  if (text === undefined) return 1.1;
  const number = Number(text);
  if (!(Number.isFinite(number) && number > 0)) {
    throw new RangeError(`Cannot use --max-slowdown-ratio ${text}: it is a number above 0, as in 1.10`);
  }
  return number;
}

function comparedUnit(values: ReadonlyMap<string, string>): ComparedUnit {
  const text = values.get("--compare") ?? "ratio";
  if (text === "ratio" || text === "milliseconds") return text;
  throw new RangeError(`Cannot use --compare ${text}: there are ratio and milliseconds`);
}
