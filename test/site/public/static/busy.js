const options = new URLSearchParams(location.search);
const rate = Number(options.get('rate') ?? 20);
// Timers are not reliable below 10 ms, so a higher rate makes several mutations at once.
const tickMs = Math.max(10, 1000 / rate);
const perTick = Math.max(1, Math.round((rate * tickMs) / 1000));
const linesKept = 12;

const counter = document.querySelector('#counter');
const log = document.querySelector('#log');
window.__mutations = 0;

function mutate() {
  const n = ++window.__mutations;
  counter.textContent = n;
  const line = document.createElement('li');
  line.textContent = `Mutation ${n}`;
  line.dataset.n = n;
  log.append(line);
  if (log.children.length > linesKept) log.firstChild.remove();
}

setInterval(() => {
  for (let i = 0; i < perTick; i++) mutate();
}, tickMs);

function fidget() {
  const box = document.querySelector('#box');
  const cursor = { x: innerWidth / 2, y: innerHeight / 2 };
  addEventListener('pointermove', event => Object.assign(cursor, { x: event.clientX, y: event.clientY }));

  // Coming and going below a resting cursor makes the browser send trusted over, out and move events.
  setInterval(() => {
    box.hidden = !box.hidden;
    box.style.left = `${cursor.x - 60}px`;
    box.style.top = `${cursor.y - 30}px`;
  }, 300);
  setInterval(() => scrollTo(0, scrollY > 0 ? 0 : 150), 700);
  setInterval(() => document.querySelector('#elsewhere').focus({ preventScroll: true }), 1100);
}

if (options.get('fidget') === '1') fidget();
