/**
 * Serves the files of a folder on this machine; says its address on standard output.
 *
 * @module
 */

const folder = new URL(`file://${encodeURI(Deno.args[0]!)}`);

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(`http://127.0.0.1:${port}/`),
}, async (request) => {
  const { pathname } = new URL(request.url);
  try {
    const bytes = await Deno.readFile(new URL(`.${pathname}`, folder));
    const type = pathname.endsWith(".ts") ? "application/typescript" : "application/octet-stream";
    return new Response(bytes, { headers: { "content-type": type } });
  } catch {
    return new Response(null, { status: 404 });
  }
});
