/**
 * Alerts of a run: its errors and the warnings of its edge, sent to a webhook.
 *
 * Alerts never hold the run up: they wait in a queue of their own, are sent one after the other, again where that helps,
 * and slower than a limit. The address of a webhook is a secret, so no message names more of it than its host.
 *
 * @module
 */

import { inspected } from "../host.ts";
import type { LogEntry } from "../logs/log_entry.ts";
import { takenOptions } from "../options.ts";
import { isoTime } from "../records/iso_time.ts";
import type { VenueClock } from "../venue/venue_clock.ts";
import type { EdgeLog } from "./edge_log.ts";

/** Where alerts of a run go. */
export interface AlertOptions {
  /**
   * Address that gets a POST with an object of JSON for each alert: `text` and `content`, which chats show, `level`,
   * `category`, `time`, `message`, `fields`, `run`, and `dropped`, the number of alerts that were let go before it. It is
   * taken as a secret: no file and no log has more of it than its host.
   */
  readonly webhook: string | URL;
  /** Least level: `"WARNING"`, those of the edge alone, or `"ERROR"`. Default: `"WARNING"`. */
  readonly level?: "WARNING" | "ERROR";
  /** Alerts within a minute; further ones wait, from 1 on. Default: 10. */
  readonly perMinute?: number;
  /** Tries to deliver one, from 1 to 20. Default: 6. */
  readonly tries?: number;
}

/** Options of alerts, checked. */
export interface TakenAlertOptions extends Required<Omit<AlertOptions, "webhook">> {
  readonly webhook: URL;
}

const OPTIONS = ["webhook", "level", "perMinute", "tries"] as const;

/** Returns options of alerts, each read once. No message has the address. */
export function takenAlertOptions(given: AlertOptions): TakenAlertOptions {
  const taken = takenOptions(given, OPTIONS, {
    noObject: () => "Cannot use these alerts: pass an object, such as { webhook: address }",
    unknown: (name) => `Cannot use option ${inspected(name)} of alerts: there are ${OPTIONS.join(", ")}`,
  });
  const { level = "WARNING", perMinute = 10, tries = 6 } = taken, webhook = readAddress(taken.webhook);
  if (webhook === undefined) {
    throw new TypeError("Cannot use the webhook of alerts: pass an address with http: or https:, without a user in it");
  }
  if (level !== "WARNING" && level !== "ERROR") {
    throw new RangeError(`Cannot use level ${inspected(level, 0)} of alerts: pass "WARNING" or "ERROR"`);
  }
  if (!(Number.isInteger(perMinute) && perMinute >= 1)) {
    throw new RangeError(`Cannot use perMinute ${inspected(perMinute, 0)} of alerts: pass a whole number from 1 on`);
  }
  if (!(Number.isInteger(tries) && tries >= 1 && tries <= 20)) {
    throw new RangeError(`Cannot use tries ${inspected(tries, 0)} of alerts: pass a whole number from 1 to 20`);
  }
  return { webhook, level, perMinute, tries };
}

function readAddress(address: unknown): URL | undefined {
  const text = address instanceof URL ? address.href : address;
  if (typeof text !== "string" || !URL.canParse(text)) return undefined;
  const url = new URL(text), isWeb = url.protocol === "https:" || url.protocol === "http:";
  return isWeb && url.username === "" && url.password === "" ? url : undefined;
}

/** Alerts that wait at most; the oldest are let go. */
const WAITING_MOST = 100;
const MINUTE_MS = 60_000;
/** Time that one try has. */
const TRY_MS = 5000;
/** Time that alerts have at the end of their run. */
const CLOSE_MS = 2000;

/** Waits of the sender, which tests shorten. */
export interface AlertWaits {
  /** Wait before the second try, which doubles from try to try. */
  readonly retryMs: number;
  readonly retryMsMost: number;
  /** Length of the minute of the limit. */
  readonly minuteMs: number;
}

/** Sends alerts of a run. */
export class Alerts {
  readonly #options: TakenAlertOptions;
  readonly #waits: AlertWaits;
  readonly #log: EdgeLog;
  readonly #clock: VenueClock;
  readonly #run: Readonly<Record<string, unknown>>;
  readonly #closing = new AbortController();
  readonly #waiting: LogEntry[] = [];
  /** Alerts that were let go and that no alert has told of. */
  #dropped = 0;
  #sending: Promise<void> | undefined;
  /** Times of the alerts of the last minute. */
  #sentMs: number[] = [];

  /** @param run What the run is, which each alert says. */
  constructor(
    options: TakenAlertOptions,
    { log, clock, run }: {
      readonly log: EdgeLog;
      readonly clock: VenueClock;
      readonly run: Readonly<Record<string, unknown>>;
    },
    waits: AlertWaits = { retryMs: 500, retryMsMost: 30_000, minuteMs: MINUTE_MS },
  ) {
    this.#options = options;
    this.#log = log;
    this.#clock = clock;
    this.#run = run;
    this.#waits = waits;
  }

