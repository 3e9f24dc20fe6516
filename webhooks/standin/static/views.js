// What is in view: beside the phone, or on a narrow screen instead of it; and where one is on the phone.

import { find } from "./elements.js";

const tabs = () => [...document.querySelectorAll(".tabs button")];
const sides = { why: find("tab-why"), inbox: find("tab-inbox") };

/** Brings "phone", "why" or "inbox" into view. */
export function go(view) {
  const { dataset } = document.body;
  dataset.view = view;
  if (view !== "phone") dataset.side = view;
  for (const [side, tab] of Object.entries(sides)) {
    const on = side === dataset.side;
    tab.setAttribute("aria-selected", on);
    tab.tabIndex = on ? 0 : -1;
    find(side).hidden = !on;
  }
  for (const tab of tabs()) {
    if (tab.dataset.view === view) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
}

function goOnPhone(place) {
  find("chat").hidden = place !== "chat";
  find("profile").hidden = place !== "profile";
  find("go-chat").setAttribute("aria-pressed", place === "chat");
  find("go-profile").setAttribute("aria-pressed", place === "profile");
}

export function listenToViews() {
  for (const tab of tabs()) tab.addEventListener("click", () => go(tab.dataset.view));
  for (const [side, tab] of Object.entries(sides)) {
    tab.addEventListener("click", () => go(side));
    tab.addEventListener("keydown", ({ key }) => {
      if (key !== "ArrowLeft" && key !== "ArrowRight") return;
      const other = side === "why" ? "inbox" : "why";
      go(other);
      sides[other].focus();
    });
  }
  find("go-chat").addEventListener("click", () => goOnPhone("chat"));
  find("go-profile").addEventListener("click", () => goOnPhone("profile"));
  for (const fold of document.querySelectorAll(".fold, .newcomer")) listenToFold(fold);
}

/** A fold over the page closes by Escape, and by a click elsewhere. */
function listenToFold(fold) {
  fold.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !fold.open) return;
    fold.open = false;
    fold.querySelector("summary").focus();
  });
  document.addEventListener("click", ({ target }) => {
    if (target.isConnected && !fold.contains(target)) fold.open = false;
  });
}
