// Takes the pictures of docs/desk.md from a running demo: node scripts/screenshots.mjs 'THE LINK THAT IT PRINTS'
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const [link, executablePath = '/usr/bin/chromium'] = process.argv.slice(2);
if (!link?.includes('/login#key=')) throw new Error('give the link that “demo --serve” prints');
const { origin } = new URL(link);
const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
/** Name, address, size, theme, and keys that are pressed first. */
const PICTURES = [
  ['queue', '/incidents/1', WIDE, 'light'],
  ['queue-dark', '/incidents/1', WIDE, 'dark'],
  ['articles', '/articles?q=drone', WIDE, 'light'],
  ['map', '/map?view=Europe', WIDE, 'dark'],
  ['timeline', '/timeline?days=7', WIDE, 'light'],
  ['opinions', '/opinions', WIDE, 'light'],
  ['join', '/incidents/1', WIDE, 'light', ['m']],
  ['digest', '/digest', WIDE, 'light'],
  ['feeds', '/feeds', WIDE, 'light'],
  ['rule', '/rules/seabed', WIDE, 'light'],
  ['rule-editor', '/rules/edit?file=lexicon/threats.yaml&line=37', WIDE, 'dark'],
  ['system', '/system', WIDE, 'light'],
  ['queue-narrow', '/', NARROW, 'light'],
  ['incident-narrow', '/incidents/1', NARROW, 'dark'],
  ['timeline-narrow', '/timeline?days=7', NARROW, 'dark'],
];

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const login = await browser.newPage();
await login.goto(link);
await login.locator('.me').waitFor();
const storageState = await login.context().storageState();
for (const [name, path, viewport, colorScheme, keys = []] of PICTURES) {
  const page = await browser.newPage({ viewport, colorScheme, storageState });
  await page.goto(origin + path);
  await page.waitForTimeout(3_000);
  for (const key of keys) await page.keyboard.press(key);
  if (keys.length > 0) await page.waitForTimeout(1_000);
  await page.screenshot({ path: `${folder}${name}.png` });
  await page.close();
}
await browser.close();
