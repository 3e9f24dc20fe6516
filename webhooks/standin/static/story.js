// The Page's story, as Instagram shows it: a tap on the ring opens it, and one answers below.

import { attempt } from "./asking.js";
import { find } from "./elements.js";
import { closeCover, cover } from "./sheet.js";
import { table, whom } from "./table.js";

const seen = new Set(); // accounts whose story was opened

export function listenToStory() {
  find("open-story").addEventListener("click", () => {
    seen.add(table.account.id);
    showRing();
    cover(find("story"));
  });
  find("close-story").addEventListener("click", closeCover);
  find("story-answer").addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = find("story-text").value.trim();
    if (!text || !(await attempt("say", { ...whom(), text, story_reply: true }, "story-trouble"))) return;
    find("story-text").value = "";
    closeCover();
  });
}

export function showRing() {
  const instagram = table.account.channel === "instagram";
  find("open-story").hidden = !instagram;
  find("page-face").hidden = instagram;
  find("open-story").classList.toggle("told", seen.has(table.account.id));
}
