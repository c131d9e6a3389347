// Takes the pictures of docs/desk.md from a running demo: node scripts/screenshots.mjs http://127.0.0.1:8642
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const [url, executablePath = '/usr/bin/chromium'] = process.argv.slice(2);
if (!url) throw new Error('give the address of the desk');
const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
const PICTURES = [
  ['queue', '/incidents/1', WIDE, 'light'],
  ['queue-dark', '/incidents/1', WIDE, 'dark'],
  ['articles', '/articles?q=drone', WIDE, 'light'],
  ['map', '/map?view=Europe', WIDE, 'dark'],
  ['digest', '/digest', WIDE, 'light'],
  ['feeds', '/feeds', WIDE, 'light'],
  ['queue-narrow', '/', NARROW, 'light'],
  ['incident-narrow', '/incidents/1', NARROW, 'dark'],
];

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
for (const [name, path, viewport, colorScheme] of PICTURES) {
  const page = await browser.newPage({ viewport, colorScheme });
  await page.goto(url + path);
  await page.waitForTimeout(3_000);
  await page.screenshot({ path: `${folder}${name}.png` });
  await page.close();
}
await browser.close();
