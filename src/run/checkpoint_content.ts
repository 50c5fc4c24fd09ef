/**
 * The content of a run's checkpoint, and the check that it can be what a run has saved.
 *
 * A checksum tells of damage. A file with a right one can still hold what no run has written, and would give a run that
 * is wrong in silence; so every field is looked at, and what two parts tell of one fact has to agree.
 *
 * @module
 */

import { SAVED_ORDER_LANES } from "../broker/order_lanes.ts";
import { CheckpointError } from "../checkpoint/checkpoint_error.ts";
import type { CheckpointParts } from "../checkpoint/checkpoint_file.ts";
import {
  RECORD_LANES,
  STATUS_CASH,
  STATUS_CHAIN_HIGH,
  STATUS_CHAIN_LOW,
  STATUS_MARK_HIGH,
  STATUS_MARK_LOW,
  STATUS_SEQUENCE,
  STATUS_STEP_US,
  STATUS_VALUE,
} from "../contract/contract.gen.ts";
import { MarkHash } from "../core/state/mark_hash.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import type { JsonValue } from "../records/json.ts";
import { hashText, parseHash } from "../records/text.ts";

/** The place of a run after a step. */
export interface RunPosition {
  /** Index of the step that the COMMIT ended. */
  readonly step: number;
  /** Steps on which not every line had a value. */
  readonly warmUpBars: number;
  /** True after the call of `nextstart`, with several feeds. */
  readonly started: boolean;
  /** True if `next` of the step after it is due whatever the lines that wake the strategy. */
  readonly hasNews: boolean;
  /** First step with the account's current state. */
  readonly heldFrom: number;
  /** Sequence of the last event. */
  readonly sequence: number;
  /** The state chain. */
  readonly chain: string;
  /** The mark hash. */
  readonly markHash: string;
  /** Hash of all events so far. Whether it is made is conduct, so that the resumed run may have none. */
  readonly inputHash: string;
}

/** The content of a checkpoint whose fields were looked at, one by one. */
export interface CheckpointContent {
  /** Name of the checkpoint for messages. */
  readonly name: string;
  readonly position: RunPosition;
  /** Snapshot of the core. */
  readonly snapshot: Uint8Array;
  /** Index of the current bar of each feed, and whether it came with the step. */
  readonly clocks: readonly (readonly [index: number, isNew: boolean])[];
  /** Cash and value of each step, in money units. */
  readonly cash: Float64Array<ArrayBuffer>;
  readonly value: Float64Array<ArrayBuffer>;
  /** 1 for each step that ended with an open position. */
  readonly inMarket: Uint8Array;
  /** Notices, the step of each, orders, and notices that the strategy has not received. */
  readonly records: Float64Array<ArrayBuffer>;
  readonly bars: Uint32Array<ArrayBuffer>;
  readonly orders: Float64Array<ArrayBuffer>;
  readonly news: Float64Array<ArrayBuffer>;
  /** Round trips that the strategy has not received, as written. */
  readonly trades: JsonValue;
  /** Texts of the orders' tags, by their numbers. */
  readonly tags: readonly string[];
  /** State of the strategy, as written. */
  readonly strategy: JsonValue;
  /** Under the queue model, instruments whose position the strategy has read, and those of which the core has not heard. */
  readonly reads: readonly number[];
  readonly untold: readonly number[];
}

/** The parts of a run that its checkpoint has to fit. */
export interface FittedRun {
  readonly packed: { readonly feeds: readonly FeedData[] };
  /** Bars of the strategy, where the engine has others. */
  readonly shown?: { readonly feeds: readonly FeedData[] };
  /** Number of the engine's steps up to each step of the run; absent where these are the same. */
  readonly ends?: Uint32Array | undefined;
  readonly timeline: { readonly timeUs: Float64Array };
  readonly options: { readonly chain?: boolean };
}

/** Names of the sections, in their order. */
const SECTIONS = ["snapshot", "cash", "value", "inMarket", "records", "bars", "orders", "news"] as const;

/** Returns the error of a field that cannot be. */
export function wrongContent(name: string, field: string, problem: string): CheckpointError {
  return new CheckpointError("BAD_CONTENT", `Cannot resume from ${name}: ${field} ${problem}`);
}

