import type { WorkerContext } from './context.ts';
import { prepareDeliveries } from './deliver.ts';
import type { Jobs } from './queues.ts';

/** Does what comes round. */
export async function routine(context: WorkerContext, what: Jobs['routine']['what']): Promise<void> {
  switch (what) {
    case 'deliveries':
      return prepareDeliveries(context);
    case 'exports':
    case 'retention':
  }
}
