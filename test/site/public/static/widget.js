const form = document.querySelector('#voucher');

form.addEventListener('submit', event => {
  event.preventDefault();
  const code = form.elements.code.value;
  form.querySelector('[role=status]').textContent = code ? `“${code}” takes €5.00 off.` : 'Enter a code first.';
});
