/**
 * The lines of a set-up: its class, inputs and parameters, made with our indicators.
 *
 * @module
 */

import { indicator } from "../../../src/indicators/indicator.ts";
import type { FeedLines } from "../../../src/lines/feed_lines.ts";
import { Line } from "../../../src/lines/line.ts";
import { classNamed } from "./classes.ts";
import { type MappedLine, NotThere, type ParamValue, RecordedParams } from "./recorded_class.ts";
import type { Expression, Setup } from "./setup.ts";

/** What a set-up came to. */
export interface MadeSetup {
  /** Our lines by backtrader's names. */
  readonly lines: Readonly<Record<string, MappedLine>>;
  /** Functions of this package that took part. */
  readonly indicators: ReadonlySet<string>;
  /** True if the minimum period is that of backtrader's object. */
  readonly minPeriodOfObject: boolean;
}

/** An input or a number with the line that it was made of. */
interface Operand {
  readonly value: ParamValue | FeedLines;
  readonly source?: Line;
}

/**
 * Makes the lines of a set-up over a feed.
 *
 * @param recorded Parameters of the recording, which are the defaults of the class.
 * @throws {NotThere} If a class has no mapping yet.
 * @throws {TypeError} If an argument cannot be mapped.
 */
export function makeSetup(
  setup: Setup,
  feed: FeedLines,
  recorded: Readonly<Record<string, unknown>> = {},
): MadeSetup {
  const row = classNamed(setup.name);
  if (row === undefined) throw new NotThere(`the class ${setup.name}`);
  if (row.lines === undefined) throw new NotThere(row.indicators.join(", "));
  const indicators = new Set(row.indicators), names = Object.keys(row.params ?? {}), inputs: Operand[] = [];
  const idle = new Set(row.idle ?? []), defaults = { ...row.params, ...recordedValues(recorded) };
  const values: Record<string, ParamValue> = { ...defaults };
  const given = new Set<string>();
  const give = (name: string, value: Operand["value"]): void => {
    values[name] = value instanceof Line || !isFeed(value) ? value : feed.close;
    given.add(name);
  };
  for (const { name, value } of setup.arguments) {
    const operand = evaluate(value, feed, indicators);
    if (name !== undefined) give(name, operand.value);
    else if (operand.value instanceof Line || isFeed(operand.value)) inputs.push(operand);
    else {
      const next = names.find((param) => !given.has(param));
      if (next !== undefined) give(next, operand.value);
      else if (typeof operand.value === "number" && inputs.length > 0) inputs.push(operand);
      else throw new TypeError(`Cannot give ${setup.name} one more parameter by position`);
    }
  }
  const params = new RecordedParams(setup.name, values);
  const lineOf = ({ value }: Operand): Line => isFeed(value) ? value.close : value as Line;
  const need = (at: number): Operand => {
    const operand = inputs[at];
    if (operand === undefined) throw new TypeError(`Cannot make ${setup.name}: it needs an input number ${at + 1}`);
    return operand;
  };
  const lines = row.lines({
    feed,
    line: inputs[0] === undefined ? feed.close : lineOf(inputs[0]),
    count: inputs.length,
    get other() {
      const { value } = need(1);
      return typeof value === "number" ? constantLine(value, lineOf(need(0))) : lineOf(need(1));
    },
    get level() {
      const { value } = need(1);
      return typeof value === "number" ? value : lineOf(need(1));
    },
    get source() {
      return need(0).source ?? lineOf(need(0));
    },
  }, params);
  for (const average of params.averages) indicators.add(average);
  for (const name of params.unread) {
    const normal = row.params?.[name];
    if (idle.has(name) || (normal !== undefined && sameValue(values[name], normal))) continue;
    throw new TypeError(`Cannot compare ${setup.name} with ${name} ${Deno.inspect(values[name])}: it is not mapped`);
  }
  return { lines, indicators, minPeriodOfObject: row.minPeriodOfObject === true };
}

function isFeed(value: unknown): value is FeedLines {
  return typeof value === "object" && value !== null && "close" in value;
}

/** Parameters of a recording; callables and other things that JSON has no form for are left out. */
function recordedValues(recorded: Readonly<Record<string, unknown>>): Record<string, ParamValue> {
  const known = Object.entries(recorded).filter(([, value]) => !(typeof value === "string" && value.startsWith("<")));
  return Object.fromEntries(known) as Record<string, ParamValue>;
}

/** Two names of one class are the same value. */
function sameValue(a: ParamValue | undefined, b: ParamValue | undefined): boolean {
  if (typeof a === "string" && typeof b === "string") return a === b || classNamed(a) === classNamed(b);
  return JSON.stringify(a) === JSON.stringify(b);
}

