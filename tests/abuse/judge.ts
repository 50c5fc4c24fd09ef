/**
 * The judge of a call: whether its error is one of the package's own with a remedy, and whether its result is right.
 *
 * @module
 */

import * as ct from "../../mod.ts";
import { auditStatistics } from "../auditor/statistics.ts";
import { nearestNumber, rational, rationalOf } from "../../src/auditor/rational.ts";
import { EngineError } from "../../src/engine/engine_error.ts";
import { JsonLinesError } from "../../src/replay/json_lines_error.ts";
import { ReplayLogError } from "../../src/replay/replay_log_error.ts";
import { StrategyCodeError } from "../../src/laws/process/module_graph.ts";
import { StrategyProcessError } from "../../src/laws/process/process_runner.ts";
import { actsOf, type Expression, faultsOf } from "./expression.ts";
import { OWN_MESSAGE } from "./nasty_values.ts";
import { READ_TWICE } from "./prelude.ts";
import { type Ended, evaluated } from "./program.ts";

/** Longest message that a person reads. */
const MESSAGE_LIMIT = 2000;

const CLASSES: readonly (abstract new (...args: never[]) => Error)[] = [
  TypeError,
  RangeError,
  ct.StrategyError,
  ct.CheckpointError,
  ct.FileError,
  EngineError,
  ReplayLogError,
  JsonLinesError,
  StrategyCodeError,
  StrategyProcessError,
  Deno.errors.NotCapable,
  Deno.errors.NotFound,
];

/** Phrases of the JavaScript engine and of Deno, which name neither the option nor a remedy. */
const RAW_PHRASES: readonly RegExp[] = [
  /is not a function/,
  /is not a constructor/,
  /is not iterable/,
  /is not defined/,
  /Cannot read propert/,
  /Cannot set propert/,
  /Cannot convert/,
  /Cannot mix BigInt/,
  /Cannot assign to/,
  /Cannot add property/,
  /Cannot delete property/,
  /Cannot destructure/,
  /Cannot perform/,
  /Cannot redefine/,
  /Cannot access/,
  /offset is out of bounds/,
  /Invalid array length/,
  /Invalid typed array length/,
  /Invalid time value/,
  /Invalid string length/,
  /Maximum call stack/,
  /called on (?:null|incompatible)/,
  /must be callable/,
  /revoked/,
  /detached/,
  /Reduce of empty array/,
  /unhandled/i,
  /\[object Object\]/,
  /Method .* called on/,
  /"undefined" is not valid JSON/,
  /Unexpected (?:token|end)/,
];

/** Returns whether an error is one that a value of the caller threw. */
export function isOwn(error: unknown): boolean {
  if (error instanceof ct.StrategyError || error instanceof ct.CheckpointError) return isOwn(error.cause);
  if (!(error instanceof Error)) return false;
  // A revoked proxy throws by itself, whoever looks at it.
  return error.message === OWN_MESSAGE || /on a proxy that has been revoked$/.test(error.message);
}

/** Returns what is wrong with an error, or undefined. */
export function faultOfError(error: unknown): string | undefined {
  if (isOwn(error)) return undefined;
  if (!(error instanceof Error)) return `a value that is no error was thrown: ${Deno.inspect(error)}`;
  if (error.message.includes(READ_TWICE)) return error.message;
  if (error instanceof ct.StrategyError) {
    // A strategy may throw a value of any kind; a name of the engine's own is not ours to mend then.
    return error.cause instanceof Error ? faultOfError(error.cause) : undefined;
  }
  const told = `${error.name}: ${error.message.slice(0, 300)}`;
  if (error.constructor !== Error && !CLASSES.some((known) => error instanceof known)) {
    return `an error of another class, ${told}`;
  }
  // The parser's words stand behind the package's own there.
  const said = withoutQuoted(error.message.replace(/it is no JSON: .*$/s, "it is no JSON"));
  const phrase = RAW_PHRASES.find((raw) => raw.test(said));
  if (phrase !== undefined) return `raw words ${phrase}, ${told}`;
  if (!error.message.startsWith("Cannot ")) return `it does not begin with "Cannot", ${told}`;
  if (!/[:;,] ./.test(error.message)) return `it has no remedy, ${told}`;
  if (error.message.length > MESSAGE_LIMIT) return `its message has ${error.message.length} characters, ${told}`;
  return undefined;
}

/** Values that a message quotes are the caller's words. */
function withoutQuoted(message: string): string {
  return message.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, '""');
}

/** Returns what is wrong with the end of a call, or undefined. */
export function faultOfEnd(expression: Expression, { outcome, acts }: Ended): string | undefined {
  const told = outcome.threw ? faultOfError(outcome.error) : undefined;
  if (told !== undefined) return `${told}${stackOf(outcome.error)}`;
  const planned = actsOf(expression);
  for (const act of acts) {
    if (act.threw) {
      const fault = faultOfError(act.error);
      if (fault !== undefined) return `${fault}${stackOf(act.error)}`;
      continue;
    }
    const plan = planned[act.at];
    if (plan === undefined) continue;
    if (plan.refused) return `a call in ${plan.moment} returned ${Deno.inspect(act.returned, { depth: 0 })}`;
    const wrong = faultsOf(plan.call).find(({ refused }) => refused);
    if (wrong !== undefined) return `a wrong value as ${wrong.place} was taken without a word in ${plan.moment}`;
  }
  if (outcome.threw) return undefined;
  const wrong = faultsOf(expression).find(({ refused }) => refused);
  if (wrong !== undefined) return `a wrong value as ${wrong.place} was taken without a word`;
  return outcome.returned instanceof ct.Result ? faultOfResult(outcome.returned) : undefined;
}

