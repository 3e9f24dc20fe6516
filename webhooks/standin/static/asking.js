// Talking to the stand-in.

import { find } from "./elements.js";

let changed = async () => {};

/** `act` brings the page up to date; it is called after every wish that was granted. */
export function afterwards(act) {
  changed = act;
}

/** The JSON that a path answers. Throws its one sentence where it refuses. */
export async function get(path, parameters = {}) {
  const query = new URLSearchParams(parameters).toString();
  return told(await fetch(query ? `/standin/${path}?${query}` : `/standin/${path}`));
}

export async function post(what, body) {
  const headers = { "Content-Type": "application/json" };
  return told(await fetch(`/standin/${what}`, { method: "POST", headers, body: JSON.stringify(body) }));
}

async function told(answer) {
  const body = await answer.json();
  if (!answer.ok) throw new Refusal(body.error, answer.status);
  return body;
}

class Refusal extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

/** Do it, bring the page up to date, and put any trouble where it can be read. Tells whether it went well. */
export async function attempt(what, body, trouble) {
  try {
    await post(what, body);
    find(trouble).textContent = "";
    await changed();
    return true;
  } catch (error) {
    find(trouble).textContent = error instanceof Refusal ? error.message : "The stand-in does not answer.";
    return false;
  }
}
