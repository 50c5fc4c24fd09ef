/**
 * The lines that a process writes, as they come.
 *
 * @module
 */

/** Yields the lines of a stream of UTF-8 text without their ends, the last one also where it has none. */
export async function* streamLines(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield line.replace(/\r$/, "");
  }
  if (rest !== "") yield rest;
}
