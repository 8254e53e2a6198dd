/* Plants unique words where only some may read them, through the real forms
 * of a demo. A mark is { text, what, may, sealed }: `may` names the clients
 * that are allowed to meet it, `sealed` what must stand nowhere as plain text.
 * Every planted text also holds BAIT, so that a search finds it without
 * repeating the mark. */
import { Client, option } from "./client.mjs";
import { plantRooms } from "./rooms.mjs";

export const BAIT = "诱饵词";

/* In every title; as it stands it must be in no page. */
export const MARKUP = "<b zq='\"&>";

let count = 0;

/* Letters alone, so that no filter of digits or names changes it. */
function word(kind) {
  count++;
  let tail = "";
  for (let i = 0; i < 8; i++) {
    tail += String.fromCharCode(97 + Math.floor(Math.random() * 26));
  }
  return `zq${kind}${tail}${String.fromCharCode(97 + count % 26,
    97 + Math.floor(count / 26))}`;
}

export class Garden {
  constructor(base, accounts) {
    this.base = base;
    this.accounts = accounts;
    this.clients = new Map();
    this.marks = [];
    this.codes = {};
    this.paths = [];
    this.phones = 0;
  }

  async client(name) {
    if (!this.clients.has(name)) {
      const client = new Client(this.base, name);
      const answer = await client.logIn(name, this.accounts.get(name));
      if (answer.status !== 303) {
        throw new Error(`${name} cannot log in: ${answer.status}`);
      }
      this.clients.set(name, client);
    }
    return this.clients.get(name);
  }

  word(kind) {
    return word(kind);
  }

  mark(kind, what, may) {
    const text = word(kind);
    this.marks.push({ text, what, may: new Set(may), sealed: false });
    return text;
  }

  seal(text, what) {
    this.marks.push({ text, what, may: new Set(), sealed: true });
    return text;
  }

  phone(key) {
    this.phones++;
    const digits = Math.floor(1e6 * Math.random()).toString();
    return this.seal(`1990${digits.padStart(6, "0")}${this.phones}`,
      `${key}: telephone`);
  }

  /* An act on a matter's page; its form must be there and be taken. */
  async act(name, code, move, fields) {
    const client = await this.client(name);
    const page = `/matters/${code}`;
    const answer = await client.post(page, `${page}/${move}`, fields);
    if (answer.status !== 303) {
      const why = /<h1[^>]*>([^<]*)/.exec(answer.body)?.[1];
      throw new Error(`${name} cannot ${move}: ${answer.status} ${why}`);
    }
  }

  /* By a liaison at the desk; gives the code and remembers the PIN. */
  async take(name, key, texts) {
    const client = await this.client(name);
    const { body } = await client.get("/matters/new");
    const answer = await client.post("/matters/new", "/matters", {
      channel: "sitting", kind: "problem", area: option(body, "area"),
      consent: "1", ...texts });
    return this.slip(client, key, answer);
  }

  /* By a citizen on the public page. */
  async say(station, key, texts) {
    const client = new Client(this.base, key);
    const answer = await client.post(`/say?station=${station}`, "/say", {
      station, kind: "problem", consent: "1", ...texts });
    const code = await this.slip(client, key, answer);
    return { client, code };
  }

  async slip(client, key, answer) {
    const code = /\/slips\/([A-Z0-9]{8})/.exec(answer.headers.location ?? "");
    if (!code) {
      throw new Error(`no slip for ${key}: ${answer.status}`);
    }
    const slip = JSON.parse((await client.json(`/slips/${code[1]}`)).body);
    this.codes[key] = { code: slip.code, pin: slip.pin };
    return slip.code;
  }
}

/* Staff and deputies of 长江镇, who work on what is planted there. */
export const OWN = ["cj-limin", "cj-shixin", "cj-xuning", "rg-wanghui",
  "shenji", "cj-gemei", "cj-qianfeng", "cj-zhangbin"];

/* 海城镇, 如东, the offices, and another organ of 长江镇: nothing that is
 * planted is their business. */
