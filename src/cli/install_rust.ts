/**
 * The command `install-rust`: builds the Rust library, checks it and puts it into the folder that the module searches.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { buildLibrary } from "./build_library.ts";
import { CARGO_REMEDY, findCargo, type FoundCargo } from "./cargo.ts";
import type { Command } from "./command.ts";
import { copyCrate } from "./crate_source.ts";
import type { CommandLine } from "./flags.ts";
import {
  cacheLibraryFolder,
  cacheRoot,
  cacheVariables,
  crateFolder,
  IS_LOCAL,
} from "../engine/native/library_folders.ts";
import { type CurrentLibrary, isOlder, storeLibrary } from "./library_store.ts";
import { Progress } from "./progress.ts";
import type { Terminal } from "./terminal.ts";
import { CommandFailure, UsageError } from "./usage_error.ts";
import { jsonText } from "../records/json_line.ts";

export type { CurrentLibrary } from "./library_store.ts";

const CARGO_FLAG = "--allow-run=cargo";

/** The command `install-rust`. */
export const command: Command = {
  description: "Builds the Rust engine with cargo from the crate that is part of this package, has the library that " +
    "comes out make a trial run, and puts it where the engine choice auto finds it: into rust/lib beside the crate if " +
    "the package lies on the disk, else into the user's cache. Nothing outside of these folders is written to.",
  operands: { usage: "", least: 0, most: 0 },
  flags: [{ name: "cache", summary: "Install into the user's cache also if the package lies on the disk." }],
  permissions: [
    { flag: CARGO_FLAG, purpose: "the build" },
    {
      flag: "--allow-read, --allow-write, --allow-ffi",
      purpose: "of the folder rust of the package on the disk, or of the folder cracktrader of the user's cache",
    },
    { flag: "--allow-env", purpose: "of HOME and XDG_CACHE_HOME (LOCALAPPDATA on Windows): where the user's cache is" },
    { flag: "--allow-net=jsr.io", purpose: "the crate's files, if the package does not lie on the disk" },
  ],
  exitCodes: {
    0: "the library is installed",
    1: "it could not be built or is not good",
    2: "the command line cannot be used or a permission is not granted",
  },
  run,
};

/** Beginning of the names of folders in which the crate is built. */
const WORKSHOP_PREFIX = "build-";
/** Age from which on such a folder is that of a killed installation; no build takes as long. */
const WORKSHOP_MS = 86_400_000;

/** The folders of a build and an installation. */
interface Place {
  /** The folder of libraries. */
  readonly libraries: URL;
  /** The folder into which the crate is copied and in which it is built; without it the crate is built in place. */
  readonly workshop?: URL;
}

/**
 * Builds, checks and installs the library beside the crate of this package.
 *
 * @returns the new content of `current.json`
 * @throws {Error} if any step fails; the message has the remedy
 */
export async function installRust(cargo: FoundCargo): Promise<CurrentLibrary> {
  return await buildInto(cargo, crateFolder(), new URL("lib/", crateFolder()), () => {});
}

async function run(line: CommandLine, terminal: Terminal): Promise<number> {
  const place = placeOf(line.has("cache") || !IS_LOCAL);
  requirePermissions(place);
  const cargo = await findCargo(IS_LOCAL ? crateFolder() : undefined);
  if (!cargo.found) throw new CommandFailure(`Cannot build the Rust library: ${cargo.reason}\n${CARGO_REMEDY}`);
  if (!line.has("json")) terminal.out(`Building with ${cargo.version}`);
  let current: CurrentLibrary;
  try {
    current = await install(cargo, place, terminal);
  } catch (error) {
    throw new CommandFailure(error instanceof Error ? error.message : String(error), { cause: error });
  }
  const path = fileURLToPath(new URL(current.file, place.libraries));
  if (line.has("json")) {
    const { sha256, target } = current;
    terminal.out(jsonText({ installed: { path, sha256, target }, cargo: cargo.version }));
    return 0;
  }
  terminal.out(`Installed ${path} for ${current.target}`);
  if (place.workshop !== undefined) {
    const folder = listed(place.libraries);
    const flags = [`--allow-read=${folder}`, `--allow-ffi=${folder}`, `--allow-env=${cacheVariables().join(",")}`];
    terminal.out(`A program finds it with ${flags.map(quoted).join(" ")}`);
  }
  return 0;
}

