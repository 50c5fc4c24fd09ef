import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { ENGINE_CHOICES } from "../../src/engine/choice.ts";
import { Engine } from "../../src/engine/engine.ts";
import { trialConfiguration } from "../../src/engine/native/trial.ts";
import { testRust } from "../engines.ts";
import { installedLibrary, LIBRARY_FOLDER, pathOf, ROOT, run, runModule } from "./installed_library.ts";

interface Report {
  readonly name: string;
  readonly reason: string;
  readonly chain: readonly number[];
  readonly crossings: number;
}

async function report(flags: readonly string[], choice = "auto"): Promise<Report> {
  const { code, stdout, stderr } = await runModule("report_backend.ts", flags, [choice]);
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
  return JSON.parse(stdout) as Report;
}

testRust(
  "auto runs on Rust with --allow-read --allow-ffi=./rust/lib alone, with the chain of WebAssembly and TypeScript",
  {},
  async () => {
    const rust = await report(["--allow-read", "--allow-ffi=./rust/lib"]);
    const wasm = await report(["--allow-read"]), typescript = await report([], "typescript");
    assertEquals([rust.name, wasm.name, typescript.name], ["rust", "wasm", "typescript"]);
    assertEquals([rust.chain, wasm.chain], [typescript.chain, typescript.chain]);
    // One each to make, load, advance, apply, advance and ask for the status.
    assertEquals([rust.crossings, wasm.crossings, typescript.crossings], [6, 6, 0]);
  },
);

testRust("auto runs on Rust when only the library's folder may be read", {}, async () => {
  const { name } = await report(["--allow-read=rust/lib", "--allow-ffi=rust/lib"]);
  assertEquals(name, "rust");
});

testRust("auto runs on WebAssembly and says why when nothing but reading is allowed", {}, async () => {
  const { name, reason } = await report(["--allow-read"]);
  assertEquals(name, "wasm");
  assertStringIncludes(reason, "the ffi permission for");
});

testRust("auto runs on WebAssembly when another folder's libraries are allowed", {}, async () => {
  const { name } = await report(["--allow-read", "--allow-ffi=./rust/elsewhere"]);
  assertEquals(name, "wasm");
});

testRust("auto does not use a library that it may not compare with its SHA-256", {}, async () => {
  const { name, reason } = await report(["--allow-read=rust/lib/current.json", "--allow-ffi=rust/lib"]);
  assertEquals(name, "wasm");
  assertMatch(reason, /the read permission for .*cracktrader-[0-9a-f]{12}\.\w+ is not granted$/);
});

testRust("Rust runs from a library path with the permission for that file alone", {}, async () => {
  const path = pathOf(installedLibrary());
  const { code, stdout } = await runModule("report_backend.ts", [`--allow-ffi=${path}`], ["rust", path]);
  assertEquals([code, (JSON.parse(stdout) as Report).name], [0, "rust"]);
});

testRust("the environment variable overrides the option, where it may be read", {}, async () => {
  const flags = ["--allow-read", "--allow-ffi=./rust/lib"];
  const overridden = [...flags, "--allow-env=CRACKTRADER_ENGINE_BACKEND"];
  const environment = { CRACKTRADER_ENGINE_BACKEND: "typescript" };
  const names = [];
  for (
    const [given, choice] of [[flags, "auto"], [flags, "rust"], [overridden, "auto"], [overridden, "rust"]] as const
  ) {
    const { stdout } = await runModule("report_backend.ts", given, [choice], environment);
    names.push((JSON.parse(stdout) as Report).name);
  }
  assertEquals(names, ["rust", "rust", "typescript", "typescript"]);
});

Deno.test("an environment variable that names no engine is an error that lists those there are", async () => {
  const flags = ["--allow-env=CRACKTRADER_ENGINE_BACKEND"];
  const { code, stderr } = await runModule("report_backend.ts", flags, [], { CRACKTRADER_ENGINE_BACKEND: "Rust" });
  assertEquals(code, 1);
  assertStringIncludes(
    stderr,
    'Cannot use "Rust" as the environment variable CRACKTRADER_ENGINE_BACKEND: there are ' +
      ENGINE_CHOICES.map((name) => `"${name}"`).join(", "),
  );
});

Deno.test("auto runs on WebAssembly without any permission, and says why", async () => {
  const { name, reason } = await report(["--no-prompt"]);
  assertEquals(name, "wasm");
  assertStringIncludes(reason, "the read permission for");
});

Deno.test("auto runs on TypeScript where WebAssembly is absent, and says why of both", async () => {
  const code = `delete globalThis.WebAssembly;
    await import(${JSON.stringify(new URL("tests/boundary/report_backend.ts", ROOT).href)});`;
  const flags = ["run", "--quiet", "--no-prompt", "--no-lock"];
  const { stdout } = await run(Deno.execPath(), [...flags, `data:text/javascript,${encodeURIComponent(code)}`]);
  const { name, reason } = JSON.parse(stdout) as Report;
  assertEquals(name, "typescript");
  assertMatch(
    reason,
    /the Rust library cannot be used: .*, and WebAssembly cannot be used: this platform has no WebAssembly$/,
  );
});

Deno.test("the environment does not count where it may not be read", async () => {
  const { name, reason } = await report([]);
  assertEquals(name, "wasm");
  assert(reason.startsWith('engineBackend is "auto"'), reason);
});

testRust("Rust by name is an error that says which flags to pass when it is not permitted", {}, async () => {
  const { code, stderr } = await runModule("report_backend.ts", ["--allow-read"], ["rust"]);
  assertEquals(code, 1);
  const folder = pathOf(LIBRARY_FOLDER);
  assertStringIncludes(stderr, `To mend it, run with --allow-read=${folder} --allow-ffi=${folder}`);
});

Deno.test("importing the module of the engine needs no permission and opens nothing", async () => {
  const code = `import ${
    JSON.stringify(new URL("src/engine/engine.ts", ROOT).href)
  }; console.log(Object.keys(Deno.resources?.() ?? {}).length);`;
  const { stdout, stderr } = await run(Deno.execPath(), [
    "run",
    "--quiet",
    "--no-prompt",
    "--no-lock",
    `data:text/javascript,${encodeURIComponent(code)}`,
  ]);
  assertEquals({ stdout, stderr }, { stdout: "0\n", stderr: "" });
});

testRust(
  "a test without the ffi permission gets WebAssembly although the library is open",
  { permissions: { read: ["rust/lib"], ffi: false, env: false } },
  () => {
    using engine = new Engine(trialConfiguration());
    assertEquals(engine.backend.name, "wasm");
    assertStringIncludes(engine.backend.reason, "the ffi permission for");
  },
);

testRust(
  "a test with the ffi permission of the library's folder gets Rust",
  { permissions: { read: ["rust/lib"], ffi: ["rust/lib"], env: false } },
  () => {
    using engine = new Engine(trialConfiguration());
    assertEquals(engine.backend.name, "rust");
  },
);
