/**
 * Writes both languages' constants, the C header and the reference page from the contract's source.
 *
 * `deno task generate` writes; `deno task generate --check` fails when a file on disk is not what would be written.
 *
 * @module
 */

import { CODES, REASONS } from "../src/contract/codes.ts";
import { LIMITS } from "../src/contract/limits.ts";
import { FLAG_FIELDS, NUMBER_FIELDS } from "../src/contract/state_fields.ts";
import {
  ORDER_EVENTS,
  ORDER_OUTCOMES,
  ORDER_REASONS,
  ORDER_STATES,
  ORDER_TABLE,
} from "../src/contract/order_states.ts";
import {
  CONFIG_LANES,
  DRIVE_HEAD,
  EVENT_FLOATS,
  EVENT_KINDS,
  EVENT_SHARED_FLOATS,
  EVENT_SHARED_WORDS,
  INSTRUMENT_LANES,
  OUTPUT_FLOATS,
  OUTPUT_KINDS,
  OUTPUT_SHARED_FLOATS,
  OUTPUT_SHARED_WORDS,
  RECORD_BYTES,
  type RecordKind,
  STATUS_LANES,
} from "../src/contract/records.ts";
import { crateFilesModule } from "./crate_files.ts";
import { RULES } from "../src/contract/rules.ts";
import { replayLogSchema } from "../src/replay/replay_log_schema.ts";

/** One constant of the contract. `lane` and `count` are indexes, `code` a number in a record, `limit` a double. */
interface Constant {
  readonly name: string;
  readonly value: number;
  readonly type: "lane" | "code" | "status" | "limit";
  readonly doc: string;
}

interface Section {
  readonly title: string;
  readonly constants: readonly Constant[];
}

const LANES_PER_RECORD = RECORD_BYTES / 8;

function recordSections(): Section[] {
  const sections: Section[] = [{
    title: "Records",
    constants: [
      { name: "RECORD_BYTES", value: RECORD_BYTES, type: "lane", doc: "size of a record in bytes" },
      { name: "RECORD_LANES", value: LANES_PER_RECORD, type: "lane", doc: "8-byte lanes of a record" },
      { name: "RECORD_WORDS", value: RECORD_BYTES / 4, type: "lane", doc: "4-byte words of a record" },
      { name: "EVENT_FLOATS", value: EVENT_FLOATS, type: "lane", doc: "float lanes at the head of an event" },
      { name: "OUTPUT_FLOATS", value: OUTPUT_FLOATS, type: "lane", doc: "float lanes at the head of an output" },
    ],
  }];
  sections.push(
    { title: "Event kinds", constants: kindCodes("EVENT", EVENT_KINDS) },
    { title: "Event lanes: floats from 0, words counted in words of the record", constants: eventLanes() },
    { title: "Output kinds", constants: kindCodes("OUTPUT", OUTPUT_KINDS) },
    { title: "Output lanes: floats from 0, words counted in words of the record", constants: outputLanes() },
    { title: "Configuration lanes", constants: configLanes() },
  );
  return sections;
}

function kindCodes(prefix: string, kinds: Readonly<Record<string, RecordKind>>): Constant[] {
  const codes = new Set<number>();
  return Object.entries(kinds).map(([name, kind]) => {
    if (codes.has(kind.code)) throw new Error(`Cannot generate ${prefix}_${name}: code ${kind.code} is used twice`);
    codes.add(kind.code);
    return { name: `${prefix}_${name}`, value: kind.code, type: "code", doc: kind.doc };
  });
}

function lanesOf(
  prefix: string,
  start: number,
  room: number,
  lanes: readonly (readonly [string, string])[],
): Constant[] {
  if (start + lanes.length > room) throw new Error(`Cannot generate ${prefix}: its lanes do not fit`);
  return lanes.map(([name, doc], index) => ({
    name: `${prefix}_${name.toUpperCase()}`,
    value: start + index,
    type: "lane",
    doc,
  }));
}

