/**
 * The page without its data: script and style are allowed by their hashes alone, and it may ask its own server.
 *
 * @module
 */

import { PACKAGE_VERSION } from "../../package_version.ts";
import { html, Markup } from "../../report/markup.ts";
import { pageAssets } from "./client_assets.ts";

/** The page and its policy. */
export interface ServedPage {
  readonly text: string;
  /** Headers with which it is answered. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A button of the page, what it does, and whether it cannot be taken back. */
interface Action {
  readonly path: string;
  readonly name: string;
  readonly does: string;
  readonly isGrave: boolean;
}

const ACTIONS: readonly Action[] = [
  {
    ...{ path: "stop-entries", name: "Stop entries", isGrave: false },
    does: "Orders that could open or turn a position are refused from the next turn on. Orders that close one go on.",
  },
  {
    ...{ path: "resume-entries", name: "Resume entries", isGrave: false },
    does: "Orders that open positions are taken again.",
  },
  {
    ...{ path: "clear-kill", name: "Clear kill", isGrave: false },
    does: "The kill ends, and orders are taken again. A file KILL in the folder of the journal is removed.",
  },
  {
    ...{ path: "flatten", name: "Flatten", isGrave: true },
    does:
      "Entries stop, all orders that work are cancelled, positions are closed at the last price, and the run ends for good.",
  },
  {
    ...{ path: "kill", name: "Kill", isGrave: true },
    does:
      "All orders that work are cancelled, no order is taken any more, and the run ends for good. Positions stay as they are.",
  },
];

const TILES: readonly (readonly [id: string, name: string])[] = [
  ["value", "Value"],
  ["cash", "Cash"],
  ["open-profit", "Open profit"],
  ["entries", "Entries"],
  ["stream", "Stream"],
  ["lag", "Since the last bar"],
  ["orders", "Working orders"],
  ["turns", "Turns"],
];

/** Returns the page. */
export async function operatorPage(): Promise<ServedPage> {
  const { script, style } = await pageAssets(),
    [scriptHash, styleHash] = await Promise.all([script, style].map(hashOf));
  const section = (id: string, name: string, ...content: readonly Markup[]): Markup =>
    html`<section id="${id}" aria-labelledby="h-${id}"><h2 id="h-${id}">${name}</h2>${content}</section>`;
  const table = (id: string): Markup =>
    html`<div class="scroll" id="t-${id}" tabindex="0" role="region" aria-labelledby="h-${id}"></div>`;
  const text = html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <title>Cracktrader</title>
        <link rel="icon" href="data:,">
        <style>${new Markup(style)}</style>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="bar">
          <div><strong id="title">Cracktrader</strong><span class="state" id="state">Connecting</span>
    <nav aria-label="Sections"><a href="#price">Price</a><a href="#positions">Positions</a><a
    href="#log">Log</a></nav>
    <button type="button" class="button" id="theme" hidden>Dark</button></div>
        </header>
        <main id="content">
    <noscript><p class="note">This page needs JavaScript, which it brings with it.</p></noscript>
    <div class="alert" id="alert" role="alert" hidden></div>
    <section id="final" aria-labelledby="h-final" hidden><h2 id="h-final">Final figures</h2><dl class="finals" id="finals"></dl></section>
    <h1 class="hidden" id="heading">A run</h1>
    <dl class="tiles">${TILES.map(([id, name]) =>
      html`
        <div class="tile">
          <dt>${name}</dt>
          <dd id="v-${id}">&nbsp;</dd>
        </div>
      `
    )}</dl>
    ${section(
      "operator",
      "Operator",
      html`<p class="lead">Each of these is asked for twice, and becomes a line of the journal.</p>
<div class="actions">${
        ACTIONS.map(({ path, name, does, isGrave }) =>
          html`
            <button type="button" class="button act ${isGrave ? "grave" : ""}" data-path="${path}" data-does="${does}"
              disabled>${name}</button>
          `
        )
      }</div>
<p class="note" id="said" role="status"></p>`,
    )}
    ${section(
      "price",
      "Price",
      html`
        <div class="tools" id="feeds" role="group" aria-label="Feed"></div>
        <p class="legend" id="legend" aria-live="off"></p>
        <div class="plot" id="chart" tabindex="0" role="img" aria-label="No bar yet"></div>
        <p class="note">Arrow keys or the pointer tell a bar. Triangles are fills.</p>
      `,
    )}
    ${section("account", "Account", html`<div class="plot" id="curve" role="img" aria-label="No turn yet"></div>`)}
    <div class="two">${section("positions", "Positions", table("positions"))}${section(
      "limits",
      "Limits",
      table("limits"),
    )}</div>
    ${section("working", "Open orders", table("working"))}
    ${section("fills", "Fills", table("fills"))}
    ${section("streams", "Feeds", table("streams"))}
    ${section(
      "log",
      "Log",
      html`<ol class="log" id="entries" tabindex="0" aria-label="Entries of the log, the newest first"></ol>`,
    )}
        </main>
        <footer>
          <p>Cracktrader ${PACKAGE_VERSION}, on this machine alone. Times are UTC.</p>
        </footer>
        <dialog id="ask" aria-labelledby="ask-title" aria-describedby="ask-does">
          <form method="dialog">
    <h2 id="ask-title"></h2><p id="ask-does"></p>
    <label for="ask-reason">Reason, for the journal</label><input id="ask-reason" maxlength="200" autocomplete="off">
    <div class="actions"><button type="button" class="button" id="ask-no">Back</button><button type="button" class="button" id="ask-yes"></button></div>
          </form>
        </dialog>
        <script>${new Markup(script)}</script>
      </body>
    </html>
  `.text.trim();
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${scriptHash}'`,
    `style-src 'sha256-${styleHash}'`,
    "connect-src 'self'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  return { text, headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": policy } };
}

async function hashOf(text: string): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toBase64();
}
