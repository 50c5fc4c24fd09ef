/**
 * `deno task defects`: plants the defects of tests/defects in copies of the tree, one at a time, and expects the tests to
 * turn red.
 *
 * @module
 */

import { readDefectPatches } from "./defect_patch.ts";
import { tryMutants } from "./mutants.ts";

const HELP = `deno task defects [--patch NAME] [--help]

Copies the tree to a temporary folder and, for each patch in tests/defects, plants it there, compiles, runs the suite
that the patch names and expects it to fail; as "deno task mutants" does with the defects of its list.

--patch NAME   only the patches whose file name contains NAME

Exit code: 0 if every defect was caught, 1 if not, 2 for wrong arguments.`;

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  if (args.length > 0 && (args[0] !== "--patch" || args.length !== 2)) {
    console.error(`Cannot use the arguments "${args.join(" ")}": see --help`);
    return 2;
  }
  const patches = readDefectPatches().filter(({ name }) => args.length === 0 || name.includes(args[1]!));
  if (patches.length === 0) {
    console.error(`Cannot find a patch: no file in tests/defects has "${args[1] ?? ".patch"}" in its name`);
    return 2;
  }
  for (const { name, about } of patches) console.log(`${name}: ${about}`);
  const mutants = patches.map(({ name, suite, edits }) => ({ name, operator: undefined, suite, edits }));
  return await tryMutants({ mutants, seed: undefined, workers: 2, strict: false, jsonOut: undefined });
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
