/**
 * The page that lists the contract: every record, code, rule and transition.
 *
 * @module
 */

import { CODES, REASONS } from "../../src/contract/codes.ts";
import { LIMITS } from "../../src/contract/limits.ts";
import {
  ORDER_EVENTS,
  ORDER_OUTCOMES,
  ORDER_REASONS,
  ORDER_STATES,
  ORDER_TABLE,
} from "../../src/contract/order_states.ts";
import {
  EVENT_KINDS,
  EVENT_SHARED_FLOATS,
  EVENT_SHARED_WORDS,
  OUTPUT_KINDS,
  OUTPUT_SHARED_FLOATS,
  OUTPUT_SHARED_WORDS,
  RECORD_BYTES,
  type RecordKind,
} from "../../src/contract/records.ts";
import { ORDER_KINDS } from "../../src/contract/order_kinds.ts";
import { CARRIED_LANES, RULES } from "../../src/contract/rules.ts";
import {
  ACCOUNT_FIELDS,
  INSTRUMENT_FIELDS,
  MACHINE_FIELDS,
  ORDER_FIELDS,
  ORDERS_FIELDS,
  PRODUCER_FIELDS,
  snapshotFields,
  type StateField,
} from "../../src/contract/state_fields.ts";
import { ruleSection } from "./rule_section.ts";
import { BANNER } from "./words.ts";

/** Returns the page. */
export function referencePage(): string {
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
    `A row is free when it can be switched alone, or of the model. MATCHING chooses the model, which carries its own with`,
    `it; the lanes that it carries hold the number of its choice, and their codes stay reserved.`,
    ``,
    `| rule | kind | decides | exact | backtrader |`,
    `|---|---|---|---|---|`,
    ...Object.entries(RULES).map(([name, rule]) =>
      `| ${name} | ${rule.kind} | ${rule.doc} | ${choiceText(rule.choices, rule.exact)} | ${
        choiceText(rule.choices, rule.backtrader)
      } |`
    ),
    ``,
    `## Lanes that the model carries`,
    ``,
    `| lane | decides | exact | queue |`,
    `|---|---|---|---|`,
    ...Object.entries(CARRIED_LANES).map(([name, lane]) =>
      `| ${name} | ${lane.doc} | ${choiceText(lane.choices, lane.exact)} | ${
        choiceText(lane.choices, lane.backtrader)
      } |`
    ),
    ``,
    `## Order kinds`,
    ``,
    `| type | code | trigger | then | at | means |`,
    `|---|---|---|---|---|---|`,
    ...Object.entries(CODES.TYPE!).map(([name, [code, doc]]) => {
      const { trigger, then, at } = ORDER_KINDS[name]!;
      return `| ${name} | ${code} | ${trigger} | ${then} | ${at} | ${doc} |`;
    }),
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
    `sent once. In reported execution CREATED is a protective order that sleeps; it is at no venue, so its cancel is CANCEL.`,
    ``,
    `| state | event | outcome | reasons |`,
    `|---|---|---|---|`,
    ...transitionRows(),
    ``,
    `## Reported execution`,
    ``,
    `- **Replacements**: a fill is judged by the largest of the order's quantity, its quantities before earlier replacements,`,
    `  and the one that an undecided replacement asks for. An order whose lots are all filled stays pending until REPLACED or`,
    `  REPLACE_REFUSED; a report of its end refuses the replacement, and it is FILLED. A fill beyond the quantity raises it.`,
    `  Under a cancellation the last lots are a FILL while a replacement is undecided, and the decision is the FILL_ALL.`,
    `- **Fees**: \`commission\` is negative for a rebate. \`fee_lots\` leave the position at the price of the fill and are`,
    `  commission of that value; cash does not move for them. The order counts the whole fill. They must be fewer than the lots`,
    `  that a buy opened; every other fee in kind is refused as NOT_SUPPORTED, told at level ERROR, and its fill id stays free.`,
    `- **Payments**: CASH with another purpose than TRANSFER is profit or loss, and no lack of cash refuses it. A diagnostic at`,
    `  level INFO notes each with its purpose as the reason. NEGATIVE_CASH tells the one that takes the cash below zero.`,
    `- **Adopted orders**: the flag EXTERNAL is for an order that is at the venue already. Risk flags do not refuse it. It has a`,
    `  quantity; on a simulated instrument, with PROTECTIVE or with CLOSE it is NOT_SUPPORTED.`,
    `- **Protection and groups**: a protective order sleeps in state CREATED. With each fill of its entry that opens, it takes`,
    `  the lots that the entry has opened so far, and a notice TO_BE_PLACED asks the edge to place it, or to replace it with the`,
    `  new quantity. A fill of a group's member, or the end of the position, makes others CANCEL_PENDING with reason OCO or`,
    `  POSITION_CLOSED; their reports decide, and those that sleep are cancelled at once. Fills of two members are both booked.`,
    `  Protection sleeps on after the end of its entry while the venue counts more lots than its fills brought. UNPROTECTED says`,
    `  that an entry opened lots which no order protects any more. A group is of simulated orders or of reported ones.`,
    `- **Lost reports**: a report that is refused on a reported instrument moves nothing, and the status counts it. OVERFILL and`,
    `  ORDER_RETIRED are also told at level ERROR, so that a session halts.`,
    ``,
    ...ruleSection(),
    `## Reasons`,
    ``,
    ...codeTable(REASONS),
  ];
  for (const [prefix, table] of Object.entries(CODES)) {
    lines.push(`## Codes: ${prefix}`, ``, ...codeTable(table));
  }
  lines.push(`## State: the fields of a snapshot, in its order`, ``);
  for (const [struct, fields] of STRUCTS) lines.push(`### ${struct}`, ``, ...fieldTable(fields));
  lines.push(`## Limits`, ``, ...codeTable(LIMITS));
  return lines.join("\n");
}

/** Returns a row for every state and event: the outcome and its reason. */
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

/** Structs of state with their fields. */
const STRUCTS: readonly (readonly [string, readonly StateField[]])[] = [
  ["machine", MACHINE_FIELDS],
  ["account", ACCOUNT_FIELDS],
  ["producer", PRODUCER_FIELDS],
  ["instrument", INSTRUMENT_FIELDS],
  ["orders", ORDERS_FIELDS],
  ["order", ORDER_FIELDS],
];

function fieldTable(fields: readonly StateField[]): string[] {
  return [
    `| field | type | values | means |`,
    `|---|---|---|---|`,
    ...snapshotFields(fields).map(({ name, type, range: { whole, least, most }, doc }) => {
      const values = type === "bool" ? "0, 1" : `${whole === "never" ? "" : "whole, "}${least} to ${most}`;
      return `| ${name} | ${type} | ${values}${whole === "exact" ? "; with doubles any" : ""} | ${doc} |`;
    }),
    ``,
  ];
}
