/**
 * A recorded scenario: the bars and actions that were the input of backtrader, and all notifications of its strategy.
 *
 * @module
 */

import { nameOf, parseJson, readText } from "./read_text.ts";

/** A feed of a scenario. */
export interface ScenarioFeed {
  readonly name: string;
  /** Name of the timeframe; Days by default. */
  readonly timeframe?: string;
  /** Units of the timeframe in a bar; 1 by default. */
  readonly compression?: number;
  /** End of the session as HH:MM:SS; the end of the day by default. */
  readonly sessionend?: string;
  /** Bars in the order of their times: date or ISO time, open, high, low, close, volume. */
  readonly bars: readonly (readonly [string, number, number, number, number, number])[];
}

/** Arguments of an action. */
export interface ActionArguments {
  readonly data?: number;
  readonly size?: number;
  readonly price?: number;
  readonly plimit?: number;
  readonly exectype?: string;
  readonly valid?: number | Readonly<Record<string, number | string>>;
  readonly tradeid?: number;
  readonly oco?: string;
  readonly target?: number;
  readonly trailamount?: number;
  readonly trailpercent?: number;
  readonly [name: string]: unknown;
}

/** An action of the recorded strategy. */
export interface ScenarioAction {
  /** Number of the call of `next` with the action, from 1. */
  readonly call: number;
  readonly op: string;
  readonly id?: string;
  readonly when?: string;
  readonly args?: ActionArguments;
  /** Money from outside, of the operation `add_cash`. */
  readonly amount?: number;
}

/** A line of the recorded event log: its kind and its fields. */
export interface ScenarioEvent {
  readonly ev: string;
  readonly [field: string]: unknown;
}

/** A recorded scenario. */
export interface Scenario {
  readonly name: string;
  readonly datas: readonly ScenarioFeed[];
  readonly broker?: Readonly<Record<string, unknown>>;
  readonly cerebro?: Readonly<Record<string, unknown>>;
  readonly sizer?: Readonly<Record<string, unknown>>;
  readonly mode_dependent?: unknown;
  readonly actions: readonly ScenarioAction[];
  readonly events: readonly ScenarioEvent[];
  /** Cash, value, fund and positions at the end. */
  readonly final: Readonly<Record<string, unknown>>;
}

/**
 * Reads the scenarios of a file, JSON or gzipped JSON: an array of scenarios, or a single one.
 *
 * @throws {Error} if the file does not exist or may not be read
 * @throws {SyntaxError} if the text is no JSON
 * @throws {TypeError} if the content is no scenarios; the error names file, scenario and field
 */
export async function readScenarios(path: string | URL): Promise<Scenario[]> {
  return parseScenarios(await readText(path), nameOf(path));
}

/** Reads scenarios from a text; `name` is its name in errors. Throws the errors of {@linkcode readScenarios}. */
export function parseScenarios(text: string, name: string): Scenario[] {
  const parsed = parseJson(text, name, markWhole as (key: string, value: unknown) => unknown);
  const scenarios: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  return scenarios.map((scenario, index) => checkScenario(scenario, `scenario ${index + 1} of ${name}`));
}

/** Arguments that are prices of orders. */
const PRICES: ReadonlySet<string> = new Set(["price", "plimit", "stopprice", "limitprice"]);

/** Prices without a fraction in the source text, by the object that holds them. */
const wholePrices: WeakMap<object, Set<string>> = new WeakMap();

/**
 * Returns whether a price of an action was written as a whole number. In the recording program such a price is an
 * integer, whose zero has no sign.
 */
export function isWholePrice(args: object, name: string): boolean {
  return wholePrices.get(args)?.has(name) === true;
}

/** Copies the written form of a price to other arguments. */
export function copyWholePrice(from: object, fromName: string, to: object, toName: string): void {
  if (isWholePrice(from, fromName)) markWholePrice(to, toName);
}

function markWholePrice(args: object, name: string): void {
  wholePrices.set(args, (wholePrices.get(args) ?? new Set()).add(name));
}

function markWhole(this: object, key: string, value: unknown, context: { readonly source?: string }): unknown {
  if (PRICES.has(key) && typeof value === "number" && /^-?\d+$/.test(context.source ?? "")) markWholePrice(this, key);
  return value;
}

function checkScenario(value: unknown, place: string): Scenario {
  const scenario = requireObject(value, place);
  if (typeof scenario.name !== "string") throw wrong(`${place}: name`, scenario.name, "a text");
  const named = `${place} ("${scenario.name}")`;
  for (const field of ["datas", "actions", "events"]) {
    if (!Array.isArray(scenario[field])) throw wrong(`${named}: ${field}`, scenario[field], "an array");
  }
  requireObject(scenario.final, `${named}: final`);
  const feeds = scenario.datas as unknown[];
  if (feeds.length === 0) throw wrong(`${named}: datas`, feeds, "at least one feed");
  feeds.forEach((feed, index) => checkFeed(feed, `${named}: datas[${index}]`));
  (scenario.actions as unknown[]).forEach((action, index) => {
    const fields = requireObject(action, `${named}: actions[${index}]`);
    if (!Number.isInteger(fields.call)) throw wrong(`${named}: actions[${index}].call`, fields.call, "a whole number");
    if (typeof fields.op !== "string") throw wrong(`${named}: actions[${index}].op`, fields.op, "a text");
  });
  (scenario.events as unknown[]).forEach((event, index) => {
    const fields = requireObject(event, `${named}: events[${index}]`);
    if (typeof fields.ev !== "string") throw wrong(`${named}: events[${index}].ev`, fields.ev, "a text");
  });
  return scenario as unknown as Scenario;
}

function checkFeed(value: unknown, place: string): void {
  const feed = requireObject(value, place);
  if (!Array.isArray(feed.bars)) throw wrong(`${place}.bars`, feed.bars, "an array");
  feed.bars.forEach((bar: unknown, row) => {
    const good = Array.isArray(bar) && bar.length === 6 && typeof bar[0] === "string" &&
      bar.slice(1).every((number) => typeof number === "number");
    if (!good) throw wrong(`${place}.bars[${row}]`, bar, "a time and five numbers");
  });
}

function requireObject(value: unknown, place: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(place, value, "an object");
  return value as Record<string, unknown>;
}

function wrong(place: string, value: unknown, wanted: string): TypeError {
  const shown = JSON.stringify(value)?.slice(0, 60) ?? "nothing";
  return new TypeError(`Cannot read ${place} as ${shown}: it must be ${wanted}`);
}
