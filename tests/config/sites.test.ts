import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configDir } from '../../src/config/config-dir.ts';
import { readSiteRules } from '../../src/config/sites.ts';
import { checkSiteRules } from '../../src/ingest/article/check-site-rules.ts';
import { extractArticle } from '../../src/ingest/article/extract.ts';

function rules(yaml: string) {
  const folder = mkdtempSync(join(tmpdir(), 'sites-'));
  writeFileSync(join(folder, 'sites.yaml'), yaml);
  return readSiteRules(folder);
}

describe('rules for single sites', () => {
  it('pass the tests that they carry', () => {
    expect(checkSiteRules(readSiteRules(configDir()))).toEqual([]);
  });

  it('say which test fails, and how', () => {
    const broken = rules(
      'sites:\n  - hosts: [a.example]\n    body: p\n    tests: [{ html: "<p>The cable was cut.</p>", text: Nothing. }]\n',
    );
    expect(checkSiteRules(broken)).toEqual([
      { host: 'a.example', test: 1, field: 'text', expected: 'Nothing.', got: 'The cable was cut.' },
    ]);
  });

  it('hold for subdomains, and for no other site', () => {
    const [rule] = rules(
      'sites:\n  - hosts: [a.example]\n    body: .x\n    tests: [{ html: "<p class=x>One.</p>" }]\n',
    );
    const html =
      '<p class="x">One cable was cut.</p><p>Another cable was cut on Monday morning near the island, the ministry said.</p>';
    const read = (url: string) => extractArticle(html, url, rule ? [rule] : []).text;
    expect(read('https://www.a.example/1')).toBe('One cable was cut.');
    expect(read('https://not-a.example/1')).toContain('Another');
  });

  it.each([
    [
      'hosts: [a.example]\n    bdy: p\n    tests: [{ html: x }]',
      /sites\.yaml:3: sites\[0\]\.bdy: .*did you mean "body"/,
    ],
    [
      'hosts: [a.example]\n    date: { format: d, zone: Europe/Vilnus }\n    tests: [{ html: x }]',
      /is not an IANA zone/,
    ],
    ['hosts: [a.example]\n    tests: []', /sites\[0\]\.tests/],
    ['hosts: [HTTPS://A]\n    tests: [{ html: x }]', /must be a host name/],
  ])('are refused with place and reason: %s', (rule, message) => {
    expect(() => rules(`sites:\n  - ${rule}\n`)).toThrow(message);
  });
});
