// <form data-draft="cases.report" data-draft-owner="17"> keeps what is typed on this device, by person, until it is
// sent (the page that follows carries data-draft-done) or the person signs out. Files and secrets are never kept.
import { word } from "./words.js";

const PREFIX = "jingwei.draft.";

const keyOf = (form) => `${PREFIX}${form.dataset.draftOwner}.${form.dataset.draft}`;
const kept = (field) => field.name && !["hidden", "file", "password", "submit"].includes(field.type);

function save(form) {
  const values = {};
  for (const field of [...form.elements].filter(kept)) {
    if (["radio", "checkbox"].includes(field.type)) {
      if (field.checked) (values[field.name] ??= []).push(field.value);
    } else if (field.value) {
      values[field.name] = [field.value];
    }
  }
  try {
    if (Object.keys(values).length) localStorage.setItem(keyOf(form), JSON.stringify(values));
    else localStorage.removeItem(keyOf(form));
    say(form, word(navigator.onLine ? "draftSaved" : "draftOffline"));
  } catch {
    say(form, ""); // storage full or refused: the form itself still holds the words
  }
}

function restore(form) {
  const values = JSON.parse(localStorage.getItem(keyOf(form)) ?? "null");
  if (!values || form.querySelector(".errorlist")) return; // the server's answer is newer than the draft
  let changed = false;
  for (const field of [...form.elements].filter(kept)) {
    const saved = values[field.name];
    if (!saved) continue;
    if (["radio", "checkbox"].includes(field.type)) {
      changed ||= field.checked !== saved.includes(field.value);
      field.checked = saved.includes(field.value);
    } else if (!field.value) {
      field.value = saved[0];
      changed = true;
    }
  }
  if (changed) {
    say(form, word("draftBack"));
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function say(form, text) {
  const place = form.querySelector("[data-draft-state]");
  if (place) place.textContent = text;
}

function forget(match) {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX) && match(name))) {
    localStorage.removeItem(key);
  }
}

let timer;
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  if (!form) return;
  clearTimeout(timer);
  timer = setTimeout(save, 400, form);
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-sign-out]")) forget(() => true);
});

function begin(root) {
  for (const done of root.querySelectorAll("[data-draft-done]")) forget((key) => key.endsWith(`.${done.dataset.draftDone}`));
  for (const form of root.querySelectorAll("form[data-draft]")) restore(form);
}

begin(document);
document.addEventListener("htmx:load", (event) => begin(event.target));
