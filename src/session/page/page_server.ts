/**
 * The server of a run's page, on 127.0.0.1.
 *
 * The page itself has no data and needs no token, which a browser does not send with a fragment. Everything of the run
 * needs it, as a header. The server looks at the run behind turns that are over and never holds one up.
 *
 * @module
 */

import type { FeedData } from "../../feeds/feed_data.ts";
import { SessionError } from "../../journal/session_error.ts";
import type { JournalHead } from "../../journal/journal_line.ts";
import type { LogCategory, LogEntry, LogLevel } from "../../logs/log_entry.ts";
import type { Result } from "../../results/result.ts";
import type { PreparedBlocks } from "../../run/blocks/prepare_blocks.ts";
import { checkFixedTimeframe } from "../feed_request.ts";
import type { HowToStop, LiveRun } from "../session_parts.ts";
import { METRICS_TYPE, metricsText } from "./metrics.ts";
import { NewsStream } from "./news_stream.ts";
import { operatorPage, type ServedPage } from "./page_html.ts";
import type { PageEnd, PageRun } from "./page_news.ts";
import { type GuardParts, newToken, refusalOf, type Route } from "./request_guard.ts";
import { RunRecord } from "./run_record.ts";

/** Pages that are told of a run at the same time. */
const STREAMS_MOST = 16;
/** Length of a button's content in bytes. */
const CONTENT_MOST = 2048;
/** Time that a button waits for its command to act, in milliseconds; a command waits for the first step of the run. */
const COMMAND_MS = 3000;
/** Time that pages have to read the end of a run, in milliseconds. */
const END_MS = 1000;

const ROUTES: Readonly<Record<string, Route>> = {
  "/": { method: "GET", needsToken: false },
  "/events": { method: "GET", needsToken: true },
  "/status": { method: "GET", needsToken: true },
  "/metrics": { method: "GET", needsToken: true },
  "/stop-entries": { method: "POST", needsToken: true },
  "/resume-entries": { method: "POST", needsToken: true },
  "/clear-kill": { method: "POST", needsToken: true },
  "/flatten": { method: "POST", needsToken: true },
  "/kill": { method: "POST", needsToken: true },
};

/** Headers of every answer. There is none of CORS. */
const HEADERS: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
};

/** A run as its page acts on it. */
export interface OperatedRun
  extends Pick<LiveRun, "status" | "stopEntries" | "resumeEntries" | "clearKill" | "flatten" | "kill" | "stop"> {
  /** Time of the venue's clock. */
  readonly nowUs: number;
}

/** How a run ended. */
export type RunEnd =
  | { readonly how: HowToStop; readonly result: Result }
  | { readonly how: "failed"; readonly error: string };

/** The page of a run, while it is served. */
export class PageServer {
  /** The address of the page, with its token in the fragment. */
  readonly url: string;
  readonly #run: PageRun;
  readonly #page: ServedPage;
  readonly #guard: GuardParts;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #aborting = new AbortController();
  readonly #streams: Set<NewsStream> = new Set();
  readonly #record: RunRecord;
  #operated: OperatedRun | undefined;
  #end: PageEnd | undefined;

  /**
   * Serves a page, before its run begins.
   *
   * @throws {RangeError} If the port is in use.
   * @throws {Deno.errors.NotCapable} Without the permission to listen.
   */
  static async open(head: JournalHead, port: number): Promise<PageServer> {
    return new PageServer(head, port, await operatorPage());
  }

