/* Every form that somebody met, filled in well but for one field, which
 * holds what no friend would type. The server must answer, and live. */

const ODD = ["7\r\nX-Injected: zq", "\n", "\t", "\x01", "\x7f", "\0",
  "\"><b zq>", "=cmd|' /C calc'!A0", "//evil.example", "../../etc/passwd",
  ";,\\:\"'", "%0d%0aX-Injected:zq", "-1", "0", "99999999999999999999",
  "9999-12-31", "0001-01-01", "\u202E\u2066", "\uFFFF", "{}[]", " ",
  "长".repeat(10000), "a".repeat(10000)];

/* They would end what the others need. */
const NOT = /logout|\/password|\/login|\/me\/|\/close$|\/sessions/;

const EACH = 2;                 /* kind of form, by so many */

async function send(client, form, field, value, broken) {
  const { page, action, fields } = form;
  const _token = await client.token(page);
  const answer = await client.raw(action,
    { ...fields, _token: _token || fields._token, [field]: value },
    { Origin: client.base });
  const said = `${client.label} ${action} ${field}=` +
    `${JSON.stringify(value.slice(0, 20))}: ${answer.status}`;
  const leads = answer.headers.location ?? "/";
  const injected = answer.headers["x-injected"] || /<b zq>/.test(
    answer.type.startsWith("text/html") ? answer.body : "");
  if (answer.status >= 500 || injected || /^(\/\/|\/\\|[^/])/.test(leads)) {
    broken.push(said);
  }
}

export async function oddWords(ok, met) {
  const done = new Map();
  const broken = [];
  let sent = 0;
  for (const { client, forms } of met) {
    for (const [kind, form] of forms) {
      const names = Object.keys(form.fields).filter((n) => n !== "_token");
      const times = done.get(kind) ?? 0;
      if (NOT.test(form.action) || times === EACH || names.length === 0) {
        continue;
      }
      done.set(kind, times + 1);
      for (const field of names) {
        for (const value of ODD) {
          await send(client, form, field, value, broken);
          sent++;
        }
      }
    }
  }
  ok(`${sent} forms with one odd field, of ${done.size} kinds, break ` +
    "nothing", broken.length === 0, broken.slice(0, 12).join("\n      "));
}

/* Every question that a route of the list takes, and every cookie. */
export async function oddQueries(ok, clients, garden) {
  const { paths } = JSON.parse((await clients[0].get("/openapi.json")).body);
  const broken = [];
  let asked = 0;
  const ask = async (client, path, headers = {}) => {
    const answer = await client.get(path, headers);
    asked++;
    if (answer.status >= 500 || answer.headers["x-injected"] ||
        (answer.type.startsWith("text/html") &&
        answer.body.includes("<b zq>"))) {
      broken.push(`${client.label} ${path.slice(0, 80)} ${answer.status}`);
    }
  };
  for (const [path, { get }] of Object.entries(paths)) {
    const names = (get?.parameters ?? []).filter((p) => p.in === "query")
      .map(({ name }) => name);
    const real = path.replace(/\{code\}/, /^\/areas/.test(path) ? "320682111"
      : garden.station).replace(/\{area\}/, "320682111")
      .replace(/\{register\}/, "deputies").replace(/\{\w+\}/g, "1");
    for (const client of clients) {
      for (const name of names) {
        for (const value of ODD.filter((v) => v.length < 100)) {
          await ask(client, `${real}?${name}=${encodeURIComponent(value)}`);
        }
      }
    }
  }
  for (const name of ["sid", "slip", "kiosk", "look", "flash", "xq", "entry",
    "half", "oidc"]) {
    for (const value of ODD.filter((v) => /^[ -~]{1,99}$/.test(v))) {
      for (const path of ["/", "/track", "/kiosk", "/login/first/password",
        "/login/code", "/work"]) {
        await ask(clients[0], path, { Cookie: `${name}=${value}` });
      }
    }
  }
  ok(`${asked} questions and cookies with an odd value break nothing`,
    broken.length === 0, broken.slice(0, 12).join("\n      "));
}
