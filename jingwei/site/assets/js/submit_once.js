// A form is sent once: its buttons rest until the answer is there. The server's idempotency key is the guarantee.
const resting = new Map();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented && !isHtmx(form)) return;
  if (form.method === "get") return;
  if (resting.has(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  const buttons = [...form.querySelectorAll("button:not([type=button])"), ...outside(form)].filter((b) => !b.disabled);
  resting.set(form, buttons);
  // After the browser has collected the fields: a disabled button would not send its own name and value.
  setTimeout(() => {
    for (const button of buttons) button.disabled = true;
    (event.submitter ?? buttons[0])?.setAttribute("aria-busy", "true");
  });
});

document.addEventListener("htmx:afterRequest", (event) => wake(event.target));
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of [...resting.keys()]) wake(form);
});

function isHtmx(form) {
  return form.closest("[hx-boost=true], [hx-post]") !== null;
}

function outside(form) {
  return form.id ? document.querySelectorAll(`button[form="${CSS.escape(form.id)}"]`) : [];
}

function wake(form) {
  for (const button of resting.get(form) ?? []) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
  resting.delete(form);
}
