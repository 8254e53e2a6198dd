/* Plants words in the private fields of the registers: leave, inspections,
 * duties and swaps, mandates, files of an import, accounts and their slips,
 * deputations, the kiosk. See plant.mjs for what a mark is. */
import { Client, option } from "./client.mjs";

const TOWN = "320682111";
const DAY = 24 * 3600 * 1000;

/* Who keeps the registers of 长江镇. */
const KEEPERS = ["cj-shixin", "rg-wanghui", "sysadmin"];

/* Who may know an account; 441521's own have nothing to do with it. */
const WATCHERS = ["secadmin", "auditadmin", "shenji"];

/* A day in China, counted from today. */
function day(ahead) {
  return new Date(Date.now() + 8 * 3600 * 1000 + ahead * DAY).toISOString()
    .slice(0, 10);
}

/* An act by a page's form that must be taken; gives the answer. */
async function done(client, page, action, fields) {
  const answer = await client.post(page, action, fields);
  if (answer.status !== 303 && answer.status !== 200) {
    const why = [.../(?:error|problem|wrong)[^>]*>([^<]+)/g[Symbol.matchAll](
      answer.body)].map((found) => found[1]).join(" ");
    throw new Error(`${client.label} ${action}: ${answer.status} ${why}`);
  }
  return answer;
}

/* Pages about what was planted: everybody tries these. */
function about(garden, ...paths) {
  garden.paths.push(...paths);
}

async function read(client, path) {
  return JSON.parse((await client.json(path)).body);
}

function led(answer) {
  return (answer.headers.location ?? "").split("?")[0];
}

/* ---- sittings and leave --------------------------------------------------- */

async function sittings(garden) {
  const keeper = await garden.client("rg-wanghui");
  const page = `/congresses/${TOWN}`;
  await done(keeper, page, `${page}/terms`,
    { number: "17", since: "2021-12-20", seats: "90" });
  await done(keeper, page, `${page}/sessions`,
    { number: "1", opens: day(2) });
  const { sittings: held } = await read(keeper, `/attendance?area=${TOWN}`);
  const path = `/attendance/${held[0].id}`;
  const asker = await garden.client("cj-gemei");
  const may = [...KEEPERS, "cj-gemei"];
  const first = await done(asker, `${path}/leave`, `${path}/leave`,
    { reason: garden.mark("leave", "leave: its reason", may) });
  const decider = await garden.client("cj-shixin");
  await done(decider, led(first), led(first), { verdict: "refuse",
    decision: garden.mark("refused", "leave: why it was refused", may) });
  const again = await done(asker, `${path}/leave`, `${path}/leave`,
    { reason: garden.mark("again", "leave: a withdrawn reason", may) });
  await done(asker, led(again), `${led(again)}/withdraw`, {});
  about(garden, page, path, `${path}?show=leave`, `${path}/leave`,
    led(first), led(again));
}

/* ---- stations ------------------------------------------------------------- */

async function inspections(garden) {
  const keeper = await garden.client("cj-shixin");
  const may = [...KEEPERS, "shenji"];
  const path = `/stations/${garden.station}/inspections`;
  const back = led(await done(keeper, path, path, { on_day: day(-1),
    inspector: "施欣" }));
  await done(keeper, back, `${back}/withdraw`, {
    why: garden.mark("why", "inspection: why it was withdrawn", may) });
  const draft = led(await done(keeper, path, path, { on_day: day(0),
    inspector: garden.mark("inspector", "inspection: by whom", may) }));
  await done(keeper, `${draft}?item=1`, `${draft}/items`, { item: "1",
    mark: "no", evidence: garden.mark("seen", "inspection: a remark", may) });
  about(garden, path, draft, `${draft}?item=1`, back);
}

/* The next days of duty of a deputy that she may still give away. */
async function duty(client, taken) {
  const { body } = await client.get("/reception/mine");
  for (const [day_page] of body.matchAll(/\/reception\/days\/\d+/g)) {
    if (taken.has(day_page)) {
      continue;
    }
    const page = await client.get(day_page);
    const { code } = await read(client, "/reception/mine");
    const seat = `${day_page}/seats/${code}`;
    taken.add(day_page);
    if (page.status === 200) {
      return seat;
    }
  }
  throw new Error(`${client.label} has no day of duty`);
}

