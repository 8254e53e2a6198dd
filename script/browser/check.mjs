/* Opens the pages in a real browser and says what is wrong with them.
 *
 *   node script/browser/check.mjs BASE_URL --routes FILE [--shots DIR]
 *        [--chromium PATH] [--only TEXT]
 *
 * FILE is JSON; everything but `users` may be left out:
 *   { "login":    { "path": "/login", "name": "name",
 *                   "password": "password" },
 *     "first":    { "path": "/", "bytes": 50000 },
 *     "elder":    "/look?to=elder",
 *     "users":    [ { "label": "public", "paths": ["/", "/say"] },
 *                   { "name": "zhou", "password": "…", "paths": ["/desk",
 *                     { "path": "/nowhere", "status": 404 } ],
 *                     "elder": true },
 *                   { "label": "sayer", "before": "/look?to=en",
 *                     "flow": { "start": "/say", "steps": [] },
 *                     "paths": [ "/matters/{code}" ] } ],
 *     "noscript": [ "/say", "/track" ],
 *     "flows":    [ { "label": "say it", "start": "/say", "steps": [
 *                     { "fill": { "title": "…", "kind": "problem" },
 *                       "press": "下一步", "see": "…", "miss": "…" } ] } ] }
 *
 * A page: right status, valid HTML, no serious finding of axe, nothing wider
 * than the screen, no error on the console, and every control reached by
 * Tab with its focus to be seen; at 360 and 1280 pixels. `before` is opened
 * first; a user's `flow` is played first, and {code} is then the second part
 * of the address where it ended. `first` is fetched
 * with an empty cache and may weigh so many bytes over the wire. `noscript`
 * pages and `flows` run with JavaScript switched off.
 *
 * One line a page, then "N passed, N failed". Exit: 0 all well, 1 something
 * failed, 2 the run itself could not be done. */
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launch } from "./launch.mjs";
import { playFlow, visitNoScript } from "./noscript.mjs";
import { inspectHtml, inspectPage, inspectWeight } from "./inspect.mjs";

const WIDTHS = [360, 1280];
const HEIGHTS = { 360: 740, 1280: 800 };
const PATIENCE_MS = 20000;

let passed = 0;
let failed = 0;

function report(label, faults) {
  if (faults.length === 0) {
    passed += 1;
    console.log(`ok    ${label}`);
    return;
  }
  failed += 1;
  console.log(`FAIL  ${label}`);
  for (const fault of faults) {
    console.log(`        ${fault}`);
  }
}

/* A check that breaks is a fault of the page it looked at, not of the run. */
async function attempt(label, work) {
  let faults;
  try {
    faults = await work();
  } catch (error) {
    faults = [`broke: ${String(error.message).split("\n")[0]}`];
  }
  report(label, faults);
}

async function logIn(context, base, login, user) {
  const page = await context.newPage();
  await page.goto(base + login.path);
  await page.fill(`[name="${login.name}"]`, user.name);
  await page.fill(`[name="${login.password}"]`, user.password);
  await Promise.all([
    page.waitForNavigation(),
    page.click(`form:has([name="${login.password}"]) [type=submit]`),
  ]);
  const stayed = await page.locator(`[name="${login.password}"]`).count();
  await page.close();
  if (stayed > 0) {
    throw new Error(`${user.name} cannot log in`);
  }
}

function shotName(label, path, width) {
  const plain = path.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "");
  return `${label}-${plain || "home"}-${width}.png`.replace(/[\s/]/g, "_");
}

/* Open one path at one width; what was wrong comes back as sentences. */
async function visit(page, base, route, width, shot) {
  const faults = [];
  const onConsole = (message) => {
    const expected = route.status >= 400 &&
      message.text().includes(`status of ${route.status}`);
    if (message.type() === "error" && !expected) {
      faults.push(`console: ${message.text()}`);
    }
  };
  const onError = (error) => faults.push(`script: ${error.message}`);
  page.on("console", onConsole);
  page.on("pageerror", onError);
  try {
    await page.setViewportSize({ width, height: HEIGHTS[width] });
    const response = await page.goto(base + route.path,
      { waitUntil: "load" });
    if (response.status() !== route.status) {
      faults.push(`status ${response.status()}, not ${route.status}`);
    }
    if (width === WIDTHS[0]) {
      faults.push(...await inspectHtml(await response.text()));
    }
    if (shot !== undefined) {
      await page.screenshot({ fullPage: true, path: shot });
    }
    faults.push(...await inspectPage(page));
  } finally {
    page.off("console", onConsole);
    page.off("pageerror", onError);
  }
  return faults.map((fault) => `${width}: ${fault}`);
}

