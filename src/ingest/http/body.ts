import { Readable, type Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { HEAD_LENGTH } from './document-kind.ts';
import { FetchFailure } from './failure.ts';

export interface BodyOptions {
  /** for messages */
  host: string;
  /** Content-Encoding as it stands */
  encoding: string | null;
  /** Content-Length as it stands */
  length: string | null;
  /** most bytes over the wire, and after decompression */
  limits: { wire: number; decompressed: number };
  signal: AbortSignal;
  /** is shown the first HEAD_LENGTH bytes (all when there are fewer) before the rest is read, and may throw */
  inspect(head: Uint8Array): void;
}

/**
 * Reads a body to its end, decompressed. Memory stays within the limits, however much is sent or unpacked.
 * @throws FetchFailure too-large or bad-encoding, what `inspect` throws, or the error of the stream or of zlib
 */
export async function readBody(body: Readable, options: BodyOptions): Promise<Uint8Array> {
  const { host, encoding, length, limits, signal, inspect } = options;
  if (Number(length) > limits.wire) throw tooLarge(host, 'announces', limits.wire);
  const encodings = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (encodings.length > MOST_ENCODINGS)
    throw new FetchFailure('bad-encoding', `${host} says that its body is compressed ${encodings.length} times`);

  const wire = atMost(body, limits.wire, () => tooLarge(host, 'sends', limits.wire));
  const { head, all } = await peek(wire, MAGIC_LENGTH);
  // What was compressed last is unpacked first, and is the only layer whose first bytes are to be seen.
  const decoders = (head.length > 0 ? encodings : [])
    .toReversed()
    .flatMap((name, layer) => decoder(name, layer === 0 ? head : undefined, host))
    .filter((transform) => transform !== null);
  const verb = decoders.length > 0 ? 'unpacks to' : 'sends';
  const document = new Collector(limits.decompressed, inspect, () => tooLarge(host, verb, limits.decompressed));
  await pipeline([Readable.from(all), ...decoders, document], { signal });
  return document.bytes();
}

/** Ends an answer whose body nobody wants; its connection ends with it. */
export function discard(body: Readable): void {
  body.on('error', () => {}).destroy();
}

const MOST_ENCODINGS = 3;
const MAGIC_LENGTH = 2;

/** What unpacks `name`; null when the bytes show that there is nothing to unpack. */
function decoder(name: string, head: Buffer | undefined, host: string): Transform | null {
  switch (name) {
    case 'gzip':
    case 'x-gzip':
      // Some servers say gzip and send plain text.
      return head && !(head[0] === 0x1f && head[1] === 0x8b) ? null : createGunzip();
    case 'deflate':
      // Meant is zlib's format (RFC 9110, section 8.4.1.2); some servers send it bare.
      return head && ((head[0] ?? 0) & 0x0f) !== 8 ? createInflateRaw() : createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new FetchFailure(
        'bad-encoding',
        `${host} sends a compression that nobody asked for (${name.slice(0, 20)})`,
      );
  }
}

function tooLarge(host: string, verb: string, limit: number): FetchFailure {
  const megabytes = (limit / 1e6).toLocaleString('en');
  return new FetchFailure('too-large', `${host} ${verb} more than the ${megabytes} MB allowed for one document`);
}

type Done = (error?: Error) => void;

/** Keeps what is written to it, up to a limit, and shows its first bytes to `inspect`. */
class Collector extends Writable {
  readonly #chunks: Buffer[] = [];
  readonly #limit: number;
  readonly #inspect: (head: Uint8Array) => void;
  readonly #tooMuch: () => Error;
  #size = 0;
  #inspected = false;

  constructor(limit: number, inspect: (head: Uint8Array) => void, tooMuch: () => Error) {
    super();
    this.#limit = limit;
    this.#inspect = inspect;
    this.#tooMuch = tooMuch;
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#chunks);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    attempt(done, () => {
      this.#size += chunk.length;
      if (this.#size > this.#limit) throw this.#tooMuch();
      this.#chunks.push(chunk);
      if (this.#size >= HEAD_LENGTH) this.#showHead();
    });
  }

  override _final(done: Done): void {
    attempt(done, () => this.#showHead());
  }

  #showHead(): void {
    if (!this.#inspected) this.#inspect(this.bytes().subarray(0, HEAD_LENGTH));
    this.#inspected = true;
  }
}

function attempt(done: Done, step: () => void): void {
  try {
    step();
  } catch (error) {
    done(error as Error);
    return;
  }
  done();
}

async function* atMost(body: Readable, limit: number, tooMuch: () => Error): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooMuch();
    yield chunk;
  }
}

/** The first bytes of a stream, at least `length` if there are so many, and the stream with nothing taken away. */
async function peek(
  source: AsyncGenerator<Buffer>,
  length: number,
): Promise<{ head: Buffer; all: AsyncIterable<Buffer> }> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < length) {
    const { value, done } = await source.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  async function* all() {
    if (head.length > 0) yield head;
    yield* source;
  }
  return { head, all: all() };
}
