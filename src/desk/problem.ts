import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionError, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { OpinionError } from '../store/blind.ts';
import { NothingToUndoError } from '../store/decisions.ts';
import { SearchError } from '../store/filter.ts';
import { StaleVersionError } from '../store/lock-incident.ts';
import { RegroupError } from '../store/regroup.ts';
import { UserError } from '../store/users.ts';
import { ViewExistsError } from '../store/views.ts';

/** How the API refuses, by status. */
export const PROBLEMS = {
  400: 'What was asked for cannot be understood; the detail names what is wrong with it',
  401: 'Whoever asks has not logged in, or the token is not good',
  403: 'Whoever asks may not do this, or the request comes from a page of another site',
  404: 'There is no such thing (any more)',
  405: 'The address takes other methods; Allow names them',
  409: 'It does not fit what is there: it was changed meanwhile, exists already, or is not to be had now',
  410: 'A link that was used, replaced, or is too old',
  413: 'The body is too large',
  414: 'A part of the address is too long',
  415: 'The body is not JSON',
  422: 'It was understood, and cannot be done; the detail says why',
  429: 'Too many requests; Retry-After says when to go on',
  500: 'A defect; the log of Subthreshold says more',
  503: 'The store or the queues do not answer',
} as const;
export type ProblemStatus = keyof typeof PROBLEMS;

export const problemSchema = z
  .object({
    type: z.literal('about:blank'),
    title: z.string().describe('the kind of problem, in two or three words'),
    status: z.int(),
    detail: z.string().describe('what is wrong and what to do, for a person'),
  })
  .meta({ id: 'Problem', description: 'A problem document (RFC 9457)' });

/** An answer that says what went wrong, as a problem document (RFC 9457). */
export class Problem extends Error {
  readonly status: ProblemStatus;
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: ProblemStatus, title: string, detail: string, headers: Record<string, string> = {}) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.title = title;
    this.headers = headers;
  }
}

/** Answers with an error as a problem document; what is our fault is logged, and not told. */
export function answerProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const told = problemOf(error);
  if (error instanceof Problem) reply.headers(error.headers);
  if (told.status >= 500) request.log.error({ err: error }, 'request failed');
  reply.code(told.status).type('application/problem+json').send(documentOf(told));
}

/** Makes every error of the app a problem document. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler(answerProblem);
  app.setNotFoundHandler(({ method, url }) => {
    const [path = ''] = url.split('?');
    const allowed = [...new Set(app.routes.filter((route) => isAt(route.url, path)).flatMap((route) => route.method))];
    if (allowed.length === 0)
      throw new Problem(
        404,
        'not found',
        `there is nothing at ${path.slice(0, 200)}: /api/v1/openapi.json says what there is`,
      );
    const allow = allowed.join(', ');
    throw new Problem(405, 'method not allowed', `${method} is nothing for this address: it takes ${allow}`, { allow });
  });
}

/** Whether a path is one of a route's: `/api/v1/incidents/12` of `/api/v1/incidents/:id`. */
const isAt = (route: string, path: string) =>
  new RegExp(`^${route.replace(/[.]/g, '\\$&').replace(/:\w+/g, '[^/]+').replace('*', '.*')}$`).test(path);

/** Tells a client whose bytes are no request of HTTP, or come too slowly, as Node finds out before there is a request. */
export function answerClientError(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const [status, title, detail] = CLIENT_ERRORS[error.code] ?? [400, 'bad request', 'this is no request of HTTP/1.1'];
  const body = documentOf({ status, title, message: detail });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

const CLIENT_ERRORS: Record<string, [status: number, title: string, detail: string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'too slow', 'the request took too long to come: send it again'],
  HPE_HEADER_OVERFLOW: [431, 'too many headers', 'the headers are too large: send fewer, or shorter cookies'],
  HPE_INVALID_METHOD: [405, 'method not allowed', 'there is no such method: use GET, POST, PUT, PATCH or DELETE'],
};

interface Told {
  status: number;
  title: string;
  message: string;
}

const documentOf = ({ status, title, message }: Told) =>
  JSON.stringify({ type: 'about:blank', title, status, detail: message });

/** What the store's refusals are called. */
const REFUSALS = [
  [StaleVersionError, 409, 'changed meanwhile'],
  [NothingToUndoError, 409, 'nothing to undo'],
  [RegroupError, 409, 'cannot be regrouped'],
  [OpinionError, 409, 'not yours'],
  [ViewExistsError, 409, 'name taken'],
  [UserError, 409, 'not possible'],
  [SearchError, 400, 'bad search'],
] as const;

/** What Fastify finds wrong with a request, by its code. */
const REQUEST_ERRORS: Record<string, [title: string, detail: string]> = {
  FST_ERR_CTP_INVALID_JSON_BODY: ['bad JSON', 'the body is not JSON: look for a missing quote, comma or bracket'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['bad JSON', 'the body is empty: send a JSON object, {} at least'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported media type', 'send the body as JSON (content-type: application/json)'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['too large', 'the body is too large: send it in several parts'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['bad request', 'content-length is not the length of the body'],
  FST_ERR_BAD_URL: ['bad address', 'the address is not well encoded: a % stands before two hexadecimal digits'],
  FST_ERR_MAX_PARAM_LENGTH: ['bad address', 'a part of the address is too long to be a name of anything'],
};

/** What an error says to whoever asked. */
function problemOf(error: FastifyError | Problem): Told {
  if (error instanceof Problem) return error;
  for (const [kind, status, title] of REFUSALS)
    if (error instanceof kind) return { status, title, message: error.message };
  if (hasZodFastifySchemaValidationErrors(error))
    return {
      status: 400,
      title: 'bad request',
      message: error.validation
        .map(
          ({ instancePath, message }) =>
            `${instancePath.replaceAll('/', '.').replace(/^\./, '') || 'request'}: ${message}`,
        )
        .join('; '),
    };
  const { code, statusCode: status = 500 } = error;
  const [title, message] = REQUEST_ERRORS[code] ?? ['bad request', error.message];
  if (status < 500) return { status, title, message };
  const codes = codesOf(error);
  if (codes.some((one) => UNKEEPABLE.has(one)))
    return {
      status: 400,
      title: 'bad request',
      message: 'the database cannot take a value that was sent: a number out of all range, or a character U+0000',
    };
  if (codes.includes('MaxRetriesPerRequestError')) return away('the queues do');
  if (codes.some((one) => AWAY.test(one))) return away('the database does');
  return { status: 500, title: 'internal error', message: 'a defect of Subthreshold: its log says more' };
}

const away = (what: string): Told => ({
  status: 503,
  title: 'not available',
  message: `${what} not answer: try again in a minute; if it lasts, the log of Subthreshold says more`,
});

/** PostgreSQL's codes for values that it cannot take. */
const UNKEEPABLE = new Set(['22003', '22008', '22021', '22P02', '22P05']);
/** What a connection that fails is called: by Node, by PostgreSQL (class 08, shutting down), by its driver. */
const AWAY =
  /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|08...|57P0[1-3]|53300|Connection terminated.*|timeout exceeded when trying to connect)$/;

/** By what an error, and those that it came from, can be told: codes, and where a driver gives none, names and messages. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const { code, name, message, cause } = error as Error & { code?: unknown };
  return [...(typeof code === 'string' ? [code] : [name, message]), ...codesOf(cause)];
}
