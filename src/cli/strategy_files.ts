/**
 * The files of which a strategy is made: its modules, as far as their imports name them, and the configuration of Deno.
 *
 * @module
 */

import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isFile } from "../host.ts";
import { isJsonObject, type JsonObject } from "../records/json.ts";
import type { NamedFile } from "./output_files.ts";

/** Files in a folder, or in one above it, by which Deno is configured. */
const CONFIGURATIONS: readonly string[] = ["deno.json", "deno.jsonc", "deno.lock", "package.json"];
/** A literal by which a module names another file: in an import, or in an address beside its own. */
const NAMED_FILE = /\b(?:from|import|require|resolve|URL)\s*\(?\s*(["'`])([^"'`\n]+)\1/g;

/** Names of modules, with the addresses to which they lead; a name with a slash at its end stands for what begins so. */
type Names = ReadonlyMap<string, string>;

/**
 * Returns the files of a strategy. The modules are read and not run, so an import whose address is put together is not
 * seen.
 *
 * @param path Path of the strategy's module.
 */
export function filesOfStrategy(path: string): readonly NamedFile[] {
  const main = path.startsWith("file:") ? new URL(path) : pathToFileURL(resolve(path));
  const folders = new Set([...foldersAbove(dirname(fileURLToPath(main))), ...foldersAbove(resolve("."))]);
  const configurations = [...folders].flatMap((folder) => CONFIGURATIONS.map((name) => resolve(folder, name)))
    .filter(isFile);
  const names = new Map<string, string>(), maps: string[] = [];
  for (const configuration of configurations) {
    const map = readNames(configuration, names);
    if (map !== undefined && isFile(map)) {
      maps.push(map);
      readNames(map, names);
    }
  }
  return [
    ...[...configurations, ...maps].map((each) => ({ flag: "the configuration", path: each })),
    ...modulesOf(main, names).map((each) => ({ flag: "the module", path: each })),
  ];
}

function foldersAbove(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersAbove(above)];
}

/** Takes the names of a configuration or an import map; the first one has the last word. Returns a map that it names. */
function readNames(path: string, names: Map<string, string>): string | undefined {
  const json = readJson(path), base = pathToFileURL(path);
  const scopes = isJsonObject(json["scopes"]) ? Object.values(json["scopes"]) : [];
  for (const map of [json["imports"], ...scopes]) {
    if (!isJsonObject(map)) continue;
    for (const [name, address] of Object.entries(map)) {
      const url = typeof address === "string" && /^(?:\.{0,2}\/|file:)/.test(address)
        ? urlOf(address, base)
        : undefined;
      if (url !== undefined && !names.has(name)) names.set(name, url.href);
    }
  }
  const map = json["importMap"];
  return typeof map === "string" && !/^https?:/.test(map) ? resolve(dirname(path), map) : undefined;
}

/** Reads JSON with comments and commas at ends, as far as that goes; what cannot be read has no names. */
function readJson(path: string): JsonObject {
  try {
    const text = Deno.readTextFileSync(path).replace(/("(?:\\.|[^"\\])*")|\/\/.*|\/\*[^]*?\*\//g, "$1");
    const json = JSON.parse(text.replace(/,(\s*[}\]])/g, "$1"));
    return isJsonObject(json) ? json : {};
  } catch {
    return {};
  }
}

/** Returns the paths of a module and of the local files that it and they name. */
function modulesOf(main: URL, names: Names): readonly string[] {
  const found = new Set<string>(), waiting = [main];
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    const path = fileURLToPath(url);
    if (found.has(path) || !isFile(path)) continue;
    found.add(path);
    if (!/\.[cm]?[jt]sx?$/.test(path)) continue;
    for (const [, , name] of readText(path).matchAll(NAMED_FILE)) {
      const next = addressOf(name!, url, names);
      if (next?.protocol === "file:") waiting.push(next);
    }
  }
  return [...found];
}

function readText(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}

function addressOf(name: string, base: URL, names: Names): URL | undefined {
  const whole = names.get(name);
  if (whole !== undefined) return new URL(whole);
  const begin = [...names.keys()].filter((each) => each.endsWith("/") && name.startsWith(each))
    .sort((a, b) => b.length - a.length)[0];
  if (begin !== undefined) return urlOf(name.slice(begin.length), new URL(names.get(begin)!));
  return urlOf(name, base);
}

function urlOf(address: string, base: URL): URL | undefined {
  try {
    return new URL(address, base);
  } catch {
    return undefined;
  }
}
