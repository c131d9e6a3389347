/** What stands around and between the paragraphs of pages, and is never part of an article. */

const teaser = (i: number, headline: string, line: string) =>
  `<article class="card"><a href="/other/${i}"><img src="/t${i}.jpg" alt=""><h3>${headline}</h3></a><p>${line}</p></article>`;

/** After the text, or anywhere around it. */
export const BELOW: Record<string, string> = {
  menu: `<nav><ul>${['Home', 'World', 'Sea', 'Land', 'Opinion', 'Podcasts', 'Subscribe'].map((t) => `<li><a href="/${t}">${t}</a></li>`).join('')}</ul></nav>`,
  'menu of divs': `<div class="topbar"><div><a href="/w">World</a></div><div><a href="/s">Sea</a></div><div><a href="/l">Land</a></div><div><a href="/o">Opinion</a></div></div>`,
  'breaking news line': `<div class="ticker"><span>Breaking</span><a href="/x">Ferry service to the outer islands resumes after a night of storms</a></div>`,
  'cookie banner': `<div id="cmp-banner" role="dialog"><p>We and our 412 partners store information on your device and process personal data such as unique identifiers for personalised advertising. You can change your choice at any time in the settings.</p><button>Accept all</button><button>Reject</button></div>`,
  'cookie wall over the text': `<div class="gdpr-wall"><h2>Your privacy</h2><p>We value your privacy. Together with our partners we use cookies to keep this site free. By clicking on Accept you agree to the use of all technologies described in our policy.</p><p>With your consent, we may use precise location data and read the characteristics of your device. Some partners do not ask for your consent and rely on their legitimate interest instead.</p><a href="/privacy">Privacy policy</a><button>Accept</button></div>`,
  'related cards': `<section class="more-like-this"><h2>More from Sea</h2>${teaser(1, 'Harbour budget grows by a third', 'The council has voted for a new pier and for a dredger of its own after a long night of debate.')}${teaser(2, 'Ferry resumes after the storm', 'The first boat left at six in the morning with forty passengers and the mail of three days.')}${teaser(3, 'Lighthouse to be sold', 'A buyer has been found for the tower on the northern cape, the agency said on Wednesday.')}</section>`,
  'related list': `<div class="box"><h4>Related stories</h4><ul><li><a href="/1">Harbour budget grows by a third after a long debate</a></li><li><a href="/2">Ferry resumes after the storm passed over the strait</a></li></ul></div>`,
  'most read': `<div id="most-read"><h3>Most read</h3><ol><li><a href="/1">Harbour budget grows by a third</a></li><li><a href="/2">Ferry resumes after the storm</a></li><li><a href="/3">Lighthouse to be sold to a hotel</a></li></ol></div>`,
  sidebar: `<aside><h3>Opinion</h3><p><a href="/o1">Why the strait needs a second lighthouse, and soon</a></p><p>Every winter the same wrecks, every spring the same inquiry: the coast deserves better than that.</p><h3>Podcast</h3><p>Two reporters and a retired pilot talk about tides, every Saturday morning.</p></aside>`,
  'sidebar of divs': `<div class="sidebar"><div class="widget"><h3>About us</h3><p>This paper has reported from the strait since 1931. It belongs to its readers, and it is printed on the island to this day.</p></div><div class="widget"><h3>Tides</h3><p>High water at noon; low water at six.</p></div></div>`,
  comments: `<section id="comments"><h3>3 comments</h3>${['I was on the ferry that night and saw the lights of that ship with my own eyes, for at least an hour.', 'The operator has known for years that this cable lies too shallow, and nobody has done a thing about it.', 'Agreed. My uncle laid the first one in 1962 and he said so at the time, too.'].map((c, i) => `<div class="comment"><b>reader${i}</b><p>${c}</p><a href="#">Reply</a></div>`).join('')}</section>`,
  'comments of divs': `<div class="thread"><div class="thread-title">Comments (2)</div><div class="msg"><span>seadog</span><div>I was on the ferry that night and saw the lights of that ship with my own eyes, for at least an hour.</div></div><div class="msg"><span>keeper</span><div>The operator has known for years that this cable lies too shallow, and nobody has done a thing.</div></div></div>`,
  'newsletter below': `<div class="c-newsletter"><h3>The Morning Tide</h3><p>Get the day's most important stories in your inbox, every weekday at seven.</p><form><input type="email"><button>Sign up</button></form></div>`,
  'tags below': `<div class="tags"><span>Tags:</span> <a href="/t/cable">cable</a>, <a href="/t/strait">strait</a></div>`,
  'share below': `<ul class="share"><li><a href="#">Facebook</a></li><li><a href="#">X</a></li><li><a href="#">WhatsApp</a></li></ul>`,
  footer: `<footer><p>© 2026 The Strait Gazette. All rights reserved. No part of this site may be copied without permission of the publisher.</p><ul><li><a href="/imprint">Imprint</a></li><li><a href="/privacy">Privacy</a></li></ul></footer>`,
  'footer of divs': `<div class="bottom"><div class="imprint">The Strait Gazette, 4 Quay Street, Talvik. Telephone +00 1234 567. Registered in the republic under number 771.</div><div class="links"><a href="/imprint">Imprint</a> | <a href="/privacy">Privacy</a></div></div>`,
};

