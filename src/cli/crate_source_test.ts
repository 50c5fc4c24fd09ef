import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { pathOf, ROOT, run, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { serveFolder } from "../../tests/cli/published_package.ts";
import { crateFilesModule } from "../../tasks/crate_files.ts";
import { sha256Hex } from "../engine/native/sha256.ts";
import { CRATE_FILES } from "./crate_files.gen.ts";
import { copyCrate } from "./crate_source.ts";

const CRATE = new URL("rust/", ROOT);

Deno.test("the list of the crate's files is that of the tree, with the SHA-256 of each", () => {
  const list = Deno.readTextFileSync(new URL("crate_files.gen.ts", import.meta.url));
  assertEquals(list, crateFilesModule(), "write it anew with deno task generate");
  for (const file of ["Cargo.toml", "Cargo.lock", "engine/Cargo.toml", "engine/src/lib.rs", "ffi/src/lib.rs"]) {
    const sha256 = sha256Hex(Deno.readFileSync(new URL(file, CRATE)));
    assertStringIncludes(list, `"${file}": "${sha256}"`);
    assertEquals(CRATE_FILES[file], sha256);
  }
});

Deno.test("the crate is copied file by file, each byte of it", async () => {
  using folder = temporaryFolder();
  const told: string[] = [];
  await copyCrate(folder.url, CRATE, (done, all) => told.push(`${done} of ${all}`));
  const names = Object.keys(CRATE_FILES);
  assertEquals(told, names.map((_, at) => `${at + 1} of ${names.length}`));
  for (const file of names) {
    assertEquals(Deno.readFileSync(new URL(file, folder.url)), Deno.readFileSync(new URL(file, CRATE)), file);
  }
});

Deno.test("a file that is not there ends the copy", async () => {
  using folder = temporaryFolder();
  await assertRejects(() => copyCrate(folder.url, folder.url), Deno.errors.NotFound);
  assertEquals([...Deno.readDirSync(folder.url)], []);
});

Deno.test("a fetched file with other bytes than those of the package is refused by its name", async () => {
  using published = temporaryFolder();
  using folder = temporaryFolder();
  const text = "[workspace]\n", sha256 = sha256Hex(new TextEncoder().encode(text));
  const files = { "Cargo.toml": sha256, "engine/Cargo.toml": sha256 };
  Deno.mkdirSync(new URL("engine/", published.url));
  for (const file of Object.keys(files)) Deno.writeTextFileSync(new URL(file, published.url), text);
  await using served = await serveFolder(published.url);
  // The tests have no network, so that a process of its own asks.
  const copy = async (): Promise<string> => {
    const program = new URL("copy.ts", folder.url);
    Deno.writeTextFileSync(
      program,
      `import { copyCrate } from ${JSON.stringify(new URL("crate_source.ts", import.meta.url).href)};
const [folder, from, files] = Deno.args;
await copyCrate(new URL(folder), new URL(from), () => {}, JSON.parse(files))
  .then(() => console.log("copied"), (error) => console.log(error.message));`,
    );
    const { stdout, stderr } = await run(Deno.execPath(), [
      ...["run", "--no-prompt", "--no-lock", "--quiet", `--allow-net=${served.url.host}`],
      ...[`--allow-write=${pathOf(folder.url)}`, pathOf(program)],
      ...[new URL("copy/", folder.url).href, served.url.href, JSON.stringify(files)],
    ]);
    return stdout.trim() || stderr;
  };
  assertEquals(await copy(), "copied");
  assertEquals(Deno.readTextFileSync(new URL("copy/engine/Cargo.toml", folder.url)), text);
  Deno.writeTextFileSync(new URL("engine/Cargo.toml", published.url), `${text}# another\n`);
  const other = sha256Hex(new TextEncoder().encode(`${text}# another\n`));
  assertEquals(
    await copy(),
    `Cannot build from ${served.url}engine/Cargo.toml: its SHA-256 is ${other}, and that of this package is ${sha256}`,
  );
});

Deno.test("a file that cannot be fetched is named", async () => {
  using folder = temporaryFolder();
  // Nothing listens there, and where there is no permission for the network nothing is asked for either.
  const gone = await assertRejects(() => copyCrate(folder.url, new URL("http://127.0.0.1:1/rust/")), Error);
  assertStringIncludes(gone.message, "Cannot fetch http://127.0.0.1:1/rust/Cargo.lock: ");
});
