import { assert, assertEquals } from "@std/assert";
import * as contract from "../../src/contract/contract.gen.ts";
import { kindOf, playCase, shrinkLog } from "./fuzz_case.ts";
import { playWhole } from "../../src/laws/log/playback.ts";
import { Random } from "../../src/laws/random.ts";
import { makeWorkload } from "./workload.ts";

/** Stands for a fault that both engines have: an order that was replaced is told again. */
function replacedOrder(config: Float64Array, events: Float64Array): string | undefined {
  const { outputs } = playWhole("typescript", config, events);
  for (let at = 0; at < outputs.length; at += contract.RECORD_WORDS) {
    const code = outputs[at + contract.OUT_CODE]!, order = outputs[at + contract.OUT_ORDER_ORDER_ID];
    if (
      (code & 255) === contract.OUTPUT_ORDER && code >>> 16 === contract.REASON_BY_REQUEST && (code >>> 8 & 255) === 2
    ) {
      return `Order ${order} was replaced`;
    }
  }
  return undefined;
}

Deno.test("a case shrinks to the events that its fault takes, with plain numbers and a plain configuration", () => {
  let number = 0, workload = makeWorkload(new Random(5, number), 600);
  while (replacedOrder(workload.configuration.lanes, workload.events) === undefined) {
    workload = makeWorkload(new Random(5, ++number), 600);
  }
  const found = replacedOrder(workload.configuration.lanes, workload.events)!;
  const { config, events, difference } = shrinkLog(workload, { number, found, comparing: 1 }, replacedOrder);
  const words = new Uint32Array(events.buffer), kinds: number[] = [];
  for (let at = 0; at < words.length; at += contract.RECORD_WORDS) kinds.push(words[at + contract.LANE_KIND]!);
  // The replacement carries the time of its step, which is a later one where the found one was.
  assertEquals(kinds.filter((kind) => kind !== contract.EVENT_STEP), [contract.EVENT_PLACE, contract.EVENT_REPLACE]);
  assert(kinds.length <= 4, `${kinds}`);
  assert(difference.endsWith(" was replaced"), difference);
  for (const lane of [contract.INSTRUMENT_SLIPPAGE_RATE, contract.INSTRUMENT_COMMISSION_KIND]) {
    assertEquals(config[contract.CONFIG_INSTRUMENTS + lane], 0);
  }
  for (const place of kinds.keys()) {
    const record = events.subarray(place * contract.RECORD_LANES);
    for (let lane = 1; lane < contract.EVENT_FLOATS; lane++) assert([0, 1].includes(record[lane]!), `${record}`);
  }
});

Deno.test("the cases of a fuzz are logs, columns and logs of the queue, and only the last are not audited", () => {
  const kinds = Array.from({ length: 8 }, (_none, number) => kindOf(number));
  assertEquals(kinds, ["log", "log", "log", "columns", "log", "queue", "log", "columns"]);
  const options = { engines: ["typescript"], seed: 3, events: 200, audit_every: 2 } as const;
  const outcomes = Array.from({ length: 8 }, (_none, number) => playCase(options, number));
  assertEquals(outcomes.map(({ audited }) => audited), [true, false, true, false, true, false, true, false]);
  assertEquals(outcomes.map(({ failure }) => failure), Array(8).fill(undefined));
});
