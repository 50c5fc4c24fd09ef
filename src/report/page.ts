/**
 * The page of a report: one file without a network, whose script and style are allowed by their hashes alone.
 *
 * @module
 */

import { PACKAGE_VERSION } from "../package_version.ts";
import { clientAssets } from "./client_assets.ts";
import { html, Markup, type MarkupValue } from "./markup.ts";
import { REPORT_START } from "./page_start.ts";
import { type Payload, payloadText } from "./payload.ts";

/** The notice that the licence of the chart library asks for. */
const CHARTS_NOTICE = "TradingView Lightweight Charts, Copyright (c) TradingView, Inc.";

/** A small picture for the tab of the browser, so that none is asked for over a network. */
const ICON = "data:image/svg+xml," + encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#1f4e8c"/>' +
    '<path d="M3 11l3-4 3 2 4-6" fill="none" stroke="#fff" stroke-width="1.8"/></svg>',
);

/** The parts of a page. */
export interface PageParts {
  /** Title. */
  readonly title: string;
  /** Colours. */
  readonly theme: "auto" | "light" | "dark";
  /** Sections that the bar at the top leads to: anchors and names. */
  readonly sections: readonly (readonly [anchor: string, name: string])[];
  /** The content. */
  readonly content: MarkupValue;
  /** The data of the script. */
  readonly payload: Payload;
  /** The bytes of the data. */
  readonly columns: Uint8Array;
}

/** Returns the text of a page. */
export async function reportPage(parts: PageParts): Promise<string> {
  const { script, style } = await clientAssets();
  const [data, scriptHash, styleHash] = await Promise.all([
    payloadText(parts.payload, parts.columns),
    hashOf(script),
    hashOf(style),
  ]);
  const policy =
    `default-src 'none'; script-src 'sha256-${scriptHash}'; style-src 'sha256-${styleHash}'; img-src data:; ` +
    "base-uri 'none'; form-action 'none'";
  const theme = parts.theme === "auto" ? null : html`
    data-theme="${parts.theme}"
  `;
  // Base 64, the script and the style have no character that would end their element; the last two are made so.
  const page = html`
    <html lang="en" ${theme}>
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="generator" content="Cracktrader ${PACKAGE_VERSION}">
        <meta name="referrer" content="no-referrer">
        <title>${parts.title}</title>
        <link rel="icon" href="${ICON}">
        <style>${new Markup(style)}</style>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="bar">
          <div><strong>${parts.title}</strong>
    <nav aria-label="Sections">${parts.sections.map(([anchor, name]) => html`<a href="#${anchor}">${name}</a>`)}</nav>
    <button type="button" class="button" id="theme" hidden>Dark</button></div>
        </header>
        <main id="content">
    <noscript><p class="note">Charts and long tables need JavaScript, which this page brings with it.</p></noscript>
    ${parts.content}
        </main>
        <footer>
          <p>Made by Cracktrader ${PACKAGE_VERSION}. This page loads nothing from a network.</p>
          <p>Charts: <a href="https://www.tradingview.com/" rel="noopener noreferrer">${CHARTS_NOTICE}
    https://www.tradingview.com/</a></p>
        </footer>
        <script type="application/octet-stream" id="data">${new Markup(data)}</script>
        <script>${new Markup(script)}</script>
      </body>
    </html>
  `;
  return `${REPORT_START}${page.text.trim()}\n`;
}

async function hashOf(text: string): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toBase64();
}
