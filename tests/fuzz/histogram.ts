/**
 * The coverage of a fuzz run: events by kind and effect, orders by their end, reasons and fill rules.
 *
 * @module
 */

import { CODES, REASONS } from "../../src/contract/codes.ts";
import * as contract from "../../src/contract/contract.gen.ts";
import { ORDER_KINDS } from "../../src/contract/order_kinds.ts";
import { wordsOf } from "../../src/contract/words.ts";
import { codeName } from "../code_name.ts";
import { kindName } from "./describe.ts";

/** Reasons that no log of the exact profile can cause, with an explanation. */
export const UNREACHABLE: Readonly<Record<string, string>> = {
  NONE: "it is no reason",
  SIZED: "reserved: a fill tells the quantity that it fixed",
  MARGIN: "of the backtrader profile alone: its check at submission",
  BRACKET: "of the backtrader profile alone: its brackets",
  CANCEL_IGNORED: "of the backtrader profile alone: its rule on cancels",
};

/** Reasons that only the backtrader profile causes, which its own cases must cover. */
export const QUEUE_REASONS: readonly string[] = ["MARGIN", "BRACKET", "CANCEL_IGNORED"];
/** Fill rules that the backtrader profile must cover. */
export const QUEUE_RULES: readonly string[] = [
  "OPEN",
  "STOP_GAP",
  "STOP",
  "LIMIT_OPEN",
  "LIMIT",
  "STOP_LIMIT",
  "CLOSE",
  "PLACEMENT_CLOSE",
];

/** Order types of the backtrader profile, which rejects those that are to be touched, and those for an open alone. */
const QUEUE_TYPES: readonly string[] = Object.keys(ORDER_KINDS).filter((name) =>
  ORDER_KINDS[name]!.trigger !== "touch" && ORDER_KINDS[name]!.at !== "open"
);
/** States of an order after a fill. */
const FILLED: readonly number[] = [contract.STATE_FILLED, contract.STATE_PARTIALLY_FILLED];

/** Counts of a histogram as plain data, which a worker can send. */
export interface HistogramData {
  events: number;
  changing: number;
  directed_events: number;
  readonly tables: Readonly<Record<TableName, ReadonlyMap<string, number>>>;
}

type TableName = "kinds" | "effects" | "states" | "filled" | "rules" | "reasons";

/** Counts over the events and outputs of many cases. */
export class Histogram {
  /** Number of events of random cases. */
  events = 0;
  /** Number of those that caused an order update, a fill or a round-trip update; no other output counts as a change. */
  changing = 0;
  /** Number of events of directed cases. They count for coverage, not for the share of changes. */
  directed_events = 0;
  readonly #kinds: Map<string, number> = new Map();
  readonly #effects: Map<string, number> = new Map();
  readonly #states: Map<string, number> = new Map();
  /** Order types that filled. */
  readonly #filled: Map<string, number> = new Map();
  readonly #rules: Map<string, number> = new Map();
  readonly #reasons: Map<string, number> = new Map();

  /** Returns the counts as plain data. */
  get data(): HistogramData {
    const { events, changing, directed_events } = this;
    return { events, changing, directed_events, tables: this.#tables };
  }

  get #tables(): Record<TableName, Map<string, number>> {
    return {
      kinds: this.#kinds,
      effects: this.#effects,
      states: this.#states,
      filled: this.#filled,
      rules: this.#rules,
      reasons: this.#reasons,
    };
  }

