/**
 * Records the chains in which the scripts of `tests/examples` end, if every engine ends in the same one.
 *
 * Run it as `deno run --allow-read --allow-write=fixtures --allow-run --allow-ffi=./rust/lib tests/record_examples.ts`
 * after a change to what the chain mixes or to a script.
 *
 * @module
 */

import { enginesUnderTest } from "./engines.ts";
import { EXAMPLE_CHAINS, exampleNames, type ExampleRun, readExampleChains, runExample } from "./example_run.ts";

const engines = enginesUnderTest();
if (engines.length < 2) throw new Error("Cannot record chains on one engine: build the other with install-rust");
const before = readExampleChains(), chains: Record<string, string> = {};
for (const name of exampleNames()) {
  const runs: ExampleRun[] = [];
  for (const engine of engines) runs.push(await runExample(name, engine));
  const wrong = runs.find((run, at) => run.engine !== engines[at] || run.chain !== runs[0]!.chain || run.trades === 0);
  if (wrong !== undefined) {
    throw new Error(
      `Cannot record ${name}: ` + runs.map((run) => `${run.engine} ${run.chain}, ${run.trades} trades`).join("; "),
    );
  }
  chains[name] = runs[0]!.chain;
  console.log(`${name}: ${chains[name]}${chains[name] === before[name] ? ", as before" : ""}`);
}
const description = "State chains in which the scripts of tests/examples end, on either engine";
Deno.writeTextFileSync(EXAMPLE_CHAINS, JSON.stringify({ description, chains }, null, 2) + "\n");
