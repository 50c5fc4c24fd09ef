/**
 * The news of a run as a stream of lines for one page. A page that reads slowly gets fewer lines, each with all that is
 * new, so nothing waits for it and nothing piles up.
 *
 * @module
 */

import type { PageLine } from "./page_news.ts";

/** The least time between two lines, and the most, in milliseconds. */
const PACE_MS = 250, HEARTBEAT_MS = 1000;

/** Where a stream has its lines from. */
export interface NewsSource {
  /** The first line. */
  readonly first: PageLine;
  /** Returns the news behind a number, and the number of the last item. */
  news(behind: number): { readonly line: PageLine; readonly last: number };
  /** The last line, once the run has ended. */
  readonly end: PageLine | undefined;
}

/** The news for one page. */
export class NewsStream {
  /** The lines as bytes. */
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly #source: NewsSource;
  readonly #closed: () => void;
  #last = 0;
  #toldMs = -Infinity;
  #isNew = true;
  #isFirst = true;
  #isGone = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Goes on with the wait at hand. */
  #goOn: () => void = () => {};

  /** Makes a stream; `closed` is called when it is over or its page is gone. */
  constructor(source: NewsSource, closed: (stream: NewsStream) => void) {
    this.#source = source;
    this.#closed = () => {
      clearTimeout(this.#timer);
      closed(this);
    };
    // Without room for a chunk in advance, a line is made when the connection takes it.
    this.body = new ReadableStream({
      pull: (controller) => this.#pull(controller),
      cancel: () => {
        this.#isGone = true;
        this.#goOn();
        this.#closed();
      },
    }, { highWaterMark: 0 });
  }

  /** Tells that there is something new. */
  wake(): void {
    this.#isNew = true;
    this.#goOn();
  }

  async #pull(controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): Promise<void> {
    const source = this.#source;
    if (!this.#isFirst) await this.#wait();
    const lines: PageLine[] = this.#isFirst ? [source.first] : [], { line, last } = source.news(this.#last);
    this.#isFirst = this.#isNew = false;
    this.#last = last;
    this.#toldMs = performance.now();
    const { end } = source;
    lines.push(line);
    if (end !== undefined) lines.push(end);
    try {
      controller.enqueue(new TextEncoder().encode(lines.map((each) => `${JSON.stringify(each)}\n`).join("")));
      if (end === undefined) return;
      controller.close();
    } catch {
      // The page went away while the line was made.
    }
    this.#closed();
  }

  /** Waits for news, not less than the pace and not longer than the heartbeat; not at all once the run has ended. */
  async #wait(): Promise<void> {
    while (!this.#isGone && this.#source.end === undefined) {
      const leftMs = this.#toldMs + (this.#isNew ? PACE_MS : HEARTBEAT_MS) - performance.now();
      if (leftMs <= 0) return;
      await new Promise<void>((resolve) => {
        this.#goOn = resolve;
        this.#timer = setTimeout(resolve, leftMs);
      });
      clearTimeout(this.#timer);
    }
  }
}