async function swaps(garden) {
  const asker = await garden.client("cj-qianfeng");
  const taken = new Set();
  const seat = await duty(asker, taken);
  const { body } = await asker.get(seat);
  const asked = option(body, "deputy", /徐宁/);
  await done(asker, seat, `${seat}/ask`, { deputy: asked,
    reason: garden.mark("swap", "duty: why somebody else is asked",
      [...KEEPERS, "cj-limin", "cj-qianfeng", "cj-xuning"]) });
  const liaison = await garden.client("cj-limin");
  const other = await duty(await garden.client("cj-gemei"), taken);
  const page = await liaison.get(other);
  await done(liaison, other, `${other}/replace`, {
    deputy: option(page.body, "deputy", /张斌/),
    reason: garden.mark("replaced", "duty: why somebody was replaced",
      [...KEEPERS, "cj-limin", "cj-gemei", "cj-zhangbin"]) });
  for (const page of [seat, other]) {
    about(garden, page, page.replace(/\/seats.*/, ""));
  }
}

/* ---- people --------------------------------------------------------------- */

async function mandates(garden) {
  const keeper = await garden.client("cj-shixin");
  await done(keeper, "/deputies/new", "/deputies",
    { name: "试种", area: TOWN, since: "2022-03-01" });
  const { deputies } = await read(keeper, `/deputies?q=${encodeURIComponent(
    "试种")}&area=${TOWN}`);
  const page = `/deputies/${deputies[0].code}/mandates`;
  const { mandates: held } = await read(keeper, page);
  const turn = `${page}/${held[0].id}`;
  await done(keeper, turn, turn, { act: "suspend", on: day(0),
    note: garden.mark("ground", "mandate: on what it was decided",
      KEEPERS) });
  about(garden, page, turn, page.replace("/mandates", ""),
    page.replace("/mandates", "/sight"));
}

/* An account that is linked to a post and stands in for somebody, with a
 * slip and the beginning of a second step. */
async function accounts(garden, own) {
  const keeper = await garden.client("cj-shixin");
  const admin = await garden.client("secadmin");
  const login = garden.mark("login", "account: its login",
    [...KEEPERS, ...WATCHERS]);
  const name = garden.mark("holder", "account: its holder",
    [...KEEPERS, ...WATCHERS, ...own]);
  const password = garden.seal(`zq-${Math.random()}-Wort`,
    "account: a password");
  await done(admin, "/accounts/new", "/accounts", { login, name,
    role: "liaison", area: TOWN, ref: garden.station, password });
  const staff = `/stations/${garden.station}/staff`;
  await done(keeper, staff, staff, { post: "联络员", name: "刘工",
    account: login, since: day(0) });
  const mine = await keeper.get("/me/acting");
  await done(keeper, "/me/acting", "/me/acting", { helper: login,
    grant: option(mine.body, "grant"), until: day(30) });
  const holder = new Client(garden.base, login);
  await holder.logIn(login, password);
  const second = await done(holder, "/me/second", "/me/second/begin", {});
  const shown = second.status === 303
    ? await holder.get(led(second)) : second;
  const secret = /\b(?:[A-Z2-7]{4} ?){8}\b/.exec(shown.body)?.[0];
  if (!secret) {
    throw new Error("no secret of a second step on its page");
  }
  garden.seal(secret, "account: secret of a second step, as shown");
  garden.seal(secret.replaceAll(" ", ""), "account: the same");
  const { accounts: found } = await read(admin, `/accounts?q=${login}`);
  const page = `/accounts/${found[0].id}`;
  about(garden, page, `${page}/sight`, staff, "/accounts/slips");
  const slip = await done(admin, page, `${page}/slip`, {});
  const code = /\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/.exec(slip.body)?.[0];
  if (!code) {
    throw new Error("no code on a slip");
  }
  garden.seal(code, "account: code of a one-time slip");
  garden.seal(code.replace("-", ""), "account: the same");
}

/* Somebody of each office of another county, whom the demo lacks. */
async function neighbours(garden) {
  const admin = await garden.client("secadmin");
  for (const role of ["auditor", "sysadmin", "secadmin", "auditadmin"]) {
    const login = `hf-${role}`;
    const password = `hf-${Math.random()}-Tor`;
    await done(admin, "/accounts/new", "/accounts",
      { login, name: login, role, area: "441521", password });
    garden.accounts.set(login, password);
  }
}

