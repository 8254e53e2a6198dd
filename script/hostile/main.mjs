/* node script/hostile/main.mjs BASE_URL ACCOUNTS MARKS: everything that
 * script/attack does to a demo over HTTP.  The words that were planted go
 * into the file MARKS, for a look into log and database afterwards. */
import { readFile, writeFile } from "node:fs/promises";
import { Client } from "./client.mjs";
import { FOREIGN, Garden, OWN, plant } from "./plant.mjs";
import { beginnings, crawl, sample } from "./crawl.mjs";
import { oddQueries, oddWords } from "./odd.mjs";
import * as blows from "./blows.mjs";

let passed = 0;
let failed = 0;

function ok(sentence, fact, detail = "") {
  if (fact) {
    passed++;
    console.log(`ok    ${sentence}`);
  } else {
    failed++;
    console.log(`FAIL  ${sentence}\n      ${detail}`);
  }
}

/* Gives the forms that were met, by who met them. */
async function crawlAll(garden, visitors) {
  const metForms = [];
  const routes = await beginnings(visitors[0], garden);
  const found = new Set();
  const staff = [];
  for (const name of ["sysadmin", "secadmin", ...OWN, "cj-jianshe",
    ...FOREIGN]) {
    const client = await garden.client(name);
    staff.push(...staff.includes(client) ? [] : [client]);
  }
  let pages = 0;
  let leaks = 0;
  const met = new Set();
  /* Who may see much goes first: the others try all that was met. */
  for (const client of [...staff, ...visitors]) {
    const walk = await crawl(client, garden,
      [...garden.paths, ...sample(found), ...routes]);
    walk.met.forEach((path) => found.add(path));
    metForms.push({ client, forms: walk.forms });
    pages += walk.pages;
    leaks += walk.leaks.length;
    walk.metMarks.forEach((mark) => met.add(mark));
    ok(`${client.label}: ${walk.pages} pages, no word that is not theirs ` +
      `(${walk.metMarks.size} that are)`, walk.leaks.length === 0,
    walk.leaks.slice(0, 30).join("\n      "));
    ok(`${client.label}: no page breaks, lacks a header or carries markup`,
      walk.faults.length === 0, walk.faults.slice(0, 6).join("\n      "));
  }
  const readable = garden.marks.filter(({ may }) => may.size > 0);
  const unmet = readable.filter(({ text }) => !met.has(text));
  ok(`all ${readable.length} words that somebody may read were met by them`,
    unmet.length === 0, unmet.map(({ what }) => what).join(", "));
  console.log(`      ${garden.marks.length} words planted, ` +
    `${staff.length + visitors.length} visitors, ${found.size} addresses, ` +
    `${pages} answers read, ${leaks} found outside`);
  return metForms;
}

async function run(base, accountsFile, marksFile) {
  const accounts = new Map();
  for (const line of (await readFile(accountsFile, "utf8")).split("\n")) {
    const [name, password] = line.split(/\s+/);
    accounts.set(name, password);
  }
  const garden = new Garden(base, accounts);
  const visitors = await plant(garden);
  await writeFile(marksFile, garden.marks.map(({ text, sealed }) =>
    `${sealed ? "sealed" : "plain"} ${text}\n`).join(""));
  visitors.find(({ label }) => label === "other slip").own =
    garden.codes["other slip"].code;
  const metForms = await crawlAll(garden, visitors);
  await blows.smuggling(ok, garden);
  await blows.methods(ok, garden);
  await blows.oversized(ok, garden);
  await blows.traversal(ok, garden);
  await blows.overlong(ok, garden);
  await blows.injection(ok, garden);
  await blows.redirects(ok, garden);
  await blows.hosts(ok, garden);
  await blows.sessions(ok, garden);
  await blows.cookies(ok, garden);
  await blows.crossSite(ok, garden);
  await blows.foreigners(ok, garden, [new Client(base, "anonymous"),
    visitors.at(-1), await garden.client("hc-linna"),
    await garden.client("cj-shehui"), await garden.client("secadmin")]);
  await blows.passwords(ok, garden);
  await blows.pins(ok, garden);
  await oddWords(ok, metForms);
  await oddQueries(ok, [new Client(base, "anonymous"),
    await garden.client("rg-wanghui")], garden);
  await blows.slowloris(ok, garden);
  await blows.flood(ok, garden);
}

await run(process.argv[2].replace(/\/+$/, ""), ...process.argv.slice(3));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
