// Keys of the matrix: arrows move through the cells, Home and End along the row; in the part, A accepts,
// R goes to the reason of a refusal, N opens the next cell that waits. Without this file every cell is a link.
(function () {
  "use strict";

  const part = document.querySelector("[data-matrix]");
  if (!part) {
    return;
  }
  const cells = () => Array.from(part.querySelectorAll("tbody a.qh-sign"));
  const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

  // One cell takes the Tab key; the others are reached by arrows.
  function rove(chosen) {
    const all = cells();
    const one = chosen || all.find((cell) => cell.getAttribute("aria-current")) || all[0];
    all.forEach((cell) => cell.setAttribute("tabindex", cell === one ? "0" : "-1"));
  }

  function neighbour(cell, key) {
    const row = cell.closest("tr");
    const inRow = Array.from(row.querySelectorAll("a.qh-sign"));
    if (key === "Home" || key === "End") {
      return key === "Home" ? inRow[0] : inRow[inRow.length - 1];
    }
    const [down, right] = STEPS[key];
    if (right) {
      return inRow[inRow.indexOf(cell) + right];
    }
    const column = cell.closest("td").cellIndex;
    let next = down > 0 ? row.nextElementSibling : row.previousElementSibling;
    while (next && !next.cells[column].querySelector("a.qh-sign")) {
      next = down > 0 ? next.nextElementSibling : next.previousElementSibling;
    }
    return next && next.cells[column].querySelector("a.qh-sign");
  }

  function mark(cell) {
    part.querySelectorAll("td.qh-chosen").forEach((place) => place.classList.remove("qh-chosen"));
    part.querySelectorAll("a[aria-current]").forEach((place) => place.removeAttribute("aria-current"));
    if (cell) {
      cell.setAttribute("aria-current", "true");
      cell.closest("td").classList.add("qh-chosen");
      rove(cell);
    }
  }

  function cellOf(address) {
    return cells().find((cell) => cell.getAttribute("href") === address);
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !event.target.closest("[data-matrix], #strip")) {
      return;
    }
    const cell = event.target.closest("a.qh-sign");
    if (cell && (STEPS[event.key] || event.key === "Home" || event.key === "End")) {
      event.preventDefault();
      const next = neighbour(cell, event.key);
      if (next) {
        rove(next);
        next.focus();
      }
      return;
    }
    const key = event.key.toLowerCase();
    const form = part.querySelector("#cell .qh-element > form") || part.querySelector("#cell form");
    if (key === "n") {
      const next = document.querySelector("#strip [data-next]");
      if (next) {
        event.preventDefault();
        next.click();
      }
    } else if (form && key === "a") {
      event.preventDefault();
      form.querySelector("[data-accept]").click();
    } else if (form && key === "r") {
      event.preventDefault();
      if (form.closest("details")) {
        form.closest("details").open = true;
      }
      form.querySelector("[name=reason]").focus();
    }
  });

  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id !== "cell") {
      return;
    }
    const asked = event.detail.requestConfig;
    if (asked.verb === "get") {
      const query = asked.path.slice(asked.path.indexOf("?"));
      mark(cells().find((cell) => cell.getAttribute("href").endsWith(query)) || cellOf(asked.path));
    } else {
      rove();
    }
    const title = document.querySelector("#cell [data-panel-title]");
    if (title) {
      title.focus({ preventScroll: true });
    }
  });

  rove();
})();