function placeOf(inCache: boolean): Place {
  if (!inCache) return { libraries: new URL("lib/", crateFolder()) };
  const root = cacheRoot(), libraries = cacheLibraryFolder();
  if (root === undefined || libraries === undefined) {
    const variables = cacheVariables();
    throw new UsageError(
      `Cannot find the user's cache: none of ${variables.join(", ")} is set and may be read; ` +
        `run with --allow-env=${variables.join(",")}`,
    );
  }
  return { libraries, workshop: root };
}

/** Checks all permissions before the build, without a prompt, and reports the missing ones. */
function requirePermissions(place: Place): void {
  const { libraries, workshop } = place;
  const written = workshop ?? libraries;
  const wanted: readonly (readonly [flag: string, descriptor: Deno.PermissionDescriptor])[] = [
    [CARGO_FLAG, { name: "run", command: "cargo" }],
    ...(workshop === undefined || IS_LOCAL
      ? [[`--allow-read=${listed(crateFolder())}`, { name: "read", path: crateFolder() }] as const]
      : [[`--allow-net=${crateFolder().host}`, { name: "net", host: crateFolder().host }] as const]),
    [`--allow-read=${listed(written)}`, { name: "read", path: written }],
    [`--allow-write=${listed(written)}`, { name: "write", path: written }],
    [`--allow-ffi=${listed(libraries)}`, { name: "ffi", path: libraries }],
  ];
  const missing = wanted.filter(([, descriptor]) => Deno.permissions.querySync(descriptor).state !== "granted");
  if (missing.length === 0) return;
  // Without a cargo on the PATH there is nothing that the permission could be for, and it counts as not granted. To find
  // out which of the two it is, cargo would have to be run, which can prompt.
  const note = missing[0]![0] === CARGO_FLAG
    ? `\nIf ${CARGO_FLAG} is granted, cargo is not on the PATH. ${CARGO_REMEDY}`
    : "";
  throw new UsageError(
    `Cannot build the Rust library without permission: run with ${
      missing.map(([flag]) => quoted(flag)).join(" ")
    }${note}`,
  );
}

async function install(cargo: FoundCargo, place: Place, terminal: Terminal): Promise<CurrentLibrary> {
  const tell = (): void => terminal.error("Waiting for another installation into the same folder");
  if (place.workshop === undefined) return await buildInto(cargo, crateFolder(), place.libraries, tell);
  await Deno.mkdir(place.workshop, { recursive: true });
  await removeOldWorkshops(place.workshop);
  const folder = await Deno.makeTempDir({ dir: fileURLToPath(place.workshop), prefix: WORKSHOP_PREFIX });
  try {
    const crate = new URL(`${folder.split(/[\\/]/).at(-1)}/`, place.workshop);
    {
      using progress = new Progress(terminal);
      await copyCrate(crate, crateFolder(), (done, all) => progress.tell(`Copying the crate: ${done} of ${all} files`));
    }
    return await buildInto(cargo, crate, place.libraries, tell);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function buildInto(
  cargo: FoundCargo,
  crate: URL,
  libraries: URL,
  tell: () => void,
): Promise<CurrentLibrary> {
  const built = await buildLibrary(cargo, crate);
  return await storeLibrary(libraries, await Deno.readFile(built), verify, tell);
}

/** Removes the folders in which killed installations were building. */
export async function removeOldWorkshops(workshop: URL): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(workshop)) {
    const folder = new URL(`${name}/`, workshop);
    if (!isDirectory || !name.startsWith(WORKSHOP_PREFIX) || !await isOlder(folder, WORKSHOP_MS)) continue;
    await Deno.remove(folder, { recursive: true }).catch(() => {});
  }
}

/** Loads the library with the module itself, so that only a library that it accepts is installed. */
async function verify(library: URL): Promise<void> {
  let problems: readonly string[];
  try {
    // The only import of the engine here. It is dynamic, so that the build of the library does not depend on the
    // engine.
    const { verifyLibrary } = await import("../engine/native/library.ts");
    problems = verifyLibrary(fileURLToPath(library));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot install the Rust library as it could not be checked: ${message}`, { cause: error });
  }
  if (problems.length > 0) {
    throw new Error(`Cannot install the Rust library as it does not match this package:\n  ${problems.join("\n  ")}`);
  }
}

/** Returns a folder for a list of paths, in which a comma separates and is written twice. */
function listed(folder: URL): string {
  return fileURLToPath(folder).replaceAll(",", ",,");
}

function quoted(flag: string): string {
  return /\s/.test(flag) ? `"${flag}"` : flag;
}
