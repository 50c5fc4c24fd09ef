/**
 * The checkpoint of a run: its identity, the core's snapshot, the edge's own state, and the strategy.
 *
 * @module
 */

import { shortName } from "../host.ts";
import type { AccountView } from "../broker/account_view.ts";
import { QueueAccount } from "../broker/queue_account.ts";
import { CheckpointError } from "../checkpoint/checkpoint_error.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../checkpoint/checkpoint_file.ts";
import { firstDifference } from "../checkpoint/difference.ts";
import { type Bindings, decodeValue, encodeValue, ValueError } from "../checkpoint/value_text.ts";
import { STATUS_CASH, STATUS_STEP_US, STATUS_VALUE } from "../contract/contract.gen.ts";
import type { JsonValue } from "../records/json.ts";
import type { ClockGroup } from "../lines/clock_group.ts";
import { Strategy } from "../strategy/strategy.ts";
import type { TradeView } from "../strategy/order_view.ts";
import type { Journal } from "../broker/journal.ts";
import {
  type CheckpointContent,
  type FittedRun,
  readContent,
  type RunPosition,
  wrongContent,
} from "./checkpoint_content.ts";
import type { HeldSteps } from "./held_steps.ts";
import type { Marks } from "./marks.ts";
import type { RunIdentity } from "./run_identity.ts";

/** The parts of a run that a checkpoint saves and restores. */
export interface RunState {
  readonly account: AccountView;
  readonly journal: Journal;
  readonly clocks: ClockGroup;
  readonly marks: Marks;
  readonly held: HeldSteps;
  readonly strategy: Strategy;
  readonly strategyName: string;
  readonly bindings: Bindings;
  /** Number of the engine's steps up to each step of the run; absent where these are the same. */
  readonly ends?: Uint32Array | undefined;
}

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
  const { records, bars, orders, news, trades, tags } = state.journal.save();
  const steps = position.step + 1, marks = state.marks.lanes, half = marks.length / 2;
  const marked = state.ends?.[position.step] ?? steps;
  const text: JsonValue = {
    identity,
    position: { ...position },
    clocks: state.clocks.feeds.map(({ index, isNew }) => [index, isNew]),
    trades: encodeValue(trades, "trades", state.bindings),
    tags,
    strategy: keep(state),
    ...(state.account instanceof QueueAccount ? { reads: [...state.account.reads], untold: state.account.untold } : {}),
  };
  const parts = [
    marks.subarray(0, marked),
    marks.subarray(half, half + marked),
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
      `Cannot keep ${
        shortName(error.path)
      } of ${strategyName} in a checkpoint: ${error.message}; keep plain values, or write ` +
        "saveState and loadState",
    );
  }
}

/**
 * Decodes a checkpoint, compares its identity, and looks at every field.
 *
 * @throws {CheckpointError} If it is damaged, belongs to another run, or holds what no run has saved; the message names
 * the first difference or the field.
 */
export function readRun(bytes: Uint8Array, name: string, identity: RunIdentity, run: FittedRun): CheckpointContent {
  const parts = decodeCheckpoint(bytes, name), { text } = parts;
  const identified = typeof text === "object" && text !== null && !Array.isArray(text)
    ? (text as Readonly<Record<string, JsonValue>>)["identity"]
    : undefined;
  const found = firstDifference(identified, identity);
  if (found !== undefined) {
    const place = found.path === "" ? "its identity" : found.path;
    const versions = found.path === "package" || found.path === "contract";
    const code = versions ? "OTHER_VERSION" : found.path.startsWith("data") ? "OTHER_DATA" : "OTHER_CONFIGURATION";
    throw new CheckpointError(
      code,
      `Cannot resume from ${name}: ${place} is ${found.first} there and ${found.second} in this run`,
    );
  }
  return readContent(parts, name, run);
}

/**
 * Restores everything except the core, which has to be restored before.
 *
 * @throws {CheckpointError} If a part cannot be, or does not agree with the core. Also if the strategy does not accept
 * its state.
 */
export function loadRun(content: CheckpointContent, state: RunState, status: Float64Array): void {
  const { name, position, cash, value, records, bars, orders, news, tags } = content;
  state.marks.lanes.set(cash);
  state.marks.lanes.set(value, state.marks.length / 2);
  state.held.column.set(content.inMarket);
  state.held.from = position.heldFrom;
  content.clocks.forEach(([index, isNew], id) => {
    state.clocks.feeds[id]!.index = index;
    state.clocks.feeds[id]!.isNew = isNew;
  });
  state.clocks.follow(status[STATUS_STEP_US]!);
  const trades = (): readonly TradeView[] => tradesOf(decodeValue(content.trades, undefined, "trades", state.bindings));
  try {
    state.journal.load({ records, bars, orders, news, trades, tags }, status[STATUS_STEP_US]!);
  } catch (error) {
    throw wrongContent(name, "its journal cannot be:", messageOf(error));
  }
  if (state.account instanceof QueueAccount) {
    for (const instrument of content.reads) state.account.reads.add(instrument);
    state.account.untold = [...content.untold];
  }
  const { account } = state, counted = [account.money(status[STATUS_CASH]!), status[STATUS_VALUE]!];
  if (account.cash !== counted[0] || account.valueUnits !== counted[1]) {
    throw wrongContent(
      name,
      "records",
      `come to cash ${account.cash} and value ${account.value}, and its snapshot has ${counted[0]} and ` +
        `${account.money(counted[1]!)}`,
    );
  }
  const { strategy, strategyName, bindings } = state;
  try {
    // Objects that the constructor made are filled in place, unless the strategy has its own `saveState`.
    const existing = strategy.saveState === Strategy.prototype.saveState ? strategy.saveState() : undefined;
    strategy.loadState(decodeValue(content.strategy, existing, "this", bindings));
  } catch (error) {
    throw new CheckpointError(
      "BAD_STATE",
      `Cannot give ${strategyName} back what it kept at bar ${position.step}: ${messageOf(error)}`,
      { cause: error },
    );
  }
}

/** Kinds of the values of a round trip, by name. */
const TRADE_KINDS: Readonly<Record<keyof TradeView, readonly string[]>> = {
  id: ["number"],
  feed: ["string"],
  long: ["boolean"],
  isOpen: ["boolean"],
  size: ["number"],
  entryPrice: ["number"],
  exitPrice: ["number", "null"],
  pnl: ["number"],
  commission: ["number"],
  ambiguous: ["boolean"],
};

function tradesOf(value: unknown): readonly TradeView[] {
  if (!Array.isArray(value)) throw new RangeError("trades is not a list");
  value.forEach((trade: unknown, at) => {
    for (const [name, kinds] of Object.entries(TRADE_KINDS)) {
      const found = typeof trade === "object" && trade !== null ? (trade as Record<string, unknown>)[name] : undefined;
      const kind = found === null ? "null" : typeof found;
      if (!kinds.includes(kind)) {
        throw new RangeError(`trades[${at}].${name} is a ${kind}, not a ${kinds.join(" or ")}`);
      }
    }
  });
  return value as TradeView[];
}

function messageOf(error: unknown): string {
  if (error instanceof ValueError) return `${error.path}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}

function bytesOf(array: Float64Array | Uint32Array | Uint8Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
