// One mark: the band moves the limits of the points, plus and minus stay inside it. Without this file the
// server says the same things after sending.
(function () {
  "use strict";

  const form = document.querySelector("form[data-marking]");
  if (!form) {
    return;
  }
  const points = form.querySelector("[name=points]");
  const reason = form.querySelector("[name=reason]");
  const abstain = form.querySelector("[name=abstain]");
  const below = Number(form.dataset.below);
  const above = Number(form.dataset.above);

  const chosen = () => form.querySelector("[name=band]:checked");

  function limits() {
    const band = chosen();
    return band ? [Number(band.dataset.low), Number(band.dataset.high)] : [0, 100];
  }

  function show() {
    const [low, high] = limits();
    points.min = low;
    points.max = high;
    form.querySelectorAll(".qh-band").forEach((label) => {
      label.classList.toggle("qh-band-on", label.contains(chosen()));
    });
    form.classList.toggle("qh-abstaining", abstain.checked);
    const value = Number(points.value);
    const due = abstain.checked || (points.value !== "" && (value < below || value > above));
    reason.closest(".qh-field").classList.toggle("qh-due-remark", due && !reason.value.trim());
  }

  // Points outside a newly chosen band go to its nearest end; empty points stay empty: no number is suggested.
  function inside() {
    const [low, high] = limits();
    if (points.value !== "") {
      points.value = Math.min(high, Math.max(low, Number(points.value)));
    }
  }

  function step(size) {
    const [low, high] = limits();
    const start = size > 0 ? low - size : high - size;
    const value = points.value === "" ? start : Number(points.value);
    points.value = Math.round(Math.min(high, Math.max(low, value + size)) * 10) / 10;
    points.dispatchEvent(new Event("input", { bubbles: true }));
  }

  form.querySelectorAll("[data-step]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => step(Number(button.dataset.step)));
  });
  form.addEventListener("change", (event) => {
    if (event.target.name === "band") {
      inside();
    }
    show();
  });
  form.addEventListener("input", show);
  show();
})();