function routeOf(entry) {
  const route = typeof entry === "string" ? { path: entry } : entry;
  return { status: 200, ...route };
}

/* A matter of one's own: the flow leaves the browser with the right to it. */
async function codeOfFlow(page, plan, user) {
  if (user.flow === undefined) {
    return "";
  }
  const faults = await playFlow(page, plan.base, user.flow);
  if (faults.length > 0) {
    throw new Error(`the flow before: ${faults[0]}`);
  }
  return new URL(page.url()).pathname.split("/")[2] ?? "";
}

async function checkUser(browser, plan, user) {
  const label = user.label ?? user.name ?? "public";
  const context = await browser.newContext({ locale: "zh-CN",
    reducedMotion: "reduce", ...plan.context });
  context.setDefaultTimeout(PATIENCE_MS);
  try {
    if (user.name !== undefined) {
      await logIn(context, plan.base, plan.login, user);
    }
    const before = user.elder ? plan.elder : user.before;
    if (before !== undefined) {
      await context.request.get(`${plan.base}${before}`);
    }
    const page = await context.newPage();
    page.on("dialog", (dialog) => void dialog.accept().catch(() => {}));
    const code = await codeOfFlow(page, plan, user);
    for (const entry of user.paths.filter(plan.wanted)) {
      const route = routeOf(entry);
      route.path = route.path.replace("{code}", code);
      await attempt(`${label} ${route.path}`, async () => {
        const faults = [];
        for (const width of WIDTHS) {
          const shot = plan.shots === undefined ? undefined
            : join(plan.shots, shotName(label, route.path, width));
          faults.push(...await visit(page, plan.base, route, width, shot));
        }
        return faults;
      });
    }
  } catch (error) {
    report(label, [String(error.message).split("\n")[0]]);
  } finally {
    await context.close();
  }
}

async function checkNoScript(browser, plan) {
  const context = await browser.newContext({ locale: "zh-CN",
    javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  context.setDefaultTimeout(PATIENCE_MS);
  try {
    for (const path of (plan.noscript ?? []).filter(plan.wanted)) {
      await attempt(`no script ${path}`,
        () => visitNoScript(context, plan.base, path));
    }
    for (const flow of plan.flows ?? []) {
      await attempt(`no script flow: ${flow.label ?? flow.start}`,
        async () => {
          if (flow.name !== undefined) {
            await logIn(context, plan.base, plan.login, flow);
          }
          const page = await context.newPage();
          try {
            return await playFlow(page, plan.base, flow);
          } finally {
            await page.close();
          }
        });
    }
  } finally {
    await context.close();
  }
}

async function readPlan() {
  const { values, positionals } = parseArgs({ allowPositionals: true,
    options: { routes: { type: "string" }, shots: { type: "string" },
      chromium: { type: "string" }, only: { type: "string" } } });
  if (positionals.length !== 1) {
    throw new Error("usage: check.mjs BASE_URL --routes FILE " +
      "[--shots DIR] [--chromium PATH] [--only TEXT]");
  }
  const fallback = { users: [{ label: "public", paths: ["/"] }] };
  const plan = values.routes === undefined ? fallback
    : JSON.parse(await readFile(values.routes, "utf8"));
  if (!Array.isArray(plan.users)) {
    throw new Error(`${values.routes}: "users" is missing`);
  }
  if (values.shots !== undefined) {
    await mkdir(values.shots, { recursive: true });
  }
  return { elder: "/look?to=elder",
    login: { path: "/login", name: "name", password: "password" },
    first: { path: "/", bytes: 50000 }, ...plan,
    base: positionals[0].replace(/\/+$/, ""), shots: values.shots,
    chromium: values.chromium,
    wanted: (entry) => routeOf(entry).path.includes(values.only ?? "") };
}

async function main() {
  const plan = await readPlan();
  const browser = await launch(plan.chromium);
  try {
    await attempt(`weight of ${plan.first.path}`,
      () => inspectWeight(browser, plan.base, plan.first));
    for (const user of plan.users) {
      await checkUser(browser, plan, user);
    }
    await checkNoScript(browser, plan);
  } finally {
    await browser.close();
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

main().catch((error) => {
  console.error(`browser: ${error.message}`);
  process.exitCode = 2;
});
