/**
 * Writes the input of the libraries, a file for each run: `deno run --allow-read --allow-write write_runs.ts FOLDER`.
 *
 * @module
 */

import { comparedRuns, statisticsInput } from "./runs.ts";

const [folder] = Deno.args;
if (folder === undefined) throw new TypeError("Cannot write the runs without a folder: pass one");
for (const run of await comparedRuns()) {
  Deno.writeTextFileSync(`${folder}/${run.name}.json`, JSON.stringify(statisticsInput(run)));
}
