import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

/** Whether browser tests can run. In CI they run, and fail where there is no Chromium. */
export const hasBrowser = CHROMIUM !== undefined || Boolean(process.env.CI);
if (!hasBrowser) console.warn('Not tested: the desk in a browser (Debian: apt-get install chromium).');

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM ?? 'chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
