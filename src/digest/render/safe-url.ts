/** An address that may stand in a link: absolute, http or https, without user name; null otherwise. Never throws. */
export function safeUrl(address: string | null): string | null {
  if (!address || !URL.canParse(address)) return null;
  const url = new URL(address);
  return (url.protocol === 'http:' || url.protocol === 'https:') && !url.username && !url.password ? url.href : null;
}