function stackOf(error: unknown): string {
  const cause = error instanceof ct.StrategyError ? error.cause : error;
  if (!(cause instanceof Error)) return "";
  const frames = (cause.stack ?? "").split("\n").filter((line) => /\/(?:src|mod\.ts)/.test(line)).slice(0, 3);
  return frames.map((line) => `\n    ${line.trim().replace(/file:\/\/\S*?\/src\//, "src/")}`).join("");
}

/** Returns what is wrong with a result by itself, or undefined. */
export function faultOfResult(result: ct.Result): string | undefined {
  const { equity, cash, timeUs, fills, orders, trades, stats } = result;
  if (equity.length !== timeUs.length || cash.length !== timeUs.length) return "its columns have different lengths";
  const place = notFinite({ equity, cash, timeUs, fills, orders, trades, stats, refusals: result.refusals }, "result");
  if (place !== undefined) return `${place} is not a finite number`;
  try {
    auditResult(result);
  } catch (error) {
    return `its figures do not follow from its fills: ${error instanceof Error ? error.message.slice(0, 500) : error}`;
  }
  return undefined;
}

/** Returns the place of a number that is not finite. What the caller asked for stays as the caller wrote it. */
function notFinite(value: unknown, place: string): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : place;
  if (typeof value !== "object" || value === null || value instanceof Date) return undefined;
  if (ArrayBuffer.isView(value)) {
    const at = Array.from(value as Float64Array).findIndex((each) => !Number.isFinite(each));
    return at === -1 ? undefined : `${place}[${at}]`;
  }
  for (const [name, part] of Object.entries(value)) {
    if (name === "asked") continue;
    const found = notFinite(part, `${place}.${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Counts the value of the account at every step again, from the fills and the closes of the prelude's bars. */
function auditResult(result: ct.Result): void {
  const { instruments, moneyUnit, cash } = result.configuration, [spec, second] = instruments;
  if (spec?.name !== "bars" || second !== undefined || spec.multiplier !== "1") return;
  const { close } = (evaluated("feed()") as ct.Bars).columns;
  const [money, resolution, lots] = [moneyUnit, spec.resolution, spec.lot].map(partsOfOne);
  if (close.length !== result.equity.length || money === undefined || resolution === undefined) return;
  if (lots === undefined) return;
  const exact = auditStatistics(cash, result.fills, close, { money, resolution, lots });
  exact.equity.forEach((value, step) => {
    const counted = nearestNumber(rational(value, money)), told = result.equity[step];
    if (told !== counted) throw new Error(`the equity of step ${step} is ${told}, and its fills come to ${counted}`);
  });
}

/** Returns how often a unit fits into one, or undefined if it does not do so a whole number of times. */
function partsOfOne(unit: string): bigint | undefined {
  const [over, under = "1"] = unit.split("/");
  const { numerator, denominator } = rationalOf(Number(over) / Number(under));
  const parts = BigInt(Math.round(Number(denominator) / Number(numerator)));
  return parts > 0n && Number(over) / Number(under) === 1 / Number(parts) ? parts : undefined;
}

/** Returns a result, bars or another value as text that is equal for equal ones, on either engine. */
export function digestOf(value: unknown): string {
  if (value instanceof ct.Result) {
    const { chain, events, configuration, orders, fills, trades, refusals, diagnostics, stats, equity, cash } = value;
    const summary = withoutEngine(value.summary());
    const shown = { chain, events, configuration, orders, fills, trades, refusals, diagnostics, stats, equity, cash };
    return `${
      Deno.inspect({ ...shown, summary, marks: markHashOf(value) }, {
        depth: 6,
        iterableLimit: 1e6,
        strAbbreviateSize: 1e6,
      })
    }`;
  }
  if (typeof value === "string") return withoutEngine(value).replace(/rust|typescript/g, "engine").slice(0, 20_000);
  if (typeof value === "object" && value !== null && Object.hasOwn(value, "equal") && "markHash" in value) {
    const { engine: _engine, equal, ...report } = value as unknown as Readonly<Record<string, unknown>>;
    return digestOf({ ...report, isEqual: equal });
  }
  if (value instanceof ct.Bars) {
    return Deno.inspect({ ...value, columns: value.columns, extra: value.extra }, { depth: 6, iterableLimit: 1e6 });
  }
  if (value instanceof Uint8Array) {
    return `${value.length} bytes: ${value.reduce((sum, byte) => (sum * 31 + byte) | 0, 7)}`;
  }
  try {
    return Deno.inspect(value, { depth: 3, iterableLimit: 1000 }).replace(/rust|typescript/g, "engine").slice(
      0,
      20_000,
    );
  } catch {
    return "a value that cannot be shown";
  }
}

/** Leaves out the paragraph on the engine, which has the reason for its choice. */
function withoutEngine(summary: string): string {
  return summary.replace(/^Engine: [^]*?(?=\n- |$(?![^]))/m, "");
}

function markHashOf(result: ct.Result): string {
  try {
    return result.markHash();
  } catch (error) {
    return String(error);
  }
}

/** Returns the end of a program as text, to compare it with that on another engine or of another time. */
export function digestOfEnd({ outcome, acts }: Ended): string {
  const ends = [outcome, ...acts].map(({ threw, error, returned }) => {
    if (!threw) return digestOf(returned);
    return error instanceof Error
      ? `${error.name}: ${error.message.replace(/rust|typescript/gi, "engine")}`
      : "a thrown value";
  });
  return ends.join("\n");
}
