/**
 * The constants of the contract in Rust.
 *
 * @module
 */

import {
  configDefaults,
  type Constant,
  contractSections,
  derivedSections,
  eventLanesUsed,
  instrumentDefaults,
  type LayoutEntry,
  orderKinds,
  orderTable,
  recordLayout,
  ruleChoices,
  stateLayout,
} from "../../src/contract/layout.ts";
import { FACETS, NO_FACETS } from "../../src/contract/order_kinds.ts";
import { ORDER_EVENTS } from "../../src/contract/order_states.ts";
import { BANNER, capital, wordsOf } from "./words.ts";

/**
 * Codes that have a type of their own, by the prefix of their constants, so that two swapped arguments do not compile.
 * An order event results in a state or in one of four outcomes, so these two share one type.
 */
export const RUST_TYPES: Readonly<Record<string, string>> = {
  FILL_RULE: "FillRule",
  LEVEL: "Level",
  ORDER_EVENT: "OrderEvent",
  OUTCOME: "OrderState",
  REASON: "Reason",
  STATE: "OrderState",
  TYPE: "OrderType",
};

const TYPE_DOCS: Readonly<Record<string, string>> = {
  FillRule: "The rule that set the price of a fill",
  Level: "How much a diagnostic matters",
  OrderEvent: "An event in an order's life",
  OrderState: "A state of an order, or another outcome of an order event",
  OrderType: "A type of orders",
  Reason: "Why something was refused, or what an order or a diagnostic tells",
};

const FACET_DOCS: Readonly<Record<string, string>> = {
  trigger: "condition under which an order begins to work",
  then: "way in which it works then",
  at: "when it may fill",
};

/** Returns the module of constants. */
export function rustConstants(): string {
  const lines = [`//! The constants of the contract, as both engines use them.`, `//!`, `//! ${BANNER}`, ``];
  for (const [name, doc] of Object.entries(TYPE_DOCS)) {
    lines.push(`/// ${doc}.`, `#[derive(Clone, Copy, PartialEq, Eq, Debug)]`, `pub struct ${name}(pub u32);`, ``);
  }
  for (const [facet, values] of Object.entries(FACETS)) {
    lines.push(
      `/// ${capital(FACET_DOCS[facet]!)}.`,
      `#[derive(Clone, Copy, PartialEq, Eq, Debug)]`,
      `pub enum ${capital(facet)} {`,
    );
    for (const value of values) {
      lines.push(`    /// Facet ${facet} of an order type: ${value}.`, `    ${capital(value)},`);
    }
    lines.push(`}`, ``);
  }
  lines.push(
    `/// The facets of an order type: its trigger, its way to work then, the time at which it may fill.`,
    `#[derive(Clone, Copy, PartialEq, Eq, Debug)]`,
    `pub struct OrderKind {`,
    ...Object.entries(FACET_DOCS).flatMap((
      [facet, doc],
    ) => [`    /// ${capital(doc)}.`, `    pub ${facet}: ${capital(facet)},`]),
    `}`,
    ``,
  );
  for (const section of [...contractSections(), ...derivedSections()]) {
    lines.push(`// ${section.title}`, ``);
    for (const constant of section.constants) {
      lines.push(`/// ${capital(constant.doc)}.`, `pub const ${constant.name}: ${typedValue(constant)};`);
    }
    lines.push(``);
  }
  const used = eventLanesUsed(), table = orderTable();
  lines.push(
    `/// Float lanes in use by event kind.`,
    `pub const EVENT_FLOATS_USED: [usize; ${used.floats.length}] = [${used.floats.join(", ")}];`,
    `/// Words in use by event kind, counted from the record's head.`,
    `pub const EVENT_WORDS_USED: [usize; ${used.words.length}] = [${used.words.join(", ")}];`,
    `/// Number of choices of each rule, in the order of their lanes.`,
    `pub const RULE_CHOICES: [u32; ${ruleChoices().length}] = [${ruleChoices().join(", ")}];`,
    `/// Default of each lane of the configuration's head and rules; infinity for a lane without one.`,
    `pub const CONFIG_DEFAULTS: [f64; ${configDefaults().length}] = [${configDefaults().map(rustDouble).join(", ")}];`,
    `/// Default of each lane of an instrument block; infinity for a lane without one.`,
    `pub const INSTRUMENT_DEFAULTS: [f64; ${instrumentDefaults().length}] = [${
      instrumentDefaults().map(rustDouble).join(", ")
    }];`,
    `/// Number of order events, the row length of [\`ORDER_TABLE\`].`,
    `pub const ORDER_EVENTS_COUNT: usize = ${Object.keys(ORDER_EVENTS).length};`,
    `/// Outcome by state and order event: state * ORDER_EVENTS_COUNT + event.`,
    `pub const ORDER_TABLE: [u8; ${table.length}] = [${table.join(", ")}];`,
    `/// Facets by order type; at zero, which is no type, those of a market order.`,
    `pub const ORDER_KINDS: [OrderKind; ${orderKinds().length}] = [`,
    ...orderKinds().map((facets) => {
      const { trigger, then, at } = facets ?? NO_FACETS;
      return `    OrderKind { trigger: Trigger::${capital(trigger)}, then: Then::${capital(then)}, at: At::${
        capital(at)
      } },`;
    }),
    `];`,
    `/// Everything that both sides agree on, in order; an edge whose own table differs was built from another contract.`,
    layoutArray("LAYOUT", recordLayout()),
    `/// The same of the fields of state: an edge whose own table differs would read snapshots wrongly.`,
    layoutArray("STATE_LAYOUT", stateLayout()),
    ``,
  );
  return lines.join("\n");
}

function layoutArray(name: string, entries: readonly LayoutEntry[]): string {
  return `pub const ${name}: [u32; ${entries.length}] = [${wordsOf(entries)}];`;
}

function typedValue({ name, value, type }: Constant): string {
  const prefix = Object.keys(RUST_TYPES).find((prefix) => type === "code" && name.startsWith(`${prefix}_`));
  if (prefix !== undefined && !name.endsWith("_MASK")) return `${RUST_TYPES[prefix]} = ${RUST_TYPES[prefix]}(${value})`;
  const types = { lane: "usize", code: "u32", status: "i32", limit: "f64" };
  return `${types[type]} = ${value}${type === "limit" ? ".0" : ""}`;
}

/** Writes a double as a Rust literal. */
function rustDouble(value: number): string {
  return value === Infinity ? "f64::INFINITY" : Number.isInteger(value) ? `${value}.0` : `${value}`;
}
