/**
 * Reads the parts of a source, one at a time, and ends it when nobody reads on.
 *
 * @module
 */

import type { BarItem, BarSource } from "./bar_stream.ts";

/** The next part of a source, or its end. */
export type NextItem = { readonly done?: false; readonly value: BarItem } | { readonly done: true };

/** A source that is read part by part. */
export interface ItemReader {
  /** Returns the next part; a source that need not be waited for gives no promise. */
  next(): NextItem | Promise<NextItem>;
  /**
   * Ends the source, which calls its `return()` or cancels it. One that has ended is left alone.
   *
   * @param reason The reason of the end.
   */
  close(reason: unknown): Promise<void>;
}

/** Returns the reader of a source. */
export function readerOf(source: BarSource): ItemReader {
  if (source instanceof ReadableStream) return new StreamReader(source);
  return new IteratorReader(
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator](),
  );
}

/** Reads a stream. */
class StreamReader implements ItemReader {
  readonly #reader: ReadableStreamDefaultReader<BarItem>;
  #ended = false;

  constructor(source: ReadableStream<BarItem>) {
    if (source.locked) {
      throw new TypeError("Cannot read a stream of bars that another reader holds: pass one that nobody reads");
    }
    this.#reader = source.getReader();
  }

  async next(): Promise<NextItem> {
    const { done, value } = await this.#reader.read();
    if (!done) return { value };
    this.#ended = true;
    this.#reader.releaseLock();
    return { done: true };
  }

  async close(reason: unknown): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    // A read that waits is answered by this, and nobody hears it any more.
    await this.#reader.cancel(reason);
    this.#reader.releaseLock();
  }
}

type AnyIterator = Iterator<BarItem, unknown> | AsyncIterator<BarItem, unknown>;

/** Reads an iterator, which may wait. */
class IteratorReader implements ItemReader {
  readonly #iterator: AnyIterator;
  #ended = false;
  /** True while a part is waited for: a generator then returns only after it has come. */
  #waits = false;

  constructor(iterator: AnyIterator) {
    this.#iterator = iterator;
  }

  next(): NextItem | Promise<NextItem> {
    try {
      const next = this.#iterator.next();
      return next instanceof Promise ? this.#wait(next) : this.#take(next as IteratorResult<BarItem, unknown>);
    } catch (error) {
      this.#ended = true;
      throw error;
    }
  }

  async #wait(next: Promise<IteratorResult<BarItem, unknown>>): Promise<NextItem> {
    this.#waits = true;
    try {
      return this.#take(await next);
    } catch (error) {
      this.#ended = true;
      throw error;
    } finally {
      this.#waits = false;
    }
  }

  #take(next: IteratorResult<BarItem, unknown>): NextItem {
    if (next.done !== true) return { value: next.value };
    this.#ended = true;
    return { done: true };
  }

  async close(_reason: unknown): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    const returned = this.#iterator.return?.();
    if (this.#waits) Promise.resolve(returned).catch(() => {});
    else await returned;
  }
}
