// A real OpenID Connect provider (npm oidc-provider) for the tests: on a free
// port of 127.0.0.1, with invented people, for as long as it is not killed.
//
//   node script/browser/oidc_provider.mjs --back URL [--port N]
//
// Prints one line of JSON once it serves: issuer, clients, people.  There is
// a client for each algorithm that the house can check; --back is the address
// to which people are sent back.  Nothing is kept: all is in memory.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import process from 'node:process';
import { Provider } from 'oidc-provider';

const argument = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? process.argv[at + 1] : otherwise;
};
const back = argument('back', 'http://127.0.0.1:8311/login/oidc/back');

// Invented.  The second has a name that a page must escape, the third none.
const PEOPLE = {
  lichun: {
    password: 'kuihua-luntan-9', name: '李春', preferred_username: 'lichun',
    email: 'lichun@linjiang.example', email_verified: true,
  },
  odd: {
    password: 'kuihua-luntan-9', name: '<b>何小满</b> & "友"',
    preferred_username: 'hexiaoman', email: 'he@linjiang.example',
    email_verified: false,
  },
  bare: { password: 'kuihua-luntan-9' },
};

const jwk = (type, options, more) => ({
  ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }),
  use: 'sig', ...more,
});

const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'Ed25519'];
const clients = ALGORITHMS.map((alg) => ({
  client_id: alg === 'RS256' ? 'xinqiao' : `xinqiao-${alg.toLowerCase()}`,
  client_secret: `secret of ${alg} + 1/2`,
  id_token_signed_response_alg: alg,
  redirect_uris: [back],
  grant_types: ['authorization_code'],
  response_types: ['code'],
  token_endpoint_auth_method:
    alg === 'PS256' ? 'client_secret_post' : 'client_secret_basic',
}));

const escaped = (text) => String(text).replace(/[&<>"']/g,
  (c) => `&#${c.codePointAt(0)};`);

const loginPage = (uid, wrong) => `<!doctype html><html lang="zh-CN">
<meta charset="utf-8"><title>统一登录（测试）</title>
<h1>统一登录（测试）</h1>${wrong ? '<p role="alert">用户名或密码不对。</p>' : ''}
<form method="post" action="/interaction/${escaped(uid)}">
<label>用户名 <input name="login" required></label>
<label>密码 <input name="password" type="password" required></label>
<button type="submit">登录</button>
<button type="submit" name="no" value="1" formnovalidate>取消</button>
</form></html>`;

const read = async (request) => {
  let body = '';
  for await (const piece of request) {
    body += piece;
    if (body.length > 10000) throw new Error('too long');
  }
  return new URLSearchParams(body);
};

const server = createServer();
server.listen(Number(argument('port', '0')), '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients,
    jwks: {
      keys: [
        jwk('rsa', { modulusLength: 2048 }, { kid: 'r', alg: 'RS256' }),
        jwk('rsa', { modulusLength: 2048 }, { kid: 'p', alg: 'PS256' }),
        jwk('ec', { namedCurve: 'P-256' }, { kid: 'e', alg: 'ES256' }),
        jwk('ed25519', {}, { kid: 'd', alg: 'Ed25519' }),
      ],
    },
    enabledJWA: { idTokenSigningAlgValues: ALGORITHMS },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (ctx, it) => `/interaction/${it.uid}` },
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username'],
      email: ['email', 'email_verified'],
    },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    async findAccount(ctx, id) {
      const { password, ...claims } = PEOPLE[id] ?? {};
      return password && {
        accountId: id, claims: async () => ({ sub: id, ...claims }),
      };
    },
    // Whoever logs in here has agreed: the tests are about logging in.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
  const oidc = provider.callback();
  server.on('request', async (request, response) => {
    try {
      const at = /^\/interaction\/([\w-]+)$/.exec(request.url);
      if (!at) {
        oidc(request, response);
        return;
      }
      const details = await provider.interactionDetails(request, response);
      let wrong = false;
      if (request.method === 'POST') {
        const sent = await read(request);
        const person = PEOPLE[sent.get('login')];
        const right = person && person.password === sent.get('password');
        if (sent.get('no') || right) {
          const result = right
            ? { login: { accountId: sent.get('login') } }
            : { error: 'access_denied' };
          await provider.interactionFinished(request, response, result,
            { mergeWithLastSubmission: false });
          return;
        }
        wrong = true;
      }
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(loginPage(details.uid, wrong));
    } catch (error) {
      response.statusCode = 400;
      response.end(String(error));
    }
  });
  console.log(JSON.stringify({
    issuer,
    clients: clients.map((c) => ({ id: c.client_id, secret: c.client_secret,
      alg: c.id_token_signed_response_alg })),
    people: Object.keys(PEOPLE),
  }));
});

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => process.exit(0));
}
