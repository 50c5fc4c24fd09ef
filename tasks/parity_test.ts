import { assert, assertEquals } from "@std/assert";
import { type GateFlags, type GatePart, PARTS, runGate, verdictLine } from "./parity.ts";

const NO_FLAGS: GateFlags = {
  "skip-install": false,
  "skip-benchmark": false,
  "skip-model": false,
  "with-integration": false,
  cases: undefined,
};

function part(name: string, more: Partial<GatePart> = {}): GatePart {
  return { name, shows: "", args: [name], counts: /(\d+ passed, 0 failed)/, ...more };
}

/** Runs parts that print what the table says, with their exit code. */
async function gate(
  parts: readonly GatePart[],
  prints: Readonly<Record<string, readonly [code: number, output: string]>>,
  flags: Partial<GateFlags> = {},
): Promise<{ verdict: string; line: string; lines: string[]; calls: string[][] }> {
  const lines: string[] = [], calls: string[][] = [];
  const report = await runGate(parts, { ...NO_FLAGS, ...flags }, ([name, ...args]) => {
    calls.push(args);
    const found = prints[name!];
    if (found === undefined) throw new Error(`There is no ${name}`);
    return Promise.resolve({ code: found[0], output: found[1] });
  }, (line) => lines.push(line));
  return { verdict: report.verdict, line: verdictLine(report), lines, calls };
}

Deno.test("a gate is green when every part passes and counts something", async () => {
  const { verdict, line, lines } = await gate([part("a"), part("b")], {
    a: [0, "\u001b[32m5 passed, 0 failed\u001b[0m\n"],
    b: [0, "7 passed, 0 failed"],
  });
  assertEquals([verdict, line], ["green", "parity: green: 2 parts passed"]);
  assert(lines[0]!.startsWith("passed  a") && lines[0]!.endsWith("5 passed, 0 failed"), lines[0]);
});

Deno.test("a part that fails, counts nothing or cannot be run turns the gate red, and the others still run", async () => {
  const prints = { a: [1, "4 passed, 0 failed"], b: [0, "nothing to do"], d: [0, "1 passed, 0 failed"] } as const;
  const { verdict, line, lines } = await gate([part("a"), part("b"), part("c"), part("d")], prints);
  assertEquals([verdict, line], ["red", "parity: RED: a, b, c failed"]);
  assertEquals(lines.map((text) => text.slice(0, 9)), ["failed  a", "failed  b", "failed  c", "passed  d"]);
  assert(lines[1]!.includes("counted nothing") && lines[0]!.includes("exit code 1"), lines.join("\n"));
});

Deno.test("a part is skipped only by its flag, and the verdict says so; one is added only by its flag", async () => {
  const parts = [part("a", { skippedBy: "skip-benchmark" }), part("b"), part("c", { addedBy: "with-integration" })];
  const prints = { a: [0, "1 passed, 0 failed"], b: [0, "2 passed, 0 failed"], c: [0, "3 passed, 0 failed"] } as const;
  assertEquals(
    (await gate(parts, prints, { "skip-benchmark": true })).line,
    "parity: green, without a (skipped): 1 parts passed",
  );
  assertEquals((await gate(parts, prints, { "skip-install": true })).line, "parity: green: 2 parts passed");
  assertEquals((await gate(parts, prints, { "with-integration": true })).line, "parity: green: 3 parts passed");
});

Deno.test("a part that lacks a program says so, and turns the gate red", async () => {
  const { verdict, lines } = await gate([part("a")], { a: [1, "skipped: there is no python3 to run\n"] });
  assertEquals(verdict, "red");
  assert(lines[0]!.startsWith("failed  a") && lines[0]!.endsWith("skipped: there is no python3 to run"), lines[0]);
});

Deno.test("the number of cases goes to the parts that count them, and to no other", async () => {
  const prints = { a: [0, "1 passed, 0 failed"], b: [0, "2 passed, 0 failed"] } as const;
  const parts = [part("a", { cases: 300 }), part("b")];
  assertEquals((await gate(parts, prints)).calls, [["--cases", "300"], []]);
  assertEquals((await gate(parts, prints, { cases: 5 })).calls, [["--cases", "5"], []]);
});

Deno.test("every part that the gate names is there to be run", async () => {
  for (const { name, args } of PARTS) {
    for (const argument of args) {
      if (!/^(tests|tasks|src|bench)(\/|$)/.test(argument)) continue;
      await Deno.stat(new URL(`../${argument}`, import.meta.url)).catch(() => {
        throw new Error(`Part "${name}" runs ${argument}, which is not there`);
      });
    }
  }
});

Deno.test("a part that is a task of its own has all permissions to write that its task has", () => {
  const { tasks } = JSON.parse(Deno.readTextFileSync(new URL("../deno.json", import.meta.url))) as {
    readonly tasks: Readonly<Record<string, { readonly command: string }>>;
  };
  const written = (words: readonly string[]): string | undefined =>
    words.find((word) => word.startsWith("--allow-write"));
  const named = PARTS.filter(({ name }) => tasks[name] !== undefined);
  assert(named.some(({ name }) => name === "demo"));
  for (const { name, args } of named) {
    assertEquals(written(args), written(tasks[name]!.command.split(" ")), name);
  }
});
