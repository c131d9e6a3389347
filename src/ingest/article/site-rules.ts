import type { CheerioAPI } from 'cheerio/slim';
import type { Element } from 'domhandler';
import type { SiteRule } from '../../config/sites.ts';
import type { Block, PageBlocks, Region } from './blocks.ts';

/** The rule for an address's host or the nearest of its parents, or undefined. */
export function ruleFor(url: string | undefined, rules: readonly SiteRule[]): SiteRule | undefined {
  if (!url || rules.length === 0 || !URL.canParse(url)) return undefined;
  const host = new URL(url).hostname;
  const fitting = rules.flatMap((rule) =>
    rule.hosts.filter((h) => host === h || host.endsWith(`.${h}`)).map((h) => ({ rule, length: h.length })),
  );
  return fitting.sort((a, b) => b.length - a.length)[0]?.rule;
}

/** The blocks in what a rule selects as the text, without what it removes; null when its selector finds nothing. */
export function ruledBody($: CheerioAPI, { blocks }: PageBlocks, rule: SiteRule | undefined): Block[] | null {
  if (!rule) return null;
  const removed = elements($, rule.remove.join(', '));
  const kept = (b: Block) => !within(b.region, removed);
  if (!rule.body) return null;
  const bodies = elements($, rule.body);
  const found = blocks.filter((b) => within(b.region, bodies) && kept(b));
  return found.length > 0 ? found : null;
}

/** The text of the first element that a rule's selector finds. */
export function ruledText($: CheerioAPI, selector: string | undefined): string | null {
  if (!selector) return null;
  const el = first($, selector);
  const text = el ? (el.attribs.datetime ?? el.attribs.content ?? $(el).text()) : '';
  return text.replace(/\s+/g, ' ').trim() || null;
}

/** Without what a rule removes, for bodies that no rule selects. */
export function withoutRemoved($: CheerioAPI, body: readonly Block[], rule: SiteRule | undefined): Block[] {
  if (!rule || rule.remove.length === 0) return [...body];
  const removed = elements($, rule.remove.join(', '));
  return body.filter((b) => !within(b.region, removed));
}

function within(region: Region, set: ReadonlySet<Element>): boolean {
  if (set.size === 0) return false;
  for (let r: Region | null = region; r; r = r.parent) if (set.has(r.el)) return true;
  return false;
}

/** What a selector finds; an invalid one finds nothing (its rule's test says so). */
function elements($: CheerioAPI, selector: string): Set<Element> {
  if (!selector) return new Set();
  try {
    return new Set($(selector).toArray() as Element[]);
  } catch {
    return new Set();
  }
}

const first = ($: CheerioAPI, selector: string): Element | undefined => elements($, selector).values().next().value;
