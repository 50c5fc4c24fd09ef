import { assertEquals, assertStringIncludes } from "@std/assert";
import { MemoryTerminal } from "../../tests/cli/memory_terminal.ts";
import type { ProofReport } from "../laws/mod.ts";
import { openLibrary } from "../engine/native/library.ts";
import { pathOf, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { dispatch } from "./dispatch.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

const PROVE = { name: "prove", summary: "Try the laws on a strategy", load: () => import("./prove.ts") } as const;
const PRICES = "fixtures/prices/aapl.csv";

async function prove(...args: readonly string[]): Promise<{ code: number; answer: string; remarks: string }> {
  const terminal = new MemoryTerminal(), code = await dispatch(["prove", ...args], [PROVE], terminal);
  return { code, answer: terminal.answer.join("\n"), remarks: terminal.remarks.join("\n") };
}

Deno.test("prove --json prints the proof as one object, of the run that its flags say", async () => {
  const { code, answer } = await prove(
    ...["tasks/demo/sma_cross.ts", "--data", PRICES, "--cuts", "2", "--seed", "3", "--cash", "5000", "--json"],
    ...["--params", "fast=5", "--params", "slow=20", "--engine", "typescript", "--commission", "0.002"],
  );
  const proof = JSON.parse(answer) as ProofReport;
  assertEquals([code, proof.strategy, proof.verdict, proof.isolated], [0, "SmaCross", "held", true]);
  assertEquals([proof.run.engine, proof.run.bars, proof.feeds[0]!.name], ["typescript", 1260, "aapl"]);
  assertEquals(proof.laws.find(({ law }) => law === 8)!.cases, 2);
  assertEquals(proof.laws.find(({ law }) => law === 1)!.verdict, "held");
});

Deno.test("prove refuses a parameter that the strategy has not, and a run that fails", async () => {
  const unknown = await prove("tasks/demo/sma_cross.ts", "--data", PRICES, "--params", "quick=3");
  assertEquals(unknown.code, 2);
  assertStringIncludes(unknown.remarks, 'Cannot find the parameter "quick": there are fast, slow');
  const broke = await prove("tasks/demo/sma_cross.ts", "--data", PRICES, "--cash", "0");
  assertEquals(broke.code, 2);
  assertStringIncludes(broke.remarks, "Cannot prove a run that fails: Cannot start with cash 0");
});

Deno.test("prove ends with 1 if the strategy throws, or leaves an error that nobody catches", async () => {
  using folder = temporaryFolder();
  const cases: readonly (readonly [before: string, next: string, message: string])[] = [
    ["", 'if (this.data.length === 3) throw new Error("Enough");', "Throws.next failed at bar 2"],
    [
      'Promise.reject(new Error("Nobody"));',
      "",
      "it left an error that nobody caught, of a promise, a timer or a worker",
    ],
  ];
  for (const [at, [before, next, message]] of cases.entries()) {
    const module = new URL(`throws_${at}.ts`, folder.url);
    Deno.writeTextFileSync(
      module,
      `import * as ct from "@cracktrader/cracktrader";\n${before}\n` +
        `export class Throws extends ct.Strategy { override next() { ${next} } }\n`,
    );
    const { code, answer, remarks } = await prove(pathOf(module), "--data", PRICES);
    assertEquals([code, answer], [1, ""]);
    assertStringIncludes(remarks, message);
  }
});

Deno.test("prove --help tells its exit codes, its permissions and that the strategy has none", async () => {
  const { code, answer } = await prove("--help");
  assertEquals(code, 0);
  for (const part of ["no permission to read files", "--allow-run", "a law failed", "--cuts N"]) {
    assertStringIncludes(answer.replaceAll(/\s+/g, " "), part);
  }
});

Deno.test("prove --stress tries random markets of a seed, and saves the smallest that fails", async () => {
  const { code, answer } = await prove("tasks/demo/sma_cross.ts", "--stress", "1", "--cuts", "1", "--seed", "5");
  assertEquals([code, answer.split("\n").at(-1)], [0, "No law failed."]);
  using temporary = temporaryFolder();
  const folder = pathOf(temporary.url).replace(/\/$/, ""), path = `${folder}/throws.ts`;
  Deno.writeTextFileSync(
    path,
    `import * as ct from "@cracktrader/cracktrader";
export class Throws extends ct.Strategy.with({}) { override next(): void { throw new Error("always"); } }`,
  );
  const failed = await prove(path, "--stress", "1", "--cuts", "1", "--save", `${folder}/markets`, "--json");
  const { verdict, smallest } = JSON.parse(failed.answer);
  assertEquals([failed.code, verdict, smallest.bars], [1, "failed", 1]);
  const file = `${folder}/markets/stress-seed1-market${smallest.market}-market.csv`;
  assertEquals(Deno.readTextFileSync(file), smallest.files.market);
  const alone = await prove("tasks/demo/sma_cross.ts", "--data", PRICES, "--save", folder);
  assertStringIncludes(alone.remarks, "Cannot use --save without --stress N");
});
