/* htmx for the pages that ask for it (one more script in their head).
 *
 * Its own styles would be inline and eval would break the CSP: both are off.
 * Pages work without it; it replaces parts (#results) instead of reloading. */
import htmx from "htmx.org";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0;
htmx.config.selfRequestsOnly = true;
htmx.config.scrollIntoViewOnBoost = false;
