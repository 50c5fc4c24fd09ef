import { assertEquals } from "@std/assert";
import { EVENT_KINDS, EVENT_SHARED_FLOATS, OUTPUT_KINDS, OUTPUT_SHARED_FLOATS } from "../contract/records.ts";
import { ACCOUNT_FIELDS, INSTRUMENT_FIELDS, ORDER_FIELDS, snapshotFields } from "../contract/state_fields.ts";
import type { JsonObject } from "../records/json.ts";
import { displayOfRecord, displayOfState, displayUnitsOf, unitOf } from "./display_values.ts";

const DESCRIPTION: JsonObject = {
  moneyUnit: "1/1000000",
  rules: { NUMBERS: "EXACT" },
  instruments: [{ name: "aapl", resolution: "1/100", lot: "1" }, { name: "bund", resolution: "1/32", lot: "1/10" }],
};
const units = displayUnitsOf(DESCRIPTION);

Deno.test("every number of records and of state has a unit, or is said to have none", () => {
  const lanes = [EVENT_KINDS, OUTPUT_KINDS].flatMap((kinds) => Object.values(kinds).flatMap(({ floats }) => floats));
  const depending = ["needed", "available", "expected"];
  const names = [...EVENT_SHARED_FLOATS, ...OUTPUT_SHARED_FLOATS, ...lanes].map(([name]) => name);
  const fields = [ACCOUNT_FIELDS, INSTRUMENT_FIELDS, ORDER_FIELDS].flatMap((table) =>
    snapshotFields(table).filter(({ type }) => type === "f64").map(({ name }) => name)
  );
  const without = [...names, ...fields].filter((name) => unitOf(name) === undefined && !depending.includes(name));
  assertEquals(without, []);
});

Deno.test("a record is shown in the units of its instrument and of the account, with names and moments", () => {
  const place: JsonObject = {
    kind: "PLACE",
    time_us: 1_704_207_600_000_000,
    instrument: 1,
    order_id: 7,
    quantity: 25,
    limit: 3201,
    stop: 0,
    cash: 2_500_000,
    fraction: 250_000_000,
    side: "BUY",
  };
  assertEquals(displayOfRecord(place, units), {
    instrument: "bund",
    time_us: "2024-01-02T15:00:00",
    quantity: 2.5,
    limit: 100.03125,
    cash: 2.5,
    fraction: 0.25,
  });
  const step = { kind: "STEP", time_us: 1_704_207_600_000_000, instrument: 0 };
  assertEquals(displayOfRecord(step, units), { time_us: "2024-01-02T15:00:00" });
  const refusal = { kind: "REFUSAL", instrument: 0, value: 5, needed: 100, available: 7 };
  assertEquals(displayOfRecord(refusal, units), { instrument: "aapl" }, "its lane says which unit it is");
  const bar = { kind: "BAR", instrument: 0, open: 4601, volume: 1234, close: "nan" };
  assertEquals(displayOfRecord(bar, units), { instrument: "aapl", open: 46.01 });
});

Deno.test("state is shown in the units of each side", () => {
  const other = displayUnitsOf({ ...DESCRIPTION, moneyUnit: "1/100" });
  const sides = [{ value: 4601, units }, { value: 4700, units: other }] as const;
  assertEquals(displayOfState("orders[3].limit", 0, sides), { instrument: "aapl", first: 46.01, second: 47 });
  assertEquals(displayOfState("cash", undefined, sides), { first: 0.004601, second: 47 });
  assertEquals(displayOfState("config.cash_initial", undefined, sides), { first: 0.004601, second: 47 });
  const states = [{ value: 3, units }, { value: undefined, units }] as const;
  assertEquals(displayOfState("orders[3].state", 1, states), { instrument: "bund", first: "TRIGGERED" });
  assertEquals(displayOfState("instruments[1].bars", 1, states), { instrument: "bund" });
  assertEquals(displayOfState("chain.low", undefined, states), {});
  assertEquals(displayOfState("instruments[0].mark", 0, [{ value: 0, units }, { value: -0, units }]), {
    instrument: "aapl",
  });
});

Deno.test("a log without grids, and one of doubles, has no units but moments and names of codes", () => {
  assertEquals(displayUnitsOf({ package: "1" }), undefined);
  assertEquals(displayUnitsOf({ ...DESCRIPTION, rules: { NUMBERS: "DOUBLES" } }), undefined);
  const record = { kind: "FILL", time_us: 86_400_000_000, instrument: 0, price: 4601 };
  assertEquals(displayOfRecord(record, undefined), { time_us: "1970-01-02T00:00:00" });
  const sides = [{ value: 3, units: undefined }, { value: 4, units: undefined }] as const;
  assertEquals(displayOfState("orders[1].order_type", 0, sides), { first: "STOP", second: "STOP_LIMIT" });
});
