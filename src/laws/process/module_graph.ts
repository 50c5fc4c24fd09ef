/**
 * The module graph of a strategy, as Deno resolves it: which files are its code, and what in it is no code.
 *
 * A static import needs no permission, so a process without permissions could still import a file of prices. The graph
 * is therefore read before any process starts, and everything in it that is not JavaScript or TypeScript is refused by
 * name. Imports with a literal specifier are in the graph, `import()` too; an `import()` of a computed specifier needs
 * permission to read, which the process does not have.
 *
 * @module
 */

import { isJsonObject, type JsonObject, type JsonValue } from "../../records/json.ts";

/** A module that is part of a strategy's code. */
export interface CodeModule {
  /** Its address. */
  readonly specifier: string;
  /** Its size. */
  readonly bytes: number;
}

/** The code of a strategy. */
export interface StrategyCode {
  /** The modules outside of this package, the strategy's own first. */
  readonly modules: readonly CodeModule[];
  /** The import map of its process as a `data:` address. It says where each bare name of the modules leads. */
  readonly importMap: string;
  /** Hosts of the modules that come from elsewhere, all of them in Deno's cache. */
  readonly hosts: readonly string[];
  /** Addresses to which the package's name led, if to another copy of it. The running copy takes their place. */
  readonly replaced: readonly string[];
  /** Modules of Node that have clocks, random numbers or facts of the machine, such as `"node:os"`. */
  readonly unfixed: readonly string[];
}

/** Thrown if the code of a strategy cannot be read, or has imports that a proof does not allow. */
export class StrategyCodeError extends Error {
  /** Name of the class, for code that cannot use `instanceof`. */
  override name = "StrategyCodeError";
}

/** Options of {@linkcode readStrategyCode}. */
export interface StrategyCodeOptions {
  /** Path of the configuration whose import map the strategy uses; without one it has none. */
  readonly config: string | undefined;
  /** The folder of this package, with a slash at its end. */
  readonly packageRoot: URL;
  /** Puts a module of this package into Deno's cache, with the net. */
  readonly fetchEntry: (address: string) => Promise<unknown>;
  /** Runs Deno with arguments, and without the net. */
  readonly run: (args: readonly string[]) => Promise<{
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
  }>;
}

/** The modules of this package that others may import, by the rest of their name. */
export const PACKAGE_ENTRIES: Readonly<Record<string, string>> = {
  "": "mod.ts",
  "/replay": "src/replay/mod.ts",
  "/laws": "src/laws/mod.ts",
  "/cli": "src/cli/mod.ts",
  "/parquet": "src/parquet/mod.ts",
  "/catalogue": "src/catalogue/mod.ts",
  "/golden": "src/golden/mod.ts",
  "/venue": "src/venue/mod.ts",
  "/fake-venue": "src/fake_venue/mod.ts",
  "/ccxt": "src/ccxt/mod.ts",
  "/queue": "src/queue/mod.ts",
};

const PACKAGE_NAME = "@cracktrader/cracktrader";
/** The ways to name this package: bare, or at its registry with or without a version. */
const PACKAGE_SPECIFIER = /^(?:jsr:\/?)?@cracktrader\/cracktrader(?:@[^/]+)?(\/[\w-]+)?$/;
/** Media types of code. CommonJS is none of them, since its `require` is not part of the graph. */
const CODE_TYPES: ReadonlySet<unknown> = new Set(["JavaScript", "Mjs", "Jsx", "TypeScript", "Mts", "Tsx"]);
/** Modules of Node in which there is code alone: no clock, no random number, nothing of the machine or the process. */
const PLAIN_NODE_MODULES =
  /^node:(?:assert|buffer|console|constants|events|path|punycode|querystring|stream|string_decoder|url|util|zlib)(?:\/|$)/;
