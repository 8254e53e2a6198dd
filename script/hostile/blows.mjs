/* Requests that no friend would send, over sockets and forms.  Each function
 * gets `ok(sentence, fact, detail)` and a garden with clients in it. */
import { Client, send } from "./client.mjs";
import { answers, slowly, speak, status } from "./wire.mjs";

const HOST = "Host: 127.0.0.1\r\n";

function refused(heard) {
  return heard === "" || status(heard) >= 400;
}

/* ---- bytes ---------------------------------------------------------------- */

export async function smuggling(ok, { base }) {
  const next = `GET /healthz HTTP/1.1\r\n${HOST}\r\n`;
  const post = `POST /look HTTP/1.1\r\n${HOST}`;
  const shapes = {
    "length and chunks": `${post}Content-Length: 5\r\n` +
      `Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n${next}`,
    "two lengths": `${post}Content-Length: 0\r\n` +
      `Content-Length: ${next.length}\r\n\r\n${next}`,
    "a list of lengths": `${post}Content-Length: 0, 0\r\n\r\n${next}`,
    "a signed length": `${post}Content-Length: +0\r\n\r\n${next}`,
    "a negative length": `${post}Content-Length: -1\r\n\r\n${next}`,
    "a hexadecimal length": `${post}Content-Length: 0x0\r\n\r\n${next}`,
    "a length that overflows": `${post}Content-Length: ` +
      `99999999999999999999999\r\n\r\n${next}`,
    "two codings": `${post}Transfer-Encoding: chunked\r\n` +
      `Transfer-Encoding: identity\r\n\r\n0\r\n\r\n${next}`,
    "a coding that is not known": `${post}Transfer-Encoding: xchunked` +
      `\r\n\r\n0\r\n\r\n${next}`,
    "a coding with a tab": `${post}Transfer-Encoding:\tchunked, x` +
      `\r\n\r\n0\r\n\r\n${next}`,
    "chunks in HTTP/1.0": `POST /look HTTP/1.0\r\n` +
      `Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n${next}`,
    "a blank before the colon": `${post}Content-Length : 0\r\n\r\n${next}`,
    "a folded header": `${post}X-A: b\r\n Content-Length: 9\r\n\r\n${next}`,
    "two hosts": `GET / HTTP/1.1\r\n${HOST}Host: b\r\n\r\n${next}`,
    "no host": `GET / HTTP/1.1\r\n\r\n${next}`,
    "a bare CR in a header":
      `GET / HTTP/1.1\r\n${HOST}X-A: a\rX-B: b\r\n\r\n${next}`,
    "a wrong chunk size": `${post}Transfer-Encoding: chunked\r\n\r\n` +
      `zz\r\n\r\n0\r\n\r\n${next}`,
  };
  for (const [name, bytes] of Object.entries(shapes)) {
    const heard = await speak(base, bytes);
    /* libmicrohttpd may say its own refusal twice before it hangs up. */
    ok(`smuggling: ${name} is refused and ends the connection`,
      refused(heard) && !/HTTP\/1\.1 2/.test(heard) && (heard === "" ||
      /^connection: close/im.test(heard)), heard.slice(0, 200));
  }
  /* It drops the one and cuts the other off, before we see them. */
  for (const header of [": x", "X-A: a\0b"]) {
    const heard = await speak(base,
      `GET /healthz HTTP/1.1\r\n${HOST}${header}\r\n\r\n${next}`);
    ok(`the header ${JSON.stringify(header)} moves no border of a request`,
      refused(heard) || answers(heard) === 2, heard.slice(0, 200));
  }
  const whole = await speak(base, `${next}${next}`);
  ok("two honest requests in one packet get two answers",
    answers(whole) === 2, whole.slice(0, 80));
}

export async function methods(ok, { base }) {
  for (const method of ["TRACE", "OPTIONS", "PUT", "DELETE", "PATCH",
    "CONNECT", "PROPFIND", "get", "GETX"]) {
    const heard = await speak(base, `${method} /track HTTP/1.1\r\n${HOST}` +
      "X-Echo: zqecho\r\nContent-Length: 0\r\n\r\n");
    ok(`${method} is refused and echoes nothing`,
      [400, 404, 405, 501].includes(status(heard)) &&
      !heard.includes("zqecho"), heard.slice(0, 60));
  }
  const head = await speak(base, `HEAD / HTTP/1.1\r\n${HOST}\r\n`);
  ok("HEAD has headers and no body", status(head) === 200 &&
    head.endsWith("\r\n\r\n"), head.slice(-40));
}

