// One key for each thing: the page says which, in data-key.
import { chime } from "./pulse.js";

const LISTS = { w: "waiting", m: "mine", u: "unassigned", s: "snoozed", b: "bot", d: "done" };
let going = false;

export function listen() {
  document.addEventListener("keydown", press);
  for (const button of document.querySelectorAll("[data-help]")) button.addEventListener("click", help);
  const sound = document.querySelector("[data-sound]");
  if (sound) {
    const show = () => sound.setAttribute("aria-pressed", String(localStorage.getItem("svartid-sound") === "on"));
    sound.addEventListener("click", () => {
      const on = localStorage.getItem("svartid-sound") !== "on";
      localStorage.setItem("svartid-sound", on ? "on" : "off");
      if (on) chime();
      show();
    });
    show();
  }
}

function press(event) {
  const field = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "Escape" && field) return field.blur();
  if (event.altKey && !event.ctrlKey && /^[1-9]$/.test(event.key)) return act(event, event.key);
  if (field || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (document.querySelector(".modal.show")) return undefined;
  const key = event.key.toLowerCase();
  if (going) {
    going = false;
    const list = document.querySelector(`[data-go="${LISTS[key]}"]`);
    if (list) { event.preventDefault(); list.click(); }
    return undefined;
  }
  if (key === "g") { going = true; setTimeout(() => { going = false; }, 1500); return undefined; }
  if (key === "j" || key === "k") return step(event, key === "j" ? 1 : -1);
  if (key === "?") { event.preventDefault(); return help(); }
  return act(event, key);
}

function act(event, key) {
  const target = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find((one) => one.offsetParent !== null && !one.disabled);
  if (!target) return;
  event.preventDefault();
  if (target.matches("input, textarea, select")) {
    target.closest("details")?.setAttribute("open", "");
    target.focus();
  } else target.click();
}

function step(event, by) {
  const links = [...document.querySelectorAll("[data-list] .line > a")];
  if (!links.length) return;
  const now = links.findIndex((link) => link === document.activeElement);
  const current = now >= 0 ? now : links.findIndex((link) => link.hasAttribute("aria-current"));
  const next = links[Math.min(Math.max(current + by, 0), links.length - 1)];
  event.preventDefault();
  next.focus();
  if (document.querySelector("[data-thread]") && next.offsetParent !== null) next.click();
}

function help() {
  bootstrap.Modal.getOrCreateInstance(document.getElementById("help")).show();
}
