/* The terminal of a station in a real browser:
 *
 *   node script/browser/kiosk.mjs BASE STATION
 *
 * BASE is served with the demo in it, STATION is the public code of an open
 * station. Every screen at 1080 x 1920 and 1920 x 1080, in the
 * large and the contrasting look and in English; the reset after a minute on
 * a clock of its own; the loss of the server; what is kept and what never.
 * SHOTS names a folder for pictures. Ends with "N passed, N failed". */
import { join } from "node:path";
import process from "node:process";
import { inspectHtml, inspectPage } from "./inspect.mjs";
import { launch } from "./launch.mjs";
import { end, press, tell } from "./tell.mjs";

const [, , base, station] = process.argv;
const sizes = [{ width: 1080, height: 1920 }, { width: 1920, height: 1080 }];
const phone = { width: 360, height: 740 };
const screens = ["", "/deputies", "/stations", "/hours", "/activities",
  "/published", "/published?wide=1", "/follow", "/say", "/offline"];
const words = "村口的路灯坏了两个月。晚上老人出门看不见路。";

async function attempt(sentence, work) {
  try {
    tell(sentence, (await work()) ?? []);
  } catch (error) {
    tell(sentence, String(error).split("\n").slice(0, 6));
  }
}

function must(holds, sentence) {
  return holds ? [] : [sentence];
}

/* ---- one screen ---------------------------------------------------------- */

