/* node tests/old/look.mjs BASE_URL PLACE.json check|write [TOKEN]
 *
 * Reads a served old place as its people would, with the passwords, PINs and
 * the token of its time, and either writes what it saw into the file or says
 * where it differs from what stands there ("N passed, N failed").
 *
 * Nothing here depends on the day it is asked: claims that fall back to the
 * pool after a while, and what is late, are left out. */
import { readFile, writeFile } from "node:fs/promises";
import { Client } from "../../script/hostile/client.mjs";

const COUNTY = "320682";
const TOWN = "320682111";

async function json(client, path, headers = {}) {
  const answer = await client.get(path,
    { Accept: "application/json", ...headers });
  if (answer.status !== 200) {
    throw new Error(`${client.label} ${path}: ${answer.status}`);
  }
  return JSON.parse(answer.body);
}

async function logIn(base, place, name) {
  const client = new Client(base, name);
  const answer = await client.logIn(name, place.passwords[name]);
  if (answer.status !== 303) {
    throw new Error(`${name} cannot log in: ${answer.status}`);
  }
  return client;
}

/* Through all pages of a list: code -> title. */
async function list(client, path, name, key, text) {
  const all = {};
  let next = path;
  for (let page = 0; next && page < 50; page++) {
    const answer = await json(client, next);
    for (const row of answer[name]) {
      all[row[key]] = row[text];
    }
    next = answer.next;
  }
  return all;
}

function steps(shown) {
  return shown.map(({ kind, move, role, result, rating, text, done_at }) =>
    [kind, move, role, result, rating, text, done_at].join("|"));
}

const FIELDS = ["code", "title", "state", "kind", "channel", "category",
  "area_name", "place", "station", "deputy", "organ", "body", "reply",
  "result", "rating", "received_at", "changed_at", "redo_count"];

async function detail(client, code) {
  const { matter, steps: shown } = await json(client, `/matters/${code}`);
  return { ...Object.fromEntries(FIELDS.map((name) => [name, matter[name]])),
    steps: steps(shown), name: matter.name_shown,
    phone: matter.phone_shown };
}

/* With code and PIN, as it stands on the slip. */
async function slip(base, { code, pin }) {
  const client = new Client(base, "a citizen");
  const answer = await client.post("/track", "/track", { code, pin });
  if (answer.status !== 303) {
    return `the slip does not open: ${answer.status}`;
  }
  const { matter, steps: shown } = await json(client,
    answer.headers.location);
  return { title: matter.title, state: matter.state, body: matter.body,
    reply: matter.reply, steps: steps(shown) };
}

const counted = (rows) => Object.fromEntries(rows.filter(({ n }) => n > 0)
  .map(({ label, n }) => [label, n]));

async function board(client, year) {
  const { received, kinds, channels, ratings, months } = await json(client,
    `/insight/${TOWN}?year=${year}`);
  return { received, kinds: counted(kinds), channels: counted(channels),
    ratings: counted(ratings), months: counted(months) };
}

