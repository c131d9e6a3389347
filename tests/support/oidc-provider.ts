import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { onTestFinished } from 'vitest';

/** Whoever the provider lets in next. */
export type Person = Record<string, unknown> & { sub: string };

/** A small OpenID provider that lets everybody in without asking: discovery, authorization code with PKCE, userinfo. */
export async function startProvider({ clientId, secret }: { clientId: string; secret: string }) {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const codes = new Map<string, { person: Person; nonce: string; challenge: string; redirect: string }>();
  const tokens = new Map<string, Person>();
  const provider = { issuer: '', person: { sub: 'nobody' } as Person, secret };

  const answers: Record<string, (request: IncomingMessage, url: URL) => Promise<object | URL | number>> = {
    '/.well-known/openid-configuration': async () => ({
      issuer: provider.issuer,
      authorization_endpoint: `${provider.issuer}/authorize`,
      token_endpoint: `${provider.issuer}/token`,
      userinfo_endpoint: `${provider.issuer}/userinfo`,
      jwks_uri: `${provider.issuer}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
    }),
    '/keys': async () => ({ keys: [jwk] }),
    '/authorize': async (_, { searchParams: asked }) => {
      if (asked.get('code_challenge_method') !== 'S256' || asked.get('client_id') !== clientId) return 400;
      const code = randomUUID();
      const redirect = asked.get('redirect_uri') ?? '';
      codes.set(code, {
        ...{ person: provider.person, redirect },
        ...{ nonce: asked.get('nonce') ?? '', challenge: asked.get('code_challenge') ?? '' },
      });
      const back = new URL(redirect);
      back.search = String(new URLSearchParams({ code, state: asked.get('state') ?? '' }));
      return back;
    },
    '/token': async (request) => {
      const sent = new URLSearchParams(await text(request));
      const given = codes.get(sent.get('code') ?? '');
      codes.delete(sent.get('code') ?? '');
      const verified = createHash('sha256')
        .update(sent.get('code_verifier') ?? '')
        .digest('base64url');
      const known = sent.get('client_id') === clientId && sent.get('client_secret') === provider.secret;
      if (!known || given?.challenge !== verified || given.redirect !== sent.get('redirect_uri')) return 400;
      const token = randomUUID();
      tokens.set(token, given.person);
      const idToken = await new SignJWT({ nonce: given.nonce })
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .setIssuer(provider.issuer)
        .setAudience(clientId)
        .setSubject(given.person.sub)
        .setIssuedAt()
        .setExpirationTime('5 min')
        .sign(privateKey);
      return { access_token: token, token_type: 'Bearer', expires_in: 300, id_token: idToken };
    },
    '/userinfo': async ({ headers }) => tokens.get(headers.authorization?.replace('Bearer ', '') ?? '') ?? 401,
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', provider.issuer);
    const answer = await (answers[url.pathname]?.(request, url) ?? 404);
    if (typeof answer === 'number') return response.writeHead(answer).end('{}');
    if (answer instanceof URL) return response.writeHead(302, { location: answer.href }).end();
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  provider.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return provider;
}
