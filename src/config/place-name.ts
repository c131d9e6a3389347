const regions = new Intl.DisplayNames('en-GB', { type: 'region', fallback: 'none' });

/** `RO` as `Romania`; what is no ISO alpha-2 code of a state stands for itself. */
export const placeName = (code: string): string => (/^[A-Z]{2}$/.test(code) && regions.of(code)) || code;
