import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { pathOf, ROOT, run, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { MemoryTerminal } from "../../tests/cli/memory_terminal.ts";
import { samplePricesModule } from "../../tasks/sample_prices.ts";
import { PACKAGE_VERSION } from "../package_version.ts";
import { COMMANDS } from "./command_table.ts";
import { dispatch } from "./dispatch.ts";
import { projectFiles } from "./new_project.ts";
import { SAMPLE_PRICES } from "../feeds/samples/aapl.gen.ts";

async function make(...args: string[]): Promise<{ code: number; answer: string; remarks: string }> {
  const terminal = new MemoryTerminal(), code = await dispatch(["new", ...args], COMMANDS, terminal);
  return { code, answer: terminal.answer.join("\n"), remarks: terminal.remarks.join("\n") };
}

function filesUnder(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesUnder(`${folder}/${name}`).map((file) => `${name}/${file}`) : [name]
  ).sort();
}

const FILES = ["README.md", "data/LICENSE-aapl.txt", "data/aapl.csv", "deno.json", "strategy.ts", "strategy_test.ts"];

Deno.test("new makes a folder with a strategy, prices, a test and a configuration, also in an empty folder", async () => {
  using folder = temporaryFolder();
  const path = `${pathOf(folder.url)}deep/my strategy`;
  const { code, answer, remarks } = await make(path);
  assertEquals([code, remarks], [0, ""]);
  assertEquals(filesUnder(path), FILES);
  assert(answer.endsWith(`Go on with: cd ${JSON.stringify(path)} && deno task start`), answer);
  assertEquals(Deno.readTextFileSync(`${path}/README.md`).split("\n").slice(0, 1), ["# my strategy"]);
  const { imports, tasks } = JSON.parse(Deno.readTextFileSync(`${path}/deno.json`));
  assertEquals(imports, { "@cracktrader/cracktrader": `jsr:@cracktrader/cracktrader@${PACKAGE_VERSION}` });
  assertEquals(Object.keys(tasks), ["start", "test", "prove"]);
  // What is proved is the run that is started: the same prices, cash and commission.
  const started = tasks.start.split("/cli run ")[1];
  assertEquals([tasks.prove.split("/cli prove ")[1], /--cash \d+ --commission/.test(started)], [started, true]);
  const empty = `${pathOf(folder.url)}empty`;
  Deno.mkdirSync(empty);
  const json = await make(empty, "--json");
  assertEquals(json.code, 0);
  assertEquals(JSON.parse(json.answer).folder, empty);
  assertEquals(JSON.parse(json.answer).files.toSorted(), FILES);
});

Deno.test("new refuses a folder that has something in it, a file, and a place where it may not write, and changes nothing", async () => {
  using folder = temporaryFolder();
  const path = pathOf(folder.url), full = `${path}full`, file = `${path}file`;
  Deno.mkdirSync(full);
  Deno.writeTextFileSync(`${full}/strategy.ts`, "mine");
  Deno.writeTextFileSync(file, "mine");
  for (
    const [place, reason] of [
      [full, "it is there and not empty; name another one"],
      [file, "Not a directory"],
      [`${file}/inner`, "Not a directory"],
    ] as const
  ) {
    const { code, answer, remarks } = await make(place);
    assertEquals([code, answer], [2, ""]);
    assertStringIncludes(remarks, `Cannot make the folder ${place}: ${reason}`);
  }
  assertEquals([filesUnder(full), Deno.readTextFileSync(file)], [["strategy.ts"], "mine"]);
  assertEquals((await make()).code, 2);
  const nameless = await make("");
  assertEquals([nameless.code, nameless.answer], [2, ""]);
  assertStringIncludes(nameless.remarks, "Cannot make a folder without a name: write . for this one, if it is empty");
});

Deno.test("new takes away what it has made if a file cannot be written", async () => {
  using folder = temporaryFolder();
  const path = `${pathOf(folder.url)}project`, write = Deno.writeTextFileSync;
  Deno.writeTextFileSync = (file, text, options) => {
    if (String(file).endsWith("README.md")) throw new Error("No space left on device (os error 28)");
    write(file, text, options);
  };
  try {
    const { code, remarks } = await make(path);
    assertEquals(code, 2);
    assertStringIncludes(remarks, `Cannot make the folder ${path}: No space left on device`);
  } finally {
    Deno.writeTextFileSync = write;
  }
  assertEquals(filesUnder(pathOf(folder.url)), []);
});

Deno.test("the files of a new project are formatted, linted and checked", async () => {
  using folder = temporaryFolder();
  const path = pathOf(folder.url).replace(/\/$/, "");
  for (const [name, text] of projectFiles("my-strategy")) {
    Deno.mkdirSync(`${path}/${name}`.replace(/\/[^/]*$/, ""), { recursive: true });
    Deno.writeTextFileSync(`${path}/${name}`, text);
  }
  const deno = (...args: string[]): ReturnType<typeof run> => run(Deno.execPath(), args, { NO_COLOR: "1" });
  for (const args of [["fmt", "--check", path], ["lint", path]]) {
    const { code, stdout, stderr } = await deno(...args);
    assertEquals(code, 0, `${args[0]}: ${stdout}${stderr}`);
  }
  const configuration = JSON.parse(Deno.readTextFileSync(`${path}/deno.json`));
  const imports = { "@cracktrader/cracktrader": new URL("mod.ts", ROOT).href };
  Deno.writeTextFileSync(`${path}/deno.json`, JSON.stringify({ ...configuration, imports }));
  const checked = await deno("check", "--quiet", "--config", `${path}/deno.json`, `${path}/strategy_test.ts`);
  assertEquals(checked.code, 0, checked.stderr);
});

Deno.test("the prices of a new project are the last rows of the file that they come from", () => {
  assertEquals(Deno.readTextFileSync(new URL("../feeds/samples/aapl.gen.ts", import.meta.url)), samplePricesModule());
  const source = Deno.readTextFileSync(new URL("fixtures/prices/aapl.csv", ROOT)).split("\n");
  const rows = SAMPLE_PRICES.split("\n");
  assertEquals([rows[0], rows.at(-2), rows.length], [source[0], source.at(-2), 506]);
});
