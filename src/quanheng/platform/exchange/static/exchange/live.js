// The live page of a lot: follows the engine's stream, bids by POST. Only the server's clock counts.
import { addLine } from "./bids.js";
import { clock, measureClock, serverNow } from "./clock.js";
import { fen, fill, instant, newKey, stepAt, thousands, typed, yuan } from "./amounts.js";

const place = document.querySelector("[data-live]");
const data = JSON.parse(document.getElementById("live-data").textContent);
const texts = data.texts;
const address = `/live/lots/${encodeURIComponent(data.lot)}`;
const CUT_MS = 20000;
const POLL_MS = 3000;
const ANSWER_MS = 3000;
const TOKEN_MS = 10 * 60 * 1000;

const lot = { seq: 0, phase: "", price: null, minimum: null, ends: null, extensions: 0, leader: null, own: null, result: null };
const line = { stream: null, heard: -CUT_MS, failures: 0, tag: "", told: "" };
let token = data.token;
clock.base = Date.parse(data.now) - performance.now();

const find = (name) => place.querySelector(`[data-${name}]`);
const figure = (amount) => fill(texts.figure, { amount: thousands(amount) });

function say(name, text) {
  const element = find(name);
  if (element && element.textContent !== text) {
    element.textContent = text;
  }
}

async function showClock() {
  try {
    await measureClock();
  } catch (error) {
    return;
  }
  const off = (Date.now() - serverNow()) / 1000;
  const key = Math.abs(off) < 0.5 ? "clock_right" : off < 0 ? "clock_slow" : "clock_fast";
  say("clock", fill(texts[key], { seconds: Math.abs(off) < 100 ? Math.abs(off).toFixed(1) : Math.round(Math.abs(off)).toLocaleString("en-US") }));
}

// The words of an amount come from the server; a watcher's page asks a little later, not all at once.
let wordsTimer = 0;
async function askWords(amount, name) {
  const answer = await fetch(`/money/words/?amount=${encodeURIComponent(amount)}`, { headers: { "HX-Request": "true" } });
  if (answer.ok) {
    say(name, await answer.text());
  }
}

function priceWords() {
  window.clearTimeout(wordsTimer);
  if (lot.price === null || !find("words")) {
    return;
  }
  const asked = lot.price;
  wordsTimer = window.setTimeout(() => askWords(asked, "words").catch(() => say("words", "")), data.code ? 150 : Math.random() * 3000);
}

// What is drawn, all from `lot`.
function drawLeft() {
  if (!find("left")) {
    return;
  }
  const opens = Date.parse(data.opens_at);
  const target = lot.phase === "scheduled" ? opens : lot.ends;
  if (lot.phase === "ended" || lot.result) {
    say("left-label", texts.ended);
    say("left", "00:00:00");
    return;
  }
  say("left-label", lot.phase === "scheduled" ? texts.opens_in : texts.ends_in);
  if (target === null || !lot.phase) {
    return;
  }
  const left = Math.max(0, Math.ceil((target - serverNow()) / 1000));
  const days = Math.floor(left / 86400);
  const time = new Date((left % 86400) * 1000).toISOString().slice(11, 19);
  say("left", days ? `${days} d ${time}` : time);
  if (find("ends")) {
    say("ends", new Date(target + 8 * 3600 * 1000).toISOString().slice(5, 19).replace("T", " "));
  }
}

function drawJumps() {
  const pad = find("pad");
  if (!pad || lot.minimum === null) {
    return;
  }
  const next = fen(lot.own && lot.own.next_amount ? lot.own.next_amount : lot.minimum);
  const step = stepAt(data.steps, fen(lot.price === null ? data.start : lot.price));
  say("next", figure(yuan(next)));
  const off = !alive() || lot.phase !== "open" || Boolean(lot.own && lot.own.refusal);
  pad.querySelectorAll("[data-jump]").forEach((button) => {
    const amount = yuan(next + BigInt(Number(button.dataset.jump) - 1) * step);
    button.value = amount;
    button.querySelector("[data-figure]").textContent = figure(amount);
    button.disabled = off;
  });
  pad.querySelectorAll("[data-own] button").forEach((button) => { button.disabled = off; });
  pad.querySelectorAll("[data-ceiling] button").forEach((button) => { button.disabled = !alive() || lot.phase !== "open"; });
}