/** Modules of Node that lead to other realms, processes or modules, where a proof reaches nothing. */
const REFUSED_NODE_MODULES = /^node:(?:child_process|cluster|inspector|module|repl|vm|wasi|worker_threads)(?:\/|$)/;
/** Hosts that Deno imports from without being asked, which a list of hosts would replace. */
const USUAL_HOSTS: readonly string[] = [
  ...["deno.land:443", "jsr.io:443", "esm.sh:443", "raw.esm.sh:443", "cdn.jsdelivr.net:443"],
  ...["raw.githubusercontent.com:443", "gist.githubusercontent.com:443"],
];

/** An import of a module: its name in the code, and the address to which it leads. */
interface Import {
  readonly name: string;
  readonly address: string | undefined;
  readonly error: string | undefined;
  /** The attribute `type` of the import. */
  readonly type: string | undefined;
}

/** A module of the graph. */
interface GraphModule {
  readonly specifier: string;
  readonly kind: string | undefined;
  readonly mediaType: string | undefined;
  readonly bytes: number;
  readonly error: string | undefined;
  readonly imports: readonly Import[];
}

/**
 * Reads the code of a strategy.
 *
 * @param url Address of the strategy's module.
 * @throws {StrategyCodeError} If a module cannot be read, or is no code.
 */
export async function readStrategyCode(url: string, options: StrategyCodeOptions): Promise<StrategyCode> {
  const { packageRoot } = options;
  let isRemote = packageRoot.protocol !== "file:", graph = await readGraph(url, options, { isRemote });
  const others = importsOfPackage(graph, packageRoot).filter(({ address, entry }) => address !== entry);
  const replaces = others.length > 0;
  let importMap: string | undefined;
  if (replaces) {
    importMap = mapOf(graph, packageRoot, true);
    graph = await readGraph(url, options, { isRemote, importMap });
  }
  if (!isRemote && graph.outside.some((module) => module.imports.some(({ address }) => isElsewhere(address)))) {
    isRemote = true;
    graph = await readGraph(url, options, { isRemote, importMap });
  }
  // This program may have loaded other modules of its package so far.
  const missing = importsOfPackage(graph, packageRoot).filter(({ entry }) =>
    graph.modules.get(entry)?.error !== undefined
  );
  if (missing.length > 0) {
    for (const entry of new Set(missing.map(({ entry }) => entry))) await options.fetchEntry(entry);
    graph = await readGraph(url, options, { isRemote, importMap });
  }
  const faults = graph.outside.flatMap((module) => faultsOf(module, graph));
  if (faults.length > 0) throw new StrategyCodeError(`Cannot prove ${url}: ${[...new Set(faults)].join("; ")}`);
  const elsewhere = [...graph.modules.keys()].filter(isElsewhere);
  return {
    modules: graph.outside.map(({ specifier, bytes }) => ({ specifier, bytes })),
    importMap: mapOf(graph, packageRoot, replaces),
    hosts: [...new Set(elsewhere.map(hostOf))],
    replaced: [...new Set(others.flatMap(({ address }) => address ?? []))],
    unfixed: [...new Set(graph.outside.flatMap(({ imports }) => imports).map(({ address = "" }) => address))]
      .filter((address) => address.startsWith("node:") && !PLAIN_NODE_MODULES.test(address)),
  };
}

/** The part of a graph that runs when the strategy is imported. */
class Graph {
  readonly modules: ReadonlyMap<string, GraphModule>;
  /** Modules that run and are not of this package, the root first. */
  readonly outside: readonly GraphModule[];
  readonly #redirects: JsonObject;
  readonly #packageRoot: URL;

  constructor(root: string, json: JsonObject, packageRoot: URL) {
    const modules = Array.isArray(json["modules"]) ? json["modules"].map(moduleOf) : [];
    this.modules = new Map(modules.map((module) => [module.specifier, module]));
    this.#redirects = isJsonObject(json["redirects"]) ? json["redirects"] : {};
    this.#packageRoot = packageRoot;
    const outside = new Map<string, GraphModule>(), waiting = [root];
    for (let at = 0; at < waiting.length; at++) {
      const module = this.modules.get(this.addressOf(waiting[at]!));
      if (module === undefined || outside.has(module.specifier)) continue;
      // A strategy that lies among the files of the package is still none of them.
      if (at > 0 && this.isOfPackage(module.specifier)) continue;
      outside.set(module.specifier, module);
      for (const { address } of module.imports) if (address !== undefined) waiting.push(address);
    }
    this.outside = [...outside.values()];
  }

