/* Accounts, in a real browser on the demo: the first login with a slip on
 * paper, a lock and its opening, acting for somebody with both names in the
 * log, and where one is logged in. Each page is looked at like all others.
 *
 *   node script/browser/accounts.mjs BASE ACCOUNTS
 *
 * ACCOUNTS is the demo's accounts.txt. SHOTS names a folder for pictures.
 * Ends with "N passed, N failed". */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { launch } from "./launch.mjs";
import { end, press, tell, tellPage } from "./tell.mjs";

const [, , base, list] = process.argv;
const passwords = new Map();
for (const line of (await readFile(list, "utf8")).split("\n")) {
  const [name, password] = line.split(/\s+/);
  passwords.set(name, password);
}
const own = "kuihua-luntan-9";

async function look(page, sentence, path, text) {
  const wrong = [];
  const { pathname } = new URL(page.url());
  if (!pathname.startsWith(path)) {
    wrong.push(`expected ${path}, came ${page.url()}`);
  }
  if (text && !(await page.locator("body").innerText()).includes(text)) {
    wrong.push(`did not see ${text}`);
  }
  await tellPage(page, sentence, wrong);
}

async function someone(browser) {
  const page = await browser.newPage({ locale: "zh-CN" });
  page.on("dialog", (dialog) => dialog.accept());
  return page;
}

async function typeIn(page, name, password) {
  await page.goto(`${base}/login`);
  await page.locator("input[name=name]").fill(name);
  await page.locator("input[name=password]").fill(password);
  await press(page, "登录");
}

async function loggedIn(browser, name) {
  const page = await someone(browser);
  await typeIn(page, name, passwords.get(name));
  await page.waitForURL(`${base}/work`);
  return page;
}

/* The slip's page; the code that stands on the paper. */
async function slip(admin) {
  await admin.goto(`${base}/accounts/new`);
  await admin.locator("input[name=login]").fill("xinren");
  await admin.locator("input[name=name]").fill("辛仁");
  await admin.locator("select[name=role]").selectOption("auditor");
  await admin.locator("input[name=area]").fill("320623");
  await press(admin, "建立");
  await look(admin, "a new account has a slip", "/accounts",
    "登录码只显示这一次");
  await admin.emulateMedia({ media: "print" });
  const shown = await admin.locator(".login-slip").isVisible();
  const rest = await admin.locator(".site-head").isVisible();
  tell("on paper there is the slip and no more",
    shown && !rest ? [] : [`slip ${shown}, head ${rest}`]);
  if (process.env.SHOTS) {
    await admin.pdf({ path: join(process.env.SHOTS, "slip.pdf"),
      preferCSSPageSize: true });
  }
  await admin.emulateMedia({ media: "screen" });
  return admin.locator(".login-slip-no").innerText();
}

async function firstLogin(browser, code) {
  const page = await someone(browser);
  await page.goto(`${base}/login`);
  await page.getByRole("link", { name: "第一次登录" }).click();
  await look(page, "the way of the slip", "/login/first", "登录条");
  await page.locator("input[name=name]").fill("xinren");
  await page.locator("input[name=code]").fill(code.toLowerCase());
  await press(page, "下一步");
  await look(page, "the own password and its rules", "/login/first/password",
    "至少 8 个字");
  await page.locator("input[name=new]").fill(own);
  await page.locator("input[name=again]").fill(own);
  await press(page, "设置密码并登录");
  await look(page, "in, and two steps are offered", "/me/second",
    "密码已设置好");
  await page.goto(`${base}/me`);
  await look(page, "the own account", "/me", "审计员");
  await page.goto(`${base}/me/sessions`);
  await look(page, "where one is logged in", "/me/sessions", "就是这里");
  return page;
}

async function lockAndOpen(browser, admin, mine) {
  const thief = await someone(browser);
  for (let i = 0; i < 6; i += 1) {
    await typeIn(thief, "xinren", `wrong-${i}`);
  }
  await look(thief, "too many failures lock, and say how long", "/login",
    "请 15 分钟后再试");
  await admin.goto(`${base}/accounts?q=xinren`);
  await admin.getByRole("link", { name: "xinren" }).click();
  await look(admin, "the administrator sees the lock", "/accounts/",
    "已经锁定");
  await press(admin, "解除锁定");
  await look(admin, "and opens it", "/accounts/", "锁定已解除");
  await typeIn(thief, "xinren", own);
  await thief.waitForURL(`${base}/work`);
  await mine.goto(`${base}/me/sessions`);
  await press(mine, "其他设备都退出");
  await look(mine, "the other device is out", "/me/sessions",
    "其他设备都已退出登录");
  await thief.goto(`${base}/me`);
  tell("and finds itself at the login", thief.url().includes("/login") ? []
    : [thief.url()]);
}

async function acting(browser, auditor) {
  const leader = await loggedIn(browser, "rd-heguang");
  await leader.goto(`${base}/me/acting`);
  await leader.locator("select[name=grant]").selectOption({ index: 1 });
  await leader.locator("input[name=helper]").fill("rd-wujie");
  await leader.locator("input[name=until]").fill(new Date(Date.now() +
    10 * 86400000).toISOString().slice(0, 10));
  await press(leader, "委托");
  await look(leader, "a leader lends a duty", "/me/acting", "吴洁");
  const helper = await loggedIn(browser, "rd-wujie");
  await helper.goto(`${base}/me/acting`);
  await press(helper, "开始代 何光 办理");
  await look(helper, "the banner says for whom", "/work",
    "您正在代 何光 办理");
  await helper.goto(`${base}/matters`);
  await look(helper, "on every page", "/matters", "您正在代 何光 办理");
  await press(helper, "回到本人");
  await look(helper, "back to oneself", "/me/acting", "已回到本人");
  await auditor.goto(`${base}/audit`);
  await look(auditor, "the log has both names", "/audit", "吴洁代何光");
}

const browser = await launch();
try {
  const admin = await loggedIn(browser, "secadmin");
  const mine = await firstLogin(browser, await slip(admin));
  await lockAndOpen(browser, admin, mine);
  await acting(browser, mine);
  await admin.goto(`${base}/accounts`);
  await look(admin, "the accounts", "/accounts");
} catch (error) {
  tell("the way goes on to its end", String(error).split("\n").slice(0, 6));
} finally {
  await browser.close();
}
end();