/* Runs in the page. */
function waysOut() {
  const leads = Array.from(document.querySelectorAll(
    "a[href], form[action], button[formaction]"));
  return leads.map((one) => one.getAttribute("href") ??
    one.getAttribute("formaction") ?? one.getAttribute("action"))
    .filter((path) => !/^(\/kiosk($|[/?])|#)/.test(path));
}

/* Runs in the page: what is pressed is 72 px high; links of a message that
 * tells what is wrong lead only within the page. */
function smallTargets() {
  return Array.from(document.querySelectorAll(
    "a[href], button, .k-choice label, select, textarea, " +
    "input:not([type=hidden]):not([type=radio]):not([type=checkbox])"))
    .filter((one) => one.checkVisibility() && !one.closest(".form-errors") &&
      one.getBoundingClientRect().height < 71.5)
    .map((one) => `${Math.round(one.getBoundingClientRect().height)} px: ` +
      one.outerHTML.slice(0, 100));
}

async function look(page, name, each) {
  const wrong = [];
  for (const size of each) {
    await page.setViewportSize(size);
    if (process.env.SHOTS) {
      await page.screenshot({ path: join(process.env.SHOTS,
        `kiosk-${name.replace(/\W+/g, "-")}-${size.width}.png`) });
    }
    const faults = await inspectPage(page);
    if (size.width > 800) {
      faults.push(...(await page.evaluate(smallTargets)));
    }
    wrong.push(...faults.map((line) => `${size.width}: ${line}`));
  }
  wrong.push(...(await page.evaluate(waysOut)).map((path) =>
    `leads out of the terminal: ${path}`));
  return wrong;
}

async function open(browser, more = {}) {
  const context = await browser.newContext({ locale: "zh-CN",
    reducedMotion: "reduce", viewport: sizes[0], ...more });
  context.setDefaultTimeout(20000);
  const page = await context.newPage();
  await page.goto(`${base}/kiosk?station=${station}`);
  return { context, page };
}

async function placeAsked(browser) {
  const context = await browser.newContext({ locale: "zh-CN",
    reducedMotion: "reduce", viewport: sizes[0], serviceWorkers: "block" });
  const page = await context.newPage();
  await attempt("a machine that nobody set up asks where it stands",
    async () => {
      await page.goto(`${base}/kiosk`);
      const wrong = await look(page, "choose", sizes);
      for (let i = 0; i < 8; i += 1) {
        if (await page.locator(".k-hero").count() > 0) {
          await page.goto(`${base}/kiosk/hours`);
          return [...wrong, ...must(await page.locator("text=本站：").count()
            > 0, "the place was forgotten")];
        }
        await page.locator(".k-row").last().click();
        await page.waitForLoadState();
      }
      return [...wrong, "no way to a station"];
    });
  await context.close();
}

async function everyScreen(browser) {
  const { context, page } = await open(browser, { serviceWorkers: "block" });
  for (const path of screens) {
    await attempt(`screen /kiosk${path}`, async () => {
      const answer = await page.goto(`${base}/kiosk${path}`);
      /* Without a script a refresh is the only way to forget somebody. */
      const html = (await inspectHtml(await answer.text()))
        .filter((line) => !line.endsWith("(meta-refresh)"));
      return [...html,
        ...await look(page, `plain${path}`, [...sizes, phone])];
    });
  }
  for (const to of ["elder", "contrast", "en"]) {
    await page.goto(`${base}/kiosk/look?to=${to}&back=/kiosk`);
    for (const path of ["", "/deputies", "/follow", "/say", "/published"]) {
      await attempt(`screen /kiosk${path} after ${to}`, async () => {
        await page.goto(`${base}/kiosk${path}`);
        return look(page, `${to}${path}`, sizes);
      });
    }
  }
  await context.close();
}

/* ---- the way of a citizen ------------------------------------------------ */

async function writeDown(page) {
  await page.goto(`${base}/kiosk/say`);
  await page.click("label[for=f-kiosk_say-kind]");
  await page.click('[href="#step-words"]');
  await page.fill("textarea[name=body]", words);
  await page.click('[href="#step-where"]:visible');
  await page.click('[href="#step-who"]');
}

async function citizen(browser) {
  const { context, page } = await open(browser, { serviceWorkers: "block" });
  await attempt("a step tells what is missing in it", async () => {
    await page.goto(`${base}/kiosk/say`);
    await page.click('[href="#step-words"]');
    const first = await page.locator("#step-kind .error").innerText();
    await page.click("label[for=kind-wish]");
    await page.click('[href="#step-words"]');
    await page.fill("textarea[name=body]", "太短");
    await page.click('[href="#step-where"]:visible');
    const second = await page.locator("#step-words .error").innerText();
    return must(first !== "" && second.includes("10"), `${first} ${second}`);
  });
  await attempt("words go step by step to the slip", async () => {
    await writeDown(page);
    await page.fill("[name=name]", "王奶奶");
    await press(page, "核对一遍");
    await page.waitForSelector(".form-errors");
    const wrong = await look(page, "say wrong", sizes);
    await page.click("label[for=f-kiosk_say-consent]");
    await press(page, "核对一遍");
    await page.waitForSelector("text=请核对");
    wrong.push(...await look(page, "check", sizes));
    await press(page, "改一改");
    await page.waitForSelector("#step-kind");
    wrong.push(...must(await page.locator("[name=body]").inputValue() ===
      words, "the words were lost on the way back"));
    await page.click('[href="#step-words"]');
    await page.click('[href="#step-where"]:visible');
    await page.click('[href="#step-who"]');
    await press(page, "核对一遍");
    await page.waitForSelector("text=请核对");
    await press(page, "提交");
    await page.waitForSelector(".k-slip");
    return [...wrong, ...await look(page, "slip", sizes)];
  });
  const code = (await page.locator(".slip-no").innerText()).replace("-", "");
  const pin = await page.locator(".slip-pin").innerText();
  await attempt("code and PIN are pressed, by finger and by key",
    async () => {
      await page.goto(`${base}/kiosk/follow`);
      for (const letter of code) {
        await page.click(`[data-key="${letter}"]`);
      }
      await page.waitForSelector('[data-pad="pin"]');
      await page.keyboard.type(`${pin}7`);
      await page.keyboard.press("Backspace");
      await page.keyboard.type(pin[5]);
      const wrong = await look(page, "pin", sizes);
      await press(page, "查询");
      await page.waitForSelector(".timeline");
      const text = await page.innerText("main");
      wrong.push(...must(!text.includes("王奶奶"), "the name is shown"));
      return [...wrong, ...await look(page, "matter", sizes)];
    });
  await context.close();
  return { code, pin };
}

async function withoutScript(browser, slip) {
  const { context, page } = await open(browser, { javaScriptEnabled: false });
  await attempt("without a script each key sends the form", async () => {
    await page.goto(`${base}/kiosk/follow`);
    for (const key of [...slip.code, ...slip.pin]) {
      await page.locator(`button[value="${key}"]`).click();
    }
    await page.locator('button[value="go"]').click();
    const back = await page.locator("noscript").count();
    return must(back > 0 && (await page.innerText("main"))
      .includes("办理经过"), "the matter is not shown");
  });
  await attempt("without a script the steps are there", async () => {
    await page.goto(`${base}/kiosk/say`);
    await page.click("label[for=kind-deed]");
    await page.click('[href="#step-words"]');
    await page.fill("textarea[name=body]", words);
    await page.click('[href="#step-where"]:visible');
    await page.click('[href="#step-who"]');
    await page.locator("button:visible", { hasText: "核对一遍" }).click();
    return must((await page.innerText("main")).includes("请核对"),
      "no look at the whole");
  });
  await context.close();
}

/* ---- a minute without a touch -------------------------------------------- */

async function reset(browser) {
  const { context, page } = await open(browser, { serviceWorkers: "block" });
  await page.clock.install();
  await attempt("ten seconds before the reset one is asked, and may stay",
    async () => {
      await writeDown(page);
      await page.fill("[name=name]", "王奶奶");
      await page.clock.runFor(49000);
      const early = await page.locator(".k-ask").count();
      await page.clock.runFor(4000);
      const asked = await page.locator(".k-ask").innerText();
      if (process.env.SHOTS) {
        await page.screenshot({ path: join(process.env.SHOTS,
          "kiosk-still-there-1080.png") });
      }
      await page.getByRole("button", { name: "我还在" }).click();
      await page.clock.runFor(30000);
      return [...must(early === 0, "asked too early"),
        ...must(/\d+ 秒/.test(asked), asked),
        ...must(await page.locator("[name=name]").inputValue() === "王奶奶",
          "the words are gone")];
    });
  await attempt("after a minute all is forgotten", async () => {
    await page.clock.runFor(31000);
    await page.waitForURL(`${base}/kiosk`);
    const left = (await context.cookies()).map((one) => one.name);
    await page.goBack().catch(() => undefined);
    await page.waitForLoadState();
    const text = await page.evaluate(() => document.body.innerText +
      Array.from(document.querySelectorAll("input, textarea"))
        .map((one) => one.value).join(" "));
    return [...must(left.join() === "kiosk", `cookies: ${left}`),
      ...must(!/王奶奶|路灯/.test(text), "the words came back")];
  });
  await attempt("large type and English go with the one who chose them",
    async () => {
      await page.goto(`${base}/kiosk`);
      await page.click('[data-look="elder"]');
      const large = await page.locator("html.elder").count();
      await page.goto(`${base}/kiosk/look?to=en&back=/kiosk`);
      await page.clock.runFor(62000);
      await page.waitForSelector("html[lang=zh-CN]:not(.elder)");
      return must(large === 1, "not large");
    });
  await context.close();
}

async function readAloud(browser) {
  const { context, page } = await open(browser, { serviceWorkers: "block" });
  await attempt("the screen is read aloud where there is a voice",
    async () => {
      const before = await page.locator("[data-read]:visible").count();
      await context.addInitScript(() => {
        window.heard = [];
        speechSynthesis.getVoices = () => [{}];
        speechSynthesis.speak = (one) => window.heard.push(one.text);
      });
      await page.reload();
      await page.click("[data-read]");
      const heard = await page.evaluate(() => window.heard.join(" "));
      return [...must(before === 0, "a button without a voice"),
        ...must(heard.includes("我要反映"), `heard: ${heard}`)];
    });
  await context.close();
}

/* What this browser has not is put in its place. */
async function otherHands(browser) {
  const { context, page } = await open(browser, { serviceWorkers: "block" });
  await attempt("without recognisers there is no button for them",
    async () => {
      await page.goto(`${base}/kiosk/say#step-words`);
      return must(await page.locator("#step-words button").count() === 0,
        "a button");
    });
  await context.addInitScript(() => {
    window.HandwritingStroke = class {
      points = [];
      addPoint(point) {
        this.points.push(point);
      }
    };
    let strokes = 0;
    navigator.createHandwritingRecognizer = async () => ({
      startDrawing: () => ({ addStroke: () => (strokes += 1),
        clear: () => (strokes = 0),
        getPrediction: async () => [{ text: `路${strokes}` }] }) });
    window.SpeechRecognition = class extends EventTarget {
      static available = async ({ processLocally }) =>
        processLocally ? "available" : "";
      start() {
        const heard = new Event("result");
        heard.resultIndex = 0;
        heard.results = [Object.assign([{ transcript: "灯坏了" }],
          { isFinal: this.processLocally })];
        this.dispatchEvent(heard);
      }
      stop() {}
    };
  });
  await attempt("with them words come by finger and by mouth", async () => {
    await page.goto(`${base}/kiosk/say`);
    await page.click("label[for=kind-wish]");
    await page.click('[href="#step-words"]');
    await page.getByRole("button", { name: "手写" }).click();
    const board = await page.locator("canvas").boundingBox();
    await page.mouse.move(board.x + 50, board.y + 50);
    await page.mouse.down();
    await page.mouse.move(board.x + 150, board.y + 120);
    await page.mouse.up();
    await page.getByRole("button", { name: "路1" }).click();
    await page.getByRole("button", { name: "用嘴说" }).click();
    const typed = await page.locator("[name=body]").inputValue();
    return [...must(typed === "路1灯坏了", typed),
      ...await look(page, "hands", sizes)];
  });
  await context.close();
}

/* ---- without the server -------------------------------------------------- */

async function allKept(page) {
  return page.evaluate(async () => {
    const all = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const answer = await cache.match(request);
        all.push({ path: new URL(request.url).pathname,
          text: await answer.text() });
      }
    }
    return all;
  });
}

