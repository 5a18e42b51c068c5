// What every page does beyond HTML: menus, focus, answers of the server, one act per click. Works on ES2020.
(function () {
  "use strict";

  const root = document.documentElement;
  const texts = document.getElementById("qh-texts").dataset;
  root.classList.add("qh-js");

  function banner(text) {
    const place = document.getElementById("qh-banner");
    const notice = document.createElement("p");
    notice.className = "qh-notice qh-notice-bad";
    notice.textContent = text;
    place.replaceChildren(notice);
  }

  function clearBanner() {
    document.getElementById("qh-banner").replaceChildren();
  }

  function sentenceFor(status) {
    if (status === 403) {
      return texts.forbidden;
    }
    return status === 429 ? texts.busy : texts.refused.replace("{code}", status);
  }

  function focusProblems(within) {
    const summary = within.querySelector("[data-problems]");
    if (summary) {
      summary.focus();
    }
  }

  function menus() {
    const menu = document.getElementById("menu");
    document.addEventListener("click", (event) => {
      if (event.target.closest("[data-menu-button]")) {
        event.preventDefault();
        menu.classList.toggle("qh-open");
      } else if (event.target.closest("[data-menu-close]")) {
        event.preventDefault();
        menu.classList.remove("qh-open");
      }
      document.querySelectorAll("details[data-menu][open]").forEach((open) => {
        if (!open.contains(event.target)) {
          open.removeAttribute("open");
        }
      });
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        document.querySelectorAll("details[data-menu][open]").forEach((open) => {
          open.removeAttribute("open");
          open.querySelector("summary").focus();
        });
      }
    });
  }

  function folding() {
    const button = document.querySelector("[data-fold]");
    if (button) {
      button.addEventListener("click", () => {
        const folded = root.classList.toggle("qh-folded");
        document.cookie = `menu=${folded ? "folded" : ""}; path=/; max-age=31536000; SameSite=Lax`;
      });
    }
  }

  // A form is sent once; the page that comes back brings a new one.
  function sendingOnce() {
    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (event.defaultPrevented || form.method !== "post") {
        return;
      }
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-busy", "true"));
    });
    window.addEventListener("pageshow", () => {
      document.querySelectorAll("form[data-sent]").forEach((form) => {
        delete form.dataset.sent;
        form.querySelectorAll("button").forEach((button) => button.removeAttribute("aria-busy"));
      });
    });
  }

  function summaries() {
    document.addEventListener("click", (event) => {
      const link = event.target.closest("[data-problems] a[href^='#']");
      const target = link && document.getElementById(link.getAttribute("href").slice(1));
      if (target) {
        event.preventDefault();
        target.focus();
        target.scrollIntoView({ block: "center" });
      }
    });
    focusProblems(document);
  }

  function tables() {
    document.addEventListener("click", (event) => {
      const row = event.target.closest("tr[data-url]");
      if (row && !event.target.closest("a, button, input, label, summary") && String(window.getSelection()) === "") {
        window.location.assign(row.dataset.url);
      }
    });
    document.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const row = step && event.target.closest("table[data-keys] tbody tr");
      const next = row && (step > 0 ? row.nextElementSibling : row.previousElementSibling);
      const link = next && next.querySelector("a");
      if (link) {
        event.preventDefault();
        link.focus();
      }
    });
  }

  function formsets() {
    document.querySelectorAll("[data-formset]").forEach((set) => {
      const button = set.querySelector("[data-formset-add]");
      const total = set.querySelector("[name$='-TOTAL_FORMS']");
      const most = set.querySelector("[name$='-MAX_NUM_FORMS']");
      const pattern = set.querySelector("template");
      if (!button || !pattern) {
        return;
      }
      button.hidden = false;
      button.addEventListener("click", () => {
        if (most && Number(total.value) >= Number(most.value)) {
          return;
        }
        const place = document.createElement("template");
        place.innerHTML = pattern.innerHTML.replace(/__prefix__/g, total.value);
        const row = place.content.firstElementChild;
        set.insertBefore(row, pattern);
        total.value = Number(total.value) + 1;
        moneyFields(row);
        const first = row.querySelector("input:not([type=hidden]), select, textarea");
        if (first) {
          first.focus();
        }
      });
    });
  }

  // The words of an amount (大写) stand under its box; a late answer never overwrites a newer one.
  function moneyFields(within) {
    within.querySelectorAll("[data-money]").forEach((part) => {
      const box = part.querySelector("input");
      const output = document.getElementById(part.dataset.money);
      const unit = part.dataset.moneyUnit ? document.getElementById(part.dataset.moneyUnit) : null;
      let timer = 0;
      let asked = 0;
      const ask = async () => {
        const turn = (asked += 1);
        if (!box.value.trim()) {
          output.textContent = "";
          return;
        }
        try {
          const answer = await fetch(`/money/words/?amount=${encodeURIComponent(box.value)}${unit ? `&unit=${encodeURIComponent(unit.value)}` : ""}`, { headers: { "HX-Request": "true" } });
          const words = answer.ok ? await answer.text() : "";
          if (turn === asked) {
            output.textContent = words;
          }
        } catch (error) {
          output.textContent = "";
        }
      };
      box.addEventListener("input", () => {
        window.clearTimeout(timer);
        timer = window.setTimeout(ask, 300);
      });
      if (unit) {
        unit.addEventListener("change", ask);
      }
      if (box.value) {
        ask();
      }
    });
  }

  function charts(within) {
    if (!within.querySelector("[data-chart]")) {
      return;
    }
    if (window.qhCharts) {
      window.qhCharts(within);
      return;
    }
    texts.charts.split(" ").forEach((address) => {
      const script = document.createElement("script");
      script.src = address;
      script.async = false;
      document.head.append(script);
    });
  }

  function answers() {
    document.body.addEventListener("htmx:responseError", (event) => {
      const status = event.detail.xhr.status;
      if (event.detail.elt.matches("form[data-draft]") && (status === 401 || status === 409)) {
        return;
      }
      banner(sentenceFor(status));
    });
    document.body.addEventListener("htmx:sendError", (event) => {
      if (!event.detail.elt.matches("form[data-draft]")) {
        banner(texts.offline);
      }
    });
    document.body.addEventListener("htmx:afterSwap", (event) => {
      clearBanner();
      focusProblems(document);
      charts(document);
    });
  }

  menus();
  folding();
  sendingOnce();
  summaries();
  tables();
  formsets();
  moneyFields(document);
  charts(document);
  answers();
})();