function eventLanes(): Constant[] {
  const first = EVENT_FLOATS * 2;
  const out = [
    ...lanesOf("LANE", 0, EVENT_FLOATS, EVENT_SHARED_FLOATS),
    ...lanesOf("LANE", first, RECORD_BYTES / 4, EVENT_SHARED_WORDS),
  ];
  for (const [name, kind] of Object.entries(EVENT_KINDS)) {
    out.push(
      ...lanesOf(name, EVENT_SHARED_FLOATS.length, EVENT_FLOATS, kind.floats),
      ...lanesOf(name, first + EVENT_SHARED_WORDS.length, RECORD_BYTES / 4, kind.words),
    );
  }
  return out;
}

function outputLanes(): Constant[] {
  const first = OUTPUT_FLOATS * 2;
  const out = [
    ...lanesOf("OUT", 0, OUTPUT_FLOATS, OUTPUT_SHARED_FLOATS),
    ...lanesOf("OUT", first, RECORD_BYTES / 4, OUTPUT_SHARED_WORDS),
  ];
  for (const [name, kind] of Object.entries(OUTPUT_KINDS)) {
    out.push(
      ...lanesOf(`OUT_${name}`, OUTPUT_SHARED_FLOATS.length, OUTPUT_FLOATS, kind.floats),
      ...lanesOf(`OUT_${name}`, first + OUTPUT_SHARED_WORDS.length, RECORD_BYTES / 4, kind.words),
    );
  }
  return out;
}

function configLanes(): Constant[] {
  const rules = Object.keys(RULES);
  const firstRule = CONFIG_LANES.length, firstInstrument = firstRule + rules.length;
  return [
    ...lanesOf("CONFIG", 0, firstRule, CONFIG_LANES),
    ...rules.map((name, index): Constant => ({
      name: `CONFIG_RULE_${name}`,
      value: firstRule + index,
      type: "lane",
      doc: RULES[name]!.doc,
    })),
    { name: "CONFIG_INSTRUMENTS", value: firstInstrument, type: "lane", doc: "where the instrument blocks begin" },
    { name: "INSTRUMENT_STRIDE", value: INSTRUMENT_LANES.length, type: "lane", doc: "lanes of an instrument block" },
    ...lanesOf("INSTRUMENT", 0, INSTRUMENT_LANES.length, INSTRUMENT_LANES),
    { name: "STATUS_COUNT", value: STATUS_LANES.length, type: "lane", doc: "lanes of the status" },
    ...lanesOf("STATUS", 0, STATUS_LANES.length, STATUS_LANES),
    { name: "DRIVE_LANES", value: RECORD_BYTES / 8, type: "lane", doc: "lanes before the records of a drive buffer" },
    ...lanesOf("DRIVE", 0, RECORD_BYTES / 8, DRIVE_HEAD),
  ];
}

function codeSections(): Section[] {
  const sections: Section[] = [{
    title: "Limits",
    constants: Object.entries(LIMITS).map(([name, [value, doc]]) => ({ name, value, type: "limit", doc })),
  }];
  for (const [name, rule] of Object.entries(RULES)) {
    sections.push({
      title: `Rule: ${rule.doc}`,
      constants: rule.choices.map(([choice, doc], index) => ({
        name: `${name}_${choice}`,
        value: index,
        type: "code",
        doc,
      })),
    });
  }
  const tables = { ...CODES, STATE: ORDER_STATES, ORDER_EVENT: ORDER_EVENTS, OUTCOME: ORDER_OUTCOMES, REASON: REASONS };
  for (const [prefix, table] of Object.entries(tables)) {
    const seen = new Set<number>();
    sections.push({
      title: `Codes: ${prefix.toLowerCase().replaceAll("_", " ")}`,
      constants: Object.entries(table).map(([name, [value, doc]]) => {
        if (seen.has(value)) throw new Error(`Cannot generate ${prefix}_${name}: code ${value} is used twice`);
        seen.add(value);
        return { name: `${prefix}_${name}`, value, type: prefix === "BOUNDARY" ? "status" : "code", doc };
      }),
    });
  }
  return sections;
}

