// Says under each pair in words what was chosen. Without this file the words come with the saved page.
(function () {
  "use strict";

  const form = document.querySelector("form[data-pairs]");
  if (!form) {
    return;
  }
  form.addEventListener("change", (event) => {
    const words = event.target.dataset.said;
    if (words) {
      event.target.closest("fieldset").querySelector("output[data-said]").textContent = words;
    }
  });
})();
