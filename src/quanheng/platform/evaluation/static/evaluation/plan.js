// The sum of each side's weights while they are typed; the check page counts exactly, on the server.
(function () {
  "use strict";

  const PLACES = 100;

  function points(text) {
    const value = Number.parseFloat(text.replace(",", "."));
    return Number.isFinite(value) ? Math.round(value * PLACES) : 0;
  }

  function show(side) {
    const boxes = [...side.querySelectorAll("[data-weight]")];
    const total = boxes.reduce((sum, box) => sum + points(box.value), 0);
    const missing = 100 * PLACES - total;
    const output = side.querySelector("[data-total]");
    const difference = side.querySelector("[data-difference]");
    output.textContent = String(total / PLACES);
    output.classList.toggle("qh-sum-off", missing !== 0);
    difference.textContent =
      missing === 0 ? "" : `${missing > 0 ? difference.dataset.less : difference.dataset.more} ${Math.abs(missing) / PLACES}`;
  }

  document.querySelectorAll("[data-side]").forEach((side) => {
    side.addEventListener("input", () => show(side));
    show(side);
  });
})();
