import { assert, assertEquals } from "@std/assert";
import * as contract from "../../src/contract/contract.gen.ts";
import { firstDifference, noticesOnly } from "./difference.ts";
import { directedCases } from "./directed.ts";
import { type Played, playWhole } from "../../src/laws/log/playback.ts";

/** A short log and what it came to. */
function outcome(): { events: Float64Array; played: Played } {
  const { config, events } = directedCases().at(-1)!;
  return { events, played: playWhole("typescript", config, events) };
}

Deno.test("firstDifference() finds nothing between equal outcomes", () => {
  const { events, played } = outcome();
  assertEquals(firstDifference(played, { ...played, outputs: played.outputs.slice() }, events), undefined);
});

Deno.test("firstDifference() names the record, both its texts and the event behind it", () => {
  const { events, played } = outcome(), outputs = played.outputs.slice();
  outputs[contract.OUT_CODE]! ^= 1 << 16;
  const text = firstDifference(played, { ...played, how: "spoilt", outputs }, events) ?? "";
  assert(text.startsWith("Output 1 differs\n  typescript, one batch:\n    #1 of event 1 REFUSAL BAR BAR_"), text);
  assert(text.includes("\n  event 1: BAR time_us=86400000000 open=100 high=101 low=99 close=100"), text);
});

Deno.test("firstDifference() sees one bit of a status lane, of a snapshot, and a record too few", () => {
  const { events, played } = outcome();
  const status = played.status.slice(), snapshot = played.snapshot.slice();
  status[contract.STATUS_CASH]! += 1;
  snapshot[100]! ^= 1;
  assert(firstDifference(played, { ...played, status }, events)?.startsWith("Status cash is"));
  assert(firstDifference(played, { ...played, snapshot }, events)?.includes("differ in lane 12"));
  const fewer = played.outputs.slice(0, -contract.RECORD_WORDS);
  assert(firstDifference(played, { ...played, outputs: fewer }, events)?.includes("nothing more"));
});

Deno.test("firstDifference() takes a failure inside an engine for a difference, even on both sides", () => {
  const { events, played } = outcome();
  const failed = { ...played, failure: "assertion" };
  assert(firstDifference(played, failed, events)?.startsWith("An engine failed inside"));
  assert(firstDifference(failed, failed, events)?.startsWith("An engine failed inside"));
});

Deno.test("noticesOnly() leaves marks and commits out", () => {
  const { played } = outcome(), notices = noticesOnly(played.outputs);
  assert(notices.length > 0 && notices.length < played.outputs.length);
  for (let at = contract.OUT_CODE; at < notices.length; at += contract.RECORD_WORDS) {
    assert((notices[at]! & 255) <= contract.OUTPUT_DIAGNOSTIC);
  }
});
