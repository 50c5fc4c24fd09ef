import { assert, assertEquals, assertThrows } from "@std/assert";
import * as contract from "../contract/contract.gen.ts";
import { enginesUnderTest } from "../../tests/engines.ts";
import { configurationOf, eventsOf, readFixtureCases } from "../../tests/fixture_case.ts";
import { playWhole } from "../laws/log/playback.ts";
import { Random } from "../laws/random.ts";
import { makeWorkload } from "../../tests/fuzz/workload.ts";
import { OrderLog } from "../../tests/order_states_log.ts";
import { audit, type AuditedRun, notAudited } from "./auditor.ts";

/** Cases that hold between them every kind of notice, simulated and reported. */
const CASES = [0, 1, 2, 3, 4, 5, 6, 8, 12, 16, 20, 25];

interface Case {
  readonly config: Float64Array<ArrayBuffer>;
  readonly events: Float64Array<ArrayBuffer>;
  readonly run: AuditedRun;
}

function cases(): Case[] {
  return CASES.map((number) => {
    const { configuration: { lanes: config }, events } = makeWorkload(new Random(2024, number), 400);
    return { config, events, run: playWhole("typescript", config, events) };
  });
}

/** A place in a log of outputs, and the record's float lanes, which may be changed. */
interface Spot {
  readonly floats: Float64Array;
  readonly words: Uint32Array;
}

/** The objections to every case whose first fitting record was changed; a case without one is left out. */
function objections(
  fits: (spot: Spot) => boolean,
  change: (spot: Spot) => void,
): (string | undefined)[] {
  return cases().flatMap(({ config, events, run }) => {
    const outputs = run.outputs.slice(), count = outputs.length / contract.RECORD_WORDS;
    for (let record = count - 1; record >= 0; record--) {
      const byte = record * contract.RECORD_BYTES;
      const spot = {
        floats: new Float64Array(outputs.buffer, byte, contract.RECORD_LANES),
        words: new Uint32Array(outputs.buffer, byte, contract.RECORD_WORDS),
      };
      if (!fits(spot)) continue;
      change(spot);
      return [audit(config, events, { ...run, outputs })];
    }
    return [];
  });
}

function isKind(spot: Spot, kind: number): boolean {
  return (spot.words[contract.OUT_CODE]! & 255) === kind;
}

/** Asserts that every case which has such a record is objected to, in words that hold this text. */
function assertObjects(found: readonly (string | undefined)[], text: string): void {
  assert(found.length > 0, `no case has a record to change for "${text}"`);
  for (const objection of found) assert(objection?.includes(text), `"${objection}" does not say "${text}"`);
}

for (const name of enginesUnderTest()) {
  Deno.test(`the auditor has no objection to ${name} on random logs`, () => {
    for (let number = 0; number < 60; number++) {
      const { configuration: { lanes }, events } = makeWorkload(new Random(77, number), 400);
      assertEquals(audit(lanes, events, playWhole(name, lanes, events)), undefined, `case ${number}`);
    }
  });
}

const FILL_LANES: Readonly<Record<string, number>> = {
  price: contract.OUT_FILL_PRICE,
  quantity: contract.OUT_FILL_QUANTITY,
  closed: contract.OUT_FILL_CLOSED,
  closed_value: contract.OUT_FILL_CLOSED_VALUE,
  opened_value: contract.OUT_FILL_OPENED_VALUE,
  closed_commission: contract.OUT_FILL_CLOSED_COMMISSION,
  opened_commission: contract.OUT_FILL_OPENED_COMMISSION,
  pnl: contract.OUT_FILL_PNL,
  position_size: contract.OUT_FILL_POSITION_SIZE,
  position_basis: contract.OUT_FILL_POSITION_BASIS,
  cash: contract.OUT_FILL_CASH,
};
const ORDER_LANES: Readonly<Record<string, number>> = {
  quantity: contract.OUT_ORDER_QUANTITY,
  filled: contract.OUT_ORDER_FILLED,
  average_price: contract.OUT_ORDER_AVERAGE_PRICE,
  value: contract.OUT_ORDER_VALUE,
  commission: contract.OUT_ORDER_COMMISSION,
  pnl: contract.OUT_ORDER_PNL,
  position_size: contract.OUT_ORDER_POSITION_SIZE,
  position_basis: contract.OUT_ORDER_POSITION_BASIS,
  limit: contract.OUT_ORDER_LIMIT,
  stop: contract.OUT_ORDER_STOP,
  executed_us: contract.OUT_ORDER_EXECUTED_US,
};
const ROUND_TRIP_LANES: Readonly<Record<string, number>> = {
  opened_us: contract.OUT_ROUND_TRIP_OPENED_US,
  quantity: contract.OUT_ROUND_TRIP_QUANTITY,
  quantity_max: contract.OUT_ROUND_TRIP_QUANTITY_MAX,
  entry_value: contract.OUT_ROUND_TRIP_ENTRY_VALUE,
  exit_value: contract.OUT_ROUND_TRIP_EXIT_VALUE,
  pnl: contract.OUT_ROUND_TRIP_PNL,
  commission: contract.OUT_ROUND_TRIP_COMMISSION,
  entry_quantity: contract.OUT_ROUND_TRIP_ENTRY_QUANTITY,
  bars_opened: contract.OUT_ROUND_TRIP_BARS_OPENED,
  bars_closed: contract.OUT_ROUND_TRIP_BARS_CLOSED,
};

