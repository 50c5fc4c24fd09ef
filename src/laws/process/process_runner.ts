/**
 * Makes runs of a strategy module in separate processes that get code and data, and nothing else.
 *
 * @module
 */

import { deserialize, serialize } from "node:v8";
import { inspected, isFile, pathOfUrl, urlOfPath } from "../../host.ts";
import { isOptions } from "../../options.ts";
import type { Params } from "../../strategy/strategy.ts";
import type { RunOutcome, RunRequest } from "../strategy/run_outcome.ts";
import { StrategyFailedError } from "../strategy/strategy_failed_error.ts";
import type { StrategyRunner, Surroundings } from "../strategy/strategy_runner.ts";
import { type Answer, askDeno, runDeno } from "./deno_process.ts";
// The process imports this module from Deno's cache, where it is since this process has imported it, too.
import { answerQuestion, type ProcessAnswer, type ProcessQuestion } from "./isolated_process.ts";
import { environmentOf } from "./machine_place.ts";
import { readStrategyCode, type StrategyCode } from "./module_graph.ts";

/** A strategy given by its module, which a fresh process imports for each call. */
export interface StrategyModule {
  /** Path or `file:` URL of the module. */
  readonly module: string | URL;
  /** Name of the export. Without it, the module must export exactly one strategy. */
  readonly export?: string;
  /** Configuration file whose import map the module needs; the nearest `deno.json` or `deno.jsonc` above it by default. */
  readonly config?: string | URL;
}

/** Options of a {@linkcode ProcessRunner}. */
export interface ProcessRunnerOptions {
  /** Time after which a process is ended, in seconds; {@linkcode TIMEOUT_SECONDS} by default. */
  readonly timeout?: number;
}

/** Seconds after which a process of a strategy is ended, unless another limit is given. */
export const TIMEOUT_SECONDS = 120;

/** Thrown when a strategy's process gives no answer: the module cannot be imported, or does not end in time. */
export class StrategyProcessError extends Error {
  /** Name of the class, for code that cannot use `instanceof`. */
  override name = "StrategyProcessError";
}

/** Folder of this package. */
const PACKAGE_ROOT = new URL("../../../", import.meta.url);
/** Most processes at once, as each one holds the bars of its runs. */
const PROCESSES_MAX = 4;

/**
 * Makes the runs of each call in a fresh process of Deno, on the TypeScript engine. The process has no permission. It
 * gets the strategy's code as the module graph lists it, and the requests over standard input.
 */
export class ProcessRunner implements StrategyRunner {
  /** Each call has a process of its own. */
  readonly isolated = true;
  /** Number of calls that may run at once. */
  readonly atOnce: number = Math.min(PROCESSES_MAX, navigator.hardwareConcurrency);
  readonly #url: string;
  readonly #name: string;
  readonly #config: string | undefined;
  readonly #timeoutMs: number;
  readonly #samples = new Set<string>();
  #strategy: string;
  #code: Promise<StrategyCode> | undefined;

  /**
   * Makes a runner of a strategy. The module is not imported here.
   *
   * @throws {TypeError} if the module is not a file
   * @throws {RangeError} if the time limit is no positive number
   */
  constructor(strategy: StrategyModule, { timeout = TIMEOUT_SECONDS }: ProcessRunnerOptions = {}) {
    if (!isOptions(strategy)) {
      throw new TypeError(
        `Cannot prove ${inspected(strategy, 0)}: pass a class that extends ct.Strategy, or { module: "strategy.ts" }`,
      );
    }
    // A timer of more milliseconds than a signed word holds would end at once.
    if (!(timeout > 0 && timeout * 1000 < 2 ** 31)) {
      throw new RangeError(
        `Cannot end a process after ${inspected(timeout, 0)} seconds: the timeout is a number above 0, up to 2147483`,
      );
    }
    this.#url = fileUrl(strategy.module, "module").href;
    this.#name = strategy.export ?? "";
    this.#config = strategy.config === undefined
      ? nearestConfig(this.#url)
      : pathOfUrl(fileUrl(strategy.config, "config"));
    this.#timeoutMs = timeout * 1000;
    this.#strategy = strategy.export ?? this.#url.slice(this.#url.lastIndexOf("/") + 1);
  }

  /** Name of the strategy class; known after the first run. */
  get strategy(): string {
    return this.#strategy;
  }

  /** Names of the samples of this package that the strategy or its modules loaded in any process so far. */
  get samples(): readonly string[] {
    return [...this.#samples];
  }

  /**
   * Returns the code of the strategy.
   *
   * @throws {StrategyCodeError} if a module cannot be read, or is no code
   * @throws {Error} if this process may not run Deno
   */
  code(): Promise<StrategyCode> {
    return this.#code ??= readStrategyCode(this.#url, {
      config: this.#config,
      packageRoot: PACKAGE_ROOT,
      fetchEntry: (address) => import(address),
      run: runDeno,
    });
  }

