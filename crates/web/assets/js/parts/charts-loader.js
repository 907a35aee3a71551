// Charts are drawn when they come into view; the library comes with the first one.

import { each } from "./elements.js";

const source = document.querySelector('meta[name="tasuki-charts"]')?.content;
const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    import(source).then(({ draw }) => draw(target));
  }
});

if (source) each("[data-chart]", (figure) => seen.observe(figure));
