import { assertEquals } from "@std/assert";
import * as ct from "../../../mod.ts";
import { determinismOfRun } from "./determinism_of_run.ts";

const feed = await ct.csv(new URL("../../../fixtures/prices/aapl.csv", import.meta.url));

Deno.test("a strategy that counts over runs does not repeat, and is told with bar and member", async () => {
  let calls = 0;
  class Counts extends ct.Strategy {
    override next(): void {
      if (++calls % 97 === 0) this.buy({ size: 1 });
    }
  }
  const { verdict, counterExample } = await determinismOfRun(Counts, feed, { engineBackend: "typescript" });
  assertEquals([verdict, counterExample!.member, typeof counterExample!.bar], ["failed", "next", "number"]);
});

Deno.test("a strategy without such state repeats; a second process is said to be left out", async () => {
  class Buys extends ct.Strategy {
    override next(): void {
      if (this.data.length % 97 === 0) this.buy({ size: 1 });
    }
  }
  const report = await determinismOfRun(Buys, feed, { engineBackend: "typescript" });
  assertEquals([report.verdict, report.cases, report.leftOut.length], ["held", 2, 1]);
});
