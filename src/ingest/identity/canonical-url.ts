/** Parameters that tell a site where a reader came from, and never which page it is. */
const TRACKING = new Set(
  (
    'fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid igshid igsh li_fat_id mc_cid mc_eid ' +
    '_hsenc _hsmi __hssc __hstc __hsfp hsctatracking vero_id vero_conv oly_anon_id oly_enc_id rb_clickid s_cid ' +
    'ncid cmpid cmp cid_source ocid wt_mc wtmc xtor ns_campaign ns_mchannel ns_source ' +
    'ns_linkname ns_fee smid smtyp sref srnd guccounter guce_referrer guce_referrer_sig taid mkt_tok spm scm ref_src ' +
    'ref_url feature_source fb_action_ids fb_action_types fb_source action_object_map trk trkcampaign sc_cid sc_campaign ' +
    'echobox share_id wprov traffic_source campaign_id newsletter_id utm'
  ).split(' '),
);
const TRACKING_PREFIX = /^(?:utm_|pk_|piwik_|mtm_|matomo_|hsa_|itm_|stm_|ga_|__cft__|at_)/;
/** Parameters that ask for another presentation of the same page. */
const PRESENTATION: ReadonlyMap<string, RegExp> = new Map([
  ['amp', /^(?:|1|true|amp)$/],
  ['outputtype', /^(?:amp|valid_amp)$/],
  ['output', /^amp$/],
  ['usqp', /./],
  ['amp_js_v', /./],
  ['amp_gsa', /./],
  ['m', /^1$/],
  ['view', /^(?:mobile|amp)$/],
]);

/**
 * An address as one would pass it on: absolute, http or https, without credentials, fragment, default port, tracking
 * parameters, and out of Google's and AMP's wrappers. It leads to the same page. Null where it is no web address.
 */
export function cleanUrl(address: string): string | null {
  const url = unwrap(webAddress(address), 3);
  if (!url) return null;
  url.username = '';
  url.password = '';
  url.hash = '';
  // Parameter by parameter as it is written, so that what stays is as the site wrote it.
  const query = url.search
    .slice(1)
    .split('&')
    .filter((parameter) => !isTracking(parameter.split('=', 1)[0] as string))
    .join('&');
  // A question mark of its own at the beginning would be taken for the one before a query.
  url.search = query && `?${query}`;
  return url.href;
}

/**
 * What two addresses of one page have in common: `cleanUrl` without scheme, `www.`, mobile and AMP hosts and paths,
 * index page, trailing slash and the order of parameters. Only to compare: it need not lead anywhere.
 */
export function urlKey(address: string): string | null {
  const clean = cleanUrl(address);
  if (!clean) return null;
  const url = new URL(clean);
  const host = url.hostname
    .replace(/\.$/, '')
    .replace(/^([a-z-]{2,7})\.(?:m|mobile)\./, '$1.')
    .replace(/^(?:www\d?|m|mobile|amp|wap|touch)\.(?=[^.]+\.[^.]+)/, '');
  const path = url.pathname
    .replace(/\/{2,}/g, '/')
    .replace(/^\/amp(?=\/.)/, '')
    .replace(/\.amp(?:\.html?)?$|\/amp(?:\.html?)?\/?$/, '')
    .replace(/\/(?:index|default)\.(?:html?|php|aspx?)$/, '/')
    .replace(/\/$/, '');
  const query = [...url.searchParams]
    .filter(([name, value]) => !PRESENTATION.get(name.toLowerCase())?.test(value.toLowerCase()))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort();
  return `${host}${url.port ? `:${url.port}` : ''}${sameEncoding(path)}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

const isTracking = (name: string) => TRACKING.has(name.toLowerCase()) || TRACKING_PREFIX.test(name.toLowerCase());

function webAddress(address: string): URL | null {
  try {
    const url = new URL(address.trim());
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
  } catch {
    return null;
  }
}

/** The page behind Google's redirector and the AMP caches, which have its address in their own. */
function unwrap(url: URL | null, depth: number): URL | null {
  if (!url || depth === 0) return url;
  if (/^(?:www\.)?google\.[a-z.]{2,6}$/.test(url.hostname)) {
    if (url.pathname === '/url') {
      const target = webAddress(url.searchParams.get('q') ?? url.searchParams.get('url') ?? '');
      return target ? unwrap(target, depth - 1) : url;
    }
    const amp = /^\/amp\/(s\/)?(.+)$/.exec(url.pathname);
    if (amp) return unwrap(webAddress(`http${amp[1] ? 's' : ''}://${amp[2]}${url.search}`), depth - 1) ?? url;
  }
  const cache = url.hostname.endsWith('.cdn.ampproject.org') && /^\/[a-z]\/(s\/)?(.+)$/.exec(url.pathname);
  if (cache) return unwrap(webAddress(`http${cache[1] ? 's' : ''}://${cache[2]}${url.search}`), depth - 1) ?? url;
  return url;
}

/** A path written one way, whichever of its characters were percent-encoded. */
function sameEncoding(path: string): string {
  try {
    return encodeURI(decodeURI(path));
  } catch {
    return path;
  }
}
