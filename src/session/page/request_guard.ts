/**
 * Who may ask the page of a run: the reader who has its address with the token, from this machine, and nobody through a
 * page of another origin.
 *
 * A page of the internet can make a browser send requests to this machine. It cannot set a header of its own on them
 * without being asked for by CORS, which is never answered here; it cannot send another `Host` than its own, which a name
 * that leads to 127.0.0.1 would; and the browser names its origin with each POST.
 *
 * @module
 */

import { builtIn } from "../../host.ts";

/** A request that is refused. */
export interface Refusal {
  readonly status: 401 | 403 | 404 | 405 | 415;
  readonly text: string;
  /** Headers of the answer. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A path of the page: its method, and whether it needs the token. */
export interface Route {
  readonly method: "GET" | "POST";
  readonly needsToken: boolean;
}

/** The parts of a guard. */
export interface GuardParts {
  readonly port: number;
  readonly token: string;
  readonly routes: Readonly<Record<string, Route>>;
}

/** Returns a new token of 256 random bits. */
export function newToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** Returns why a request is refused, or undefined if it may be answered. No text of the request is in the answer. */
export function refusalOf(request: Request, { port, token, routes }: GuardParts): Refusal | undefined {
  const { headers, method } = request, host = headers.get("host")?.toLowerCase();
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) {
    return { status: 403, text: "The host of the request is not the one of this page" };
  }
  const { pathname } = new URL(request.url), route = Object.hasOwn(routes, pathname) ? routes[pathname]! : undefined;
  if (route === undefined) return { status: 404, text: "There is no such path" };
  if (method !== route.method) {
    return { status: 405, text: `This path takes ${route.method}`, headers: { "allow": route.method } };
  }
  const origin = headers.get("origin");
  // A browser names no origin with a GET of the page itself, and with each POST.
  if (origin === null ? method === "POST" : origin !== `http://${host}`) {
    return { status: 403, text: "The origin of the request is not this page" };
  }
  if (!route.needsToken) return undefined;
  const given = /^Bearer (\S+)$/.exec(headers.get("authorization") ?? "")?.[1];
  if (given === undefined || !isEqual(given, token)) {
    return { status: 401, text: "The token is missing or wrong", headers: { "www-authenticate": "Bearer" } };
  }
  if (method === "POST" && headers.get("content-type") !== "application/json") {
    return { status: 415, text: "The content is to be application/json" };
  }
  return undefined;
}

/** Compares texts in a time that tells nothing of the place at which they differ. */
function isEqual(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => new TextEncoder().encode(text)) as [Uint8Array, Uint8Array];
  return left.length === right.length &&
    builtIn<typeof import("node:crypto")>("node:crypto").timingSafeEqual(left, right);
}
