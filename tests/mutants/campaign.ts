/**
 * Tries many mutants: one worker for those in TypeScript, one for those in Rust, each in a copy of the tree.
 *
 * @module
 */

import { changesRust, type Mutant } from "./mutant.ts";
import type { SuiteRun } from "./suite_run.ts";
import { lastLines, type TrialResult, tryMutant } from "./trial.ts";
import { Workbench } from "./workbench.ts";
import { copyTree } from "./working_copy.ts";

/** How to try them. */
export interface CampaignOptions {
  /** Root of the tree, which is copied. */
  readonly root: string;
  /** Workers side by side, one or two. */
  readonly workers: 1 | 2;
  /** True if a mutant has survived that the suite it names lets pass, whatever else would notice it. */
  readonly strict?: boolean;
  /** Is told what goes on. */
  readonly tell: (line: string) => void;
  /** Is told of each mutant when it was tried. */
  readonly tried: (result: TrialResult) => void;
}

/** Copies that cannot be used: something fails in them without any defect. */
export class CampaignError extends Error {
  /** Name of the class, for who cannot use `instanceof`. */
  override name = "CampaignError";
}

/**
 * Tries mutants and returns what became of them, in their order.
 *
 * @throws {CampaignError} If the suites are not green without a defect: a red one would prove nothing then.
 */
export async function runCampaign(mutants: readonly Mutant[], options: CampaignOptions): Promise<TrialResult[]> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "cracktrader-mutants-" }));
  try {
    return await runIn(folder, mutants, options);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function runIn(folder: string, mutants: readonly Mutant[], options: CampaignOptions): Promise<TrialResult[]> {
  const typescript = new Workbench(`${folder}/typescript`, false), rust = new Workbench(`${folder}/rust`, true);
  const inRust = mutants.filter((mutant) => changesRust(mutant));
  const inTypescript = mutants.filter((mutant) => !changesRust(mutant));
  options.tell("Copying the tree and building the library without a defect ...");
  for (const { folder } of [typescript, rust]) await copyTree(options.root, folder);
  const objection = await rust.buildLibrary();
  if (objection !== undefined) throw new CampaignError(`Cannot build the library:\n${lastLines(objection)}`);
  await typescript.takeLibrary(rust);
  options.tell("Running the suites without a defect ...");
  const results = new Map<Mutant, TrialResult>();
  const work = async (place: Workbench, share: readonly Mutant[]): Promise<void> => {
    await requireGreen(place, share);
    const whole = new WholeSuite(place);
    for (const mutant of share) {
      const result = await whole.confirmed(await tryMutant(place, mutant, options.strict));
      results.set(mutant, result);
      options.tried(result);
    }
  };
  if (options.workers === 1) {
    await work(typescript, inTypescript);
    await work(rust, inRust);
  } else {
    const ended = await Promise.allSettled([work(typescript, inTypescript), work(rust, inRust)]);
    for (const end of ended) if (end.status === "rejected") throw end.reason;
  }
  return mutants.map((mutant) => results.get(mutant)!);
}

/**
 * Says whether everything is green without a defect. That takes minutes, so it is only asked when a mutant was killed by
 * another suite than its own.
 */
class WholeSuite {
  readonly #place: Workbench;
  #run: SuiteRun | undefined;

  constructor(place: Workbench) {
    this.#place = place;
  }

  /** The result, or an error if what is said to have killed the mutant is red without it too. */
  async confirmed(result: TrialResult): Promise<TrialResult> {
    if (result.verdict !== "killed elsewhere") return result;
    if (this.#run === undefined) {
      // The library may still be that of a mutant.
      await this.#place.buildLibraryAnew();
      this.#run = await this.#place.rest([]);
    }
    if (this.#run.outcome === "passed") return result;
    const reason = `the whole suite is not green without it: ${this.#run.failure ?? this.#run.outcome}`;
    return { ...result, verdict: "error", reason };
  }
}

/** Runs the suites that mutants name, all that there is if one names none. */
async function requireGreen(place: Workbench, mutants: readonly Mutant[]): Promise<void> {
  const suites = [...new Set(mutants.flatMap(({ suite }) => suite))];
  const runs = [
    ...suites.length > 0 ? [await place.suites(suites)] : [],
    ...mutants.some(({ suite }) => suite.length === 0) ? [await place.rest([])] : [],
  ];
  for (const run of runs) {
    if (run.outcome === "passed") continue;
    throw new CampaignError(
      `Cannot try mutants: without any, their suites end as ${run.outcome}, ${run.failure ?? "no test to name"}:\n` +
        lastLines(run.text),
    );
  }
}
