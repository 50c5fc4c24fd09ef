import { assert, assertEquals } from "@std/assert";
import { NewsStream } from "./news_stream.ts";
import type { PageEnd, PageLine, PageNews } from "./page_news.ts";

/** A source whose news have their number as the time. */
class Source {
  first = { kind: "run" } as PageLine;
  last = 0;
  made = 0;
  end: PageEnd | undefined;

  news(behind: number): { line: PageLine; last: number } {
    this.made++;
    return { line: { kind: "news", nowUs: behind } as PageNews, last: this.last };
  }
}

const textOf = (bytes: Uint8Array | undefined): string[] => new TextDecoder().decode(bytes).trim().split("\n");
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

Deno.test("the first lines come at once, news come at their pace, and the end ends the stream", async () => {
  const source = new Source(), over: NewsStream[] = [], stream = new NewsStream(source, (each) => over.push(each));
  const reader = stream.body.getReader();
  assertEquals(textOf((await reader.read()).value), ['{"kind":"run"}', '{"kind":"news","nowUs":0}']);
  source.last = 5;
  const beganMs = performance.now(), reading = reader.read();
  stream.wake();
  stream.wake();
  assertEquals(textOf((await reading).value), ['{"kind":"news","nowUs":0}']);
  const tookMs = performance.now() - beganMs;
  assert(tookMs > 150 && tookMs < 900, `${tookMs} ms`);
  const ending = reader.read();
  source.end = { kind: "end", how: "keep", error: "" };
  stream.wake();
  assertEquals(textOf((await ending).value), ['{"kind":"news","nowUs":5}', '{"kind":"end","how":"keep","error":""}']);
  assertEquals([(await reader.read()).done, over.length], [true, 1]);
});

Deno.test("a stream tells something each second without news, so that a reader knows of a connection that is lost", async () => {
  const stream = new NewsStream(new Source(), () => {}), reader = stream.body.getReader();
  await reader.read();
  const beganMs = performance.now();
  await reader.read();
  const tookMs = performance.now() - beganMs;
  assert(tookMs > 800 && tookMs < 3000, `${tookMs} ms`);
  await reader.cancel();
});

Deno.test("a reader who does not read has no line made for him, and one who leaves is forgotten", async () => {
  const source = new Source(), over: NewsStream[] = [], stream = new NewsStream(source, (each) => over.push(each));
  const reader = stream.body.getReader();
  await reader.read();
  for (let wake = 0; wake < 1000; wake++) stream.wake();
  await pause(400);
  assertEquals(source.made, 1);
  const reading = reader.read();
  await reader.cancel();
  await reading;
  await pause(10);
  assert(over.length > 0 && over.every((each) => each === stream));
});
