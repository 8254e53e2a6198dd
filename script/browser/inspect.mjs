/* What is looked at on one page; each function returns sentences, none when
 * all is well. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"),
  "utf8");
const rules = JSON.parse(readFileSync(
  new URL("htmlrules.json", import.meta.url), "utf8"));
const validator = new HtmlValidate(new StaticConfigLoader(rules));

const shownMax = 5;

function shorten(text, most) {
  const flat = text.replace(/\s+/g, " ");
  return flat.length > most ? `${flat.slice(0, most)}…` : flat;
}

export async function inspectHtml(source) {
  const outcome = await validator.validateString(source, "page.html");
  const messages = outcome.results.flatMap((result) => result.messages)
    .filter((message) => message.severity === 2);
  return messages.slice(0, shownMax).map((message) =>
    `html: line ${message.line}: ${message.message} (${message.ruleId})`);
}

async function inspectAxe(page) {
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    /* The elder version promises 7:1, not 4.5:1. */
    const elder = document.documentElement.classList.contains("elder");
    const outcome = await window.axe.run(document, {
      resultTypes: ["violations"],
      rules: { "color-contrast-enhanced": { enabled: elder } },
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
        "best-practice"] });
    return outcome.violations.map((one) => ({ id: one.id,
      impact: one.impact, help: one.help,
      nodes: one.nodes.map((node) => node.html) }));
  });
  return violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `axe: ${one.id} (${one.impact}): ${one.help}: ` +
      `${one.nodes.length} times, e.g. ${shorten(one.nodes[0], 140)}`);
}

async function inspectOverflow(page) {
  const wide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room + 1) {
      return null;
    }
    const all = Array.from(document.body.querySelectorAll("*"));
    const worst = all.find((one) =>
      one.getBoundingClientRect().right > room + 1);
    return { by: document.documentElement.scrollWidth - room,
      what: worst ? worst.outerHTML : "?" };
  });
  return wide === null ? []
    : [`wider than the screen by ${wide.by} px: ${shorten(wide.what, 120)}`];
}

/* Runs in the page: the controls that Tab should reach, marked by number.
 * Of a group of radio buttons Tab reaches one. */
function markControls() {
  const selector = "a[href], button, input, select, textarea, summary, " +
    "[tabindex]";
  const shown = (one) => one.getClientRects().length > 0 &&
    one.checkVisibility({ visibilityProperty: true });
  const groups = new Set();
  const fresh = (one) => {
    if (one.type !== "radio") {
      return true;
    }
    const key = one.name;
    const checked = Array.from(document.querySelectorAll(
      `input[type=radio][name="${CSS.escape(key)}"]`)).find((radio) =>
      radio.form === one.form && radio.checked);
    if (groups.has(key) || (checked && checked !== one)) {
      return false;
    }
    groups.add(key);
    return true;
  };
  const controls = Array.from(document.querySelectorAll(selector))
    .filter((one) => one.type !== "hidden" && !one.disabled &&
      one.tabIndex >= 0 && shown(one) && fresh(one));
  controls.forEach((one, index) => {
    one.dataset.checkNumber = String(index);
  });
  document.activeElement?.blur?.();
  window.scrollTo(0, 0);
  return controls.length;
}

/* Runs in the page: which control has the focus, and can one see that? */
function readFocus() {
  const one = document.activeElement;
  if (!one || one === document.body) {
    return null;
  }
  const outlined = (element) => {
    const style = getComputedStyle(element);
    return (style.outlineStyle !== "none" &&
      parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  };
  const label = one.closest("label");
  const box = one.getBoundingClientRect();
  return { number: one.dataset.checkNumber,
    seen: outlined(one) || (label !== null && outlined(label)),
    inside: box.bottom > 0 && box.top < window.innerHeight,
    html: one.outerHTML };
}

async function inspectKeys(page) {
  const count = await page.evaluate(markControls);
  const reached = new Set();
  const faults = [];
  const presses = count * 3 + 10;
  for (let press = 0; press < presses && reached.size < count; press += 1) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(readFocus);
    if (focus === null || reached.has(focus.number)) {
      continue;
    }
    if (focus.number !== undefined) {
      reached.add(focus.number);
    }
    if (!focus.seen) {
      faults.push(`focus not to be seen: ${shorten(focus.html, 120)}`);
    } else if (!focus.inside) {
      faults.push(`focus off the screen: ${shorten(focus.html, 120)}`);
    }
  }
  if (reached.size < count) {
    const missing = await page.evaluate((seen) =>
      Array.from(document.querySelectorAll("[data-check-number]"))
        .filter((one) => !seen.includes(one.dataset.checkNumber))
        .map((one) => one.outerHTML), Array.from(reached));
    faults.push(...missing.map((html) =>
      `Tab does not reach: ${shorten(html, 120)}`));
  }
  return faults.slice(0, shownMax);
}

/* What a finger presses is 44 px high; links within a text may be less. */
async function inspectTargets(page) {
  const small = await page.evaluate(() => {
    const selector = "button, select, textarea, summary, .btn, .tool, " +
      "input:not([type=checkbox]):not([type=radio]):not([type=hidden])";
    return Array.from(document.querySelectorAll(selector))
      .filter((one) => one.getClientRects().length > 0 &&
        one.tabIndex >= 0 && one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
      .map((one) => `${Math.round(one.getBoundingClientRect().height)} px ` +
        one.outerHTML);
  });
  return small.slice(0, shownMax).map((one) =>
    `too small for a finger: ${shorten(one, 120)}`);
}

export async function inspectPage(page) {
  return [...await inspectOverflow(page), ...await inspectAxe(page),
    ...await inspectTargets(page),
    ...await inspectKeys(page)];
}

/* The bytes of a page and all it fetches, headers included, cache empty. */
export async function inspectWeight(browser, base, first) {
  const context = await browser.newContext({ locale: "zh-CN" });
  try {
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    await wire.send("Network.enable");
    let bytes = 0;
    let files = 0;
    wire.on("Network.loadingFinished", (event) => {
      bytes += event.encodedDataLength;
      files += 1;
    });
    await page.goto(base + first.path, { waitUntil: "networkidle" });
    console.log(`      ${first.path}: ${bytes} bytes in ${files} files`);
    return bytes > 0 && bytes <= first.bytes ? []
      : [`${bytes} bytes over the wire, at most ${first.bytes}`];
  } finally {
    await context.close();
  }
}
