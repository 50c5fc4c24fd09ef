/**
 * CRC-32 of bytes, by the platform. That of `node:zlib` is built in and needs no permission; it is taken when a log is
 * written or read, as a page that runs backtests has none.
 *
 * @module
 */

import type zlib from "node:zlib";
import { builtIn } from "../host.ts";

let checksum: typeof zlib.crc32 | undefined;

/** Returns the CRC-32 of bytes, behind the value of bytes before them. */
export function crc32(bytes: Uint8Array, value?: number): number {
  checksum ??= builtIn<{ crc32: typeof zlib.crc32 }>("node:zlib").crc32;
  return checksum(bytes, value);
}
