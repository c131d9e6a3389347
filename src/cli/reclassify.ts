import { DateTime } from 'luxon';
import { createLogger } from '../config/logger.ts';
import { readSettings } from '../config/settings.ts';
import type { Reclassification } from '../store/preview-articles.ts';
import { connect } from './client.ts';

/** `subthreshold reclassify`: runs stored articles through the present rules and shows what changes. */
export async function reclassifyCommand({
  days,
  apply,
  json,
}: {
  days: string;
  apply?: boolean;
  json?: boolean;
}): Promise<void> {
  const settings = readSettings();
  const client = await connect(settings, createLogger(settings, 'subthreshold'), 'reclassify');
  try {
    const since = DateTime.utc()
      .minus({ days: Number(days) })
      .toISO();
    const { read, changed } = await client.post<Reclassification>('/reclassify', {
      since,
      apply: apply ?? false,
    });
    if (json) return console.log(JSON.stringify({ read, changed }, null, 2));
    for (const { title, was, now } of changed)
      console.log(
        `${was.flag === now.flag ? now.flag : `${was.flag} → ${now.flag}`} (${was.score.toFixed(2)} → ${now.score.toFixed(2)})  ${title.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')}`,
      );
    console.log(
      `${read} articles of the last ${days} days were classified by other rules; ${changed.length} come out otherwise${apply ? ', and are kept so' : changed.length > 0 ? ' (--apply keeps that)' : ''}`,
    );
  } finally {
    await client.close();
  }
}
