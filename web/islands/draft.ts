/* Long texts are kept in this browser while they are written.
 *
 * A draft is offered, never forced upon the field; it goes when the form has
 * been accepted, or after a week. Not on a kiosk, where the next person
 * would read it, and not in fields marked data-no-draft. */
import { say } from "./say";

interface Draft {
  text: string;
  at: number;
}

const prefix = "xinqiao-draft:";
const sentKey = "xinqiao-sent";
const weekMs = 7 * 24 * 3600 * 1000;
const writeDelayMs = 400;

let dirty = false;

function keyOf(area: HTMLTextAreaElement): string {
  return prefix + location.pathname + ":" + area.name;
}

function isDraftable(target: unknown): target is HTMLTextAreaElement {
  return target instanceof HTMLTextAreaElement && target.name !== "" &&
    target.form?.method === "post" && target.dataset.noDraft === undefined;
}

/* Storage may be full, switched off or forbidden: then there are no drafts. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

function readDraft(key: string): Draft | null {
  const draft = attempt(
    () => JSON.parse(localStorage.getItem(key) ?? "null") as Draft | null);
  const fresh = draft !== null && typeof draft.text === "string" &&
    Date.now() - draft.at < weekMs;
  return fresh ? draft : null;
}

function forget(key: string): void {
  attempt(() => localStorage.removeItem(key));
}

function button(label: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-link";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

function offer(area: HTMLTextAreaElement, key: string, draft: Draft): void {
  const note = document.createElement("div");
  note.className = "draft-note";
  const words = document.createElement("span");
  words.textContent = say("您上次写的内容还没有提交。",
    "You have not yet sent what you wrote last time.");
  const done = (): void => {
    note.remove();
    area.focus();
  };
  note.append(words,
    button(say("恢复", "Restore"), () => {
      area.value = draft.text;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      done();
    }),
    button(say("不要了", "Discard"), () => {
      forget(key);
      done();
    }));
  area.before(note);
}

/* The page behind a sent form either shows the errors, or it was accepted. */
function settleSent(): void {
  const sent = attempt(() => sessionStorage.getItem(sentKey));
  if (!sent) {
    return;
  }
  attempt(() => sessionStorage.removeItem(sentKey));
  const refused = document.querySelector(".form-errors, .notice-page");
  if (refused === null) {
    sent.split("\n").forEach(forget);
  }
}

function dropOld(): void {
  attempt(() => {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(prefix) && readDraft(key) === null) {
        forget(key);
      }
    }
  });
}

let timer = 0;

function onInput(event: Event): void {
  const area = event.target;
  if (!isDraftable(area)) {
    return;
  }
  dirty = true;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => {
    const draft: Draft = { text: area.value, at: Date.now() };
    attempt(() => localStorage.setItem(keyOf(area), JSON.stringify(draft)));
  }, writeDelayMs);
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement)) {
    return;
  }
  dirty = false;
  const keys = Array.from(form.elements).filter(isDraftable).map(keyOf);
  if (keys.length > 0) {
    attempt(() => sessionStorage.setItem(sentKey, keys.join("\n")));
  }
}

export function startDraft(): void {
  if (document.body.classList.contains("kiosk")) {
    return;
  }
  settleSent();
  dropOld();
  for (const area of Array.from(document.querySelectorAll("textarea"))) {
    const draft = isDraftable(area) ? readDraft(keyOf(area)) : null;
    if (draft !== null && draft.text !== area.value && area.value === "") {
      offer(area, keyOf(area), draft);
    }
  }
  document.addEventListener("input", onInput);
  document.addEventListener("submit", onSubmit);
  window.addEventListener("beforeunload", (event) => {
    if (dirty) {
      event.preventDefault();
      event.returnValue = "";
    }
  });
}
