/* node tests/old/fill.mjs BASE_URL ACCOUNTS OUT: what the demo's play does not
 * do, through the pages of a served demo: every further kind of act once. What
 * a test must know afterwards (codes, PINs, a password) goes into OUT.
 *
 * A release that has new acts adds them here before it keeps its own place. */
import { readFile, writeFile } from "node:fs/promises";
import { Client, option } from "../../script/hostile/client.mjs";
import { Garden } from "../../script/hostile/plant.mjs";

const TOWN = "320682111";
const PASSWORD = "old-place-1";

/* By whoever holds the page's form; it must be taken. */
async function send(client, page, action, fields) {
  const answer = await client.post(page, action, fields);
  if (answer.status >= 400) {
    const told = answer.body.replace(/^[^]*<main/, "").replace(/<[^>]*>/g, " ");
    throw new Error(`${client.label} ${action}: ${answer.status} ` +
      told.replace(/\s+/g, " ").slice(0, 300));
  }
  return answer;
}

async function accept(garden, code) {
  const page = await (await garden.client("cj-limin")).get(`/matters/${code}`);
  await garden.act("cj-limin", code, "accept",
    { kind: "problem", area: option(page.body, "area"),
      category: option(page.body, "category") });
}

async function dispatch(garden, code) {
  const page = await (await garden.client("cj-shixin")).get(`/matters/${code}`);
  await garden.act("cj-shixin", code, "dispatch", {
    organ: option(page.body, "organ", /建设/), remark: "请于月底前办结。" });
}

async function reply(garden, who, code) {
  await garden.act(who, code, "reply", { result: "A",
    answer: "已经派人修好，当天晚上就亮了。", evidence: "现场照片两张。" });
}

/* A matter that meets everything a matter can meet, and is closed. */
async function longWay(garden) {
  const code = await garden.take("cj-limin", "long", {
    title: "旧版本里走完全程的一件事", place: "码头路口", name: "旧版",
    body: "路口的灯坏了一个月，晚上出门看不见，希望尽快修好。",
    phone: "19900001111" });
  await accept(garden, code);
  await garden.act("cj-limin", code, "note", { note: "已电话核实。" });
  await send(await garden.client("cj-limin"), `/matters/${code}`,
    `/matters/${code}/unmask`, {});
  await garden.act("cj-xuning", code, "claim", {});
  await garden.act("cj-xuning", code, "release",
    { reason: "应由建设局办理，退回。" });
  await dispatch(garden, code);
  await garden.act("cj-jianshe", code, "hand_back",
    { cause: "先要由供电部门确认线路。" });
  await dispatch(garden, code);
  await reply(garden, "cj-jianshe", code);
  await garden.act("cj-limin", code, "rate",
    { rating: "dissatisfied", comment: "第二天又不亮了。" });
  await dispatch(garden, code);
  await reply(garden, "cj-jianshe", code);
  await garden.act("cj-limin", code, "rate",
    { rating: "satisfied", comment: "这次修好了。" });
  const shown = { consent: "1", public_title: "码头路口的灯修好了",
    public_body: "路口的灯重新接线，已经亮了。" };
  await garden.act("cj-limin", code, "publish", shown);
  await garden.act("cj-limin", code, "unpublish", {});
  await garden.act("cj-limin", code, "publish", shown);
}

/* What people say on the public page: answered and rated, refused, taken
 * back, and one that waits. */
async function said(garden, station) {
  const rated = await garden.say(station, "rated", { name: "旧客",
    phone: "19900002222", title: "旧版本里群众评价的一件事",
    body: "河边的护栏松了，孩子玩水很危险。" });
  await accept(garden, rated.code);
  await garden.act("cj-xuning", rated.code, "claim", {});
  await reply(garden, "cj-xuning", rated.code);
  await send(rated.client, `/matters/${rated.code}`,
    `/matters/${rated.code}/rate`, { rating: "basic", comment: "还行。" });
  const refused = await garden.say(station, "refused", { secret: "1",
    title: "旧版本里不予受理的一件事", body: "法院已经判了，我还是不服。" });
  await garden.act("cj-limin", refused.code, "refuse",
    { reason: "lawsuit", referral: "请到县人民法院诉讼服务中心咨询。" });
  const back = await garden.say(station, "withdrawn", {
    title: "旧版本里撤回的一件事", body: "楼下堆的东西已经有人清走了。" });
  await send(back.client, `/matters/${back.code}`,
    `/matters/${back.code}/withdraw`, { why: "已经好了。" });
  await garden.say(station, "waiting", { kind: "wish",
    title: "旧版本里还没受理的一件事", body: "想要一张能坐的长椅，等车用。" });
}

