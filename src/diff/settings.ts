/**
 * Two sets of rules, and the steps from the one to the other.
 *
 * @module
 */

import { RULES } from "../contract/rules.ts";
import { inspected } from "../host.ts";
import type { BacktestOptions } from "../run/backtest_options.ts";
import { resolveRules } from "../run/configuration.ts";

/** Options that are no rules: what is run, over which part of the data, how, and which figures are made of it. */
const NOT_RULES = [
  "params",
  "instruments",
  "engineBackend",
  "libraryPath",
  "start",
  "from",
  "to",
  "periodsPerYear",
  "riskFree",
  "benchmark",
  "figures",
  "measureFrom",
  "checks",
  "chain",
  "checkpoint",
  "resume",
  "logger",
  "replayLog",
  "stepByStep",
] as const satisfies readonly Exclude<keyof BacktestOptions, keyof RuleSettings>[];

/** A set of rules: the profile, choices of single rules, and the settings of fills, costs and the account. */
export type RuleSettings = Omit<
  BacktestOptions,
  | "params"
  | "instruments"
  | "engineBackend"
  | "libraryPath"
  | "start"
  | "from"
  | "to"
  | "periodsPerYear"
  | "riskFree"
  | "benchmark"
  | "figures"
  | "measureFrom"
  | "checks"
  | "chain"
  | "checkpoint"
  | "resume"
  | "logger"
  | "replayLog"
  | "stepByStep"
>;

/** A row that differs between two sets. */
export interface SettingStep {
  /** Name of the option or of the rule; `model` for the last step, which changes the model. */
  readonly row: string;
  /** Its kind: a choice of a rule, another option, or the model with all rows of its own. */
  readonly kind: "rule" | "option" | "model";
  /** Value before, as text. */
  readonly from: string;
  /** Value after, as text. */
  readonly to: string;
  /** The settings with this row and all before it switched. */
  readonly settings: RuleSettings;
}

/**
 * Checks that a value is a set of rules.
 *
 * @throws {TypeError} If it is no object, or has an option that is no rule.
 */
export function checkSettings(settings: unknown, name: string): asserts settings is RuleSettings {
  if (typeof settings !== "object" || settings === null || Array.isArray(settings)) {
    throw new TypeError(`Cannot use ${inspected(settings, 0)} as ${name}: pass an object such as { profile: "exact" }`);
  }
  const other = NOT_RULES.find((option) => option in settings);
  if (other === undefined) return;
  throw new TypeError(`Cannot use ${other} in ${name}: it is no rule; pass it beside "from" and "to", for both`);
}

function matchingOf({ profile = "exact", rules = {} }: RuleSettings): string {
  return resolveRules(profile, rules)["MATCHING"]!;
}

/** Returns the choices of the rules of a set that switch alone: the free ones, and under one model its own. */
function switchedChoices({ profile = "exact", rules = {} }: RuleSettings, isOneModel: boolean): Map<string, string> {
  const all = resolveRules(profile, rules);
  const names = Object.keys(RULES).filter((name) => RULES[name]!.kind === "free" || isOneModel && name !== "MATCHING");
  return new Map(names.map((name) => [name, all[name]!]));
}

/** Returns the rows in which two sets differ, free ones first and each as a step; the model is the last one. */
export function stepsBetween(from: RuleSettings, to: RuleSettings): SettingStep[] {
  const steps: SettingStep[] = [];
  let settings = from;
  const isOneModel = matchingOf(from) === matchingOf(to);
  const before = switchedChoices(from, isOneModel),
    after = switchedChoices(to, isOneModel),
    switched: Record<string, string> = {};
  for (const [name, choice] of before) {
    const next = after.get(name)!;
    // The option of this name says the same rule.
    if (choice === next || name === "LIMIT_FILL" && (from.limitFill ?? to.limitFill) !== undefined) continue;
    switched[name] = next;
    settings = { ...settings, rules: { ...settings.rules, ...switched } };
    steps.push({ row: name, kind: "rule", from: choice, to: next, settings });
  }
  const names = new Set([...Object.keys(from), ...Object.keys(to)]) as Set<keyof RuleSettings>;
  names.delete("profile");
  names.delete("rules");
  for (const name of [...names].sort()) {
    const [one, other] = [from[name], to[name]];
    if (JSON.stringify(one) === JSON.stringify(other)) continue;
    const { [name]: _, ...rest } = settings;
    settings = { ...rest, ...(other === undefined ? {} : { [name]: other }) };
    steps.push({ row: name, kind: "option", from: valueText(one), to: valueText(other), settings });
  }
  if (!isOneModel) {
    steps.push({ row: "model", kind: "model", from: modelText(from), to: modelText(to), settings: to });
  }
  return steps;
}

function valueText(value: unknown): string {
  return value === undefined ? "default" : typeof value === "string" ? value : JSON.stringify(value);
}

function modelText(settings: RuleSettings): string {
  return matchingOf(settings) === "QUEUE" ? "queue" : "exact";
}
