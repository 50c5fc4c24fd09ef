/**
 * Script and style of the page of a report.
 *
 * @module
 */

import { CLIENT_ASSETS } from "./client_assets.gen.ts";

/** Script and style as text. */
export interface ClientAssets {
  /** The script, which is one file with the chart library in it. */
  readonly script: string;
  /** The style. */
  readonly style: string;
}

/** Returns script and style. */
export async function clientAssets(): Promise<ClientAssets> {
  return await unpackedAssets(CLIENT_ASSETS);
}

/** Returns script and style from their text: JSON, compressed by gzip, in base 64. */
export async function unpackedAssets(packed: string): Promise<ClientAssets> {
  const stream = new Blob([Uint8Array.fromBase64(packed)]).stream();
  return await new Response(stream.pipeThrough(new DecompressionStream("gzip"))).json();
}
