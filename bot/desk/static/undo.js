// What was done last can be undone while its line counts down.
export function countDown() {
  for (const line of document.querySelectorAll("[data-undo]")) {
    const told = line.querySelector("[data-seconds]");
    let left = Number(line.dataset.undo);
    const tick = setInterval(() => {
      left -= 1;
      told.textContent = left;
      if (left <= 0) { clearInterval(tick); line.remove(); }
    }, 1000);
  }
}
