/**
 * The offline example gate: scripts that a user would write, each against its recorded chain on every engine.
 *
 * @module
 */

import { assert, assertEquals, assertGreater, assertStringIncludes } from "@std/assert";
import { enginesUnderTest } from "./engines.ts";
import { exampleNames, readExampleChains, runExample, startExample } from "./example_run.ts";

const chains = readExampleChains();

Deno.test("every example has a recorded chain, and there are no others", () => {
  assertEquals(exampleNames(), Object.keys(chains).sort());
});

for (const name of exampleNames()) {
  for (const engine of enginesUnderTest()) {
    Deno.test(`the example ${name} trades and ends in its recorded chain on ${engine}, without network`, async () => {
      const run = await runExample(name, engine);
      assertEquals([run.engine, run.chain], [engine, chains[name]]);
      assertGreater(run.trades, 0);
    });
  }
}

Deno.test("the example of the README is the README's first file, with the chain of its run", () => {
  const readme = Deno.readTextFileSync(new URL("../README.md", import.meta.url));
  const [, ...lines] = Deno.readTextFileSync(new URL("examples/readme.ts", import.meta.url)).split("\n");
  const isChain = (line: string): boolean => line.trim() === "console.log(`Chain ${result.chain}`);";
  assertEquals(lines.filter(isChain).length, 1);
  assertStringIncludes(readme, "```ts\n" + lines.filter((line) => !isChain(line)).join("\n") + "```");
});

Deno.test("the example of a checkpoint was interrupted and ends as if it had not been", async () => {
  const { text } = await runExample("resuming_from_a_checkpoint", "typescript");
  assertStringIncludes(text, "The power is cut");
  assertStringIncludes(text, "\nAs if it had not been stopped\n");
});

Deno.test("the example of a backend gets the engine that it asks for by name, or an error that says what to do", async () => {
  for (const engine of enginesUnderTest()) {
    // Where Rust may be opened, TypeScript is a choice too.
    const allowed = enginesUnderTest().includes("rust") ? "rust" : "wasm";
    const run = await runExample("choosing_a_backend", allowed, [engine]);
    assertEquals([run.engine, run.chain], [engine, chains["choosing_a_backend"]]);
  }
  const { success, stderr } = await startExample("choosing_a_backend", "wasm", ["rust"]);
  assert(!success, "Rust was asked for by name, may not be opened, and the script went on");
  assertStringIncludes(stderr, 'Cannot use the Rust engine although engineBackend is "rust"');
  assertStringIncludes(stderr, "To mend it, run ");
});
