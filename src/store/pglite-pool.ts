import { EventEmitter } from 'node:events';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';

interface QueryConfig {
  text: string;
  values?: readonly unknown[];
  rowMode?: 'array';
  types?: { getTypeParser(oid: number, format: 'text'): (value: string) => unknown };
}

interface QueryResult {
  // biome-ignore lint/suspicious/noExplicitAny: as pg types it
  rows: any[];
  rowCount: number;
  fields: { name: string; dataTypeID: number }[];
  command: string;
}

// Types whose values pg parses; all others stay text, as with pg.
const ARRAYS = [
  199, 1000, 1001, 1005, 1007, 1009, 1014, 1015, 1016, 1021, 1022, 1028, 1115, 1182, 1185, 1187, 1231, 2951, 3807,
];
const OIDS = [...Object.values(pg.types.builtins), ...ARRAYS];

const LISTEN = /^(?:\s|--[^\n]*\n)*(listen|unlisten)\s+"?(\w+)"?/i;
const TRANSACTION = /^(?:\s|--[^\n]*\n)*(begin|start\s+transaction|commit|end|rollback(?!\s+to))\b/i;

/**
 * PGlite with the surface of a `pg.Pool`, so that Drizzle and BullMQ use the embedded database as they use a server.
 *
 * PGlite has one session: between BEGIN and COMMIT of one client the others wait, and `SET` outlives its client.
 */
export class PglitePool extends EventEmitter {
  readonly #database: PGlite;
  /** the one session: whoever awaits the tail of this chain has it until the promise that it put there settles */
  #turn: Promise<void> = Promise.resolve();
  #ended: Promise<void> | undefined;

  private constructor(database: PGlite) {
    super();
    this.#database = database;
  }

  /** Opens the database in `folder` (made when missing). Nothing guards the folder: see data-folder.ts. */
  static async open(folder: string): Promise<PglitePool> {
    return new PglitePool(await PGlite.create(folder));
  }

  async query(query: string | QueryConfig, values?: readonly unknown[]): Promise<QueryResult> {
    const release = await this.#acquire();
    try {
      return await this.#run(query, values);
    } finally {
      release();
    }
  }

  async connect(): Promise<PgliteClient> {
    return new PgliteClient(
      this.#database,
      () => this.#acquire(),
      (query, values) => this.#run(query, values),
    );
  }

  /** Waits for the running query, then closes the database. */
  async end(): Promise<void> {
    this.#ended ??= this.#acquire().then(async (release) => {
      await this.#database.close();
      release();
    });
    return this.#ended;
  }

  async #acquire(): Promise<() => void> {
    const before = this.#turn;
    let release = () => {};
    this.#turn = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    if (this.#database.closed) {
      release();
      // The words that BullMQ knows from pg: to it they mean "shut down", not "broken".
      throw new Error('Cannot use a pool after calling end on the pool');
    }
    return release;
  }

  async #run(query: string | QueryConfig, values?: readonly unknown[]): Promise<QueryResult> {
    const {
      text,
      values: own,
      rowMode,
      types = pg.types,
    } = typeof query === 'string' ? ({ text: query } as QueryConfig) : query;
    const parameters = values ?? own ?? [];
    const options = {
      ...(rowMode ? { rowMode } : {}),
      parsers: Object.fromEntries(OIDS.map((oid) => [oid, types.getTypeParser(oid, 'text')])),
    };
    // The simple protocol takes several statements at once, the extended one takes parameters.
    const results =
      parameters.length > 0
        ? [await this.#database.query(text, [...parameters], options)]
        : await this.#database.exec(text, options);
    const last = results.at(-1);
    return {
      rows: last?.rows ?? [],
      rowCount: last?.rows.length || (last?.affectedRows ?? 0),
      fields: last?.fields ?? [],
      command: text.trimStart().split(/\s/, 1)[0]?.toUpperCase() ?? '',
    };
  }
}

/** A client of the pool: alone between BEGIN and COMMIT, and told of notifications. */
class PgliteClient extends EventEmitter {
  readonly #database: PGlite;
  readonly #acquire: () => Promise<() => void>;
  readonly #run: (query: string | QueryConfig, values?: readonly unknown[]) => Promise<QueryResult>;
  readonly #channels = new Map<string, () => Promise<void>>();
  #release: (() => void) | undefined;

  constructor(
    database: PGlite,
    acquire: () => Promise<() => void>,
    run: (query: string | QueryConfig, values?: readonly unknown[]) => Promise<QueryResult>,
  ) {
    super();
    this.#database = database;
    this.#acquire = acquire;
    this.#run = run;
  }

  async query(query: string | QueryConfig, values?: readonly unknown[]): Promise<QueryResult> {
    const text = typeof query === 'string' ? query : query.text;
    const subscription = LISTEN.exec(text);
    if (subscription) return this.#subscribe(subscription[1] as string, subscription[2] as string);

    const transaction = TRANSACTION.exec(text)?.[1]?.toLowerCase();
    const held = this.#release ?? (await this.#acquire());
    if (transaction && /^(begin|start)/.test(transaction)) this.#release = held;
    try {
      return await this.#run(query, values);
    } finally {
      if (!this.#release) held();
      else if (transaction && /^(commit|end|rollback)/.test(transaction)) this.#endTransaction();
    }
  }

  /** Gives the client back. A transaction left open is rolled back; subscriptions end. */
  release(): void {
    const channels = [...this.#channels.values()];
    this.#channels.clear();
    if (!this.#database.closed) for (const unlisten of channels) unlisten().catch(() => {});
    if (this.#release)
      this.#run('ROLLBACK')
        .catch(() => {})
        .finally(() => this.#endTransaction());
    this.removeAllListeners();
  }

  #endTransaction() {
    const release = this.#release;
    this.#release = undefined;
    release?.();
  }

  async #subscribe(verb: string, channel: string): Promise<QueryResult> {
    await this.#channels.get(channel)?.();
    this.#channels.delete(channel);
    if (verb.toLowerCase() === 'listen') {
      const release = this.#release ? () => {} : await this.#acquire();
      try {
        const unlisten = await this.#database.listen(channel, (payload) =>
          this.emit('notification', { channel, payload }),
        );
        this.#channels.set(channel, () => unlisten());
      } finally {
        release();
      }
    }
    return { rows: [], rowCount: 0, fields: [], command: verb.toUpperCase() };
  }
}
