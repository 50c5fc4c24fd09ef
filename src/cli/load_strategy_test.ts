import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { pathOf, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { loadStrategy } from "./load_strategy.ts";
import { UsageError } from "./usage_error.ts";

const STRATEGY = new URL("../strategy/strategy.ts", import.meta.url).href;
const ONE = `import { Strategy } from "${STRATEGY}";
export class One extends Strategy.with({ period: 5 }) {}
export const other = 1;
export function helper() {}
`;

/** Writes a module and hands its path to a test. */
async function withModule(text: string, test: (path: string) => Promise<void>): Promise<void> {
  using folder = temporaryFolder();
  const file = new URL("a%20strategy%23.ts", folder.url);
  Deno.writeTextFileSync(file, text);
  await test(pathOf(file));
}

/** The message with which a module is refused. */
async function refusal(text: string, exportName?: string): Promise<string> {
  let message = "";
  await withModule(text, async (path) => {
    message = (await assertRejects(() => loadStrategy(path, exportName), UsageError)).message.replaceAll(path, "PATH");
  });
  return message;
}

Deno.test("the only strategy that a module exports is taken, whatever else it exports", async () => {
  await withModule(ONE, async (path) => {
    const strategy = await loadStrategy(path);
    assertEquals([strategy.name, strategy.defaults], ["One", { period: 5 }]);
    assertEquals(await loadStrategy(path, "One"), strategy);
  });
});

Deno.test("a strategy that is exported under two names is one", async () => {
  await withModule(`${ONE}export default One;\nexport { One as Uno };\n`, async (path) => {
    assertEquals((await loadStrategy(path)).name, "One");
    assertEquals((await loadStrategy(path, "Uno")).name, "One");
  });
});

Deno.test("among several strategies one has to be named", async () => {
  const two = `${ONE}export class Two extends One {}\n`;
  assertEquals(
    await refusal(two),
    "Cannot choose among the strategies of PATH: name one of One, Two with --export",
  );
  await withModule(two, async (path) => assertEquals((await loadStrategy(path, "Two")).name, "Two"));
});

Deno.test("an export that is none, or no strategy, is refused with those that there are", async () => {
  const there = "as strategy: it";
  assertEquals(
    await refusal(ONE, "Three"),
    `Cannot use the export Three of PATH ${there} is not there; it exports One`,
  );
  assertEquals(
    await refusal(ONE, "helper"),
    `Cannot use the export helper of PATH ${there} is no strategy; it exports One`,
  );
  assertEquals(
    await refusal("export const x = 1;"),
    "Cannot find a strategy in PATH: export a class that extends Strategy.with(...)",
  );
});

Deno.test("a strategy of another copy of the package is told from none", async () => {
  const text = `class Strategy { next() {} prenext() {} notifyOrder() {} buy() {} }
export class Foreign extends Strategy {}
`;
  assertStringIncludes(await refusal(text), "of this copy of the package, but of another one; import @cracktrader");
  assertStringIncludes(await refusal(text, "Foreign"), "is no strategy of this copy of the package");
});

Deno.test("a module that cannot be loaded is refused with the reason", async () => {
  assertEquals(await refusal('throw new Error("It is closed");'), "Cannot load the strategy PATH: It is closed");
  assertEquals(await refusal('throw "closed";'), "Cannot load the strategy PATH: closed");
  assertStringIncludes(
    (await assertRejects(() => loadStrategy("nowhere/strategy.ts"), UsageError)).message,
    "Cannot load the strategy nowhere/strategy.ts: Module not found",
  );
});
