import { feedOf } from "../../feeds/bars.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as ct from "../../../mod.ts";
import { openLibrary } from "../../engine/native/library.ts";
import { pathOf, ROOT, temporaryFolder } from "../../../tests/boundary/installed_library.ts";
import { SmaCross } from "../../../tasks/demo/sma_cross.ts";
import { ProcessRunner, StrategyProcessError } from "./process_runner.ts";
import { makeRun, type RunOutcome } from "../strategy/run_outcome.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

const feed = await ct.csv(new URL("fixtures/prices/aapl.csv", ROOT)), feeds = { aapl: feedOf(feed) };
const REQUEST = { feeds, options: { engineBackend: "typescript" }, wants: { commits: true, lines: true } } as const;
const CONFIG = new URL("deno.json", ROOT);

/** A strategy module with these lines in its `next`, and these before the class. */
function moduleOf(folder: URL, next: string, before: string = ""): URL {
  const url = new URL(`strategy_${crypto.randomUUID()}.ts`, folder);
  Deno.writeTextFileSync(
    url,
    `import * as ct from "@cracktrader/cracktrader";\n${before}\n` +
      `export class Tried extends ct.Strategy { override next(): void { ${next} } }\n`,
  );
  return url;
}

async function runModule(url: URL): Promise<RunOutcome> {
  return (await new ProcessRunner({ module: url, config: CONFIG }).run([REQUEST]))[0]!;
}

Deno.test("a run in a process of its own comes to what it comes to here, bit by bit", async () => {
  const runner = new ProcessRunner({ module: pathOf(new URL("tasks/demo/sma_cross.ts", ROOT)) });
  const [there, again] = await runner.run([REQUEST, REQUEST]), here = makeRun(SmaCross, REQUEST);
  assertEquals(runner.strategy, "SmaCross");
  assertEquals(await runner.defaults(), { fast: 10, slow: 30 });
  for (const outcome of [there!, again!]) {
    assertEquals(outcome.rows, here.rows);
    assertEquals(outcome.trace, here.trace);
    assertEquals(outcome.chains, here.chains);
    assertEquals(outcome.lines, here.lines);
  }
});

Deno.test("a strategy in a process of its own can neither read files nor use the net, run a program or read the environment", async () => {
  using folder = temporaryFolder();
  for (
    const act of [
      `Deno.readTextFileSync(${JSON.stringify(pathOf(new URL("fixtures/prices/aapl.csv", ROOT)))})`,
      `Deno.connect({ hostname: "127.0.0.1", port: 9 })`,
      `new Deno.Command("true").outputSync()`,
      `Deno.env.get("HOME")`,
    ]
  ) {
    const url = moduleOf(
      folder.url,
      `if (this.data.length === 1) throw new Error(seen);`,
      `let seen = "it could"; try { await ${act}; } catch (error) { seen = (error as Error).name; }`,
    );
    const { failure } = await runModule(url);
    assertEquals(
      [failure!.member, failure!.message.endsWith(": NotCapable")],
      ["next", true],
      `${act}: ${failure!.message}`,
    );
  }
});

Deno.test("a path is the path of a file, also where it looks like the text of an address", async () => {
  using folder = temporaryFolder();
  for (const name of ["a%20b.ts", "100%.ts", "a b.ts"]) {
    const path = `${pathOf(folder.url)}${name}`;
    Deno.writeTextFileSync(
      path,
      'import * as ct from "@cracktrader/cracktrader";\nexport class Named extends ct.Strategy {}\n',
    );
    const runner = new ProcessRunner({ module: path, config: CONFIG });
    assertEquals([(await runner.run([REQUEST]))[0]!.failure, runner.strategy], [undefined, "Named"]);
  }
});

Deno.test("a module that reads its data when it is imported is refused, with what it asked for", async () => {
  using folder = temporaryFolder();
  const url = moduleOf(folder.url, "", `const prices = Deno.readTextFileSync("prices.csv"); console.log(prices);`);
  const error = await assertRejects(() => runModule(url), StrategyProcessError);
  const message = 'without permissions: Requires read access to "prices.csv"; the process of a proof has no ' +
    "permission: put what reads files under `if (import.meta.main)` (file:";
  assert(error.message.includes(message), error.message);
  const guarded = moduleOf(folder.url, "", `if (import.meta.main) console.log(Deno.readTextFileSync("prices.csv"));`);
  assertEquals((await runModule(guarded)).failure, undefined);
});

Deno.test("a strategy's output to the console is not taken for an answer", async () => {
  using folder = temporaryFolder();
  const url = moduleOf(
    folder.url,
    `console.log("bar", this.data.length); console.info("more");`,
    `console.log("loaded");`,
  );
  const { failure, rows } = await runModule(url);
  assertEquals([failure, rows!.equity.length], [undefined, feed.length]);
});

Deno.test("a module without a strategy, with several, or without the one that is named is refused with what there is", async () => {
  using folder = temporaryFolder();
  const url = new URL("several.ts", folder.url);
  Deno.writeTextFileSync(
    url,
    `import * as ct from "@cracktrader/cracktrader";\n` +
      "export class One extends ct.Strategy {}\nexport class Two extends ct.Strategy {}\nexport const other = 3;\n",
  );
  const ask = (name?: string): Promise<unknown> =>
    new ProcessRunner({ module: url, config: CONFIG, ...(name === undefined ? {} : { export: name }) }).run([REQUEST]);
  await assertRejects(() => ask(), StrategyProcessError, "its strategies are One, Two; name one");
  await assertRejects(() => ask("other"), StrategyProcessError, 'Cannot find the strategy "other"');
  await ask("Two");
  assertThrows(() => new ProcessRunner({ module: "https://example.com/strategy.ts" }), TypeError, "pass a path");
});

Deno.test("the samples that a strategy's module loads itself are known after its run", async () => {
  using folder = temporaryFolder();
  const loads = moduleOf(folder.url, "void known;", `const known = await ct.sample("aapl");`);
  for (const [module, expected] of [[loads, ["aapl"]], [moduleOf(folder.url, ""), []]] as const) {
    const runner = new ProcessRunner({ module, config: CONFIG });
    await runner.run([REQUEST]);
    assertEquals(runner.samples, expected);
  }
});
