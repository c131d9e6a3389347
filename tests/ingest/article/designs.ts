import type { Story } from './stories.ts';

/** What a page has besides its article, as HTML. */
export interface Pieces {
  before: string;
  /** after the i-th paragraph (from 0), within the text */
  between(i: number): string;
  /** after the last paragraph, within the text */
  tail: string;
  after: string;
}

type Design = (story: Story, pieces: Pieces) => string;

const DATE = '<time datetime="2026-03-04T09:05:00+01:00">4 March 2026, 9:05</time>';

/** Paragraphs by one template, with what stands between them. */
const each = ({ paragraphs }: Story, { between }: Pieces, one: (p: string, i: number) => string): string =>
  paragraphs.map((p, i) => one(p, i) + (i < paragraphs.length - 1 ? between(i) : '')).join('\n');
const ps = (story: Story, pieces: Pieces) => each(story, pieces, (p) => `<p>${p}</p>`);

const head = ({ title, language }: Story, more = '') =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${title} | The Strait Gazette</title><meta property="og:site_name" content="The Strait Gazette"><meta property="og:title" content="${title}">${more}</head>`;
const byline = ({ author }: Story) =>
  `<meta name="author" content="${author}"><meta property="article:published_time" content="2026-03-04T08:05:00Z">`;

/** Pages as publishing systems and habits make them, with the article where they put it. */
export const DESIGNS: Record<string, Design> = {
  'WordPress, classic theme': (s, f) =>
    `${head(s)}<body class="single single-post postid-7 category-sea"><div id="page" class="hfeed site">${f.before}<div id="main" class="wrapper"><div id="primary" class="content-area"><div id="content" role="main"><article id="post-7" class="post-7 post type-post status-publish category-comments tag-newsletter hentry"><header class="entry-header"><h1 class="entry-title">${s.title}</h1><div class="entry-meta"><span class="posted-on">Posted on ${DATE}</span> <span class="byline">by <a href="/a" rel="author">${s.author}</a></span></div></header><div class="entry-content">${ps(s, f)}${f.tail}<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3><ul><li><a href="#">Click to share on Facebook (Opens in new window)</a></li></ul></div><div id="jp-relatedposts" class="jp-relatedposts"><h3>Related</h3></div></div><footer class="entry-meta">This entry was posted in <a href="/sea">Sea</a>. Bookmark the <a href="/7">permalink</a>.</footer></article><nav class="nav-single"><a href="/6">Previous post</a></nav></div></div></div>${f.after}</div></body></html>`,

  'WordPress, block theme': (s, f) =>
    `${head(s)}<body><div class="wp-site-blocks"><header class="wp-block-template-part">${f.before}</header><main class="wp-block-group is-layout-flow"><h1 class="wp-block-post-title">${s.title}</h1><div class="wp-block-template-part"><div class="wp-block-group is-layout-flex"><div class="wp-block-post-date">${DATE}</div><div class="wp-block-post-author"><p class="wp-block-post-author__name">${s.author}</p></div></div></div><div class="entry-content wp-block-post-content has-global-padding is-layout-constrained">${ps(s, f)}${f.tail}</div></main>${f.after}</div></body></html>`,

  'WordPress, page builder': (s, f) =>
    `${head(s)}<body class="elementor-default"><div data-elementor-type="header">${f.before}</div><div data-elementor-type="single-post" class="elementor elementor-12"><section class="elementor-section elementor-top-section"><div class="elementor-container"><div class="elementor-column"><div class="elementor-widget-wrap"><div class="elementor-widget elementor-widget-heading"><div class="elementor-widget-container"><h1 class="elementor-heading-title">${s.title}</h1></div></div><div class="elementor-widget elementor-widget-post-info"><ul><li>${s.author}</li><li>4 March 2026</li></ul></div><div class="elementor-widget elementor-widget-theme-post-content"><div class="elementor-widget-container">${ps(s, f)}${f.tail}</div></div></div></div></div></section></div>${f.after}</body></html>`,

  'Drupal 7': (s, f) =>
    `${head(s)}<body class="html not-front node-type-article"><div id="page-wrapper">${f.before}<div id="main-wrapper"><div id="content" class="column"><h1 class="title" id="page-title">${s.title}</h1><div class="region region-content"><div id="node-99" class="node node-article clearfix"><div class="submitted">Submitted by <span class="username">${s.author}</span> on Wed, 03/04/2026 - 09:05</div><div class="content"><div class="field field-name-body field-type-text-with-summary field-label-hidden"><div class="field-items"><div class="field-item even" property="content:encoded">${ps(s, f)}${f.tail}</div></div></div></div></div></div></div></div>${f.after}</div></body></html>`,

  'Drupal 10': (s, f) =>
    `${head(s)}<body><div class="dialog-off-canvas-main-canvas" data-off-canvas-main-canvas><div class="layout-container">${f.before}<main role="main"><div class="layout-content"><div class="region region-content"><h1><span class="field field--name-title">${s.title}</span></h1><article class="node node--type-article node--view-mode-full"><div class="node__content"><div class="clearfix text-formatted field field--name-body field--type-text-with-summary field--label-hidden field__item">${ps(s, f)}${f.tail}</div></div></article></div></div></main>${f.after}</div></div></body></html>`,

  'Arc with hashed class names': (s, f) =>
    `${head(s)}<body><div id="fusion-app" class="fusion-app">${f.before}<main class="b-right-rail"><div class="b-right-rail__main-interior-item"><h1 class="c-heading b-headline">${s.title}</h1><div class="b-byline"><span>By</span> <a href="/a">${s.author}</a></div><article class="b-article-body">${each(s, f, (p) => `<p class="c-paragraph sc-1gfq1h-0 kXyzAb">${p}</p>`)}${f.tail}</article></div></main>${f.after}</div></body></html>`,

  'a component for every paragraph': (s, f) =>
    `${head(s)}<body><div id="root"><div class="ssrcss-1ocoo3l-Wrap">${f.before}<main id="main-content"><article class="ssrcss-1072xwf-ArticleWrapper"><header data-component="headline-block"><h1 class="ssrcss-15xko80">${s.title}</h1></header><div data-component="byline-block"><div>${s.author}</div></div>${each(s, f, (p) => `<div data-component="text-block" class="ssrcss-11r1m41-RichTextComponentWrapper"><div class="ssrcss-7uxr49-RichTextContainer"><p class="ssrcss-1q0x1qg-Paragraph">${p}</p></div></div>`)}${f.tail}</article></main>${f.after}</div></div></body></html>`,

  AMP: (s, f) =>
    `<!doctype html><html ⚡ lang="${s.language}"><head><title>${s.title}</title></head><body><amp-sidebar id="menu" layout="nodisplay"><ul><li><a href="/sea">Sea</a></li></ul></amp-sidebar>${f.before}<article class="amp-wp-article"><header class="amp-wp-article-header"><h1 class="amp-wp-title">${s.title}</h1><div class="amp-wp-meta amp-wp-byline">${s.author}</div></header><div class="amp-wp-article-content">${ps(s, f)}${f.tail}</div><footer class="amp-wp-article-footer"><div class="amp-wp-meta">Categories: Sea</div></footer></article>${f.after}<amp-consent id="c"><div>This site uses cookies for statistics and for advertising.</div></amp-consent></body></html>`,

  Ghost: (s, f) =>
    `${head(s)}<body class="post-template tag-sea"><div class="gh-viewport">${f.before}<main class="gh-main"><article class="gh-article post"><header class="gh-article-header gh-canvas"><h1 class="gh-article-title">${s.title}</h1><div class="gh-article-meta"><h4 class="gh-author-name">${s.author}</h4></div></header><section class="gh-content gh-canvas">${ps(s, f)}${f.tail}<div class="kg-card kg-signup-card"><h2>Sign up for more</h2><p>Stay up to date with curated stories from the strait.</p></div></section></article></main>${f.after}</div></body></html>`,

  Substack: (s, f) =>
    `${head(s)}<body><div id="entry"><div id="main" class="main typography">${f.before}<div class="single-post-container"><div class="container"><article class="typography newsletter-post post"><div class="post-header"><h1 class="post-title published">${s.title}</h1><h3 class="subtitle">${s.standfirst}</h3><div class="profile-hover-card-target">${s.author}</div></div><div class="available-content"><div class="body markup">${ps(s, f)}<div class="subscription-widget-wrap"><div class="subscription-widget show-subscribe"><p class="cta-caption">Thanks for reading The Strait Gazette! Subscribe for free to receive new posts and support my work.</p></div></div>${f.tail}</div></div></article></div></div>${f.after}</div></div></body></html>`,

  'a site builder’s soup of divs': (s, f) =>
    `${head(s)}<body><div id="SITE_CONTAINER"><div id="comp-k1">${f.before}</div><div id="comp-k2" class="_2Hij5"><div class="font_2"><span class="color_15">${s.title}</span></div></div><div id="comp-k3" class="_3Mgpu"><div data-hook="post-description"><div class="xf-22 r9k">${each(s, f, (p) => `<div class="_9Kq mm8i"><div class="Z0x"><span class="_2PHJq public-DraftStyleDefault-ltr"><span>${p}</span></span></div></div>`)}${f.tail}</div></div></div><div id="comp-k4">${f.after}</div></div></body></html>`,

  Squarespace: (s, f) =>
    `${head(s)}<body class="view-item collection-type-blog"><div class="site-wrapper">${f.before}<main class="Main"><article class="BlogItem hentry" id="article-1"><h1 class="BlogItem-title">${s.title}</h1><div class="Blog-meta BlogItem-meta">${DATE}</div><div class="sqs-layout sqs-grid-12"><div class="row sqs-row"><div class="col sqs-col-12"><div class="sqs-block html-block sqs-block-html"><div class="sqs-block-content"><div class="sqs-html-content">${ps(s, f)}${f.tail}</div></div></div></div></div></div></article></main>${f.after}</div></body></html>`,

  'line breaks instead of paragraphs': (s, f) =>
    `${head(s)}<body>${f.before}<div class="storypage"><h1>${s.title}</h1><div class="storytxt">${each(s, f, (p) => `${p}<br><br>`)}${f.tail}</div></div>${f.after}</body></html>`,

  'line breaks with white space between': (s, f) =>
    `${head(s)}<body>${f.before}<div><h2>${s.title}</h2><div>${each(s, f, (p) => `${p}<br />\n&nbsp;<br />\n`)}${f.tail}</div></div>${f.after}</body></html>`,

  'tables and fonts of the nineties': (s, f) =>
    `<HTML><HEAD><TITLE>${s.title}</TITLE></HEAD><BODY BGCOLOR=white>${f.before}<CENTER><TABLE WIDTH=760><TR><TD WIDTH=120 VALIGN=TOP><FONT SIZE=1><A HREF=/sea>Sea</A><BR><A HREF=/land>Land</A></FONT></TD><TD WIDTH=640><FONT FACE=Arial SIZE=5><B>${s.title}</B></FONT><BR><BR><FONT FACE=Arial SIZE=2>${each(s, f, (p) => `<P>${p}`)}${f.tail}</FONT></TD></TR></TABLE></CENTER>${f.after}</BODY></HTML>`,

  'text outside of paragraphs': (s, f) =>
    `${head(s)}<body>${f.before}<main><h1>${s.title}</h1><div class="x">${each(s, f, (p, i) => (i % 2 ? `<p>${p}</p>` : p))}${f.tail}</div></main>${f.after}</body></html>`,

  'parts in sibling containers': (s, f) =>
    `${head(s)}<body>${f.before}<main><h1>${s.title}</h1>${each(s, f, (p, i) => `<div class="chunk chunk-${i}"><p>${p}</p></div><div class="slot"></div>`)}${f.tail}</main>${f.after}</body></html>`,

  'parts in containers without a common parent of their own': (s, f) =>
    `${head(s)}<body>${f.before}<h1>${s.title}</h1>${each(s, f, (p) => `<div class="article-text"><p>${p}</p></div>`)}${f.tail}${f.after}</body></html>`,

  'a div for every paragraph': (s, f) =>
    `${head(s)}<body>${f.before}<div class="wrap"><h1>${s.title}</h1><div class="text">${each(s, f, (p) => `<div>${p}</div>`)}${f.tail}</div></div>${f.after}</body></html>`,

  'a section for every paragraph': (s, f) =>
    `${head(s)}<body>${f.before}<main><article><h1>${s.title}</h1>${each(s, f, (p) => `<section class="section"><div class="section-inner"><p class="graf">${p}</p></div></section>`)}${f.tail}</article></main>${f.after}</body></html>`,

  'a list as the text': (s, f) =>
    `${head(s)}<body>${f.before}<main><h1>${s.title}</h1><div class="story"><ul>${s.paragraphs.map((p) => `<li>${p}</li>`).join('')}</ul>${f.tail}</div></main>${f.after}</body></html>`,

  'no semantic element and no class': (s, f) =>
    `${head(s)}<body>${f.before}<div><div><div>${s.title}</div></div><div>${ps(s, f)}${f.tail}</div></div>${f.after}</body></html>`,

  'utility classes': (s, f) =>
    `${head(s)}<body class="antialiased"><div id="__next"><div class="flex min-h-screen flex-col">${f.before}<main class="mx-auto max-w-7xl px-4 lg:grid lg:grid-cols-12"><div class="lg:col-span-8"><h1 class="text-4xl font-bold">${s.title}</h1><div class="mt-2 flex gap-2 text-sm text-gray-500"><span>${s.author}</span><span>4 March 2026</span></div><div class="prose prose-lg max-w-none">${ps(s, f)}${f.tail}</div></div></main>${f.after}</div></div></body></html>`,

  'a form around the whole page': (s, f) =>
    `${head(s)}<body><form method="post" action="./a.aspx" id="aspnetForm"><div class="aspNetHidden"><input type="hidden" name="__VIEWSTATE" value="x"></div>${f.before}<div id="ctl00_content"><h1>${s.title}</h1><div id="ctl00_body">${ps(s, f)}${f.tail}</div></div>${f.after}</form></body></html>`,

  'classes that name the layout': (s, f) =>
    `${head(s)}<body class="has-sidebar comments-open nav-on"><div class="content-sidebar-wrap with-comments">${f.before}<div class="no-banner has-ads"><div class="article-with-related has-right-sidebar"><h1>${s.title}</h1><div class="social-enabled">${ps(s, f)}${f.tail}</div></div></div></div>${f.after}</body></html>`,

  'a text called paywall, open to all': (s, f) =>
    `${head(s)}<body>${f.before}<main><h1>${s.title}</h1><div class="article-content paywall">${ps(s, f)}${f.tail}</div></main>${f.after}</body></html>`,

  'a second half behind a button': (s, f) => {
    const half = Math.ceil(s.paragraphs.length / 2);
    const part = (from: number, to?: number) => ps({ ...s, paragraphs: s.paragraphs.slice(from, to) }, f);
    return `${head(s)}<body>${f.before}<main><h1>${s.title}</h1><div class="body">${part(0, half)}<button>Read on</button><div class="collapsed is-hidden" style="display:none">${part(half)}</div>${f.tail}</div></main>${f.after}</body></html>`;
  },

  Blogger: (s, f) =>
    `${head(s)}<body>${f.before}<div class="main section" id="main"><div class="widget Blog" id="Blog1"><div class="blog-posts hfeed"><div class="date-outer"><h2 class="date-header"><span>4 March 2026</span></h2><div class="post hentry"><h3 class="post-title entry-title">${s.title}</h3><div class="post-body entry-content" id="post-body-1">${each(s, f, (p) => `<div style="text-align: justify;">${p}</div><div style="text-align: justify;"><br /></div>`)}${f.tail}<div style="clear: both;"></div></div><div class="post-footer"><div class="post-footer-line"><span class="post-author vcard">Posted by <span class="fn">${s.author}</span></span></div></div></div></div></div></div></div>${f.after}</body></html>`,

  Joomla: (s, f) =>
    `${head(s)}<body class="site com_content view-article">${f.before}<div class="container"><main><div class="com-content-article item-page" itemscope itemtype="https://schema.org/Article"><div class="page-header"><h1 itemprop="headline">${s.title}</h1></div><dl class="article-info text-muted"><dt class="article-info-term">Details</dt><dd class="createdby">Written by ${s.author}</dd><dd class="hits">Hits: 1204</dd></dl><div itemprop="articleBody" class="com-content-article__body">${ps(s, f)}${f.tail}</div><ul class="pager pagenav"><li><a href="/p">Prev</a></li></ul></div></main></div>${f.after}</body></html>`,

  'TYPO3, a frame for every part': (s, f) =>
    `${head(s)}<body>${f.before}<div id="content"><h1>${s.title}</h1>${each(s, f, (p, i) => `<div id="c${100 + i}" class="frame frame-default frame-type-text frame-layout-0"><div class="ce-bodytext"><p>${p}</p></div></div>`)}${f.tail}</div>${f.after}</body></html>`,

  'Bitrix news': (s, f) =>
    `${head(s)}<body>${f.before}<div class="workarea"><div class="news-detail"><span class="news-date-time">04.03.2026</span><h3>${s.title}</h3>${each(s, f, (p) => `${p}<br>\n<br>\n`)}<div style="clear:both"></div>${f.tail}</div></div>${f.after}</body></html>`,

  'a ministry’s press release': (s, f) =>
    `${head(s)}<body>${f.before}<div id="maincontent" class="container-fluid"><ol class="breadcrumb"><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ol><h1 class="pr-title">${s.title}</h1><div class="pr-date">4 March 2026</div><div class="pr-text richtext">${ps(s, f)}${f.tail}</div></div>${f.after}</body></html>`,

  'a body of custom elements': (s, f) =>
    `${head(s)}<body>${f.before}<cp-article><cp-headline><h1>${s.title}</h1></cp-headline><cp-body><div>${ps(s, f)}${f.tail}</div></cp-body></cp-article>${f.after}</body></html>`,

  'several article elements': (s, f) =>
    `${head(s)}<body>${f.before}<main><article class="main"><h1>${s.title}</h1>${ps(s, f)}${f.tail}</article><article class="teaser"><h2><a href="/1">Harbour budget grows by a third</a></h2><p>The council has voted for a new pier and for a dredger of its own, after a debate that went on until midnight.</p></article><article class="teaser"><h2><a href="/2">Ferry resumes after the storm</a></h2><p>The first boat left at six in the morning with forty passengers and the mail of three days on board.</p></article></main>${f.after}</body></html>`,

  'the next article below, as endless pages have it': (s, f) =>
    `${head(s)}<body>${f.before}<div class="stream"><article><h1>${s.title}</h1><div class="b">${ps(s, f)}${f.tail}</div></article></div>${f.after}</body></html>`,

  'standfirst, date and author line in plain paragraphs': (s, f) =>
    `${head(s, byline(s))}<body>${f.before}<main><h1>${s.title}</h1><p>${s.standfirst}</p><p>${s.author}</p><p>4 March 2026, 9:05</p><div>${ps(s, f)}${f.tail}</div></main>${f.after}</body></html>`,

  'headline in the text': (s, f) =>
    `${head(s)}<body>${f.before}<div class="post"><div class="inner"><h1>${s.title}</h1>${ps(s, f)}${f.tail}</div></div>${f.after}</body></html>`,

  'drop cap and inline markup': (s, f) =>
    `${head(s)}<body>${f.before}<main><h1>${s.title}</h1><div class="t">${each(s, f, (p, i) => (i === 0 ? `<p><span class="dropcap">${p[0]}</span>${p.slice(1)}</p>` : `<p>${p.replace(/(\p{L}{5,}) (\p{L}{4,})/u, '<a href="/t">$1</a> <em>$2</em>')}</p>`))}${f.tail}</div></main>${f.after}</body></html>`,

  'nested one-column tables': (s, f) =>
    `${head(s)}<body>${f.before}<table><tbody><tr><td><table><tbody><tr><td><h1>${s.title}</h1></td></tr><tr><td class="text">${ps(s, f)}${f.tail}</td></tr></tbody></table></td></tr></tbody></table>${f.after}</body></html>`,

  'a row of a table for every paragraph': (s, f) =>
    `${head(s)}<body>${f.before}<h1>${s.title}</h1><table class="txt">${s.paragraphs.map((p) => `<tr><td><p>${p}</p></td></tr>`).join('')}</table>${f.tail}${f.after}</body></html>`,

  'unclosed paragraphs': (s, f) =>
    `${head(s)}<body>${f.before}<div id="c"><h1>${s.title}</h1>${each(s, f, (p) => `<p>${p}\n`)}<p>${f.tail}</div>${f.after}</body></html>`,

  'spans with no-break spaces': (s, f) =>
    `${head(s)}<body>${f.before}<div class="editor"><h1>${s.title}</h1>${each(s, f, (p) => `<p style="margin:0"><span style="font-size:16px">${p.replace(' ', '&nbsp;')}</span></p><p>&nbsp;</p>`)}${f.tail}</div>${f.after}</body></html>`,

  'everything in one main without wrappers': (s, f) =>
    `${head(s)}<body><main>${f.before}<h1>${s.title}</h1>${ps(s, f)}${f.tail}${f.after}</main></body></html>`,

  'a headline of its own beside two columns': (s, f) =>
    `${head(s)}<body>${f.before}<h1>${s.title}</h1><div class="row"><div class="col-md-8">${ps(s, f)}${f.tail}</div><div class="col-md-4"><div class="list">${[1, 2, 3, 4].map((i) => `<div class="list-item"><a href="/${i}">Council votes on pier number ${i} of the outer harbour</a><p>After a debate that went on until midnight, the council has voted for pier number ${i}.</p></div>`).join('')}</div></div></div>${f.after}</body></html>`,

  'a text marked by its language only': (s, f) =>
    `${head(s)}<body>${f.before}<div id="n-${s.language}"><div class="h">${s.title}</div><div class="d">04.03.2026 09:05</div><div class="p">${ps(s, f)}${f.tail}</div></div>${f.after}</body></html>`,
};
