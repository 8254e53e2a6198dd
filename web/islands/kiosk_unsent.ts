/* Words are sent only while the server is there. If it is not, the form
 * stays as it is, says so, and offers to try again. */
import { announce, say } from "./say";

const waitMs = 5000;
const checked = "alive";

async function alive(): Promise<boolean> {
  const stop = new AbortController();
  const timer = window.setTimeout(() => stop.abort(), waitMs);
  const answer = await fetch("/healthz",
    { cache: "no-store", signal: stop.signal }).catch(() => null);
  window.clearTimeout(timer);
  return answer?.ok ?? false;
}

function note(form: HTMLFormElement, again: () => void): void {
  form.querySelector(".k-unsent")?.remove();
  const box = document.createElement("div");
  box.className = "k-unsent";
  box.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = say("现在连不上服务器，没有发出去。您写的内容还在，请稍后再试。",
    "The server cannot be reached, nothing was sent. What you wrote is " +
    "still here; please try again.");
  const row = document.createElement("p");
  row.className = "k-go";
  const retry = document.createElement("button");
  retry.type = "button";
  retry.className = "btn btn-primary k-btn";
  retry.textContent = say("再试一次", "Try again");
  retry.addEventListener("click", again);
  row.append(retry);
  box.append(words, row);
  form.append(box);
  box.scrollIntoView({ block: "center" });
  retry.focus();
  announce(words.textContent);
}

async function trySend(form: HTMLFormElement,
  button: HTMLElement | null): Promise<void> {
  if (await alive()) {
    form.querySelector(".k-unsent")?.remove();
    form.dataset[checked] = "";
    form.requestSubmit(button);
    delete form.dataset[checked];
    return;
  }
  note(form, () => void trySend(form, button));
}

export function startUnsent(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post" ||
      form.dataset[checked] !== undefined) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    void trySend(form, event.submitter);
  }, { capture: true });
}
