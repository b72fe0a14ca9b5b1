// Passkeys: their buttons are there only where the browser has them (WeChat's has not).
document.addEventListener("DOMContentLoaded", () => {
  const known = typeof window.PublicKeyCredential === "function";
  document.querySelectorAll("[data-passkey]").forEach((button) => { button.hidden = !known; });
  const missing = document.getElementById("passkey_missing");
  if (missing && !known && document.querySelector("[data-passkey-needed]")) missing.hidden = false;
});
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const problem = document.getElementById("passkey_problem");
  if (problem) problem.hidden = false;
});
