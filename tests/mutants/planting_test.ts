import { assertEquals, assertThrows } from "@std/assert";
import { sha256Hex } from "../../src/engine/native/sha256.ts";
import type { Edit, Mutant } from "./mutant.ts";
import { edited, plant, StaleMutantError } from "./planting.ts";

const TEXT = "function f(a: number): number {\n  const b = a + 1;\n  if (b > 2) return b;\n  return 0;\n}\n";

function mutant(...edits: readonly Edit[]): Mutant {
  return { name: "some_mutant", operator: undefined, edits, suite: [] };
}

function edit(before: string, after: string, file = "f.ts"): Edit {
  return { file, before, after };
}

Deno.test("an edit takes the place of its lines and keeps their indentation", () => {
  const after = (wanted: Edit): string => edited(TEXT, wanted, mutant(wanted));
  assertEquals(after(edit("return 0;", "return 1;")), TEXT.replace("0;", "1;"));
  assertEquals(after(edit("        return 0;", "return 1;")), TEXT.replace("0;", "1;"));
  assertEquals(after(edit("return 0;", "")), TEXT.replace("  return 0;\n", ""));
  assertEquals(after(edit("if (b > 2) return b;\nreturn 0;", "return b;")), TEXT.replace(/if[^}]*/, "return b;\n"));
});

Deno.test("an edit whose lines are not there exactly once is stale, and says which and where", () => {
  const stale = (text: string, wanted: Edit, message: string): void => {
    assertThrows(() => edited(text, wanted, mutant(wanted)), StaleMutantError, message);
  };
  stale(TEXT, edit("return 2;", ""), "Cannot plant some_mutant: f.ts has its lines nowhere, not exactly once");
  stale(`${TEXT}${TEXT}`, edit("return 0;", ""), "on the lines 4, 9, not exactly once");
  stale(TEXT, edit("const b = a + 1;\nreturn 0;", ""), "nowhere");
  // A part of a line is no line.
  stale(TEXT, edit("return b;", ""), "nowhere");
  stale(TEXT, edit("return 0;", "  return 0;"), "it leaves f.ts as it is");
});

Deno.test("a mutant in the crates renews the hashes of their files, and takes them out again", async () => {
  const folder = await Deno.makeTempDir(), hashes = `${folder}/src/cli/crate_files.gen.ts`;
  try {
    const sha256 = (text: string): string => sha256Hex(new TextEncoder().encode(text));
    const list = (...texts: string[]): string => texts.map((text, at) => `"${at}.rs": "${sha256(text)}",\n`).join("");
    for (const path of ["rust", "src/cli"]) await Deno.mkdir(`${folder}/${path}`, { recursive: true });
    for (const file of ["0.rs", "1.rs"]) await Deno.writeTextFile(`${folder}/rust/${file}`, `${TEXT}// ${file}\n`);
    await Deno.writeTextFile(hashes, list(`${TEXT}// 0.rs\n`, `${TEXT}// 1.rs\n`));
    const planted = plant(folder, mutant(edit("return 0;", "return 1;", "rust/1.rs")));
    const changed = Deno.readTextFileSync(`${folder}/rust/1.rs`);
    assertEquals(Deno.readTextFileSync(hashes), list(`${TEXT}// 0.rs\n`, changed));
    planted.takeOut();
    assertEquals(Deno.readTextFileSync(hashes), list(`${TEXT}// 0.rs\n`, `${TEXT}// 1.rs\n`));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a mutant is planted in all its files, or in none, and taken out again", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const texts = (): string[] => ["f.ts", "g.ts"].map((file) => Deno.readTextFileSync(`${folder}/${file}`));
    for (const file of ["f.ts", "g.ts"]) await Deno.writeTextFile(`${folder}/${file}`, TEXT);
    const [first, second] = [edit("return 0;", "return 1;"), edit("const b = a + 1;", "const b = a;")];
    const planted = plant(folder, mutant(first, second, edit("return 0;", "return 2;", "g.ts")));
    assertEquals(texts(), [TEXT.replace("0;", "1;").replace("a + 1", "a"), TEXT.replace("0;", "2;")]);
    planted.takeOut();
    assertEquals(texts(), [TEXT, TEXT]);
    assertThrows(() => plant(folder, mutant(first, edit("x", "y", "g.ts"))), StaleMutantError, "g.ts has its lines");
    assertThrows(() => plant(folder, mutant(first, edit("x", "y", "h.ts"))), StaleMutantError, "there is no file h.ts");
    assertEquals(texts(), [TEXT, TEXT]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
