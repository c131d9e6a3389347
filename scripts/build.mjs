// Builds dist/ from src/: compiled JavaScript and the files that go with it.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const step = (args) => {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

rmSync(`${root}dist`, { recursive: true, force: true });
step(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
step(['scripts/build-gazetteer.mjs']);
cpSync(`${root}src/store/migrations`, `${root}dist/store/migrations`, { recursive: true });
cpSync(`${root}src/desk/pages/style.css`, `${root}dist/desk/pages/style.css`);
writeFileSync(`${root}dist/.built`, '');
