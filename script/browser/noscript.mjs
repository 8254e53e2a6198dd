/* The public flow with JavaScript switched off. */

async function hasWorkingForm(form) {
  const buttons = form.locator(
    "button[type=submit]:visible, button:not([type]):visible, " +
    "input[type=submit]:visible");
  return await buttons.count() > 0 && await buttons.first().isEnabled() &&
    await form.getAttribute("action") !== null;
}

/* There is a form that can be sent, and nothing on the page that waits for
 * a script. */
export async function visitNoScript(context, base, path) {
  const page = await context.newPage();
  try {
    const faults = [];
    const response = await page.goto(base + path);
    if (response.status() !== 200) {
      faults.push(`status ${response.status()}`);
    }
    const forms = await page.locator("main form").all();
    const working = [];
    for (const form of forms) {
      working.push(await hasWorkingForm(form));
    }
    if (!working.includes(true)) {
      faults.push("no form that could be sent");
    }
    const idle = await page.locator(
      ".js-only:visible, main button[type=button]:visible").count();
    if (idle > 0) {
      faults.push(`${idle} buttons that do nothing without a script`);
    }
    return faults;
  } finally {
    await page.close();
  }
}

async function fillOne(page, name, value) {
  const field = page.locator(`main [name="${name}"]`).first();
  const kind = await field.evaluate((one) =>
    one.tagName === "SELECT" ? "select" : one.type);
  if (kind === "radio") {
    await page.locator(`main [name="${name}"][value="${value}"]`).check();
  } else if (kind === "checkbox") {
    await field.setChecked(Boolean(value));
  } else if (kind === "select") {
    await field.selectOption(String(value));
  } else {
    await field.fill(String(value));
  }
}

async function playStep(page, step) {
  if (step.open !== undefined) {
    await page.locator("summary", { hasText: step.open }).first().click();
  }
  for (const [name, value] of Object.entries(step.fill ?? {})) {
    await fillOne(page, name, value);
  }
  if (step.press !== undefined) {
    await page.getByRole("button", { name: step.press }).first().click();
    await page.waitForLoadState("load");
  }
  if (step.follow !== undefined) {
    await page.getByRole("link", { name: step.follow }).first().click();
    await page.waitForLoadState("load");
  }
  const text = await page.locator("body").innerText();
  const faults = [];
  if (step.see !== undefined && !text.includes(step.see)) {
    faults.push(`"${step.see}" is not on ${new URL(page.url()).pathname}`);
  }
  if (step.miss !== undefined && text.includes(step.miss)) {
    faults.push(`"${step.miss}" is on ${new URL(page.url()).pathname}`);
  }
  return faults;
}

/* Fill, press, look; as many steps as the flow has. Stops at the first step
 * that went wrong, since the next ones would only repeat it. */
export async function playFlow(page, base, flow) {
  await page.goto(base + flow.start);
  for (const step of flow.steps) {
    const faults = await playStep(page, step);
    if (faults.length > 0) {
      return faults;
    }
  }
  return [];
}
