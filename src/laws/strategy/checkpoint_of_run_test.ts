import { assert, assertEquals } from "@std/assert";
import * as ct from "../../../mod.ts";
import { enginesUnderTest } from "../../../tests/engines.ts";
import { ForgetsState } from "../../../tests/wrong_strategies/forgets_state.ts";
import { openLibrary } from "../../engine/native/library.ts";
import { checkpointOfRun } from "./checkpoint_of_run.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

const feed = await ct.csv(new URL("../../../fixtures/prices/aapl.csv", import.meta.url));

for (const engineBackend of enginesUnderTest()) {
  Deno.test(`state that a checkpoint loses is told, with the bar and the member, on ${engineBackend}`, async () => {
    const { verdict, counterExample } = await checkpointOfRun(ForgetsState, feed, { engineBackend, cuts: 6 });
    assertEquals([verdict, counterExample!.member], ["failed", "next"]);
    assert(counterExample!.size <= 31, counterExample!.smallest);
    assert(/^\d+ of 1260 bars, .*, resumed after bar \d+$/.test(counterExample!.smallest), counterExample!.smallest);
  });

  Deno.test(`the same state in a public field, or told by saveState, is kept on ${engineBackend}`, async () => {
    class KeepsState extends ct.Strategy {
      bars = 0;
      override next(): void {
        this.bars++;
        if (this.bars % 20 === 0) this.buy({ size: 1 });
        else if (this.bars % 20 === 10) this.close();
      }
    }
    class TellsState extends ct.Strategy {
      #bars = 0;
      override saveState(): unknown {
        return this.#bars;
      }
      override loadState(state: unknown): void {
        this.#bars = state as number;
      }
      override next(): void {
        this.#bars++;
        if (this.#bars % 20 === 0) this.buy({ size: 1 });
        else if (this.#bars % 20 === 10) this.close();
      }
    }
    for (const strategy of [KeepsState, TellsState]) {
      const report = await checkpointOfRun(strategy, feed, { engineBackend, cuts: 6 });
      assertEquals([report.verdict, report.cases > 3], ["held", true]);
    }
  });
}

Deno.test("state that a checkpoint refuses to keep makes the law not applicable, with what it said", async () => {
  class Holds extends ct.Strategy {
    random: URL = new URL("https://example.com");
    override next(): void {
      if (this.data.length % 20 === 0) this.buy({ size: 1 });
    }
  }
  const report = await checkpointOfRun(Holds, feed, { engineBackend: "typescript", cuts: 3 });
  assertEquals([report.verdict, report.cases], ["not applicable", 0]);
  assert(report.reason!.includes("this.random of Holds"), report.reason);
});