export const FOREIGN = ["hc-linna", "hc-yanglin", "hc-zhengli", "hf-luoxia",
  "hc-zhifa", "hf-auditor", "hf-sysadmin", "hf-secadmin", "hf-auditadmin",
  "cj-shehui", "rd-xianwei", "sysadmin", "secadmin", "auditadmin"];

function texts(garden, key, may) {
  return {
    title: `${BAIT}${MARKUP} ${garden.mark("title", `${key}: title`, may)}`,
    body: `${BAIT}，要写够十个字。${garden.mark("body", `${key}: words`, may)}`,
    place: garden.mark("place", `${key}: place`, may),
    name: `王${garden.seal(word("name"), `${key}: name of the person`)}`,
    phone: garden.phone(key),
  };
}

async function atTheDesk(garden) {
  const staff = [...OWN, "cj-jianshe", "own slip"];
  const code = await garden.take("cj-limin", "desk",
    texts(garden, "desk", staff));
  const page = await (await garden.client("cj-limin"))
    .get(`/matters/${code}`);
  await garden.act("cj-limin", code, "accept",
    { kind: "problem", area: option(page.body, "area") });
  const inside = [...OWN, "cj-jianshe"];
  await garden.act("cj-limin", code, "note",
    { note: `${BAIT} ${garden.mark("note", "desk: internal note", inside)}` });
  await garden.act("cj-xuning", code, "claim", {});
  await garden.act("cj-xuning", code, "release",
    { reason: `退回理由 ${garden.mark("release", "desk: release", inside)}` });
  const open = await (await garden.client("cj-shixin"))
    .get(`/matters/${code}`);
  await garden.act("cj-shixin", code, "dispatch",
    { organ: option(open.body, "organ", /建设/),
      remark: `交办 ${garden.mark("remark", "desk: remark", inside)}` });
  await garden.act("cj-jianshe", code, "reply", { result: "A",
    answer: `已经办好，请您查看。${garden.mark("answer", "desk: answer",
      staff)}`,
    evidence: garden.mark("evidence", "desk: evidence", inside) });
  await garden.act("cj-limin", code, "publish", {
    consent: "1", public_title: `${BAIT}公开过又撤下 ${garden.mark("pulled",
      "desk: unpublished title", [])}`,
    public_body: garden.mark("pulledbody", "desk: unpublished words",
      []) });
  await garden.act("cj-limin", code, "unpublish", {});
}

/* Public text over words that are not: only the public text may be met. */
async function published(garden) {
  const code = await garden.take("cj-limin", "shown",
    texts(garden, "shown", OWN));
  const page = await (await garden.client("cj-limin"))
    .get(`/matters/${code}`);
  await garden.act("cj-limin", code, "accept",
    { kind: "problem", area: option(page.body, "area") });
  await garden.act("cj-limin", code, "publish", {
    consent: "1", public_title: `${BAIT}对大家公开的标题`,
    public_body: `${BAIT}对大家公开的内容` });
}

/* By a citizen who asks for secrecy; then refused with a referral. */
async function secret(garden, station) {
  const said = [...OWN, "secret slip"];
  const { client, code } = await garden.say(station, "secret slip",
    { ...texts(garden, "secret", said), secret: "1" });
  await garden.act("cj-limin", code, "refuse", { reason: "scope",
    referral: `请找有关部门 ${garden.mark("referral", "secret: referral",
      said)}` });
  return client;
}

/* Plants everything; gives the clients that then crawl. */
export async function plant(garden) {
  await atTheDesk(garden);
  await published(garden);
  const keeper = await garden.client("rg-wanghui");
  const { stations } = JSON.parse((await keeper.json(
    "/stations?area=320682111")).body);
  const station = stations[0].code;
  garden.station = station;
  const secretly = await secret(garden, station);
  await plantRooms(garden, OWN);
  const other = await garden.say(station, "other slip", {
    title: "路灯不亮，晚上看不见", body: "巷口的路灯坏了一个月，看不见路。" });
  const own = new Client(garden.base, "own slip");
  const answer = await own.post("/track", "/track", garden.codes.desk);
  if (answer.status !== 303) {
    throw new Error(`the slip does not open: ${answer.status}`);
  }
  return [new Client(garden.base, "anonymous"), own, secretly,
    Object.assign(other.client, { label: "other slip" })];
}