function drawOwn() {
  const box = find("position-box");
  if (!box || !lot.own) {
    return;
  }
  const bought = lot.result && lot.result.winner === data.code;
  box.className = `qh-sheet qh-position qh-position-${lot.result && !bought ? "" : lot.own.position}`;
  say("position", lot.result ? texts[bought ? "you_bought" : "not_bought"] : texts.positions[lot.own.position]);
  say("last", lot.own.last_bid ? figure(lot.own.last_bid) : "—");
  say("ceiling-now", lot.own.ceiling ? figure(lot.own.ceiling) : "—");
  find("ceiling-cancel").hidden = !lot.own.ceiling;
}

function drawResult() {
  const box = find("result");
  if (!box || !lot.result) {
    return;
  }
  box.hidden = false;
  if (find("pad")) {
    find("pad").hidden = true;
  }
  const { kind, winner, price } = lot.result;
  const sold = kind === "sold" ? fill(texts.sold_to, { code: winner, amount: figure(price) }) : texts.results[kind];
  say("result-words", sold);
}

function draw() {
  const tone = { scheduled: "wait", open: "ok", suspended: "warn", ended: "closed" }[lot.phase] || "info";
  if (find("phase") && lot.phase) {
    find("phase").className = `qh-tag qh-tag-${tone}`;
    say("phase", texts.phases[lot.phase]);
  }
  say("price", lot.price === null ? texts.nothing : figure(lot.price));
  say("extensions", lot.extensions ? fill(texts.extensions, { count: lot.extensions }) : "");
  drawLeft();
  drawOwn();
  drawJumps();
  drawResult();
}

// What comes in: a snapshot, a public frame, the own frame, or an answer; older ones than `lot` are dropped.
function take(news) {
  if (news.seq !== undefined && news.seq < lot.seq) {
    return false;
  }
  const before = lot.price;
  lot.seq = news.seq === undefined ? lot.seq : news.seq;
  ["phase", "price", "minimum", "extensions", "leader", "result"].forEach((name) => {
    if (news[name] !== undefined) {
      lot[name] = news[name];
    }
  });
  if (news.ends_at !== undefined) {
    lot.ends = news.ends_at === null ? null : Date.parse(news.ends_at);
  }
  if (lot.price !== before) {
    priceWords();
  }
  return true;
}

function hear() {
  line.heard = performance.now();
  line.failures = 0;
}

function onFrame(event) {
  hear();
  const frame = JSON.parse(event.data);
  const known = frame.seq <= lot.seq;
  if (take(frame) && !known && frame.kind === "bid_accepted") {
    addLine(find("log"), frame, data.code, texts);
  }
  draw();
}

function onSnapshot(event) {
  hear();
  take(JSON.parse(event.data));
  draw();
}

function onOwn(event) {
  hear();
  lot.own = JSON.parse(event.data);
  draw();
}

const alive = () => performance.now() - line.heard <= CUT_MS;

function open() {
  close();
  const stream = new EventSource(`${address}/events?token=${encodeURIComponent(token)}${lot.seq ? `&after=${lot.seq}` : ""}`);
  line.stream = stream;
  stream.addEventListener("snapshot", onSnapshot);
  stream.addEventListener("frame", onFrame);
  stream.addEventListener("own", onOwn);
  stream.addEventListener("time", hear);
  stream.addEventListener("open", hear);
  stream.addEventListener("error", () => {
    close();
    line.failures += 1;
    window.setTimeout(reopen, Math.min(1000 * line.failures, 5000));
  });
}

async function reopen() {
  if (document.hidden || line.stream) {
    return;
  }
  if (line.failures > 1) {
    await renew().catch(() => {});
  }
  open();
}

function close() {
  if (line.stream) {
    line.stream.close();
    line.stream = null;
  }
}

async function renew() {
  const answer = await fetch(data.token_url, { cache: "no-store" });
  if (answer.ok) {
    token = (await answer.json()).token;
  }
}

async function poll() {
  if (document.hidden || (line.stream && line.failures < 3 && alive())) {
    return;
  }
  try {
    const answer = await fetch(address, { headers: { Authorization: `Bearer ${token}`, "If-None-Match": line.tag }, cache: "no-store" });
    if (answer.status === 401) {
      await renew();
    } else if (answer.ok || answer.status === 304) {
      line.heard = performance.now();
      line.tag = answer.headers.get("ETag") || line.tag;
      if (answer.ok) {
        const news = await answer.json();
        lot.own = news.own || lot.own;
        take(news);
      }
    }
  } catch (error) {
    line.failures += 1;
  }
  draw();
}

function light() {
  const element = find("connection");
  const state = !alive() ? "red" : line.stream && line.failures === 0 ? "green" : "amber";
  const key = { green: "connected", amber: "polling", red: "cut" }[state];
  element.dataset.state = state;
  say("connection", fill(texts[key], { ms: clock.ping }));
  if (line.told !== state) {
    line.told = state;
    drawJumps();
  }
}

