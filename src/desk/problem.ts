import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { OpinionError } from '../store/blind.ts';
import { NothingToUndoError } from '../store/decisions.ts';
import { SearchError } from '../store/filter.ts';
import { StaleVersionError } from '../store/lock-incident.ts';
import { RegroupError } from '../store/regroup.ts';
import { UserError } from '../store/users.ts';
import { ViewExistsError } from '../store/views.ts';

/** An answer that says what went wrong, as a problem document (RFC 9457). */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, title: string, detail: string, headers: Record<string, string> = {}) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.title = title;
    this.headers = headers;
  }
}

/** Answers with an error as a problem document; what is our fault is logged, and not told. */
export function answerProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const { status, title, message } = problemOf(error);
  if (error instanceof Problem) reply.headers(error.headers);
  if (status >= 500) request.log.error({ err: error }, 'request failed');
  reply
    .code(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title, status, detail: message }));
}

/** Makes every error of the app a problem document. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler(answerProblem);
  app.setNotFoundHandler((request) => {
    throw new Problem(404, 'not found', `there is nothing at ${request.url.slice(0, 200)}`);
  });
}

/** What an error says to whoever asked. */
function problemOf(error: FastifyError | Problem): { status: number; title: string; message: string } {
  if (error instanceof Problem) return error;
  if (error instanceof StaleVersionError) return { status: 409, title: 'changed meanwhile', message: error.message };
  if (error instanceof NothingToUndoError) return { status: 409, title: 'nothing to undo', message: error.message };
  if (error instanceof RegroupError) return { status: 409, title: 'cannot be regrouped', message: error.message };
  if (error instanceof OpinionError) return { status: 409, title: 'not yours', message: error.message };
  if (error instanceof ViewExistsError) return { status: 409, title: 'name taken', message: error.message };
  if (error instanceof UserError) return { status: 409, title: 'not possible', message: error.message };
  if (error instanceof SearchError) return { status: 400, title: 'bad search', message: error.message };
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
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status < 500) return { status, title: 'bad request', message: error.message };
  return { status: 500, title: 'internal error', message: 'the log of Subthreshold says more' };
}
