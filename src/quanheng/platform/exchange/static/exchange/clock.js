// The server's clock: the median of five round trips, half of each taken off. The own clock may jump; this does not.

export const clock = { base: 0, ping: 0 };

export const serverNow = () => performance.now() + clock.base;

const middle = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

export async function measureClock() {
  const trips = [];
  for (let n = 0; n < 5; n += 1) {
    const began = performance.now();
    const answer = await fetch("/live/time", { cache: "no-store" });
    const server = Date.parse((await answer.json()).now);
    const ended = performance.now();
    trips.push({ base: server - (began + ended) / 2, ping: ended - began });
  }
  clock.base = middle(trips.map((trip) => trip.base));
  clock.ping = Math.round(middle(trips.map((trip) => trip.ping)));
}
