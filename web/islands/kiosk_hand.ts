/* Writing with the finger, where the browser itself knows Chinese hands (the
 * Handwriting Recognition API); else there is no button. Nothing leaves the
 * machine. After a moment's rest what was written is offered as words. */
import { say } from "./say";

interface Stroke {
  addPoint(point: { x: number; y: number; t: number }): void;
}

interface Drawing {
  addStroke(stroke: Stroke): void;
  clear(): void;
  getPrediction(): Promise<{ text: string }[]>;
}

interface Recognizer {
  startDrawing(hints: object): Drawing;
}

interface Browser {
  createHandwritingRecognizer?: (what: object) => Promise<Recognizer>;
}

const restMs = 600;
const offered = 4;

function button(label: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn k-btn";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

class Board {
  private readonly canvas = document.createElement("canvas");
  private readonly words = document.createElement("p");
  private readonly box = document.createElement("div");
  private readonly drawing: Drawing;
  private stroke: Stroke | null = null;
  private timer = 0;

  constructor(recognizer: Recognizer,
    private readonly field: HTMLTextAreaElement) {
    this.drawing = recognizer.startDrawing({ recognitionType: "text",
      inputType: "touch", alternatives: offered });
    this.box.className = "k-hand";
    this.box.hidden = true;
    this.words.className = "k-go";
    this.canvas.width = 800;
    this.canvas.height = 320;
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", say("手写板", "Writing board"));
    this.canvas.addEventListener("pointerdown", (event) => this.down(event));
    this.canvas.addEventListener("pointermove", (event) => this.move(event));
    this.canvas.addEventListener("pointerup", () => this.up());
    this.box.append(this.canvas, this.words);
    field.after(button(say("手写", "Write by hand"), () => {
      this.box.hidden = !this.box.hidden;
      this.wipe();
    }), this.box);
  }

  private point(event: PointerEvent): { x: number; y: number; t: number } {
    const edge = this.canvas.getBoundingClientRect();
    return { x: (event.clientX - edge.left) * this.canvas.width / edge.width,
      y: (event.clientY - edge.top) * this.canvas.height / edge.height,
      t: Math.round(event.timeStamp) };
  }

  private down(event: PointerEvent): void {
    const kind = (window as unknown as
      Record<string, new () => Stroke>).HandwritingStroke;
    if (kind === undefined) {
      return;
    }
    window.clearTimeout(this.timer);
    this.canvas.setPointerCapture(event.pointerId);
    this.stroke = new kind();
    const at = this.point(event);
    this.stroke.addPoint(at);
    const pen = this.canvas.getContext("2d");
    if (pen !== null) {
      pen.strokeStyle = getComputedStyle(this.canvas).color;
      pen.lineWidth = 8;
      pen.lineCap = "round";
      pen.beginPath();
      pen.moveTo(at.x, at.y);
    }
  }

  private move(event: PointerEvent): void {
    if (this.stroke === null) {
      return;
    }
    const at = this.point(event);
    this.stroke.addPoint(at);
    const pen = this.canvas.getContext("2d");
    pen?.lineTo(at.x, at.y);
    pen?.stroke();
  }

  private up(): void {
    if (this.stroke !== null) {
      this.drawing.addStroke(this.stroke);
      this.stroke = null;
      this.timer = window.setTimeout(() => void this.offer(), restMs);
    }
  }

  private async offer(): Promise<void> {
    const found = await this.drawing.getPrediction().catch(() => []);
    this.words.replaceChildren(
      ...found.slice(0, offered).map((one) => button(one.text, () => {
        this.field.value = (this.field.value + one.text)
          .slice(0, this.field.maxLength);
        this.field.dispatchEvent(new Event("input", { bubbles: true }));
        this.wipe();
      })), button(say("擦掉", "Wipe"), () => this.wipe()));
  }

  private wipe(): void {
    this.drawing.clear();
    this.words.replaceChildren();
    this.canvas.getContext("2d")?.clearRect(0, 0, this.canvas.width,
      this.canvas.height);
  }
}

export async function startHand(): Promise<void> {
  const field = document.querySelector<HTMLTextAreaElement>(
    "textarea[data-speak]");
  const browser = navigator as unknown as Browser;
  if (field === null || browser.createHandwritingRecognizer === undefined) {
    return;
  }
  const recognizer = await browser.createHandwritingRecognizer(
    { languages: ["zh-CN"] }).catch(() => null);
  if (recognizer !== null) {
    new Board(recognizer, field);
  }
}
