// Builds dist/ from src/: compiled JavaScript and the files that go with it.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const step = (args) => {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

/** Puts compressed copies beside files, for the desk to serve. */
function compress(folder) {
  for (const name of readdirSync(folder)) {
    const content = readFileSync(`${folder}/${name}`);
    writeFileSync(`${folder}/${name}.br`, brotliCompressSync(content));
    writeFileSync(`${folder}/${name}.gz`, gzipSync(content, { level: 9 }));
  }
}

rmSync(`${root}dist`, { recursive: true, force: true });
step(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
step(['scripts/build-gazetteer.mjs']);
cpSync(`${root}src/store/migrations`, `${root}dist/store/migrations`, { recursive: true });
step(['node_modules/vite/bin/vite.js', 'build', '--config', 'src/desk/web/vite.config.ts', '--logLevel', 'error']);
compress(`${root}dist/desk/web/assets`);
// npx links to it once and then runs it as it is, also after a later build.
chmodSync(`${root}dist/cli/main.js`, 0o755);
writeFileSync(`${root}dist/.built`, '');
