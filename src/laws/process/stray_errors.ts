/**
 * Errors of a strategy that nobody catches: of a promise, a timer or a thread.
 *
 * @module
 */

// Taken before any strategy is loaded, which could put others in their place.
const { setTimeout, addEventListener, removeEventListener } = globalThis, asError = Error;

/** Takes the errors of this process that nobody catches, from its making on. */
export class StrayErrors {
  #first: string | undefined;
  readonly #rejected = (event: PromiseRejectionEvent): void => this.#take(event, event.reason);
  readonly #thrown = (event: ErrorEvent): void => this.#take(event, event.error ?? event.message);

  /** Begins to listen; the process goes on after such an error. */
  constructor() {
    addEventListener("unhandledrejection", this.#rejected);
    addEventListener("error", this.#thrown);
  }

  /** Waits for the next turn, in which errors of this one are told, and returns the message of the first so far. */
  async told(): Promise<string | undefined> {
    await new Promise((resolve) => setTimeout(resolve));
    // An error of the answer itself has to end the process.
    removeEventListener("unhandledrejection", this.#rejected);
    removeEventListener("error", this.#thrown);
    return this.#first;
  }

  #take(event: Event, error: unknown): void {
    event.preventDefault();
    this.#first ??= textOf(error);
  }
}

function textOf(error: unknown): string {
  try {
    return error instanceof asError ? `${error.name}: ${error.message}` : String(error);
  } catch {
    return "a value that has no text";
  }
}
