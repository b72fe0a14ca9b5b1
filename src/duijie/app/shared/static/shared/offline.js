// Offline: registers the service worker, which keeps files of the look and one page, nothing else.
"use strict";
if ("serviceWorker" in navigator && window.isSecureContext) {
  window.addEventListener("load", () => {
    navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => {
      // Without it everything works but the page for when there is no network.
    });
  });
}
