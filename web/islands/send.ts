/* A form is sent once; a costly press is asked about first.
 *
 * The server refuses a doubled form by its key (`once`) in any case: this
 * spares people the doubt. [data-confirm] on a form or on its button; without
 * a script the server shows a page that asks the same. */
import { announce, say } from "./say";

const sentMark = "sent";

function pressedButton(event: SubmitEvent): HTMLButtonElement | null {
  const button = event.submitter;
  return button instanceof HTMLButtonElement ? button : null;
}

function confirmed(form: HTMLFormElement, button: HTMLButtonElement | null) {
  const question = button?.dataset.confirm ?? form.dataset.confirm;
  return question === undefined || window.confirm(question);
}

function showSending(button: HTMLButtonElement): void {
  const words = say("正在提交…", "Sending…");
  button.dataset.before = button.innerHTML;
  button.setAttribute("aria-busy", "true");
  button.textContent = words;
  announce(words);
  /* Later, because a disabled button would not send its own value. */
  window.setTimeout(() => (button.disabled = true), 0);
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented) {
    return;
  }
  if (form.dataset[sentMark] !== undefined) {
    event.preventDefault();
    return;
  }
  const button = pressedButton(event);
  if (!confirmed(form, button)) {
    event.preventDefault();
    return;
  }
  if (form.method !== "post" || form.target === "_blank") {
    return;
  }
  form.dataset[sentMark] = "";
  const first = form.querySelector<HTMLButtonElement>(
    "button.btn-primary, button:not([type=button])");
  const shown = button ?? first;
  if (shown !== null) {
    showSending(shown);
  }
}

/* "Back" brings the page as it was left; it must be usable again. */
function onPageShow(event: PageTransitionEvent): void {
  if (!event.persisted) {
    return;
  }
  for (const form of Array.from(document.forms)) {
    delete form.dataset[sentMark];
  }
  const busy = document.querySelectorAll<HTMLButtonElement>(
    "button[aria-busy=true]");
  for (const button of Array.from(busy)) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
    button.innerHTML = button.dataset.before ?? button.innerHTML;
  }
}

function onClick(event: MouseEvent): void {
  const target = event.target instanceof Element ? event.target : null;
  const link = target?.closest<HTMLElement>("a[data-confirm]");
  if (link && !window.confirm(link.dataset.confirm)) {
    event.preventDefault();
  }
}

export function startSend(): void {
  document.addEventListener("submit", onSubmit);
  document.addEventListener("click", onClick);
  window.addEventListener("pageshow", onPageShow);
}
