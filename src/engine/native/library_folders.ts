/**
 * The folders in which the Rust library is looked for, and into which it is installed.
 *
 * @module
 */

import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import { PACKAGE_VERSION } from "../../package_version.ts";

/** Folder of the Cargo workspace in this package; at a registry it can be read file by file and not be listed. */
export const CRATE_FOLDER: URL = new URL("../../../rust/", import.meta.url);

/** Whether this module lies on the disk, where its crate can be built in place, and not at a registry. */
export const IS_LOCAL: boolean = import.meta.url.startsWith("file:");

/** The variables that name the user's cache on this system, the stronger one first. */
export function cacheVariables(): readonly string[] {
  if (Deno.build.os === "windows") return ["LOCALAPPDATA"];
  return Deno.build.os === "darwin" ? ["HOME"] : ["XDG_CACHE_HOME", "HOME"];
}

/** Cracktrader's folder in the user's cache, where the environment that names it may be read. */
export function cacheRoot(): URL | undefined {
  if (Deno.build.os === "windows") return under(variable("LOCALAPPDATA"), "cracktrader");
  if (Deno.build.os === "darwin") return under(variable("HOME"), "Library/Caches/cracktrader");
  return under(variable("XDG_CACHE_HOME"), "cracktrader") ?? under(variable("HOME"), ".cache/cracktrader");
}

/**
 * The folder of the user's cache that holds the library of this version. Versions have a folder each: a layout can be
 * the same in two of them and what the engine does another.
 */
export function cacheLibraryFolder(): URL | undefined {
  const root = cacheRoot();
  return root === undefined ? undefined : new URL(`lib/${PACKAGE_VERSION}/`, root);
}

/** The folder beside the crate that holds the library, where the module lies on the disk. */
export function localLibraryFolder(): URL | undefined {
  return IS_LOCAL ? new URL("lib/", CRATE_FOLDER) : undefined;
}

/** The folders that are searched, in their order. */
export function libraryFolders(): readonly URL[] {
  return [localLibraryFolder(), cacheLibraryFolder()].filter((folder) => folder !== undefined);
}

function variable(name: string): string | undefined {
  const isGranted = Deno.permissions.querySync({ name: "env", variable: name }).state === "granted";
  return isGranted ? Deno.env.get(name) || undefined : undefined;
}

/** A base that is no absolute path is passed over, as the specification of XDG_CACHE_HOME asks for. */
function under(base: string | undefined, rest: string): URL | undefined {
  return base === undefined || !isAbsolute(base) ? undefined : pathToFileURL(`${base}/${rest}/`);
}