/** Lanes in use by event kind, so that the reserved ones can be checked: floats, then words, by kind code. */
function eventLanesUsed(): { floats: number[]; words: number[] } {
  const size = Math.max(...Object.values(EVENT_KINDS).map((kind) => kind.code)) + 1;
  const floats = new Array<number>(size).fill(0), words = new Array<number>(size).fill(0);
  for (const kind of Object.values(EVENT_KINDS)) {
    floats[kind.code] = EVENT_SHARED_FLOATS.length + kind.floats.length;
    words[kind.code] = EVENT_FLOATS * 2 + EVENT_SHARED_WORDS.length + kind.words.length;
  }
  return { floats, words };
}

function ruleChoices(): number[] {
  return Object.values(RULES).map((rule) => rule.choices.length);
}

function orderTable(): number[] {
  const states = Object.entries(ORDER_STATES), events = Object.keys(ORDER_EVENTS);
  return states.flatMap(([state, [code]], index) => {
    const row = ORDER_TABLE[state];
    if (code !== index || row === undefined || row.length !== events.length) {
      throw new Error(`Cannot generate the order-state table: row ${state} is missing or has the wrong length`);
    }
    return row.map((outcome) => {
      const entry = ORDER_STATES[outcome] ?? ORDER_OUTCOMES[outcome];
      if (entry === undefined) throw new Error(`Cannot generate the order-state table: no outcome "${outcome}"`);
      return entry[0];
    });
  });
}

/**
 * Everything that both sides must agree on, as words, so that a stale library is told at load: lanes, codes, statuses,
 * limits (two words each), the order-state table and which lanes and choices there are.
 */
function layoutTable(sections: readonly Section[]): number[] {
  const used = eventLanesUsed();
  return [
    ...sections.flatMap((section) =>
      section.constants.flatMap(({ type, value }) =>
        type === "limit" ? [value % 2 ** 32, Math.floor(value / 2 ** 32)] : [value >>> 0]
      )
    ),
    ...used.floats,
    ...used.words,
    ...ruleChoices(),
    ...orderTable(),
  ];
}

const BANNER = "Generated by `deno task generate` from src/contract/. Do not edit.";

function typescript(sections: readonly Section[]): string {
  const lines = [
    `/**`,
    ` * The constants of the contract, as both engines use them.`,
    ` *`,
    ` * ${BANNER}`,
    ` *`,
    ` * @module`,
    ` */`,
    ``,
  ];
  for (const section of sections) {
    lines.push(`// ${section.title}`, ``);
    for (const { name, value, doc } of section.constants) {
      lines.push(`/** ${capital(doc)}. */`, `export const ${name} = ${value};`);
    }
    lines.push(``);
  }
  const used = eventLanesUsed();
  lines.push(
    `/** Float lanes in use by event kind. */`,
    `export const EVENT_FLOATS_USED: readonly number[] = [${used.floats.join(", ")}];`,
    `/** Words in use by event kind, counted from the record's head. */`,
    `export const EVENT_WORDS_USED: readonly number[] = [${used.words.join(", ")}];`,
    `/** Number of choices of each rule, in the order of their lanes. */`,
    `export const RULE_CHOICES: readonly number[] = [${ruleChoices().join(", ")}];`,
    `/** Number of order events, the row length of {@linkcode ORDER_TABLE}. */`,
    `export const ORDER_EVENTS_COUNT = ${Object.keys(ORDER_EVENTS).length};`,
    `/** Outcome by state and order event: state * ORDER_EVENTS_COUNT + event. */`,
    `export const ORDER_TABLE: Uint8Array = Uint8Array.of(${orderTable().join(", ")});`,
    `/** Everything that both sides agree on, in order; a library whose own table differs was built from another contract. */`,
    `export const LAYOUT: Uint32Array = Uint32Array.of(${layoutTable(sections).join(", ")});`,
    ``,
  );
  return lines.join("\n");
}

