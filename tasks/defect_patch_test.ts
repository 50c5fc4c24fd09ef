import { assert, assertEquals, assertThrows } from "@std/assert";
import { parseDefectPatch, readDefectPatches } from "./defect_patch.ts";

const ROOT = new URL("../", import.meta.url);

Deno.test("there are ten planted defects, five in each engine, in ten different files", () => {
  const patches = readDefectPatches();
  assertEquals(patches.map(({ engine }) => engine).sort(), [
    ...Array.from({ length: 5 }, () => "rust"),
    ...Array.from({ length: 5 }, () => "typescript"),
  ]);
  assertEquals(new Set(patches.flatMap(({ files }) => files)).size, 10);
});

for (const patch of readDefectPatches()) {
  Deno.test(`the planted defect ${patch.name} names suites that are there and fits the code`, () => {
    for (const suite of patch.suite) assert(Deno.statSync(new URL(suite, ROOT)), suite);
    for (const block of hunksOf(patch.text)) {
      const text = Deno.readTextFileSync(new URL(patch.files[0]!, ROOT));
      assert(text.includes(block), `${patch.files[0]} has no such lines any more:\n${block}`);
    }
  });
}

/** The lines that a patch expects, hunk by hunk. */
function hunksOf(text: string): string[] {
  const hunks = text.split(/^@@ .*$/m).slice(1);
  assert(hunks.length > 0);
  return hunks.map((hunk) =>
    hunk.slice(1).split("\n").filter((line) => /^[ -]/.test(line)).map((line) => line.slice(1)).join("\n")
  );
}

Deno.test("a patch without its suite, or outside of the engines, is refused", () => {
  const patch = (file: string): string =>
    `About: x\nSuite: tests/laws_test.ts\n--- a/${file}\n+++ b/${file}\n@@ -1 +1 @@\n`;
  assertEquals(parseDefectPatch("x.patch", patch("src/core/fill.ts")).engine, "typescript");
  assertEquals(parseDefectPatch("x.patch", patch("rust/engine/src/fill.rs")).suite, ["tests/laws_test.ts"]);
  assertThrows(() => parseDefectPatch("x.patch", "About: x\n"), SyntaxError, "changes 0 engines");
  assertThrows(() => parseDefectPatch("x.patch", patch("mod.ts")), SyntaxError, "mod.ts, which is in neither engine");
  const unnamed = patch("src/core/fill.ts").replace("Suite:", "Sweet:");
  assertThrows(() => parseDefectPatch("x.patch", unnamed), SyntaxError, 'no line that begins with "Suite: "');
});
