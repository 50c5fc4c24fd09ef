import { assert, assertEquals, assertThrows } from "@std/assert";
import { edited } from "../tests/mutants/planting.ts";
import { parseDefectPatch, readDefectPatches } from "./defect_patch.ts";

const ROOT = new URL("../", import.meta.url);

Deno.test("there are fifteen planted defects, five in each engine and five around them, in fifteen files", () => {
  const patches = readDefectPatches(),
    count = (area: string): number => patches.filter((patch) => patch.area === area).length;
  assertEquals([patches.length, count("TypeScript core"), count("Rust core")], [15, 5, 5]);
  assertEquals(new Set(patches.flatMap(({ edits }) => edits.map(({ file }) => file))).size, 15);
});

for (const patch of readDefectPatches()) {
  Deno.test(`the planted defect ${patch.name} names suites that are there and fits the code`, () => {
    for (const suite of patch.suite) assert(Deno.statSync(new URL(suite, ROOT)), suite);
    for (const edit of patch.edits) edited(Deno.readTextFileSync(new URL(edit.file, ROOT)), edit, patch);
  });
}

const PATCH = `About: x
Suite: tests/a_test.ts tests/b

--- a/src/core/exact/fill.ts
+++ b/src/core/exact/fill.ts
@@ -1,2 +1,2 @@
 one
-two
+three
@@ -9 +9 @@
-four
--- a/mod.ts
+++ b/mod.ts
@@ -1 +1,2 @@
 five
+six
`;

Deno.test("a patch is its hunks: the lines that are there and the lines that take their place", () => {
  assertEquals(parseDefectPatch("x.patch", PATCH), {
    name: "x.patch",
    about: "x",
    suite: ["tests/a_test.ts", "tests/b"],
    area: "elsewhere",
    edits: [
      { file: "src/core/exact/fill.ts", before: "one\ntwo", after: "one\nthree" },
      { file: "src/core/exact/fill.ts", before: "four", after: "" },
      { file: "mod.ts", before: "five", after: "five\nsix" },
    ],
  });
  const unnamed = parseDefectPatch("x.patch", PATCH.replace("Suite:", "Sweet:"));
  assertEquals(unnamed.suite, []);
});

Deno.test("a patch that changes nothing, or makes or removes a file, is refused", () => {
  assertThrows(() => parseDefectPatch("x.patch", "About: x\n"), SyntaxError, "Cannot use x.patch: it changes nothing");
  const made = "--- /dev/null\n+++ b/new.ts\n@@ -0,0 +1 @@\n+one\n",
    removed = "--- a/old.ts\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n";
  for (const text of [made, removed]) {
    assertThrows(() => parseDefectPatch("x.patch", text), SyntaxError, "it makes or removes a file");
  }
});
