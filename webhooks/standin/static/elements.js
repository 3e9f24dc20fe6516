// Making elements.

import { day, format, now } from "./clock.js";

/** A new element. Properties of null or undefined are left out; children are nodes or texts. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined) continue;
    if (name.startsWith("aria-") || name === "role") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}

/** A moment as people at the business read it: the time, with the day before it unless that is today. */
export function moment(when) {
  const date = new Date(when);
  const time = format(date, { hour: "2-digit", minute: "2-digit" });
  const before = day(date) === day(now()) ? "" : `${format(date, { day: "numeric", month: "short" })}, `;
  return element("time", { dateTime: date.toISOString(), title: format(date) }, before + time);
}

/** The English name of a language, from its code. */
export function languageName(code) {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(code);
  } catch {
    return code;
  }
}
