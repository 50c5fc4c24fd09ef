/**
 * Texts of the files of recordings.
 *
 * @module
 */

/**
 * Reads a text file, gzipped where its name ends with `.gz`.
 *
 * @throws {Error} If the file does not exist or may not be read; the error names it.
 */
export async function readText(path: string | URL): Promise<string> {
  try {
    if (!path.toString().endsWith(".gz")) return await Deno.readTextFile(path);
    const bytes = await Deno.readFile(path);
    return await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot read ${nameOf(path)}, which must be a readable file inside the project: ${message}`, {
      cause: error,
    });
  }
}

/** The name of a file, for messages. */
export function nameOf(path: string | URL): string {
  return path instanceof URL ? decodeURIComponent(path.pathname) : path;
}

/**
 * Reads a JSON text.
 *
 * @throws {SyntaxError} If it is none; the error names the file.
 */
export function parseJson(text: string, name: string, reviver?: Parameters<typeof JSON.parse>[1]): unknown {
  try {
    return JSON.parse(text, reviver);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new SyntaxError(`Cannot read ${name} as JSON: ${message}`);
  }
}