const WORDS: Readonly<Record<string, ParamValue>> = { True: true, False: false, None: null };
const PRICES: readonly string[] = ["open", "high", "low", "close", "volume"];

function evaluate(expression: Expression, feed: FeedLines, indicators: Set<string>): Operand {
  switch (expression.kind) {
    case "number":
      return { value: expression.value };
    case "list":
      return { value: expression.items.map((item) => evaluate(item, feed, indicators).value as ParamValue) };
    case "range": {
      const from = numberOf(evaluate(expression.from, feed, indicators));
      const length = numberOf(evaluate(expression.to, feed, indicators)) - from + 1;
      return { value: Array.from({ length }, (_value, at) => from + at) };
    }
    case "name":
      return { value: named(expression.name, feed) };
    case "delay": {
      const input = named(expression.input, feed), bars = numberOf(evaluate(expression.bars, feed, indicators));
      if (!isFeed(input) && !(input instanceof Line)) throw new TypeError(`Cannot delay ${expression.input}`);
      // A number of bars below zero is in the past.
      return { value: (isFeed(input) ? input.close : input).shift(-bars) };
    }
    case "call": {
      const made = makeSetup(expression, feed), line = lineOfCall(made, expression.output);
      if (line === undefined) throw new TypeError(`Cannot read ${expression.output} of ${expression.name}`);
      for (const name of made.indicators) indicators.add(name);
      const [input] = expression.arguments.filter(({ name }) => name === undefined);
      const source = input === undefined ? undefined : evaluate(input.value, feed, indicators).value;
      return { value: line, source: source instanceof Line ? source : feed.close };
    }
    case "operation": {
      const left = evaluate(expression.left, feed, indicators).value;
      const right = evaluate(expression.right, feed, indicators).value;
      return { value: operate(expression.operator, left, right) };
    }
  }
}

function named(name: string, feed: FeedLines): ParamValue | FeedLines {
  const word = WORDS[name];
  if (word !== undefined) return word;
  if (/^(?:self\.)?(?:data0?|d0?)$/.test(name)) return feed;
  const last = name.slice(name.lastIndexOf(".") + 1);
  if (PRICES.includes(last)) return feed[last as "close"];
  if (/^(?:self\.)?data/.test(name)) throw new TypeError(`Cannot find input ${name}: there is one feed, data`);
  return last;
}

/**
 * The line of a call that is an input: the one that is named, or that of the object, which is its first one from the bar
 * on at which all of them have a value.
 */
function lineOfCall({ lines }: MadeSetup, output: string | undefined): Line | undefined {
  const all = Object.entries(lines).flatMap(([name, made]): [string, Line][] =>
    made instanceof Line ? [[name, made]] : "ahead" in made ? [] : [[name, made.line]]
  );
  const found = all.find(([name]) => output === undefined || name === output)?.[1];
  if (output !== undefined || found === undefined || all.every(([, { minPeriod }]) => minPeriod <= found.minPeriod)) {
    return found;
  }
  const [first, ...others] = [found, ...all.map(([, line]) => line)] as [Line, ...Line[]];
  return indicator({ name: first.name, inputs: [first, ...others], update: () => (value) => value });
}

/** A line of one number with the bars of another. */
function constantLine(value: number, line: Line): Line {
  return indicator({ name: String(value), inputs: [line], update: () => () => value });
}

function operate(operator: string, left: Operand["value"], right: Operand["value"]): ParamValue {
  const isNumber = typeof left === "number" && typeof right === "number";
  if (isNumber) {
    const operations: Readonly<Record<string, number>> = {
      "+": left + right,
      "-": left - right,
      "*": left * right,
      "/": left / right,
    };
    if (operations[operator] !== undefined) return operations[operator];
  } else if (typeof left === "number" && right instanceof Line) {
    return operate(operator, constantLine(left, right), right);
  } else if (left instanceof Line && (right instanceof Line || typeof right === "number")) {
    switch (operator) {
      case "+":
        return left.plus(right);
      case "-":
        return left.minus(right);
      case "*":
        return left.times(right);
      case "/":
        return left.dividedBy(right);
      case ">":
        return left.above(right);
      case "<":
        return left.below(right);
      case ">=":
        return left.atLeast(right);
      case "<=":
        return left.atMost(right);
      case "==":
        return left.equals(right);
      case "!=":
        return left.equals(right).not();
    }
  }
  throw new TypeError(`Cannot apply ${operator} to ${Deno.inspect(left)} and ${Deno.inspect(right)}`);
}

function numberOf({ value }: Operand): number {
  if (typeof value === "number") return value;
  throw new TypeError(`Cannot make a range of ${Deno.inspect(value)}: its ends are numbers`);
}
