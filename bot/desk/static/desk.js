// Everything that happens without loading a page: what is new, keys, the reply box, ten seconds to undo.
import { beat } from "./pulse.js";
import { listen } from "./keys.js";
import { openBox } from "./reply_box.js";
import { countDown } from "./undo.js";

for (const form of document.querySelectorAll("[data-submit-on-change]")) {
  const field = form.matches("form") ? form : form.closest("form");
  form.addEventListener("change", () => field.requestSubmit());
}
for (const button of document.querySelectorAll("[data-time]")) {
  button.addEventListener("click", () => { document.getElementById(button.dataset.for).value = button.dataset.time; });
}
// Reasons are loaded when somebody wants to know them.
document.addEventListener("toggle", async (event) => {
  const details = event.target;
  if (!details.open || !details.dataset?.load || details.dataset.loaded) return;
  details.dataset.loaded = "yes";
  const answer = await fetch(details.dataset.load, { headers: { "X-Part": "why" } });
  if (answer.ok) details.querySelector(".why-told").innerHTML = await answer.text();
}, true);

// A page that answered a form is reached by its own address, so that loading it again repeats nothing.
const page = document.querySelector("[data-address]");
if (page) history.replaceState(null, "", page.dataset.address);

document.querySelector(".view[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
const thread = document.querySelector("[data-thread]");
if (thread) thread.scrollTop = thread.scrollHeight;

listen();
countDown();
openBox();
beat();