  /** Adds the counts of another histogram. */
  merge(data: HistogramData): void {
    this.events += data.events;
    this.changing += data.changing;
    this.directed_events += data.directed_events;
    for (const [name, table] of Object.entries(this.#tables)) {
      for (const [entry, count] of data.tables[name as TableName]) table.set(entry, (table.get(entry) ?? 0) + count);
    }
  }

  /** Adds a log and its outputs. */
  add(events: Float64Array, outputs: Uint32Array, source: "random" | "directed" = "random"): void {
    const words = wordsOf(events);
    const count = events.length / contract.RECORD_LANES;
    if (source === "random") this.events += count;
    else this.directed_events += count;
    const types = new Map<number, number>();
    for (let event = 0; event < count; event++) {
      const record = words.subarray(event * contract.RECORD_WORDS, (event + 1) * contract.RECORD_WORDS);
      bump(this.#kinds, kindName("EVENT", record[contract.LANE_KIND]!));
      if (record[contract.LANE_KIND] !== contract.EVENT_PLACE) continue;
      const id = record[contract.LANE_ORDER_ID]!;
      if (!types.has(id)) types.set(id, record[contract.PLACE_ORDER_TYPE]!);
    }
    const effects = new Uint8Array(count + 1);
    for (let word = 0; word < outputs.length; word += contract.RECORD_WORDS) {
      const code = outputs[word + contract.OUT_CODE]!, kind = code & 255, detail = (code >>> 8) & 255;
      if (kind === contract.OUTPUT_ORDER && FILLED.includes(detail)) {
        bump(this.#filled, codeName("TYPE", outputs[word + contract.OUT_ORDER_FLAGS]! & contract.ORDER_VIEW_TYPE_MASK));
      }
      const executed = kind === contract.OUTPUT_EXECUTION ? outputs[word + contract.OUT_EXECUTION_ORDER_ID]! : 0;
      if (executed !== 0) bump(this.#filled, codeName("TYPE", types.get(executed)!));
      const effect = this.#takeOutput(kind, detail, code >>> 16);
      const cause = outputs[word + contract.OUT_CAUSE]!;
      if (cause <= count && effect > effects[cause]!) effects[cause] = effect;
    }
    for (let event = 1; event <= count; event++) {
      // A taken order of simulated execution says nothing.
      const places = words[(event - 1) * contract.RECORD_WORDS + contract.LANE_KIND] === contract.EVENT_PLACE;
      if (places && effects[event] === 0) effects[event] = 3;
      bump(this.#effects, ["nothing said", "diagnostic", "refused", "changed"][effects[event]!]!);
      if (effects[event] === 3 && source === "random") this.changing++;
    }
  }

  /** Counts one output and ranks its effect. */
  #takeOutput(kind: number, detail: number, reason: number): number {
    switch (kind) {
      case contract.OUTPUT_ORDER:
        bump(this.#states, codeName("STATE", detail));
        bump(this.#reasons, codeName("REASON", reason));
        return 3;
      case contract.OUTPUT_EXECUTION:
        bump(this.#states, codeName("STATE", detail));
        bump(this.#rules, codeName("FILL_RULE", reason));
        return 3;
      case contract.OUTPUT_FILL:
        bump(this.#rules, codeName("FILL_RULE", reason));
        return 3;
      case contract.OUTPUT_ROUND_TRIP:
        return 3;
      case contract.OUTPUT_REFUSAL:
        bump(this.#reasons, codeName("REASON", reason));
        return 2;
      case contract.OUTPUT_DIAGNOSTIC:
        bump(this.#reasons, codeName("REASON", reason));
        return 1;
      default:
        return 0;
    }
  }

  /** Returns the reasons, fill rules and fills of order types that are possible but not covered. */
  missing(): string[] {
    const reasons = Object.keys(REASONS).filter((name) => !(name in UNREACHABLE) && !this.#reasons.has(name));
    const rules = Object.keys(CODES.FILL_RULE!).filter((name) => !this.#rules.has(name));
    return [...reasons, ...rules.map((name) => `fill rule ${name}`), ...this.#unfilled(Object.keys(ORDER_KINDS))];
  }

  /** Returns the order types that did not fill. */
  #unfilled(types: readonly string[]): string[] {
    return types.filter((name) => !this.#filled.has(name)).map((name) => `a fill of type ${name}`);
  }

  /** Returns the part of the required coverage of the backtrader profile that is missing. */
  missingOfQueue(): string[] {
    const reasons = QUEUE_REASONS.filter((name) => !this.#reasons.has(name));
    const rules = QUEUE_RULES.filter((name) => !this.#rules.has(name));
    const names = [
      ...reasons,
      ...rules.map((name) => `fill rule ${name}`),
      ...this.#unfilled(QUEUE_TYPES),
    ];
    return names.map((name) => `${name} by the queue`);
  }

  /** Returns the counts as lines; directed events are listed if there are any. */
  lines(): string[] {
    const share = this.events === 0 ? 0 : Math.floor(1000 * this.changing / this.events) / 10;
    return [
      `${this.events} random events, ${this.changing} of them (${share} %) changed orders, positions or round trips`,
      ...(this.directed_events > 0 ? [`${this.directed_events} directed events`] : []),
      ...table("events", this.#kinds),
      ...table("effects", this.#effects),
      ...table("order updates by state", this.#states),
      ...table("fills by order type", this.#filled),
      ...table("fills by rule", this.#rules),
      ...table("reasons", this.#reasons),
    ];
  }
}

function bump(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Returns counts as lines under a title, the most frequent first. */
export function table(title: string, counts: ReadonlyMap<string, number>): string[] {
  const rows = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const lines = [`${title}:`];
  for (const [name, count] of rows) {
    const entry = `${name} ${count}`;
    const last = lines[lines.length - 1]!;
    if (lines.length > 1 && last.length + entry.length < 116) lines[lines.length - 1] = `${last}, ${entry}`;
    else lines.push(`  ${entry}`);
  }
  return lines;
}
