/** A page of an invented outlet, with the clutter that pages have around their text. */
export function page(article: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><title>Patrol boat rammed off the shoal | Strait Ledger</title>
<meta property="og:site_name" content="Strait Ledger"><meta property="og:title" content="Patrol boat rammed off the shoal">${head}</head><body>
<div id="cookie-banner"><p>We and our partners use cookies to measure how this site is read. You can accept or refuse them at any time.</p></div>
<nav class="menu"><ul><li><a href="/">Home</a></li><li><a href="/sea">Sea</a></li><li><a href="/land">Land</a></li></ul></nav>
<main><h1>Patrol boat rammed off the shoal</h1>${article}</main>
<div class="related"><h3>More stories</h3><ul><li><a href="/1">Ferry resumes after the storm passed over the strait</a></li><li><a href="/2">Harbour budget grows</a></li></ul></div>
<section id="comments"><h3>3 comments</h3><p>I was on that ferry and nobody told us anything about it until the next morning came.</p></section>
<footer><p>Copyright © 2025 Strait Ledger. All rights reserved.</p></footer></body></html>`;
}

export const FIRST =
  'A coast guard vessel rammed a patrol boat on Tuesday near the shoal, and two sailors were hurt, the ministry said.';
export const SECOND =
  'The boat reached its harbour under its own power; divers will look at the hull on Thursday morning.';
export const THIRD =
  'The embassy called the collision an accident and asked for the recordings of both bridges to be compared.';
export const STORY = [FIRST, SECOND, THIRD].join('\n\n');
