/* Walks every link that a client meets, as a page and as JSON, from a list
 * of beginnings that also holds what no page links to. */
import { MARKUP, BAIT } from "./plant.mjs";
import { unescape } from "./client.mjs";
import { forms } from "./forms.mjs";
import { inside } from "./inside.mjs";

const PER_PATTERN = 40;         /* pages alike, such as /areas/{code} */
const PAGES_MAX = 3000;
const AT_ONCE = 8;
const HARVEST = 6;              /* of one pattern, what somebody met */

function links(body, type) {
  const found = [];
  const pattern = type.startsWith("application/json")
    ? /"(\/[^"\\]*)"/g : /(?:href|src|action)="(\/[^"]*)"/g;
  for (const [, link] of body.matchAll(pattern)) {
    found.push(unescape(link).split("#")[0]);
  }
  return found;
}

/* Codes, ids and values of a query are one and the same pattern. */
function pattern(path) {
  return path.replace(/=[^&]*/g, "=").replace(/\/[A-Z0-9]{8}(?=\/|$)/g, "/C")
    .replace(/\d+/g, "N");
}

/* Headers that every answer carries. */
function lacks(answer, client) {
  const missing = ["content-security-policy", "x-content-type-options",
    "x-frame-options", "referrer-policy", "cross-origin-opener-policy"]
    .filter((name) => !answer.headers[name]);
  const kept = answer.headers["cache-control"] ?? "";
  if (client.jar.has("sid") && !/no-store|immutable/.test(kept)) {
    missing.push("no-store");
  }
  return missing;
}

/* Another language; and a terminal forgets whoever stood before it. */
function changesTheWalker(path, client) {
  return /^(\/kiosk)?\/look/.test(path) || (client.jar.has("slip") &&
    /^\/kiosk($|\?|\/reset)/.test(path));
}

class Walk {
  constructor(client, marks) {
    this.client = client;
    this.marks = marks;
    this.seen = new Set();
    this.alike = new Map();
    this.queue = [];
    this.pages = 0;
    this.leaks = [];
    this.told = new Set();
    this.met = new Set();       /* addresses that showed something */
    this.faults = [];
    this.forms = new Map();     /* one of each kind, with its page */
    this.metMarks = new Set();
  }

  add(path) {
    if (!path.startsWith("/") || changesTheWalker(path, this.client) ||
        this.seen.has(path)) {
      return;
    }
    const kind = pattern(path);
    const count = this.alike.get(kind) ?? 0;
    if (count >= PER_PATTERN || this.seen.size >= PAGES_MAX) {
      return;
    }
    this.alike.set(kind, count + 1);
    this.seen.add(path);
    this.queue.push(path);
  }

  judge(path, answer) {
    const { body } = answer;
    const said = inside(answer);
    for (const mark of this.marks) {
      if (!said.includes(mark.text)) {
        continue;
      }
      this.metMarks.add(mark.text);
      if (!mark.may.has(this.client.label) && this.tell(mark, path)) {
        this.leaks.push(`${this.client.label} ${path}: ${mark.what}`);
      }
    }
    if (answer.type.startsWith("text/html") && body.includes(MARKUP)) {
      this.faults.push(`${path}: markup that a person typed`);
    }
    if (answer.status >= 500) {
      this.faults.push(`${path}: ${answer.status}`);
    }
    if (answer.status === 200) {
      this.met.add(path);
    }
    for (const name of lacks(answer, this.client)) {
      this.faults.push(`${path}: no ${name}`);
    }
  }

  /* Once for each page and mark, in both its shapes. */
  tell(mark, path) {
    const leak = `${mark.what} ${pattern(path)}`;
    const isNew = !this.told.has(leak);
    this.told.add(leak);
    return isNew;
  }

  async look(path) {
    for (const accept of ["text/html", "application/json"]) {
      const answer = await this.client.get(path, { Accept: accept });
      this.pages++;
      this.judge(path, answer);
      for (const form of forms(answer.body)) {
        const kind = pattern(form.action);
        this.forms.set(kind, this.forms.get(kind) ?? { page: path, ...form });
      }
      for (const link of links(answer.body, answer.type)) {
        this.add(link);
      }
      if (answer.headers.location?.startsWith("/")) {
        this.add(answer.headers.location);
      }
    }
  }

  async go() {
    const worker = async () => {
      while (this.queue.length > 0) {
        await this.look(this.queue.shift());
      }
    };
    while (this.queue.length > 0) {
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
    }
    return this;
  }
}

/* Every route of the list with everything that may stand in its braces. */
export async function beginnings(client, garden) {
  const { paths } = JSON.parse((await client.get("/openapi.json")).body);
  const codes = Object.values(garden.codes).map(({ code }) => code);
  const values = { code: [...codes, garden.station, "320682111", "1"],
    area: ["320682111", "0", "441521"], id: ["1", "2", "3"],
    register: ["areas", "organs", "stations", "groups", "deputies",
      "accounts"], format: ["csv", "xlsx"], file: ["x"] };
  const found = ["/"];
  for (const [path, methods] of Object.entries(paths)) {
    if (!methods.get) {
      continue;
    }
    let made = [path];
    for (const [brace, name] of path.matchAll(/\{([a-z_]+)\}/g)) {
      made = made.flatMap((one) => (values[name] ?? ["1"])
        .map((value) => one.replace(brace, value)));
    }
    found.push(...made);
  }
  const bait = encodeURIComponent(BAIT);
  for (const path of ["/matters", "/published", "/published.rss",
    "/deputies", "/stations", "/areas", "/accounts", "/audit", "/groups",
    "/deputies/mine"]) {
    found.push(`${path}?q=${bait}`);
  }
  for (const { code, pin } of Object.values(garden.codes)) {
    found.push(`/track?code=${code}`, `/track?code=${code}&pin=${pin}0`);
  }
  return found;
}

/* Of addresses alike each once or twice, beginning with the rarest kind: so
 * that what only one could find is tried by all. */
export function sample(addresses) {
  const kinds = new Map();
  for (const path of addresses) {
    const kind = pattern(path);
    kinds.set(kind, [...kinds.get(kind) ?? [], path]);
  }
  return Array.from(kinds.values()).sort((a, b) => a.length - b.length)
    .flatMap((alike) => alike.slice(0, HARVEST));
}

export async function crawl(client, garden, starts) {
  const walk = new Walk(client, garden.marks);
  if (!client.jar.has("kiosk")) {
    client.jar.set("kiosk", garden.station);
  }
  for (const path of starts) {
    walk.add(path);
  }
  return walk.go();
}
