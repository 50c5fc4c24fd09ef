/**
 * Flags of a command: what there is, and what a command line says.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { UsageError } from "./usage_error.ts";

/** A flag of a command. */
export interface Flag {
  /** Its name without dashes. */
  readonly name: string;
  /** What stands for its value in the help, such as `"FILE"`; a flag without it is a switch. */
  readonly value?: string;
  /** The values that it may have; any by default. */
  readonly choices?: readonly string[];
  /** Whether it may be given several times. */
  readonly multiple?: boolean;
  /** What it says, for the help. */
  readonly summary: string;
}

/** What a command takes beside its flags: the arguments without a name. */
export interface Operands {
  /** What stands for them in the help, such as `"STRATEGY.ts"`. */
  readonly usage: string;
  /** The fewest that it takes. */
  readonly least: number;
  /** The most that it takes. */
  readonly most: number;
}

/** A command line that was read: every flag is known and has a value where it takes one. */
export class CommandLine {
  /** The arguments without a name. */
  readonly operands: readonly string[];
  readonly #values: ReadonlyMap<string, readonly string[]>;

  /** Made by {@linkcode readCommandLine}. */
  constructor(operands: readonly string[], values: ReadonlyMap<string, readonly string[]>) {
    this.operands = operands;
    this.#values = values;
  }

  /** Whether a flag is given. */
  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** The value of a flag, or undefined if it is not given. */
  value(name: string): string | undefined {
    return this.#values.get(name)?.[0];
  }

  /** The values of a flag that may be given several times, in their order. */
  values(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /**
   * The value of a flag as a number, or undefined if it is not given.
   *
   * @throws {UsageError} If it is not a finite number.
   */
  number(name: string): number | undefined {
    const text = this.value(name);
    return text === undefined ? undefined : numberOf(text, `--${name}`);
  }
}

/**
 * Reads a command line.
 *
 * A value follows its flag or an equals sign (`--cash 1000`, `--cash=1000`); one that begins with a dash needs the sign.
 * What follows `--` is taken as it is.
 *
 * @param args The arguments behind the name of the command.
 * @param flags The flags that there are.
 * @param operands How many arguments without a name there may be.
 * @throws {UsageError} If a flag is not known, lacks its value, has one that it does not take, or is given twice, or if
 * there are too few or too many arguments without a name.
 */
export function readCommandLine(args: readonly string[], flags: readonly Flag[], operands: Operands): CommandLine {
  const known = new Map(flags.map((flag) => [flag.name, flag]));
  const options = Object.fromEntries(
    flags.map((flag) => [flag.name, { type: flag.value === undefined ? "boolean" as const : "string" as const }]),
  );
  // Not strict, since what is wrong is then said in our words, with the flags that there are.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const values = new Map<string, string[]>(), words: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") words.push(token.value);
    if (token.kind !== "option") continue;
    const flag = known.get(token.name);
    if (flag === undefined || !token.rawName.startsWith("--")) {
      throw new UsageError(`Cannot use the flag ${token.rawName}: there are ${listOf(flags)}`);
    }
    const earlier = values.get(flag.name);
    if (earlier !== undefined && flag.multiple !== true) throw new UsageError(`Cannot use --${flag.name} twice`);
    values.set(flag.name, [...earlier ?? [], checkedValue(flag, token.value, token.inlineValue ?? false)]);
  }
  if (words.length < operands.least) throw new UsageError(`Cannot go on without ${operands.usage}`);
  if (words.length > operands.most) {
    const takes = operands.most === 0 ? "there is no argument without a name" : `it takes ${operands.usage}`;
    throw new UsageError(`Cannot use the argument ${JSON.stringify(words[operands.most])}: ${takes}`);
  }
  return new CommandLine(words, values);
}

/**
 * A text as a finite number.
 *
 * @param text The text.
 * @param place What it is the value of, for the message.
 * @throws {UsageError} If it is none.
 */
export function numberOf(text: string, place: string): number {
  const value = text.trim() === "" ? NaN : Number(text);
  if (!Number.isFinite(value)) throw new UsageError(`Cannot use ${JSON.stringify(text)} as ${place}: it is a number`);
  return value;
}

function checkedValue(flag: Flag, value: string | undefined, inline: boolean): string {
  if (flag.value === undefined) {
    if (value !== undefined) throw new UsageError(`Cannot use --${flag.name}=${value}: --${flag.name} takes no value`);
    return "";
  }
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
