import { assertEquals } from "@std/assert";
import type { Divergence } from "./bisect.ts";
import { formatDivergence } from "./format_divergence.ts";

const event = { kind: "CASH", time_us: 1000, amount: -5 };
const divergence: Divergence = {
  sequence: 317,
  checkpoint: 256,
  sides: [
    {
      name: "typescript",
      event,
      outputs: [{ kind: "MARK", time_us: 1000, cash: 95 }],
      failure: undefined,
      display: { event: { amount: -0.05 }, outputs: [{ cash: 0.95 }] },
    },
    { name: "rust", event, outputs: [], failure: undefined, display: { event: { amount: -0.05 }, outputs: [] } },
  ],
  state: [
    { path: "cash", first: 95, second: 100, display: { first: 0.95, second: 1 } },
    { path: "orders[17].state", first: undefined, second: 2, display: { instrument: "aapl", second: "SUBMITTED" } },
    { path: "instruments[0].mark", first: 0, second: -0, display: {} },
  ],
};

Deno.test("a divergence is its place, the event, what was said, and a table of what differs", () => {
  assertEquals(
    formatDivergence(divergence),
    `typescript and rust first differ after event 317, again when run from the checkpoint after event 256

event: CASH time_us=1000 amount=-5 (-0.05)
typescript says:
  MARK time_us=1000 cash=95 (0.95)
rust says nothing

state after it           typescript           rust
cash                      95 (0.95)        100 (1)
orders[17].state (aapl)      (none)  2 (SUBMITTED)
instruments[0].mark               0             -0`,
  );
});

Deno.test("events that differ are shown for each side, and a failure takes the place of a state", () => {
  const [first, second] = divergence.sides;
  const failed = { ...second, event: undefined, failure: "index out of range" };
  assertEquals(
    formatDivergence({ ...divergence, checkpoint: 0, sides: [first, failed], state: [] }),
    `typescript and rust first differ after event 317, again when run from the beginning

event of typescript: CASH time_us=1000 amount=-5 (-0.05)
event of rust: none
typescript says:
  MARK time_us=1000 cash=95 (0.95)
rust failed: index out of range

A failed engine has no state to compare`,
  );
});

Deno.test("a long list of fields is cut and counted", () => {
  const state = Array.from(
    { length: 45 },
    (_field, at) => ({ path: `instruments[${at}].bars`, first: at, second: 0, display: {} }),
  );
  const lines = formatDivergence({ ...divergence, state }).split("\n");
  assertEquals(lines.at(-1), "and 5 fields more");
  assertEquals(lines.filter((line) => line.startsWith("instruments[")).length, 40);
});

Deno.test("no divergence, equal states, and a difference before the first event are said", () => {
  assertEquals(
    formatDivergence(undefined),
    "No divergence: outputs, hashes and states are equal after every checkpoint",
  );
  assertEquals(
    formatDivergence({ ...divergence, state: [] }).split("\n").at(-1),
    "The states are equal; what was said of them is not",
  );
  const sides = [divergence.sides[1], divergence.sides[1]] as const;
  assertEquals(
    formatDivergence({ ...divergence, sequence: 0, sides }).split("\n")[0],
    "rust and rust differ before the first event",
  );
});
