// Making elements.

import { day, format, now } from "./clock.js";

export const find = (id) => document.getElementById(id);

/** A new element. Properties of null or undefined are left out; children are nodes or texts, null is skipped. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined) continue;
    if (name.startsWith("aria-") || name === "role") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function button(properties, act, ...children) {
  const made = element("button", { type: "button", ...properties }, ...children);
  made.addEventListener("click", act);
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("class", "icon");
  made.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  made.append(use);
  return made;
}

/** A round of a person's initials, in a colour of their own. */
export function face(name) {
  const initials = name.split(/\s+/).filter(Boolean).map((part) => [...part][0]);
  const shown = [initials[0], initials.length > 1 ? initials.at(-1) : ""].join("").toUpperCase();
  const made = element("span", { className: "face", "aria-hidden": "true" }, shown);
  let hash = 7;
  for (const letter of name) hash = (hash * 31 + letter.codePointAt(0)) % 100003;
  made.style.setProperty("--hue", (hash * 137) % 360);
  return made;
}

/** Changes a text only if it is another one, or it would be read aloud again. */
export function say(box, text) {
  if (box.textContent !== text) box.textContent = text;
}

/** A moment as people at the business read it: the time, with the day before it unless that is today. */
export function moment(when) {
  const date = new Date(when);
  const time = format(date, { hour: "2-digit", minute: "2-digit" });
  const year = day(date).slice(0, 4) === day(now()).slice(0, 4) ? {} : { year: "numeric" };
  const dated = { weekday: "short", day: "numeric", month: "short", ...year };
  const before = day(date) === day(now()) ? "" : `${format(date, dated)}, `;
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
