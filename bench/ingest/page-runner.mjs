// The child process of the pages bench: reads one tool's name, then answers page by page.
import { TOOLS } from './page-tools.mjs';

const ROUNDS = 3;
const run = await TOOLS[process.argv[2]]();
process.on('message', async (page) => {
  let text;
  let ms = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    try {
      text = await run(page);
    } catch {
      text = '';
    }
    ms = Math.min(ms, performance.now() - start);
  }
  process.send({ text: text ?? '', ms });
});
process.send('ready');
