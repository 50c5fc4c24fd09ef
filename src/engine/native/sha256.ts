/**
 * SHA-256 of bytes in memory, by the platform. `crypto.subtle` is asynchronous, but an engine is made synchronously, so
 * the digest is that of `node:crypto`, which is built in and needs no permission.
 *
 * @module
 */

import type { createHash } from "node:crypto";
import { builtIn } from "../../host.ts";

/** Returns the SHA-256 of bytes as 64 lower-case hexadecimal digits. */
export function sha256Hex(bytes: Uint8Array): string {
  const crypto = builtIn<{ createHash: typeof createHash }>("node:crypto");
  return crypto.createHash("sha256").update(bytes).digest("hex");
}
