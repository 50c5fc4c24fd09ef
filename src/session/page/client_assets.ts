/**
 * Script and style of the page of a run.
 *
 * @module
 */

import { type ClientAssets, unpackedAssets } from "../../report/client_assets.ts";
import { CLIENT_ASSETS } from "./client_assets.gen.ts";

/** Returns script and style. */
export async function pageAssets(): Promise<ClientAssets> {
  return await unpackedAssets(CLIENT_ASSETS);
}
