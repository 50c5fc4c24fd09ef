/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The colours of the page: those of the reader's system, or the other ones by a switch.
 *
 * @module
 */

const dark = matchMedia("(prefers-color-scheme: dark)");
const listeners: (() => void)[] = [];

/** Calls a function after each change of the colours. */
export function onTheme(listener: () => void): void {
  listeners.push(listener);
}

/** Returns the value of a colour of the page. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function isDark(): boolean {
  const chosen = document.documentElement.dataset["theme"];
  return chosen === undefined ? dark.matches : chosen === "dark";
}

/** Starts the switch, and light colours on paper. */
export function startTheme(): void {
  const root = document.documentElement, button = document.getElementById("theme") as HTMLButtonElement;
  const told = (): void => {
    button.textContent = isDark() ? "Light" : "Dark";
    button.setAttribute("aria-label", `Use ${isDark() ? "light" : "dark"} colours`);
    for (const listener of listeners) listener();
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset["theme"] = isDark() ? "light" : "dark";
    told();
  });
  dark.addEventListener("change", told);
  let before: string | undefined;
  addEventListener("beforeprint", () => {
    before = root.dataset["theme"];
    root.dataset["theme"] = "light";
    told();
  });
  addEventListener("afterprint", () => {
    if (before === undefined) delete root.dataset["theme"];
    else root.dataset["theme"] = before;
    told();
  });
  told();
}
