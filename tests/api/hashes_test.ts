/**
 * The hashes of a run: the state chain over intents and notices, and the mark hash over cash and equity.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { RunLog } from "../../src/replay/run_log.ts";
import { ReplayLogReader } from "../../src/replay/replay_log_reader.ts";
import {
  OUT_CODE,
  OUT_COMMIT_MARK_HIGH,
  OUT_COMMIT_MARK_LOW,
  OUTPUT_COMMIT,
  RECORD_LANES,
} from "../../src/contract/contract.gen.ts";
import { hashText } from "../../src/records/text.ts";
import { risingBars } from "./daily_bars.ts";
import { onEveryEngine } from "./every_engine.ts";
import { type Script, scripted } from "./scripted.ts";

const SCRIPT: Script = { 2: (s) => void s.buy({ size: 5, stopLoss: 95 }), 6: (s) => void s.close() };

/** The chain of a script's run on every engine. */
function chainOf(script: Script, options: ct.BacktestOptions = {}): string {
  return onEveryEngine((conduct) => ct.backtest(scripted(script), risingBars(9), { ...options, ...conduct }).chain);
}

Deno.test("the mark hash at each step is the one that the COMMIT of the step holds, on every engine", () => {
  const hashes = onEveryEngine((conduct) => {
    const parts: Uint8Array[] = [];
    const replayLog = new RunLog({ writeSync: (bytes) => parts.push(bytes.slice()) && bytes.length });
    const result = ct.backtest(scripted(SCRIPT), risingBars(9), { ...conduct, replayLog });
    const bytes = new Uint8Array(parts.flatMap((part) => [...part])), commits: string[] = [];
    for (const chunk of new ReplayLogReader(bytes).chunks()) {
      if (chunk.kind !== "outputs") continue;
      for (let lane = 0; lane < chunk.floats.length; lane += RECORD_LANES) {
        if ((chunk.words[2 * lane + OUT_CODE]! & 255) !== OUTPUT_COMMIT) continue;
        const lanes = [OUT_COMMIT_MARK_LOW, OUT_COMMIT_MARK_HIGH].map((at) => chunk.floats[lane + at]!);
        commits.push(hashText(lanes[0]!, lanes[1]!));
      }
    }
    // The COMMIT of a step comes with the next one, so the last step has none.
    assertEquals(commits.length, 8);
    assertEquals(commits, commits.map((_hash, step) => result.markHash(step)));
    assertEquals(result.markHash(), result.markHash(8));
    return commits;
  });
  assertEquals(new Set(hashes).size, 8);
});

Deno.test("the close of positions at the end is one more mark", () => {
  const [open, closed] = [false, true].map((closeAtEnd) =>
    onEveryEngine((conduct) => {
      const result = ct.backtest(scripted({ 2: SCRIPT[2]! }), risingBars(9), {
        ...conduct,
        closeAtEnd,
        commission: 0.01,
      });
      return [result.markHash(7), result.markHash()];
    })
  );
  assertEquals(open![0], closed![0]);
  assert(open![1] !== closed![1]);
  assertThrows(
    () => ct.backtest(scripted({}), risingBars(2)).markHash(2),
    RangeError,
    "up to step 2: there are 2, from 0",
  );
});

Deno.test("two runs whose orders differ have two chains, though nothing else of them does", () => {
  const never = (limit: number): Script => ({ 2: (s) => void s.buy({ size: 1, limit }) });
  assert(chainOf(never(5)) !== chainOf(never(6)));
  assert(chainOf({}) !== chainOf(never(5)));
  assertEquals(chainOf(never(5)), chainOf(never(5)));
});

Deno.test("a term that is chosen as its default is, changes no chain; another one does", () => {
  const plain = chainOf(SCRIPT);
  assertEquals(chainOf(SCRIPT, { slippage: 0, commission: 0, barWithoutVolume: "fill", limitFill: "touch" }), plain);
  for (const options of [{ slippage: 0.1 }, { limitFill: "through" }, { tick: 0.01 }, { cash: 9999 }] as const) {
    assert(chainOf({}, options) !== chainOf({}), JSON.stringify(options));
  }
});
