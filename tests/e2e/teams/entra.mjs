// A stand-in for what identifies Teams and bots to each other: OpenID metadata, keys with endorsements, tokens. Loopback only,
// over TLS with the certificate that `run` made. Keys of its own in every run.

import { constants, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';

export const channelIssuer = 'https://api.botframework.com';

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
export const seconds = () => Math.floor(Date.now() / 1000);

// An RSA key with its public half as JWKS knows it.
export function newKey(kid, endorsements) {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...pair.publicKey.export({ format: 'jwk' }), kid, use: 'sig' };
  if (endorsements) jwk.endorsements = endorsements;
  return { kid, jwk, private: pair.privateKey, public: pair.publicKey };
}

// A compact token. `header` overrides parts of the header (undefined removes one), the algorithm included; HS256 signs with the
// public key as PEM, as forgers do.
export function signed(key, claims, header = {}) {
  const head = JSON.parse(JSON.stringify({ alg: 'RS256', typ: 'JWT', kid: key.kid, ...header }));
  const input = `${base64url(head)}.${base64url(claims)}`;
  if (head.alg === 'none') return `${input}.`;
  let signature;
  if (head.alg === 'HS256') {
    signature = createHmac('sha256', key.public.export({ type: 'spki', format: 'pem' }))
      .update(input)
      .digest();
  } else {
    const padding = head.alg.startsWith('PS') ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
    signature = sign(`sha${head.alg.slice(2)}`, Buffer.from(input), {
      key: key.private,
      padding,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    });
  }
  return `${input}.${signature.toString('base64url')}`;
}

// Starts it. `certificates`: the folder with server.key and server.crt. Tokens for tenant `tenant` only.
// Gives { url, port, channel: keys of Teams' tokens, entra: keys of Entra's, asked: paths in order, down, close() }.
export async function startEntra({ certificates, tenant, clients }) {
  const self = {
    asked: [],
    down: false,
    channel: [newKey('teams-1', ['msteams', 'webchat'])],
    entra: [newKey('entra-1')],
  };
  const server = createServer(
    { key: readFileSync(`${certificates}/server.key`), cert: readFileSync(`${certificates}/server.crt`) },
    async (request, response) => {
      const path = request.url.split('?')[0];
      self.asked.push(`${request.method} ${path}`);
      const say = (status, json) => {
        response.writeHead(status, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(json));
      };
      if (self.down) return say(503, {});
      if (path === '/v1/.well-known/openidconfiguration')
        return say(200, {
          issuer: channelIssuer,
          jwks_uri: `${self.url}/v1/.well-known/keys`,
          id_token_signing_alg_values_supported: ['RS256'],
        });
      if (path === '/v1/.well-known/keys') return say(200, { keys: self.channel.map((key) => key.jwk) });
      const [, first, ...rest] = path.split('/');
      const inside = rest.join('/');
      if (inside === 'v2.0/.well-known/openid-configuration')
        return say(200, {
          issuer: `https://login.microsoftonline.com/${tenant}/v2.0`,
          authorization_endpoint: `https://login.microsoftonline.com/${first}/oauth2/v2.0/authorize`,
          token_endpoint: `https://login.microsoftonline.com/${first}/oauth2/v2.0/token`,
          jwks_uri: `${self.url}/${first}/discovery/v2.0/keys`,
          id_token_signing_alg_values_supported: ['RS256'],
        });
      // Both sign what goes to a bot or comes from one, so both kinds of keys are told.
      if (inside === 'discovery/v2.0/keys') return say(200, { keys: self.entra.map((key) => key.jwk) });
      if (path.startsWith('/common/discovery/instance'))
        return say(200, {
          tenant_discovery_endpoint: `https://login.microsoftonline.com/${tenant}/v2.0/.well-known/openid-configuration`,
          'api-version': '1.1',
          metadata: [
            {
              preferred_network: 'login.microsoftonline.com',
              preferred_cache: 'login.microsoftonline.com',
              aliases: ['login.microsoftonline.com'],
            },
          ],
        });
      if (request.method === 'POST' && inside === 'oauth2/v2.0/token') {
        let body = '';
        for await (const piece of request) body += piece;
        const form = new URLSearchParams(body);
        const client = form.get('client_id');
        if (
          first !== tenant ||
          clients[client] !== form.get('client_secret') ||
          form.get('grant_type') !== 'client_credentials'
        )
          return say(401, { error: 'invalid_client' });
        const now = seconds();
        // Tokens for a bot last for years both ways: the bot's clock is moved through weeks while this one's stands.
        const toBot = form.get('scope') === `${client}/.default`;
        const token = signed(self.entra[0], {
          iss: `https://sts.windows.net/${tenant}/`,
          aud: form.get('scope').replace(/\/\.default$/, ''),
          appid: client,
          tid: tenant,
          ver: '1.0',
          iat: now,
          nbf: toBot ? 1577836800 : now - 5,
          exp: toBot ? 4102444800 : now + 3599,
        });
        return say(200, { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: token });
      }
      return say(404, {});
    },
  );
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  self.port = server.address().port;
  self.url = `https://localhost:${self.port}`;
  self.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return self;
}
