// What slides up over the phone's screen: one sheet or one story at a time.

import { button, element, find, icon } from "./elements.js";

let open = null; // the element on top
let opener = null; // what gets the focus back

/** Slides the sheet up with some content. */
export function openSheet(title, ...content) {
  find("sheet-title").textContent = title;
  find("sheet-content").replaceChildren(...content);
  cover(find("sheet"));
}

/** Puts one of the screen's layers over all the rest, which can then neither be seen by readers nor reached. */
export function cover(layer) {
  closeCover();
  opener = document.activeElement;
  open = layer;
  layer.hidden = false;
  find("scrim").hidden = layer.id !== "sheet";
  for (const other of find("screen").children) other.inert = other !== layer && other.id !== "scrim";
  (layer.querySelector("input") ?? layer).focus();
}

export function closeCover() {
  if (!open) return;
  open.hidden = true;
  open = null;
  find("scrim").hidden = true;
  for (const other of find("screen").children) other.inert = false;
  if (opener?.isConnected) opener.focus();
  else find("text").focus();
}

/** A row of a sheet: it closes the sheet and does something. */
export function choice(name, text, act, properties = {}) {
  const chosen = () => {
    closeCover();
    act();
  };
  return button(properties, chosen, ...(name ? [icon(name)] : []), element("span", { dir: "auto" }, text));
}

export function choices(...rows) {
  return element("div", { className: "choices" }, ...rows);
}

find("scrim").addEventListener("click", closeCover);
find("close-sheet").addEventListener("click", closeCover);
document.addEventListener("keydown", ({ key }) => key === "Escape" && closeCover());
