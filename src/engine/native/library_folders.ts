/**
 * The folders that are searched for the Rust library and that it is installed into.
 *
 * @module
 */

import type { isAbsolute } from "node:path";
import type { pathToFileURL } from "node:url";
import { builtIn } from "../../host.ts";
import { PACKAGE_VERSION } from "../../package_version.ts";

/**
 * Returns the folder of the Cargo workspace in this package; at a registry its files can be read one by one, not listed.
 * A script that was bundled for a page may have no such place.
 */
export function crateFolder(): URL {
  return new URL("../../../rust/", import.meta.url);
}

/** True if this module is a file on the disk, where its crate can be built, and not at a registry. */
export const IS_LOCAL: boolean = import.meta.url.startsWith("file:");

/** Returns the variables that name the user's cache on this system, the stronger one first. */
export function cacheVariables(): readonly string[] {
  if (Deno.build.os === "windows") return ["LOCALAPPDATA"];
  return Deno.build.os === "darwin" ? ["HOME"] : ["XDG_CACHE_HOME", "HOME"];
}

/** Returns Cracktrader's folder in the user's cache, if reading the variables that name it is permitted. */
export function cacheRoot(): URL | undefined {
  if (Deno.build.os === "windows") return under(variable("LOCALAPPDATA"), "cracktrader");
  if (Deno.build.os === "darwin") return under(variable("HOME"), "Library/Caches/cracktrader");
  return under(variable("XDG_CACHE_HOME"), "cracktrader") ?? under(variable("HOME"), ".cache/cracktrader");
}

/**
 * Returns the folder in the user's cache for the library of this version. Each version has a folder of its own, as two
 * versions with the same layout can behave differently.
 */
export function cacheLibraryFolder(): URL | undefined {
  const root = cacheRoot();
  return root === undefined ? undefined : new URL(`lib/${PACKAGE_VERSION}/`, root);
}

/** Returns the folder beside the crate for the library, if the module is a file on the disk. */
export function localLibraryFolder(): URL | undefined {
  return IS_LOCAL ? new URL("lib/", crateFolder()) : undefined;
}

/** Returns the searched folders, in order. */
export function libraryFolders(): readonly URL[] {
  return [localLibraryFolder(), cacheLibraryFolder()].filter((folder) => folder !== undefined);
}

function variable(name: string): string | undefined {
  const isGranted = Deno.permissions.querySync({ name: "env", variable: name }).state === "granted";
  return isGranted ? Deno.env.get(name) || undefined : undefined;
}

/** Relative base paths are ignored, as the specification of XDG_CACHE_HOME requires. */
function under(base: string | undefined, rest: string): URL | undefined {
  const path = builtIn<{ isAbsolute: typeof isAbsolute }>("node:path");
  if (base === undefined || !path.isAbsolute(base)) return undefined;
  return builtIn<{ pathToFileURL: typeof pathToFileURL }>("node:url").pathToFileURL(`${base}/${rest}/`);
}
