/* What web/app.ts promises, tried on the sample pages. */
import { launch } from "./launch.mjs";

const say = "/web/gallery/say-1.html";
const story = "路灯坏了两个月，晚上看不见路。";

/* Each takes a fresh page and answers whether the promise was kept. */
const promises = {
  "a double press sends once and says so": async (page, gallery) => {
    await page.goto(gallery.base + say);
    await page.fill("#title", "村口路灯坏了");
    await page.fill("#body", story);
    const before = gallery.posts();
    const words = await page.evaluate(() => {
      const button = document.querySelector("main .btn-primary");
      button.click();
      button.click();
      return button.textContent;
    });
    await page.waitForURL(/slip/);
    return words === "正在提交…" && gallery.posts() === before + 1;
  },
  "going back finds a form that can be sent": async (page, gallery) => {
    await page.goto(gallery.base + say);
    await page.fill("#title", "村口路灯坏了");
    await page.fill("#body", story);
    await page.click("main .btn-primary");
    await page.waitForURL(/slip/);
    await page.goBack();
    const button = page.locator("main .btn-primary");
    return await button.isEnabled() && await button.textContent() === "下一步";
  },
  "a draft is offered, restored, and gone once sent": async (page, gallery) => {
    page.on("dialog", (dialog) => void dialog.accept());
    await page.goto(gallery.base + say);
    await page.fill("#body", story);
    await page.waitForTimeout(700);
    await page.goto(gallery.base + say);
    const empty = await page.inputValue("#body") === "";
    await page.getByRole("button", { name: "恢复" }).click();
    const back = await page.inputValue("#body") === story;
    await page.fill("#title", "村口路灯坏了");
    await page.click("main .btn-primary");
    await page.waitForURL(/slip/);
    await page.goto(gallery.base + say);
    return empty && back && await page.locator(".draft-note").count() === 0;
  },
  "a refused form keeps its draft": async (page, gallery) => {
    page.on("dialog", (dialog) => void dialog.accept());
    await page.goto(gallery.base + say);
    await page.fill("#body", story);
    await page.fill("#title", "路灯");
    await page.waitForTimeout(700);
    await page.click("main .btn-primary");
    await page.waitForURL(/errors/);
    await page.goto(gallery.base + say);
    return await page.locator(".draft-note").count() === 1;
  },
  "leaving an unsent text is asked about": async (page, gallery) => {
    let asked = "";
    page.on("dialog", (dialog) => {
      asked = dialog.type();
      void dialog.accept();
    });
    await page.goto(gallery.base + say);
    await page.locator("#body").pressSequentially("路灯");
    await page.goto(`${gallery.base}/web/gallery/home.html`);
    return asked === "beforeunload";
  },
  "the counter counts down": async (page, gallery) => {
    await page.goto(gallery.base + say);
    await page.fill("#body", "十个字的一段小小文字");
    return await page.locator(".counter").textContent() ===
      "还可以写 1990 字";
  },
  "the code is copied": async (page, gallery) => {
    await page.context().grantPermissions(
      ["clipboard-read", "clipboard-write"]);
    await page.goto(`${gallery.base}/web/gallery/slip.html`);
    await page.click("[data-copy]");
    await page.getByText("已复制").first().waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    return text.includes("7K3M-9QXA") &&
      await page.locator("[data-copy] svg").count() === 1;
  },
  "a question answered with no sends nothing": async (page, gallery) => {
    page.on("dialog", (dialog) => void dialog.dismiss());
    await page.goto(`${gallery.base}/web/gallery/parts.html`);
    const before = gallery.posts();
    await page.click("form[data-confirm] button");
    await page.waitForTimeout(200);
    return gallery.posts() === before && page.url().endsWith("parts.html");
  },
};

export async function checkIslands(gallery) {
  const browser = await launch();
  let failed = 0;
  try {
    for (const [promise, keeps] of Object.entries(promises)) {
      const context = await browser.newContext({ locale: "zh-CN" });
      context.setDefaultTimeout(8000);
      const page = await context.newPage();
      const kept = await keeps(page, gallery).catch((error) => {
        console.log(`        ${String(error.message).split("\n")[0]}`);
        return false;
      });
      console.log(`${kept ? "ok   " : "FAIL "} ${promise}`);
      failed += kept ? 0 : 1;
      await context.close();
    }
  } finally {
    await browser.close();
  }
  const all = Object.keys(promises).length;
  console.log(`islands: ${all - failed} passed, ${failed} failed`);
  return failed === 0;
}
