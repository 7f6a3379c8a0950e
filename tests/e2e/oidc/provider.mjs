// A provider with three people, two of whom have a confirmed address. Usage: node provider.mjs <port> <public_url of refleks>

import { Provider } from 'oidc-provider';

const [port, refleks] = process.argv.slice(2);
const confirmed = new Set(['berit', 'kari']);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: 'refleks',
      client_secret: 's3cret-of-the-client',
      redirect_uris: [`${refleks}/s/sign-in/done`],
    },
  ],
  claims: { openid: ['sub'], email: ['email', 'email_verified'] },
  conformIdTokenClaims: false, // what a person's token says without another call
  cookies: { keys: ['for the test alone'] },
  findAccount: (context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: `${id === 'eva' ? 'berit' : id}@fjordvik.example`, email_verified: confirmed.has(id) }),
  }),
});
provider.on('server_error', (context, error) => console.error(error));
provider.on('grant.error', (context, error) => console.error(error.message, error.error_description));
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
