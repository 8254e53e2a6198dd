/* After a minute without a touch the terminal forgets and begins anew.
 *
 * The last ten seconds are counted where everybody sees it, with a button
 * to stay. The first screen in its plain look has nothing to forget: it is
 * asked for again every five minutes, so that it is not old. */
import { announce, say } from "./say";

const idleMs = 60000;
const warnMs = 10000;
const freshMs = 5 * 60000;
const lookMs = 500;
const lostMs = 15000;

let touchedAt = Date.now();
let veil: HTMLElement | null = null;

function wipe(): void {
  for (const form of Array.from(document.forms)) {
    for (const field of Array.from(form.elements)) {
      if (field instanceof HTMLTextAreaElement ||
        (field instanceof HTMLInputElement && field.type !== "hidden" &&
          field.type !== "radio" && field.type !== "checkbox")) {
        field.value = "";
      } else if (field instanceof HTMLInputElement) {
        field.checked = false;
      }
    }
  }
}

function leave(): void {
  wipe();
  window.speechSynthesis?.cancel();
  location.replace("/kiosk/reset");
}

function isPlainHome(): boolean {
  const page = document.documentElement;
  return document.body.dataset.home !== undefined &&
    page.lang.startsWith("zh") && !page.classList.contains("elder") &&
    !page.classList.contains("contrast") && location.search === "";
}

function unveil(): void {
  veil?.remove();
  veil = null;
}

function touched(): void {
  touchedAt = Date.now();
  unveil();
}

function sentence(left: number): string {
  return say(`${left} 秒后回到首页，屏幕上的内容会清除。`,
    `In ${left} seconds the screen is cleared.`);
}

function button(label: string, kind: string, act: () => void) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `btn k-btn ${kind}`;
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

function ask(): HTMLElement {
  const made = document.createElement("div");
  made.className = "k-veil";
  const box = document.createElement("div");
  box.className = "k-ask";
  box.setAttribute("role", "alertdialog");
  box.setAttribute("aria-modal", "true");
  box.setAttribute("aria-labelledby", "idle-title");
  const title = document.createElement("h2");
  title.id = "idle-title";
  title.textContent = say("您还在吗？", "Are you still there?");
  const words = document.createElement("p");
  words.dataset.count = "";
  const stay = button(say("我还在", "I am here"), "btn-primary", touched);
  const row = document.createElement("p");
  row.className = "k-go";
  row.append(button(say("清除屏幕", "Clear the screen"), "", leave), stay);
  box.append(title, words, row);
  made.append(box);
  document.body.append(made);
  stay.focus();
  announce(title.textContent);
  return made;
}

function watch(): void {
  const idle = Date.now() - touchedAt;
  if (isPlainHome()) {
    if (idle >= freshMs) {
      location.replace("/kiosk");
      touchedAt = Date.now();
    }
    return;
  }
  if (idle >= idleMs) {
    touchedAt = Date.now();
    leave();
  } else if (idle >= idleMs - warnMs) {
    veil ??= ask();
    const words = veil.querySelector("[data-count]");
    if (words !== null) {
      words.textContent = sentence(Math.ceil((idleMs - idle) / 1000));
    }
  }
}

/* An old screen goes as soon as the server is there again. */
async function watchLost(): Promise<void> {
  const stale = document.getElementById("stale");
  if (stale === null || stale.hidden) {
    return;
  }
  const answer = await fetch("/healthz", { cache: "no-store" })
    .catch(() => null);
  if (answer?.ok) {
    location.replace("/kiosk/reset");   /* which could not be heard before */
  }
}

export function startIdle(): void {
  for (const kind of ["pointerdown", "keydown", "input", "wheel",
    "touchmove"]) {
    document.addEventListener(kind, (event) => {
      const inVeil = event.target instanceof Node &&
        veil?.contains(event.target);
      if (!inVeil) {
        touched();
      }
    }, { passive: true });
  }
  window.setInterval(watch, lookMs);
  window.setInterval(() => void watchLost(), lostMs);
  /* A page that comes out of the browser's memory is somebody else's. */
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      leave();
    }
  });
  window.addEventListener("pagehide", () => window.setTimeout(wipe, 0));
}
