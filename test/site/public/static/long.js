const chapter = document.querySelector('#chapter');

const arriving = new IntersectionObserver(entries => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    target.textContent = target.dataset.text;
    target.classList.add('arrived');
    arriving.unobserve(target);
  }
});
for (const item of document.querySelectorAll('.lazy')) arriving.observe(item);

// Only what crosses the upper part of the window counts as being read.
const reading = new IntersectionObserver(
  entries => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) chapter.textContent = target.dataset.chapter;
  },
  { rootMargin: '-15% 0px -75%' },
);
for (const section of document.querySelectorAll('.chapter')) reading.observe(section);
