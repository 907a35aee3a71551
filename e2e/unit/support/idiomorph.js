// Stands for idiomorph, which only htmx calls.

export const Idiomorph = {};
