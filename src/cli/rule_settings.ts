/**
 * Sets of rules on the command line.
 *
 * @module
 */

import type { RuleSettings } from "../diff/settings.ts";
import { UsageError } from "./usage_error.ts";

/** A name and a value. A value in braces or brackets may hold commas. */
const PAIR = /^([A-Za-z_]+)=(\{[^{}]*\}|\[[^[\]]*\]|[^,]*)(?:,|$)/;

/**
 * Reads settings such as `profile=backtrader,slippage=0.001,CANCEL=IGNORED`. A name in capital letters is a rule; a value
 * is JSON where it can be read as such, and else a text.
 *
 * @throws {UsageError} If the text has another form, or a name twice.
 */
export function readSettings(text: string, flag: string): RuleSettings {
  const options: Record<string, unknown> = {}, rules: Record<string, string> = {};
  for (let rest = text; rest !== "";) {
    const found = PAIR.exec(rest);
    if (found === null) {
      throw new UsageError(
        `Cannot use ${
          JSON.stringify(rest)
        } in ${flag}: write NAME=VALUE,NAME=VALUE, such as profile=exact,slippage=0.001`,
      );
    }
    const [whole, name, value] = found as unknown as [string, string, string];
    const isRule = name === name.toUpperCase(), set = isRule ? rules : options;
    if (Object.hasOwn(set, name)) throw new UsageError(`Cannot use ${name} twice in ${flag}`);
    set[name] = isRule ? value : valueOf(value);
    rest = rest.slice(whole.length);
  }
  return { ...options, ...(Object.keys(rules).length === 0 ? {} : { rules }) };
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
