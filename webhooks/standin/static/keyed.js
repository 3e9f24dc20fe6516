// Drawing lists so that what has not changed stays as it is: focus, open folds and places included.

const looks = new WeakMap(); // element → what it was drawn from

/** Brings the children of `box` up to date with `items`: plain values with a `key`, each made into an element. */
export function draw(box, items, make) {
  const before = new Map([...box.children].map((child) => [child.dataset.key, child]));
  let at = box.firstElementChild;
  for (const item of items) {
    const wanted = JSON.stringify(item);
    let child = before.get(String(item.key));
    before.delete(String(item.key));
    if (!child || looks.get(child) !== wanted) {
      const fresh = make(item);
      fresh.dataset.key = item.key;
      looks.set(fresh, wanted);
      if (child === at) at = at?.nextElementSibling ?? null;
      if (child) replace(child, fresh);
      child = fresh;
    } else if (child === at) {
      at = at.nextElementSibling;
      continue;
    }
    if (child.nextElementSibling !== at || child.parentElement !== box) box.insertBefore(child, at);
  }
  for (const gone of before.values()) gone.remove();
}

/** Puts one in the place of another, and the focus where it was. */
function replace(old, fresh) {
  const buttons = (within) => [...(within.matches("button") ? [within] : within.querySelectorAll("button"))];
  const focused = buttons(old).indexOf(document.activeElement);
  const name = document.activeElement?.className;
  old.replaceWith(fresh);
  if (focused >= 0) (buttons(fresh).find(({ className }) => className === name) ?? buttons(fresh)[focused])?.focus();
}
