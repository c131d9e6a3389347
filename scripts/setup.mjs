// Makes a fresh clone ready: installs packages when they are missing or older than the lock file, builds when a source
// is newer than the build. Says nothing when there is nothing to do. Plain Node, since nothing is installed yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modified = (path) => (existsSync(join(root, path)) ? statSync(join(root, path)).mtimeMs : 0);

/** Lists that the build makes into the place index. */
const PLACE_LISTS = ['countries', 'regions', 'features'].map((name) => `config/lexicon/places-${name}.yaml`);

/** Newest modification time (ms) of any file below `folder`. */
const newest = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true }).reduce((latest, entry) => {
    const path = join(folder, entry.name);
    return Math.max(latest, entry.isDirectory() ? newest(path) : modified(path));
  }, 0);

const run = (label, command, args) => {
  console.error(`subthreshold: ${label}`);
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (error || status !== 0) {
    console.error(`subthreshold: "${command} ${args.join(' ')}" failed${error ? `: ${error.message}` : ''}`);
    process.exit(status ?? 1);
  }
};

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`subthreshold: Node ${process.versions.node} is too old; version 20.19 or later is needed`);
  process.exit(1);
}
if (modified('node_modules/.package-lock.json') < modified('package-lock.json'))
  run('installing packages (npm ci) …', 'npm', ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund']);
if (
  modified('dist/.built') <
  Math.max(
    newest('src'),
    newest('scripts'),
    modified('package-lock.json'),
    modified('tsconfig.json'),
    ...PLACE_LISTS.map(modified),
  )
)
  run('building …', process.execPath, ['scripts/build.mjs']);