  /** Returns the address behind redirections. */
  addressOf(address: string): string {
    const next = this.#redirects[address];
    return typeof next === "string" && next !== address ? this.addressOf(next) : address;
  }

  isOfPackage(address: string): boolean {
    const { href } = this.#packageRoot;
    return address === `${href}mod.ts` || address.startsWith(`${href}src/`);
  }

  isEntry(address: string): boolean {
    return Object.values(PACKAGE_ENTRIES).some((path) => address === this.#packageRoot.href + path);
  }
}

async function readGraph(
  url: string,
  { config, packageRoot, run }: StrategyCodeOptions,
  { isRemote, importMap }: { readonly isRemote: boolean; readonly importMap?: string | undefined },
): Promise<Graph> {
  const hosts = packageRoot.protocol === "file:" ? [] : [`--allow-import=${[...USUAL_HOSTS, packageRoot.host].join()}`];
  const flags = [
    "--no-lock",
    ...(config === undefined ? ["--no-config"] : ["--config", config]),
    ...(importMap === undefined ? [] : [`--import-map=${importMap}`]),
    ...(isRemote ? hosts : ["--no-remote"]),
  ];
  const { code, stdout, stderr } = await run(["info", "--json", ...flags, "--no-npm", url]);
  if (code !== 0) throw new StrategyCodeError(`Cannot read the module graph of ${url}: ${errorOf(stderr)}`);
  let json: JsonValue;
  try {
    json = JSON.parse(stdout);
  } catch {
    json = null;
  }
  if (!isJsonObject(json) || !Array.isArray(json["modules"])) {
    throw new StrategyCodeError(
      `Cannot read the module graph of ${url}: "deno info --json" of this Deno gives another form; use Deno 2`,
    );
  }
  const graph = new Graph(url, json, packageRoot);
  if (graph.outside.length > 0) return graph;
  throw new StrategyCodeError(`Cannot read the module graph of ${url}: the module is not in it`);
}

function moduleOf(json: JsonValue): GraphModule {
  const module = isJsonObject(json) ? json : {}, imports = module["dependencies"];
  return {
    specifier: textOf(module["specifier"]) ?? "",
    kind: textOf(module["kind"]),
    mediaType: textOf(module["mediaType"]),
    bytes: typeof module["size"] === "number" ? module["size"] : 0,
    error: textOf(module["error"]),
    // An import of types alone has no `code`, and does not run.
    imports: (Array.isArray(imports) ? imports : []).flatMap((each) =>
      isJsonObject(each) && isJsonObject(each["code"])
        ? [{
          name: textOf(each["specifier"]) ?? "",
          address: textOf(each["code"]["specifier"]),
          error: textOf(each["code"]["error"]),
          type: textOf(each["assertionType"]),
        }]
        : []
    ),
  };
}

/** Returns what a proof does not allow in a module, as clauses. */
function faultsOf(module: GraphModule, graph: Graph): readonly string[] {
  const { specifier, error, kind, mediaType } = module, isRoot = module === graph.outside[0];
  if (error !== undefined) return isRoot ? [firstLine(error)] : [];
  if (isRoot && !CODE_TYPES.has(mediaType)) return [`it is ${mediaType ?? kind}, and not JavaScript or TypeScript`];
  return module.imports.flatMap((each) => faultOfImport(each, graph) ?? []).map((clause) =>
    isRoot ? `it ${clause}` : `${specifier} ${clause}`
  );
}

function faultOfImport({ name, address, error, type }: Import, graph: Graph): string | undefined {
  const target = address === undefined ? undefined : graph.modules.get(graph.addressOf(address));
  const shown = name.length <= 200 ? name : `${name.slice(0, 200)} ...`;
  if (type !== undefined) return `imports ${shown} as ${type}, ${NO_DATA}`;
  if (error !== undefined) return `imports ${shown}: ${firstLine(error)}`;
  if (address?.startsWith("npm:")) {
    return `imports ${shown}, and the files of an npm package cannot be listed; import a module by its address, or copy ` +
      "the code beside the strategy";
  }
  if (target?.kind === "node") {
    if (!REFUSED_NODE_MODULES.test(target.specifier)) return undefined;
    return `imports ${shown}, which leads to another realm, process or module, and a proof cannot fix the clock and the ` +
      "random numbers there; leave it out";
  }
  if (target === undefined) return `imports ${shown}, which is not in the graph`;
  if (graph.isOfPackage(target.specifier)) {
    return graph.isEntry(target.specifier) && target.error === undefined
      ? undefined
      : target.error !== undefined
      ? `imports ${shown}: ${firstLine(target.error)}`
      : `imports ${shown}, a file inside of this package; import ${PACKAGE_NAME}`;
  }
  if (target.error !== undefined) {
    if (isElsewhere(address)) {
      return `imports ${shown}, which is not in Deno's cache, and a proof fetches nothing; run "deno cache" on the ` +
        `strategy, or copy the code beside it (${firstLine(target.error)})`;
    }
    return /Expected a JavaScript or TypeScript module|import attribute/.test(target.error)
      ? `imports ${shown}, which is no JavaScript or TypeScript, ${NO_DATA}`
      : `imports ${shown}: ${firstLine(target.error)}`;
  }
  if (CODE_TYPES.has(target.mediaType)) return undefined;
  return `imports ${shown}, which is ${target.mediaType ?? target.kind ?? "of no known kind"}, ${NO_DATA}`;
}

const NO_DATA = "and a proof takes code alone, since data in a module reach a run whatever bars it is given; hand " +
  "bars to the run as feeds, and numbers as parameters";

/** Returns the imports by which modules name this package, with the entry of the running copy that is meant. */
function importsOfPackage(
  graph: Graph,
  packageRoot: URL,
): readonly { readonly name: string; readonly address: string | undefined; readonly entry: string }[] {
  return graph.outside.flatMap(({ imports }) => imports).flatMap(({ name, address }) => {
    const match = PACKAGE_SPECIFIER.exec(name), path = match === null ? undefined : PACKAGE_ENTRIES[match[1] ?? ""];
    if (path === undefined) return [];
    return [{
      name,
      address: address === undefined ? undefined : graph.addressOf(address),
      entry: packageRoot.href + path,
    }];
  });
}

/**
 * Returns an import map that says where the names of each module lead. Relative names and plain addresses need no entry.
 */
function mapOf(graph: Graph, packageRoot: URL, replaces: boolean): string {
  const scopes: Record<string, Record<string, string>> = {};
  for (const { specifier, imports } of graph.outside) {
    const named = imports.flatMap(({ name, address }) =>
      address === undefined || /^(?:\.{0,2}\/|file:|https?:|data:|node:)/.test(name)
        ? []
        : [[name, graph.addressOf(address)] as const]
    );
    if (named.length > 0) scopes[specifier] = Object.fromEntries(named);
  }
  const imports = replaces ? importsOfPackage(graph, packageRoot).map(({ name, entry }) => [name, entry] as const) : [];
  for (const [name, entry] of imports) {
    for (const scope of Object.values(scopes)) if (name in scope) scope[name] = entry;
  }
  const map = { imports: Object.fromEntries(imports), scopes };
  return `data:application/json,${encodeURIComponent(JSON.stringify(map))}`;
}

function isElsewhere(address: string | undefined): boolean {
  return address !== undefined && /^(?:https?|jsr):/.test(address);
}

function hostOf(address: string): string {
  const { host, port, protocol } = new URL(address);
  return port !== "" ? host : `${host}:${protocol === "https:" ? 443 : 80}`;
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0]!.replace(/\.$/, "");
}

/** Returns the message of an error of Deno. */
function errorOf(stderr: string): string {
  return firstLine(/^error: ([^]*)/m.exec(stderr)?.[1] ?? (stderr.trim() || "it said nothing"));
}
