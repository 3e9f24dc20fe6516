// The time at the business, which the stand-in tells: it may be away from the browser's, and in another time zone.

let ahead = 0; // milliseconds before the browser's clock
let zone; // undefined: the browser's own

export function setClock({ now, timezone }) {
  ahead = now - Date.now();
  zone = timezone;
}

export function now() {
  return new Date(Date.now() + ahead);
}

/** How the clock and calendar at the business show a moment. */
export function format(date, options) {
  return date.toLocaleString("en-GB", { timeZone: zone, ...options });
}

/** The local day of a moment, such as 2026-12-24. */
export function day(date) {
  return date.toLocaleDateString("sv-SE", { timeZone: zone });
}
