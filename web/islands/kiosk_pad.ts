/* The pad answers at once; only the press that completes the code asks the
 * server, which knows whether it can be one. Keys of a keyboard press the
 * same buttons. */
import { announce, say } from "./say";

const CODE = 8;
const PIN = 6;

function hidden(pad: HTMLElement, name: string): HTMLInputElement | null {
  return pad.querySelector<HTMLInputElement>(
    `input[type=hidden][name="${name}"]`);
}

function show(pad: HTMLElement, name: string, value: string): void {
  const places = pad.querySelectorAll(`[data-places="${name}"] li`);
  places.forEach((place, at) => (place.textContent = value[at] ?? ""));
  const go = pad.querySelector<HTMLButtonElement>('[data-key="go"]');
  if (go !== null) {
    go.disabled = value.length < PIN;
  }
  announce(say(`已输入 ${value.length} 位`, `${value.length} entered`));
}

function onClick(event: MouseEvent): void {
  const target = event.target instanceof Element ? event.target : null;
  const key = target?.closest<HTMLElement>("[data-key]");
  const pad = key?.closest<HTMLElement>("[data-pad]");
  const name = pad?.dataset.pad ?? "";
  const field = pad ? hidden(pad, name) : null;
  const pressed = key?.dataset.key ?? "";
  if (!pad || field === null || pressed === "go") {
    return;
  }
  const most = name === "pin" ? PIN : CODE - 1;
  const back = pressed === "back" && field.value.length > 0;
  if (!back && (pressed.length !== 1 ||
    (name === "code" && field.value.length >= most))) {
    return;                         /* the server's */
  }
  event.preventDefault();
  field.value = back ? field.value.slice(0, -1)
    : (field.value + pressed).slice(0, most);
  show(pad, name, field.value);
}

function onKey(event: KeyboardEvent): void {
  const pad = document.querySelector<HTMLElement>("[data-pad]");
  if (pad === null || event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  const key = event.key === "Backspace" ? "back" : event.key.toUpperCase();
  const found = Array.from(pad.querySelectorAll<HTMLElement>("[data-key]"))
    .find((one) => one.dataset.key === key);
  if (found) {
    event.preventDefault();
    found.click();
  }
}

export function startPad(): void {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
}