export async function oversized(ok, { base }) {
  const long = "a".repeat(6000);
  const cases = [
    [`GET /${long} HTTP/1.1\r\n${HOST}\r\n`, [414], "an address of 6 KB"],
    [`GET / HTTP/1.1\r\n${HOST}X: ${"a".repeat(20000)}\r\n\r\n`, [431],
      "a header of 20 KB"],
    [`GET / HTTP/1.1\r\n${HOST}${"X-A: b\r\n".repeat(4000)}\r\n`, [431],
      "4,000 headers"],
    [`POST /say HTTP/1.1\r\n${HOST}Content-Length: 99999999\r\n\r\n`, [413],
      "a body of 100 MB, announced"],
    [`POST /say HTTP/1.1\r\n${HOST}Content-Type: ` +
      "application/x-www-form-urlencoded\r\nContent-Length: 40000\r\n\r\n" +
      "a=1&".repeat(10000), [400, 413], "10,000 fields"],
    [`POST /say HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n` +
      `Content-Length: 40000\r\n\r\n${"[".repeat(40000)}`, [400, 413],
    "40,000 open brackets"],
  ];
  for (const [bytes, codes, name] of cases) {
    const heard = await speak(base, bytes, 1500);
    ok(`${name}: ${codes.join(" or ")}`, codes.includes(status(heard)),
      heard.slice(0, 60));
  }
}

/* ---- paths and texts ------------------------------------------------------ */

const CLIMBS = ["../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd",
  "%2e%2e/%2e%2e/etc/passwd", "%252e%252e%252fetc%252fpasswd",
  "..%5c..%5cetc%5cpasswd", "..%c0%af..%c0%afetc/passwd",
  "%c0%ae%c0%ae/etc/passwd", "....//....//etc/passwd", "/etc/passwd",
  "%00", "x%00.css", "%0d%0aX-Injected:%20zq", "%ff", "%", "%zz",
  "'%20or%201=1--", "%3Cscript%3E", "-1", "99999999999999999999",
  "a".repeat(3000)];

export async function traversal(ok, garden) {
  const { base } = garden;
  const { paths } = JSON.parse((await send(base, "/openapi.json")).body);
  const keeper = await garden.client("rg-wanghui");
  const cookie = `Cookie: ${keeper.cookie()}\r\n`;
  let tried = 0;
  const wrong = [];
  for (const path of Object.keys(paths)) {
    for (const climb of /\{/.test(path) ? CLIMBS : []) {
      const target = path.replace(/\{[^}]*\}/g, climb);
      const heard = await speak(base, `GET ${target} HTTP/1.1\r\n${HOST}` +
        `${cookie}Connection: close\r\n\r\n`);
      tried++;
      const bad = /root:.*:0:0/.test(heard) || /^x-injected/im.test(heard) ||
        status(heard) >= 500 || status(heard) < 300;
      if (bad) {
        wrong.push(`${target.slice(0, 60)}: ${heard.slice(0, 30)}`);
      }
    }
  }
  ok(`${tried} climbing and broken addresses find nothing`,
    wrong.length === 0, wrong.slice(0, 5).join("\n      "));
}

export async function overlong(ok, garden) {
  const client = new Client(garden.base, "overlong");
  const _token = await client.token("/track");
  for (const bytes of ["%C0%AF", "%E0%80%AF", "%F0%80%80%AF", "%ED%A0%80",
    "%F4%90%80%80", "%FF%FE", "a%00b"]) {
    const answer = await client.ask("/track", { method: "POST",
      body: `_token=${_token}&code=${bytes}&pin=1`, headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        Origin: garden.base } });
    ok(`${bytes} in a field is told, not taken`,
      [400, 422].includes(answer.status), answer.status);
    const found = await client.get(`/published?q=${bytes}`);
    ok(`${bytes} in a query breaks nothing`, found.status < 500,
      found.status);
  }
}