const EXECUTION_LANES: Readonly<Record<string, number>> = {
  price: contract.OUT_EXECUTION_PRICE,
  quantity: contract.OUT_EXECUTION_QUANTITY,
  value: contract.OUT_EXECUTION_VALUE,
  commission: contract.OUT_EXECUTION_COMMISSION,
  pnl: contract.OUT_EXECUTION_PNL,
  position_size: contract.OUT_EXECUTION_POSITION_SIZE,
  position_cost: contract.OUT_EXECUTION_POSITION_COST,
  cash: contract.OUT_EXECUTION_CASH,
  ordered: contract.OUT_EXECUTION_ORDERED,
  filled: contract.OUT_EXECUTION_FILLED,
  bars: contract.OUT_EXECUTION_BARS,
};

for (
  const [kind, code, lanes] of [
    ["EXECUTION", contract.OUTPUT_EXECUTION, EXECUTION_LANES],
    ["FILL", contract.OUTPUT_FILL, FILL_LANES],
    ["ORDER", contract.OUTPUT_ORDER, ORDER_LANES],
    ["ROUND_TRIP", contract.OUTPUT_ROUND_TRIP, ROUND_TRIP_LANES],
  ] as const
) {
  Deno.test(`the auditor objects to every number of a ${kind} that is off by one`, () => {
    for (const [name, lane] of Object.entries(lanes)) {
      const found = objections((spot) => isKind(spot, code), ({ floats }) => floats[lane]! += 1);
      assertObjects(found, `has ${name} `);
    }
  });
}

Deno.test("the auditor objects to a mark that is off by one, in cash and in value", () => {
  for (const [name, lane] of [["cash", contract.OUT_MARK_CASH], ["value", contract.OUT_MARK_VALUE]] as const) {
    const found = objections((spot) => isKind(spot, contract.OUTPUT_MARK), ({ floats }) => floats[lane]! += 1);
    assertObjects(found, `MARK has ${name}`);
  }
});

Deno.test("the auditor objects to another state, another reason, another rule and another flag", () => {
  const isFill = (spot: Spot): boolean => isKind(spot, contract.OUTPUT_FILL);
  const isOrder = (spot: Spot): boolean => isKind(spot, contract.OUTPUT_ORDER);
  const isExecution = (spot: Spot): boolean => isKind(spot, contract.OUTPUT_EXECUTION);
  assertObjects(objections(isOrder, ({ words }) => words[contract.OUT_CODE]! ^= 1 << 8), "has detail");
  assertObjects(objections(isOrder, ({ words }) => words[contract.OUT_CODE]! ^= 1 << 16), "has reason");
  assertObjects(objections(isFill, ({ words }) => words[contract.OUT_CODE]! ^= 1 << 16), "has reason");
  assertObjects(objections(isFill, ({ words }) => words[contract.OUT_FILL_FLAGS]! ^= 1), "has flags");
  assertObjects(objections(isExecution, ({ words }) => words[contract.OUT_CODE]! ^= 1 << 8), "has detail");
  assertObjects(objections(isExecution, ({ words }) => words[contract.OUT_CODE]! ^= 1 << 16), "has reason");
  for (const name of ["flags", "round_trip", "label"]) {
    const lane = { flags: contract.OUT_EXECUTION_FLAGS, round_trip: contract.OUT_EXECUTION_ROUND_TRIP }[name] ??
      contract.OUT_EXECUTION_LABEL;
    assertObjects(objections(isExecution, ({ words }) => words[lane]! ^= 1), `has ${name}`);
  }
  assertObjects(objections(isOrder, ({ words }) => words[contract.OUT_ORDER_FLAGS]! ^= 0x100), "has flags");
});

