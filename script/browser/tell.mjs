/* What the walks in a real browser share: how a step is told and counted, a
 * page looked at in two sizes, a button pressed. */
import { join } from "node:path";
import process from "node:process";
import { inspectHtml, inspectPage } from "./inspect.mjs";

const sizes = [{ width: 360, height: 740 }, { width: 1280, height: 900 }];
let passed = 0;
let failed = 0;

/* One step: well if nothing is wrong. */
export function tell(sentence, wrong) {
  if (wrong.length === 0) {
    passed += 1;
    console.log(`ok    ${sentence}`);
  } else {
    failed += 1;
    console.log(`FAIL  ${sentence}`);
    wrong.forEach((line) => console.log(`      ${line}`));
  }
}

/* The page's HTML and, at both sizes, what axe and the eye would say; told
 * with what was wrong before. SHOTS names a folder for pictures. */
export async function tellPage(page, sentence, before) {
  const wrong = [...before, ...await inspectHtml(await page.content())];
  for (const size of sizes) {
    await page.setViewportSize(size);
    wrong.push(...(await inspectPage(page)).map((line) =>
      `${size.width} px: ${line}`));
    if (process.env.SHOTS) {
      await page.screenshot({ fullPage: true, path: join(process.env.SHOTS,
        `${sentence.replace(/\W+/g, "-")}-${size.width}.png`) });
    }
  }
  tell(sentence, wrong);
}

export const press = (page, name) => page.locator("main")
  .getByRole("button", { name, exact: true }).click();

/* The last line, and the end of the program. */
export function end() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed > 0 ? 1 : 0);
}
