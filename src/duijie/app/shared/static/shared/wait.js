// Waiting: a line at the top after 300 ms; focus where a reader goes on; a word when nothing came.
"use strict";
(() => {
  const line = document.getElementById("waiting");
  const word = line && line.querySelector("[data-words]");
  let timer = 0;
  let last = 0;
  let open = 0;
  const begin = () => {
    open += 1;
    clearTimeout(timer);
    timer = setTimeout(() => {
      line.classList.add("on");
      word.textContent = word.dataset.words;
    }, 300);
    clearTimeout(last);
    last = setTimeout(() => { open = 0; end(); }, 30000); // a file that is saved leads to no new page
  };
  const end = () => {
    open = Math.max(open - 1, 0);
    if (open) return;
    clearTimeout(timer);
    line.classList.remove("on");
    word.textContent = "";
  };
  const failed = () => {
    const words = document.getElementById("failed");
    const notices = document.getElementById("notices");
    if (words && notices) notices.replaceChildren(words.content.cloneNode(true));
  };
  const settle = (within) => {
    const place = within.matches && within.matches("[data-focus]") ? within : within.querySelector("[data-focus]");
    if (place && !place.closest("[data-quiet]")) place.focus();
  };
  if (!line) return;

  document.addEventListener("htmx:beforeRequest", begin);
  document.addEventListener("htmx:afterRequest", end);
  // A form that is wrong, and a page that says what is wrong, are answers to be read.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (xhr.status !== 422 && !xhr.getResponseHeader("HX-Retarget")) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:afterSettle", (event) => settle(event.detail.elt || event.target));
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && event.target.method !== "dialog") begin();
  });
  window.addEventListener("pageshow", () => { open = 0; end(); });
  settle(document);
})();
