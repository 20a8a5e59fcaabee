/**
 * Runs a function in Firefox's own window, with a browser's rights (needs --remote-allow-system-access). The function
 * travels as text, so it may use nothing from around it; arguments and result travel as JSON.
 * @template {unknown[]} A
 * @template R
 * @param {import('puppeteer-core').Browser} browser
 * @param {(...args: A) => R} fn
 * @param {A} args
 * @returns {Promise<Awaited<R>>}
 */
export async function runInChrome(browser, fn, ...args) {
  const { contexts } = await sendBidi(browser, 'browsingContext.getTree', { 'moz:scope': 'chrome' });
  const reply = await sendBidi(browser, 'script.callFunction', {
    functionDeclaration: `async args => JSON.stringify(await (${fn})(...JSON.parse(args)))`,
    arguments: [{ type: 'string', value: JSON.stringify(args) }],
    target: { context: contexts[0].context },
    awaitPromise: true,
  });
  if (reply.type === 'exception') throw new Error(reply.exceptionDetails.text);
  return reply.result.value && JSON.parse(reply.result.value);
}

/**
 * A raw WebDriver BiDi command, for what puppeteer has no method for.
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} method
 * @param {object} params
 * @returns {Promise<any>}
 */
export async function sendBidi(browser, method, params) {
  // @ts-expect-error puppeteer keeps its connection internal
  const { result } = await browser.connection.send(method, params);
  return result;
}