  /**
   * Makes the runs.
   *
   * @throws {StrategyCodeError} if the code of the strategy cannot be read, or is not code alone
   * @throws {StrategyProcessError} if the process cannot import the strategy, or does not answer in time; the message
   * has the reason
   * @throws {StrategyFailedError} if the strategy leaves an error that nobody catches
   * @throws {Error} if this process may not run Deno
   */
  async run(
    requests: readonly RunRequest[],
    { fixed, place: given }: Surroundings = {},
  ): Promise<readonly RunOutcome[]> {
    const here = requests.map(({ options, ...request }): RunRequest => ({
      ...request,
      options: optionsThere(options),
    }));
    const question = { requests: here, ...(fixed === undefined ? {} : { fixed }) };
    const { outcomes, reads, place } = await this.#ask(question, given === undefined ? {} : environmentOf(given));
    return outcomes.map((outcome) => ({
      ...outcome,
      ...(fixed === undefined ? {} : { reads }),
      ...(given === undefined ? {} : { place }),
    }));
  }

  /** Returns the strategy's default parameters. One that cannot leave the process, such as a function, is a symbol. */
  async defaults(): Promise<Params> {
    const { defaults, unsent } = await this.#ask({ requests: [] });
    return { ...defaults, ...Object.fromEntries(unsent.map((name) => [name, Symbol(name)])) };
  }

  async #ask(question: ProcessQuestion, environment: Readonly<Record<string, string>> = {}): Promise<ProcessAnswer> {
    const code = await this.code();
    const given = await askDeno({
      args: [...flagsOf(code), entryOf(this.#url, this.#name)],
      input: new Uint8Array(serialize(question)),
      timeoutMs: this.#timeoutMs,
      environment,
    });
    if (given.kind !== "answered") throw new StrategyProcessError(`Cannot run ${this.#url}: ${this.#reasonOf(given)}`);
    const answer = deserialize(given.payload) as ProcessAnswer;
    if (answer.problem !== undefined) throw new StrategyProcessError(`${answer.problem} (${this.#url})`);
    if (answer.stray !== undefined) {
      throw new StrategyFailedError(
        `Cannot prove ${this.#url}: it left an error that nobody caught, of a promise, a timer or a worker: ${answer.stray}`,
      );
    }
    this.#strategy = answer.strategy;
    for (const name of answer.samples) this.#samples.add(name);
    return answer;
  }

  #reasonOf(given: Exclude<Answer, { readonly kind: "answered" }>): string {
    switch (given.kind) {
      case "late":
        return `its process did not answer within ${
          this.#timeoutMs / 1000
        } seconds and was ended; look for a loop or a ` +
          "promise without an end, or pass a longer timeout";
      case "broken":
        return `the answer of its process was written over (${given.reason}); a strategy must not write to standard output`;
      case "silent":
        return `its process ended or closed its standard output before it answered (exit code ${given.code}): ${
          lastWords(given.stderr)
        }`;
    }
  }
}

/**
 * Returns the options of a run in a process of its own. It has no library, and no environment that names one; nobody reads
 * its figures, whose functions could not be sent, and its logger stays here.
 */
function optionsThere(options: RunRequest["options"]): RunRequest["options"] {
  if (options.sizer !== undefined) {
    throw new TypeError("Cannot send the option sizer to a process: write it as static sizer of the strategy");
  }
  const {
    libraryPath: _library,
    figures: _figures,
    benchmark: _benchmark,
    riskFree: _riskFree,
    logger: _logger,
    ...others
  } = options;
  return { ...others, engineBackend: "typescript" };
}

/** Returns the flags of a strategy's process, which have no permission among them. */
function flagsOf({ importMap, hosts }: StrategyCode): readonly string[] {
  return [
    "run",
    ...["--no-prompt", "--quiet", "--no-lock", "--no-config", "--no-npm", "--cached-only"],
    hosts.length === 0 ? "--no-remote" : `--allow-import=${hosts.join()}`,
    `--import-map=${importMap}`,
    // What a strategy stores belongs to its location, so a new one has nothing of an earlier process.
    `--location=http://${crypto.randomUUID()}.invalid/`,
  ];
}

/** Returns the process's main module as a URL. An import of a literal address needs no permission. */
function entryOf(url: string, exportName: string): string {
  const answering = JSON.stringify(new URL("./isolated_process.ts", import.meta.url).href);
  const { name: call } = answerQuestion;
  const code = [
    `import { ${call} } from ${answering};`,
    `await ${call}(() => import(${JSON.stringify(url)}), ${JSON.stringify(exportName)});`,
  ];
  return `data:application/javascript,${encodeURIComponent(code.join("\n"))}`;
}

/** Returns the message of an uncaught error, or else the end of the text. */
function lastWords(stderr: string): string {
  const text = stderr.trim(), error = /^error: ([^]*?)(?:\n\s+at |\n\s*$|$)/m.exec(text)?.[1];
  return (error ?? text.slice(-500)).trim() || "it said nothing";
}

function fileUrl(path: string | URL, what: string): URL {
  const text = String(path);
  const url = path instanceof URL || /^[a-z]{2,}:/i.test(text) ? new URL(text) : urlOfPath(text);
  if (url.protocol === "file:") return url;
  throw new TypeError(`Cannot use ${text} as ${what} of a strategy: pass a path or a file: URL`);
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