async function keeping(garden) {
  const keeper = await garden.client("rg-wanghui");
  for (const name of ["旧版留下的单位", "旧版停用的单位"]) {
    await send(keeper, "/organs", "/organs",
      { area: TOWN, kind: "department", name });
  }
  const { organs } = JSON.parse((await keeper.json("/organs")).body);
  const { id } = organs.find(({ name }) => name === "旧版停用的单位");
  await send(keeper, "/organs", `/organs/${id}/close`, {});
  await send(keeper, "/deputies", "/groups",
    { area: TOWN, name: "旧版代表小组" });
  await send(keeper, "/deputies/new", "/deputies",
    { name: "旧版代表", area: TOWN, motto: "记得住的事" });
  for (const name of ["旧版改过的联络站", "旧版关掉的联络站"]) {
    await send(keeper, "/stations/new", "/stations", { area: TOWN, name });
  }
  const { stations } = JSON.parse((await keeper.json(
    `/stations?area=${TOWN}`)).body);
  const code = (text) => stations.find(({ name }) => name === text).code;
  const edited = `/stations/${code("旧版改过的联络站")}`;
  await send(keeper, `${edited}/edit`, `${edited}/edit`,
    { area: TOWN, name: "旧版改过的联络站", hours: "每月五日上午" });
  const closed = `/stations/${code("旧版关掉的联络站")}`;
  await send(keeper, closed, `${closed}/close`, {});
}

async function accounts(garden) {
  const security = await garden.client("secadmin");
  const find = async (login) => {
    const { body } = await security.json(`/accounts?q=${login}`);
    const found = JSON.parse(body).accounts.find((a) => a.login === login);
    return `/accounts/${found.id}`;
  };
  for (const login of ["old-clerk", "old-gone"]) {
    await send(security, "/accounts/new", "/accounts", { login,
      name: "旧版账号", role: "county", area: "320682", password: PASSWORD });
  }
  const clerk = await find("old-clerk");
  await send(security, clerk, `${clerk}/grants`,
    { role: "presidium", area: TOWN });
  const page = await security.get(clerk);
  const grants = [...page.body.matchAll(/grants\/(\d+)\/end/g)];
  await send(security, clerk, `${clerk}/grants/${grants.at(-1)[1]}/end`, {});
  await send(security, await find("old-gone"),
    `${await find("old-gone")}/reset`, {});
  await send(security, await find("old-gone"),
    `${await find("old-gone")}/close`, {});
  const clumsy = new Client(garden.base, "clumsy");
  await clumsy.logIn("old-clerk", "not the password");
  const deputy = await garden.client("cj-qianfeng");
  await send(deputy, "/password", "/password", {
    old: garden.accounts.get("cj-qianfeng"), new: PASSWORD,
    again: PASSWORD });
}

async function run(base, accountsFile, outFile) {
  const passwords = new Map();
  for (const line of (await readFile(accountsFile, "utf8")).split("\n")) {
    const [name, password] = line.split(/\s+/);
    passwords.set(name, password);
  }
  const garden = new Garden(base, passwords);
  const keeper = await garden.client("rg-wanghui");
  const { stations } = JSON.parse((await keeper.json(
    `/stations?area=${TOWN}`)).body);
  await longWay(garden);
  await said(garden, stations[0].code);
  await keeping(garden);
  await accounts(garden);
  await writeFile(outFile, `${JSON.stringify({
    passwords: { "old-clerk": PASSWORD, "cj-qianfeng": PASSWORD },
    slips: garden.codes }, null, 1)}\n`);
}

await run(process.argv[2].replace(/\/+$/, ""), ...process.argv.slice(3));
process.exit(0);
