/**
 * Parameters over several runs, in logs, in checkpoints and in proofs.
 *
 * @module
 */

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { openLibrary } from "../../src/engine/native/library.ts";
import { RunLog } from "../../src/replay/run_log.ts";
import { MemorySink } from "../../src/replay/log_sink.ts";
import { temporaryFolder } from "../boundary/installed_library.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

const feed = await ct.csv("fixtures/prices/aapl.csv");
const OPTIONS = { engineBackend: "typescript" } as const;

Deno.test("a strategy that writes to a parameter is told so, and no run leaves anything to the next in one", () => {
  class Writes extends ct.Strategy.with({ o: { x: 1 } }) {
    override next(): void {
      this.params.o.x++;
    }
  }
  const message = assertThrows(() => ct.backtest(Writes, feed, OPTIONS), ct.StrategyError).message;
  assert(message.startsWith("Writes.next failed at bar 0 ") && message.includes("read only property 'x'"), message);
  class Collects extends ct.Strategy.with({ seen: new Set<number>() }) {
    override next(): void {
      this.params.seen.add(this.data.length);
      if (this.params.seen.size % 100 === 0) this.buy({ size: 1 });
    }
  }
  const [first, second] = [ct.backtest(Collects, feed, OPTIONS), ct.backtest(Collects, feed, OPTIONS)];
  assertEquals([first.chain, first.orders.length, Collects.defaults.seen.size], [second.chain, 12, 0]);
});

Deno.test("defaults of any kind stand in a log and in a checkpoint, and are taken from the class again", () => {
  class Kinds extends ct.Strategy.with({
    ...{ symbol: Symbol("s"), word: /a+/, big: 2n ** 70n, map: new Map([["a", 1]]) },
    ...{ isDue: (bar: number): boolean => bar % 50 === 0, inner: { Class: class Inner {} } },
  }) {
    override next(): void {
      const { isDue, symbol, word, map, big, inner } = this.params;
      const whole = typeof symbol === "symbol" && word.test("aa") && map.get("a") === 1 && big > 1n &&
        !!new inner.Class();
      if (whole && isDue(this.data.length)) this.buy({ size: 1 });
    }
  }
  const sink = new MemorySink(), saved: Uint8Array[] = [];
  const whole = ct.backtest(Kinds, feed, { ...OPTIONS, replayLog: new RunLog(sink) });
  ct.backtest(Kinds, feed, { ...OPTIONS, checkpoint: { every: 600, save: (bytes) => saved.push(bytes) } });
  const resumed = ct.backtest(Kinds, feed, { ...OPTIONS, resume: saved[0]! });
  assertEquals([whole.orders.length, resumed.chain], [25, whole.chain]);
});

Deno.test("a proof takes defaults of any kind from the class, and names a given parameter that cannot be sent", async () => {
  using folder = temporaryFolder();
  const module = new URL("strategy.ts", folder.url);
  Deno.writeTextFileSync(
    module,
    `import * as ct from "@cracktrader/cracktrader";
export class Due extends ct.Strategy.with({ isDue: (bar: number) => bar % 50 === 0, word: /a/, every: 1 }) {
  override next(): void {
    if (this.params.isDue(this.data.length)) this.buy({ size: this.params.every });
  }
}
`,
  );
  const { Due } = await import(module.href) as { Due: ct.StrategyClass<ct.Params> };
  const proof = await ct.prove({ module }, feed, { cuts: 2, params: { every: 2 } });
  assertEquals([proof.verdict, proof.run.orders], ["held", 25]);
  const params = { isDue: (bar: number): boolean => bar > 1 };
  const message = assertThrows(() => ct.backtest(Due, feed, { ...OPTIONS, params }), TypeError).message;
  assert(message.startsWith('Cannot use the parameter isDue the function "isDue": '), message);
  for (const strategy of [{ module }, Due]) {
    const error = await assertRejects(() => ct.prove(strategy, feed, { cuts: 2, params }), TypeError);
    assertEquals(error.message, message);
  }
});
