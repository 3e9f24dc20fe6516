// The reply box: what is typed is kept over a reload, suggestions are put in, and its length is counted as the channel does.
const counted = {
  characters: (text) => text.length,
  bytes: (text) => new TextEncoder().encode(text).length,
};

export function openBox() {
  const box = document.querySelector("[data-reply]");
  const text = document.getElementById("text");
  if (!box || !text) return;
  const kept = `svartid-text-${document.querySelector("[data-conversation]").dataset.conversation}`;
  if (!text.value) text.value = sessionStorage.getItem(kept) ?? "";
  const field = box.querySelector("[data-answers-field]");
  answer(box, field.value || sessionStorage.getItem(`${kept}-answers`));
  const changed = () => {
    sessionStorage.setItem(kept, text.value);
    sessionStorage.setItem(`${kept}-answers`, field.value);
    count(box, text);
  };
  text.addEventListener("input", changed);
  document.getElementById("sign")?.addEventListener("change", changed);
  text.form.addEventListener("submit", () => {
    for (const key of [kept, `${kept}-answers`]) sessionStorage.removeItem(key);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const acts = text.form.querySelectorAll(event.shiftKey ? "[value=send_done]" : "[data-send]");
      const act = [...acts].find((one) => !one.disabled);
      if (act) { event.preventDefault(); text.form.requestSubmit(act); }
    }
  });
  document.addEventListener("click", (event) => {
    const insert = event.target.closest("[data-insert]");
    const put = event.target.closest("[data-put]");
    const answers = event.target.closest("[data-answers]");
    if (answers) {
      answer(box, answers.dataset.answers);
    } else if (insert) {
      const before = text.value.trim();
      text.value = before && !insert.dataset.draft ? `${before}\n${insert.dataset.insert}` : insert.dataset.insert;
      if (insert.dataset.draft) document.querySelector("[data-draft-field]").value = insert.dataset.draft;
    } else if (put) {
      text.setRangeText(put.dataset.put, text.selectionStart, text.selectionEnd, "end");
    } else return;
    changed();
    const sheet = event.target.closest(".modal"); // gives the focus back to where it was when it closes
    if (sheet) sheet.addEventListener("hidden.bs.modal", () => text.focus(), { once: true });
    else text.focus();
  });
  lookFor(box);
  changed();
}

/** Makes the text the answer to a message on the page, by its id, and shows which; else to none in particular. */
function answer(box, id) {
  const message = id && document.querySelector(`[data-thread] [data-answers="${CSS.escape(id)}"]`);
  box.querySelector("[data-answers-field]").value = message ? id : "";
  box.querySelector("[data-answered]").hidden = !message;
  box.querySelector("[data-answered-words]").textContent = message ? message.dataset.quote : "";
}

function count(box, text) {
  const counter = box.querySelector("[data-counter]");
  const sign = document.getElementById("sign");
  const whole = sign?.checked && text.value.trim() ? `${text.value}\n${sign.labels[0].textContent}` : text.value;
  const used = counted[box.dataset.unit](whole);
  const most = Number(box.dataset.most);
  const parts = Math.ceil(used / most);
  const told = counter.dataset.one.replace("{used}", used).replace("{most}", most);
  counter.textContent = text.value ? (parts > 1 ? `${told}, ${counter.dataset.more.replace("{parts}", parts)}` : told) : "";
  counter.classList.toggle("over", parts > 1);
}

function lookFor(box) {
  const field = box.querySelector("[data-look-for]");
  const place = box.querySelector("[data-looked-for]");
  let waits;
  const look = async () => {
    const answer = await fetch(`${field.dataset.lookFor}?q=${encodeURIComponent(field.value)}`, { headers: { "X-Part": "answers" } });
    if (answer.ok) place.innerHTML = await answer.text();
  };
  field.addEventListener("input", () => { clearTimeout(waits); waits = setTimeout(look, 200); });
  document.getElementById("answers").addEventListener("shown.bs.modal", () => { field.focus(); look(); });
}
