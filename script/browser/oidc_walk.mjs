// What a browser does at the provider of oidc_provider.mjs: opens the address
// of the authorization, logs in, and prints the address to which it is sent
// back (without going there).
//
//   node script/browser/oidc_walk.mjs AUTHORIZE_URL BACK LOGIN PASSWORD|no
import process from 'node:process';

const [, , start, back, login, password] = process.argv;
const cookies = new Map();

const ask = async (url, options = {}) => {
  const cookie = [...cookies].map(([k, v]) => `${k}=${v}`).join('; ');
  const response = await fetch(url, {
    ...options, redirect: 'manual', headers: { ...options.headers, cookie },
  });
  for (const line of response.headers.getSetCookie()) {
    const [pair] = line.split(';');
    const at = pair.indexOf('=');
    cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
  return response;
};

let url = start;
let options = {};
for (let steps = 0; steps < 10; steps++) {
  const response = await ask(url, options);
  options = {};
  const to = response.headers.get('location');
  if (to) {
    url = new URL(to, url).href;
    if (url.startsWith(back)) {
      console.log(url);
      process.exit(0);
    }
    continue;
  }
  const page = await response.text();
  const form = /<form method="post" action="([^"]+)"/.exec(page);
  if (!form || page.includes('role="alert"')) {
    console.error(response.status, page.slice(0, 2000));
    process.exit(1);
  }
  url = new URL(form[1], url).href;
  const fields = password === 'no' ? { no: '1' } : { login, password };
  options = { method: 'POST', body: new URLSearchParams(fields) };
}
console.error('too many steps');
process.exit(1);
