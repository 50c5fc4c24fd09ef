/**
 * The README's first minute, followed word for word.
 *
 * @module
 */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { ROOT } from "./boundary/installed_library.ts";
import { walk } from "./pages/walk.ts";

Deno.test("the README's files run without a permission and print what the README says, line by line", async () => {
  const { files, commands, outputs } = await walk("README.md", (line) => line.startsWith("## Guarantees"));
  assertEquals(files, ["strategy.ts", "search.ts"]);
  assertEquals(commands, ["deno add jsr:@cracktrader/cracktrader", "deno run strategy.ts", "deno run search.ts"]);
  assertEquals(outputs, 2);
});

Deno.test("the README has the two commands of a clone", () => {
  const page = Deno.readTextFileSync(new URL("README.md", ROOT));
  for (const task of ["demo", "test"]) assertStringIncludes(page, `\nnpx --yes deno@2.9.6 task ${task} `);
});
