async function setQuantity(row, quantity) {
  const { id } = row.dataset;
  const response = await fetch('/api/cart', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id, quantity }),
  });
  const cart = await response.json();
  if (cart.count === 0) return location.reload();
  const line = cart.lines.find(each => each.id === id);
  if (line) row.querySelector('[data-part=total]').textContent = line.total;
  else row.remove();
  document.querySelector('#total').textContent = cart.total;
  document.querySelector('[data-testid=cart-count]').textContent = cart.count;
}

for (const row of document.querySelectorAll('tr[data-id]')) {
  const input = row.querySelector('input');
  input.addEventListener('change', () => input.validity.valid && setQuantity(row, input.valueAsNumber));
  row.querySelector('button').addEventListener('click', () => setQuantity(row, 0));
}
