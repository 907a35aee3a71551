// The code of a link stands behind the sharp of its address, which a browser sends to no server: it goes into a form and out of the address.

const form = document.querySelector("form[data-fragment]");
const code = location.hash.slice(1);
if (form instanceof HTMLFormElement && code) {
  history.replaceState(history.state, "", location.pathname);
  const field = form.querySelector("input");
  if (field) field.value = code;
  form.requestSubmit();
}
