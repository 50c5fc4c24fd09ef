/**
 * A command as a program: its end has an exit code and a reason, whatever a strategy does to the process.
 *
 * @module
 */

import type { CommandEntry } from "./command.ts";
import { dispatch, wantsJson } from "./dispatch.ts";
import { describeError, jsonReport } from "./error_report.ts";
import { ANSWERED_NO, BROKEN_OFF } from "./exit_code.ts";
import { claimStandardOutput } from "./standard_output.ts";
import { OutputError, PROCESS_TERMINAL } from "./terminal.ts";

/** Time after the result in which a strategy may finish what it began, such as a file that it writes. */
const GRACE_MS = 1_000;

// Taken before any strategy is loaded, which could put others in their place.
const exit: (code: number) => never = Deno.exit;
const { unrefTimer } = Deno, { setTimeout } = globalThis;

/**
 * Runs the command that a command line names, and ends the process with its exit code. Call it once, first of all and
 * without waiting for it: a promise that never settles would otherwise end the process with a trace.
 */
export function runProgram(args: readonly string[], entries: readonly CommandEntry[]): void {
  const program = new Program(wantsJson(args));
  program.watch();
  program.run(args, entries);
}

/** The process of one command. */
class Program {
  readonly #json: boolean;
  /** The exit code, once the command has ended. */
  #code: number | undefined;
  /** True once there is nothing left to wait for. */
  #isIdle = false;

  constructor(json: boolean) {
    this.#json = json;
  }

  async run(args: readonly string[], entries: readonly CommandEntry[]): Promise<void> {
    if (this.#json) await claimStandardOutput();
    const code = await dispatch(args, entries, PROCESS_TERMINAL);
    if (this.#code !== undefined) return;
    // A module that never finished loading, or a worker, must not hold up or change the end of a command that failed.
    if (code !== 0) this.#exit(code);
    this.#code = code;
    Deno.exitCode = code;
    const note =
      "The result is complete. A timer, a worker or a connection that the strategy's module left open was ended";
    // It fires only if something else keeps the process alive.
    unrefTimer(setTimeout(() => {
      PROCESS_TERMINAL.error(note);
      this.#exit(code);
    }, GRACE_MS));
  }

  /** Watches for errors that nobody catches, and for an end before there is a result. */
  watch(): void {
    addEventListener("unhandledrejection", (event) => {
      event.preventDefault();
      this.#stray(event.reason);
    });
    addEventListener("error", (event) => {
      event.preventDefault();
      this.#stray(event.error ?? event.message);
    });
    addEventListener("beforeunload", () => this.#isIdle = true);
    addEventListener("unload", () => {
      if (this.#code !== undefined) {
        if (this.#code !== 0) Deno.exitCode = this.#code;
        return;
      }
      const reason = this.#isIdle
        ? "it waits for a promise that nothing will settle any more"
        : "the strategy's module ended the process, as Deno.exit does";
      const name = "BrokenOffError", message = `Cannot tell a result, as the command was broken off: ${reason}`;
      this.#report(Object.assign(new Error(message), { name }), BROKEN_OFF);
      Deno.exitCode = BROKEN_OFF;
    });
  }

  /** Takes an error that nobody caught: of a promise, a timer or a worker. */
  #stray(error: unknown): void {
    const { name, message } = describeError(error), stack = error instanceof Error ? `\n${error.stack ?? ""}` : "";
    if (this.#code !== undefined) {
      PROCESS_TERMINAL.error(`An error that nobody caught came after the result: ${message}${stack}`);
      this.#exit(this.#code || ANSWERED_NO);
    }
    const caught = new Error(`Cannot go on after an error that nobody caught: ${message}${stack}`, { cause: error });
    this.#report(Object.assign(caught, { name }), ANSWERED_NO);
    this.#exit(ANSWERED_NO);
  }

  #report(error: Error, code: number): void {
    if (!this.#json) return PROCESS_TERMINAL.error(error.message);
    try {
      PROCESS_TERMINAL.out(jsonReport(error, code));
    } catch (failure) {
      if (!(failure instanceof OutputError)) throw failure;
      PROCESS_TERMINAL.error(failure.message);
    }
  }

  #exit(code: number): never {
    this.#code = code;
    exit(code);
  }
}
