// Nothing typed is lost: a draft form saves itself; what could not be saved is said and sent again.
(function () {
  "use strict";

  const texts = document.getElementById("qh-texts").dataset;
  const RETRY_MS = 5000;
  const WAIT_MS = 3000;

  function clockOf(moment) {
    const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Shanghai" };
    return new Intl.DateTimeFormat(document.documentElement.lang, options).format(new Date(moment));
  }

  function labelOf(form, name) {
    const control = form.querySelector(`[name="${CSS.escape(name)}"]`);
    const part = control && control.closest(".qh-field");
    const label = part && part.querySelector(".qh-label, legend, .qh-check");
    return label ? label.textContent.trim() : name;
  }

  function answersOf(form) {
    const found = new Map();
    new FormData(form).forEach((value, name) => {
      if (typeof value === "string" && !/^(csrfmiddlewaretoken|draft_|save_draft|idempotency_key)/.test(name)) {
        found.set(name, found.has(name) ? `${found.get(name)}, ${value}` : value);
      }
    });
    return found;
  }

  function line(cells, kind) {
    const row = document.createElement("tr");
    cells.forEach((text) => {
      const cell = document.createElement(kind);
      cell.textContent = text;
      row.append(cell);
    });
    return row;
  }

  class Draft {
    constructor(form) {
      this.form = form;
      this.state = form.querySelector("[data-draft-state]");
      this.version = form.querySelector("[name=draft_version]");
      this.signIn = document.querySelector("[data-dialog=sign-in]");
      this.conflict = document.querySelector("[data-dialog=conflict]");
      this.unsaved = false;
      this.timer = 0;
      this.busy = false;
      this.leaving = false;
      this.cut = false;
      this.waiting = null;
      this.listen();
    }

    listen() {
      const { form } = this;
      form.addEventListener("input", () => { this.unsaved = true; });
      form.addEventListener("submit", (event) => this.submitted(event));
      form.addEventListener("htmx:beforeRequest", (event) => this.notWhileLeaving(event));
      form.addEventListener("htmx:configRequest", (event) => this.withoutFiles(event));
      form.addEventListener("htmx:beforeSend", (event) => { if (event.target === form) { this.sent(); } });
      form.addEventListener("htmx:afterRequest", (event) => { if (event.target === form) { this.answered(event.detail); } });
      window.addEventListener("pageshow", () => { this.leaving = false; });
      window.addEventListener("online", () => { if (this.unsaved) { this.resend(); } });
      window.addEventListener("beforeunload", (event) => {
        if (this.unsaved) {
          event.preventDefault();
          event.returnValue = "";
        }
      });
      this.on(this.signIn, "[data-resend]", () => this.signedInAgain());
      this.on(this.conflict, "[data-keep]", () => { this.version.value = "0"; this.resend(); });
      this.on(this.conflict, "[data-take]", () => { this.unsaved = false; window.location.reload(); });
    }

    on(dialog, selector, act) {
      dialog.querySelector(selector).addEventListener("click", () => { dialog.close(); act(); });
    }

    open(dialog) {
      if (!dialog.open) {
        dialog.showModal();
      }
    }

    say(state, text) {
      this.state.dataset.state = state;
      this.state.textContent = text;
    }

    withoutFiles(event) {
      const kept = event.detail.parameters;
      this.form.querySelectorAll("input[type=file]").forEach((box) => { delete kept[box.name]; });
    }

    sent() {
      this.busy = true;
      this.say("saving", texts.saving);
    }

    // A draft on its way arrives first: after the form it would come back as typed and not saved.
    // Without a connection the page stays: leaving it would lose what is typed.
    submitted(event) {
      if (this.cut || !navigator.onLine) {
        event.preventDefault();
        this.lost();
        this.state.scrollIntoView({ block: "nearest" });
        this.resend();
        return;
      }
      this.unsaved = false;
      this.leaving = true;
      if (!this.busy) {
        return;
      }
      event.preventDefault();
      const button = event.submitter;
      this.waiting = () => {
        this.waiting = null;
        this.busy = false;
        this.form.requestSubmit(button);
      };
      window.setTimeout(() => { if (this.waiting) { this.waiting(); } }, WAIT_MS);
    }

    notWhileLeaving(event) {
      if (event.target === this.form && this.leaving) {
        event.preventDefault();
      }
    }

    answered(detail) {
      window.clearTimeout(this.timer);
      this.busy = false;
      if (this.waiting && ![401, 409].includes(detail.xhr.status)) {
        this.waiting();
        return;
      }
      this.waiting = null;
      this.leaving = false;
      const status = detail.xhr.status;
      this.cut = status === 0;
      if (detail.successful) {
        const answer = JSON.parse(detail.xhr.responseText);
        this.version.value = answer.version;
        this.unsaved = false;
        this.say("saved", texts.saved.replace("{time}", clockOf(answer.saved_at)));
      } else if (status === 401) {
        this.lost();
        this.open(this.signIn);
      } else if (status === 409) {
        this.lost();
        this.compare();
      } else if (status === 0 || status >= 500) {
        this.lost();
        this.timer = window.setTimeout(() => this.resend(), RETRY_MS);
      } else {
        this.lost();
      }
    }

    lost() {
      this.unsaved = true;
      this.say("lost", texts.lost);
    }

    resend() {
      window.htmx.trigger(this.form, "resend");
    }

    // A new sign-in brings a new token; without it the server refuses what is typed.
    async signedInAgain() {
      const page = await this.stored();
      const token = page && page.querySelector("meta[name=csrf-token]");
      if (token && page.querySelector("form[data-draft]")) {
        document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((box) => { box.value = token.content; });
        document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token.content }));
        this.resend();
      } else {
        this.open(this.signIn);
      }
    }

    async stored() {
      const answer = await fetch(window.location.href).catch(() => null);
      return answer && answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    }

    async compare() {
      const page = await this.stored();
      const other = page && page.querySelector("form[data-draft]");
      const kept = other ? answersOf(other) : new Map();
      const typed = answersOf(this.form);
      const body = this.conflict.querySelector("tbody");
      this.conflict.querySelector("thead").replaceChildren(line([texts.answer, texts.kept, texts.typed], "th"));
      body.replaceChildren();
      new Set([...kept.keys(), ...typed.keys()]).forEach((name) => {
        if ((kept.get(name) || "") !== (typed.get(name) || "")) {
          body.append(line([labelOf(this.form, name), kept.get(name) || "—", typed.get(name) || "—"], "td"));
        }
      });
      if (!body.children.length) {
        body.append(line([texts.none, "", ""], "td"));
      }
      this.open(this.conflict);
    }
  }

  document.querySelectorAll("form[data-draft]").forEach((form) => new Draft(form));
})();
