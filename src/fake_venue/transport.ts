/**
 * The ways to a fake venue: over the network of this machine, and directly, for tests in a time that stands.
 *
 * @module
 */

import { VenueError } from "../venue/venue_error.ts";
import type { FakeMarket } from "./fake_market.ts";

/** One end of a connection, which tells of its begin, its texts and its end. */
export interface Connection {
  /** Sends a text. */
  send(text: string): void;
  /** Ends the connection. */
  close(): void;
}

/** What a connection tells. */
export interface ConnectionEvents {
  /** The connection is there. */
  open(): void;
  /** A text has come. */
  text(text: string): void;
  /** The connection is over, or never began. */
  ended(text: string): void;
}

/** The way to a venue. */
export interface Transport {
  /**
   * Asks for a path with its query.
   *
   * @throws {VenueError} If no answer came.
   */
  get(path: string): Promise<Response>;
  /** Connects to the venue's stream. */
  connect(events: ConnectionEvents): Connection;
}

/** Asks over the network. */
export function networkTransport(address: () => string, timeoutMs: number): Transport {
  return {
    async get(path: string): Promise<Response> {
      try {
        return await fetch(`http://${address()}${path}`, { signal: AbortSignal.timeout(timeoutMs) });
      } catch (cause) {
        const isLate = cause instanceof DOMException && cause.name === "TimeoutError";
        const text = isLate
          ? `no answer within ${timeoutMs} ms`
          : cause instanceof Error
          ? cause.message
          : String(cause);
        throw new VenueError(isLate ? "TIMEOUT" : "UNAVAILABLE", `Cannot ask the venue for ${path}: ${text}`, {
          cause,
        });
      }
    },
    connect({ open, text, ended }: ConnectionEvents): Connection {
      const socket = new WebSocket(`ws://${address()}/stream/ws`);
      socket.onopen = () => open();
      socket.onmessage = ({ data }) => text(String(data));
      socket.onclose = ({ code }) => ended(`the connection ended with code ${code}`);
      // An error is followed by the end.
      socket.onerror = (event) => event.preventDefault();
      return {
        send: (sent) => socket.send(sent),
        close: () => socket.close(),
      };
    },
  };
}

/** Asks the market itself. */
export function directTransport(market: FakeMarket): Transport {
  return {
    async get(path: string): Promise<Response> {
      const answer = market.answer(new URL(path, "http://127.0.0.1"));
      await Promise.resolve();
      if (answer !== undefined) return answer;
      throw new VenueError("TIMEOUT", `Cannot ask the venue for ${path}: its answer was lost`);
    },
    connect({ open, text, ended }: ConnectionEvents): Connection {
      let isOpen = true;
      const later = (act: () => void): void => queueMicrotask(() => isOpen && act());
      const end = (): void => {
        if (!isOpen) return;
        isOpen = false;
        link.end();
        queueMicrotask(() => ended("the connection was closed"));
      };
      const link = market.connect({ send: (sent) => later(() => text(sent)), close: end });
      later(open);
      return { send: (sent) => isOpen && link.receive(sent), close: end };
    },
  };
}
