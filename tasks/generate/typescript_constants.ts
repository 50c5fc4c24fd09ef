/**
 * The constants of the contract in TypeScript.
 *
 * @module
 */

import {
  configDefaults,
  contractSections,
  derivedSections,
  eventLanesUsed,
  facetConstants,
  instrumentDefaults,
  orderKinds,
  orderTable,
  recordLayout,
  ruleChoices,
  stateLayout,
} from "../../src/contract/layout.ts";
import { FACETS, NO_FACETS, type OrderFacets } from "../../src/contract/order_kinds.ts";
import { ORDER_EVENTS } from "../../src/contract/order_states.ts";
import { BANNER, capital, wordsOf } from "./words.ts";

/** Returns the module of constants. */
export function typescriptConstants(): string {
  const facets = { title: "Facets of order types", constants: facetConstants() };
  const sections = [...contractSections(), ...derivedSections(), facets];
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
    `/** Default of each lane of the configuration's head and rules; Infinity for a lane without one. */`,
    `export const CONFIG_DEFAULTS: readonly number[] = [${configDefaults().join(", ")}];`,
    `/** Default of each lane of an instrument block; Infinity for a lane without one. */`,
    `export const INSTRUMENT_DEFAULTS: readonly number[] = [${instrumentDefaults().join(", ")}];`,
    `/** Number of order events, the row length of {@linkcode ORDER_TABLE}. */`,
    `export const ORDER_EVENTS_COUNT = ${Object.keys(ORDER_EVENTS).length};`,
    `/** Outcome by state and order event: state * ORDER_EVENTS_COUNT + event. */`,
    `export const ORDER_TABLE: Uint8Array = Uint8Array.of(${orderTable().join(", ")});`,
    `/** The facets of an order type: its trigger, its way to work then, the time at which it may fill. */`,
    `export interface OrderKind {`,
    `  readonly trigger: number;`,
    `  readonly then: number;`,
    `  readonly at: number;`,
    `}`,
    `/** Facets by order type; at zero, which is no type, those of a market order. */`,
    `export const ORDER_KINDS: readonly OrderKind[] = [${orderKinds().map(kind).join(", ")}];`,
    `/** Everything that both sides agree on, in order; a library whose own table differs was built from another contract. */`,
    `export const LAYOUT: Uint32Array = Uint32Array.of(${wordsOf(recordLayout())});`,
    `/** The same of the fields of state: a library whose own table differs would read snapshots wrongly. */`,
    `export const STATE_LAYOUT: Uint32Array = Uint32Array.of(${wordsOf(stateLayout())});`,
    ``,
  );
  return lines.join("\n");
}

function kind(facets: OrderFacets | undefined): string {
  const { trigger, then, at } = facets ?? NO_FACETS;
  return `{ trigger: ${FACETS.trigger.indexOf(trigger)}, then: ${FACETS.then.indexOf(then)}, at: ${
    FACETS.at.indexOf(at)
  } }`;
}