  /** Returns whether an entry is an alert. What alerts themselves tell is none. */
  wants({ level, fields }: Pick<LogEntry, "level" | "fields">): boolean {
    if (fields["alert"] !== undefined) return false;
    if (level === "ERROR") return true;
    return level === "WARNING" && this.#options.level === "WARNING" && fields["source"] === "edge";
  }

  /** Takes an entry of the log, which is sent when its turn comes. */
  take(entry: LogEntry): void {
    if (!this.wants(entry) || this.#closing.signal.aborted) return;
    this.#waiting.push(entry);
    if (this.#waiting.length > WAITING_MOST) {
      this.#waiting.shift();
      this.#dropped++;
    }
    this.#sending ??= this.#send().finally(() => this.#sending = undefined);
  }

  /** Sends what waits, as far as there is time for it, and ends. */
  async close(): Promise<void> {
    const timer = setTimeout(() => this.#closing.abort(), CLOSE_MS);
    await this.#sending;
    clearTimeout(timer);
    this.#closing.abort();
    const lost = this.#waiting.splice(0).length + this.#dropped;
    this.#dropped = 0;
    if (lost > 0) this.#tell(`${lost} alerts were not sent before the end of the run`);
  }

  async #send(): Promise<void> {
    const { signal } = this.#closing;
    // The caller goes on before anything is done.
    await Promise.resolve();
    while (this.#waiting.length > 0 && !signal.aborted) {
      await this.#belowLimit();
      if (signal.aborted) break;
      const entry = this.#waiting.shift()!, dropped = this.#dropped;
      const failure = await this.#deliver(this.#bodyOf(entry, dropped));
      if (failure === undefined) {
        // Those that were let go in the meantime are told with the next one.
        this.#dropped -= dropped;
        continue;
      }
      this.#tell(`An alert could not be delivered to ${this.#options.webhook.host}: ${failure}`);
    }
  }

  #tell(message: string): void {
    this.#log.edge("WARNING", "session", this.#clock.nowUs(), message, { alert: "not delivered" });
  }

  #bodyOf({ level, category, timeUs, message, fields }: LogEntry, dropped: number): string {
    const text = `${level} ${category}: ${message}`, time = isoTime(timeUs);
    return JSON.stringify({
      ...{ text, content: text, level, category, time, message, fields, run: this.#run },
      ...(dropped === 0 ? {} : { dropped }),
    });
  }

  /** Waits until one more alert is below the limit. */
  async #belowLimit(): Promise<void> {
    const { minuteMs } = this.#waits;
    this.#sentMs = this.#sentMs.filter((ms) => ms > performance.now() - minuteMs);
    if (this.#sentMs.length >= this.#options.perMinute) {
      await this.#pause(this.#sentMs[0]! + minuteMs - performance.now());
      this.#sentMs.shift();
    }
    this.#sentMs.push(performance.now());
  }

  /** Tries to deliver an alert, and returns why that failed for good. */
  async #deliver(body: string): Promise<string | undefined> {
    const { signal } = this.#closing, { tries } = this.#options, { retryMs, retryMsMost } = this.#waits;
    let failure = "", waitMs = retryMs;
    for (let tried = 1; tried <= tries; tried++) {
      let isFinal = false, leastMs = 0;
      const late = new AbortController(), timer = setTimeout(() => late.abort(), TRY_MS);
      try {
        const answer = await fetch(this.#options.webhook, {
          ...{ method: "POST", body, headers: { "content-type": "application/json" }, redirect: "error" as const },
          signal: AbortSignal.any([signal, late.signal]),
        });
        await answer.body?.cancel();
        if (answer.ok) return undefined;
        failure = `it answers ${answer.status}`;
        isFinal = answer.status < 500 && answer.status !== 429 && answer.status !== 408;
        leastMs = Math.min(MINUTE_MS, 1000 * (Number(answer.headers.get("retry-after")) || 0));
      } catch (error) {
        // The message of an error names the whole address.
        failure = `there is no answer (${error instanceof Error ? error.name : "unknown"})`;
        isFinal = error instanceof Error && error.name === "NotCapable";
      } finally {
        clearTimeout(timer);
      }
      if (signal.aborted) return `${failure}, and the run has ended`;
      if (isFinal || tried === tries) return `${failure}${tried > 1 ? `, ${tried} times` : ""}`;
      await this.#pause(Math.max(waitMs, leastMs));
      waitMs = Math.min(2 * waitMs, retryMsMost);
    }
    return failure;
  }

  /** Waits for some time, or for the end. */
  async #pause(ms: number): Promise<void> {
    const { signal } = this.#closing;
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, Math.max(0, ms));
      signal.addEventListener("abort", done, { once: true });
    });
  }
}
