import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { moduleHash } from "./module_hash.ts";

/** Writes files into a folder of their own, and returns the address of the first. */
async function written(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await Deno.makeTempDir();
  for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(`${folder}/${name}`, text);
  return new URL(`file://${folder}/${Object.keys(files)[0]}`).href;
}

const FILES = {
  "first.ts": 'import { a } from "./second.ts";\nimport * as ct from "@cracktrader/cracktrader";\nexport { a, ct };\n',
  "second.ts": 'export * from "./third.ts";\nimport "./first.ts";\n',
  "third.ts": 'export const a = 1;\nexport const lazy = () => import("./fourth.ts");\n',
  "fourth.ts": "export const b = 2;\n",
};

Deno.test("the hash of a module is that of its files, wherever they lie", async () => {
  assertEquals(await moduleHash(await written(FILES)), await moduleHash(await written(FILES)));
});

Deno.test("a change of any file that a module imports by paths is another hash", async () => {
  const hash = await moduleHash(await written(FILES));
  for (const name of Object.keys(FILES)) {
    const text = FILES[name as keyof typeof FILES];
    assertNotEquals(await moduleHash(await written({ ...FILES, [name]: `${text} ` })), hash, name);
  }
  // Two files that change their places are another module too.
  const turned = { ...FILES, "third.ts": FILES["fourth.ts"], "fourth.ts": FILES["third.ts"] };
  assertNotEquals(await moduleHash(await written(turned)), hash);
});

Deno.test("an import in a comment leads nowhere, and a module that is not there is refused", async () => {
  const text = '// as import { a } from "./nowhere.ts" does\n';
  assertEquals(await moduleHash(await written({ "a.ts": text })), await moduleHash(await written({ "a.ts": text })));
  await assertRejects(() => moduleHash("file:///nowhere/a.ts"), TypeError, "by which workers know the strategy");
});

Deno.test("a module from elsewhere has the hash of its address", async () => {
  const [one, two] = [await moduleHash("https://example.org/a@1.ts"), await moduleHash("https://example.org/a@2.ts")];
  assertNotEquals(one, two);
});
