/**
 * Copies of the tree in which mutants are planted; the tree itself is never touched.
 *
 * @module
 */

import { runProgram } from "./program.ts";

/**
 * Copies the files that belong to the project: those that git tracks, and new ones that it does not ignore.
 *
 * @throws {Error} If git cannot say which they are.
 */
export async function copyTree(root: string, folder: string): Promise<void> {
  const listed = await runProgram("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
    folder: root,
    limitSeconds: 60,
  });
  if (listed.code !== 0) throw new Error(`Cannot list the files of the project: ${listed.text.trim()}`);
  const made = new Set<string>();
  for (const path of listed.text.split("\0")) {
    if (path === "") continue;
    const below = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
    if (!made.has(below)) await Deno.mkdir(`${folder}/${below}`, { recursive: true });
    made.add(below);
    try {
      await Deno.copyFile(`${root}/${path}`, `${folder}/${path}`);
    } catch (error) {
      // Tracked, and removed since.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}