export async function injection(ok, garden) {
  const { base } = garden;
  const evil = "%0d%0aX-Injected:%20zq%0d%0a%0d%0a<zq>";
  const client = new Client(base, "injection");
  const wrong = [];
  for (const path of [`/look?to=en&back=/x${evil}`, `/look?to=${evil}`,
    `/login?back=${evil}`, `/published?q=${evil}`, `/areas?q=${evil}`,
    `/track?code=${evil}&pin=${evil}`, `/say?deputy=${evil}`,
    `/work?x=${evil}`, `/${evil}`]) {
    const answer = await client.get(path);
    if (answer.headers["x-injected"] || answer.body.includes("<zq>") ||
        answer.status >= 500) {
      wrong.push(`${path}: ${answer.status}`);
    }
  }
  for (const name of ["Cookie", "Accept-Language", "X-Forwarded-For",
    "X-Forwarded-Proto", "X-Forwarded-Host", "Referer", "User-Agent",
    "If-None-Match", "Idempotency-Key", "Authorization"]) {
    const answer = await send(base, "/", { headers: {
      [name]: "sid=\"a\\\"b\"; look=en%0d%0a; flash=%0d%0aX; <zq>" } });
    if (answer.status >= 500 || answer.body.includes("<zq>")) {
      wrong.push(`${name}: ${answer.status}`);
    }
  }
  ok("line ends and markup in values reach no header and no page",
    wrong.length === 0, wrong.join(", "));
}

/* ---- where one is led ----------------------------------------------------- */

const AWAY = ["//evil.example", "https://evil.example", "/\\evil.example",
  "\\\\evil.example", "/\t/evil.example", "/%09/evil.example", "///evil",
  "javascript:alert(1)", "http:evil.example", " //evil.example", "/ /evil",
  "@evil.example", "\u2028//evil.example", "data:text/html,x", ".evil"];

function stays(location) {
  if (!location) {
    return true;
  }
  const to = new URL(location, "http://house.example/login");
  return to.host === "house.example" && to.protocol === "http:" &&
    /^\/(?![\/\\])/.test(location);
}

export async function redirects(ok, garden) {
  const wrong = [];
  const password = garden.accounts.get("cj-zhangbin");
  for (const back of AWAY) {
    const client = new Client(garden.base, "away");
    const login = await client.post("/login", "/login",
      { name: "cj-zhangbin", password, back });
    const look = await client.get(
      `/look?to=en&back=${encodeURIComponent(back)}`);
    const led = [login.headers.location, look.headers.location];
    if (login.status !== 303 || !led.every(stays)) {
      wrong.push(`${back}: ${led.join(" ")} ${login.status}`);
    }
  }
  const path = await speak(garden.base,
    `GET //evil.example/work HTTP/1.1\r\n${HOST}\r\n`);
  const whole = await speak(garden.base,
    `GET http://evil.example/work HTTP/1.1\r\n${HOST}\r\n`);
  for (const heard of [path, whole]) {
    const to = /^location: *(.*)$/im.exec(heard)?.[1];
    if (!stays(to)) {
      wrong.push(`leads to ${to}`);
    }
  }
  ok(`${AWAY.length} ways of saying "elsewhere" all lead to this site`,
    wrong.length === 0, wrong.join("\n      "));
}

export async function hosts(ok, garden) {
  const wrong = [];
  for (const host of ["evil.example", "evil.example:80", "a b", "a/b",
    "a\"><zq>", "a@evil.example", "127.0.0.1, evil.example"]) {
    for (const path of ["/", "/track", "/published", "/work"]) {
      const answer = await send(garden.base, path, { headers: { Host: host,
        "X-Forwarded-Host": "evil.example", Forwarded:
        "host=evil.example" } });
      if (answer.body.includes("evil.example") ||
          answer.body.includes("<zq>") || answer.status >= 500 ||
          (answer.headers.location ?? "").includes("evil")) {
        wrong.push(`${host} ${path}: ${answer.status}`);
      }
    }
  }
  ok("a false Host appears in no page and no redirect", wrong.length === 0,
    wrong.join(", "));
  const feed = await send(garden.base, "/published.rss",
    { headers: { Host: "a\"><zq>" } });
  ok("a Host that is none becomes localhost in the feed",
    feed.body.includes("http://localhost/") && !feed.body.includes("<zq>"),
    feed.body.slice(0, 80));
}

/* ---- the session ---------------------------------------------------------- */