  private constructor(head: JournalHead, port: number, page: ServedPage) {
    const { strategy, venue, mode, from_us: fromUs, feeds } = head;
    this.#page = page;
    this.#record = new RunRecord(feeds.length);
    this.#run = {
      ...{ kind: "run", strategy, venue, mode, fromUs, currency: feeds[0]!.terms.quote },
      feeds: feeds.map(({ name, timeframe, terms: { symbol, tick, sizeStep } }) => ({
        ...{ name, symbol, timeframe, stepUs: checkFixedTimeframe(timeframe) },
        ...{ priceDecimals: decimalsOf(tick), sizeDecimals: decimalsOf(sizeStep) },
      })),
    };
    this.#server = listening(port, this.#aborting.signal, (request) => this.#answer(request));
    const token = newToken(), { port: taken } = this.#server.addr;
    this.#guard = { port: taken, token, routes: ROUTES };
    this.url = `http://127.0.0.1:${taken}/#${token}`;
  }

  /** Gives the page its run. */
  attach(run: OperatedRun): void {
    this.#operated = run;
  }

  /** Takes the bars of a turn. */
  bars(feeds: readonly FeedData[]): void {
    this.#record.bars(feeds);
  }

  /** Looks at the account behind a turn or a command; the time is 0 where there was no bar. */
  account(run: Pick<PreparedBlocks, "account" | "specs" | "journal">, timeUs: number): void {
    this.#record.account(run, timeUs);
    this.#wake();
  }

  /** Returns whether an entry of the log is taken. */
  wants(level: LogLevel, category: LogCategory, isMuted: boolean): boolean {
    return this.#record.wants(level, category, isMuted);
  }

  /** Takes an entry of the log. */
  entry(entry: LogEntry, isMuted: boolean): void {
    this.#record.entry(entry, isMuted);
    this.#wake();
  }

  /** Tells the pages how the run ended, and ends the server. A page that does not read holds it up for a moment at most. */
  async close(end: RunEnd | undefined): Promise<void> {
    this.#end = end === undefined
      ? { kind: "end", how: "failed", error: "The run did not begin" }
      : end.how === "failed"
      ? { kind: "end", ...end }
      : { kind: "end", how: end.how, error: "", figures: figuresOf(end.result) };
    if (this.#operated !== undefined) this.#record.ended(this.#end.how, this.#operated.status.value);
    this.#wake();
    const timer = setTimeout(() => this.#aborting.abort(), END_MS);
    await this.#server.shutdown();
    clearTimeout(timer);
  }

  #wake(): void {
    for (const stream of this.#streams) stream.wake();
  }

  async #answer(request: Request): Promise<Response> {
    const refusal = refusalOf(request, this.#guard);
    if (refusal !== undefined) {
      await request.body?.cancel();
      return told(refusal.status, { error: refusal.text }, refusal.headers);
    }
    const { pathname } = new URL(request.url), run = this.#operated;
    if (pathname === "/") return new Response(this.#page.text, { headers: { ...HEADERS, ...this.#page.headers } });
    if (run === undefined) return told(503, { error: "The run has not begun yet" });
    if (pathname === "/status") return told(200, run.status);
    if (pathname === "/events") return this.#events(run);
    if (pathname !== "/metrics") return await this.#act(pathname.slice(1), request, run);
    const facts = { ...this.#run, fills: this.#record.fillsCount };
    return new Response(metricsText(run.status, facts), { headers: { ...HEADERS, "content-type": METRICS_TYPE } });
  }

  #events(run: OperatedRun): Response {
    if (this.#streams.size >= STREAMS_MOST) return told(503, { error: `There are ${STREAMS_MOST} pages already` });
    const end = (): PageEnd | undefined => this.#end;
    const stream = new NewsStream({
      first: this.#run,
      news: (behind) => ({
        line: this.#record.news(run.status, run.nowUs, behind),
        last: this.#record.last,
      }),
      get end() {
        return end();
      },
    }, (over) => this.#streams.delete(over));
    this.#streams.add(stream);
    return new Response(stream.body, { headers: { ...HEADERS, "content-type": "application/x-ndjson" } });
  }

  /** Does what a button asks for. The content repeats the name of the button, so that no empty request acts. */
  async #act(action: string, request: Request, run: OperatedRun): Promise<Response> {
    const content = await contentOf(request);
    if (content?.["confirm"] !== action) return told(400, { error: `Confirm by { "confirm": "${action}" }` });
    const { reason } = content, said = typeof reason === "string" ? plainText(reason) : "";
    const why = said === "" ? "by the page of the run" : `${said} (by the page of the run)`;
    const acting = acts(action, why, run).then(() => "done" as const);
    acting.catch(() => {});
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<"waits">((resolve) => timer = setTimeout(() => resolve("waits"), COMMAND_MS));
    try {
      const state = await Promise.race([acting, late]);
      return told(state === "done" ? 200 : 202, { [action]: state });
    } catch (error) {
      if (!(error instanceof SessionError)) throw error;
      return told(409, { error: error.message });
    } finally {
      clearTimeout(timer);
    }
  }
}

async function acts(action: string, why: string, run: OperatedRun): Promise<void> {
  if (action === "stop-entries") return await run.stopEntries(why);
  if (action === "resume-entries") return await run.resumeEntries();
  if (action === "clear-kill") return await run.clearKill(why);
  if (action === "flatten") return await run.flatten(why);
  await run.kill("cancel", why);
  // The end of the run waits for this answer, so the answer does not wait for the end.
  run.stop("cancel").catch(() => {});
}

/** Listens on 127.0.0.1. */
function listening(
  port: number,
  signal: AbortSignal,
  answer: (request: Request) => Promise<Response>,
): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve({
      ...{ hostname: "127.0.0.1", port, signal, onListen: () => {} },
      onError: () => told(500, { error: "The page failed to answer" }),
    }, answer);
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) {
      const text =
        `Cannot serve the page on port ${port}: it is in use; pass another port, or page: true for a free one`;
      throw new RangeError(text, { cause: error });
    }
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    const text = `Cannot serve the page: ${error.message}; pass --allow-net=127.0.0.1`;
    throw new Deno.errors.NotCapable(text, { cause: error });
  }
}

/** Answers with JSON. */
function told(status: number, content: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(content, { status, headers: { ...HEADERS, ...headers } });
}

/** Returns the content of a button's request, or undefined if it is none. */
async function contentOf(request: Request): Promise<Readonly<Record<string, unknown>> | undefined> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of request.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > CONTENT_MOST) return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value as Record<string, unknown> : undefined;
  } catch {
    return undefined;
  }
}

/** Returns a reason as one line of at most 200 characters. */
function plainText(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.toWellFormed().replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").trim().slice(0, 200);
}

function figuresOf({ stats, fills, chain }: Result): NonNullable<PageEnd["figures"]> {
  const { finalEquity, returnFraction, maxDrawdown, commission, trades } = stats;
  return {
    ...{ finalEquity, returnFraction, maxDrawdown, commission, chain },
    ...{ fills: fills.length, tradesClosed: trades.closed },
  };
}

/** Returns the decimals of a step, which is a decimal text. */
function decimalsOf(step: string): number {
  return (/\.(\d*[1-9])/.exec(step)?.[1] ?? "").length;
}
