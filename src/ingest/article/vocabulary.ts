/** Words of class names and ids, and what they tell of an element. A name is split at hyphens, underscores and capitals. */

/** Parts of a page that are never its article, however much text they hold. */
export const APART = new Set(
  `comment comments commentlist commenting disqus respond replies livefyre coral
   footer foot imprint impressum colophon nav navbar navigation menu megamenu submenu breadcrumb breadcrumbs masthead
   related relatedposts recommended recommendation recommendations recommends recirc recirculation outbrain taboola zergnet revcontent
   sidebar sidebars sidenav rail aside complementary
   trending popular mostread mostpopular mostviewed upnext
   cookie cookies gdpr consent onetrust`.split(/\s+/),
);

/** Parts that stand within or beside an article's text without being part of it. */
export const ASIDE = new Set(
  `share sharing sharebar sharetools sharedaddy addthis social socials follow
   newsletter newsletters signup subscribe subscription optin mailchimp mailinglist
   promo promos promotion promoted promobox advert adverts advertisement advertising ad ads adslot adsense adbox adunit adwrap dfp gpt sponsor sponsored sponsorship affiliate
   banner modal popup popover lightbox tooltip overlay dialog snackbar toast
   regwall piano
   caption captions figcaption credit credits photocredit
   byline bylines author authors authorbox authorinfo bio biography avatar contributor contributors
   tag tags taglist topics keywords
   teaser teasers thumb thumbnail thumbnails playlist
   toolbar print pagination pager paging pagenav
   timestamp dateline pubdate datetime postmeta entrymeta meta metadata
   rating ratings vote voting poll quiz
   readmore readnext seealso morefrom morestories inline-related
   skip skiplink visuallyhidden
   kicker eyebrow jumplink toc donate donation login signin registration register masthead copyright`.split(/\s+/),
);

/** Boxes that hold anything: furniture when short or full of links. */
export const BOX = new Set(
  `card cards carousel slider slideshow gallery player widget widgets tools profile callout infobox factbox module promo-box box paywall metered panel tile tiles video embed links`.split(
    /\s+/,
  ),
);

/** Names written in two words that tell the same, looked for in the lower-cased name with its separators made hyphens. */
export const ASIDE_PHRASES =
  /(?:^|-)(?:sr-only|screen-reader|visually-hidden|read-(?:more|next|also)|see-also|more-(?:from|stories|on|in|about|news|articles|like)|you-may|also-like|most-(?:read|popular|viewed|shared|recent)|up-next|next-(?:up|article|story|post)|prev(?:ious)?-(?:article|story|post)|post-(?:nav|navigation|meta|tags|footer)|entry-(?:meta|footer|tags)|article-(?:meta|footer|tags|tools|info)|story-(?:meta|footer|tags|tools)|about-(?:the-)?author|sign-?up|call-to-action|cta|rich-link|link-?box|inline-(?:story|link|links|article)|pull-?quote|photo-by|image-(?:credit|caption|source|meta|info)|media-(?:caption|credit|info)|wp-caption(?:-text)?|featured-(?:image|video|media)|content-(?:info|meta)|app-(?:download|promo)|jp-relatedposts|latest-(?:news|posts|stories))(?:-|$)/;

/** Names of a state or a layout, as `has-sidebar`, `comments-open`, `label-hidden`: they say nothing of the element itself. */
export const STATE =
  /^(?:has|have|no|not|with|without|show|hide|is)-|-(?:with|has|no|without)-|-(?:open|on|off|enabled|disabled|closed|hidden)$/;

/** Names of what is not shown, as whole class names. */
export const HIDDEN = /^(?:is-)?(?:hidden|invisible|off-?screen|visually-?hidden|sr-only|screen-reader-text)$/;

/** Class names that say "this is the text". */
export const BODY_NAME =
  /(?:^|[\s_-])(?:article|story|post|entry|news|content|page|blog|text|single|main|detail|rich|body)[\s_-]*(?:__|--|-)?(?:body|content|text|copy|main|maincontent|bodytext|inner|entry)(?:$|[\s_-])|(?:articlebody|storybody|bodycontent|bodycopy|storytext|articletext|articlecontent|postcontent|entrycontent|storycontent|body-copy|rich-text|richtext|post_text)/i;

/** A class name in lower case, its words parted by single hyphens. */
export const kebab = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/_+|--+/g, '-');

/** The words of a class name or id: `relatedLinks__item--wide` is related, links, item, wide. */
export function nameWords(name: string): string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length > 1);
}
