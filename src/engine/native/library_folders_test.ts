import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { pathOf, ROOT, temporaryFolder } from "../../../tests/boundary/installed_library.ts";
import { PACKAGE_VERSION } from "../../package_version.ts";
import { cacheVariables } from "./library_folders.ts";

const PROGRAM = `
import { libraryFolders } from ${JSON.stringify(new URL("src/engine/native/library_folders.ts", ROOT).href)};
console.log(JSON.stringify(libraryFolders()));
`;

async function folders(env: Readonly<Record<string, string>>, allowed: readonly string[]): Promise<string[]> {
  using folder = temporaryFolder();
  const program = pathOf(new URL("program.ts", folder.url));
  Deno.writeTextFileSync(program, PROGRAM);
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--no-lock", "--quiet", ...allowed.map((name) => `--allow-env=${name}`), program],
    // Deno's own cache would otherwise go to the folder that is tried out.
    env: { ...env, DENO_DIR: pathOf(new URL("deno/", folder.url)) },
    stdin: "null",
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

const LOCAL = new URL("rust/lib/", ROOT).href;

Deno.test("without permission to read the environment only the folder beside the crate counts", async () => {
  assertEquals(await folders({}, []), [LOCAL]);
});

Deno.test("the user's cache comes behind the folder beside the crate", async () => {
  using folder = temporaryFolder();
  const [variable] = cacheVariables(), base = pathOf(folder.url).replace(/[\\/]$/, "");
  const [first, second, ...others] = await folders({ [variable!]: `${base}/a b#c` }, [variable!]);
  assertEquals([first, others], [LOCAL, []]);
  assertStringIncludes(second!, "/a%20b%23c/");
  assertStringIncludes(second!, `/cracktrader/lib/${PACKAGE_VERSION}/`);
});

Deno.test("a cache that is no absolute path is passed over", async () => {
  const [variable] = cacheVariables();
  assertEquals(await folders({ [variable!]: "here" }, [variable!]), [LOCAL]);
});
