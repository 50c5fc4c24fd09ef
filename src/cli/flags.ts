/**
 * The flags of a command, and the reading of a command line.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { UsageError } from "./usage_error.ts";

/** A flag of a command. */
export interface Flag {
  /** Its name without dashes. */
  readonly name: string;
  /** Placeholder of its value in the help, such as `"FILE"`; a flag without a value is a switch. */
  readonly value?: string;
  /** True if the flag may stand without its value, which is a whole number then. */
  readonly isOptional?: boolean;
  /** The allowed values; all by default. */
  readonly choices?: readonly string[];
  /** True if the flag may be given several times. */
  readonly multiple?: boolean;
  /** Summary for the help. */
  readonly summary: string;
}

/** The arguments of a command without a flag. */
export interface Operands {
  /** Placeholder in the help, such as `"STRATEGY.ts"`. */
  readonly usage: string;
  /** The least number of them. */
  readonly least: number;
  /** The greatest number of them. */
  readonly most: number;
}

/** A parsed command line: every flag is known, and has a value if it needs one. */
export class CommandLine {
  /** The arguments without a flag. */
  readonly operands: readonly string[];
  readonly #values: ReadonlyMap<string, readonly string[]>;

  /** Called by {@linkcode readCommandLine}. */
  constructor(operands: readonly string[], values: ReadonlyMap<string, readonly string[]>) {
    this.operands = operands;
    this.#values = values;
  }

  /** Returns whether a flag is given. */
  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** Returns the value of a flag, or undefined if it is not given. */
  value(name: string): string | undefined {
    return this.#values.get(name)?.[0];
  }

  /** Returns the values of a flag that may be given several times, in their order. */
  values(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /**
   * Returns the value of a flag as a number, or undefined if it is not given.
   *
   * @throws {UsageError} If the value is not a finite number.
   */
  number(name: string): number | undefined {
    const text = this.value(name);
    return text === undefined ? undefined : numberOf(text, `--${name}`);
  }
}

/**
 * Reads a command line.
 *
 * A value follows its flag or an equals sign (`--cash 1000`, `--cash=1000`); a value that begins with a dash needs the
 * sign. Arguments after `--` are never read as flags.
 *
 * @param args The arguments after the name of the command.
 * @param flags All flags.
 * @param operands The allowed number of arguments without a flag.
 * @throws {UsageError} If a flag is unknown, lacks its value, has a value that it does not accept, or is given twice.
 * Also if there are too few or too many arguments without a flag.
 */
export function readCommandLine(args: readonly string[], flags: readonly Flag[], operands: Operands): CommandLine {
  const known = new Map(flags.map((flag) => [flag.name, flag]));
  const options = Object.fromEntries(
    flags.map((flag) => [flag.name, { type: needsValue(flag) ? "string" as const : "boolean" as const }]),
  );
  // Not strict, so that the error texts are our own and list the known flags.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const values = new Map<string, string[]>(), words: string[] = [];
  let open: Flag | undefined;
  for (const token of tokens) {
    const before = open;
    open = undefined;
    if (token.kind === "positional") {
      if (before !== undefined && WHOLE.test(token.value)) values.set(before.name, [token.value]);
      else words.push(token.value);
    }
    if (token.kind !== "option") continue;
    const flag = known.get(token.name);
    if (flag === undefined || !token.rawName.startsWith("--")) {
      throw new UsageError(`Cannot use the flag ${token.rawName}: there are ${listOf(flags)}`);
    }
    const earlier = values.get(flag.name);
    if (earlier !== undefined && flag.multiple !== true) throw new UsageError(`Cannot use --${flag.name} twice`);
    if (flag.isOptional === true && token.value === undefined) open = flag;
    values.set(flag.name, [...earlier ?? [], checkedValue(flag, token.value, token.inlineValue ?? false)]);
  }
  if (words.length < operands.least) throw new UsageError(`Cannot go on without ${operands.usage}`);
  if (words.length > operands.most) {
    const takes = operands.most === 0 ? "there is no argument without a name" : `it takes ${operands.usage}`;
    throw new UsageError(`Cannot use the argument ${JSON.stringify(words[operands.most])}: ${takes}`);
  }
  return new CommandLine(words, values);
}

/** A number as it is written in decimals. `Number` would also take "0x10", "0b1", spaces around, and nothing as 0. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * Returns a text as a finite number.
 *
 * @param text The text.
 * @param place The name of the value, for the message.
 * @throws {UsageError} If the text is no finite number.
 */
export function numberOf(text: string, place: string): number {
  const value = DECIMAL.test(text) ? Number(text) : NaN;
  if (Number.isFinite(value)) return value;
  throw new UsageError(`Cannot use ${JSON.stringify(text)} as ${place}: write a number, such as 1000, 0.5 or 1e-3`);
}

/** A whole number, which may follow a flag that may also stand alone. */
const WHOLE = /^\d+$/;

function needsValue({ value, isOptional }: Flag): boolean {
  return value !== undefined && isOptional !== true;
}

function checkedValue(flag: Flag, value: string | undefined, inline: boolean): string {
  if (flag.value === undefined) {
    if (value !== undefined) throw new UsageError(`Cannot use --${flag.name}=${value}: --${flag.name} takes no value`);
    return "";
  }
  if (flag.isOptional === true && value === undefined) return "";
  const missing = `Cannot use --${flag.name} without a value: write --${flag.name} ${flag.value}`;
  if (value === undefined || value === "") throw new UsageError(missing);
  if (!inline && value.startsWith("-")) {
    throw new UsageError(`${missing}, or --${flag.name}=${value} if "${value}" is meant as one`);
  }
  if (flag.choices !== undefined && !flag.choices.includes(value)) {
    throw new UsageError(
      `Cannot use ${JSON.stringify(value)} as --${flag.name}: there are ${flag.choices.join(", ")}`,
    );
  }
  return value;
}

function listOf(flags: readonly Flag[]): string {
  return flags.map((flag) => `--${flag.name}`).join(", ");
}
