/**
 * Mutants: defects of one line, each with the suite that has to notice it.
 *
 * A mutant whose suite stays green shows a hole in the tests; one that no test can notice is listed as equivalent, with
 * the reason.
 *
 * @module
 */

/** Changes of a line that are mechanical: an operator says exactly what it may make of a line. */
export const MECHANICAL_OPERATORS = [
  "comparison turned",
  "constant off by one",
  "constant inverted",
  "sign swapped",
  "connective swapped",
  "branch removed",
  "statement removed",
  "rounding changed",
] as const;

/** Changes of a line that are written by hand, because they need knowledge of the line. */
export const HAND_OPERATORS = [
  "wrong rule",
  "wrong field",
  "hash input dropped",
  "stale state after restore",
  "check skipped",
] as const;

/** An operator that makes its mutants without knowing the code. */
export type MechanicalOperator = (typeof MECHANICAL_OPERATORS)[number];

/** The kind of change that a mutant makes to its line. */
export type Operator = MechanicalOperator | (typeof HAND_OPERATORS)[number];

/** Parts of the project that mutants are planted in. */
export const AREAS = ["TypeScript core", "Rust core", "both cores", "boundary", "feeds", "evidence"] as const;

/** A part of the project that mutants are planted in, or another place, for patches. */
export type Area = (typeof AREAS)[number] | "elsewhere";

/** A change of lines that stand together. Indentation does not count, so that formatting alone makes nothing stale. */
export interface Edit {
  /** Path from the root of the project. */
  readonly file: string;
  /** The lines as they are; they must be there exactly once. */
  readonly before: string;
  /** The lines that take their place; empty to leave them out. */
  readonly after: string;
}

/** A defect to plant. */
export interface Mutant {
  /** Name, in lower case with underscores. */
  readonly name: string;
  /** The kind of change to its line; undefined for a patch. */
  readonly operator: Operator | undefined;
  /** One change, or the same one in each core. */
  readonly edits: readonly Edit[];
  /**
   * Where it is expected to be noticed: paths of tests, and tests of the crates as `cargo:PACKAGE` or
   * `cargo:PACKAGE FILTER`. With none the whole suite is run.
   */
  readonly suite: readonly string[];
  /** Why no test can notice it. */
  readonly equivalent?: string;
}

/** The part of the project that a mutant is planted in. */
export function areaOf(mutant: Mutant): Area {
  const areas = new Set(mutant.edits.map(({ file }) => areaOfFile(file)));
  if (areas.size === 2 && areas.has("TypeScript core") && areas.has("Rust core")) return "both cores";
  return areas.size === 1 ? [...areas][0]! : "elsewhere";
}

function areaOfFile(file: string): Area {
  const folders: readonly (readonly [string, Area])[] = [
    ["src/core/", "TypeScript core"],
    ["rust/engine/", "Rust core"],
    ["rust/ffi/", "boundary"],
    ["src/engine/", "boundary"],
    ["src/feeds/", "feeds"],
    // What a run makes of the sessions of its feeds.
    ["src/run/run_timers.ts", "feeds"],
    ["src/run/timer_moments.ts", "feeds"],
    ["src/run/session_exits.ts", "feeds"],
    ["src/run/exit_schedule.ts", "feeds"],
    ["src/run/driver.ts", "feeds"],
    ["src/run/coming_opens.ts", "feeds"],
    ["src/run/cash_flows.ts", "feeds"],
    ["src/run/account_events.ts", "feeds"],
    ["src/run/broker_session.ts", "feeds"],
    // Runs whose orders are matched on finer bars.
    ["src/run/day_ends.ts", "feeds"],
    ["src/run/fill_feeds.ts", "feeds"],
    ["src/run/finer_rows.ts", "feeds"],
    ["src/run/marks.ts", "feeds"],
    ["src/run/prepare.ts", "feeds"],
    ["src/options.ts", "feeds"],
    // What goes on from block to block where feeds wait.
    ["src/run/blocks/", "feeds"],
    ["src/lines/", "feeds"],
    ["src/run/wake_lines.ts", "feeds"],
    ["src/run/checkpoints.ts", "evidence"],
    ["src/strategy/", "feeds"],
    ["src/signals/", "feeds"],
    ["src/indicators/rules/", "feeds"],
    ["src/analyzers/", "evidence"],
    ["src/replay/", "evidence"],
    ["src/search/", "evidence"],
    ["src/queue/", "evidence"],
    ["src/records/json.ts", "evidence"],
    ["src/checkpoint/", "evidence"],
    ["src/run/run_checkpoint.ts", "evidence"],
    ["src/run/checkpoint_content.ts", "evidence"],
    ["src/broker/", "evidence"],
    ["src/results/", "evidence"],
    ["src/cli/library_store.ts", "boundary"],
    ["src/logs/", "evidence"],
    ["src/laws/", "evidence"],
    ["src/report/", "evidence"],
    ["src/explain/", "evidence"],
    ["src/golden/", "evidence"],
    ["src/cli/golden.ts", "evidence"],
    ["src/session/", "evidence"],
    ["src/journal/", "evidence"],
  ];
  return folders.find(([folder]) => file.startsWith(folder))?.[1] ?? "elsewhere";
}

/** Whether a mutant changes Rust, so that the library has to be built with it. */
export function changesRust(mutant: Mutant): boolean {
  return mutant.edits.some(({ file }) => file.endsWith(".rs"));
}
