type Callable = (...args: never[]) => unknown;

/**
 * Puts a proxy in the place of a function or constructor until the returned function is called. Unlike a function of our own it
 * keeps the original's name, length, statics and text.
 */
export function wrap<O extends object>(holder: O, name: keyof O, handler: ProxyHandler<Callable>): () => void {
  const original = holder[name];
  if (typeof original !== 'function') return () => {}; // taken away by the page
  const wrapped = new Proxy(original as Callable, handler);
  // A page that has frozen its globals keeps them.
  if (!Reflect.set(holder, name, wrapped)) return () => {};
  return () => {
    // Who wrapped it after us calls us still.
    if (holder[name] === wrapped) holder[name] = original;
  };
}