/* What is typed into the wrong field, and what a browser says of itself. */
async function slips_of_the_hand(garden) {
  const client = new Client(garden.base, "hand");
  await client.post("/login", "/login", {
    name: garden.seal(`zqkennwort${Math.random()}`.replace(".", ""),
      "login: a password in the field of the name"), password: "x" });
  const browser = new Client(garden.base, "browser");
  await browser.post("/login", "/login", { name: "cj-weimin",
    password: garden.accounts.get("cj-weimin") }, { "User-Agent":
    garden.seal(`zqbrowser${Math.random()}`.replace(".", ""),
      "session: what the browser calls itself") });
}

/* ---- imports -------------------------------------------------------------- */

/* The columns as they were guessed; then it is looked at what is in them. */
async function checked(client, path) {
  const { header, fields } = await read(client, `${path}/columns`);
  const chosen = { sheet: "0", header: `${header}` };
  for (const { n, options } of fields) {
    chosen[`c${n}`] = `${options.find((o) => o.selected)?.value ?? 0}`;
  }
  await done(client, `${path}/columns`, `${path}/columns`, chosen);
  for (let i = 0; i < 100; i++) {
    const { state } = await read(client, path);
    if (state === "checked") {
      return;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
  }
  throw new Error(`${path} is never checked`);
}

async function send(garden, client, book, { file, text }) {
  const page = `/registers/${book}`;
  const answer = await client.upload(page, page, {
    file: { name: file, bytes: Buffer.from(text) } });
  if (answer.status !== 303) {
    throw new Error(`${client.label} ${page}: ${answer.status}`);
  }
  const path = led(answer).replace(/\/columns$/, "");
  await checked(client, path);
  about(garden, path, `${path}/columns`, `${path}/corrected`,
    `${path}?kind=wrong`, `${path}?kind=twin`, `${path}?kind=add`);
}

async function imports(garden) {
  const keeper = await garden.client("rg-wanghui");
  const may = ["rg-wanghui", "sysadmin"];
  const name = garden.mark("row", "import: a name in the file", may);
  const phone = `19917${Math.floor(1e6 * Math.random())}`.padEnd(11, "7");
  const motto = garden.mark("motto", "import: words in the file", may);
  const tel = { text: phone, what: "import: a telephone in the file",
    may: new Set(may), sealed: true };
  garden.marks.push(tel);
  const head = "姓名,代表层级,区划代码,关注的事,出生年月,手机\n";
  const file = garden.mark("file", "import: the file's name", may);
  await send(garden, keeper, "deputies", { file: `${file}.csv`,
    text: `${head}${name},乡镇,${TOWN},${motto},1971-03,${phone}\n` +
    `葛梅,乡镇,${TOWN},另一位,1980-01,${phone}\n` +
    `错行,没有这一级,999,,1971-03,${phone}\n` });
  const admin = await garden.client("secadmin");
  const login = garden.mark("newlogin", "import: a login in the file",
    ["secadmin"]);
  const book = garden.mark("accounts", "import: the file of accounts",
    ["secadmin"]);
  await send(garden, admin, "accounts", { file: `${book}.csv`,
    text: `用户名,姓名,角色,管辖区划,对应的人或单位,到期日\n` +
    `${login},新人,联络员,${TOWN},${garden.station},\n` });
}

/* ---- the kiosk ------------------------------------------------------------ */

async function kiosk(garden, own) {
  const client = new Client(garden.base, "kiosk");
  client.jar.set("kiosk", garden.station);
  const may = own;
  const answer = await done(client, "/kiosk/say", "/kiosk/say", {
    kind: "problem", consent: "1", station: garden.station,
    title: garden.mark("kiosktitle", "kiosk: title", may),
    body: `在自助机上说的话。${garden.mark("kiosk", "kiosk: words", may)}`,
    place: garden.mark("kioskplace", "kiosk: place", may),
    name: garden.seal(garden.word("kioskname"), "kiosk: name"),
    phone: garden.phone("kiosk") });
  const code = /\/slips\/([A-Z0-9]{8})/.exec(answer.headers.location ?? "");
  const shown = await client.get(`/kiosk/slips/${code[1]}`);
  about(garden, `/kiosk/slips/${code[1]}`, `/slips/${code[1]}`);
  garden.codes.kiosk = { code: code[1],
    pin: /\b(\d{3} ?\d{3})\b/.exec(shown.body)[1].replace(" ", "") };
}

export async function plantRooms(garden, own) {
  await neighbours(garden);
  await sittings(garden);
  await inspections(garden);
  await swaps(garden);
  await mandates(garden);
  await accounts(garden, own);
  await slips_of_the_hand(garden);
  await imports(garden);
  await kiosk(garden, own);
}
