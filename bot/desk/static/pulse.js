// Asks every few seconds what is new, and draws those parts of the page again.
const EVERY_MS = 3000;
const HIDDEN_EVERY_MS = 15000;
const HERE_EVERY_MS = 8000;

const marks = {};
const title = document.title;
let newest = null;

export const token = () => document.querySelector("meta[name=csrf-token]").content;

export function beat() {
  const page = document.querySelector("[data-pulse]");
  if (!page) return;
  const again = () => setTimeout(() => look(page).finally(again), document.hidden ? HIDDEN_EVERY_MS : EVERY_MS);
  again();
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(page); });
  if (page.dataset.conversation) sayHere(page.dataset.conversation);
}

async function look(page) {
  const have = Object.entries(marks).map(([name, mark]) => `${name}:${mark}`).join(",");
  const address = new URL(page.dataset.pulse, location);
  address.searchParams.set("have", have);
  let answer;
  try {
    answer = await fetch(address, { headers: { "X-Part": document.hidden ? "hidden" : "pulse" } });
  } catch {
    return tellState("lost");
  }
  if (answer.status === 401) return location.reload();
  if (!answer.ok) return tellState("lost");
  tellState("");
  const news = await answer.json();
  for (const [name, part] of Object.entries(news.parts)) draw(name, part);
  document.title = news.waiting ? `(${news.waiting}) ${title}` : title;
  if (newest !== null && news.newest > newest) announce();
  newest = news.newest;
}

function draw(name, part) {
  const place = document.querySelector(`[data-part="${name}"]`);
  if (!place) return;
  const thread = place.closest("[data-thread]");
  const atEnd = thread && thread.scrollHeight - thread.scrollTop - thread.clientHeight < 60;
  const open = [...place.querySelectorAll("details[open][id]")].map((one) => [one.id, one.querySelector(".why-told")?.innerHTML]);
  const focused = place.contains(document.activeElement) ? focusPath(document.activeElement) : null;
  if (place.querySelector(".dropdown-menu.show, form:focus-within")) return; // somebody is at it; next time
  marks[name] = part.mark;
  place.innerHTML = part.html;
  for (const [id, told] of open) {
    const details = document.getElementById(id);
    if (!details) continue;
    if (told !== undefined && details.querySelector(".why-told")) {
      details.dataset.loaded = "yes";
      details.querySelector(".why-told").innerHTML = told;
    }
    details.open = true;
  }
  if (focused) document.querySelector(focused)?.focus();
  if (atEnd) thread.scrollTop = thread.scrollHeight;
  // What was seen: an answer to it may not go over a colleague's that came later.
  const last = place.querySelector("[data-last]");
  const seen = document.querySelector("[data-seen]");
  if (last && seen) seen.value = last.dataset.last;
}

function focusPath(element) {
  const line = element.closest("[id]");
  if (!line) return null;
  return element === line ? `#${CSS.escape(line.id)}` : `#${CSS.escape(line.id)} ${element.localName}`;
}

function announce() {
  const region = document.getElementById("announce");
  region.textContent = "";
  setTimeout(() => { region.textContent = region.dataset.new; }, 50);
  if (localStorage.getItem("svartid-sound") === "on") chime();
}

function tellState(state) {
  document.getElementById("connection").hidden = state !== "lost";
}

export function chime() {
  const audio = new AudioContext();
  for (const [at, pitch] of [[0, 660], [0.15, 880]]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.08, audio.currentTime + at);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + at + 0.25);
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + 0.3);
  }
  setTimeout(() => audio.close(), 1000);
}

function sayHere(conversation) {
  const say = () => {
    if (document.hidden) return;
    const box = document.getElementById("text");
    const writing = document.activeElement === box && Boolean(box.value.trim());
    const body = new URLSearchParams({ writing: writing ? "1" : "" });
    fetch(`/desk/c/${conversation}/here`, { method: "POST", body, headers: { "X-CSRFToken": token(), "X-Part": "here" } }).catch(() => {});
  };
  say();
  setInterval(say, HERE_EVERY_MS);
  document.getElementById("text")?.addEventListener("input", once(say));
}

function once(act) {
  let rests = false;
  return () => {
    if (rests) return;
    rests = true;
    act();
    setTimeout(() => { rests = false; }, HERE_EVERY_MS);
  };
}
