/**
 * The failure of a command whose strategy threw: its facts one by one, and the frames of the user's own files.
 *
 * @module
 */

import { messageOf, type StrategyError } from "../strategy/strategy_error.ts";
import { withoutColours } from "./terminal.ts";
import { CommandFailure } from "./usage_error.ts";

/** The folder of the package's own modules. */
const PACKAGE = new URL("../", import.meta.url).href;
/** A frame of a stack in a module of a program: not one of the runtime, nor of a built-in function. */
const FRAME = /^\s*at (?:.*\()?((?:file|https?|data|blob):.*):\d+:\d+\)?$/;

/** The facts of a failure as plain data. */
interface FailureFacts {
  readonly name: string;
  readonly message: string;
  readonly [fact: string]: string | number | boolean;
}

/** Thrown if the strategy of a command threw; the command then ends with exit code 1. */
export class StrategyFailure extends CommandFailure {
  readonly #error: StrategyError;
  readonly #note: string | undefined;

  /** Makes the failure; the note is a sentence about what the run left. */
  constructor(error: StrategyError, note?: string) {
    super(error.message, { cause: error });
    this.#error = error;
    this.#note = note;
  }

  /** Returns the same failure with a note. */
  noted(note: string): StrategyFailure {
    return new StrategyFailure(this.#error, note);
  }

  /** Returns the failure as plain data. */
  report(): FailureFacts {
    const { name, message, strategy, member, bar, time, cause } = this.#error;
    return {
      ...{ name, message: withoutColours(message), strategy, member, bar, time },
      ...(cause instanceof Error ? { causeName: `${cause.name}` } : {}),
      cause: withoutColours(messageOf(cause)),
      stack: userFrames(cause).join("\n"),
      ...(this.#note === undefined ? {} : { note: this.#note }),
    };
  }

  /** Returns the failure for people: its message once, the frames below it, and the note. */
  text(): string {
    const frames = userFrames(this.#error.cause).map((frame) => `    ${frame}`);
    return [withoutColours(this.message), ...frames, ...(this.#note === undefined ? [] : [this.#note])].join("\n");
  }
}

/** Returns the frames of a stack outside of this package and the runtime, as `at Mine.next (file:///...)`. */
function userFrames(thrown: unknown): string[] {
  const stack: unknown = thrown instanceof Error ? thrown.stack : undefined;
  if (typeof stack !== "string") return [];
  return withoutColours(stack).split("\n").flatMap((line) => {
    const module = FRAME.exec(line)?.[1];
    return module === undefined || module.startsWith(PACKAGE) ? [] : [line.trim()];
  });
}
