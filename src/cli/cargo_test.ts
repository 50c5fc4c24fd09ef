import { assertEquals, assertMatch } from "@std/assert";
import { pathOf, ROOT, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { testRust } from "../../tests/engines.ts";
import { findCargo, runCargo } from "./cargo.ts";

const CRATE = new URL("rust/", ROOT);

testRust("a cargo that runs is found with its version", {}, async () => {
  const cargo = await findCargo(CRATE);
  assertMatch(cargo.found ? cargo.version : cargo.reason, /^cargo \d+\.\d+/);
});

testRust("a folder that is not there is not taken for a missing cargo", {}, async () => {
  using folder = temporaryFolder();
  const none = new URL("none/", folder.url), cargo = await findCargo(none);
  assertEquals(cargo, { found: false, reason: `there is no folder ${none} to build in` });
});

testRust("cargo's lines come one by one, and its exit code is returned", {}, async () => {
  const lines: string[] = [];
  assertEquals(
    await runCargo("cargo", ["metadata", "--no-deps", "--offline", "--format-version=1"], CRATE, (line) => {
      lines.push(line);
    }),
    0,
  );
  assertEquals(lines.length, 1);
  assertEquals(JSON.parse(lines[0]!).workspace_root, pathOf(CRATE).replace(/[\\/]$/, ""));
});

testRust("a cargo that is not on the PATH is said to be missing", {}, async () => {
  using folder = temporaryFolder();
  const program = pathOf(new URL("program.ts", folder.url)), module = new URL("src/cli/cargo.ts", ROOT).href;
  Deno.writeTextFileSync(program, `import { findCargo } from "${module}"; console.log((await findCargo()).reason);`);
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--no-lock", "--quiet", "--allow-run", program],
    env: { PATH: pathOf(folder.url) },
    stdin: "null",
  }).output();
  assertEquals(new TextDecoder().decode(stdout), "cargo is not on the PATH\n");
});
