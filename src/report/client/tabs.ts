/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Tabs, by pointer and by keys.
 *
 * @module
 */

/** Starts all lists of tabs; `shown` is called with the panel of each tab that is chosen. */
export function startTabs(shown: (panel: HTMLElement) => void): void {
  for (const list of document.querySelectorAll<HTMLElement>('[role="tablist"]')) {
    const tabs = [...list.querySelectorAll<HTMLElement>('[role="tab"]')];
    list.addEventListener("click", (event) => {
      const tab = (event.target as Element).closest<HTMLElement>('[role="tab"]');
      if (tab !== null) choose(tab, shown);
    });
    list.addEventListener("keydown", (event) => {
      const at = tabs.indexOf(document.activeElement as HTMLElement), last = tabs.length - 1;
      const places: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last };
      const place = places[event.key];
      if (at < 0 || place === undefined) return;
      event.preventDefault();
      const next = tabs[(place + tabs.length) % tabs.length]!;
      choose(next, shown);
      next.focus();
    });
  }
}

/** Chooses a tab. */
export function choose(tab: HTMLElement, shown: (panel: HTMLElement) => void): void {
  for (const other of tab.parentElement!.querySelectorAll<HTMLElement>('[role="tab"]')) {
    const chosen = other === tab, panel = document.getElementById(other.getAttribute("aria-controls")!)!;
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    panel.hidden = !chosen;
    if (chosen) shown(panel);
  }
}
