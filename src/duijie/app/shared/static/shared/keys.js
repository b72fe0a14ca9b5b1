// Keys: "/" search, "j" and "k" through the cards, "Enter" opens one, "?" shows the keys.
// WCAG 2.1.4: keys of one character can be switched off, in the dialog that explains them.
"use strict";
(() => {
  const OFF = "keys-off";
  const dialog = document.getElementById("keys");
  const remembered = (() => {
    try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
  })();
  const box = document.getElementById("keys-on");
  if (box) {
    box.checked = !remembered;
    if (remembered) document.documentElement.dataset.keys = "off"; // scripts of pages look at it
    box.addEventListener("change", () => {
      document.documentElement.dataset.keys = box.checked ? "on" : "off";
      try { localStorage.setItem(OFF, box.checked ? "0" : "1"); } catch { /* kept for this page only */ }
    });
  }
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector(".menu[open], .person[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  const isWriting = (target) => target.closest("input, textarea, select, [contenteditable], dialog");

  const step = (by) => {
    const cards = [...document.querySelectorAll("[data-card]")];
    if (!cards.length) return;
    const at = cards.findIndex((card) => card.classList.contains("is-here"));
    const next = Math.min(Math.max(at + by, 0), cards.length - 1);
    if (at >= 0) cards[at].classList.remove("is-here");
    cards[next].classList.add("is-here");
    cards[next].tabIndex = -1;
    cards[next].focus({ preventScroll: true });
    cards[next].scrollIntoView({ block: "nearest" });
  };

  // On window, so that a page's own keys, which listen on the document, come first.
  window.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isWriting(event.target) || (box && !box.checked)) return;
    if (event.key === "/") {
      const field = [...document.querySelectorAll("[data-find], main input[type=search], main textarea")]
        .find((one) => one.offsetParent !== null);
      if (field) { event.preventDefault(); field.focus(); field.select(); }
    } else if (event.key === "j") {
      step(1);
    } else if (event.key === "k") {
      step(-1);
    } else if (event.key === "Enter" && event.target.matches("[data-card]")) {
      const link = event.target.querySelector("a[href]");
      if (link) link.click();
    } else if (event.key === "?" && dialog) {
      event.preventDefault();
      dialog.showModal();
    }
  });
})();
