/* The forms of a page, and what a friend would fill in. */
import { unescape } from "./client.mjs";

function attribute(tag, name) {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag);
  return found ? unescape(found[1]) : null;
}

function today() {
  return new Date(Date.now() + 8 * 3600 * 1000).toISOString().slice(0, 10);
}

/* By its type; what stands there already stays. */
function filled(tag) {
  const type = attribute(tag, "type") ?? "text";
  const value = attribute(tag, "value") ?? "";
  if (value !== "" || type === "hidden") {
    return value;
  }
  return { date: today(), tel: "13800138000", number: "1", checkbox: "1" }[
    type] ?? "用来试一试的文字十个字";
}

function fields(body) {
  const found = {};
  for (const [tag] of body.matchAll(/<input[^>]*>/g)) {
    const name = attribute(tag, "name");
    found[name] ??= filled(tag);
  }
  for (const [tag, text] of body.matchAll(
    /<textarea[^>]*>([^]*?)<\/textarea>/g)) {
    const name = attribute(/^<[^>]*>/.exec(tag)[0], "name");
    found[name] = unescape(text.trim()) || "用来试一试的文字，不止十个字。";
  }
  for (const [tag] of body.matchAll(/<select[^]*?<\/select>/g)) {
    const name = attribute(/^<[^>]*>/.exec(tag)[0], "name");
    const value = /<option value="([^"]+)"/.exec(tag);
    found[name] = value ? unescape(value[1]) : "";
  }
  delete found.null;
  delete found._once;           /* else a second sending is the first */
  return found;
}

/* POST forms without a file: { action, fields }, the token among them. */
export function forms(html) {
  const found = [];
  for (const [, head, body] of html.matchAll(
    /<form([^>]*)>([^]*?)<\/form>/g)) {
    const action = attribute(head, "action");
    if (attribute(head, "method") === "post" && action?.startsWith("/") &&
        attribute(head, "enctype") === null) {
      found.push({ action, fields: fields(body) });
    }
  }
  return found;
}
