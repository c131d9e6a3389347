import { IANAZone } from 'luxon';
import { z } from 'zod';
import { readYaml } from './read-yaml.ts';

const selector = z.string().min(1).max(500);

/** What an operator tells of one site, where extraction alone falls short. Everything but `hosts` is optional. */
const siteRule = z.strictObject({
  /** host names; a rule holds for their subdomains, too */
  hosts: z.array(z.string().regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, 'must be a host name in lower case')).min(1),
  /** CSS selectors of the elements that hold the text, all of them in page order */
  body: selector.optional(),
  /** CSS selectors of what is taken out of it */
  remove: z.array(selector).default([]),
  title: selector.optional(),
  author: selector.optional(),
  published: selector.optional(),
  /** how the site writes its dates: Luxon tokens, with the zone and the language of dates that do not say */
  date: z
    .strictObject({
      format: z.string().min(1),
      zone: z
        .string()
        .refine((zone) => IANAZone.isValidZone(zone), 'is not an IANA zone, as Europe/Vilnius')
        .optional(),
      locale: z.string().optional(),
    })
    .optional(),
  /** pages show a teaser only */
  paywalled: z.boolean().default(false),
  /** pages in small, and what must come out of them (checkSiteRules) */
  tests: z
    .array(
      z.strictObject({
        html: z.string(),
        url: z.url().optional(),
        title: z.string().optional(),
        text: z.string().optional(),
        author: z.string().optional(),
        published: z.string().optional(),
        wall: z.string().optional(),
      }),
    )
    .min(1),
});

export type SiteRule = z.infer<typeof siteRule>;

const sites = z.strictObject({ sites: z.array(siteRule).default([]) });

/** Reads sites.yaml of a configuration folder. Throws ConfigError. */
export function readSiteRules(configDir: string): SiteRule[] {
  return readYaml(`${configDir.replace(/\/$/, '')}/sites.yaml`, sites).value.sites;
}