/**
 * Returns the content of a checkpoint that belongs to a run.
 *
 * @throws {CheckpointError} If a field is missing, of another kind, or out of its range.
 */
export function readContent({ text, sections }: CheckpointParts, name: string, run: FittedRun): CheckpointContent {
  const content = objectOf(text, name, "its text"), position = positionOf(content["position"], name, run);
  if (sections.length !== SECTIONS.length) {
    throw wrongContent(name, "its number of sections", `is ${sections.length}, not ${SECTIONS.length}`);
  }
  const [snapshot, ...others] = sections.map((bytes) => bytes.slice());
  const [cash, value, inMarket, records, bars, orders, news] = others as Uint8Array<ArrayBuffer>[];
  const steps = position.step + 1,
    marked = run.ends?.[position.step] ?? steps,
    count = records!.length / (8 * RECORD_LANES);
  const sizes: readonly (readonly [section: (typeof SECTIONS)[number], bytes: number, wanted: number])[] = [
    ["cash", cash!.length, 8 * marked],
    ["value", value!.length, 8 * marked],
    ["inMarket", inMarket!.length, steps],
    ["records", records!.length, 8 * RECORD_LANES * Math.floor(count)],
    ["bars", bars!.length, 4 * Math.floor(count)],
    ["orders", orders!.length, wholes(orders!.length, 8 * SAVED_ORDER_LANES)],
    ["news", news!.length, wholes(news!.length, 8)],
  ];
  for (const [section, bytes, wanted] of sizes) {
    if (bytes !== wanted) throw wrongContent(name, section, `has ${bytes} bytes, not ${wanted}`);
  }
  if (inMarket!.some((held) => held > 1)) throw wrongContent(name, "inMarket", "has other values than 0 and 1");
  for (const field of ["trades", "strategy"]) {
    if (!Object.hasOwn(content, field)) throw wrongContent(name, field, "is missing");
  }
  return {
    ...{ name, position, snapshot: snapshot!, inMarket: inMarket! },
    clocks: clocksOf(content["clocks"], name, position.step, run),
    cash: new Float64Array(cash!.buffer),
    value: new Float64Array(value!.buffer),
    records: new Float64Array(records!.buffer),
    bars: barsOf(new Uint32Array(bars!.buffer), name, position.step),
    orders: new Float64Array(orders!.buffer),
    news: new Float64Array(news!.buffer),
    trades: content["trades"]!,
    tags: tagsOf(content["tags"], name),
    strategy: content["strategy"]!,
    reads: instrumentsOf(content["reads"], "reads", name, run),
    untold: instrumentsOf(content["untold"], "untold", name, run),
  };
}

/**
 * Checks a content against the core that its snapshot has restored.
 *
 * @throws {CheckpointError} If the two do not tell the same.
 */
export function checkAgainstCore(content: CheckpointContent, status: Float64Array, run: FittedRun): void {
  const { name, position, cash, value } = content, { step } = position, last = (run.ends?.[step] ?? step + 1) - 1;
  const hash = (low: number, high: number): string => hashText(status[low]!, status[high]!);
  const facts: readonly (readonly [field: string, told: unknown, found: unknown])[] = [
    ["position.step", run.timeline.timeUs[step], status[STATUS_STEP_US]],
    ["position.sequence", position.sequence, status[STATUS_SEQUENCE]],
    ["position.chain", position.chain, hash(STATUS_CHAIN_LOW, STATUS_CHAIN_HIGH)],
    ["position.markHash", position.markHash, hash(STATUS_MARK_LOW, STATUS_MARK_HIGH)],
    [`cash[${last}]`, cash[last], status[STATUS_CASH]],
    [`value[${last}]`, value[last], status[STATUS_VALUE]],
  ];
  for (const [field, told, found] of facts) {
    // Texts and numbers; -0 is no amount of money.
    if (told !== found) throw wrongContent(name, field, `stands for ${told}, and its snapshot has ${found}`);
  }
  // Without the chain the core makes no mark hash.
  if (run.options.chain !== false && markHashOf(content) !== position.markHash) {
    throw wrongContent(name, "cash or value", "of some step does not have the mark hash in position.markHash");
  }
}

