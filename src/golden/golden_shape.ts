/**
 * The shape of the file of an accepted run, by which a damaged one is refused before anything is compared.
 *
 * @module
 */

import type { Shape } from "../results/json_shape.ts";
import { ASKED_SHAPE, CONFIGURATION_SHAPES, INSTRUMENT_SHAPES, OPTIONAL_TERMS } from "../results/result_schema.ts";
import { GOLDEN_FORMAT } from "./golden_record.ts";

const TEXT: Shape = { type: "string" };
const TEXT_OR_NULL: Shape = { type: ["string", "null"] };
const NUMBER: Shape = { type: "number" };
const NUMBER_OR_NULL: Shape = { type: ["number", "null"] };
const COUNT: Shape = { type: "integer", minimum: 0 };
const COUNT_OR_NULL: Shape = { type: ["integer", "null"], minimum: 0 };
const BOOLEAN: Shape = { type: "boolean" };
const HASH: Shape = { type: "string", pattern: "^[0-9a-f]{16}$" };

/** An object of exactly these members, but for those that may be left out. */
function object(properties: Readonly<Record<string, Shape>>, ...optional: readonly string[]): Shape {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required, additionalProperties: false };
}

function list(items: Shape): Shape {
  return { type: "array", items };
}

const { lanes: _lanes, instruments: _instruments, ...TERMS } = CONFIGURATION_SHAPES;
const { name: _name, ...INSTRUMENT } = INSTRUMENT_SHAPES;

const ORDER: Shape = object(
  {
    ...{ id: COUNT, feed: TEXT, bar: COUNT, placed: TEXT_OR_NULL, role: TEXT, side: TEXT, type: TEXT },
    ...{ asked: ASKED_SHAPE, size: NUMBER_OR_NULL, limit: NUMBER_OR_NULL, stop: NUMBER_OR_NULL },
    ...{ parent: COUNT_OR_NULL, oco: COUNT_OR_NULL, replaced: list(list(NUMBER_OR_NULL)) },
    ...{ endedBar: COUNT_OR_NULL, ended: TEXT_OR_NULL, state: TEXT, reason: TEXT, filled: NUMBER },
    ...{ averagePrice: NUMBER_OR_NULL, commission: NUMBER },
    lines: { type: "object", additionalProperties: NUMBER_OR_NULL },
  },
  "replaced",
  "lines",
);

const FILL: Shape = object({
  ...{ order: COUNT, feed: TEXT, bar: COUNT, time: TEXT_OR_NULL, side: TEXT, size: NUMBER, price: NUMBER, rule: TEXT },
  ...{ notional: NUMBER, commission: NUMBER, closing: BOOLEAN, pnl: NUMBER, flags: list(TEXT) },
});

const TRADE: Shape = object({
  ...{ id: COUNT, feed: TEXT, bar: COUNT, opened: TEXT_OR_NULL, closedBar: COUNT_OR_NULL, closed: TEXT_OR_NULL },
  ...{ long: BOOLEAN, size: NUMBER, entryPrice: NUMBER, exitPrice: NUMBER_OR_NULL, pnl: NUMBER_OR_NULL },
  ...{ commission: NUMBER, bars: COUNT_OR_NULL, ambiguous: BOOLEAN },
});

const REFUSAL: Shape = object({
  ...{ order: COUNT, feed: TEXT, bar: COUNT, reason: TEXT, needed: NUMBER_OR_NULL, available: NUMBER_OR_NULL },
  ...{ price: NUMBER_OR_NULL, size: NUMBER_OR_NULL },
});

/** The shape of the file of an accepted run; the format is checked before. */
export const GOLDEN_SHAPE: Shape = object({
  format: { const: GOLDEN_FORMAT },
  strategy: TEXT,
  // The chain of a run with the option chain: false is empty.
  chain: { type: "string", pattern: "^([0-9a-f]{16})?$" },
  markHash: HASH,
  bars: object({ steps: COUNT, first: TEXT_OR_NULL, last: TEXT_OR_NULL }),
  configuration: object({
    ...TERMS,
    instruments: { type: "object", additionalProperties: object(INSTRUMENT, ...OPTIONAL_TERMS) },
  }),
  lines: list(object({ field: TEXT, name: TEXT, hash: HASH })),
  orders: list(ORDER),
  fills: list(FILL),
  trades: list(TRADE),
  refusals: list(REFUSAL),
  equity: list(TEXT),
});