async function see(base, place) {
  const nobody = new Client(base, "nobody");
  const clerk = await logIn(base, place, "old-clerk");
  const deputy = await logIn(base, place, "cj-qianfeng");
  const token = new Client(base, "a program");
  const program = await json(token, "/matters?state=refused",
    { Authorization: `Bearer ${place.token}` });
  const seen = { "list of the county": await list(clerk, "/matters",
    "matters", "code", "title"),
  "list, through the token": program.matters.map(({ code }) => code),
  "list, found by words": await list(clerk,
    `/matters?q=${encodeURIComponent("旧版本")}`, "matters", "code", "title"),
  "list of closed": await list(clerk, "/matters?state=closed", "matters",
    "code", "title"),
  "published": await list(nobody, "/published", "items", "public_code",
    "title"),
  "published, found by words": await list(nobody,
    `/published?q=${encodeURIComponent("路口")}`, "items", "public_code",
    "title"),
  "stations": await list(nobody, `/stations?area=${COUNTY}`, "stations",
    "code", "name"),
  "deputies": await list(nobody, `/deputies?area=${COUNTY}`, "deputies",
    "code", "name"),
  "organs": await list(clerk, "/organs", "organs", "name", "state") };
  for (const [name, given] of Object.entries(place.slips)) {
    seen[`slip: ${name}`] = await slip(base, given);
  }
  for (const code of Object.keys(seen["list of closed"])) {
    seen[`detail: ${code}`] = await detail(clerk, code);
  }
  for (const code of Object.keys(seen.published).slice(0, 5)) {
    const { steps: shown, ...rest } = await json(nobody,
      `/published/${code}`);
    seen[`published: ${code}`] = { title: rest.matter?.title ?? rest.title,
      steps: shown?.length ?? 0 };
  }
  const year = place.year;
  seen["figures"] = await board(clerk, year);
  seen["figures of the year before"] = await board(clerk, year - 1);
  const own = (await json(deputy, "/matters?mine=1&state=closed")).matters;
  seen["a deputy's own"] = own.map(({ code }) => code);
  return seen;
}

/* The same as pages for people. */
async function pages(base, place, ok) {
  const clerk = await logIn(base, place, "old-clerk");
  const [long] = Object.entries(place.seen["list of closed"])
    .find(([, title]) => title.includes("走完全程"));
  const words = [["/matters", "旧版本里"], [`/matters/${long}`, "码头路口"],
    [`/insight/${TOWN}?year=${place.year}`, "长江镇"], ["/work", "<h1"],
    ["/published", "码头路口的灯修好了"]];
  for (const [path, text] of words) {
    const answer = await clerk.get(path);
    ok(`${path} is a page that shows ${text}`, answer.status === 200 &&
      answer.body.includes(text), `${answer.status}`);
  }
}

/* And it goes on: somebody says something new, and finds it again. */
async function goesOn(base, ok) {
  const nobody = new Client(base, "nobody");
  const { stations } = await json(nobody, `/stations?area=${TOWN}`);
  const client = new Client(base, "a new citizen");
  const said = await client.post(`/say?station=${stations[0].code}`, "/say",
    { station: stations[0].code, kind: "problem", consent: "1",
      title: "升级以后才说的一件事", body: "升级以后门口的灯又不亮了。" });
  const { location = "" } = said.headers;
  ok("something new can be said", location.startsWith("/slips/"),
    `${said.status} ${location}`);
  const given = await json(client, location);
  const found = await slip(base, given);
  ok("and is found with its slip", found.title === "升级以后才说的一件事",
    JSON.stringify(found));
}

function differ(was, is, at = "") {
  if (typeof was !== "object" || was === null || typeof is !== "object" ||
      is === null) {
    return was === is ? "" : `${at}: was ${JSON.stringify(was)}, ` +
      `is ${JSON.stringify(is)}`;
  }
  for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
    const found = differ(was[key], is[key], `${at}.${key}`);
    if (found) {
      return found;
    }
  }
  return "";
}

async function check(base, place) {
  let passed = 0;
  let failed = 0;
  const ok = (sentence, fact, detail) => {
    fact ? passed++ : failed++;
    console.log(fact ? `ok    ${sentence}` : `FAIL  ${sentence}\n` +
      `      ${detail}`);
  };
  const seen = await see(base, place);
  for (const [name, was] of Object.entries(place.seen)) {
    const found = differ(was, seen[name]);
    ok(`${name} : as it was`, found === "", found);
  }
  await pages(base, place, ok);
  await goesOn(base, ok);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0;
}

const [base, file, what, token] = process.argv.slice(2);
const place = JSON.parse(await readFile(file, "utf8"));
if (what === "write") {
  place.token = token;
  place.year = new Date().getFullYear();
  place.seen = await see(base, place);
  await writeFile(file, `${JSON.stringify(place, null, 1)}\n`);
} else {
  process.exitCode = await check(base, place) ? 0 : 1;
}
process.exit();