function positionOf(value: JsonValue | undefined, name: string, run: FittedRun): RunPosition {
  const position = objectOf(value, name, "position"), last = run.timeline.timeUs.length - 1;
  const whole = (field: string, most: number): number => {
    const number = position[field];
    if (typeof number === "number" && Number.isInteger(number) && number >= 0 && number <= most) return number;
    throw wrongContent(name, `position.${field}`, `is ${shown(number)}, not a whole number from 0 to ${most}`);
  };
  const digits = (field: string): string => {
    const text = position[field];
    if (typeof text === "string" && parseHash(text) !== undefined) return text;
    throw wrongContent(name, `position.${field}`, `is ${shown(text)}, not 16 hexadecimal digits`);
  };
  const flag = (field: string): boolean => {
    const value = position[field];
    if (typeof value === "boolean") return value;
    throw wrongContent(name, `position.${field}`, `is ${shown(value)}, not a boolean`);
  };
  const step = whole("step", last);
  return {
    step,
    warmUpBars: whole("warmUpBars", last + 1),
    started: flag("started"),
    hasNews: flag("hasNews"),
    heldFrom: whole("heldFrom", step + 1),
    sequence: whole("sequence", 2 ** 32 - 1),
    chain: digits("chain"),
    markHash: digits("markHash"),
    inputHash: digits("inputHash"),
  };
}

/** Returns the clocks, which follow from the step and the feeds. */
function clocksOf(
  value: JsonValue | undefined,
  name: string,
  step: number,
  run: FittedRun,
): CheckpointContent["clocks"] {
  const timeUs = run.timeline.timeUs[step]!;
  const expected = (run.shown ?? run.packed).feeds.map(({ columns, length }): readonly [number, boolean] => {
    let index = -1;
    for (let least = 0, most = length - 1; least <= most;) {
      const middle = (least + most) >> 1;
      if (columns.timeUs[middle]! <= timeUs) least = (index = middle) + 1;
      else most = middle - 1;
    }
    return [index, columns.timeUs[index] === timeUs];
  });
  if (JSON.stringify(value) === JSON.stringify(expected)) return expected;
  throw wrongContent(name, "clocks", `is ${shown(value)}, not ${shown(expected)} as after step ${step}`);
}

/** Returns a list of different instruments, which is absent where there is no queue. */
function instrumentsOf(value: JsonValue | undefined, field: string, name: string, run: FittedRun): readonly number[] {
  const isInstrument = (id: JsonValue): id is number => typeof id === "number" && run.packed.feeds[id] !== undefined;
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every(isInstrument) && new Set(value).size === value.length) return value;
  throw wrongContent(name, field, `is ${shown(value)}, not a list of instruments`);
}

function tagsOf(value: JsonValue | undefined, name: string): readonly string[] {
  if (Array.isArray(value) && value.every((tag): tag is string => typeof tag === "string")) return value;
  throw wrongContent(name, "tags", `is ${shown(value)}, not a list of texts`);
}

function barsOf(bars: Uint32Array<ArrayBuffer>, name: string, step: number): Uint32Array<ArrayBuffer> {
  const at = bars.findIndex((bar, at) => bar > step || at > 0 && bar < bars[at - 1]!);
  if (at >= 0) throw wrongContent(name, `bars[${at}]`, `is ${bars[at]}, out of the order of the steps up to ${step}`);
  return bars;
}

function markHashOf({ cash, value }: CheckpointContent): string {
  const hash = new MarkHash();
  cash.forEach((units, step) => hash.add(units, value[step]!));
  const { low, high } = hash.sum();
  return hashText(low, high);
}

function objectOf(value: JsonValue | undefined, name: string, field: string): Readonly<Record<string, JsonValue>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, JsonValue>>;
  }
  throw wrongContent(name, field, `is ${shown(value)}, not an object`);
}

function wholes(bytes: number, size: number): number {
  return Math.floor(bytes / size) * size;
}

/** Shows a value as JSON, and the beginning of a long one. */
function shown(value: JsonValue | undefined): string {
  const text = value === undefined ? "missing" : JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 100)}...` : text;
}
