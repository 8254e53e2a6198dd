/* What check.mjs shall look at on a server with the demo in it.
 *
 *   node script/browser/routes.mjs BASE_URL ACCOUNTS > routes.json
 *
 * ACCOUNTS is the demo's accounts.txt. Codes and ids are asked of the server
 * itself, as JSON, by accounts that may see them: the demo makes new ones
 * each time. Every kind of page once or twice, by the role that works on it;
 * not everything times everyone. */
import { readFile } from "node:fs/promises";

const base = process.argv[2].replace(/\/+$/, "");
const accounts = new Map();
const roles = new Map();
const jars = new Map();
for (const line of (await readFile(process.argv[3], "utf8")).split("\n")) {
  const [name, password, role] = line.split(/\s+/);
  if (password) {
    accounts.set(name, password);
    roles.set(name, role);
  }
}

/* ---- a reader that logs in and asks for JSON ---------------------------- */

function keep(jar, response) {
  for (const line of response.headers.getSetCookie()) {
    const [pair] = line.split(";");
    const at = pair.indexOf("=");
    jar.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

function cookies(jar) {
  return Array.from(jar, ([name, value]) => `${name}=${value}`).join("; ");
}

async function logIn(name) {
  const jar = new Map();
  const page = await fetch(`${base}/login`);
  keep(jar, page);
  const token = /name="_token" value="([^"]*)"/.exec(await page.text());
  const answer = await fetch(`${base}/login`, { method: "POST",
    redirect: "manual", headers: { Cookie: cookies(jar), Origin: base },
    body: new URLSearchParams({ _token: token?.[1] ?? "", name,
      password: accounts.get(name) ?? "" }) });
  if (answer.status !== 303) {
    throw new Error(`${name} cannot log in: ${answer.status}`);
  }
  keep(jar, answer);
  jars.set(name, jar);
  return async (path) => {
    const response = await fetch(base + path, { headers: {
      Cookie: cookies(jar), Accept: "application/json" } });
    if (!response.ok) {
      throw new Error(`${name} ${path}: ${response.status}`);
    }
    return response.json();
  };
}

/* What a form of a page sends, as the page shows it, and `more`; where it
 * leads. */
async function send(name, path, action, more) {
  const jar = jars.get(name);
  const page = await (await fetch(base + path, {
    headers: { Cookie: cookies(jar) } })).text();
  const body = new FormData();
  for (const field of ["_token", "_once"]) {
    const found = new RegExp(`name="${field}" value="([^"]*)"`).exec(page);
    body.set(field, found?.[1] ?? "");
  }
  for (const [field, value] of Object.entries(more)) {
    body.set(field, value);
  }
  const answer = await fetch(base + action, { method: "POST", body,
    redirect: "manual", headers: { Cookie: cookies(jar), Origin: base } });
  if (answer.status !== 303) {
    throw new Error(`${name} ${action}: ${answer.status}`);
  }
  keep(jar, answer);
  return answer.headers.get("location");
}