// A request is certain only when it is answered: no answer, and the same key is asked again.
async function ask(path, asked, key) {
  for (let turn = 0; turn < 12; turn += 1) {
    const control = new AbortController();
    const timer = window.setTimeout(() => control.abort(), ANSWER_MS);
    try {
      const answer = await fetch(address + path, {
        method: "POST",
        body: JSON.stringify(asked),
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", "Idempotency-Key": key },
        signal: control.signal,
      });
      const body = await answer.json();
      if (answer.status === 401 && turn < 3) {
        await renew();
      } else if (answer.status !== 503) {
        return body;
      }
    } catch (error) {
      // No answer: the same key is asked again.
    }
    window.clearTimeout(timer);
    reply(texts.checking, "wait");
    await new Promise((resolve) => { window.setTimeout(resolve, turn ? 1000 : 200); });
  }
  return null;
}

function reply(text, tone) {
  const element = find("answer");
  element.dataset.tone = tone;
  element.textContent = text;
}

function refusal(answer) {
  const known = texts.refusals[answer.code] || texts.problems[answer.code];
  const text = known ? fill(known, answer.values || {}) : answer.text;
  return answer.arrival ? fill(texts.refused_at, { text, arrival: instant(answer.arrival) }) : text;
}

async function act(path, body, done) {
  const pad = find("pad");
  if (pad.dataset.busy) {
    return;
  }
  pad.dataset.busy = "yes";
  pad.setAttribute("aria-busy", "true");
  try {
    const answer = await ask(path, body, newKey());
    if (answer === null) {
      reply(texts.uncertain, "bad");
      return;
    }
    if (answer.price !== undefined) {
      take({ ...answer, seq: undefined });
    }
    if (answer.outcome === "ok") {
      reply(done(answer), "ok");
    } else if (answer.code === "needs_confirmation" && (await confirmed(body.amount))) {
      delete pad.dataset.busy;
      await act(path, { ...body, confirmed: true }, done);
    } else {
      reply(refusal(answer), "bad");
    }
    draw();
  } finally {
    delete pad.dataset.busy;
    pad.removeAttribute("aria-busy");
  }
}

function confirmed(amount) {
  const dialog = find("confirm");
  const price = lot.price === null ? 0n : fen(lot.price);
  say("confirm-amount", figure(amount));
  say("confirm-words", "");
  askWords(amount, "confirm-words").catch(() => {});
  say("confirm-distance", fill(texts.distance, { amount: figure(yuan(fen(amount) - price)) }));
  dialog.showModal();
  return new Promise((resolve) => {
    const end = (value) => { dialog.close(); resolve(value); };
    find("confirm-yes").onclick = () => end(true);
    find("confirm-no").onclick = () => end(false);
    dialog.oncancel = () => resolve(false);
  });
}

async function bid(amount) {
  const above = lot.own && lot.own.confirm_above ? fen(lot.own.confirm_above) : null;
  const far = above !== null && fen(amount) > above;
  if (far && !(await confirmed(amount))) {
    return;
  }
  const body = far ? { amount, confirmed: true } : { amount };
  await act("/bids", body, (answer) => fill(texts.received, { arrival: instant(answer.arrival), amount: figure(amount) }));
}

function onTyped(form, then) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const box = form.querySelector("input");
    const amount = typed(box.value);
    if (amount === null || amount === 0n) {
      reply(fill(texts.malformed, { text: box.value }), "bad");
    } else {
      then(yuan(amount)).then(() => { box.value = ""; box.dispatchEvent(new Event("input")); });
    }
  });
}

function wire() {
  place.querySelectorAll("[data-jump]").forEach((button) => {
    button.addEventListener("click", (event) => { event.preventDefault(); bid(button.value); });
  });
  onTyped(find("own"), bid);
  onTyped(find("ceiling"), (amount) => act("/ceilings", { amount }, () => fill(texts.ceiling_set, { amount: figure(amount) })));
  find("ceiling-cancel").addEventListener("click", () => act("/commands", { do: "cancel_ceiling" }, () => ""));
}

document.addEventListener("visibilitychange", () => (document.hidden ? close() : reopen()));
window.setInterval(() => { drawLeft(); light(); }, 250);
window.setInterval(poll, POLL_MS);
window.setInterval(() => renew().catch(() => {}), TOKEN_MS);
if (find("pad")) {
  wire();
}
showClock();
window.setInterval(showClock, 60000);
open();
