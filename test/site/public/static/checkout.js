const password = document.querySelector('#password');
const toggle = document.querySelector('[data-testid=toggle-password]');

toggle.addEventListener('click', () => {
  const shown = password.type === 'password';
  password.type = shown ? 'text' : 'password';
  toggle.setAttribute('aria-pressed', shown);
  toggle.textContent = shown ? 'Hide password' : 'Show password';
});