/* A spreadsheet that was sent and checked, but not confirmed. */
async function importOf(name, read, text) {
  const file = new File([text], "代表.csv");
  const columns = await send(name, "/registers/deputies",
    "/registers/deputies", { file });
  const { fields } = await read(columns);
  const map = { sheet: "0", header: "1" };
  for (const { n, options } of fields) {
    map[`c${n}`] = options.find((o) => o.selected)?.value ?? 0;
  }
  const path = await send(name, columns, columns, map);
  for (let i = 0; i < 100; i++) {
    if ((await read(path)).checked) {
      return path;
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${path} was not checked`);
}

/* The first matter in this state that this account may see. */
async function matterIn(read, state) {
  const { matters } = await read(`/matters?state=${state}`);
  if (matters.length === 0) {
    throw new Error(`the demo has no matter in state ${state} here`);
  }
  return matters[0].code;
}

/* ---- who looks at what -------------------------------------------------- */

const committee = await logIn("rd-xianwei");
const liaison = await logIn("cj-limin");
const presidium = await logIn("cj-shixin");
const claimer = await logIn("cj-xuning");
const security = await logIn("secadmin");

const station = (await committee("/stations")).stations[0].code;
const town = (await presidium("/stations?area=320682111")).stations[0].code;
const deputy = (await committee("/deputies")).deputies[0].code;
/* A station that receives people, and a day of it. */
const { days } = await committee("/reception");
const received = days.flatMap((one) => one.entries)[0]?.station_code ?? station;
/* 海城镇: staff, coordinates, a stated total that differs, inspections. */
const keeper = await logIn("sysadmin");
const haicheng = "441521115";
const inspected = (await keeper(`/inspections?area=${haicheng}`)).scores
  .find((score) => score.on_at !== null).code;
const sheet = (await keeper(`/stations/${inspected}/inspections`))
  .sheets[0].id;
const group = (await committee("/groups")).groups[0].id;
const published = (await committee("/published"))
  .items[0].public_code;
const account = (await security("/accounts")).accounts[0].id;
const { location } = await committee("/insight");
const board = await committee(location);

/* Who has this role and sees a matter in this state. */
async function someoneWith(role, state) {
  for (const [name, has] of roles) {
    if (has !== role) {
      continue;
    }
    const read = await logIn(name);
    const { matters } = await read(`/matters?state=${state}`);
    if (matters.length > 0) {
      return { name, read, code: matters[0].code };
    }
  }
  throw new Error(`no ${role} of the demo has a matter in state ${state}`);
}

async function firstOf(read, states) {
  const found = [];
  for (const state of states) {
    const { matters } = await read(`/matters?state=${state}`);
    if (matters.length > 0) {
      found.push(`/matters/${matters[0].code}`);
    }
  }
  return found;
}

function user(label, name, paths, more = {}) {
  return { label, name, password: accounts.get(name), paths, ...more };
}

/* A name without consent comes back with everything that was typed. */
const say = [
  { fill: { station, kind: "problem", title: "巷口的路灯不亮",
    body: "巷口的路灯坏了一个月，老人晚上出门看不见路。",
    place: "菜场后巷", name: "王奶奶" }, press: "提交",
    see: "请勾选同意" },
  { fill: { consent: true }, press: "提交", see: "群众事项回执",
    miss: "王奶奶" },
];
const answered = await someoneWith("联络员", "answered");
const organ = await someoneWith("承办单位", "dispatched");
const { code, pin } = await answered.read(`/slips/${answered.code}`);
const track = [{ fill: { code, pin }, press: "查询", see: "请您评价" }];

const publicPaths = ["/", "/say", `/say?deputy=${deputy}`, "/track",
  "/published", `/published/${published}`, "/stations",
  `/stations/${station}`, "/deputies", `/deputies/${deputy}`, "/help",
  "/deputies?sort=strokes", "/deputies/mine", "/deputies/mine?area=320682111",
  "/deputies/mine?q=%E6%9D%91", "/areas", "/login", "/login/first",
  "/deputies/counts?area=320623", `/deputies/counts?area=${haicheng}`,
  "/areas/441803102/patches",
  { path: "/nowhere", status: 404 }, "/reception",
  `/stations/${received}/reception`, `/stations/${received}/reception/notice`,
  `/deputies/${deputy}/reception`, `/stations?area=${haicheng}`,
  `/stations/${inspected}`, `/stations/${inspected}/deputies`,
  `/stations/map?area=${haicheng}`, `/areas/${haicheng}/stated`, "/groups",
  `/groups/${group}`, "/patches",
  { path: "/matters/AAAA2222", status: 404 }];
const closed = await matterIn(committee, "closed");
const wrongImport = await importOf("rd-xianwei", committee,
  "姓名,代表层级,区划代码,出生年月\n王五（女）,国家级,32062,1981-02-29\n");
const twinImport = await importOf("rd-xianwei", committee,
  "姓名,区划代码\n新代表,320623\n新代表,320623\n");

const plan = {
  first: { path: "/", bytes: 50000 },
  users: [
    { label: "public", paths: publicPaths },
    { label: "elder", elder: true, paths: ["/", "/say", "/track",
      `/published/${published}`, "/stations"] },
    { label: "english", before: "/look?to=en", paths: ["/", "/say",
      `/published/${published}`] },
    { label: "sayer", flow: { start: "/say", steps: say },
      paths: ["/slips/{code}", "/matters/{code}"] },
    { label: "answered", flow: { start: "/track", steps: track },
      paths: ["/matters/{code}"] },
    user("liaison", "cj-limin", ["/work", "/matters", "/matters/new",
      ...await firstOf(liaison, ["new", "answered", "closed"])]),
    user("presidium", "cj-shixin", ["/work", "/matters?state=open",
      "/cards", `/cards?station=${town}`, `/cards/sheet?station=${town}`,
      ...await firstOf(presidium, ["dispatched", "open"])]),
    user("deputy", "cj-xuning", ["/work", "/reception/mine",
      ...await firstOf(claimer, ["open", "claimed"])]),
    user("organ", organ.name, ["/work", `/matters/${organ.code}`]),
    user("committee", "rd-xianwei", ["/work", "/more",
      "/matters?q=%E7%94%B5%E6%A2%AF&kind=problem", `/matters/${closed}`,
      `/matters/${closed}/sheet`, location,
      `/insight/${board.children[0].code}`, "/deputies", "/stations",
      "/registers", "/registers/deputies", wrongImport, twinImport,
      `${twinImport}/columns`, `/groups/${group}`, "/groups/new",
      "/patches", "/attendance", `/deputies/${deputy}`]),
    user("sysadmin", "sysadmin", ["/work", "/organs", "/areas",
      "/deputies/new", `/deputies/${deputy}/mandates`, "/stations/new",
      "/password", "/me/second", "/me", "/me/sessions", "/me/acting",
      "/reception/keep", `/stations/${received}/reception`,
      `/stations/${received}/reception/rules/new`, "/stations/rules",
      `/stations/${inspected}`, `/stations/${inspected}/staff`,
      `/stations/${inspected}/deputies`, `/areas/${haicheng}/stated`,
      "/inspections", `/stations/${inspected}/inspections`,
      `/inspections/${sheet}`, "/me/seen",
      { path: "/matters/AAAA2222", status: 404 }]),
    user("secadmin", "secadmin", ["/accounts", "/accounts/new", "/accounts/slips",
      `/accounts/${account}`, `/accounts/${account}/sight`, "/rights",
      `/matters/${closed}/sight`, `/deputies/${deputy}/sight`]),
    user("auditor", "auditadmin", ["/audit"]),
    user("english desk", "cj-limin", ["/work",
      ...await firstOf(liaison, ["new"])], { before: "/look?to=en" }),
  ],
  noscript: ["/say", "/track", "/login"],
  flows: [
    { label: "say, slip, follow", start: "/say", steps: [...say,
      { follow: "查看进度", see: "办理经过", miss: "请您评价" }] },
    { label: "track, rate", start: "/track", steps: [...track,
      { fill: { rating: "satisfied", comment: "谢谢，路修好了。" },
        press: "提交评价", see: "已销号" }] },
    /* Blanks pass the browser, not the house; what is folded is not seen. */
    user("a wrong form in a fold comes back open", "cj-limin", undefined, {
      start: (await firstOf(liaison, ["new"]))[0], steps: [
        { open: "内部备注", fill: { note: "    " }, press: "保存备注",
          see: "有几处需要改一下" }] }),
  ],
};
console.log(JSON.stringify(plan, null, 1));