export async function sessions(ok, garden) {
  const { base } = garden;
  const fixed = "a".repeat(52);
  const client = new Client(base, "fixed");
  client.jar.set("sid", fixed);
  client.jar.set("xq", "b".repeat(20));
  await client.logIn("rd-wujie", garden.accounts.get("rd-wujie"));
  ok("a session that somebody else chose is not taken on",
    client.jar.get("sid") !== fixed, client.jar.get("sid"));
  const thief = await send(base, "/work",
    { headers: { Cookie: `sid=${fixed}` } });
  ok("the chosen session opens nothing", thief.status === 303,
    thief.status);
  const again = new Client(base, "again");
  await again.logIn("rd-wujie", garden.accounts.get("rd-wujie"));
  ok("each login has a session of its own",
    again.jar.get("sid") !== client.jar.get("sid"));
  const old = client.jar.get("sid");
  await client.post("/work", "/logout", {});
  const after = await send(base, "/work",
    { headers: { Cookie: `sid=${old}` } });
  ok("after the logout the session is dead", after.status === 303,
    after.status);
  for (const value of ["1.9999999999999.00", `1.9999999999999.${"0"
    .repeat(32)}`, "-1.1.x", "..", "1.1"]) {
    const slip = await send(base, `/matters/${garden.codes.desk.code}`,
      { headers: { Cookie: `slip=${value}` } });
    ok(`the forged pass ${value.slice(0, 24)} opens nothing`,
      slip.status === 404 || slip.status === 303, slip.status);
  }
}

