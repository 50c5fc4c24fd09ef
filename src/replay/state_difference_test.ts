import { assertEquals } from "@std/assert";
import { snapshotState } from "../core/snapshot.ts";
import { State } from "../core/state/state.ts";
import { trialConfiguration } from "../engine/native/trial.ts";
import { stateDifferences } from "./state_difference.ts";

function snapshotOf(change: (state: State) => void): Uint8Array {
  const state = new State(trialConfiguration());
  change(state);
  return snapshotState(state);
}

Deno.test("equal states have no difference", () => {
  const bytes = snapshotOf((state) => {
    state.instruments[0]!.close = NaN;
  });
  assertEquals(stateDifferences(bytes, bytes.slice()), []);
});

Deno.test("only the fields that differ are listed, with both numbers", () => {
  const first = snapshotOf((state) => {
    state.account.cash = 1;
    state.instruments[0]!.volume = 0;
  });
  const second = snapshotOf((state) => {
    state.account.cash = 2;
    state.instruments[0]!.volume = -0;
  });
  assertEquals(stateDifferences(first, second), [
    { path: "cash", first: 1, second: 2 },
    { path: "instruments[0].volume", first: 0, second: -0, instrument: 0 },
  ]);
});

Deno.test("a value that one state alone has is listed without a number for the other", () => {
  const none = snapshotOf(() => {});
  const one = snapshotOf((state) => {
    state.positions_read.push(0);
  });
  assertEquals(stateDifferences(none, one), [
    { path: "positions_read.length", first: 0, second: 1 },
    { path: "positions_read[0]", first: undefined, second: 0 },
  ]);
  assertEquals(stateDifferences(one, none), [
    { path: "positions_read.length", first: 1, second: 0 },
    { path: "positions_read[0]", first: 0, second: undefined },
  ]);
});
