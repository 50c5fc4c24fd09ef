/**
 * Mutants of the laws, and of the processes in which a strategy is proved.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";

/** Strategies that try to deceive a proof. */
const ATTACKS = "tests/prove_attacks_test.ts";

/** Mutants of the laws. */
export const LAWS_MUTANTS: readonly Mutant[] = [
  {
    name: "laws_answer_needs_no_digest",
    operator: "check skipped",
    edits: [
      {
        file: "src/laws/process/answer_frame.ts",
        before:
          'if (this.#bytes[end + at] !== digest.charCodeAt(at)) throw new BrokenFrameError("its digest is another");',
        after: "",
      },
    ],
    suite: ["src/laws/process/answer_frame_test.ts"],
  },
  {
    name: "laws_built_ins_stay_open",
    operator: "statement removed",
    edits: [{ file: "src/laws/process/isolated_process.ts", before: "freezeBuiltIns();", after: "" }],
    suite: [ATTACKS],
  },
  {
    name: "laws_stores_stay",
    operator: "statement removed",
    edits: [
      {
        file: "src/laws/process/isolated_process.ts",
        before: "for (const store of STORES) Reflect.deleteProperty(globalThis, store);",
        after: "",
      },
    ],
    suite: [ATTACKS],
  },
  {
    name: "laws_processes_share_a_location",
    operator: "wrong rule",
    edits: [
      {
        file: "src/laws/process/process_runner.ts",
        before: "`--location=http://${crypto.randomUUID()}.invalid/`,",
        after: '"--location=http://proof.invalid/",',
      },
    ],
    suite: [ATTACKS],
  },
  {
    name: "laws_process_outlives_its_parent",
    operator: "wrong rule",
    edits: [
      {
        file: "src/laws/process/isolated_process.ts",
        before: 'if (count === null) Deno.kill(Deno.pid, "SIGKILL");',
        after: "if (count === null) break;",
      },
    ],
    suite: ["tests/prove_test.ts"],
  },
  {
    name: "laws_imports_of_data_pass",
    operator: "check skipped",
    edits: [
      {
        file: "src/laws/process/module_graph.ts",
        before: "if (type !== undefined) return `imports ${shown} as ${type}, ${NO_DATA}`;",
        after: "",
      },
    ],
    suite: ["src/laws/process/module_graph_test.ts"],
  },
  {
    name: "laws_files_inside_of_the_package_pass",
    operator: "connective swapped",
    edits: [
      {
        file: "src/laws/process/module_graph.ts",
        before: "return graph.isEntry(target.specifier) && target.error === undefined",
        after: "return graph.isEntry(target.specifier) || target.error === undefined",
      },
    ],
    suite: ["src/laws/process/module_graph_test.ts"],
  },
  {
    name: "laws_random_numbers_are_not_inverted",
    operator: "wrong rule",
    edits: [
      {
        file: "src/laws/process/fixed_sources.ts",
        before: "return chance.inverted ? 2 ** 32 - 1 - word : word;",
        after: "return word;",
      },
    ],
    suite: ["src/laws/process/fixed_sources_test.ts"],
  },
  {
    name: "laws_runs_that_do_not_repeat_are_compared",
    operator: "statement removed",
    edits: [
      {
        file: "src/laws/strategy/determinism_of_run.ts",
        before: 'if (report.verdict !== "held") run.unsteady = NOT_REPEATING;',
        after: "",
      },
    ],
    suite: ["src/laws/strategy/determinism_of_run_test.ts"],
  },
  {
    name: "laws_hashes_that_were_not_told_are_equal",
    operator: "check skipped",
    edits: [
      {
        file: "src/laws/strategy/look_ahead_of_run.ts",
        before: "const told = 4 * step < expected.length || full.outcome.failure !== undefined;",
        after: "const told = true;",
      },
    ],
    suite: [ATTACKS],
  },
  {
    name: "laws_log_of_another_run_passes",
    operator: "check skipped",
    edits: [
      {
        file: "src/laws/strategy/replay_of_run.ts",
        before: "return run.unsteady === undefined && made.feeds === run.feeds ? otherHash(run, log) : undefined;",
        after: "return undefined;",
      },
    ],
    suite: ["src/laws/strategy/replay_of_run_test.ts"],
  },
];
