/**
 * The checkpoint of a run: its identity, the core's snapshot, the edge's own state, and the strategy.
 *
 * @module
 */

import { CheckpointError } from "../checkpoint/checkpoint_error.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../checkpoint/checkpoint_file.ts";
import { firstDifference } from "../checkpoint/difference.ts";
import { type Bindings, decodeValue, encodeValue, ValueError } from "../checkpoint/value_text.ts";
import type { JsonValue } from "../records/json.ts";
import type { Clock } from "../lines/clock.ts";
import { Strategy } from "../strategy/strategy.ts";
import type { TradeView } from "../strategy/order_view.ts";
import type { Journal } from "../broker/journal.ts";
import type { HeldSteps } from "./held_steps.ts";
import type { RunIdentity } from "./run_identity.ts";

/** The place of a run after a step. */
export interface RunPosition {
  /** Index of the step that the COMMIT ended. */
  readonly step: number;
  /** Steps on which not every line had a value. */
  readonly warmUpBars: number;
  /** True after the call of `nextstart`, with several feeds. */
  readonly started: boolean;
  /** First step with the account's current state. */
  readonly heldFrom: number;
  /** Sequence of the last event. */
  readonly sequence: number;
  /** The state chain. */
  readonly chain: string;
  /** The mark hash. */
  readonly markHash: string;
  /** Hash of all events so far. */
  readonly inputHash: string;
}

/** The parts of a run that a checkpoint saves and restores. */
export interface RunState {
  readonly journal: Journal;
  readonly clocks: readonly Clock[];
  /** Cash and value of each step, one column after the other. */
  readonly marks: Float64Array;
  readonly held: HeldSteps;
  readonly strategy: Strategy;
  readonly strategyName: string;
  readonly bindings: Bindings;
}

/** A checkpoint that belongs to this run. */
export interface ReadCheckpoint {
  readonly position: RunPosition;
  readonly snapshot: Uint8Array;
  readonly text: Readonly<Record<string, JsonValue>>;
  readonly sections: readonly Uint8Array[];
}

const SNAPSHOT = 0, CASH = 1, VALUE = 2, IN_MARKET = 3, RECORDS = 4, BARS = 5, ORDERS = 6, NEWS = 7;

/**
 * Encodes the checkpoint of a run.
 *
 * @throws {CheckpointError} If the strategy holds a value that cannot be saved.
 */
export function saveRun(
  state: RunState,
  identity: RunIdentity,
  position: RunPosition,
  snapshot: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const { records, bars, orders, news, trades } = state.journal.save();
  const steps = position.step + 1, half = state.marks.length / 2;
  const text: JsonValue = {
    identity,
    position: { ...position },
    clocks: state.clocks.map(({ index, isNew }) => [index, isNew]),
    trades: encodeValue(trades, "trades", state.bindings),
    strategy: keep(state),
  };
  const parts = [
    state.marks.subarray(0, steps),
    state.marks.subarray(half, half + steps),
    state.held.column.subarray(0, steps),
  ];
  return encodeCheckpoint({ text, sections: [snapshot, ...[...parts, records, bars, orders, news].map(bytesOf)] });
}

function keep({ strategy, strategyName, bindings }: RunState): JsonValue {
  try {
    return encodeValue(strategy.saveState(), "this", bindings);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw new CheckpointError(
      "BAD_STATE",
      `Cannot keep ${error.path} of ${strategyName} in a checkpoint: ${error.message}; keep plain values, or write ` +
        "saveState and loadState",
    );
  }
}

/**
 * Decodes a checkpoint and compares its identity.
 *
 * @throws {CheckpointError} If it is damaged, or belongs to another run; the message names the first difference.
 */
export function readRun(bytes: Uint8Array, name: string, identity: RunIdentity): ReadCheckpoint {
  const { text, sections } = decodeCheckpoint(bytes, name);
  const content = text as Readonly<Record<string, JsonValue>>;
  const found = firstDifference(content["identity"], identity);
  if (found !== undefined) {
    const versions = found.path === "package" || found.path === "contract";
    const code = versions ? "OTHER_VERSION" : found.path.startsWith("data") ? "OTHER_DATA" : "OTHER_CONFIGURATION";
    throw new CheckpointError(
      code,
      `Cannot resume from ${name}: ${found.path} is ${found.first} there and ${found.second} in this run`,
    );
  }
  return {
    position: content["position"] as unknown as RunPosition,
    snapshot: sections[SNAPSHOT]!,
    text: content,
    sections,
  };
}

/**
 * Restores everything except the core.
 *
 * @throws {CheckpointError} If the strategy does not accept its state.
 */
export function loadRun({ position, text, sections }: ReadCheckpoint, state: RunState): void {
  const floats = (section: number): Float64Array<ArrayBuffer> => new Float64Array(sections[section]!.slice().buffer);
  state.marks.set(floats(CASH));
  state.marks.set(floats(VALUE), state.marks.length / 2);
  state.held.column.set(sections[IN_MARKET]!);
  state.held.from = position.heldFrom;
  (text["clocks"] as readonly (readonly [number, boolean])[]).forEach(([index, isNew], id) => {
    state.clocks[id]!.index = index;
    state.clocks[id]!.isNew = isNew;
  });
  state.journal.load({
    records: floats(RECORDS),
    bars: new Uint32Array(sections[BARS]!.slice().buffer),
    orders: floats(ORDERS),
    news: floats(NEWS),
    trades: decodeValue(text["trades"]!, undefined, "trades", state.bindings) as TradeView[],
  });
  const { strategy, strategyName, bindings } = state;
  try {
    // Objects that the constructor made are filled in place, unless the strategy has its own `saveState`.
    const existing = strategy.saveState === Strategy.prototype.saveState ? strategy.saveState() : undefined;
    strategy.loadState(decodeValue(text["strategy"]!, existing, "this", bindings));
  } catch (error) {
    throw new CheckpointError(
      "BAD_STATE",
      `Cannot give ${strategyName} back what it kept at bar ${position.step}: ${
        error instanceof Error ? error.message : String(error)
      }`,
      { cause: error },
    );
  }
}

function bytesOf(array: Float64Array | Uint32Array | Uint8Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
