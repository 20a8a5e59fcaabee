// The page's own recorder. Of what it sees, the rules and the values that scripts set are kept: for these rrweb wraps natives.
const RULE = 8;
const INPUT = 5;
window.__own = [];
const watch = () =>
  rrwebRecord.record({
    emit: ({ type, data }) => {
      if (type === 3 && data.source === RULE) window.__own.push(data.adds[0].rule);
      if (type === 3 && data.source === INPUT && data.text) window.__own.push(data.text);
    },
  });
let stop = watch();
window.__stopOwn = () => stop();
window.__startOwn = () => {
  stop = watch();
};

const sheet = document.head.appendChild(document.createElement('style')).sheet;
let rules = 0;
/** A rule and a value of which nothing but the wrapped natives tells. */
window.__change = () => {
  sheet.insertRule(`.rule-${++rules} { color: red }`);
  document.querySelector('#text').value = `value ${rules}`;
};
document.querySelector('[data-action=insert-rule]').addEventListener('click', window.__change);
