import { assert, assertEquals } from "@std/assert";
import type { Mutant } from "./mutant.ts";
import { outcomeOfRun, type SuiteOutcome } from "./suite_run.ts";
import { type TrialResult, tryMutant } from "./trial.ts";
import { Workbench } from "./workbench.ts";

/** A tree of two files, each with its test. */
const TREE: Readonly<Record<string, string>> = {
  "deno.json": "{}\n",
  "least.ts": `export function least(a: number, b: number): number {
  if (a === b) return b;
  return a < b ? a : b;
}
`,
  "least_test.ts": `import { least } from "./least.ts";
Deno.test("the least comes out", () => {
  if (least(1, 2) !== 1) throw new Error("not the least");
});
`,
  "sum.ts": `import { least } from "./least.ts";
export function sum(a: number, b: number): number {
  return least(a + b, 100);
}
`,
  "sum_test.ts": `import { sum } from "./sum.ts";
Deno.test("the sum comes out", () => {
  if (sum(1, 2) !== 3 || sum(60, 60) !== 100) throw new Error("not the sum");
});
`,
};

async function inTree(fn: (place: Workbench) => Promise<void>): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    const write = async (): Promise<void> => {
      for (const [file, text] of Object.entries(TREE)) await Deno.writeTextFile(`${folder}/${file}`, text);
    };
    await write();
    await fn(new Workbench(folder, false));
    for (const [file, text] of Object.entries(TREE)) assertEquals(await Deno.readTextFile(`${folder}/${file}`), text);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function mutant(before: string, after: string, rest: Partial<Mutant> = {}): Mutant {
  const edits = [{ file: "least.ts", before, after }];
  return { name: "x", operator: undefined, edits, suite: ["least_test.ts"], ...rest };
}

function told({ verdict, killedBy }: TrialResult): readonly (string | undefined)[] {
  return [verdict, killedBy];
}

const MOST = ["return a < b ? a : b;", "return a > b ? a : b;"] as const;
/** Nobody can tell equal numbers apart. */
const NO_DIFFERENCE = ["if (a === b) return b;", "if (a === b) return a;"] as const;

Deno.test("a mutant that its suite notices is killed, by the test that fails", async () => {
  await inTree(async (place) => {
    assertEquals(told(await tryMutant(place, mutant(...MOST))), ["killed", "the least comes out"]);
    const named = await tryMutant(place, mutant(...MOST, { suite: [] }));
    assertEquals(named.verdict, "killed");
  });
});

Deno.test("a mutant that only another suite notices is killed elsewhere, and one that none does survives", async () => {
  await inTree(async (place) => {
    const cut = mutant(...MOST, { suite: ["least_test.ts"] });
    const wrong: Mutant = {
      ...cut,
      edits: [{ file: "sum.ts", before: "return least(a + b, 100);", after: "return a;" }],
    };
    assertEquals(told(await tryMutant(place, wrong)), ["killed elsewhere", "the sum comes out"]);
    assertEquals(told(await tryMutant(place, wrong, true)), ["survived", undefined]);
    assertEquals(told(await tryMutant(place, mutant(...NO_DIFFERENCE))), ["survived", undefined]);
  });
});

Deno.test("an equivalent mutant has to survive its suite, and then nothing else is run", async () => {
  await inTree(async (place) => {
    const equivalent = "equal numbers are one";
    const result = await tryMutant(place, mutant(...NO_DIFFERENCE, { equivalent }));
    assertEquals([result.verdict, result.reason], ["equivalent", equivalent]);
    const noticed = await tryMutant(place, mutant(...MOST, { equivalent }));
    assertEquals(noticed.verdict, "error");
    assert(noticed.reason!.includes("is noticed by the least comes out"), noticed.reason);
  });
});

Deno.test("a mutant that is stale, does not compile or whose suite cannot be run is an error and no kill", async () => {
  await inTree(async (place) => {
    const reasons: readonly (readonly [Mutant, string])[] = [
      [mutant("return a;", ""), "Cannot plant x: least.ts has its lines nowhere"],
      [mutant(MOST[0], 'return "a";'), "it does not compile"],
      [mutant(...MOST, { suite: ["no_test.ts"] }), "its suite cannot be run"],
    ];
    for (const [wrong, reason] of reasons) {
      const result = await tryMutant(place, wrong);
      assertEquals(result.verdict, "error");
      assert(result.reason!.includes(reason), result.reason);
    }
  });
});

Deno.test("a run is told by its exit code and its summary, and a run that tests nothing neither passes nor kills", () => {
  const cases: readonly (readonly [code: number, timedOut: boolean, text: string, outcome: SuiteOutcome])[] = [
    [0, false, "ok | 3 passed | 0 failed (1s)", "passed"],
    [0, false, "ok | 0 passed | 0 failed (1s)", "unfit"],
    [1, false, "a ... FAILED\nFAILED | 0 passed | 1 failed (1s)", "failed"],
    [1, false, "error: Module not found", "unfit"],
    [139, false, "", "crashed"],
    [137, true, "", "timed out"],
  ];
  for (const [code, timedOut, text, outcome] of cases) {
    const run = outcomeOfRun({ code, timedOut, text }, /[1-9] passed/, /[1-9] failed/, /^(.+) \.\.\. FAILED/m);
    assertEquals([run.outcome, run.failure], [outcome, outcome === "failed" ? "a" : undefined], text);
  }
});
