/**
 * Saved failures as files: configuration and events as text, which the tests play from then on.
 *
 * @module
 */

import * as contract from "../../src/contract/contract.gen.ts";
import {
  CONFIG_LANES,
  EVENT_KINDS,
  EVENT_SHARED_FLOATS,
  EVENT_SHARED_WORDS,
  INSTRUMENT_LANES,
} from "../../src/contract/records.ts";
import { RULE_LANES } from "../../src/contract/rules.ts";
import { wordsOf } from "../../src/contract/words.ts";
import { kindName } from "./describe.ts";
import { EventLogBuilder } from "../../src/laws/log/event_log_builder.ts";

/** A log that once showed a fault. */
export interface Regression {
  readonly name: string;
  /** The fault that was found, or the purpose of the log. */
  readonly about: string;
  readonly config: Float64Array<ArrayBuffer>;
  readonly events: Float64Array<ArrayBuffer>;
  /** Seed of the batches and moves between engines. */
  readonly comparing: number;
}

/** A number in JSON, or a string for a number that JSON cannot write. */
type NumberText = number | "NaN" | "Infinity" | "-Infinity" | "-0";

/** Lanes by name. */
type NamedLanes = Readonly<Record<string, NumberText>>;

/** The file of a regression. */
interface RegressionFile {
  readonly name: string;
  readonly about: string;
  readonly comparing: number;
  /** Lanes of the head and of each instrument that are not zero. */
  readonly config: NamedLanes;
  readonly instruments: readonly NamedLanes[];
  /**
   * Events by kind and the lanes that are not zero. A lane is named, or has its place if the kind has no name for it.
   */
  readonly events: readonly Readonly<Record<string, NumberText | string>>[];
}

function numberText(value: number): NumberText {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? value : `${value}` as NumberText;
}

/** Returns the names of the lanes of a kind by place, floats and words apart. */
function laneNames(kind: string): { floats: string[]; words: string[] } {
  const own = EVENT_KINDS[kind];
  const name = (prefix: string, names: readonly (readonly [string, string])[], count: number): string[] =>
    Array.from({ length: count }, (_none, at) => names[at]?.[0] ?? `${prefix} ${at}`);
  return {
    floats: name("float", [...EVENT_SHARED_FLOATS, ...own?.floats ?? []], contract.EVENT_FLOATS),
    words: name(
      "word",
      [...EVENT_SHARED_WORDS, ...own?.words ?? []],
      contract.RECORD_WORDS - 2 * contract.EVENT_FLOATS,
    ),
  };
}

/** Returns the text of a regression's file. */
export function writeRegression(regression: Regression): string {
  const { name, about, comparing, config, events } = regression;
  const words = wordsOf(events);
  const records = Array.from({ length: events.length / contract.RECORD_LANES }, (_none, event) => {
    const kind = kindName("EVENT", words[event * contract.RECORD_WORDS + contract.LANE_KIND]!);
    const names = laneNames(kind), record: Record<string, NumberText | string> = { event: kind };
    names.floats.forEach((lane, at) => {
      const value = events[event * contract.RECORD_LANES + at]!;
      if (!Object.is(value, 0)) record[lane] = numberText(value);
    });
    names.words.forEach((lane, at) => {
      const value = words[event * contract.RECORD_WORDS + 2 * contract.EVENT_FLOATS + at]!;
      if (value !== 0 && lane !== "kind") record[lane] = value;
    });
    return record;
  });
  const blocks: NamedLanes[] = [];
  for (let base = contract.CONFIG_INSTRUMENTS; base < config.length; base += contract.INSTRUMENT_STRIDE) {
    blocks.push(named(BLOCK_LANES, config.subarray(base, base + contract.INSTRUMENT_STRIDE)));
  }
  const head = JSON.stringify({ name, about, comparing, config: named(HEAD_LANES, config) }, undefined, 2);
  return `${head.slice(0, -2)},\n  "instruments": ${rowsText(blocks)},\n  "events": ${rowsText(records)}\n}\n`;
}

/** Returns a list with one row on each line. */
function rowsText(rows: readonly Readonly<Record<string, NumberText | string>>[]): string {
  const lines = rows.map((row) => {
    const lanes = Object.entries(row).map(([lane, value]) => `${JSON.stringify(lane)}: ${JSON.stringify(value)}`);
    return `    { ${lanes.join(", ")} }`;
  });
  return `[\n${lines.join(",\n")}\n  ]`;
}

/** Lanes of the configuration's head, including the rules, and of an instrument block. */
const HEAD_LANES: readonly string[] = [
  ...CONFIG_LANES.map(([name]) => name),
  ...Object.keys(RULE_LANES).map((name) => `rule ${name}`),
];
const BLOCK_LANES: readonly string[] = INSTRUMENT_LANES.map(([name]) => name);

function named(names: readonly string[], lanes: Float64Array): NamedLanes {
  const entries = names.map((name, at): [string, NumberText] => [name, numberText(lanes[at]!)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== 0));
}

/** Sets lanes by name. */
function setNamed(names: readonly string[], values: NamedLanes, lanes: Float64Array, of: string): void {
  for (const [name, value] of Object.entries(values)) {
    const lane = names.indexOf(name);
    if (lane < 0) throw new RangeError(`Cannot read the configuration of "${of}": there is no lane "${name}"`);
    lanes[lane] = Number(value);
  }
}

/**
 * Reads a regression's file.
 *
 * @throws {RangeError} if the configuration or an event names a kind or a lane that is not in the contract
 */
export function readRegression(text: string): Regression {
  const file = JSON.parse(text) as RegressionFile, log = new EventLogBuilder();
  for (const [at, record] of file.events.entries()) {
    const { event, ...lanes } = record, kind = `${event}`;
    const code = EVENT_KINDS[kind]?.code ?? Number(kind.replace("kind ", ""));
    if (!Number.isInteger(code)) throw new RangeError(`Cannot read event ${at + 1} of "${file.name}": kind "${kind}"`);
    const names = laneNames(kind);
    log.begin(code, 0);
    for (const [lane, value] of Object.entries(lanes)) {
      const float = names.floats.indexOf(lane), word = names.words.indexOf(lane);
      if (float >= 0) log.float(float, Number(value));
      else if (word >= 0) log.word(2 * contract.EVENT_FLOATS + word, Number(value));
      else throw new RangeError(`Cannot read event ${at + 1} of "${file.name}": ${kind} has no lane "${lane}"`);
    }
  }
  const stride = contract.INSTRUMENT_STRIDE, first = contract.CONFIG_INSTRUMENTS;
  const config = new Float64Array(first + file.instruments.length * stride);
  setNamed(HEAD_LANES, file.config, config, file.name);
  file.instruments.forEach((block, id) =>
    setNamed(BLOCK_LANES, block, config.subarray(first + id * stride, first + (id + 1) * stride), file.name)
  );
  return { name: file.name, about: file.about, comparing: file.comparing, config, events: log.records() };
}
