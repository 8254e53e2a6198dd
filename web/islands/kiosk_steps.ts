/* A step tells at once what is missing in it, and the next one has the
 * focus when it comes. Without a script the server tells at the end. */
import { say } from "./say";

function complaint(step: Element): HTMLElement {
  const found = step.querySelector<HTMLElement>(".error");
  if (found !== null) {
    return found;
  }
  const made = document.createElement("p");
  made.className = "error";
  made.setAttribute("role", "alert");
  step.querySelector(".k-go")?.before(made);
  return made;
}

/* What is missing in a step, or empty. */
function missing(step: Element): string {
  const radios = step.querySelectorAll<HTMLInputElement>("[type=radio]");
  if (radios.length > 0 && !Array.from(radios).some((one) => one.checked)) {
    return say("请先选一类。", "Please choose one first.");
  }
  const words = step.querySelector<HTMLTextAreaElement>("textarea[minlength]");
  const length = words?.value.replace(/\s/g, "").length ?? 0;
  if (words !== null && length < words.minLength) {
    return say(`请再多说几句，至少 ${words.minLength} 个字，现在是 ${length} 个。`,
      `Please say a little more: ${words.minLength} characters at least, ` +
      `${length} now.`);
  }
  return "";
}

export function startSteps(): void {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const step = target?.closest("a[data-step]")?.closest(".k-step");
    if (!step) {
      return;
    }
    const words = missing(step);
    complaint(step).textContent = words;
    if (words !== "") {
      event.preventDefault();
    } else {
      complaint(step).remove();
    }
  });
  window.addEventListener("hashchange", () => {
    const step = document.querySelector<HTMLElement>(".k-step:target");
    const first = step?.querySelector<HTMLElement>(
      "textarea, input[type=text], input:checked, input");
    first?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  });
}