/** The class over a page of doubles that many orders share: one accessor a field. */
function orderFields(): string {
  const numbers = Object.entries(NUMBER_FIELDS), flags = Object.entries(FLAG_FIELDS);
  const lines = [
    `/**`,
    ` * The fields of an order as accessors over a page of doubles.`,
    ` *`,
    ` * Generated by \`deno task generate\` from src/contract/state_fields.ts. Do not edit.`,
    ` *`,
    ` * @module`,
    ` */`,
    ``,
    `/** Lanes of an order in its page. */`,
    `export const ORDER_LANES = ${numbers.length + flags.length};`,
    ``,
    `/** The fields of an order. */`,
    `export class OrderFields {`,
    `  readonly #page: Float64Array;`,
    `  readonly #base: number;`,
    ``,
    `  constructor(page: Float64Array, base: number) {`,
    `    this.#page = page;`,
    `    this.#base = base;`,
    `  }`,
    ``,
    `  /** Sets every field to zero. */`,
    `  zero(): void {`,
    `    this.#page.fill(0, this.#base, this.#base + ORDER_LANES);`,
    `  }`,
  ];
  numbers.forEach(([name, doc], lane) => {
    lines.push(
      ``,
      `  /** ${capital(doc)}. */`,
      `  get ${name}(): number {`,
      `    return this.#page[this.#base + ${lane}]!;`,
      `  }`,
      ``,
      `  set ${name}(value: number) {`,
      `    this.#page[this.#base + ${lane}] = value;`,
      `  }`,
    );
  });
  flags.forEach(([name, doc], index) => {
    const lane = numbers.length + index;
    lines.push(
      ``,
      `  /** ${capital(doc)}. */`,
      `  get ${name}(): boolean {`,
      `    return this.#page[this.#base + ${lane}] !== 0;`,
      `  }`,
      ``,
      `  set ${name}(value: boolean) {`,
      `    this.#page[this.#base + ${lane}] = value ? 1 : 0;`,
      `  }`,
    );
  });
  lines.push(`}`, ``);
  return lines.join("\n");
}

function rust(sections: readonly Section[]): string {
  const types = { lane: "usize", code: "u32", status: "i32", limit: "f64" };
  const lines = [`//! The constants of the contract, as both engines use them.`, `//!`, `//! ${BANNER}`, ``];
  for (const section of sections) {
    lines.push(`// ${section.title}`, ``);
    for (const { name, value, type, doc } of section.constants) {
      lines.push(`/// ${capital(doc)}.`);
      lines.push(`pub const ${name}: ${types[type]} = ${value}${type === "limit" ? ".0" : ""};`);
    }
    lines.push(``);
  }
  const used = eventLanesUsed(), table = orderTable(), layout = layoutTable(sections);
  lines.push(
    `/// Float lanes in use by event kind.`,
    `pub const EVENT_FLOATS_USED: [usize; ${used.floats.length}] = [${used.floats.join(", ")}];`,
    `/// Words in use by event kind, counted from the record's head.`,
    `pub const EVENT_WORDS_USED: [usize; ${used.words.length}] = [${used.words.join(", ")}];`,
    `/// Number of choices of each rule, in the order of their lanes.`,
    `pub const RULE_CHOICES: [u32; ${ruleChoices().length}] = [${ruleChoices().join(", ")}];`,
    `/// Number of order events, the row length of [\`ORDER_TABLE\`].`,
    `pub const ORDER_EVENTS_COUNT: usize = ${Object.keys(ORDER_EVENTS).length};`,
    `/// Outcome by state and order event: state * ORDER_EVENTS_COUNT + event.`,
    `pub const ORDER_TABLE: [u8; ${table.length}] = [${table.join(", ")}];`,
    `/// Everything that both sides agree on, in order; an edge whose own table differs was built from another contract.`,
    `pub const LAYOUT: [u32; ${layout.length}] = [${layout.join(", ")}];`,
    ``,
  );
  return lines.join("\n");
}

