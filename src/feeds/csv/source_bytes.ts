/**
 * Gets the bytes of a price file from the disk or from an address, unpacked if they are packed with gzip.
 *
 * The size is checked before memory is taken for it: by the file's own size, by the length that a server states, and
 * while bytes come in.
 *
 * @module
 */

import type { gunzipSync } from "node:zlib";
import { builtIn, inspected, shortName, unreadable } from "../../host.ts";
import { isGzip } from "./file_kind.ts";

/** Most bytes of a file. Its rows keep their offsets in 32 bits, and its bytes lie in memory as a whole. */
export const BYTES_LIMIT: number = 2 ** 31;

/**
 * Refuses a size above the limit.
 *
 * @param size Bytes of the file.
 * @param source The file, for messages.
 * @throws {RangeError} If the file is too large.
 */
export function checkSize(size: number, source: string): void {
  if (size <= BYTES_LIMIT) return;
  throw new RangeError(
    `Cannot read ${source}: it has ${size} bytes and the limit is ${BYTES_LIMIT}; split it into files by time`,
  );
}

/**
 * Returns the bytes of a file, unpacked if they are packed with gzip.
 *
 * @param path The file, as a path, a `file:` URL, or an `http:` or `https:` address.
 * @returns The bytes, and the file's name for messages.
 * @throws {TypeError} If the path is none, or has another protocol.
 * @throws {RangeError} If the file is too large, its packing is damaged, or a server does not answer with it.
 * @throws {Deno.errors.NotCapable} If there is no permission for the file or the address.
 */
export async function readSource(path: string | URL): Promise<{ bytes: Uint8Array; source: string }> {
  if (!(path instanceof URL) && (typeof path !== "string" || path === "")) {
    throw new TypeError(`Cannot read ${inspected(path, 0)}: pass the path of a file as a text, or a URL`);
  }
  const url = path instanceof URL ? path : /^https?:\/\//i.test(path) ? addressOf(path) : undefined;
  const isAddress = url !== undefined && /^https?:$/.test(url.protocol);
  if (url !== undefined && !isAddress && url.protocol !== "file:") {
    throw new TypeError(
      `Cannot read ${url}: only files, http and https are read; get it in another way and pass its bytes to parseCsv`,
    );
  }
  const source = isAddress ? nameOfAddress(url) : path instanceof URL ? pathOfFileUrl(path) : path;
  const bytes = isAddress ? await fetchBytes(url, source) : await fileBytes(path, source);
  return { bytes: isGzip(bytes) ? unpacked(bytes, source) : bytes, source };
}

function addressOf(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new TypeError(`Cannot read ${inspected(text)}: it is no address`);
  }
}

/** Returns an address without a user's name and password, since messages are shown. */
function nameOfAddress(url: URL): string {
  const shown = new URL(url);
  shown.username = shown.password = "";
  return shown.href;
}

function pathOfFileUrl(url: URL): string {
  try {
    return decodeURIComponent(url.pathname);
  } catch {
    return url.pathname;
  }
}

async function fileBytes(path: string | URL, source: string): Promise<Uint8Array> {
  try {
    return await bytesAt(path, source);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw unreadable(shortName(source), error);
  }
}

async function bytesAt(path: string | URL, source: string): Promise<Uint8Array> {
  const { isFile, isDirectory, size } = await Deno.stat(path);
  if (isDirectory) throw new RangeError(`Cannot read ${source}: it is a folder; name a file in it`);
  checkSize(size, source);
  if (isFile) return await Deno.readFile(path);
  // A pipe or a device has no size, so its bytes are counted as they come.
  const file = await Deno.open(path);
  return await collected(file.readable, source);
}

async function fetchBytes(url: URL, source: string): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw unreached(error, url, source);
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw new RangeError(
      `Cannot read ${source}: the server answered ${response.status} ${response.statusText}`.trimEnd() +
        "; check the address, and what the source asks for before it gives prices",
    );
  }
  const stated = Number(response.headers.get("content-length") ?? 0);
  try {
    if (response.body === null) return new Uint8Array();
    if (stated > BYTES_LIMIT) {
      await response.body.cancel();
      checkSize(stated, source);
    }
    return await collected(response.body, source);
  } catch (error) {
    throw error instanceof RangeError ? error : unreached(error, url, source);
  }
}

/** The error of a request that failed, with Deno's own words and a remedy. */
function unreached(error: unknown, url: URL, source: string): Error {
  // The cause says more than "fetch failed", if there is one.
  const told = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const message = told instanceof Error ? told.message : String(told);
  if (error instanceof Deno.errors.NotCapable) {
    // A server may lead to another host, which is then the one that lacks permission.
    const host = (/net access to "([^"]+)"/.exec(message)?.[1] ?? url.host).replace(/:(?:80|443)$/, "");
    return new Deno.errors.NotCapable(`Cannot read ${source}: ${message}; pass --allow-net=${host}`, { cause: error });
  }
  return new RangeError(`Cannot read ${source}: ${message}; check the address and the network`, { cause: error });
}

/** Returns all bytes of a stream. */
async function collected(stream: ReadableStream<Uint8Array>, source: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > BYTES_LIMIT) checkSize(length, source);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/**
 * Unpacks gzip, all of its members: files that were joined are read as one. A stream of the platform refuses what
 * follows the first member, and does not say that a file is cut.
 */
function unpacked(bytes: Uint8Array, source: string): Uint8Array {
  let plain: Uint8Array;
  try {
    plain = builtIn<{ gunzipSync: typeof gunzipSync }>("node:zlib").gunzipSync(bytes, { maxOutputLength: BYTES_LIMIT });
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    if (code === "ERR_BUFFER_TOO_LARGE") {
      throw new RangeError(
        `Cannot read ${source}: it has more than ${BYTES_LIMIT} bytes when it is unpacked, which is the limit; ` +
          "split it into files by time",
      );
    }
    throw new RangeError(`Cannot unpack ${source}: its gzip data is damaged or cut (${message}); get it anew`);
  }
  if (!isGzip(plain)) return plain;
  throw new RangeError(`Cannot read ${source}: it is packed with gzip twice; unpack it once`);
}