export async function cookies(ok, garden) {
  const client = new Client(garden.base, "cookies");
  const secure = { "X-Forwarded-Proto": "https" };
  const page = await client.get("/login", secure);
  const login = await client.post("/login", "/login", { name: "rd-wujie",
    password: garden.accounts.get("rd-wujie") }, secure);
  const look = await client.get("/look?to=en", secure);
  const track = await client.post("/track", "/track", garden.codes.desk,
    secure);
  const lines = [page, login, look, track]
    .flatMap((answer) => answer.headers["set-cookie"] ?? []);
  for (const name of ["xq", "sid", "look", "slip"]) {
    const line = lines.find((one) => one.startsWith(`${name}=`)) ?? "";
    ok(`the cookie ${name} is HttpOnly, SameSite, of this path, Secure ` +
      "behind TLS", /HttpOnly/.test(line) && /SameSite=Lax/.test(line) &&
      /Path=\//.test(line) && /Secure/.test(line), line);
  }
}

export async function crossSite(ok, garden) {
  const { base } = garden;
  const client = await garden.client("cj-limin");
  const action = `/matters/${garden.codes.shown.code}/note`;
  const _token = await client.token(`/matters/${garden.codes.shown.code}`);
  const note = "这一条不应当出现";
  const tries = {
    "without a token": [{ note }, { Origin: base }],
    "without a token and an Origin": [{ note }, {}],
    "with another's token": [{ note, _token: "0".repeat(32) },
      { Origin: base }],
    "from a foreign Origin": [{ note, _token },
      { Origin: "https://evil.example" }],
    "from the Origin null": [{ note, _token }, { Origin: "null" }],
    "from a foreign Referer": [{ note, _token },
      { Referer: "https://evil.example/x" }],
    "told as cross-site": [{ note, _token },
      { Origin: base, "Sec-Fetch-Site": "cross-site" }],
    "told as same-site": [{ note, _token },
      { Origin: base, "Sec-Fetch-Site": "same-site" }],
    "from our name at another port": [{ note, _token },
      { Origin: "http://127.0.0.1:1" }],
    "from a name that begins like ours": [{ note, _token },
      { Origin: `${base}.evil.example` }],
  };
  for (const [name, [fields, headers]] of Object.entries(tries)) {
    const answer = await client.raw(action, fields, headers);
    ok(`a POST ${name} is refused`, answer.status === 403, answer.status);
  }
  for (const type of ["text/plain", "application/json"]) {
    const answer = await client.ask(action, { method: "POST",
      headers: { "Content-Type": type }, body: JSON.stringify({ note }) });
    ok(`a POST of ${type} without a token is refused`,
      [400, 403, 415].includes(answer.status), answer.status);
  }
  const page = await client.get(`/matters/${garden.codes.shown.code}`);
  ok("nothing of all that was written", !page.body.includes(note));
}

/* Others' matters by their code, with a token that is good. */
export async function foreigners(ok, garden, clients) {
  const moves = { accept: { kind: "problem", area: "320682111005" },
    refuse: { reason: "scope", referral: "请找别的单位" }, claim: {},
    release: { reason: "不是我的事情" }, dispatch: { organ: "1" },
    hand_back: { cause: "不是我的事情" }, rate: { rating: "satisfied" },
    reply: { result: "A", answer: "我来替他们把这件事答复了", evidence: "没有" },
    withdraw: {}, note: { note: "不应当出现" }, unpublish: {}, unmask: {},
    publish: { public_title: "我来公开", public_body: "我来公开它",
      consent: "1" } };
  let tried = 0;
  const wrong = [];
  for (const client of clients) {
    const _token = await client.token(client.jar.has("sid") ? "/password"
      : "/track");
    for (const { code } of Object.values(garden.codes)) {
      for (const [move, fields] of Object.entries(moves)) {
        const isOwn = client.own === code;
        if (isOwn) {
          continue;
        }
        const answer = await client.raw(`/matters/${code}/${move}`,
          { _token, ...fields }, { Origin: garden.base });
        tried++;
        if (![401, 403, 404, 429].includes(answer.status)) {
          wrong.push(`${client.label} ${move}: ${answer.status}`);
        }
      }
    }
  }
  ok(`${tried} acts of strangers on the planted matters are refused`,
    wrong.length === 0, wrong.slice(0, 8).join("\n      "));
}

/* ---- guessing ------------------------------------------------------------- */

export async function passwords(ok, garden) {
  const name = "cj-gemei";
  const password = garden.accounts.get(name);
  const client = new Client(garden.base, "guess");
  const _token = await client.token("/login");
  const guess = (fields) => client.raw("/login", { _token, ...fields },
    { Origin: garden.base });
  const told = await Promise.all(Array.from({ length: 24 }, (_, i) =>
    guess({ name, password: `wrong-${i}` })));
  const heard = told.filter(({ status: s }) => s === 401).length;
  ok(`of 24 guesses at once ${heard} are answered, not more than 5`,
    heard <= 5, told.map(({ status: s }) => s).join(" "));
  const right = await guess({ name, password });
  ok("then the right password finds the door locked", right.status === 429,
    right.status);
  const other = await guess({ name: "nobody-at-all", password: "x" });
  const known = await guess({ name: "rd-gumin", password: "x" });
  const alike = (answer) => answer.body.replace(/value="[^"]*"/g, "")
    .replace(/[a-z2-7]{20,}/g, "");
  ok("an unknown name is told the same as a wrong password",
    other.status === known.status && alike(other) === alike(known));
}

export async function pins(ok, garden) {
  const { code, pin } = garden.codes["other slip"];
  const wrong = pin === "000000" ? "000001" : "000000";
  const wide = Array.from(code, (c) => String.fromCharCode(
    c.charCodeAt(0) + 0xFEE0)).join("");
  const client = new Client(garden.base, "pins");
  const _token = await client.token("/track");
  const guess = (fields) => client.raw("/track", { _token, ...fields },
    { Origin: garden.base });
  const forms = [code, code.toLowerCase(), `${code.slice(0, 4)}-${code
    .slice(4)}`, wide, ` ${code} `, `${code.slice(0, 2)} ${code.slice(2)}`,
  code.toLowerCase(), wide];
  const seen = [];
  for (const form of forms) {
    seen.push((await guess({ code: form, pin: wrong })).status);
  }
  ok("the lock counts a code however it is written",
    seen.filter((s) => s === 422).length <= 5 && seen.at(-1) === 429,
    seen.join(" "));
  const right = await guess({ code, pin });
  ok("then the right PIN finds the door locked", right.status === 429,
    right.status);
}

/* Last, as it empties the bucket of this address. */
export async function flood(ok, garden) {
  const client = new Client(garden.base, "flood");
  const _token = await client.token("/track");
  const told = [];
  for (let i = 0; i < 8; i++) {
    const some = await Promise.all(Array.from({ length: 40 }, (_, k) =>
      client.raw("/track", { _token, pin: "000000",
        code: (22222222 + told.length + k).toString() },
      { Origin: garden.base })));
    told.push(...some.map(({ status: s }) => s));
  }
  const served = told.filter((s) => s === 422).length;
  ok(`of 320 PINs guessed at other codes ${served} are answered`,
    served <= 30 && told.includes(429));
}

export async function slowloris(ok, garden) {
  const stop = slowly(garden.base, 200);
  let slowest = 0;
  const until = Date.now() + 10000;
  let asked = 0;
  while (Date.now() < until) {
    const began = Date.now();
    const answer = await send(garden.base, "/healthz");
    slowest = Math.max(slowest, Date.now() - began);
    asked += answer.status === 200 ? 1 : 0;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  const open = stop();
  ok(`200 slow connections for 10 s (${open} still open): /healthz ` +
    `answered ${asked} times, at most ${slowest} ms`, slowest < 1000 &&
    asked > 50);
}