async function untilKept(page) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  for (let i = 0; i < 40; i += 1) {
    const kept = (await allKept(page)).map((one) => one.path);
    if (kept.includes("/kiosk/offline") && kept.some((path) =>
      path.endsWith(".css"))) {
      return;
    }
    await page.waitForTimeout(250);
  }
  throw new Error("the worker keeps nothing");
}

async function lost(browser) {
  const { context, page } = await open(browser);
  await page.goto(`${base}/kiosk`);
  await untilKept(page);
  await page.goto(`${base}/kiosk/hours`);
  await attempt("without the server the public screens are there, with " +
    "their age", async () => {
    await context.setOffline(true);
    const wrong = [];
    for (const path of ["", "/deputies", "/stations", "/hours",
      "/published", "/reset"]) {
      await page.goto(`${base}/kiosk${path}`);
      const text = await page.innerText("body");
      wrong.push(...must(/以下内容是.*的，现在连不上服务器/.test(text),
        `/kiosk${path}: ${text.slice(0, 60)}`));
    }
    return [...wrong, ...await look(page, "lost", sizes)];
  });
  await attempt("personal screens say that they cannot be had", async () => {
    const wrong = [];
    for (const path of ["/say", "/follow"]) {
      await page.goto(`${base}/kiosk${path}`);
      wrong.push(...must((await page.innerText("main"))
        .includes("查询和反映暂时不能用"), `/kiosk${path}`));
    }
    await context.setOffline(false);
    return wrong;
  });
  await attempt("words that cannot be sent stay, and are sent later",
    async () => {
      await writeDown(page);
      await context.setOffline(true);
      await press(page, "核对一遍");
      await page.waitForSelector(".k-unsent");
      const wrong = must(await page.locator("[name=body]").inputValue() ===
        words, "the words are gone");
      await press(page, "再试一次");
      await page.waitForTimeout(300);
      wrong.push(...await look(page, "unsent", sizes.slice(0, 1)));
      await context.setOffline(false);
      await press(page, "再试一次");
      await page.waitForSelector("text=请核对");
      return wrong;
    });
  await attempt("what is sent into the loss comes back with its words",
    async () => {
      await context.setOffline(true);
      /* As if the loss came between the question and the sending. */
      await page.evaluate(() => {
        const form = document.querySelector("main form");
        HTMLFormElement.prototype.submit.call(form);
      });
      await page.waitForSelector("#retry form");
      const wrong = await look(page, "comes back", sizes.slice(0, 1));
      await context.setOffline(false);
      await press(page, "再试一次");
      await page.waitForSelector(".k-slip");
      return wrong;
    });
  await attempt("nothing of a person is ever kept", async () => {
    await page.waitForTimeout(500);
    const pin = await page.locator(".slip-pin").innerText();
    const all = await allKept(page);
    return all.filter((one) => one.text.includes("路灯坏了两个月") ||
      one.text.includes(pin) ||
      /kiosk\/(say|slips|check|follow|matter|edit)/.test(one.path))
      .map((one) => `kept: ${one.path}`);
  });
  await context.close();
}

const browser = await launch();
try {
  await placeAsked(browser);
  await everyScreen(browser);
  await withoutScript(browser, await citizen(browser));
  await reset(browser);
  await readAloud(browser);
  await otherHands(browser);
  await lost(browser);
} catch (error) {
  tell("the run goes on to its end", String(error).split("\n").slice(0, 6));
} finally {
  await browser.close();
}
end();
