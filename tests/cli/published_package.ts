/**
 * The package as others get it: a copy of exactly the files that would be published, at an address of its own.
 *
 * @module
 */

import { assert } from "@std/assert";
import { pathOf, ROOT } from "../boundary/installed_library.ts";

/** Names of the files that `deno publish` would publish, relative to the project. */
export async function publishedFiles(): Promise<readonly string[]> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    // Types are checked by the gate; here it is the list that is wanted.
    args: ["publish", "--dry-run", "--allow-dirty", "--no-check", "--allow-slow-types"],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder(), text = decoder.decode(stderr) + decoder.decode(stdout);
  assert(success, text);
  const files = [...text.matchAll(/^ +(file:\S+) \([\d.]+[KMG]?B\)$/gm)].map((match) => match[1]!);
  return files.map((file) => decodeURIComponent(file.slice(ROOT.href.length)));
}

/** Copies the files that would be published into a folder. */
export async function copyPublishedPackage(folder: URL): Promise<readonly string[]> {
  const files = await publishedFiles();
  for (const file of files) {
    const target = new URL(file, folder);
    Deno.mkdirSync(new URL(".", target), { recursive: true });
    Deno.copyFileSync(new URL(file, ROOT), target);
  }
  return files;
}

/** A folder served at an address of this machine until it is disposed of. */
export interface ServedFolder extends AsyncDisposable {
  /** The address, which ends with a slash. */
  readonly url: URL;
}

/** Serves a folder from a process of its own, as a registry serves a package. */
export async function serveFolder(folder: URL): Promise<ServedFolder> {
  const path = pathOf(folder);
  const server = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-prompt", "--no-lock", "--quiet", `--allow-read=${path}`, "--allow-net=127.0.0.1"],
      ...[pathOf(new URL("folder_server.ts", import.meta.url)), path],
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  // The server says its address and then nothing.
  const reader = server.stdout.getReader();
  const { value } = await reader.read();
  const address = new TextDecoder().decode(value).trim();
  return {
    url: new URL(address),
    async [Symbol.asyncDispose](): Promise<void> {
      server.kill();
      await server.status;
      await reader.cancel();
    },
  };
}