/** Before or beside the text: what pages begin with. */
export const ABOVE = pick(
  'menu',
  'menu of divs',
  'breaking news line',
  'cookie banner',
  'cookie wall over the text',
  'related list',
  'most read',
  'sidebar',
  'sidebar of divs',
);

function pick(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, BELOW[name] as string]));
}

/** Between two paragraphs. */
export const BETWEEN: Record<string, string> = {
  nothing: '',
  figure:
    '<figure><img src="/a.jpg" alt="A ship"><figcaption>The bulk carrier at anchor last week. Photo: Coast Watch</figcaption></figure>',
  'picture and caption in divs':
    '<div class="media"><img src="/a.jpg"><div class="media__legend">The bulk carrier at anchor last week</div><div>Coast Watch / Northwire</div></div>',
  'WordPress caption':
    '<div id="attachment_12" class="wp-caption aligncenter"><img src="/a.jpg"><p class="wp-caption-text">The bulk carrier at anchor last week.</p></div>',
  'linked headline': '<p><a href="/2026/harbour">Harbour budget grows by a third after a long debate</a></p>',
  'linked headline in bold': '<p><strong><a href="/2026/harbour">HARBOUR BUDGET GROWS BY A THIRD</a></strong></p>',
  'read also': '<p><strong>Read also:</strong> <a href="/x">Harbour budget grows by a third</a></p>',
  'read more box':
    '<div class="inline-promo"><span>Read more</span><a href="/x"><h4>Harbour budget grows by a third</h4></a><p>The council has voted for a new pier.</p></div>',
  'newsletter box':
    '<div class="nl-box"><h4>The Morning Tide</h4><p>Sign up to our newsletter and get the day’s stories in your inbox.</p><form><input type="email"><button>Sign up</button></form></div>',
  advertisement: '<div class="ad-slot"><span>Advertisement</span></div>',
  'advertisement in another language': '<div><small>Реклама</small></div>',
  'story continues': '<p>Article continues below</p>',
  'pull quote': '<aside class="pullquote"><p>We lost an anchor in the storm</p></aside>',
  'video player': '<div class="player"><video></video><p>Video: the harbour from above</p></div>',
  'channel call':
    '<p><em>Subscribe to our <a href="https://t.example/c">Telegram channel</a> so as not to miss the news.</em></p>',
};

/** After the last paragraph, in the same element. */
export const TAIL: Record<string, (author: string, bio: string) => string> = {
  nothing: () => '',
  bio: (author, bio) => `<div class="author-box"><img src="/p.jpg"><h4>${author}</h4><p>${bio}</p></div>`,
  'bio in the text': (_, bio) => `<p><em>${bio}</em></p>`,
  'related heading and links': () =>
    '<h3>Related</h3><p><a href="/1">Harbour budget grows</a></p><p><a href="/2">Ferry resumes</a></p>',
  copyright: () => '<p>© 2026 The Strait Gazette</p>',
  tags: () => '<p>Tags: <a href="/t/cable">cable</a>, <a href="/t/strait">strait</a></p>',
  'letters to': () => '<p>Have a tip? <a href="mailto:tips@gazette.example">Write to the newsroom</a>.</p>',
};
