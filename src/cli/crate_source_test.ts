import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ROOT, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { crateFilesModule } from "../../tasks/crate_files.ts";
import { CRATE_FILES } from "./crate_files.gen.ts";
import { copyCrate } from "./crate_source.ts";

const CRATE = new URL("rust/", ROOT);

Deno.test("the list of the crate's files is that of the tree", () => {
  const list = Deno.readTextFileSync(new URL("crate_files.gen.ts", import.meta.url));
  assertEquals(list, crateFilesModule(), "write it anew with tasks/crate_files.ts");
  for (const file of ["Cargo.toml", "Cargo.lock", "engine/Cargo.toml", "engine/src/lib.rs", "ffi/src/lib.rs"]) {
    assertStringIncludes(list, `"${file}"`);
  }
});

Deno.test("the crate is copied file by file, each byte of it", async () => {
  using folder = temporaryFolder();
  const told: string[] = [];
  await copyCrate(folder.url, CRATE, (done, all) => told.push(`${done} of ${all}`));
  assertEquals(told, CRATE_FILES.map((_, at) => `${at + 1} of ${CRATE_FILES.length}`));
  for (const file of CRATE_FILES) {
    assertEquals(Deno.readFileSync(new URL(file, folder.url)), Deno.readFileSync(new URL(file, CRATE)), file);
  }
});

Deno.test("a file that is not there ends the copy", async () => {
  using folder = temporaryFolder();
  await assertRejects(() => copyCrate(folder.url, folder.url), Deno.errors.NotFound);
  assertEquals([...Deno.readDirSync(folder.url)], []);
});

Deno.test("a file that cannot be fetched is named", async () => {
  using folder = temporaryFolder();
  // Nothing listens there, and where there is no permission for the network nothing is asked for either.
  const gone = await assertRejects(() => copyCrate(folder.url, new URL("http://127.0.0.1:1/rust/")), Error);
  assertStringIncludes(gone.message, "Cannot fetch http://127.0.0.1:1/rust/Cargo.lock: ");
});
