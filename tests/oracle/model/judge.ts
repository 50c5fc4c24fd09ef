/**
 * The model in Python, asked run by run.
 *
 * @module
 */

import type { EngineName } from "../../../src/engine/backends.ts";
import { type Outcome, play } from "./play.ts";
import type { Plan } from "./plan.ts";

/** Folder of the model. */
const MODEL = new URL(".", import.meta.url);

/** Engines that a run is played on. */
export type PlayedEngine = EngineName;

/** What the model says of a run. */
export interface Verdict {
  /** The first difference, with the engine that differs; undefined where all agree. */
  readonly difference: string | undefined;
  /** The run as the first engine played it. */
  readonly outcome: Outcome;
}

/** Returns why the model cannot be asked, or undefined if it can. */
export async function whyNoPython(): Promise<string | undefined> {
  try {
    const { success } = await new Deno.Command("python3", { args: ["--version"], stdout: "null", stderr: "null" })
      .output();
    return success ? undefined : "python3 does not run";
  } catch (error) {
    return error instanceof Deno.errors.NotFound ? "there is no python3 to run" : String(error);
  }
}

/** The model's process ended by itself, which is a mistake in the model. */
export class ModelEnded extends Error {}

/** The process of the model. It takes a run a line and answers a line each. */
export class Judge implements AsyncDisposable {
  readonly #engines: readonly PlayedEngine[];
  readonly #process: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: ReadableStreamDefaultReader<string>;
  #rest = "";

  /** Starts the process. */
  constructor(engines: readonly PlayedEngine[]) {
    this.#engines = engines;
    this.#process = new Deno.Command("python3", {
      args: ["-B", MODEL.pathname],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#writer = this.#process.stdin.getWriter();
    this.#lines = this.#process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** Plays a plan on the engines and asks the model. `spoil` changes what a run said, to see that it is found. */
  async judge(plan: Plan, spoil: (outcome: Outcome) => Outcome = (outcome) => outcome): Promise<Verdict> {
    const outcomes = this.#engines.map((engine) => [engine, spoil(play(plan, engine))] as const);
    const texts = outcomes.map(([engine, outcome]) => [engine, JSON.stringify(outcome)] as const);
    // Engines that say the same are asked about once.
    const distinct = texts.filter(([, text], at) => texts.findIndex(([, other]) => other === text) === at);
    const results = distinct.map(([engine, text]) => `${JSON.stringify(engine)}:${text}`).join(",");
    const line = `{"plan":${JSON.stringify(JSON.stringify(plan))},"results":{${results}}}\n`;
    await this.#writer.write(new TextEncoder().encode(line));
    const answer = JSON.parse(await this.#line()) as Record<string, string>;
    const [first] = Object.entries(answer);
    return { difference: first === undefined ? undefined : `${first[0]}: ${first[1]}`, outcome: outcomes[0]![1] };
  }

  async #line(): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf("\n");
      if (end >= 0) {
        const line = this.#rest.slice(0, end);
        this.#rest = this.#rest.slice(end + 1);
        return line;
      }
      const { value, done } = await this.#lines.read();
      if (done) throw new ModelEnded("Cannot ask the model any more: python3 ended; its error stands above");
      this.#rest += value;
    }
  }

  /** Ends the process. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.close().catch(() => {});
    await this.#lines.cancel();
    await this.#process.status;
  }
}
