// The page: who writes, what was said, and sending more of it.

import { Bubbles } from "./bubbles.js";
import { element, languageName } from "./elements.js";
import { Travel } from "./travel.js";

const EVERY = 1000; // milliseconds
const CHANNELS = { messenger: "Messenger", instagram: "Instagram" };

const find = (id) => document.getElementById(id);
const bubbles = new Bubbles(find("messages"));
const travel = new Travel(() => {
  shown = ""; // which of the messages are of today has changed
  refresh();
});

let world = { accounts: [] };
const added = []; // names that have not written yet, which the stand-in therefore does not know
let account = null;
let customer = "";
let shown = ""; // which conversation is on the page

// --- talking to the stand-in ---

async function get(path) {
  const answer = await fetch(path);
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error);
  return told;
}

async function post(what, body) {
  const answer = await fetch(`/standin/${what}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ channel: account.channel, account: account.id, customer, ...body }),
  });
  if (!answer.ok) throw new Error((await answer.json()).error);
}

/** Do it, bring the page up to date, and put any trouble where it can be read. Tells whether it went well. */
async function attempt(what, body, trouble) {
  try {
    await post(what, body);
    find(trouble).textContent = "";
    await refresh();
    return true;
  } catch (error) {
    find(trouble).textContent = error.message;
    return false;
  }
}

// --- choosing ---

/** Radio buttons in a box; drawn anew only if they change, and then without losing the focus. */
function drawChoices(group, box, options, chosen) {
  const looks = JSON.stringify([options, chosen]);
  if (box.dataset.looks === looks) return;
  box.dataset.looks = looks;
  const focused = box.contains(document.activeElement);
  box.replaceChildren(
    ...options.map(({ value, name, about }) => {
      const input = element("input", { type: "radio", name: group, value, checked: value === chosen });
      const text = about ? [face(name), element("span", {}, name, element("small", {}, about))] : [name];
      return element("label", {}, input, ...text);
    }),
  );
  if (focused) box.querySelector(":checked").focus();
}

function face(name) {
  const made = element("span", { className: "face", "aria-hidden": "true" });
  dress(made, name);
  return made;
}

function dress(made, name) {
  const sum = [...name].reduce((total, letter) => total + letter.codePointAt(0), 0);
  made.textContent = name.slice(0, 1).toUpperCase();
  made.style.setProperty("--hue", (sum * 47) % 360);
}

function accountName({ channel, id }) {
  const alone = world.accounts.filter((other) => other.channel === channel).length === 1;
  return alone ? CHANNELS[channel] : `${CHANNELS[channel]} ${id}`;
}

function people() {
  const known = account?.customers ?? [];
  const names = new Set(known.map(({ name }) => name.toLowerCase()));
  return [...known, ...added.filter((name) => !names.has(name.toLowerCase())).map((name) => ({ name }))];
}

function drawAllChoices() {
  const accounts = world.accounts.map((one) => ({ value: one.id, name: accountName(one) }));
  const customers = people().map(({ name, language }) => {
    return { value: name, name, about: language ? languageName(language) : "any language" };
  });
  drawChoices("account", find("accounts"), accounts, account.id);
  drawChoices("customer", find("customers"), customers, customer);
}

function choose(accountId, name) {
  account = world.accounts.find(({ id }) => id === accountId) ?? world.accounts[0];
  customer = people().find((person) => person.name === name)?.name ?? people()[0].name;
  history.replaceState(null, "", `#${account.id}/${encodeURIComponent(customer)}`);
  drawAllChoices();
  find("talk-title").textContent = customer;
  find("talk-where").textContent = `writes on ${accountName(account)}`;
  find("inbox-to").textContent = customer;
  find("story").hidden = account.channel !== "instagram";
  dress(find("talk-face"), customer);
}

// --- showing ---

function showHealth({ handshake, detail, undelivered, given_up: lost }) {
  const good = handshake && !undelivered && !lost;
  const counts = [undelivered && `${undelivered} waiting.`, lost && `${lost} given up.`].filter(Boolean);
  const told = good ? "Webhooks get through" : [detail, ...counts].join(" ");
  const health = find("health");
  health.className = good ? "health good" : "health";
  if (health.textContent !== told) health.textContent = told; // or it would be read aloud every second
}

function showQuickReplies(messages) {
  const offers = messages.at(-1)?.quick_replies ?? [];
  const looks = JSON.stringify(offers);
  const box = find("quick-replies");
  if (box.dataset.looks === looks) return;
  box.dataset.looks = looks;
  box.replaceChildren(
    ...offers.map(({ title, payload }) => {
      const button = element("button", { type: "button" }, title);
      button.addEventListener("click", () => attempt("say", { payload }, "trouble"));
      return button;
    }),
  );
}

function showThread(thread) {
  const here = `${thread.account}/${thread.customer.id}`;
  const fresh = here !== shown;
  if (fresh) bubbles.clear();
  shown = here;
  const scroll = find("scroll");
  scroll.setAttribute("aria-live", fresh ? "off" : "polite"); // what was said before is not news
  const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
  const grown = bubbles.draw(thread.messages);
  const changed = find("typing").hidden === thread.typing;
  find("typing").hidden = !thread.typing;
  find("empty").hidden = thread.messages.length > 0;
  find("empty").textContent = `${thread.customer.name} has not written yet. Write the first message below.`;
  showQuickReplies(thread.messages);
  if (fresh || ((grown || changed) && atEnd)) scroll.scrollTop = scroll.scrollHeight;
}

async function refresh() {
  const asked = new URLSearchParams({ channel: account.channel, account: account.id, customer });
  const thread = await get(`/standin/thread?${asked}`);
  if (asked.get("account") === account.id && asked.get("customer") === customer) showThread(thread);
}

async function tick() {
  try {
    world = await get("/standin/state");
    if (account === null) choose(...chosenBefore());
    account = world.accounts.find(({ id }) => id === account.id) ?? world.accounts[0];
    drawAllChoices();
    showHealth(world);
    travel.show(world.clock);
    await refresh();
  } catch (error) {
    console.error(error);
    showHealth({ handshake: false, detail: "The stand-in does not answer. Is it still running?" });
  }
  setTimeout(tick, EVERY);
}

function chosenBefore() {
  const [id, name] = location.hash.slice(1).split("/");
  return [id, decodeURIComponent(name ?? "")];
}

// --- listening ---

find("accounts").addEventListener("change", ({ target }) => {
  choose(target.value, customer);
  refresh();
});

find("customers").addEventListener("change", ({ target }) => {
  choose(account.id, target.value);
  refresh();
});

find("newcomer").addEventListener("submit", (event) => {
  event.preventDefault();
  const name = find("newcomer-name").value.trim();
  if (!name) return;
  if (!people().some((person) => person.name.toLowerCase() === name.toLowerCase())) added.push(name);
  choose(account.id, people().find((person) => person.name.toLowerCase() === name.toLowerCase()).name);
  find("newcomer-name").value = "";
  find("text").focus();
  refresh();
});

async function sendText(extra) {
  const text = find("text").value.trim();
  if (!text) {
    find("trouble").textContent = "Write the text first.";
  } else if (await attempt("say", { text, ...extra }, "trouble")) {
    find("text").value = "";
  }
  find("text").focus();
}

find("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  sendText({});
});
find("story").addEventListener("click", () => sendText({ story_reply: true }));
find("sticker").addEventListener("click", () => attempt("say", { sticker: true }, "trouble"));
find("photo").addEventListener("click", () => attempt("say", { attachment: "image" }, "trouble"));

find("inbox").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = find("inbox-text").value.trim();
  if (text && (await attempt("inbox", { text }, "inbox-trouble"))) find("inbox-text").value = "";
});

tick();
