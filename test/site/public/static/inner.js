const status = document.querySelector('[role=status]');
let presses = 0;

status.textContent = 'Scripts run here.';
document.querySelector('#press').addEventListener('click', () => {
  presses++;
  status.textContent = `Pressed ${presses} times.`;
});
