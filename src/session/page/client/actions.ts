/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The buttons of the operator: each asks in a dialog before it acts.
 *
 * @module
 */

const byId = (id: string): HTMLElement => document.getElementById(id)!;

/** The buttons. */
export function actionButtons(): HTMLButtonElement[] {
  return [...document.querySelectorAll<HTMLButtonElement>(".act")];
}

/** Starts the buttons. */
export function startActions(token: string): void {
  const dialog = byId("ask") as HTMLDialogElement, reason = byId("ask-reason") as HTMLInputElement;
  const yes = byId("ask-yes") as HTMLButtonElement, no = byId("ask-no");
  let chosen: HTMLButtonElement | undefined;
  for (const button of actionButtons()) {
    button.addEventListener("click", () => {
      const name = button.textContent!;
      chosen = button;
      byId("ask-title").textContent = `${name}?`;
      byId("ask-does").textContent = button.dataset["does"]!;
      yes.textContent = `Yes, ${name.toLowerCase()}`;
      yes.classList.toggle("grave", button.classList.contains("grave"));
      reason.value = "";
      dialog.showModal();
      no.focus();
    });
  }
  no.addEventListener("click", () => dialog.close());
  yes.addEventListener("click", () => {
    dialog.close();
    if (chosen !== undefined) void send(chosen, reason.value, token);
    chosen = undefined;
  });
  // A key that ends a text is no consent.
  reason.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

async function send(button: HTMLButtonElement, reason: string, token: string): Promise<void> {
  const said = byId("said"), name = button.textContent!, path = button.dataset["path"]!;
  said.textContent = `${name}: asked for`;
  try {
    const response = await fetch(`/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ confirm: path, reason }),
    });
    const { error } = await response.json() as { readonly error?: string };
    said.textContent = error !== undefined
      ? `${name} failed: ${error}`
      : response.status === 202
      ? `${name} waits for the first step of the run`
      : `${name}: done`;
  } catch {
    said.textContent = `${name}: no answer came; see the state above`;
  }
}
