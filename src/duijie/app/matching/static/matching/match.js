// Keys, and what learning is told: which cards were opened, and how long they were looked at.
"use strict";
(() => {
  const cards = () => [...document.querySelectorAll(".answer .card[data-record]")];
  const typing = (where) => where.closest("input, textarea, select, [contenteditable], dialog");

  // j and k go through the cards, o or Enter opens, s keeps, / goes to the text.
  document.addEventListener("keydown", (event) => {
    if (document.documentElement.dataset.keys === "off") return; // switched off by the reader
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const all = cards();
    const here = event.target.closest(".card[data-record]");
    const at = all.indexOf(here);
    if (event.key === "/") {
      const box = document.querySelector("[data-need]") || document.getElementById("why-record");
      const fold = box && box.closest("details");
      if (fold) fold.open = true;
      if (box) { event.preventDefault(); box.focus(); }
    } else if ((event.key === "j" || event.key === "k") && all.length) {
      const next = event.key === "j" ? Math.min(at + 1, all.length - 1) : Math.max(at - 1, 0);
      event.preventDefault();
      all[next].focus();
      all[next].scrollIntoView({ block: "nearest" });
    } else if (here && (event.key === "o" || (event.key === "Enter" && event.target === here))) {
      const more = here.querySelector("details.more");
      if (more) { event.preventDefault(); more.open = !more.open; }
    } else if (here && event.key === "s") {
      const keep = here.querySelector("[data-keep]");
      if (keep) { event.preventDefault(); keep.click(); }
    }
  });

  // What is swapped in gets the focus: the heading of an answer, or the card that was kept.
  document.addEventListener("htmx:load", (event) => {
    const fresh = event.detail.elt;
    if (fresh.matches && fresh.matches("section.answer")) {
      const title = document.getElementById("answer-title");
      if (title) { title.focus({ preventScroll: true }); title.scrollIntoView({ block: "start" }); }
    } else if (fresh.matches && fresh.matches(".card[data-record]")) {
      fresh.focus({ preventScroll: true });
    }
    watch();
  });

  // Looks: seconds that the open part of a card was in sight while the page was.
  const spent = new Map();
  const since = new Map();
  const tell = (looks) => {
    const form = document.querySelector("form.looks");
    if (!form || !looks.size) return;
    const body = new FormData(form);
    looks.forEach((value, record) => body.append(record, value));
    navigator.sendBeacon(form.action, body);
  };
  const stop = (record) => {
    if (!since.has(record)) return;
    const seconds = (performance.now() - since.get(record)) / 1000;
    since.delete(record);
    spent.set(record, (spent.get(record) || 0) + seconds);
  };
  const start = (record) => {
    if (!since.has(record) && document.visibilityState === "visible") since.set(record, performance.now());
  };
  const opened = () => cards().filter((card) => card.classList.contains("whole") || card.querySelector("details.more[open]"));
  document.addEventListener("toggle", (event) => {
    const card = event.target.closest && event.target.closest(".card[data-record]");
    if (!card || !event.target.classList.contains("more")) return;
    if (event.target.open) start(card.dataset.record); else stop(card.dataset.record);
  }, true);
  const leave = () => {
    [...since.keys()].forEach(stop);
    const looks = new Map([...spent].filter(([, seconds]) => seconds >= 1).slice(0, 20)
      .map(([record, seconds]) => [record, seconds.toFixed(1)]));
    spent.clear();
    tell(looks);
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
    else opened().forEach((card) => start(card.dataset.record));
  });
  window.addEventListener("pagehide", leave);
  const watch = () => opened().forEach((card) => start(card.dataset.record));
  watch();
})();
