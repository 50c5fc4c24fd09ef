import { assertEquals } from "@std/assert";
import { changedBars, feedOf } from "../feeds/bars.ts";
import { bars } from "../feeds/read_columns.ts";
import { diffBars } from "./row_diff.ts";

const PRICES = { open: [10, 11, 12], high: [12, 12, 13], low: [9, 9, 9], close: [11, 10, 12] };
const older = bars({ time: ["2024-01-02", "2024-01-03", "2024-01-05"], ...PRICES, note: [1, NaN, 3] });

Deno.test("rows that were added, removed and revised are told with each value", () => {
  const newer = bars({
    time: ["2024-01-03", "2024-01-04", "2024-01-05"],
    ...PRICES,
    close: [10, 11, 12],
    note: [NaN, 5, 4],
  });
  const { changes, facts, ...counts } = diffBars(older, newer);
  assertEquals(counts, { added: 1, removed: 1, revised: 2, same: 0 });
  assertEquals(changes.map(({ kind, timeUs }) => [kind, new Date(timeUs / 1000).toISOString().slice(0, 10)]), [
    ["removed", "2024-01-02"],
    ["revised", "2024-01-03"],
    ["added", "2024-01-04"],
    ["revised", "2024-01-05"],
  ]);
  assertEquals(changes[1]!.values, [{ column: "open", older: 11, newer: 10 }]);
  assertEquals(changes[3]!.values, [{ column: "note", older: 3, newer: 4 }]);
  assertEquals(facts, []);
});

Deno.test("equal bars have no difference, a missing value being equal to itself", () => {
  assertEquals(diffBars(older, older), { added: 0, removed: 0, revised: 0, same: 3, changes: [], facts: [] });
});

Deno.test("facts in which series differ are told, and only columns that both have are compared", () => {
  const { timeframeUs } = feedOf(older);
  const changes = {
    timeframeUs: timeframeUs / 2,
    timeZone: "Asia/Tokyo",
    stamp: "open",
    adjusted: true,
    decimals: 3,
  } as const;
  const { facts, revised } = diffBars(older, changedBars(older, { ...changes, extra: {} }));
  assertEquals(revised, 0);
  assertEquals(facts, [
    { fact: "timeframe", older: "1d", newer: "12h" },
    { fact: "time zone", older: "UTC", newer: "Asia/Tokyo" },
    { fact: "stamp", older: "date", newer: "open" },
    { fact: "decimals", older: "0", newer: "3" },
    { fact: "prices", older: "not adjusted", newer: "adjusted" },
    { fact: "further columns", older: '"note"', newer: "none" },
  ]);
});
