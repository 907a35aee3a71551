// A company's own sign-in, as OpenID Connect offers it: npm's oidc-provider, with people that we invent.

import { once } from 'node:events';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { freePort } from './server.js';

/**
 * Starts a provider for one client that comes back to `callback`. Whoever signs in there by name (any password)
 * is `NAME@example.jp`.
 */
export async function startProvider(callback) {
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const client = { client_id: 'tasuki', client_secret: 'a-secret-of-the-test-0123456789ab' };
  const provider = new Provider(issuer, {
    clients: [{ ...client, redirect_uris: [callback], grant_types: ['authorization_code'] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['a-key-of-the-test'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@example.jp`, email_verified: true, name: id }),
    }),
  });
  const http = createServer(provider.callback());
  http.listen(port, '127.0.0.1');
  await once(http, 'listening');
  return { issuer, ...client, stop: () => new Promise((resolve) => http.close(resolve)) };
}
