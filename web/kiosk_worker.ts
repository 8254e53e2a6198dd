/* The terminal without its server: the last good public screens, with how
 * old they are.
 *
 * Kept is only what the server marks (X-Kiosk-Keep: what everybody may see,
 * in Chinese, in the plain look), never a form, a slip or somebody's matter.
 * A form that could not be sent comes back with its words and a button to
 * send it again. */
declare const self: ServiceWorkerGlobalScope;

const shelf = "kiosk-1";
const first = "/kiosk";
const lost = "/kiosk/offline";
const screens = [first, "/kiosk/deputies", "/kiosk/stations",
  "/kiosk/hours", "/kiosk/activities", "/kiosk/published", lost];
const keptMost = 150;
const freshMs = 10 * 60000;
const waitMs = 8000;
const keptAt = "X-Kept-At";

function later(ms: number): Promise<never> {
  return new Promise((_, reject) =>
    setTimeout(() => reject(new Error("too late")), ms));
}

function isLoss(status: number): boolean {
  return status === 502 || status === 503 || status === 504;
}

async function put(key: string, response: Response): Promise<void> {
  const cache = await caches.open(shelf);
  const headers = new Headers(response.headers);
  headers.set(keptAt, String(Date.now()));
  const body = await response.text();
  await cache.put(key, new Response(body, { status: 200, headers }));
  const keys = await cache.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - keptMost))) {
    const path = new URL(old.url).pathname;
    if (!screens.includes(path) && !path.startsWith("/static/")) {
      await cache.delete(old);
    }
  }
  await keepAssets(cache, body);
}

/* Styles and scripts have the hash of their content in the address. */
async function keepAssets(cache: Cache, page: string): Promise<void> {
  const paths = new Set(page.match(/\/static\/[\w.-]+/g) ?? []);
  await Promise.all(Array.from(paths).map(async (path) => {
    if (await cache.match(path) === undefined) {
      const answer = await fetch(path);
      if (answer.ok) {
        await cache.put(path, answer);
      }
    }
  }));
}

function worthKeeping(response: Response): boolean {
  return response.status === 200 && !response.redirected &&
    response.headers.get("X-Kiosk-Keep") === "1";
}

async function keepScreens(): Promise<void> {
  const known = await caches.open(shelf).then((cache) => cache.match(lost));
  const age = Date.now() - Number(known?.headers.get(keptAt) ?? 0);
  if (age < freshMs) {
    return;
  }
  for (const path of screens) {
    const answer = await fetch(path, { headers: { Accept: "text/html" },
      cache: "no-store" }).catch(() => null);
    if (answer !== null && worthKeeping(answer)) {
      await put(path, answer);
    }
  }
}

/* ---- how old it is ------------------------------------------------------- */

function ago(ms: number): string {
  const minutes = Math.floor(ms / 60000);
  if (minutes < 1) {
    return "刚才";
  }
  if (minutes < 60) {
    return `${minutes} 分钟前`;
  }
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} 小时前`
    : `${Math.floor(minutes / 1440)} 天前`;
}

async function aged(response: Response): Promise<Response> {
  const at = Number(response.headers.get(keptAt) ?? 0);
  const words = `以下内容是${ago(Date.now() - at).replace(/^(\d)/, " $1")}` +
    "的，现在连不上服务器。";
  const page = (await response.text()).replace(
    /<p class="k-stale" id="stale" hidden><\/p>/,
    `<p class="k-stale" id="stale" role="status">${words}</p>`);
  return new Response(page, { status: 200, headers: response.headers });
}

function bare(): Response {
  return new Response("<!doctype html><meta charset=\"utf-8\">" +
    "<title>连不上服务器</title><h1>现在连不上服务器</h1>" +
    "<p><a href=\"/kiosk\">返回首页</a></p>",
    { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

async function kept(path: string): Promise<Response> {
  const cache = await caches.open(shelf);
  const wanted = path === "/kiosk/reset" || path.startsWith("/kiosk?")
    ? first : path;
  const found = await cache.match(wanted) ??
    await cache.match(wanted.split("?")[0] ?? first);
  if (found !== undefined) {
    return aged(found);
  }
  return await cache.match(lost) ?? bare();
}

async function load(event: FetchEvent, path: string): Promise<Response> {
  try {
    const answer = await Promise.race([fetch(event.request), later(waitMs)]);
    if (isLoss(answer.status)) {
      return kept(path);
    }
    if (worthKeeping(answer)) {
      event.waitUntil(put(path, answer.clone()));
    }
    return answer;
  } catch {
    return kept(path);
  }
}

/* ---- what could not be sent ---------------------------------------------- */

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;")
    .replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

async function unsent(request: Request, path: string): Promise<Response> {
  const page = await caches.open(shelf).then((cache) => cache.match(lost));
  const fields = await request.formData().catch(() => new FormData());
  let inputs = "";
  fields.forEach((value, name) => {
    inputs += `<input type="hidden" name="${escaped(name)}" ` +
      `value="${escaped(String(value))}">`;
  });
  const form = `<div id="retry" class="k-retry"><p class="k-big">` +
    `没有发出去。您写的内容还在，可以再发一次。</p>` +
    `<form method="post" action="${escaped(path)}">${inputs}<p class="k-go">` +
    `<button class="btn btn-primary k-btn" type="submit">再试一次</button>` +
    `</p></form></div>`;
  const text = page === undefined ? await bare().text() : await page.text();
  const drawn = text.includes('id="retry"')
    ? text.replace(/<div id="retry"[^>]*><\/div>/, () => form) : text + form;
  return new Response(drawn, { status: 200, headers: {
    "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store",
    "Content-Security-Policy": page?.headers.get("Content-Security-Policy") ??
      "default-src 'none'; form-action 'self'" } });
}

async function send(event: FetchEvent, path: string): Promise<Response> {
  const copy = event.request.clone();
  try {
    return await fetch(event.request);
  } catch {
    return unsent(copy, path);
  }
}

async function asset(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(shelf);
  const found = await cache.match(path);
  if (found !== undefined) {
    return found;
  }
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(path, answer.clone());
  }
  return answer;
}

/* ---- the worker's life --------------------------------------------------- */

self.addEventListener("install", (event) => {
  void self.skipWaiting();
  event.waitUntil(keepScreens());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("kiosk-") && name !== shelf) {
        await caches.delete(name);
      }
    }
    await self.clients.claim();
  })());
});

self.addEventListener("message", (event) => {
  if (event.data === "keep") {
    event.waitUntil(keepScreens());
  }
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const path = url.pathname + url.search;
  if (url.origin !== self.location.origin) {
    return;
  }
  if (url.pathname.startsWith("/static/")) {
    event.respondWith(asset(url.pathname, event.request));
  } else if (event.request.mode === "navigate") {
    event.respondWith(event.request.method === "POST"
      ? send(event, path) : load(event, path));
  }
});
