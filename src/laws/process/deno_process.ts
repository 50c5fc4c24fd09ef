/**
 * Processes of Deno: one that runs to its end, and one that is asked a question and ended when its answer is whole.
 *
 * @module
 */

import { FrameReader, KEY_BYTES } from "./answer_frame.ts";

/** A process that ran to its end. */
export interface EndedProcess {
  /** Its exit code. */
  readonly code: number;
  /** Its standard output, as text. */
  readonly stdout: string;
  /** Its standard error, as text. */
  readonly stderr: string;
}

/** A question to a process. */
export interface Question {
  /** Arguments for Deno. */
  readonly args: readonly string[];
  /** The bytes of the question; the process gets them after the key and their length, a double. */
  readonly input: Uint8Array<ArrayBuffer>;
  /** Time after which the process is ended, in milliseconds. */
  readonly timeoutMs: number;
  /** Variables of its environment, beside those of this process; none by default. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The end of a process that was asked. `"answered"` has the payload; the others have the end of its standard error. */
export type Answer =
  | { readonly kind: "answered"; readonly payload: Uint8Array }
  | { readonly kind: "late" }
  | { readonly kind: "silent"; readonly code: number; readonly stderr: string }
  | { readonly kind: "broken"; readonly reason: string };

/** Bytes of standard error that are kept. A strategy may write any number of them. */
const STDERR_BYTES = 1 << 14;
/** A proxy that is never there: with it Deno has its cache, and nothing else of the net. */
const NO_NET = "http://127.0.0.1:0";
const ENVIRONMENT = {
  ...Object.fromEntries(
    ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].flatMap((name) => [[name, NO_NET], [name.toLowerCase(), NO_NET]]),
  ),
  ...{ NO_PROXY: "", no_proxy: "" },
  // No colours, no questions about newer versions, and no names from a package.json of the working folder.
  ...{ NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", DENO_NO_PACKAGE_JSON: "1" },
};

/**
 * Runs Deno with arguments, and without the net.
 *
 * @throws {Error} If this process may not run Deno; the message has the permission that it needs.
 */
export async function runDeno(args: readonly string[]): Promise<EndedProcess> {
  const process = spawn(args, "null", {}), decoder = new TextDecoder();
  const { code, stdout, stderr } = await process.output();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/**
 * Asks a process of Deno, and ends it when its answer is whole, when it is late, or when it can answer no more. Its
 * standard input stays open until then, so that it can see this process end.
 *
 * @throws {Error} If this process may not run Deno; the message has the permission that it needs.
 */
export async function askDeno({ args, input, timeoutMs, environment = {} }: Question): Promise<Answer> {
  const key = crypto.getRandomValues(new Uint8Array(KEY_BYTES)), process = spawn(args, "piped", environment);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    kill(process);
  }, timeoutMs);
  const stdin = process.stdin.getWriter(), sent = send(stdin, [key, lengthOf(input), input]);
  const said = lastBytes(process.stderr);
  try {
    const payload = await readAnswer(process.stdout, new FrameReader(key));
    if (payload !== undefined) return { kind: "answered", payload };
    // Without standard output there is nothing more to wait for.
    kill(process);
    const { code } = await process.status, stderr = new TextDecoder().decode(await said);
    return late ? { kind: "late" } : { kind: "silent", code, stderr };
  } catch (error) {
    return { kind: "broken", reason: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
    kill(process);
    await Promise.all([process.status, said, sent]);
    await stdin.abort().catch(() => {});
  }
}

function spawn(
  args: readonly string[],
  stdin: "piped" | "null",
  environment: Readonly<Record<string, string>>,
): Deno.ChildProcess {
  try {
    return new Deno.Command(Deno.execPath(), {
      args: [...args],
      env: { ...ENVIRONMENT, ...environment },
      stdin,
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    throw new Error(
      `Cannot prove a module without permission to run Deno, in whose processes the strategy runs: run with ` +
        `--allow-run=${Deno.execPath()}`,
      { cause: error },
    );
  }
}

/** Ends a process at once. A strategy can listen for any signal but this one. */
function kill(process: Deno.ChildProcess): void {
  try {
    process.kill("SIGKILL");
  } catch {
    // It has ended.
  }
}

async function readAnswer(stdout: ReadableStream<Uint8Array>, frames: FrameReader): Promise<Uint8Array | undefined> {
  const reader = stdout.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return undefined;
      const payload = frames.take(value);
      if (payload !== undefined) return payload;
    }
  } finally {
    await reader.cancel();
  }
}

/** Reads a stream to its end and returns its last bytes. */
async function lastBytes(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  let last = new Uint8Array(0);
  for await (const bytes of stream) {
    const joined = new Uint8Array(last.length + bytes.length);
    joined.set(last);
    joined.set(bytes, last.length);
    last = joined.slice(Math.max(0, joined.length - STDERR_BYTES));
  }
  return last;
}

async function send(
  writer: WritableStreamDefaultWriter<Uint8Array>,
  parts: readonly Uint8Array[],
): Promise<void> {
  try {
    for (const part of parts) await writer.write(part);
  } catch {
    // A process that ends early writes its reason to standard error.
  }
}

function lengthOf(bytes: Uint8Array): Uint8Array {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setFloat64(0, bytes.length);
  return length;
}
