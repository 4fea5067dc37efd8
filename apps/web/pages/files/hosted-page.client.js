// Heading and title say where the person is, as the component has it.
const heading = document.getElementById('heading');
const { application } = document.querySelector('main').dataset;

document.addEventListener('gatehouse-heading', ({ detail }) => {
  if (heading.textContent === detail.heading) return;
  heading.textContent = detail.heading;
  document.title = `${detail.heading} – ${application}`;
});
