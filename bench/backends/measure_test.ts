import { assert, assertEquals } from "@std/assert";
import type { EngineName } from "../engines.ts";
import { measure } from "./measure.ts";
import type { Outcome } from "./outcome.ts";
import type { Backend } from "./workload.ts";

const OUTCOME: Outcome = { chain: "0123456789abcdef", cash: 1, value: 2, position: {} };

/** A backend whose outcome depends on how often it has run, with a list of who ran. */
function fake(name: EngineName, ran: string[], outcomeOf: (run: number) => Outcome = () => OUTCOME): Backend {
  let runs = 0;
  return {
    name,
    run: () => {
      ran.push(name);
      runs++;
      return () => outcomeOf(runs);
    },
    chains: () => [],
  };
}

Deno.test("every run is compared, and each iteration has one time of each", () => {
  const ran: string[] = [];
  const measured = measure({ bareLoop: () => ran.push("bare"), bareLoopShare: 1 }, [
    fake("typescript", ran),
    fake("rust", ran),
  ], {
    iterations: 5,
    warmup: 2,
    iterationMs: 0,
  });
  assert(measured.held, "equal runs were found to differ");
  assertEquals(measured.outcome, OUTCOME);
  assertEquals(measured.runsCompared, ran.filter((name) => name !== "bare").length);
  assertEquals(measured.runsPerIteration, 1);
  assertEquals(measured.bareLoopMs.length, 5);
  assertEquals([...measured.backendMs.keys()], ["typescript", "rust"]);
  for (const times of measured.backendMs.values()) assertEquals(times.length, 5);
  // Two runs of each in the prelude, then one of each an iteration, the first place going round.
  const turns = ran.filter((name, index) => name !== ran[index - 1]);
  assertEquals(turns.slice(0, 2), ["typescript", "rust"]);
  assertEquals(turns.filter((name) => name === "bare").length, 1 + 7 - 1);
});

Deno.test("a run that differs ends the measurement, whenever it comes", () => {
  const wrong: Outcome = { ...OUTCOME, value: 3 };
  // Runs one and two of a backend are the prelude, three and four the warm-up, five to nine the iterations.
  const cases: [number, string][] = [[1, "before the warm-up"], [4, "in warm-up 2"], [5, "in iteration 1"], [
    9,
    "in iteration 5",
  ]];
  for (const [bad, where] of cases) {
    const ran: string[] = [];
    const rust = fake("rust", ran, (run) => run === bad ? wrong : OUTCOME);
    const options = { iterations: 5, warmup: 2, iterationMs: 0 };
    assertEquals(measure({ bareLoop: () => 0, bareLoopShare: 1 }, [fake("typescript", ran), rust], options), {
      held: false,
      backend: "rust",
      against: "typescript",
      differences: ["value: 2 and 3"],
      where,
    });
    assertEquals(ran.filter((name) => name === "rust").length, bad);
  }
});

Deno.test("an engine that differs from itself is found without another", () => {
  const backend = fake("typescript", [], (run) => ({ ...OUTCOME, cash: run < 6 ? 1 : 0 }));
  const measured = measure({ bareLoop: () => 0, bareLoopShare: 1 }, [backend], {
    iterations: 5,
    warmup: 1,
    iterationMs: 0,
  });
  assert(!measured.held, "a run that differs was not seen");
  assertEquals([measured.backend, measured.against, measured.differences], [
    "typescript",
    "typescript",
    ["cash: 1 and 0"],
  ]);
});
