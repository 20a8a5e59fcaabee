window.__count = 0;
const output = document.querySelector('output');

document.querySelector('#count').addEventListener('click', () => {
  window.__count++;
  output.textContent = window.__count;
});
