// The page: asks the stand-in how things stand, again and again, and has each part show its share.

import { afterwards, attempt, get } from "./asking.js";
import { drawItem } from "./bubbles.js";
import { Composer } from "./composer.js";
import { openDoing } from "./doing.js";
import { button, find, icon, say } from "./elements.js";
import { Inbox } from "./inbox.js";
import { draw } from "./keyed.js";
import { listenToPeople, showCount } from "./people.js";
import { Profile } from "./profile.js";
import { closeCover } from "./sheet.js";
import { listenToStory, showRing } from "./story.js";
import { CHANNELS, called, people, table, whom } from "./table.js";
import { itemsOf, wordsAnswered } from "./talk.js";
import { Travel } from "./travel.js";
import { listenToTrouble } from "./trouble.js";
import { Verdicts } from "./verdict.js";
import { go, listenToViews } from "./views.js";
import { showWhy } from "./why.js";

const EVERY = 1000; // milliseconds

let shown = ""; // which conversation is on the page
let thread = null;
let post = { comments: [] };
let picked = null; // the message or comment whose reasons somebody asked for
let newest = null; // the last message of the thread

const verdicts = new Verdicts(() => showAll());
const composer = new Composer();
const inbox = new Inbox();
const profile = new Profile((id) => explain(id));
const showPeople = listenToPeople(choose);
const showTrouble = listenToTrouble();
const travel = new Travel(() => {
  shown = ""; // which of the messages are of today has changed
  refresh();
});
const acts = {
  why: explain,
  act: (message) => openDoing(message, (edited) => composer.edit(edited)),
};
inbox.again = refresh;
afterwards(catchUp);
listenToStory();
listenToViews();
stayAtTheEnd();

// --- choosing ---

function choose(id, name) {
  const { accounts } = table.state;
  table.account = accounts.find((one) => one.id === id) ?? accounts[0];
  table.customer = called(name)?.name ?? people()[0].name;
  history.replaceState(null, "", `#${table.account.id}/${encodeURIComponent(table.customer)}`);
  closeCover();
  composer.reset();
  inbox.reset();
  profile.reset();
  picked = null;
  showPage();
  showPeople();
  refresh();
}

/** Who sat here before the page was loaded again, or whoever the address names. */
function chosenBefore() {
  const [, id, name] = /^#?([^/]*)\/?(.*)$/.exec(location.hash);
  const person = decodeURIComponent(name).trim();
  if (person) table.added.push(person);
  return [id, person];
}

function explain(id) {
  picked = id;
  showAll();
  go("why");
}

// --- showing ---

/** Keeps the last message in sight while the list, or the room for it, grows; unless somebody has scrolled up. */
function stayAtTheEnd() {
  const scroll = find("scroll");
  let atEnd = true;
  const stay = new ResizeObserver(() => atEnd && (scroll.scrollTop = scroll.scrollHeight));
  for (const box of [scroll, ...scroll.children]) stay.observe(box);
  scroll.addEventListener("scroll", () => {
    atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 60;
  });
}

function showHealth({ handshake, detail, undelivered, given_up: lost }) {
  const good = handshake && !undelivered && !lost;
  const counts = [undelivered && `${undelivered} waiting.`, lost && `${lost} given up.`].filter(Boolean);
  find("health").className = good ? "health good" : "health";
  say(find("health-told"), good ? "Webhooks get through" : [detail, ...counts].join(" "));
}

function showPage() {
  const { account } = table;
  const about = `Business on ${CHANNELS[account.channel]}`;
  document.body.dataset.channel = account.channel;
  for (const id of ["page-name", "welcome-name", "profile-name", "story-by"]) say(find(id), account.name);
  for (const id of ["page-about", "welcome-about", "profile-about"]) say(find(id), about);
  say(find("device-title"), `The phone of ${table.customer}, on ${CHANNELS[account.channel]}`);
  showRing();
}

function showAll() {
  if (!thread) return;
  const explained = ({ mid, edits }) => verdicts.of(mid, edits);
  const last = thread.messages.at(-1);
  const grown = last?.mid !== newest;
  if (grown) picked = null;
  newest = last?.mid;
  const selected = picked ?? latestExplained(explained);
  showThread(itemsOf(thread, explained, selected), grown && last?.author === "customer");
  profile.show(post, ({ id, text }) => verdicts.of(id, text), selected);
  const there = post.comments.filter(({ removed }) => !removed).length;
  showCount("comment-count", there, "comments");
  showReasons(selected, explained);
}

function latestExplained(explained) {
  return thread.messages.findLast((message) => message.author !== "inbox" && !message.unsent && explained(message))?.mid;
}

function showReasons(selected, explained) {
  const comment = post.comments.find(({ id }) => id === selected);
  if (comment) {
    showWhy(verdicts.of(comment.id, comment.text), comment.text);
    return;
  }
  const message = thread.messages.find(({ mid }) => mid === selected);
  showWhy(message ? explained(message) : null, message ? wordsAnswered(thread.messages, selected, explained) : null);
}

/** `spoken`: whoever writes has just done so, and wants to see it. */
function showThread(items, spoken) {
  const here = `${thread.account}/${thread.customer.id}`;
  const fresh = here !== shown;
  shown = here;
  const scroll = find("scroll");
  scroll.setAttribute("aria-live", fresh ? "off" : "polite"); // what was said before is not news
  if (fresh) find("messages").replaceChildren();
  draw(find("messages"), items, (item) => drawItem(item, acts));
  find("typing").hidden = !thread.typing;
  showWelcome();
  showQuickReplies();
  if (fresh || spoken) scroll.scrollTop = scroll.scrollHeight;
}

function showWelcome() {
  find("welcome").hidden = thread.messages.length > 0;
  const taps = [
    ...(thread.ice_breakers ?? []).map(({ question, payload }) => ({ key: question, title: question, payload })),
    ...(thread.get_started ? [{ key: "get started", title: "Get started", payload: thread.get_started_payload, main: true }] : []),
  ];
  draw(find("welcome-taps"), taps, ({ title, payload, main }) =>
    button({ className: main ? "main" : "" }, () => tap({ title, payload }), title),
  );
}

function showQuickReplies() {
  const offers = thread.messages.at(-1)?.quick_replies ?? [];
  const items = offers.map(({ title, payload }) => ({ key: `${newest} ${payload} ${title}`, title, payload }));
  draw(find("quick-replies"), items, ({ title, payload }) => button({}, () => tap({ payload, title }), title));
}

function tap(body) {
  return attempt("say", { ...whom(), ...body }, "say-trouble");
}

// --- keeping up ---

async function refresh() {
  const asked = whom();
  const [told, posted] = await Promise.all([
    get("thread", asked),
    get("post", { channel: asked.channel, account: asked.account }),
  ]);
  if (asked.account !== table.account.id || asked.customer !== table.customer) return;
  thread = told;
  post = posted;
  composer.show(thread);
  showAll();
  await inbox.show(thread, post);
}

async function lookAround() {
  table.state = await get("state");
  if (table.account === null) choose(...chosenBefore());
  table.account = table.state.accounts.find(({ id }) => id === table.account.id) ?? table.state.accounts[0];
  showHealth(table.state);
  showPage();
  showPeople();
  showTrouble(table.state.faults);
  travel.show(table.state.clock);
}

async function catchUp() {
  await lookAround();
  await refresh();
}

async function tick() {
  try {
    await catchUp();
  } catch (error) {
    console.error(error);
    showHealth({ handshake: false, detail: "The stand-in does not answer. Is it still running?" });
  }
  setTimeout(tick, EVERY);
}

tick();
