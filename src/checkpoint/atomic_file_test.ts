import { assertEquals } from "@std/assert";
import { writeWhole } from "./atomic_file.ts";

Deno.test("a file is written whole, over an older one too, and nothing is left beside it", () => {
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/a b.checkpoint`, url = new URL(`file://${folder}/c%20d.checkpoint`);
    for (const size of [100_000, 3, 0]) {
      const bytes = new Uint8Array(size).fill(size);
      for (const target of [path, url]) {
        writeWhole(target, bytes);
        assertEquals(Deno.readFileSync(target), bytes);
      }
    }
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), ["a b.checkpoint", "c d.checkpoint"]);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("where it cannot be written, what was there stays", () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/run.checkpoint`;
  try {
    writeWhole(path, Uint8Array.of(1));
    Deno.mkdirSync(`${path}.part`);
    let failed = false;
    try {
      writeWhole(path, Uint8Array.of(2));
    } catch {
      failed = true;
    }
    assertEquals([failed, Deno.readFileSync(path)], [true, Uint8Array.of(1)]);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