Deno.test("the auditor objects to a refusal for cash that tells other amounts", () => {
  const isRefusal = ({ words }: Spot): boolean =>
    words[contract.OUT_CODE] ===
      (contract.OUTPUT_REFUSAL | contract.EVENT_STEP << 8 | contract.REASON_INSUFFICIENT_CASH << 16);
  for (
    const [name, lane] of [
      ["needed", contract.OUT_REFUSAL_NEEDED],
      ["available", contract.OUT_REFUSAL_AVAILABLE],
    ] as const
  ) {
    assertObjects(objections(isRefusal, ({ floats }) => floats[lane]! += 1), `has ${name}`);
  }
});

/** The outputs without one record, the notices behind it numbered anew so that nothing but the record is missing. */
function without(outputs: Uint32Array, record: number): Uint32Array {
  const kept = outputs.slice(), from = record * contract.RECORD_WORDS;
  for (let at = from + contract.RECORD_WORDS; at < kept.length; at += contract.RECORD_WORDS) {
    if (kept[at + contract.OUT_SEQUENCE]! > 0) kept[at + contract.OUT_SEQUENCE]! -= 1;
  }
  kept.copyWithin(from, from + contract.RECORD_WORDS);
  return kept.slice(0, -contract.RECORD_WORDS);
}

Deno.test("the auditor objects to a fill, an order update, a round trip or a mark that is missing", () => {
  const kinds = [
    contract.OUTPUT_ORDER,
    contract.OUTPUT_EXECUTION,
    contract.OUTPUT_FILL,
    contract.OUTPUT_ROUND_TRIP,
    contract.OUTPUT_MARK,
  ];
  for (const kind of kinds) {
    for (const { config, events, run } of cases()) {
      const count = run.outputs.length / contract.RECORD_WORDS;
      for (let record = 0; record < count; record += 7) {
        if ((run.outputs[record * contract.RECORD_WORDS + contract.OUT_CODE]! & 255) !== kind) continue;
        const objection = audit(config, events, { ...run, outputs: without(run.outputs, record) });
        assert(objection !== undefined, `kind ${kind}, record ${record}`);
      }
    }
  }
});

Deno.test("the auditor objects to a status that tells another account than the notices", () => {
  const lanes: Readonly<Record<string, number>> = {
    cash: contract.STATUS_CASH,
    free_cash: contract.STATUS_FREE_CASH,
    value: contract.STATUS_VALUE,
    external: contract.STATUS_EXTERNAL,
    commission: contract.STATUS_COMMISSION,
    realised: contract.STATUS_REALISED,
    other_profit: contract.STATUS_OTHER_PROFIT,
    lost_reports: contract.STATUS_LOST_REPORTS,
    live_orders: contract.STATUS_LIVE_ORDERS,
  };
  const { config, events, run } = cases()[0]!;
  for (const [name, lane] of Object.entries(lanes)) {
    const status = run.status.slice();
    status[lane]! += 1;
    assertObjects([audit(config, events, { ...run, status })], `the status has ${name}`);
  }
});

Deno.test("the auditor objects to a payment that is not noted with its purpose and its amount", () => {
  const log = new OrderLog({ execution: "simulated" }).step(10).cash(-5, contract.CASH_PURPOSE_FUNDING);
  const config = log.configuration(), events = log.take(), run = playWhole("typescript", config, events);
  assertEquals(audit(config, events, run), undefined);
  const outputs = without(run.outputs, run.outputs.length / contract.RECORD_WORDS - 1);
  assertObjects([audit(config, events, { ...run, outputs })], "a payment of -5 was not noted as FUNDING");
});

Deno.test("the auditor objects to a withdrawal of what an open short sets aside, and to the refusal of one below it", () => {
  const play = (paid: number): Case => {
    const log = new OrderLog({ execution: "simulated" }).step(10).place(1, { side: contract.SIDE_SELL }).step(10);
    const config = log.configuration(), events = log.cash(paid).take();
    return { config, events, run: playWhole("typescript", config, events) };
  };
  const refused = play(-901), taken = play(-900), last = refused.run.outputs.length / contract.RECORD_WORDS - 1;
  assertEquals([refused, taken].map(({ config, events, run }) => audit(config, events, run)), [undefined, undefined]);
  const outputs = without(refused.run.outputs, last);
  assertObjects(
    [audit(refused.config, refused.events, { ...refused.run, outputs })],
    "a payment of -901 with free cash of 900 was taken",
  );
  assertObjects(
    [audit(taken.config, taken.events, refused.run)],
    "a payment of -900 with free cash of 900 was refused",
  );
});

