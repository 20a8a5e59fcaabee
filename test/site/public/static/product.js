const form = document.querySelector('#add');

form.addEventListener('submit', async event => {
  event.preventDefault();
  const add = form.elements.quantity.valueAsNumber || 1;
  const response = await fetch('/api/cart', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: form.dataset.id, add }),
  });
  const { count } = await response.json();
  document.querySelector('[data-testid=cart-count]').textContent = count;
  document.querySelector('[data-testid=add-status]').textContent =
    add === 1 ? 'Added to the cart.' : `Added ${add} to the cart.`;
});
