// The list of bids, newest first.
import { fill, instant, thousands } from "./amounts.js";

const LINES = 20;

export function addLine(body, frame, code, texts) {
  if (!body) {
    return;
  }
  Array.from(body.rows).forEach((row) => { row.cells[3].textContent = row.classList.contains("qh-selected") ? texts.you : ""; });
  const row = body.insertRow(0);
  const own = frame.bidder === code;
  row.className = own ? "qh-selected" : "";
  const note = [own ? texts.you : "", frame.leader === frame.bidder ? texts.leads : "", frame.matched ? texts.matched : ""];
  const amount = fill(texts.figure, { amount: thousands(frame.amount) });
  [instant(frame.at), frame.bidder, amount, note.filter(Boolean).join(" · ")].forEach((text, n) => {
    const cell = row.insertCell();
    cell.textContent = text;
    cell.className = n === 2 ? "qh-num" : "";
  });
  while (body.rows.length > LINES) {
    body.deleteRow(-1);
  }
}
