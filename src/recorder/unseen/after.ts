/** Calls off what it was given for. */
export type Undo = () => void;

export const all =
  (undos: Undo[]): Undo =>
  () => {
    for (const undo of undos) undo();
  };

/**
 * Calls `then` after a native method (`value`), getter or setter has done its work, with its `this`, its arguments and what it
 * gave. The page sees neither our errors nor another name or text of the function.
 */
export function after<This>(
  owner: object | undefined,
  name: string,
  part: 'value' | 'get' | 'set',
  then: (self: This, args: unknown[], result: unknown) => void,
): Undo {
  const descriptor = owner && Object.getOwnPropertyDescriptor(owner, name);
  const original: unknown = descriptor?.[part];
  if (!descriptor?.configurable || typeof original !== 'function') return () => {};
  let isOn = true;
  const wrapped = new Proxy(original, {
    apply(target, self, args) {
      const result = Reflect.apply(target as (...args: unknown[]) => unknown, self, args);
      if (isOn) {
        try {
          then(self, args, result);
        } catch {
          // A page that is odd enough to fail us has its own result all the same.
        }
      }
      return result;
    },
  });
  Object.defineProperty(owner, name, { ...descriptor, [part]: wrapped });
  return () => {
    // What was wrapped around ours since calls it still: it is silent then.
    isOn = false;
    if (Object.getOwnPropertyDescriptor(owner, name)?.[part] === wrapped)
      Object.defineProperty(owner, name, descriptor);
  };
}
