const circular = { name: 'circular' };
circular.self = circular;

const actions = {
  objects: () =>
    console.log(
      'Objects',
      { cart: [{ id: 'mug', quantity: 2 }], paid: false },
      circular,
      new Map([['key', new Set([1, 2])]]),
      new Error('An error as a value'),
      document.body,
      () => 'a function',
      Symbol('symbol'),
      12n,
      undefined,
      null,
      'x'.repeat(5000),
    ),
  table: () =>
    console.table([
      { id: 'mug', price: 16 },
      { id: 'vase', price: 29.5 },
    ]),
  tallies: () => {
    console.count('beans');
    console.count('beans');
    console.countReset('beans');
    console.count('beans');
    console.count();
    console.time('brew');
    console.timeLog('brew', 'half way');
    console.timeEnd('brew');
    console.timeEnd('brew');
    console.dir({ cup: 'blue' });
    console.group('A group');
    console.groupEnd();
  },
  clear: () => console.clear(),
  trace: () => console.trace('How did we get here?'),
  assert: () => console.assert(1 > 2, 'One is not more than two'),
  many: () => {
    for (let i = 1; i <= 1000; i++) console.log(`Line ${i}`);
  },
  throw: () => {
    throw new TypeError('Thrown by a click');
  },
  'throw-text': () => {
    throw 'A string, thrown by a click';
  },
  reject: () => {
    Promise.reject(new Error('Rejected by a click'));
  },
  'blocked-script': () => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "An inline script has run"';
    document.body.append(script);
  },
  'broken-image': () => {
    document
      .querySelector('main')
      .append(Object.assign(new Image(64, 64), { src: '/static/missing.png', alt: 'Missing' }));
  },
};
for (const level of ['debug', 'log', 'info', 'warn', 'error']) {
  actions[level] = () => console[level](`A line on level ${level}, by a click`, { level });
}

document.querySelector('main').addEventListener('click', event => {
  const { action } = event.target.dataset;
  if (!action) return;
  document.querySelector('[data-testid=last]').textContent = `Done: ${action}`;
  actions[action]();
});
