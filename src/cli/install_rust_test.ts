import { assertEquals, assertMatch } from "@std/assert";
import { pathOf, ROOT, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { findCargo } from "./cargo.ts";
import { removeOldWorkshops } from "./install_rust.ts";

/** Runs the command with some permissions. */
async function install(permissions: readonly string[], args: readonly string[] = []): Promise<[number, string]> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-prompt", "--no-lock", "--quiet", ...permissions],
      ...[pathOf(new URL("mod.ts", import.meta.url)), "install-rust", ...args],
    ],
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  return [code, new TextDecoder().decode(stderr)];
}

Deno.test("install-rust names every permission that it lacks before it builds anything", async () => {
  const crate = pathOf(new URL("rust/", ROOT)), lib = `${crate}lib/`;
  assertEquals(await install([]), [
    2,
    "Cannot build the Rust library without permission: run with --allow-run=cargo " +
    `--allow-read=${crate} --allow-read=${lib} --allow-write=${lib} --allow-ffi=${lib}\n` +
    "If --allow-run=cargo is granted, cargo is not on the PATH. The Rust engine is built with cargo, which rustup " +
    "installs: see https://rustup.rs\nOpen a new terminal after installing it, or add ~/.cargo/bin to the PATH.\n" +
    "See deno run jsr:@cracktrader/cracktrader/cli install-rust --help\n",
  ]);
  const [code, message] = await install([`--allow-read=${crate}`, `--allow-write=${lib}`, `--allow-ffi=${lib}`]);
  assertEquals(code, 2);
  assertMatch(message, /run with --allow-run=cargo\n/);
  const [other, remark] = await install(["--allow-run=cargo"]);
  assertEquals([other, remark.includes("cargo is not on the PATH")], [2, !(await findCargo()).found]);
});

Deno.test("install-rust needs to know where the user's cache is, if that is where the library shall go", async () => {
  const [code, message] = await install([], ["--cache"]);
  assertEquals(code, 2);
  assertMatch(message, /^Cannot find the user's cache: none of .* is set and may be read; run with --allow-env=/);
});

Deno.test("folders in which a killed installation was building are removed when they are old", async () => {
  using folder = temporaryFolder();
  const old = new Date(Date.now() - 2 * 86_400_000);
  for (const name of ["build-old", "build-new", "lib"]) {
    Deno.mkdirSync(new URL(`${name}/target`, folder.url), { recursive: true });
    if (name !== "build-new") Deno.utimeSync(new URL(name, folder.url), old, old);
  }
  await removeOldWorkshops(folder.url);
  assertEquals([...Deno.readDirSync(folder.url)].map((entry) => entry.name).sort(), ["build-new", "lib"]);
});
