// Drafts: a form with data-draft="<name>" keeps what is typed on this device until it is sent.
// Only such forms; never passwords or files; signing out throws all drafts away.
"use strict";
(() => {
  const PREFIX = "draft:";
  const store = (() => { try { return window.localStorage; } catch { return null; } })();
  if (!store) return;

  const kept = (form) => [...form.elements].filter((field) =>
    field.name && !["password", "file", "hidden", "submit", "checkbox", "radio"].includes(field.type) && "value" in field);

  for (const form of document.querySelectorAll("form[data-draft]")) {
    const key = PREFIX + form.dataset.draft;
    let before = {};
    try { before = JSON.parse(store.getItem(key) || "{}"); } catch { store.removeItem(key); }
    let restored = false;
    for (const field of kept(form)) {
      if (!field.value && before[field.name]) { field.value = before[field.name]; restored = true; }
    }
    const told = form.querySelector("[data-draft-told]");
    if (told) told.hidden = false;
    const back = form.querySelector("[data-draft-back]");
    if (back && restored) back.hidden = false;
    form.addEventListener("input", () => {
      const values = {};
      for (const field of kept(form)) if (field.value) values[field.name] = field.value;
      try { store.setItem(key, JSON.stringify(values)); } catch { /* full: what is typed stays on the page */ }
    });
    form.addEventListener("submit", () => { if (navigator.onLine) store.removeItem(key); });
  }

  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", () => {
      for (const key of Object.keys(store)) if (key.startsWith(PREFIX)) store.removeItem(key);
    });
  }
})();
