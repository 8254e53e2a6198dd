/* What a page does better with a script, and never only with one.
 *
 * Each island listens on the document, so that parts which htmx brings later
 * need no second start. No island writes markup from data: text goes in as
 * text. The strict CSP allows no inline script and no eval. */
import { startCopy } from "./islands/copy";
import { startCounter } from "./islands/counter";
import { startDraft } from "./islands/draft";
import { startRead } from "./islands/read";
import { startSend } from "./islands/send";

document.documentElement.classList.add("js");
startSend();
startDraft();
startCounter();
startCopy();
startRead();
