/* How many characters a field still takes, from its maxlength. */
import { announce, say } from "./say";

type Limited = HTMLTextAreaElement | HTMLInputElement;

const lowAt = 20;

function sentence(left: number): string {
  return say(`还可以写 ${left} 字`, `${left} characters left`);
}

function counterOf(field: Limited): HTMLElement {
  const next = field.nextElementSibling;
  if (next instanceof HTMLElement && next.classList.contains("counter")) {
    return next;
  }
  const counter = document.createElement("p");
  counter.className = "counter";
  /* Screen readers hear announce() near the end, not every key. */
  counter.setAttribute("aria-hidden", "true");
  field.after(counter);
  return counter;
}

function show(field: Limited): void {
  const left = field.maxLength - field.value.length;
  const counter = counterOf(field);
  counter.textContent = sentence(left);
  counter.classList.toggle("counter-low", left <= lowAt);
  if (left === lowAt || left === 0) {
    announce(sentence(left));
  }
}

function isLimited(target: unknown): target is Limited {
  return (target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && "count" in target.dataset)) &&
    target.maxLength > 0;
}

export function startCounter(): void {
  document.addEventListener("input", (event) => {
    if (isLimited(event.target)) {
      show(event.target);
    }
  });
  const fields = document.querySelectorAll("textarea, input[data-count]");
  Array.from(fields).filter(isLimited).forEach(show);
}
