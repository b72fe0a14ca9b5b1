// Keys of the judging page: 1 to 4 give a level, "s" opens the reasons to skip, "u" takes back.
"use strict";
(() => {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    if (document.documentElement.dataset.keys === "off") return;
    const level = document.querySelector(`[data-judge] [data-key="${CSS.escape(event.key)}"]`);
    const undo = document.querySelector("[data-judge-undo] button");
    const skip = document.querySelector(".judge-skip");
    if (level) {
      level.click();
    } else if (event.key === "u" && undo) {
      undo.click();
    } else if (event.key === "s" && skip) {
      event.preventDefault();
      skip.open = true;
      skip.querySelector("select").focus();
    }
  });
  // An answer is sent once, however often the thumb comes down.
  for (const form of document.querySelectorAll("[data-judge], [data-judge-undo], .judge-skip form")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
    });
  }
  // A page that is gone back to may be answered again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
  });
})();
