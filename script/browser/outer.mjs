/* Coming in, in a real browser: a password, the tie to another house, its
 * pages, the button on the login page; then two steps, with the code that a
 * phone would show.  Each page is looked at like all others.
 *
 *   node script/browser/outer.mjs BASE LOGIN PASSWORD
 *
 * BASE is served with a tie to oidc_provider.mjs.  SHOTS names a folder for
 * pictures.  Ends with "N passed, N failed". */
import { createHmac } from "node:crypto";
import process from "node:process";
import { launch } from "./launch.mjs";
import { end, press, tell, tellPage } from "./tell.mjs";

const [, , base, login, password] = process.argv;
const theirs = { login: "lichun", password: "kuihua-luntan-9" };

async function look(page, sentence, path) {
  const wrong = [];
  const { pathname } = new URL(page.url());
  if (!page.url().startsWith(base) || pathname !== path) {
    wrong.push(`expected ${path}, came ${page.url()}`);
  }
  await tellPage(page, sentence, wrong);
}

async function passwordIn(page) {
  await page.goto(`${base}/login`);
  await page.locator("input[name=name]").fill(login);
  await page.locator("input[name=password]").fill(password);
  await press(page, "登录");
}

/* At the provider, and back to our page with the button. */
async function theirPages(page) {
  await page.waitForURL((url) => !url.href.startsWith(base));
  await page.locator("input[name=login]").fill(theirs.login);
  await page.locator("input[name=password]").fill(theirs.password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.waitForURL((url) => url.href.startsWith(base));
}

/* RFC 6238, written apart from crypt/totp.c. */
function codeOf(secret, at) {
  const bits = [...secret.replace(/\s/g, "")].map((c) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c)
      .toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
  const mac = createHmac("sha1", key).update(counter).digest();
  const from = mac[19] & 15;
  const number = mac.readUInt32BE(from) & 0x7fffffff;
  return String(number % 1000000).padStart(6, "0");
}

async function tieAndReturn(browser) {
  const first = await browser.newPage({ locale: "zh-CN" });
  await passwordIn(first);
  await first.goto(`${base}/me/outer`);
  await look(first, "an account is not tied yet", "/me/outer");
  await press(first, "关联");
  await theirPages(first);
  await look(first, "back from there, one button", "/login/oidc/back");
  await press(first, "进入系统");
  await look(first, "the account is tied", "/me/outer");
  await first.context().clearCookies();
  await first.goto(`${base}/login?back=/me/second`);
  await look(first, "the login page offers the other house", "/login");
  await press(first, "全省统一登录");
  await theirPages(first);
  await press(first, "进入系统");
  await look(first, "in without a password, where one wanted to be",
    "/me/second");
  return first;
}

async function twoSteps(page) {
  await press(page, "准备开启");
  await look(page, "the picture for the phone", "/me/second");
  const secret = await page.locator("dd bdi").innerText();
  const used = Date.now();
  await page.locator("input[name=code]").fill(codeOf(secret, used));
  await press(page, "开启两步登录");
  await look(page, "recovery codes are shown", "/me/second");
  const recovery = await page.locator("main li .code").allInnerTexts();
  tell("there are ten of them", new Set(recovery).size === 10 ? []
    : [recovery.join(" ")]);
  await page.context().clearCookies();
  await passwordIn(page);
  await look(page, "the password alone is half a login", "/login/code");
  await page.locator("input[name=code]").fill(codeOf(secret, used));
  await press(page, "登录");
  await look(page, "the code that was used is not taken again",
    "/login/code");
  /* The next step's code is good already: half a minute each way. */
  await page.locator("input[name=code]").fill(codeOf(secret, used + 30000));
  await press(page, "登录");
  await page.goto(`${base}/me/second`);
  await look(page, "with the next one, in", "/me/second");
  await page.locator("input[name=code]").fill(recovery[3]);
  await press(page, "关闭两步登录");
  await look(page, "switched off with a recovery code", "/me/second");
}

const browser = await launch();
try {
  await twoSteps(await tieAndReturn(browser));
} catch (error) {
  tell("the way goes on to its end", String(error).split("\n").slice(0, 6));
} finally {
  await browser.close();
}
end();
