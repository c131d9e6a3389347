import { html, type SafeHtml } from '../../digest/render/safe-html.ts';

/** A page of the desk. `here`: the address of the menu's entry that it belongs to. */
export function layout(title: string, here: string, main: SafeHtml): string {
  const menu = [
    ['/', 'Queue'],
    ['/digest', 'Digest'],
    ['/feeds', 'Feeds'],
  ] as const;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Subthreshold</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="data:,">
<link rel="alternate" type="application/atom+xml" title="Flagged incidents" href="/feeds/incidents.atom">
<link rel="alternate" type="application/atom+xml" title="Digests" href="/feeds/digests.atom">
</head>
<body>
<header><a class="brand" href="/">Subthreshold</a>
<nav aria-label="Pages">${menu.map(
    ([href, name]) => html`<a href="${href}"${href === here ? html` aria-current="page"` : ''}>${name}</a>`,
  )}</nav></header>
<main>
${main}
</main>
</body>
</html>`.markup;
}
