// Stands for htmx: what it is told to do to an element can be heard there.

export default {
  defineExtension() {},
  trigger(element, name) {
    element.dispatchEvent(new Event(name));
  },
};