function header(sections: readonly Section[]): string {
  const lines = [
    `/* The constants of the contract for C.`,
    ` * ${BANNER} */`,
    `#ifndef CRACKTRADER_CONTRACT_H`,
    `#define CRACKTRADER_CONTRACT_H`,
    ``,
  ];
  for (const section of sections) {
    lines.push(`/* ${section.title} */`);
    for (const { name, value, type } of section.constants) {
      lines.push(`#define CT_${name} ${type === "limit" ? `${value}.0` : value < 0 ? `(${value})` : value}`);
    }
    lines.push(``);
  }
  lines.push(`#endif`, ``);
  return lines.join("\n");
}

function reference(): string {
  const lines = [
    `# The contract: every record, code, rule and transition`,
    ``,
    BANNER,
    ``,
    `Records are ${RECORD_BYTES} bytes, little-endian, without padding: f64 lanes first, u32 words after them. Lanes that a`,
    `kind does not name are zero.`,
    ``,
    `## Events`,
    ``,
    `Every event: ${named([...EVENT_SHARED_FLOATS, ...EVENT_SHARED_WORDS])}.`,
    ``,
    ...kindTable(EVENT_KINDS),
    `## Outputs`,
    ``,
    `Every output: ${named([...OUTPUT_SHARED_FLOATS, ...OUTPUT_SHARED_WORDS])}.`,
    ``,
    ...kindTable(OUTPUT_KINDS),
    `## Rules`,
    ``,
    `| rule | decides | exact | backtrader |`,
    `|---|---|---|---|`,
    ...Object.entries(RULES).map(([name, rule]) =>
      `| ${name} | ${rule.doc} | ${choiceText(rule.choices, rule.exact)} | ${
        choiceText(rule.choices, rule.backtrader)
      } |`
    ),
    ``,
    `## Order states`,
    ``,
    ...codeTable(ORDER_STATES),
    `## Order events`,
    ``,
    ...codeTable(ORDER_EVENTS),
    `## Transitions`,
    ``,
    `A cell is the next state, or: ${
      Object.entries(ORDER_OUTCOMES).map(([name, [, doc]]) => `**${name}**: ${doc}`).join("; ")
    }.`,
    ``,
    `| state | ${Object.keys(ORDER_EVENTS).join(" | ")} |`,
    `|---|${Object.keys(ORDER_EVENTS).map(() => "---|").join("")}`,
    ...Object.entries(ORDER_TABLE).map(([state, row]) => `| **${state}** | ${row.join(" | ")} |`),
    ``,
    `## Transitions, one by one`,
    ``,
    `The reasons are those that the order's notice carries, or the diagnostic where nothing changes; tests/order_states_test.ts`,
    `drives every pair to every reason on both engines. In simulated execution a request and its answer are one event: a`,
    `cancellation is CANCEL, a replacement REQUEST_REPLACE and REPLACE with one notice, which says BY_REQUEST. A fill report`,
    `for a submitted order tells its acceptance first. A late fill says LATE_FILL and then that it filled. OVERFILL and`,
    `NOT_SUPPORTED are refusals before the table is asked; so is every replacement with queue matching, and there the rule`,
    `CANCEL may say CANCEL_IGNORED in the step of placement. A report whose cumulative quantity has told something already`,
    `(STALE_REPORT, FILLS_MISSING) is not called a duplicate besides. Out of reach is a pair that no event log leads to: an order is`,
    `sent once, and one that is not sent is known to no venue and stands in no queue.`,
    ``,
    `| state | event | outcome | reasons |`,
    `|---|---|---|---|`,
    ...transitionRows(),
    ``,
    `## Reasons`,
    ``,
    ...codeTable(REASONS),
  ];
  for (const [prefix, table] of Object.entries(CODES)) {
    lines.push(`## Codes: ${prefix}`, ``, ...codeTable(table));
  }
  lines.push(`## Limits`, ``, ...codeTable(LIMITS));
  return lines.join("\n");
}

