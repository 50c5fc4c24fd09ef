import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  CONFIG_CHECKS,
  CONFIG_INSTRUMENTS,
  CONFIG_RULE_LIMIT_FILL,
  CONFIG_RULE_NUMBERS,
  CONFIG_RULE_PATH,
  CONTRACT_VERSION,
  INSTRUMENT_STRIDE,
} from "../contract/contract.gen.ts";
import { createEngine, enginesUnderTest } from "../../tests/engines.ts";
import { CONFIG_LANES, INSTRUMENT_LANES } from "../contract/records.ts";
import { ACCOUNT_FIELDS, MACHINE_FIELDS } from "../contract/state_fields.ts";
import { Producer } from "../core/state/sequence.ts";
import { snapshotState } from "../core/snapshot.ts";
import { State } from "../core/state/state.ts";
import { trialConfiguration } from "../engine/native/trial.ts";
import { describeSnapshot } from "./describe_snapshot.ts";

/** Gives each number of an object another value and turns its flags on. Getters and lists are left as they are. */
function fillNumbers(target: object, next: () => number, names: readonly string[] = Object.keys(target)): void {
  const fields = target as Record<string, unknown>;
  for (const name of names) {
    if (name === "id") continue;
    if (typeof fields[name] === "number") fields[name] = next();
    else if (typeof fields[name] === "boolean") fields[name] = true;
  }
}

/** Names of what an object's class reads and writes by accessors. */
function accessorsOf(target: object): string[] {
  const found = Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(target)));
  return found.filter(([, { get, set }]) => get !== undefined && set !== undefined).map(([name]) => name);
}

/** A state of which no two numbers are equal. */
function fullState(): State {
  let last = 1000;
  const next = (): number => ++last, state = new State(trialConfiguration());
  fillNumbers(state, next);
  fillNumbers(state.outputs, next, ["sequence"]);
  state.chain.set(next(), next());
  state.input_hash.set(next(), next());
  const producer = new Producer(9);
  producer.highest = next();
  producer.holes = [next(), next(), next(), next()];
  state.producers.push(producer);
  fillNumbers(state.instruments[0]!, next);
  fillNumbers(state.orders, next);
  for (const id of [17, 4]) {
    const slot = state.orders.take(id), order = state.orders.slots[slot]!;
    fillNumbers(order, next, accessorsOf(order));
    if (id === 17) {
      state.orders.addFillId(slot, 1, next());
      state.orders.addFillId(slot, 2, next());
      state.submitted.push(slot);
    }
  }
  state.positions_read.push(0);
  state.transfers.push(next());
  return state;
}

/** Returns the value of a state at a path. */
function valueAt(state: State, path: string): unknown {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
  if (keys[0] === "config") return configurationAt(state, keys);
  if (keys[0] === "submitted" && keys[1] === "0") return 17;
  let value: unknown = state;
  for (const [at, key] of keys.entries()) {
    if (keys[0] === "producers" && at === 1 && key !== "length") value = state.producers[0];
    else if (keys[0] === "orders" && at === 1 && key === "length") value = 2;
    else if (keys[0] === "orders" && at === 1 && /^\d+$/.test(key)) {
      const slot = state.orders.find(Number(key));
      if (keys[2] === "fill_ids") {
        const ids = state.orders.fillIdsOf(slot);
        return keys[3] === "length" ? ids.length : ids[2 * Number(keys[3]) + (keys[4] === "low" ? 1 : 0)];
      }
      value = state.orders.slots[slot];
    } else if (value === state && key in state.account) value = state.account[key as keyof typeof state.account];
    else value = (value as Record<string, unknown>)[key];
  }
  return typeof value === "boolean" ? Number(value) : value;
}

function configurationAt(state: State, keys: readonly string[]): number {
  const head = CONFIG_LANES.findIndex(([name]) => name === keys[1]);
  if (head >= 0) return head >= 4 ? 0 : state.config[head]!;
  if (keys[1] === "rules") return 0;
  return state.config[CONFIG_INSTRUMENTS + INSTRUMENT_LANES.findIndex(([name]) => name === keys[3])]!;
}

Deno.test("every number of a snapshot has the name and the value that the state has it under", () => {
  const state = fullState(), bytes = snapshotState(state), fields = describeSnapshot(bytes);
  const lanes = new Float64Array(bytes.buffer);
  for (const { path, value, lane } of fields) {
    assertEquals(value, valueAt(state, path), path);
    assertEquals(lanes[lane], value, path);
  }
  assertEquals(new Set(fields.map(({ path }) => path)).size, fields.length);
  // Magic, version, the length of the configuration, ids of a producer and two orders, and the checksum have no field.
  assertEquals(bytes.length / 8, fields.length + 7);
  assert(fields.length > 150);
});

Deno.test("states that differ in conduct alone have the same fields", () => {
  const config = trialConfiguration();
  config[CONFIG_CHECKS] = 0;
  assertEquals(
    describeSnapshot(snapshotState(new State(config))),
    describeSnapshot(snapshotState(new State(trialConfiguration()))),
  );
});

Deno.test("bytes that are not a snapshot are refused with the place of the fault", () => {
  const bytes = snapshotState(fullState()), lanes = new Float64Array(bytes.buffer);
  const changed = (lane: number, value: number): Uint8Array => {
    const copy = lanes.slice();
    copy[lane] = value;
    return new Uint8Array(copy.buffer);
  };
  const fault = (from: Uint8Array, message: string): unknown =>
    assertThrows(() => describeSnapshot(from), RangeError, `Cannot describe the snapshot: ${message}`);
  fault(bytes.subarray(1), `its ${bytes.length - 1} bytes are not whole lanes of 8`);
  fault(new Uint8Array(0), "its 0 lanes end before magic");
  fault(changed(0, 1), "it begins with 1, not");
  fault(changed(1, 9), `its version is 9, and this is ${CONTRACT_VERSION}`);
  fault(changed(4, 2), `${CONFIG_INSTRUMENTS + INSTRUMENT_STRIDE} lanes of configuration do not fit 2 instruments`);
  fault(bytes.slice(0, -8), `its ${lanes.length - 1} lanes end before transfers[0]`);
  fault(new Uint8Array([...bytes, ...new Uint8Array(8)]), "1 lanes follow its end");
  const producers = 3 + lanes[2]! + MACHINE_FIELDS.length + ACCOUNT_FIELDS.length;
  fault(changed(producers, 0.5), `producers.length in lane ${producers} is 0.5`);
});

Deno.test("a state with doubles has the same fields", () => {
  const config = trialConfiguration();
  config.fill(1, CONFIG_RULE_NUMBERS, CONFIG_INSTRUMENTS);
  config[CONFIG_RULE_LIMIT_FILL] = config[CONFIG_RULE_PATH] = 0;
  const paths = (state: State): string[] => describeSnapshot(snapshotState(state)).map(({ path }) => path);
  for (const name of enginesUnderTest()) {
    using engine = createEngine(name, config);
    const described = describeSnapshot(engine.snapshot());
    assertEquals(described.map(({ path }) => path), paths(new State(trialConfiguration())));
    assertEquals(described.find(({ path }) => path === "config.rules.NUMBERS")?.value, 1);
  }
});
