/**
 * The page of the first hour, followed from the first file to a strategy that was proved.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { blocksOf } from "./pages/page.ts";
import { walk } from "./pages/walk.ts";

Deno.test("the first hour, followed in an empty folder against the published files, does and prints what the page says", async () => {
  const { files, commands, outputs } = await walk("docs/first-hour.md");
  const blocks = blocksOf("docs/first-hour.md");
  // Every file of the page was written, every output compared; and the walk ended in proofs.
  assertEquals(files.length, blocks.filter(({ language }) => language === "ts").length);
  assertEquals(outputs, blocks.filter(({ language }) => language === "text").length);
  assertEquals(commands.filter((command) => command.includes("/cli prove")).length, 2);
  assertEquals(commands.at(-1), "deno task prove");
});
