/**
 * The order-state table, driven: every pair of a state and an event on both engines, by public events alone.
 *
 * The published table says of each pair what comes of it and for which reasons. A pair is driven to each of its reasons,
 * or stands in {@linkcode UNREACHABLE}; a reason that is in neither, or in both, fails.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import {
  ORDER_VIEW_LATE,
  OUT_DIAGNOSTIC_ORDER_ID,
  OUT_EXECUTION_ORDER_ID,
  OUT_ORDER_FLAGS,
  OUT_ORDER_ORDER_ID,
  OUT_REFUSAL_ORDER_ID,
  OUTPUT_DIAGNOSTIC,
  OUTPUT_EXECUTION,
  OUTPUT_ORDER,
  OUTPUT_REFUSAL,
  RECORD_LANES,
} from "../src/contract/contract.gen.ts";
import {
  ORDER_EVENTS,
  ORDER_OUTCOMES,
  ORDER_REASONS,
  ORDER_STATES,
  ORDER_TABLE,
} from "../src/contract/order_states.ts";
import { OutputReader } from "../src/records/output_reader.ts";
import { codeName } from "./code_name.ts";
import { createEngine, type EngineName, enginesUnderTest } from "./engines.ts";
import { type OrderCase, reportedCases } from "./order_states_cases.ts";
import { queueCases, simulatedCases } from "./order_states_market_cases.ts";

const EVENTS = Object.keys(ORDER_EVENTS);
const CASES: readonly OrderCase[] = [...reportedCases(), ...simulatedCases(), ...queueCases()];

/** Pairs that no event log leads to, and why; an event's list holds the states. */
const UNREACHABLE: readonly { readonly event: string; readonly states: readonly string[]; readonly why: string }[] = [
  {
    event: "SUBMIT",
    states: Object.keys(ORDER_STATES).filter((state) => state !== "CREATED"),
    why:
      "an order is sent once, at its placement or with the last order of its bracket, and ids are never placed again",
  },
];

/** Outputs of an order as text: notices as "STATE REASON", some with " late" behind, and reasons of other outputs. */
interface Said {
  readonly notices: readonly string[];
  readonly remarks: readonly string[];
}

function saidOf(outputs: Float64Array, order: number): Said {
  const notices: string[] = [], remarks: string[] = [], reader = new OutputReader(outputs);
  for (let index = 0; index < outputs.length / RECORD_LANES; index++) {
    reader.seek(index);
    const reason = codeName("REASON", reader.reason);
    if (reader.kind === OUTPUT_ORDER && reader.word(OUT_ORDER_ORDER_ID) === order) {
      const late = (reader.word(OUT_ORDER_FLAGS) & ORDER_VIEW_LATE) !== 0 ? " late" : "";
      notices.push(`${codeName("STATE", reader.detail)} ${reason}${late}`);
    } else if (reader.kind === OUTPUT_EXECUTION && reader.word(OUT_EXECUTION_ORDER_ID) === order) {
      notices.push(`${codeName("STATE", reader.detail)} FILLED`);
    } else if (
      (reader.kind === OUTPUT_DIAGNOSTIC && reader.word(OUT_DIAGNOSTIC_ORDER_ID) === order) ||
      (reader.kind === OUTPUT_REFUSAL && reader.word(OUT_REFUSAL_ORDER_ID) === order)
    ) remarks.push(reason);
  }
  return { notices, remarks };
}

/** Plays a case and returns what its order said before and in the act, with every word that came out. */
function play(engineName: EngineName, { config, arrange, act, order }: OrderCase): [Said, Said, Uint32Array] {
  using engine = createEngine(engineName, config);
  engine.apply(arrange);
  const before = engine.readAll();
  engine.apply(act);
  const after = engine.readAll();
  const words = [...new Uint32Array(before.buffer), ...new Uint32Array(after.buffer), ...engine.snapshot()];
  return [saidOf(before, order), saidOf(after, order), Uint32Array.from(words)];
}

/** Returns the notices and remarks that have to come of a case by the table. */
function expectedOf({ state, moves, before, derived, act, arrange }: OrderCase, filledUp: boolean): Said {
  assert(arrange.length > 0 && act.length > 0, "the case does nothing");
  const notices: string[] = [...before], remarks: string[] = [];
  let now = state;
  for (const [event, reason] of moves) {
    const outcome = ORDER_TABLE[now]![EVENTS.indexOf(event)]!;
    if (reason === "OVERFILL") {
      // The refusal, and the diagnostic that makes a session halt.
      remarks.push(reason, reason);
      continue;
    }
    if (outcome === "SAME" || outcome === "ILLEGAL") {
      remarks.push(reason!);
      continue;
    }
    if (outcome === "LATE") {
      remarks.push(reason!);
      if (filledUp) now = "FILLED";
      notices.push(`${now} FILLED late`);
      continue;
    }
    assert(outcome !== "DERIVED" || derived !== undefined, `the case does not say what ${event} in ${now} derives`);
    now = outcome === "DERIVED" ? derived! : outcome;
    if (reason !== null) notices.push(`${now} ${reason}`);
  }
  return { notices, remarks };
}

