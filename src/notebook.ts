/**
 * How objects are shown in a Jupyter notebook.
 *
 * @module
 */

/** What a notebook shows of an object: text, and HTML where it can show that. */
export interface NotebookDisplay {
  /** Text, as a console shows it. */
  readonly "text/plain": string;
  /** The same as HTML, without scripts. */
  readonly "text/html": string;
}

/** Name of the method by which an object says what a notebook of Deno shows. */
export const JUPYTER_DISPLAY: unique symbol = Symbol.for("Jupyter.display");

/** Gives an object, or all objects of a class by their prototype, a method that says what a notebook shows. */
export function displayBy<T extends object>(target: T, displayOf: (object: T) => NotebookDisplay): void {
  Object.defineProperty(target, JUPYTER_DISPLAY, {
    value(this: T): NotebookDisplay {
      return displayOf(this);
    },
  });
}
