// The running total of a work breakdown: the weights of the packages that no other one names as its parent.
(function () {
  "use strict";

  const total = document.querySelector("[data-total]");
  const table = total && total.closest("table");
  if (!table) {
    return;
  }

  function text(row, mark) {
    const box = row.querySelector(`[data-${mark}]`);
    return box ? box.value.trim() : "";
  }

  function add() {
    const rows = Array.from(table.tBodies[0].rows);
    const parents = new Set(rows.map((row) => text(row, "parent")).filter(Boolean));
    const cents = rows
      .filter((row) => !parents.has(text(row, "code")))
      .map((row) => Number(text(row, "weight")))
      .reduce((sum, weight) => sum + (Number.isFinite(weight) ? Math.round(weight * 100) : 0), 0);
    total.textContent = String(cents / 100);
  }

  table.addEventListener("input", add);
  add();
  const fresh = table.querySelector("[data-new] input:not([type=hidden])");
  if (fresh) {
    fresh.focus();
  }
})();