/** Reasons that come with a notice as a refusal or a diagnostic of their own, besides what the notice says. */
const BESIDE_A_NOTICE: ReadonlySet<string> = new Set([
  "INSUFFICIENT_CASH",
  "BELOW_LOT",
  "DUST",
  "AMOUNT_LIMIT",
  "MARGIN",
  "CUT_TO_CASH",
]);

for (const engineName of enginesUnderTest()) {
  for (const execution of ["reported", "simulated", "queue"]) {
    Deno.test(`on ${engineName} every pair of the order-state table that ${execution} execution reaches does what it says`, () => {
      const cases = CASES.filter((each) => each.execution === execution);
      assert(cases.length > 15, "there are hardly any cases");
      for (const each of cases) {
        const [arranged, acted] = play(engineName, each);
        // Simulated execution takes an order without a notice, so silence means that an order was not placed or rests.
        const silent = execution === "simulated" && each.state !== "CREATED" ? "ACCEPTED" : "CREATED";
        const before = (arranged.notices.at(-1) ?? silent).split(" ")[0];
        assertEquals(before, each.state, `${each.name}: the state before`);
        const expected = expectedOf(each, each.moves[0]![0] === "FILL_ALL");
        assertEquals([...acted.notices], [...expected.notices], `${each.name}: the order's notices`);
        const beside = expected.notices.map((notice) => notice.split(" ")[1]!).filter((name) =>
          BESIDE_A_NOTICE.has(name)
        );
        assertEquals([...acted.remarks], [...expected.remarks, ...beside], `${each.name}: refusals and diagnostics`);
      }
    });
  }
}

Deno.test("both engines say the same in every case of the order-state table, byte for byte", () => {
  const [first, ...others] = enginesUnderTest();
  for (const each of CASES) {
    const [, , words] = play(first!, each);
    for (const other of others) assertEquals(play(other, each)[2], words, each.name);
  }
  assert(first !== undefined, "there is no engine");
});

Deno.test("every pair of the order-state table is driven to each of its reasons or listed as out of reach", () => {
  const driven = new Map<string, Set<string>>();
  for (const { state, moves, derived } of CASES) {
    let now = state;
    for (const [event, reason] of moves) {
      const key = `${now} ${event}`, outcome = ORDER_TABLE[now]![EVENTS.indexOf(event)]!;
      driven.set(key, driven.get(key) ?? new Set());
      if (reason !== null) driven.get(key)!.add(reason);
      if (outcome in ORDER_STATES) now = outcome;
      else if (outcome === "DERIVED") now = derived!;
    }
  }
  const listed = new Map(
    UNREACHABLE.flatMap(({ event, states, why }) =>
      states.map((state): [string, string] => [`${state} ${event}`, why])
    ),
  );
  let pairs = 0;
  for (const state of Object.keys(ORDER_STATES)) {
    EVENTS.forEach((event, index) => {
      pairs++;
      const key = `${state} ${event}`, cell = ORDER_REASONS[state]![index]!;
      assertEquals(driven.has(key), !listed.has(key), `${key} is driven or listed, and not both`);
      assertEquals([...driven.get(key) ?? []].sort(), cell === "" ? [] : cell.split(" ").sort(), `reasons of ${key}`);
      assertEquals(cell === "", listed.has(key), `${key} has no reasons where it is out of reach`);
    });
  }
  assertEquals(pairs, driven.size + listed.size);
  assertEquals(pairs, 11 * 13);
});

Deno.test("the reference page shows every pair with its outcome and its reasons", () => {
  const page = Deno.readTextFileSync(new URL("../src/contract/REFERENCE.md", import.meta.url));
  const rows = new Set(page.split("\n").map((line) => line.split("|").map((cell) => cell.trim()).join("|")));
  for (const [state, row] of Object.entries(ORDER_TABLE)) {
    row.forEach((outcome, index) => {
      const cell = ORDER_REASONS[state]![index]!;
      assert(outcome in ORDER_STATES || outcome in ORDER_OUTCOMES, `${outcome} is no outcome`);
      const reasons = cell === "" ? "out of reach" : cell.replaceAll(" ", ", ");
      const line = ["", state, EVENTS[index]!, outcome, reasons, ""].join("|");
      assert(rows.has(line), `the page lacks ${line}`);
    });
  }
});
