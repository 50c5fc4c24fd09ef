/**
 * The file of a search: JSON Lines with a header and a row for each trial, to which every round is added.
 *
 * A process that dies while it writes leaves a line without an end, which the next one drops. Rows are put behind the
 * whole ones, so that nothing that was made is lost.
 *
 * @module
 */

import { FileError } from "../checkpoint/atomic_file.ts";
import type { Params } from "../strategy/strategy.ts";
import { LineFile } from "./line_file.ts";
import type { TrialOutcome } from "./trial_row.ts";

/** Format of the file. A change of it is another number. */
const FORMAT = "cracktrader search 1";

/** What a search is known by. */
export interface SearchIdentity {
  /** Name of the strategy, and the hash of its code. */
  readonly strategy: string;
  readonly code: string;
  /** Hash of the source columns. */
  readonly data: string;
  /** Hash of the options of the runs, the feeds' names and lengths among them. */
  readonly options: string;
  /** Hash of the values to try, of `where` and of the figures. */
  readonly search: string;
  /** Name of the method, with its seed, and the trials of a round. */
  readonly method: string;
}

/** A trial in the file. */
interface SavedTrial {
  readonly trial: number;
  readonly params: Params;
  readonly outcome: TrialOutcome;
}

/** The file of a search. */
export class ResumeFile {
  readonly #file: LineFile;
  readonly #header: object;
  readonly #saved = new Map<number, SavedTrial>();

  /**
   * Reads the file, or begins it.
   *
   * @throws {FileError} If it belongs to another search, or is none.
   */
  constructor(path: string | URL, identity: SearchIdentity) {
    this.#file = new LineFile(path);
    this.#header = { format: FORMAT, ...identity };
    const [header, ...lines] = this.#file.read("trial of a search");
    if (header !== undefined) this.#checkHeader(header, identity);
    for (const [at, line] of lines.entries()) {
      const row = line as SavedTrial | null;
      if (!Number.isSafeInteger(row?.trial) || typeof row?.outcome !== "object") {
        throw this.#wrong(`its line ${at + 2} is no trial of a search; remove the file to begin anew`);
      }
      this.#saved.set(row.trial, row);
    }
    this.#file.add(this.#header, []);
  }

  /**
   * Returns the outcome of a trial that the file has.
   *
   * @throws {FileError} If the file has other parameters for it.
   */
  outcomeOf(trial: number, params: Params): TrialOutcome | undefined {
    const saved = this.#saved.get(trial);
    if (saved === undefined) return undefined;
    const [here, there] = [params, saved.params].map((each) => JSON.stringify(each));
    if (here === there) return saved.outcome;
    throw this.#wrong(`its trial ${trial} has the parameters ${there}, and this search has ${here} there`);
  }

  /** Adds trials, synced to the disk. */
  add(trials: readonly SavedTrial[]): void {
    this.#file.add(this.#header, trials);
  }

  #checkHeader(header: unknown, identity: SearchIdentity): void {
    const there = typeof header === "object" && header !== null ? header as Readonly<Record<string, unknown>> : {};
    if (there["format"] !== FORMAT) throw this.#wrong("what lies there is not the file of a search; pass another path");
    for (const [name, value] of Object.entries(identity)) {
      if (there[name] === value) continue;
      throw this.#wrong(
        `it is of another search: ${name} is ${there[name]} there and ${value} here; pass another path, or remove it`,
      );
    }
  }

  #wrong(reason: string): FileError {
    return new FileError(this.#file.path, reason);
  }
}
