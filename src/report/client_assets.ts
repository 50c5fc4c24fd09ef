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
  const stream = new Blob([Uint8Array.fromBase64(CLIENT_ASSETS)]).stream();
  return await new Response(stream.pipeThrough(new DecompressionStream("gzip"))).json();
}
