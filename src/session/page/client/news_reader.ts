/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The lines of a run, read from its server with the token in a header. A connection that is lost is made again.
 *
 * @module
 */

import type { PageLine } from "../page_news.ts";

/** Time without a line after which the connection counts as lost, and time between two tries, in milliseconds. */
const SILENT_MS = 5000, RETRY_MS = 1000;

/** Who is told of the lines. */
export interface NewsListener {
  /** Takes a line. */
  line(line: PageLine): void;
  /** Told that the connection was lost, with the reason. */
  lost(reason: string): void;
}

/** Reads lines until the run has ended, or the token is refused. */
export async function readNews(token: string, listener: NewsListener): Promise<void> {
  while (true) {
    let reason = "the server ended the connection";
    try {
      const told = await readOnce(token, listener);
      if (told === "ended") return;
      if (told === "refused") {
        listener.lost("the token is wrong: open the address that the run printed");
        return;
      }
    } catch (error) {
      reason = error instanceof DOMException ? "nothing came for some seconds" : "the server cannot be reached";
    }
    listener.lost(reason);
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

async function readOnce(token: string, listener: NewsListener): Promise<"ended" | "refused" | "lost"> {
  const dead = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => dead.abort(), SILENT_MS);
  };
  heard();
  try {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch("/events", { headers, cache: "no-store", signal: dead.signal });
    if (response.status === 401) return "refused";
    if (!response.ok) return "lost";
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = "", isEnded = false;;) {
      const { done, value } = await reader.read();
      if (done) return isEnded ? "ended" : "lost";
      heard();
      const lines = (rest + value).split("\n");
      rest = lines.pop()!;
      for (const text of lines) {
        const line = JSON.parse(text) as PageLine;
        listener.line(line);
        isEnded ||= line.kind === "end";
      }
    }
  } finally {
    clearTimeout(timer);
  }
}
