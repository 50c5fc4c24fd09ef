/**
 * Makes runs of a strategy module in separate processes without permission to read files.
 *
 * @module
 */

import { deserialize, serialize } from "node:v8";
import { isFile, pathOfUrl, runIsolated, urlOfPath } from "../../host.ts";
import { openLibrary } from "../../engine/native/library.ts";
import type { Params } from "../../strategy/strategy.ts";
import { ANSWER_END, type ProcessAnswer } from "./isolated_process.ts";
import type { RunOutcome, RunRequest } from "./run_outcome.ts";
import type { StrategyRunner } from "./strategy_runner.ts";

/** A strategy given by its module, which a fresh process imports for each call. */
export interface StrategyModule {
  /** Path or `file:` URL of the module. */
  readonly module: string | URL;
  /** Name of the export. Without it, the module must export exactly one strategy. */
  readonly export?: string;
  /** Configuration file whose import map the module needs; the nearest `deno.json` or `deno.jsonc` above it by default. */
  readonly config?: string | URL;
}

/** Thrown when a strategy's process gives no answer: the module cannot be imported, or lacks a permission. */
export class StrategyProcessError extends Error {
  /** Name of the class, for code that cannot use `instanceof`. */
  override name = "StrategyProcessError";
}

/**
 * Makes the runs of each call in a fresh process of Deno. The process gets the strategy as code and the requests over
 * standard input. Its only permission is to open the Rust library, where there is one.
 */
export class ProcessRunner implements StrategyRunner {
  /** Each call has a process of its own. */
  readonly isolated = true;
  readonly #url: string;
  readonly #name: string;
  readonly #config: string | undefined;
  #strategy: string;

  /**
   * Makes a runner of a strategy. The module is not imported here.
   *
   * @throws {TypeError} if the module is not a file
   */
  constructor(strategy: StrategyModule) {
    this.#url = fileUrl(strategy.module, "module").href;
    this.#name = strategy.export ?? "";
    this.#config = strategy.config === undefined
      ? nearestConfig(this.#url)
      : pathOfUrl(fileUrl(strategy.config, "config"));
    this.#strategy = strategy.export ?? this.#url.slice(this.#url.lastIndexOf("/") + 1);
  }

  /** Name of the strategy class; known after the first run. */
  get strategy(): string {
    return this.#strategy;
  }

  /**
   * Makes the runs.
   *
   * @throws {StrategyProcessError} if the process cannot import the strategy or use the engine; the message has the
   * reason
   * @throws {Deno.errors.NotCapable} if this process may not run Deno
   */
  async run(requests: readonly RunRequest[]): Promise<readonly RunOutcome[]> {
    return (await this.#ask(requests)).outcomes;
  }

  /** Returns the strategy's default parameters. */
  async defaults(): Promise<Params> {
    return (await this.#ask([])).defaults;
  }

  async #ask(requests: readonly RunRequest[]): Promise<ProcessAnswer> {
    const library = openLibrary(), folder = library.found ? folderOf(library.path) : undefined;
    const { stdout, stderr, code } = await runIsolated(
      entryOf(this.#url, this.#name),
      { config: this.#config, libraryFolder: folder },
      new Uint8Array(serialize(requests)),
    );
    const answer = readAnswer(stdout);
    if (answer === undefined) {
      throw new StrategyProcessError(
        `Cannot run the strategy of ${this.#url} in a process without permissions (exit code ${code}): ${
          lastWords(stderr)
        }`,
      );
    }
    if (answer.problem !== undefined) throw new StrategyProcessError(answer.problem);
    this.#strategy = answer.strategy;
    return answer;
  }
}

/** Returns the process's main module as a URL. It imports statically, since static imports need no permission. */
function entryOf(url: string, name: string): string {
  const answering = JSON.stringify(new URL("./isolated_process.ts", import.meta.url).href);
  const freeing = `data:application/javascript,${
    encodeURIComponent(`import { keepOutputFree } from ${answering}; keepOutputFree();`)
  }`;
  const code = [
    `import ${JSON.stringify(freeing)};`,
    `import * as strategies from ${JSON.stringify(url)};`,
    `import { answerRequests } from ${answering};`,
    `await answerRequests(strategies, ${JSON.stringify(name)});`,
  ];
  return `data:application/javascript,${encodeURIComponent(code.join("\n"))}`;
}

function readAnswer(stdout: Uint8Array): ProcessAnswer | undefined {
  const end = stdout.length - ANSWER_END.length;
  if (end < 8 || ANSWER_END.some((byte, at) => stdout[end + at] !== byte)) return undefined;
  const length = new DataView(stdout.buffer, stdout.byteOffset).getFloat64(end - 8);
  return deserialize(stdout.slice(end - 8 - length, end - 8)) as ProcessAnswer;
}

/** Returns the message of an uncaught error, or else the end of the text. */
function lastWords(stderr: Uint8Array): string {
  const text = new TextDecoder().decode(stderr).trim();
  const error = /^error: ([^]*?)(?:\n\s+at |\n\s*$|$)/m.exec(text)?.[1];
  return (error ?? text.slice(-500)).trim() || "it said nothing";
}

function fileUrl(path: string | URL, what: string): URL {
  const text = String(path);
  const url = path instanceof URL || /^[a-z]{2,}:/i.test(text) ? new URL(text) : urlOfPath(text);
  if (url.protocol === "file:") return url;
  throw new TypeError(`Cannot use ${text} as ${what} of a strategy: pass a path or a file: URL`);
}

function folderOf(path: string): string {
  return path.replace(/[\\/][^\\/]*$/, "");
}

/** Returns the nearest configuration of Deno above a module, by the rule of `deno run`. */
function nearestConfig(url: string): string | undefined {
  for (let folder = new URL("./", url);; folder = new URL("../", folder)) {
    for (const name of ["deno.json", "deno.jsonc"]) {
      const path = pathOfUrl(new URL(name, folder));
      if (isFile(path)) return path;
    }
    if (folder.pathname === new URL("../", folder).pathname) return undefined;
  }
}