/** A row for every state and event: the outcome and why. */
function transitionRows(): string[] {
  const events = Object.keys(ORDER_EVENTS);
  return Object.entries(ORDER_TABLE).flatMap(([state, row]) =>
    row.map((outcome, index) => {
      const cell = ORDER_REASONS[state]?.[index];
      if (cell === undefined) {
        throw new Error(`Cannot generate the transitions: ${state} ${events[index]} has no reasons`);
      }
      const names = cell === "" ? [] : cell.split(" "), unknown = names.find((name) => !(name in REASONS));
      if (unknown !== undefined) throw new Error(`Cannot generate the transitions: there is no reason "${unknown}"`);
      return `| ${state} | ${events[index]} | ${outcome} | ${names.join(", ") || "out of reach"} |`;
    })
  );
}

function kindTable(kinds: Readonly<Record<string, RecordKind>>): string[] {
  return [
    `| kind | code | says | floats | words |`,
    `|---|---|---|---|---|`,
    ...Object.entries(kinds).map(([name, kind]) =>
      `| ${name} | ${kind.code} | ${kind.doc} | ${named(kind.floats)} | ${named(kind.words)} |`
    ),
    ``,
  ];
}

function codeTable(table: Readonly<Record<string, readonly [number, string]>>): string[] {
  return [
    `| name | number | means |`,
    `|---|---|---|`,
    ...Object.entries(table).map(([name, [value, doc]]) => `| ${name} | ${value} | ${doc} |`),
    ``,
  ];
}

function choiceText(choices: readonly (readonly [string, string])[], chosen: string): string {
  const found = choices.find(([name]) => name === chosen);
  if (found === undefined) throw new Error(`Cannot generate the rule table: no choice "${chosen}"`);
  return `${found[0]}: ${found[1]}`;
}

function named(lanes: readonly (readonly [string, string])[]): string {
  return lanes.map(([name, doc]) => `\`${name}\` ${doc}`).join("; ");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Runs a formatter over a text, so that the committed file is what the gate's formatter would leave. */
async function formatted(text: string, extension: "ts" | "md" | "json"): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--line-width", "120", "--ext", extension, "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  if (!success) throw new Error(`Cannot format: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

async function main(): Promise<void> {
  if (Deno.args.includes("--help")) {
    console.log(
      "deno task generate [--check]\nWrites the contract's constants for TypeScript, Rust and C and its page.",
    );
    return;
  }
  const check = Deno.args.includes("--check");
  const sections = [...recordSections(), ...codeSections()];
  const files: readonly (readonly [string, string])[] = [
    ["src/contract/contract.gen.ts", await formatted(typescript(sections), "ts")],
    ["src/core/state/order_fields.gen.ts", await formatted(orderFields(), "ts")],
    ["src/contract/REFERENCE.md", await formatted(reference(), "md")],
    ["src/replay/replay_log.schema.json", await formatted(JSON.stringify(replayLogSchema(), null, 2), "json")],
    ["src/cli/crate_files.gen.ts", await formatted(crateFilesModule(), "ts")],
    ["rust/engine/src/contract.gen.rs", rust(sections)],
    ["rust/ffi/include/cracktrader_contract.h", header(sections)],
  ];
  let stale = 0;
  for (const [path, text] of files) {
    const url = new URL(`../${path}`, import.meta.url);
    const found = await Deno.readTextFile(url).catch(() => undefined);
    if (found === text) continue;
    stale++;
    if (check) {
      console.error(`${path} is not what the contract says; run: deno task generate`);
    } else {
      await Deno.mkdir(new URL(".", url), { recursive: true });
      await Deno.writeTextFile(url, text);
      console.log(`wrote ${path}`);
    }
  }
  if (check && stale > 0) Deno.exit(1);
  if (stale === 0) console.log(`${files.length} generated files are fresh`);
}

await main();
