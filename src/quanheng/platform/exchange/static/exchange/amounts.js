// Words, amounts and instants of the live page.

export function fill(text, values) {
  return text.replace(/%\((\w+)\)s/g, (whole, name) => (name in values ? values[name] : whole)).replace(/%%/g, "%");
}

// Amounts: whole fen as BigInt, so that nothing is rounded.
export function fen(text) {
  const parts = /^(\d{1,14})(?:\.(\d{1,2}))?$/.exec(text);
  return parts ? BigInt(parts[1]) * 100n + BigInt((parts[2] || "").padEnd(2, "0")) : null;
}

export const yuan = (amount) => `${amount / 100n}.${String(amount % 100n).padStart(2, "0")}`;

export function thousands(text) {
  const [whole, part] = text.split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${(part || "").padEnd(2, "0")}`;
}

export function typed(text) {
  return fen(text.normalize("NFKC").replace(/[,\s¥]/g, "").replace(/\u5143$/, ""));
}

export function stepAt(steps, price) {
  let step = 0n;
  for (const [from, amount] of steps) {
    if (fen(from) <= price) {
      step = fen(amount);
    }
  }
  return step;
}

export const instant = (text) => `${new Date(Date.parse(text) + 8 * 3600 * 1000).toISOString().slice(11, 19)}.${text.slice(20, 23)}`;

// The key of one click; asked again under the same key, a request is the same request.
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
