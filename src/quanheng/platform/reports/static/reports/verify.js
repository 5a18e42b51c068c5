// Compare a chosen PDF with the issued one: the hash is computed here, the file is not sent.
"use strict";

(function () {
  const form = document.querySelector("[data-verify]");
  const input = form && form.querySelector("input[type=file]");
  if (!input || !window.crypto || !window.crypto.subtle) {
    return;
  }
  const issued = document.querySelector("[data-issued-hash]").textContent.trim();
  const same = form.querySelector("[data-verify-same]");
  const other = form.querySelector("[data-verify-other]");

  input.addEventListener("change", async function () {
    same.hidden = other.hidden = true;
    if (!input.files.length) {
      return;
    }
    const digest = await window.crypto.subtle.digest("SHA-256", await input.files[0].arrayBuffer());
    const hash = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
    other.querySelector("[data-verify-hash]").textContent = hash;
    (hash === issued ? same : other).hidden = false;
  });
})();
