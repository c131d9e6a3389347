import { ConfigError } from '../config/read-yaml.ts';

/** Errors whose message says what to do. */
const TOLD = ['ApiError', 'FolderInUseError', 'Refusal'];

/** A full disk: as Node says it, as PostgreSQL does, and as the embedded database's file system does (WASI's number). */
const DISK_FULL = ['ENOSPC', '53100', 51];

type SystemError = NodeJS.ErrnoException & { address?: string; port?: number };

/** An error that the user can mend, in words; undefined: a defect, and its trace says where. */
export function inWords(error: unknown): string | undefined {
  if (!(error instanceof Error)) return isDiskFull(error) ? DISK_IS_FULL : undefined;
  if (error instanceof ConfigError || TOLD.includes(error.name)) return error.message;
  if (isDiskFull(error)) return DISK_IS_FULL;
  const { code, syscall, address, port, message } = error as SystemError;
  if (code === 'EADDRINUSE' && port)
    return `${address}:${port} is in use by another program: stop it, or give another port in SUBTHRESHOLD_HTTP_PORT`;
  // "ENOENT: no such file or directory, open 'news.jsonl'"
  if (syscall) return message.replace(/^[A-Z]+: /, '');
  return error.cause === undefined ? undefined : inWords(error.cause);
}

const DISK_IS_FULL =
  'no space is left on the disk: make room and run it again; nothing that was kept is lost, and what was under way is taken up again';

function isDiskFull(error: unknown): boolean {
  const { code, errno } = Object(error) as { code?: unknown; errno?: unknown };
  return DISK_FULL.includes((code ?? errno) as string | number);
}
