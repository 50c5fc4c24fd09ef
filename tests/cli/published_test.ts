/**
 * The command line from an empty folder whose import map points at a copy of exactly the files that would be published,
 * served like a registry serves them, with the permissions that the help names and no others.
 *
 * @module
 */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import * as ct from "../../mod.ts";
import { cacheVariables } from "../../src/engine/native/library_folders.ts";
import { SmaCross } from "../../tasks/demo/sma_cross.ts";
import { enginesUnderTest, testRust } from "../engines.ts";
import { pathOf, ROOT, temporaryFolder } from "../boundary/installed_library.ts";
import { copyPublishedPackage, serveFolder } from "./published_package.ts";

const STRATEGY = `import * as ct from "@cracktrader/cracktrader";

export class SmaCross extends ct.Strategy.with({ fast: 10, slow: 30 }) {
  cross = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));

  override next(): void {
    if (this.cross.now > 0 && this.position.size === 0) this.buy({ stopLoss: this.data.close.now * 0.95 });
    else if (this.cross.now < 0) this.close();
  }
}
`;
const RUN = ["run", "strategy.ts", "--data", "prices.csv", "--cash", "10000", "--commission", "0.001"];

/** A folder with a strategy, prices, and an import map to the package at an address. */
class Project implements Disposable {
  readonly #folder = temporaryFolder();
  readonly #address: URL;
  /** The folder that stands for the user's cache. */
  readonly cache: URL = new URL("cache/", this.#folder.url);

  constructor(address: URL) {
    this.#address = address;
    const imports = {
      "@cracktrader/cracktrader": new URL("mod.ts", address).href,
      "@cracktrader/cracktrader/cli": new URL("src/cli/mod.ts", address).href,
    };
    Deno.mkdirSync(this.cache);
    Deno.mkdirSync(new URL("project/", this.#folder.url));
    Deno.writeTextFileSync(this.#file("deno.json"), JSON.stringify({ imports }));
    Deno.writeTextFileSync(this.#file("strategy.ts"), STRATEGY);
    Deno.copyFileSync(new URL("fixtures/prices/aapl.csv", ROOT), this.#file("prices.csv"));
  }

  /** Runs the command line in the folder with some permissions; the address may be imported from, as jsr.io always may. */
  async cli(
    permissions: readonly string[],
    args: readonly string[],
  ): Promise<{ code: number; stdout: string; stderr: string }> {
    const imports = this.#address.protocol === "file:" ? [] : [`--allow-import=${this.#address.host}`];
    return await this.deno(
      ...["run", "--no-prompt", "--no-lock", "--quiet", ...imports, ...permissions],
      ...["@cracktrader/cracktrader/cli", ...args],
    );
  }

  /** Runs Deno in the folder, with a cache of its own. */
  async deno(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [...args],
      cwd: new URL("project/", this.#folder.url),
      env: {
        NO_COLOR: "1",
        DENO_DIR: pathOf(new URL("deno/", this.#folder.url)),
        [cacheVariables()[0]!]: pathOf(this.cache),
      },
      stdin: "null",
    }).output();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }

  /** Writes a file of the project. */
  write(name: string, text: string): void {
    Deno.writeTextFileSync(this.#file(name), text);
  }

  #file(name: string): URL {
    return new URL(`project/${name}`, this.#folder.url);
  }
}

/** The chain of the run in the project, from the sources. */
async function expectedChain(): Promise<string> {
  const prices = await ct.csv(new URL("fixtures/prices/aapl.csv", ROOT), { name: "prices" });
  return ct.backtest(SmaCross, prices, { cash: 10_000, commission: 0.001, engineBackend: "typescript" }).chain;
}

Deno.test("the published package has no tests and all that its commands need, and runs from an empty folder", async () => {
  using copy = temporaryFolder();
  const files = await copyPublishedPackage(copy.url);
  for (const file of ["mod.ts", "deno.json", "src/cli/mod.ts", "rust/Cargo.lock"]) assert(files.includes(file), file);
  assertEquals(
    files.filter((file) =>
      /_test\.(?:ts|rs)$|^(?:tests|tasks|fixtures)\/|^rust\/(?:target|lib|\w+\/tests)\//.test(file)
    ),
    [],
  );
  await using served = await serveFolder(copy.url);
  using project = new Project(served.url);

  const help = await project.cli([], ["--help"]);
  assertEquals(help.code, 0, help.stderr);
  assertMatch(help.stdout, /^ {2}run {2,}\S/m);

  const wrong = await project.cli([], ["run", "strategy.ts", "--price", "prices.csv"]);
  assertEquals([wrong.code, wrong.stdout], [2, ""]);
  assertStringIncludes(wrong.stderr, "Cannot use the flag --price: there are --data, ");

  const forbidden = await project.cli([], RUN);
  assertEquals([forbidden.code, forbidden.stdout], [2, ""]);
  assertMatch(forbidden.stderr, /^Cannot load the strategy strategy\.ts: Requires read access to .*--allow-read/);

  const run = await project.cli(["--allow-read=."], [...RUN, "--json"]);
  assertEquals(run.code, 0, run.stderr);
  const { engine, chain, strategyName } = JSON.parse(run.stdout);
  assertEquals([engine.backend, strategyName, chain], ["wasm", "SmaCross", await expectedChain()]);

  const doctor = await project.cli([], ["doctor"]);
  assertEquals(doctor.code, 0, doctor.stderr);
  assertMatch(doctor.stdout, /^Engine +wasm: engineBackend is "auto", and the Rust library cannot be used/m);
  assertMatch(doctor.stdout, /^WebAssembly +\d+ bytes, by rustc .*; a trial run came out right$/m);
  assertMatch(doctor.stdout, /run with --allow-env=[^]*jsr:@cracktrader\/cracktrader@[\d.]+\/cli install-rust"/);
  assertStringIncludes(doctor.stdout, `in ${served.url}`);
  const rust = await project.cli([], ["doctor", "--engine", "rust", "--json"]);
  assertEquals(rust.code, 1, rust.stderr);
  assertEquals(JSON.parse(rust.stdout).engine.backend, null);
});

Deno.test("prove runs from a published package, whose processes have it from the cache, and refuses code that is not there", async () => {
  using copy = temporaryFolder();
  await copyPublishedPackage(copy.url);
  const served = await serveFolder(copy.url);
  using project = new Project(served.url);
  Deno.writeTextFileSync(new URL("lib.ts", copy.url), "export const lib = 1;\n");
  project.write("more.ts", `import { lib } from "${served.url}lib.ts";\n${STRATEGY}\nconsole.log(lib);\n`);
  const permissions = ["--allow-read=.", "--allow-run"], args = ["prove", "strategy.ts", "--data", "prices.csv"];
  let online: { code: number; stdout: string; stderr: string };
  try {
    online = await project.cli(permissions, [...args, "--commission", "0.001", "--cuts", "1", "--json"]);
    // A proof fetches nothing, although the address could be reached.
    const refused = await project.cli(permissions, ["prove", "more.ts", "--data", "prices.csv"]);
    assertEquals([refused.code, refused.stdout], [2, ""]);
    assertStringIncludes(refused.stderr, `it imports ${served.url}lib.ts, which is not in Deno's cache`);
    const cached = await project.deno("cache", "--no-lock", "--quiet", `--allow-import=${served.url.host}`, "more.ts");
    assertEquals(cached.code, 0, cached.stderr);
  } finally {
    await served[Symbol.asyncDispose]();
  }
  assertEquals(online.code, 0, online.stderr + online.stdout);
  const { run, code, replaced } = JSON.parse(online.stdout);
  assertEquals([run.chain, run.engine, replaced], [await expectedChain(), "typescript", []]);
  assertEquals(code.map(({ specifier }: { specifier: string }) => specifier.replace(/^.*\//, "")), ["strategy.ts"]);
  // The package is in the cache of the project, and nothing serves it any more.
  const offline = await project.cli(permissions, [...args, "--commission", "0.001", "--cuts", "1", "--json"]);
  assertEquals([offline.code, JSON.parse(offline.stdout).run.chain], [0, run.chain], offline.stderr);
  const more = await project.cli(permissions, ["prove", "more.ts", "--data", "prices.csv", "--cuts", "1", "--json"]);
  assertEquals(more.code, 0, more.stderr + more.stdout);
  assertEquals(JSON.parse(more.stdout).code[1], { specifier: `${served.url}lib.ts`, bytes: 22 });
});

/** Linux and Windows have a variable for the user's cache alone; elsewhere it is the home, without which cargo fails. */
const ownCache = cacheVariables()[0] !== "HOME";

testRust("install-rust builds from a published package into the user's cache, where a run finds it", {
  ignore: !ownCache,
}, async () => {
  using copy = temporaryFolder();
  await copyPublishedPackage(copy.url);
  await using served = await serveFolder(copy.url);
  using project = new Project(served.url);
  const variables = cacheVariables().join(","), folder = pathOf(new URL("cracktrader/", project.cache));
  const { host } = served.url;

  const unknown = await project.cli([], ["install-rust"]);
  assertEquals([unknown.code, unknown.stdout], [2, ""]);
  assertStringIncludes(unknown.stderr, `run with --allow-env=${variables}`);

  const asked = await project.cli([`--allow-env=${variables}`], ["install-rust"]);
  assertEquals([asked.code, asked.stdout], [2, ""]);
  const named = /^Cannot build the Rust library without permission: run with (.*)$/m.exec(asked.stderr);
  assert(named !== null, asked.stderr);
  const permissions = named[1]!.split(" ");
  assertEquals(permissions.map((flag) => flag.split("=")[0]), [
    "--allow-run",
    "--allow-net",
    "--allow-read",
    "--allow-write",
    "--allow-ffi",
  ]);
  assertEquals(permissions.slice(0, 4), [
    "--allow-run=cargo",
    `--allow-net=${host}`,
    `--allow-read=${folder}`,
    `--allow-write=${folder}`,
  ]);

  const installed = await project.cli([`--allow-env=${variables}`, ...permissions], ["install-rust"]);
  assertEquals(installed.code, 0, installed.stderr);
  const granted = /^A program finds it with (.*)$/m.exec(installed.stdout);
  assert(granted !== null, installed.stdout);
  const grant = granted[1]!.split(" ");
  const inCache = [...Deno.readDirSync(new URL("cracktrader/", project.cache))].map((entry) => entry.name);
  assertEquals(inCache, ["lib"], "the crate and its build are left behind");

  const run = await project.cli(["--allow-read=.", ...grant], [...RUN, "--engine", "rust", "--json"]);
  assertEquals(run.code, 0, run.stderr);
  const { engine, chain } = JSON.parse(run.stdout);
  assertEquals([engine.backend, chain], ["rust", await expectedChain()]);

  const doctor = await project.cli(grant, ["doctor", "--json"]);
  assertEquals(doctor.code, 0, doctor.stderr);
  const { ok, library } = JSON.parse(doctor.stdout);
  assertEquals([ok, library.found, library.problems], [true, true, []]);
  assertStringIncludes(library.path, library.sha256.slice(0, 12));
});

Deno.test("a new project runs its tasks with the permissions that they name, from a published package", async () => {
  using copy = temporaryFolder();
  using folder = temporaryFolder();
  await copyPublishedPackage(copy.url);
  await using served = await serveFolder(copy.url);
  const project = new URL("my-strategy/", folder.url);
  const deno = async (cwd: URL, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args,
      cwd,
      env: { NO_COLOR: "1", DENO_DIR: pathOf(new URL("deno/", folder.url)) },
      stdin: "null",
    }).output();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  };
  const own = new URL("src/cli/mod.ts", ROOT).href, path = pathOf(project);
  const made = await deno(
    folder.url,
    ...["run", "--no-prompt", "--no-lock", "--quiet", `--allow-read=${path}`, `--allow-write=${path}`],
    ...[own, "new", pathOf(project)],
  );
  assertEquals(made.code, 0, made.stderr);

  // The registry is a server on this machine, which is no host that may be imported from without being named.
  const file = new URL("deno.json", project), configuration = JSON.parse(Deno.readTextFileSync(file));
  const imports = {
    "@cracktrader/cracktrader": new URL("mod.ts", served.url).href,
    "@cracktrader/cracktrader/cli": new URL("src/cli/mod.ts", served.url).href,
  };
  const tasks = Object.fromEntries(
    Object.entries(configuration.tasks as Record<string, string>).map(([name, command]) =>
      [name, command.replace(/^deno (run|test)/, `deno $1 --no-prompt --allow-import=${served.url.host}`)] as const
    ),
  );
  Deno.writeTextFileSync(file, JSON.stringify({ ...configuration, tasks, imports, lock: false }));

  const start = await deno(project, "task", "start");
  assertEquals(start.code, 0, start.stderr);
  assertMatch(start.stdout, /^SmaCross on aapl\n/m);
  assertMatch(start.stdout, /^Trades closed +[1-9]/m);
  const test = await deno(project, "task", "test");
  assertEquals(test.code, 0, test.stdout + test.stderr);
  assertMatch(test.stdout, /1 passed \| 0 failed/);
});

Deno.test("a copy of the package on the disk runs from an empty folder, on each engine that it may use", async () => {
  using copy = temporaryFolder();
  await copyPublishedPackage(copy.url);
  using project = new Project(copy.url);
  const permissions = [`--allow-read=.,${pathOf(copy.url)}`];
  const run = await project.cli(permissions, RUN);
  assertEquals(run.code, 0, run.stderr);
  assertStringIncludes(run.stdout, `\nChain ${await expectedChain()}\n`);
  assertMatch(run.stdout, /^Engine: wasm /m);
  if (!enginesUnderTest().includes("rust")) return;
  Deno.mkdirSync(new URL("rust/lib/", copy.url));
  for (const { name } of Deno.readDirSync(new URL("rust/lib/", ROOT))) {
    Deno.copyFileSync(new URL(`rust/lib/${name}`, ROOT), new URL(`rust/lib/${name}`, copy.url));
  }
  const fast = await project.cli([...permissions, `--allow-ffi=${pathOf(new URL("rust/lib/", copy.url))}`], RUN);
  assertEquals(fast.code, 0, fast.stderr);
  assertStringIncludes(fast.stdout, `\nChain ${await expectedChain()}\n`);
  assertMatch(fast.stdout, /^Engine: rust /m);
});
