import { createServer, type Server, type Socket } from 'node:net';

/** Plays one request by hand, down to the bytes. */
export type Act = (socket: Socket, request: string) => void;

/** A server without manners: what it answers is up to the act of each path. */
export interface RawServer {
  url(path: string, host?: string): string;
  port: number;
  /** requests so far, in full */
  requests: string[];
  /** paths asked for on the connections that stand now */
  open(): string[];
  close(): Promise<void>;
}

/** Listens on `address` (loopback); each act is named by its path, `*` plays the others. */
export async function startRawServer(acts: Readonly<Record<string, Act>>, address = '127.0.0.1'): Promise<RawServer> {
  const sockets = new Map<Socket, string>();
  const requests: string[] = [];
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.set(socket, '');
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.on('end', () => socket.end());
    let head = '';
    socket.on('data', (chunk) => {
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      requests.push(head);
      const path = head.split(' ', 2)[1]?.split('?')[0] ?? '';
      sockets.set(socket, path);
      const act = acts[path] ?? acts['*'];
      if (act) act(socket, head);
      else socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
      head = '';
    });
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port } = server.address() as { port: number };
  return {
    url: (path, host = address) => `http://${host}:${port}${path}`,
    port,
    requests,
    open: () => [...sockets.values()],
    close: () => {
      for (const socket of sockets.keys()) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** An answer as bytes: status, headers, and a body with its right length unless `Content-Length` says otherwise. */
export function answer(status: number, headers: Readonly<Record<string, string>>, body: string | Uint8Array = ''): Act {
  const bytes = Buffer.from(body as string);
  const lines = Object.entries({ 'Content-Length': String(bytes.length), ...headers });
  const head = `HTTP/1.1 ${status} Whatever\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  return (socket) => {
    socket.write(head, 'latin1');
    socket.end(bytes);
  };
}

/** Writes `chunk` again and again, every `pause` milliseconds, after `head`. */
export function drip(head: string, chunk: string | Uint8Array, pause: number): Act {
  return (socket) => {
    socket.write(head);
    const timer = setInterval(() => socket.write(chunk), pause);
    socket.on('close', () => clearInterval(timer));
  };
}
