/**
 * `deno task mutants`: plants defects of one line in copies of the tree, one at a time, and expects the tests to notice.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { CampaignError, runCampaign } from "../tests/mutants/campaign.ts";
import { MUTANTS } from "../tests/mutants/list.ts";
import { areaOf, type Mutant } from "../tests/mutants/mutant.ts";
import { allMutationsOf } from "../tests/mutants/operators.ts";
import { allKilled, lineOf, reportJson, summaryOf } from "../tests/mutants/report.ts";
import { sampleOf } from "../tests/mutants/sample.ts";
import { CARGO_REMEDY, findCargo } from "./cargo.ts";
import { parseDefectPatch } from "./defect_patch.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

const HELP = `Plants defects of one line in copies of the tree, one at a time, and expects the tests to notice.

Usage: deno task mutants [--sample N [--seed S]] [--only TEXT] [--patch FILE] [--workers 1|2] [--strict]
                         [--json-out FILE] [--list]
       deno task mutants --propose FILE

Each mutant is compiled, and then the suite that it names is run; if that stays green, everything else is. One that does
not compile, or whose lines are not in the code any more, is an error and proves nothing. The suites have to be green
without any mutant first.

--sample N      Draw N of them, of each area one at least; the same for the same seed.
--seed S        Seed of the sample, 1 by default.
--only TEXT     Only those whose name contains the text.
--patch FILE    Try this patch instead. A line "Suite: PATH ..." in it names tests; without it everything is run.
--workers 1|2   With 2, which is the default, those in TypeScript and those in Rust are tried side by side.
--strict        A mutant that its own suite lets pass has survived; nothing else is run, which takes far less time.
--json-out FILE Write the report as JSON, too.
--list          List them and try none.
--propose FILE  Print what the mechanical operators make of the lines of a source file, to choose mutants from.

Exit code: 0 if every mutant was killed or is listed as equivalent, 1 if not, 2 for wrong arguments.`;

/** Options of the command line. */
interface Options {
  readonly mutants: readonly Mutant[];
  readonly seed: number | undefined;
  readonly workers: 1 | 2;
  readonly strict: boolean;
  readonly jsonOut: string | undefined;
}

async function main(args: readonly string[]): Promise<number> {
  let options: Options;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: "boolean" },
        list: { type: "boolean" },
        sample: { type: "string" },
        seed: { type: "string" },
        only: { type: "string" },
        patch: { type: "string" },
        workers: { type: "string" },
        strict: { type: "boolean" },
        "json-out": { type: "string" },
        propose: { type: "string" },
      },
    });
    if (values.help) return print([HELP]);
    if (values.propose !== undefined) return print(proposals(Deno.readTextFileSync(values.propose)));
    options = {
      mutants: chosen(values),
      seed: values.sample === undefined ? undefined : wholeNumber("seed", values.seed ?? "1"),
      workers: values.workers === "1"
        ? 1
        : values.workers === undefined || values.workers === "2"
        ? 2
        : refused(values),
      strict: values.strict ?? false,
      jsonOut: values["json-out"],
    };
    if (values.list) return print(options.mutants.map((mutant) => listed(mutant)));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    console.error(error.message);
    return 2;
  }
  return await tryMutants(options);
}

/** Tries mutants, prints the report and returns the exit code. */
export async function tryMutants({ mutants, seed, workers, strict, jsonOut }: Options): Promise<number> {
  const cargo = await findCargo();
  if (!cargo.found) {
    console.error(`Cannot try mutants: ${cargo.reason}\n${CARGO_REMEDY}`);
    return 1;
  }
  const start = performance.now();
  try {
    const results = await runCampaign(mutants, {
      root: ROOT,
      workers,
      strict,
      tell: (line) => console.log(line),
      tried: (result) => console.log(lineOf(result)),
    });
    const seconds = (performance.now() - start) / 1000;
    for (const line of summaryOf(results, seconds)) console.log(line);
    if (jsonOut !== undefined) await Deno.writeTextFile(jsonOut, reportJson(results, seconds, seed));
    return allKilled(results) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof CampaignError)) throw error;
    console.error(error.message);
    return 1;
  }
}

interface Choice {
  readonly sample?: string;
  readonly seed?: string;
  readonly only?: string;
  readonly patch?: string;
  readonly workers?: string;
}

function chosen({ sample, seed, only, patch }: Choice): readonly Mutant[] {
  if (patch !== undefined) {
    const { name, suite, edits } = parseDefectPatch(patch, Deno.readTextFileSync(patch));
    return [{ name, operator: undefined, suite, edits }];
  }
  const mutants = only === undefined ? MUTANTS : MUTANTS.filter(({ name }) => name.includes(only));
  if (mutants.length === 0) throw new RangeError(`Cannot find a mutant: no name contains "${only}"; see --list`);
  if (sample === undefined) return mutants;
  return sampleOf(mutants, wholeNumber("sample", sample), wholeNumber("seed", seed ?? "1"));
}

function wholeNumber(flag: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new RangeError(`Cannot use "${text}" as --${flag}: it must be a whole number`);
}

function refused({ workers }: Choice): never {
  throw new RangeError(`Cannot use "${workers}" as --workers: there are 1 and 2`);
}

function listed(mutant: Mutant): string {
  const how = mutant.equivalent === undefined ? mutant.suite.join(", ") : `equivalent: ${mutant.equivalent}`;
  return `${areaOf(mutant).padEnd(16)} ${(mutant.operator ?? "patch").padEnd(26)} ${mutant.name}: ${how}`;
}

/** Lists the lines that the mechanical operators make of each line of a file. */
function proposals(text: string): string[] {
  return text.split("\n").flatMap((line, at) =>
    allMutationsOf(line).map(({ operator, after }) =>
      `${at + 1}  ${operator}\n  - ${line.trim()}\n  + ${after === "" ? "(left out)" : after}`
    )
  );
}

function print(lines: readonly string[]): number {
  for (const line of lines) console.log(line);
  return 0;
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