Deno.test("the auditor objects to a wrong fill that both engines would agree on: a log whose bar was another one", () => {
  let changed = 0;
  for (const { config, events, run } of cases()) {
    const words = new Uint32Array(events.slice().buffer), other = new Float64Array(words.buffer);
    const fill = run.outputs.findIndex((word, at) =>
      at % contract.RECORD_WORDS === contract.OUT_CODE && (word & 255) === contract.OUTPUT_EXECUTION &&
      word >>> 16 === contract.FILL_RULE_OPEN
    );
    if (fill < 0) continue;
    const cause = run.outputs[fill - contract.OUT_CODE + contract.OUT_CAUSE]! - 1;
    // A refusal of that step depends on the bar too, and may come before the fill.
    const refuses = run.outputs.some((word, at) =>
      at % contract.RECORD_WORDS === contract.OUT_CODE && (word & 255) === contract.OUTPUT_REFUSAL &&
      run.outputs[at - contract.OUT_CODE + contract.OUT_CAUSE] === cause + 1
    );
    if (refuses) continue;
    const instrument = run.outputs[fill - contract.OUT_CODE + contract.OUT_EXECUTION_INSTRUMENT];
    for (let event = cause; event >= 0; event--) {
      const at = event * contract.RECORD_WORDS;
      if (
        words[at + contract.LANE_KIND] !== contract.EVENT_BAR || words[at + contract.LANE_INSTRUMENT] !== instrument
      ) {
        continue;
      }
      for (const lane of [contract.BAR_OPEN, contract.BAR_HIGH, contract.BAR_LOW, contract.BAR_CLOSE]) {
        other[event * contract.RECORD_LANES + lane]! += 1000;
      }
      break;
    }
    assertObjects([audit(config, other, run)], "EXECUTION");
    changed++;
  }
  assert(changed > 0);
});

Deno.test("the auditor objects to a diagnostic on ruin or volume that is missing, of another order, or of another value", () => {
  const reason = ({ words }: Spot): number => words[contract.OUT_CODE]! >>> 16;
  for (
    const [judged, name] of [[contract.REASON_RUINED, "RUINED"], [contract.REASON_NO_VOLUME, "NO_VOLUME"]] as const
  ) {
    const fits = (spot: Spot): boolean => isKind(spot, contract.OUTPUT_DIAGNOSTIC) && reason(spot) === judged;
    assertObjects(objections(fits, ({ floats }) => floats[contract.OUT_DIAGNOSTIC_VALUE]! -= 1), `${name}`);
    assertObjects(objections(fits, ({ words }) => words[contract.OUT_DIAGNOSTIC_ORDER_ID]! += 1), `${name}`);
    const other = contract.OUTPUT_DIAGNOSTIC | contract.LEVEL_INFO << 8 | contract.REASON_RECORDED_ONLY << 16;
    assertObjects(objections(fits, ({ words }) => words[contract.OUT_CODE] = other), `${name}`);
  }
});

Deno.test("the auditor says why it does not judge plain doubles and the queue", () => {
  const { config, events, run } = cases()[0]!, doubles = config.slice(), queue = config.slice();
  doubles[contract.CONFIG_RULE_NUMBERS] = contract.NUMBERS_DOUBLES;
  queue[contract.CONFIG_RULE_MATCHING] = contract.MATCHING_QUEUE;
  assertEquals(notAudited(config), undefined);
  assertThrows(() => audit(doubles, events, run), RangeError, "the order of operations is the truth");
  assertThrows(() => audit(queue, events, run), RangeError, "its matching is by queue");
});

Deno.test("the auditor has no objection to the cases that were worked out by hand", () => {
  for (const folder of ["parity", "scenarios"]) {
    for (const fixture of readFixtureCases(new URL(`../../fixtures/${folder}/`, import.meta.url))) {
      const config = configurationOf(fixture), events = eventsOf(fixture);
      assertEquals(audit(config, events, playWhole("typescript", config, events)), undefined, fixture.name);
    }
  }
});
